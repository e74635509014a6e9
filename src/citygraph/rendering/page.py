"""A report as one self-contained page of HTML: no script, nothing loaded from elsewhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citygraph.rendering.terms import as_text, as_value
from citygraph.reports import SOURCES_COLUMN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.namespaces import Namespaces
    from citygraph.reports import Report
    from citygraph.store import Term

__all__ = ["page"]


class _PageCell(NamedTuple):
    text: str
    link: str = ""
    language: str = ""
    unbroken: bool = False


def page(report: Report, namespaces: Namespaces) -> bytes:
    """Return a report as an HTML page.

    Args:
        report: The report.
        namespaces: For short names of IRIs.

    Returns:
        UTF-8 text.
    """
    from jinja2 import Environment, FileSystemLoader

    from citygraph.rendering.reports import licence_name, parameters_text, summary

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html")
    columns = report.shown_columns
    places = {column: place for place, column in enumerate(report.columns)}
    rows = [[_cells(row, column, places, namespaces) for column in columns] for row in report.rows]
    text = template.render(
        report=report,
        titles=[report.title_of(column) for column in columns],
        rows=rows,
        summary=summary(report),
        parameters=parameters_text(report),
        licence=licence_name(report.licence),
    )
    return (text.rstrip() + "\n").encode()


def _cells(
    row: Sequence[Term | None], column: str, places: dict[str, int], namespaces: Namespaces
) -> list[_PageCell]:
    """Return the parts of a cell: one text, a day and its hour, or a link to each source below."""
    term = row[places[column]]
    thing = column.removesuffix("Label")
    if column == SOURCES_COLUMN:
        return [_PageCell(key, f"#{key}") for key in as_text(term).split()]
    link = as_text(row[places[thing]]) if thing != column and thing in places else as_text(term)
    if thing == SOURCES_COLUMN and len(link.split()) == 1:
        return [_PageCell(as_text(term), f"#{link}")]
    text = as_text(term, namespaces)
    if isinstance(as_value(term), date):
        day, _, clock = text.partition(" ")
        return [_PageCell(day, unbroken=True), *([_PageCell(clock)] if clock else [])]
    link = link if link.startswith(("http://", "https://")) else ""
    return [_PageCell(text, link, getattr(term, "language", None) or "")]
