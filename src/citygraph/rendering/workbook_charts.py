"""The bar and line charts of a report as charts of the spreadsheet program, with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from citygraph.rendering.columns import Columns
from citygraph.rendering.style import LIGHT, SERIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.reports import Report

__all__ = ["chart_sheet"]

_COLOURS: Final = [LIGHT[str(place)] for place in range(1, SERIES + 1)]
_Grid = tuple[list[str], list[str | float], list[list[float | None]]]


def chart_sheet(book: Any, report: Report, formats: dict[str, Any]) -> None:  # noqa: ANN401
    """Add a sheet "Chart" with the first bar or line chart of a report, if it has one.

    Args:
        book: The workbook of xlsxwriter.
        report: The report.
        formats: The formats of the workbook by name.
    """
    for chart in report.query.charts:
        kind = str(chart.get("kind"))
        if kind in {"bar", "line"} and (grid := _grid(report, chart, kind)):
            break
    else:
        return
    names, labels, values = grid
    columns = Columns(report, chart)
    label, value = ("label", "value") if kind == "bar" else ("x", "y")
    sheet = book.add_worksheet("Chart")
    sheet.set_column(0, 0, 40 if kind == "bar" else 10)
    sheet.set_column(1, len(names), 14)
    sheet.write_string(0, 0, columns.title(label), formats["head"])
    title = columns.title(value, "Rows")
    drawn = book.add_chart(
        {"type": "bar", "subtype": "stacked"}
        if kind == "bar" and len(names) > 1
        else {"type": kind}
    )
    for place, name in enumerate(names, start=1):
        sheet.write_string(0, place, name or title, formats["head"])
        drawn.add_series(
            {
                "name": ["Chart", 0, place],
                "categories": ["Chart", 1, 0, len(labels), 0],
                "values": ["Chart", 1, place, len(labels), place],
                "fill" if kind == "bar" else "line": {
                    "color": _COLOURS[(place - 1) % len(_COLOURS)]
                },
                **({"gap": 40} if kind == "bar" else {"marker": {"type": "circle", "size": 5}}),
            }
        )
    for row, (text, numbers) in enumerate(zip(labels, values, strict=True), start=1):
        if isinstance(text, str):
            sheet.write_string(row, 0, text)
        else:
            sheet.write_number(row, 0, text)
        for place, number in enumerate(numbers, start=1):
            if number is not None:
                sheet.write_number(row, place, number)
    caption = " ".join(str(chart.get("caption") or title).split())
    drawn.set_title({"name": caption, "name_font": {"size": 12}, "overlay": False})
    if len(names) == 1:
        drawn.set_legend({"none": True})
    if kind == "bar":
        drawn.set_y_axis({"reverse": True, "major_gridlines": {"visible": False}})
    measured = drawn.set_x_axis if kind == "bar" else drawn.set_y_axis
    measured({"major_gridlines": {"visible": True, "line": {"color": LIGHT["line"]}}})
    drawn.set_size({"width": 860, "height": max(320, 120 + 22 * len(labels) * (kind == "bar"))})
    sheet.insert_chart(1, len(names) + 2, drawn, {"description": caption})


def _grid(report: Report, chart: Mapping[str, Any], kind: str) -> _Grid | None:
    """Return the names of the series, the labels, and a row of numbers for each label."""
    columns = Columns(report, chart)
    if kind == "bar":
        from citygraph.rendering.bars import MOST_BARS, bars_of
        from citygraph.rendering.series import Series

        bars, _left_out = bars_of(columns, int(chart.get("top") or MOST_BARS))
        series = Series(part for bar in bars for part in bar.parts)
        names = [""] if series.plain else series.names
        rows: list[list[float | None]] = []
        for bar in bars:
            found: dict[str, float] = {}
            for name, value in bar.parts:
                known = "" if series.plain else series.of(name)
                found[known] = found.get(known, 0) + value
            rows.append([found.get(name) for name in names])
        return (names, [bar.label for bar in bars], rows) if bars else None
    from citygraph.rendering.lines import points_of

    lines = points_of(columns)
    if not lines or any(len({x for x, _y in line}) != len(line) for line in lines.values()):
        return None
    across = sorted({x for line in lines.values() for x, _y in line})
    by_name = {name: dict(line) for name, line in lines.items()}
    names = sorted(by_name)
    return names, [*across], [[by_name[name].get(x) for name in names] for x in across]
