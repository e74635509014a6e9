"""How far apart things are, in kilometres and in time."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from citygraph.dates import KnownDate
    from citygraph.reconciling.entries import Entry, Office

__all__ = [
    "distance",
    "long_between",
    "overlap",
    "same_days",
    "spans_overlap",
    "years",
    "years_apart",
]

_LONG_BETWEEN: Final = 15  # years between two posts of one person at one place


def distance(left: Entry, right: Entry) -> float | None:
    """Return the least distance in kilometres between the points of two places."""
    radius = 6371.0
    found = []
    for first in left.points:
        for second in right.points:
            one, two = (tuple(map(math.radians, point)) for point in (first, second))
            half = (
                math.sin((two[0] - one[0]) / 2) ** 2
                + math.cos(one[0]) * math.cos(two[0]) * math.sin((two[1] - one[1]) / 2) ** 2
            )
            found.append(2 * radius * math.asin(math.sqrt(half)))
    return min(found, default=None)


def overlap(left: list[KnownDate], right: list[KnownDate]) -> bool:
    """Tell whether any date of the one may be a date of the other."""
    return any(one.first <= two.last and two.first <= one.last for one in left for two in right)


def same_days(left: Entry, right: Entry) -> bool:
    """Tell whether two events began on the same known day, and do not end on different ones."""
    starts = {d.first for d in left.starts if d.first == d.last} & {
        d.first for d in right.starts if d.first == d.last
    }
    if not starts:
        return False
    return not left.ends or not right.ends or overlap(left.ends, right.ends)


def spans_overlap(left: Entry, right: Entry) -> bool:
    """Tell whether two things that have a beginning may go on at the same time."""
    spans = [
        (min(d.first for d in entry.starts), max(d.last for d in (entry.ends or entry.starts)))
        for entry in (left, right)
    ]
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def years(entry: Entry) -> frozenset[str]:
    """Return the years in which a thing begins or ends."""
    return frozenset(str(date.first.year) for date in (*entry.starts, *entry.ends))


def years_apart(left: list[KnownDate], right: list[KnownDate]) -> str:
    """Say how many years lie between two beginnings; empty where it is not more than one."""
    if left and right and not overlap(left, right):
        least = min(abs(one.first.year - two.first.year) for one in left for two in right)
        if least > 1:
            return f"begun {least} years apart"
    return ""


def long_between(mine: Office, yours: Office) -> bool:
    """Tell whether too many years lie between two posts for one person to hold both."""
    if not mine.dates or not yours.dates:
        return False
    return (
        min(abs(one.first.year - two.first.year) for one in mine.dates for two in yours.dates)
        > _LONG_BETWEEN
    )
