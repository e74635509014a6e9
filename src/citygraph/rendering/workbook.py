"""A report as a workbook (Office Open XML) that can be handed on."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from citygraph.rendering.terms import as_text, as_value

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.reports import Report
    from citygraph.store import Term

__all__ = ["workbook"]

_WIDEST: Final = 60
_NARROWEST: Final = 10


def workbook(report: Report, namespaces: Namespaces) -> bytes:
    """Return a workbook with the rows, a sheet "About", and "Sources" and "Chart" where there are.

    Days, moments and numbers are typed cells; a label column stands beside each IRI; the header
    stays in view. The same report gives the same bytes.
    """
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "remove_timezone": True,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    day = date.fromisoformat(report.release.rpartition(" ")[2].strip("()"))
    book.set_properties(
        {
            "title": report.query.title,
            "subject": report.query.question,
            "created": datetime(day.year, day.month, day.day),  # noqa: DTZ001
        }
    )
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
        "bold": book.add_format({"bold": True, "valign": "top"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _rows_sheet(book, report, formats)
    _about_sheet(book, report, formats, namespaces)
    if report.sources:
        _sources_sheet(book, report, formats)
    if report.rows and report.query.charts:
        from citygraph.rendering.workbook_charts import chart_sheet

        chart_sheet(book, report, formats)
    book.close()
    return sink.getvalue()


def _rows_sheet(book: Any, report: Report, formats: dict[str, Any]) -> None:  # noqa: ANN401
    from citygraph.rendering.sheets import ColumnSheet

    sheet = book.add_worksheet("Rows", worksheet_class=ColumnSheet)
    columns: list[list[str]] = []
    for place, column in enumerate(report.columns):
        title = report.title_of(column)
        if f"{column}Label" in report.columns and title == report.title_of(f"{column}Label"):
            title = f"{title} (IRI)"
        sheet.write_string(0, place, title, formats["head"])
        width = 0
        written: dict[Term | None, str] = {}
        cells = []
        for row in report.rows:
            term = row[place]
            cell = written.get(term)
            if cell is None:
                cell = written[term] = sheet.written(as_value(term), formats)
                width = max(width, len(as_text(term)))
            cells.append(cell)
        sheet.set_column(place, place, min(max(width, len(title), _NARROWEST - 2) + 2, _WIDEST))
        columns.append(cells)
    sheet.fill(columns)
    sheet.freeze_panes(1, 0)
    if report.rows:
        sheet.autofilter(0, 0, len(report.rows), len(report.columns) - 1)


def _about_sheet(
    book: Any,  # noqa: ANN401
    report: Report,
    formats: dict[str, Any],
    namespaces: Namespaces,
) -> None:
    from citygraph.rendering.reports import citation, licence_name, parameters_text
    from citygraph.summaries import sentence

    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 110)
    lines = [
        ("Report", report.query.title),
        ("Question", report.query.question),
        ("Parameters", parameters_text(report) or "none"),
        ("Summary", sentence(report, namespaces)),
        ("Rows", f"{len(report.rows)}, {'complete' if report.complete else 'cut at a limit'}"),
        ("Release", report.release),
        ("Licence", f"{licence_name(report.licence)}, {report.licence}"),
        ("How to cite", citation(report)),
        ("Graph", namespaces.base),
        ("Method", " ".join(report.query.method.split())),
        *((report.title_of(column.name), column.help) for column in report.query.columns),
        ("Query", report.sparql),
    ]
    number = 0
    for name, text in lines:
        if text:
            sheet.write_string(number, 0, name, formats["bold"])
            sheet.write_string(number, 1, text, formats["wrap"])
            number += 1


def _sources_sheet(book: Any, report: Report, formats: dict[str, Any]) -> None:  # noqa: ANN401
    from citygraph.rendering.sheets import ColumnSheet

    sheet = book.add_worksheet("Sources", worksheet_class=ColumnSheet)
    titles = ("Number", "Key", "Publisher", "Title", "Address", "IRI")
    for place, (title, width) in enumerate(zip(titles, (9, 32, 28, 60, 50, 50), strict=True)):
        sheet.write_string(0, place, title, formats["head"])
        sheet.set_column(place, place, width)
    rows = [
        (number, source.key, source.publisher, source.title, source.address, source.iri)
        for number, source in enumerate(report.sources, start=1)
    ]
    sheet.fill([[sheet.written(v, formats) for v in column] for column in zip(*rows, strict=True)])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(report.sources), len(titles) - 1)
