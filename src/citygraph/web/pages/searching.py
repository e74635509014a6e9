"""Finding things by name: any language, any alphabet, with slips of the pen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import log10
from typing import TYPE_CHECKING, Final

from citygraph.reconciling.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Hit", "NameIndex"]

_LONGEST: Final = 200
_CUTOFF: Final = 74.0
_SHORT: Final = 3
_CANDIDATES: Final = 400


@dataclass(frozen=True)
class Hit:
    """A thing that was found.

    Attributes:
        iri: The thing.
        name: The spelling that matched.
        score: How well it matched, 0 to 100, with a little for things that much points at.
    """

    iri: str
    name: str
    score: float


class NameIndex:
    """Spellings of the names of things, folded to plain Latin letters."""

    def __init__(self) -> None:
        self._spellings: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._weights: dict[str, float] = {}
        self._folded: list[str] = []

    def add(self, iri: str, names: Iterable[str], weight: int) -> None:
        """Add a thing.

        Args:
            iri: The thing.
            names: Its spellings.
            weight: How many statements point at it; more of them rank it higher.
        """
        self._weights[iri] = 3 * log10(1 + weight)
        for name in names:
            if folded := fold(name):
                self._spellings[folded].append((iri, name))

    def freeze(self) -> None:
        """Make the index ready; nothing is added after this."""
        self._folded = sorted(self._spellings)

    def __len__(self) -> int:
        return len(self._weights)

    def find(self, text: str, limit: int = 20) -> list[Hit]:
        """Find things by name, the best first.

        Args:
            text: What was typed; only its first 200 characters count.
            limit: How many things to return at the most.
        """
        sought = fold(text[:_LONGEST])
        if not sought:
            return []
        scores = self._plain(sought)
        if len(sought) >= _SHORT:
            self._fuzzy(sought, scores)
        best: dict[str, Hit] = {}
        for folded, score in scores.items():
            for iri, name in self._spellings[folded]:
                total = score + self._weights[iri]
                if iri not in best or total > best[iri].score:
                    best[iri] = Hit(iri, name, total)
        return sorted(best.values(), key=lambda hit: (-hit.score, len(hit.name), hit.iri))[:limit]

    def _plain(self, sought: str) -> dict[str, float]:
        """Score the spellings that hold what is sought as it is."""
        words = sought.split()
        scores: dict[str, float] = {}
        for folded in self._folded:
            if sought in folded:
                if folded == sought:
                    scores[folded] = 110.0
                elif folded.startswith(sought):
                    scores[folded] = 100.0 - min(len(folded) - len(sought), 40) / 8
                elif f" {sought}" in folded:
                    scores[folded] = 94.0 - min(len(folded) - len(sought), 40) / 8
                elif len(sought) >= _SHORT:
                    scores[folded] = 84.0
            elif len(words) > 1 and all(f" {word}" in f" {folded}" for word in words):
                scores[folded] = 92.0 - min(len(folded) - len(sought), 40) / 8
        return scores

    def _fuzzy(self, sought: str, scores: dict[str, float]) -> None:
        """Add the spellings that come close."""
        from rapidfuzz import fuzz, process

        near = process.extract(
            sought, self._folded, scorer=fuzz.ratio, limit=_CANDIDATES, score_cutoff=_CUTOFF
        )
        if " " in sought:
            near += process.extract(
                sought,
                self._folded,
                scorer=fuzz.token_set_ratio,
                limit=_CANDIDATES,
                score_cutoff=_CUTOFF + 10,
            )
        for folded, score, _place in near:
            scores[folded] = max(scores.get(folded, 0.0), score * 0.9)
