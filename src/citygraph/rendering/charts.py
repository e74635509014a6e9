"""The pictures that a report's front matter asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import UnreadableInput
from citygraph.locating import place_column
from citygraph.rendering.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.rendering.style import Picture
    from citygraph.reports import Report

__all__ = ["CHART_KINDS", "pictures"]


def pictures(report: Report, prefix: str = "picture") -> list[Picture]:
    """Return the pictures of a report, drawn as SVG.

    Args:
        report: The report.
        prefix: Begins the ids in the pictures; another one for each report of a page.

    Returns:
        The pictures in the order of the front matter; without those for which no row has what they
        need, and without bars where several measures or units would stand side by side.

    Raises:
        UnreadableInput: The front matter names an unknown kind or column.
    """
    found = []
    for number, chart in enumerate(report.query.charts, start=1):
        kind = str(chart.get("kind", ""))
        if kind not in _KINDS:
            raise UnreadableInput(
                f"The report '{report.query.name}' asks for a chart of the unknown kind '{kind}'.",
                hint=f"The kinds are {', '.join(_KINDS)}.",
            )
        if report.rows and (drawn := _KINDS[kind](report, chart, f"{prefix}-{number}")):
            found.append(drawn)
    return found


def _bar(report: Report, chart: Mapping[str, Any], identity: str) -> Picture | None:
    from citygraph.rendering.bars import MOST_BARS, bar_chart

    columns = Columns(report, chart)
    return bar_chart(columns, identity, _caption(chart), int(chart.get("top") or MOST_BARS))


def _line(report: Report, chart: Mapping[str, Any], identity: str) -> Picture | None:
    from citygraph.rendering.lines import line_chart

    return line_chart(Columns(report, chart), identity, _caption(chart))


def _timeline(report: Report, chart: Mapping[str, Any], identity: str) -> Picture | None:
    from citygraph.rendering.timelines import timeline

    return timeline(Columns(report, chart), identity, _caption(chart))


def _map(report: Report, chart: Mapping[str, Any], identity: str) -> Picture | None:
    from citygraph.rendering.maps import map_of

    chart = {**chart, "place": place_column(chart)}
    return map_of(Columns(report, chart), report.places, identity, _caption(chart))


def _caption(chart: Mapping[str, Any]) -> str:
    return " ".join(str(chart.get("caption") or "").split())


_KINDS: Final[dict[str, Callable[[Report, Mapping[str, Any], str], Picture | None]]] = {
    "bar": _bar,
    "line": _line,
    "timeline": _timeline,
    "map": _map,
}
CHART_KINDS: Final = tuple(_KINDS)
