"""Statements that a text makes and takes back: denied, over, or only wished for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citygraph.extraction.items import Row

__all__ = ["hedged"]


def hedged(row: Row, first: int, last: int) -> bool:
    """Whether a statement between two words is denied, over, or only wished for."""
    low, high = min(first, last), max(first, last)
    for category in ("negation", "candidate", "former"):
        for trigger in row.having(category):
            if low - 4 <= trigger.first <= high + 2 and (
                row.segments[trigger.first] in {row.segments[low], row.segments[high]}
            ):
                return True
    return False
