"""The columns of a report as what pictures are drawn from: texts, numbers and periods of days."""

from __future__ import annotations

import calendar
import math
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import UnreadableInput
from citygraph.rendering.terms import as_text, as_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.reports import Report
    from citygraph.store import Term

__all__ = ["Columns", "Period"]

Period = tuple[date, date]
"""The first and the last day that a date of any precision can mean."""

_DATE: Final = re.compile(r"(?<!\d)(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")

_MEASURES: Final = ("measure", "unit")
_LARGEST: Final = 10**200
"""Sums of numbers up to this one stay within what a float can hold."""


class Columns:
    """Reads the columns that a chart names.

    Args:
        report: The report.
        chart: An entry of the front matter's ``charts``.
    """

    def __init__(self, report: Report, chart: Mapping[str, Any]) -> None:
        self._report = report
        self._chart = chart

    def __len__(self) -> int:
        return len(self._report.rows)

    def name(self, key: str) -> str:
        """Return the column that the chart gives for a key, or an empty string.

        Raises:
            UnreadableInput: The report has no such column.
        """
        column = self._chart.get(key) or ""
        if column and column not in self._report.columns:
            raise UnreadableInput(
                f"A chart of the report '{self._report.query.name}' names the column '{column}', "
                "which the report does not have.",
                hint=f"It has {', '.join(self._report.columns)}.",
            )
        return str(column)

    def title(self, key: str, otherwise: str = "") -> str:
        """Return the title of the column for a key."""
        column = self.name(key)
        return self._report.title_of(column) if column else otherwise

    def terms(self, key: str) -> list[Term | None]:
        """Return the cells of the column for a key as they are."""
        column = self.name(key)
        if not column:
            return [None] * len(self)
        place = list(self._report.columns).index(column)
        return [row[place] for row in self._report.rows]

    def texts(self, key: str) -> list[str]:
        """Return the cells as text: the label beside an IRI, where there is one."""
        column = self.name(key)
        if not column:
            return [""] * len(self)
        columns = list(self._report.columns)
        place = columns.index(column)
        label = columns.index(f"{column}Label") if f"{column}Label" in columns else place
        if not column.endswith("Label") or column.removesuffix("Label") not in columns:
            key_place = place
        else:
            key_place = columns.index(column.removesuffix("Label"))
        return [
            as_text(row[label]) or as_text(row[key_place]).rpartition("/")[2]
            for row in self._report.rows
        ]

    def comparable(self, key: str) -> bool:
        """Tell whether the numbers for a key may stand side by side.

        They may if they are of one measure and one unit, or shares of one, or if the chart tells
        the measures apart as its series.
        """
        if self.of_measures():
            return True
        columns = list(self._report.columns)
        places = [columns.index(name) for name in _MEASURES if name in columns]
        if all(len({row[place] for row in self._report.rows}) <= 1 for place in places):
            return True
        numbers = [number for number in self.numbers(key) if number is not None]
        return any(number != int(number) for number in numbers) and all(
            0 <= number <= 1 for number in numbers
        )

    def of_measures(self) -> bool:
        """Tell whether the series of the chart are measures, which never add up."""
        return self.name("series").removesuffix("Label") in _MEASURES

    def labels(self) -> list[str]:
        """Return the texts for ``label``; where they repeat, with what was measured."""
        labels = self.texts("label")
        columns = list(self._report.columns)
        names = [name for name in ("measureLabel", "measure") if name in columns]
        if not names or self.of_measures() or len(set(labels)) == len(labels):
            return labels
        place = columns.index(names[0])
        measures = [as_text(row[place]) for row in self._report.rows]
        return [
            f"{label}, {measure}" if label and measure else label
            for label, measure in zip(labels, measures, strict=True)
        ]

    def numbers(self, key: str) -> list[float | None]:
        """Return the cells as numbers; None where there is none."""
        return [_number(term) for term in self.terms(key)]

    def periods(self, key: str) -> list[Period | None]:
        """Return the cells as periods; a year is its 366 or 365 days."""
        return [_period(term) for term in self.terms(key)]


def _number(term: Term | None) -> float | None:
    value = as_value(term)
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or abs(value) > _LARGEST:
        return None
    return float(value)


def _period(term: Term | None) -> Period | None:
    """Return the days of a date; where sources differ ("2017 / 2018"), all that they give."""
    days: list[date] = []
    for year, month, day in _DATE.findall(as_text(term)):
        try:
            if day:
                days.append(date(int(year), int(month), int(day)))
            elif month:
                last = calendar.monthrange(int(year), int(month))[1]
                days += [date(int(year), int(month), 1), date(int(year), int(month), last)]
            else:
                days += [date(int(year), 1, 1), date(int(year), 12, 31)]
        except ValueError:
            continue
    return (min(days), max(days)) if days else None
