"""A report as a workbook (Office Open XML) that can be handed on."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from citygraph.rendering.terms import Cell, as_text, as_value

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.reports import Report

__all__ = ["workbook"]

_WIDEST: Final = 60
_NARROWEST: Final = 10


def workbook(report: Report, namespaces: Namespaces) -> bytes:
    """Return a workbook with the rows and a sheet "About".

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
    book.close()
    return sink.getvalue()


def _rows_sheet(book: Any, report: Report, formats: dict[str, Any]) -> None:  # noqa: ANN401
    sheet = book.add_worksheet("Rows")
    widths: list[int] = []
    for place, column in enumerate(report.columns):
        title = report.title_of(column)
        if f"{column}Label" in report.columns and title == report.title_of(f"{column}Label"):
            title = f"{title} (IRI)"
        sheet.write_string(0, place, title, formats["head"])
        widths.append(len(title))
    for number, row in enumerate(report.rows, start=1):
        for place, term in enumerate(row):
            value = as_value(term)
            _write(sheet, number, place, value, formats)
            widths[place] = max(widths[place], len(as_text(term)))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, _NARROWEST), _WIDEST))
    sheet.freeze_panes(1, 0)
    if report.rows:
        sheet.autofilter(0, 0, len(report.rows), len(report.columns) - 1)


def _write(sheet: Any, row: int, place: int, value: Cell, formats: dict[str, Any]) -> None:  # noqa: ANN401
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(row, place, value)
        case int() | float():
            sheet.write_number(row, place, value)
        case datetime():
            sheet.write_datetime(row, place, value, formats["moment"])
        case date():
            sheet.write_datetime(row, place, value, formats["day"])
        case _:
            sheet.write_string(row, place, value)


def _about_sheet(
    book: Any,  # noqa: ANN401
    report: Report,
    formats: dict[str, Any],
    namespaces: Namespaces,
) -> None:
    from citygraph.rendering.reports import licence_name, parameters_text, source_line

    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 110)
    lines = [
        ("Report", report.query.title),
        ("Question", report.query.question),
        ("Parameters", parameters_text(report) or "none"),
        ("Rows", f"{len(report.rows)}, complete"),
        ("Release", report.release),
        ("Licence", f"{licence_name(report.licence)}, {report.licence}"),
        ("Graph", namespaces.base),
        ("Method", " ".join(report.query.method.split())),
        *(("Source", source_line(source)) for source in report.sources),
        ("Query", report.sparql),
    ]
    number = 0
    for name, text in lines:
        if text:
            sheet.write_string(number, 0, name, formats["bold"])
            sheet.write_string(number, 1, text, formats["wrap"])
            number += 1
