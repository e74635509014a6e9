"""Reading a workbook (Office Open XML) with a sheet a table.

A spreadsheet program turns what looks like a date or a number into one. Here such cells become the
text again that was meant: 136 and not 136.0, 2017-06-07, and 2017-06 where the cell shows only a
month, because a date is never made more exact than it was written.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import UnreadableInput, did_you_mean
from citygraph.settings import setting_as_int
from citygraph.tables.reader import Row, header_fits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citygraph.tables import Package, ProblemReport, Table

__all__ = ["LISTS_SHEET", "is_table_sheet", "read_workbook"]

LISTS_SHEET: Final = "_lists"
_OLD_FORMS: Final = (".xls", ".xlsb", ".ods", ".numbers")
_MEGABYTE: Final = 1_000_000
# Parts of a number format that are not placeholders: quoted text, escaped letters, [conditions].
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


@dataclass(frozen=True)
class _Unusable:
    """A cell without a text: why, and what to do."""

    code: str
    value: str
    reason: str
    hint: str


def is_table_sheet(name: str) -> bool:
    """Tell whether a sheet is meant to be a table, and not a list of values or an explanation."""
    return not name.startswith("_") and name.casefold() != "about"


def read_workbook(path: Path, package: Package, report: ProblemReport) -> dict[str, list[Row]]:
    """Read the tables of a workbook.

    Args:
        path: The workbook.
        package: What the tables are.
        report: Takes the problems met; the file of each is the workbook and the sheet.

    Returns:
        The rows of each table that has a sheet.

    Raises:
        UnreadableInput: The file is missing, is not a workbook that can be read here, or has no
            sheet with the name of a table.
    """
    _require_small_workbook(path)
    from openpyxl import load_workbook

    rows: dict[str, list[Row]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = load_workbook(path, read_only=True, data_only=True)
            formulas = load_workbook(path, read_only=True, data_only=False)
            try:
                by_sheet = {name: name for name in package.tables}
                by_sheet |= {table.path: table.name for table in package.tables.values()}
                for name in filter(is_table_sheet, values.sheetnames):
                    file = f"{path.name}, sheet {name}"
                    if name not in by_sheet:
                        known = list(package.tables)
                        hint = did_you_mean(name, known) or f"The tables are {', '.join(known)}."
                        report.unread.update(package.tables)
                        report.add(file, 0, "", "unknown-table", "", "is not a table's name", hint)
                        continue
                    table = package.tables[by_sheet[name]]
                    before = len(report)
                    records = _records(values[name], formulas[name])
                    rows.setdefault(table.name, []).extend(_rows(records, table, file, report))
                    if len(report) > before:
                        report.unread.add(table.name)
            finally:
                values.close()
                formulas.close()
    except UnreadableInput:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part leads to
        raise UnreadableInput(
            f"{path} cannot be read as a workbook: {error or type(error).__name__}.",
            hint="Open it in a spreadsheet program and save it anew as .xlsx.",
        ) from error
    if not rows and not report:
        raise UnreadableInput(
            f"{path} has no sheet with the name of a table.",
            hint=f"Name the sheets like the tables: {', '.join(list(package.tables)[:3])} ...",
        )
    return rows


def _require_small_workbook(path: Path) -> None:
    if path.suffix.lower() in _OLD_FORMS:
        raise UnreadableInput(
            f"{path} is not a workbook in the form that is read here.",
            hint="Open it in a spreadsheet program and save it as .xlsx.",
        )
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except zipfile.BadZipFile as error:
        raise UnreadableInput(
            f"{path} is not a workbook, or it is protected by a password.",
            hint="Save it as .xlsx without a password.",
        ) from error
    limit = setting_as_int("workbook_limit")
    if size > limit * _MEGABYTE:
        raise UnreadableInput(
            f"{path} unpacks to {size / _MEGABYTE:,.0f} MB; up to {limit} MB are read.",
            hint="Save the tables as CSV files, or raise CITYGRAPH_WORKBOOK_LIMIT.",
        )


def _records(values: Any, formulas: Any) -> Iterator[list[str | _Unusable]]:  # noqa: ANN401
    """Yield the cells of each row as text."""
    for sheet in (values, formulas):
        sheet.reset_dimensions()
    for shown, typed in zip(values.iter_rows(), formulas.iter_rows(), strict=True):
        cells = [_text(a, b) for a, b in zip(shown, typed, strict=True)]
        while cells and cells[-1] == "":
            cells.pop()
        yield cells


def _rows(
    records: Iterator[list[str | _Unusable]], table: Table, file: str, report: ProblemReport
) -> Iterator[Row]:
    header = [cell if isinstance(cell, str) else "" for cell in next(records, [])]
    if not any(header):
        if any(any(record) for record in records):
            report.add(file, 1, "", "empty-file", "", "has no header row")
        return
    if not header_fits(header, table, file, report):
        return
    for number, record in enumerate(records, start=2):
        if not record:
            continue
        if len(record) > len(header):
            report.add(
                file,
                number,
                "",
                "too-many-cells",
                str(record[-1] if isinstance(record[-1], str) else record[-1].value),
                f"stands to the right of the {len(header)} columns",
                "Remove it, or write it into the column note.",
            )
            continue
        cells: dict[str, str] = dict.fromkeys(header, "")
        whole = True
        for column, cell in zip(header, record, strict=False):
            if isinstance(cell, str):
                cells[column] = cell
            else:
                whole = False
                report.add(file, number, column, cell.code, cell.value, cell.reason, cell.hint)
        if whole:
            yield Row(table.name, file, number, cells)


def _text(cell: Any, typed: Any) -> str | _Unusable:  # noqa: ANN401
    value = cell.value
    if getattr(cell, "data_type", "n") == "e":
        return _Unusable(
            "formula-error",
            str(value),
            "is what a formula came to",
            "Correct the formula, or write the value itself.",
        )
    shown = getattr(cell, "number_format", "") or ""
    match value:
        case None:
            if getattr(typed, "data_type", "n") == "f":
                return _Unusable(
                    "formula-without-value",
                    str(typed.value),
                    "is a formula whose value the file does not hold",
                    "Open the workbook in a spreadsheet program and save it, or write the value.",
                )
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            if "%" in _LITERAL.sub("", shown):
                return _Unusable(
                    "percentage",
                    f"{value:.15g}",
                    "is shown as a percentage, so it is not clear which number is meant",
                    "Give the cell the format text, and write the number as the source has it.",
                )
            return _number(value)
        case datetime() | date():
            return _day(value, shown)
        case time() | timedelta():
            return _Unusable(
                "date",
                str(value),
                "is a clock time without a day",
                "Write day and clock time as text: 2021-12-02T15:30.",
            )
        case _:
            return str(value)


def _number(value: float) -> str:
    """Return a number as digits: spreadsheets keep 15 of them."""
    if float(value).is_integer():
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


def _day(value: date | datetime, shown: str) -> str:
    """Return a date as exactly as the cell shows it."""
    form = _LITERAL.sub("", shown).lower()
    if "h" in form and isinstance(value, datetime):
        # Days are stored as fractions, so a minute may come out a little early.
        return (value + timedelta(seconds=30)).strftime("%Y-%m-%dT%H:%M")
    if "d" not in form and "y" in form:
        return f"{value:%Y-%m}" if "m" in form else f"{value:%Y}"
    return f"{value:%Y-%m-%d}"
