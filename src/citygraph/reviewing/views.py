"""A proposal as a reviewer sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.reviewing.passages import Piece
    from citygraph.reviewing.proposals import Proposal
    from citygraph.reviewing.standing import Standing

__all__ = ["State", "View"]

State = Literal["open", "accepted", "rejected", "fallen"]


@dataclass(frozen=True)
class View:
    """A proposal as a reviewer sees it.

    Attributes:
        proposal: The proposal.
        fields: Its fields as they stand, with the reviewer's changes.
        state: Open, accepted, rejected, or fallen with something that it rests on.
        pieces: The passage.
        headline: The proposal in a few words.
        link: The known things that it would be linked to, with their names.
        standing: How it stands to the tables.
        problem: Why it cannot be accepted as it is; may be empty.
        advice: What a careful reviewer would do to it; may be empty.
    """

    proposal: Proposal
    fields: Mapping[str, str]
    state: State
    pieces: Sequence[Piece]
    headline: str
    link: str
    standing: Standing
    problem: str
    advice: str = ""
