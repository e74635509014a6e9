"""Proposals: two entries that are or may be one thing, and which of their keys would stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from citygraph.reconciling.entries import Entry
    from citygraph.reconciling.finding import Pair

__all__ = ["ELSEWHERE", "Proposal", "proposal_of", "rank", "survivor"]

ELSEWHERE: Final = "@"  # marks keys of the other folder; no key of a table can hold it


@dataclass(frozen=True)
class Proposal:
    """Two entries that are or may be one thing.

    Attributes:
        kind: Their kind, such as ``city``.
        left: The one key.
        left_name: Its name.
        right: The other key; with another folder, the key there.
        right_name: Its name.
        score: 0 to 1.
        verdict: ``same`` or ``ambiguous``.
        keep: The key that would stay.
        reasons: What speaks for and against it, in words.
    """

    kind: str
    left: str
    left_name: str
    right: str
    right_name: str
    score: float
    verdict: str
    keep: str
    reasons: tuple[str, ...]

    @property
    def away(self) -> str:
        """The key that would go."""
        return self.right if self.keep == self.left else self.left


def proposal_of(pair: Pair, keeps: frozenset[str], *, here: bool = False) -> Proposal:
    """Return the proposal for a pair; with ``here``, the key of these tables stays."""
    left, right = pair.left, pair.right
    if left.key.endswith(ELSEWHERE):
        left, right = right, left
    keep = left.key if here else survivor(left, right, keeps)
    judgement = pair.judgement
    reasons = tuple(reason.replace(ELSEWHERE, "") for reason in judgement.reasons)
    return Proposal(
        left.kind, left.key, left.name, right.key.removesuffix(ELSEWHERE), right.name,
        judgement.score, judgement.verdict, keep, reasons,
    )  # fmt: skip


def survivor(left: Entry, right: Entry, keeps: frozenset[str]) -> str:
    """Return the key that stays: the one told to, else more told of, shorter, first."""
    return min((left, right), key=lambda entry: rank(entry, keeps)).key


def rank(entry: Entry, keeps: frozenset[str]) -> tuple[bool, int, int, str]:
    """Return the order in which keys stay: the least one does."""
    weight = entry.rows + len(entry.sources)
    return (entry.key not in keeps, -weight, len(entry.key), entry.key)
