"""One or two sentences that say what one sees in a report, computed from its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from citygraph.locating import place_column
from citygraph.rendering.columns import Columns
from citygraph.rendering.style import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.namespaces import Namespaces
    from citygraph.reports import Report

__all__ = ["NOTHING", "sentence"]

NOTHING: Final = "Nothing in the release answers this."

_NOUNS: Final = {
    "city": ("city", "cities"),
    "country": ("country", "countries"),
    "initiative": ("initiative", "initiatives"),
    "event": ("event", "events"),
    "organisation": ("organisation", "organisations"),
    "person": ("person", "people"),
    "region": ("region", "regions"),
    "venue": ("venue", "venues"),
}
_FEW: Final = 3
# The columns that say as of when a row holds: a position or a figure may have changed since.
_DAYS: Final = ("asOf", "knownOn")


def sentence(report: Report, namespaces: Namespaces) -> str:
    """Return what one sees in a report.

    Args:
        report: The report.
        namespaces: The base of its release.

    Returns:
        For example "The 43 rows name 43 cities and 12 countries. Highest under “Events”: Sofia, 7."
    """
    if not report.rows:
        return NOTHING
    pictured = (_picture(report, chart) for chart in report.query.charts[:1])
    parts = [_named(report, namespaces), *pictured, _as_of(report)]
    return " ".join(filter(None, parts))


def _as_of(report: Report) -> str:
    """Say for which day the rows hold, where a column gives it."""
    titles = [report.title_of(column) for column in _DAYS if column in report.columns]
    return f"As known on the day under “{titles[0]}”, where one is given." if titles else ""


def _named(report: Report, namespaces: Namespaces) -> str:
    prefix = f"{namespaces.base}id/"
    found: dict[str, set[str]] = {}
    for place in range(len(report.columns)):
        for cell in {row[place] for row in report.rows}:
            if isinstance(cell, NamedNode) and cell.value.startswith(prefix):
                kind, _, key = cell.value[len(prefix) :].partition("/")
                found.setdefault(kind, set()).add(key)
    said = [
        f"{len(keys):,} {_NOUNS[kind][len(keys) != 1]}"
        for kind, keys in found.items()
        if kind in _NOUNS
    ]
    rows = len(report.rows)
    if not said:
        return "One row." if rows == 1 else f"{rows:,} rows."
    return (
        f"The one row names {_joined(said)}."
        if rows == 1
        else (f"The {rows:,} rows name {_joined(said)}.")
    )


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _picture(report: Report, chart: Mapping[str, Any]) -> str:
    if chart.get("kind") == "map":
        chart = {**chart, "place": place_column(chart)}
    columns = Columns(report, chart)
    match chart.get("kind"):
        case "bar" | "map" if columns.name("label") and columns.name("value"):
            return _highest(columns, "label", "value")
        case "line" if columns.name("y"):
            return _highest(columns, "x", "y")
        case "timeline":
            starts, ends = columns.periods("start"), columns.periods("end")
            days = [day for period in (*starts, *ends) if period for day in period]
            if not days:
                return ""
            return f"The dates lie between {min(days).isoformat()} and {max(days).isoformat()}."
    return ""


def _highest(columns: Columns, label: str, value: str) -> str:
    """Say where the highest value stands; nothing where all are equal or series differ."""
    if not columns.comparable(value):
        return ""
    numbers = columns.numbers(value)
    values = [number for number in numbers if number is not None]
    if len(set(values)) < 2:  # noqa: PLR2004
        return ""
    top = max(values)
    series = columns.texts("series")
    where = [
        f"{name}{f' ({part})' if part else ''}"
        for name, part, number in zip(columns.texts(label), series, numbers, strict=True)
        if number == top
    ]
    title = columns.title(value)
    if len(where) > _FEW or not all(where):
        return f"Highest under “{title}”: {number_text(top)}, in {len(where):,} rows."
    each = ", each" if len(where) > 1 else ","
    return f"Highest under “{title}”: {_joined(where)}{each} {number_text(top)}."
