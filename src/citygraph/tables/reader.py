"""Reading tables: bytes to rows, with every fault of the file itself reported.

The form is RFC 4180 CSV in UTF-8 with a header row; a byte order mark is tolerated.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citygraph.errors import UnreadableInput, did_you_mean
from citygraph.tables.writer import current_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from citygraph.tables.problems import ProblemReport
    from citygraph.tables.schema import Package, Table

__all__ = ["Row", "header_fits", "read_table", "read_tables"]

_LARGEST_CELL = 1_000_000


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        table: The table's name.
        file: The file's name within the data folder.
        number: The row as a spreadsheet counts it: the header is row 1.
        cells: Column to text, stripped of nothing; columns that are absent are empty.
    """

    table: str
    file: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    @property
    def place(self) -> str:
        """File and row in the short form used in ``rows.json``."""
        return f"{self.file}:{self.number}"


def read_tables(folder: Path, package: Package, report: ProblemReport) -> dict[str, list[Row]]:
    """Read all tables of a folder.

    Args:
        folder: The folder with the CSV files.
        package: What the tables are.
        report: Takes the problems met.

    Returns:
        The rows of each table; a table without a file has none.

    Raises:
        UnreadableInput: The folder is missing or holds no table.
    """
    if not folder.is_dir():
        raise UnreadableInput(
            f"There is no folder {folder}.", hint="Name the folder of the tables with --data."
        )
    files = sorted(path.name for path in folder.glob("*.csv"))
    known = {table.path for table in package.tables.values()}
    if not known.intersection(files):
        raise UnreadableInput(
            f"{folder} holds none of the tables.",
            hint=f"A table is a file such as {', '.join(sorted(known)[:3])}.",
        )
    for name in files:
        if name not in known:
            hint = did_you_mean(name, known) or f"The tables are {', '.join(sorted(known))}."
            report.unread.update(package.tables)
            report.add(name, 0, "", "unknown-table", "", "is not one of the tables", hint)
    rows: dict[str, list[Row]] = {}
    for table in package.tables.values():
        before = len(report)
        path = current_file(folder, table.path)
        if path.exists():
            rows[table.name] = read_table(path, table, report)
        if len(report) > before:
            report.unread.add(table.name)
    return rows


def read_table(path: Path, table: Table, report: ProblemReport, name: str = "") -> list[Row]:
    """Read one table.

    Args:
        path: The CSV file.
        table: What the table is.
        report: Takes the problems met.
        name: What problems and rows call the file; its own name by default.

    Returns:
        The rows; none where the file as a whole cannot be used.

    Raises:
        UnreadableInput: The file is missing or may not be read.
    """
    name = name or path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}.") from error
    text = _decode(data, name, report)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    csv.field_size_limit(_LARGEST_CELL)
    rows: list[Row] = []
    try:
        header = next(reader, None)
        if not header or not header_fits(header, table, name, report):
            if not header:
                report.add(name, 0, "", "empty-file", "", "has no header row")
            return []
        whole = text.endswith(("\n", "\r"))
        records = list(enumerate(reader, start=2))
        for number, record in records:
            if not record:
                continue
            last = number == records[-1][0]
            if _width_fits(record, header, number, name, report, cut=last and not whole):
                rows.append(Row(table.name, name, number, dict(zip(header, record))))  # noqa: B905
    except csv.Error as error:
        report.add(
            name,
            reader.line_num,
            "",
            "truncated" if "unexpected end" in str(error) else "quoting",
            "",
            f"cannot be read on from line {reader.line_num}: {error}",
            "A quotation mark is opened and not closed; the file may have been cut off.",
        )
        return []
    return rows


def _decode(data: bytes, name: str, report: ProblemReport) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file as CSV UTF-8."
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            hint = "It looks like UTF-16; save the file as CSV UTF-8."
        piece = data[max(0, error.start - 12) : error.start + 12].decode("latin-1")
        report.add(name, line, "", "encoding", piece, "is not UTF-8 text", hint)
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        report.add(
            name, line, "", "encoding", "", "holds a NUL character", "Save the file as CSV UTF-8."
        )
        return None
    return text


def header_fits(header: list[str], table: Table, name: str, report: ProblemReport) -> bool:
    """Tell whether a header row suits a table, and note what does not.

    Args:
        header: The cells of the header row.
        table: What the table is.
        name: What problems call the file.
        report: Takes the problems met.

    Returns:
        Whether the rows below it can be used.
    """
    known = table.by_name
    before = len(report)
    if len(header) == 1 and len(known) > 1 and any(mark in header[0] for mark in ";\t"):
        report.add(
            name,
            1,
            "",
            "separator",
            header[0],
            "has no comma",
            "The columns look parted by semicolons or tabs; save the file as CSV with commas.",
        )
        return False
    for column in header:
        if column not in known:
            hint = did_you_mean(column, known) or f"The columns are {', '.join(known)}."
            report.add(name, 1, column, "unknown-column", column, "is not a column here", hint)
    for column in sorted({c for c in header if header.count(c) > 1}):
        report.add(name, 1, column, "double-column", column, "stands twice in the header")
    for field in table.fields:
        if field.name not in header and (field.required or field.name in table.primary_key):
            report.add(
                name,
                1,
                field.name,
                "missing-column",
                "",
                "the header lacks this column",
                f"{field.description}".strip(),
            )
    return len(report) == before


def _width_fits(
    record: list[str],
    header: list[str],
    number: int,
    name: str,
    report: ProblemReport,
    *,
    cut: bool,
) -> bool:
    if len(record) == len(header):
        if cut:
            report.add(
                name,
                number,
                "",
                "truncated",
                record[-1],
                "stands at the end of a file that ends without a line break",
                "The file may have been cut off; compare its last row with the original, and end "
                "the file with a line break.",
            )
        return not cut
    if len(record) > len(header):
        report.add(
            name,
            number,
            "",
            "too-many-cells",
            "",
            f"the row has {len(record)} cells, the header {len(header)} columns",
            "Put a cell that holds a comma in quotation marks.",
        )
        return False
    reason = f"the row has {len(record)} cells, the header {len(header)} columns"
    if cut:
        reason += ", and the file ends there without a line break"
    report.add(
        name,
        number,
        "",
        "truncated" if cut else "too-few-cells",
        "",
        reason,
        "The file may have been cut off; compare it with the original."
        if cut
        else "Leave a cell empty, but keep its comma.",
    )
    return False
