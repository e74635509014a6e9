"""Series of a picture: which have a colour of their own, and in which order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from citygraph.rendering.style import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["UNNAMED", "Series"]

UNNAMED: Final = "None given"
"""How the rows without a series are called where others have one."""

_OTHERS: Final = "Others"
_YEAR: Final = re.compile(r"^\d{4}$")
_RANGES: Final = 6


class Series:
    """The series of a picture, the weightiest first.

    Those beyond the number of colours go together as "Others"; years keep their order, and many
    years go together as ranges.

    Args:
        weights: The series of each mark and its weight: a count or a value.
    """

    def __init__(self, weights: Iterable[tuple[str, float]]) -> None:
        totals: dict[str, float] = {}
        for name, weight in weights:
            totals[name] = totals.get(name, 0.0) + abs(weight)
        self._named: dict[str, str] = {name: name or UNNAMED for name in totals}
        years = sorted(name for name in totals if _YEAR.match(name))
        if years and len(years) + ("" in totals) == len(totals):
            self._order_years(years)
        else:
            self._order_by_weight(totals)
        self.plain = set(totals) <= {""}

    def _order_years(self, years: list[str]) -> None:
        if len(years) >= SERIES:
            bounds = [round(n * len(years) / _RANGES) for n in range(_RANGES + 1)]
            for start, end in pairwise(bounds):
                for year in years[start:end]:
                    first, last = years[start], years[end - 1]
                    self._named[year] = first if first == last else f"{first} to {last}"
        self.names = list(dict.fromkeys(self._named[year] for year in years))
        if "" in self._named:
            self.names.append(UNNAMED)

    def _order_by_weight(self, totals: dict[str, float]) -> None:
        order = sorted(totals, key=lambda name: (name == "", -totals[name], name))
        if len(order) > SERIES:
            for name in order[SERIES - 1 :]:
                self._named[name] = _OTHERS
        self.names = list(dict.fromkeys(self._named[name] for name in order))

    def of(self, name: str) -> str:
        """Return the name under which a series is drawn."""
        return self._named[name]

    def colour(self, name: str) -> str:
        """Return the colour of a series."""
        return str(self.names.index(self._named[name]) + 1)
