"""Reading large files of delimited text row by row, with every bad row told by its place."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from citygraph.tables import ProblemReport

__all__ = ["records"]

_LARGEST_CELL: Final = 1_000_000


def records(
    path: Path, columns: Sequence[str], report: ProblemReport, *, separator: str = ";"
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a file, one at a time.

    Args:
        path: The file: UTF-8 with or without a byte order mark, a header row, cells in quotation
            marks where they need them.
        columns: The columns that are needed; others are left out.
        report: Takes the problems of rows that cannot be used.
        separator: What parts the cells.

    Yields:
        The number of the row as a spreadsheet counts it, and the cells of the columns needed.

    Raises:
        UnreadableInput: The file is missing, lacks a column, or ends inside a cell.
    """
    csv.field_size_limit(_LARGEST_CELL)
    try:
        # A byte that is not UTF-8 becomes a lone surrogate, which marks the cell it stands in.
        file = path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    with file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        try:
            header = next(reader, [])
        except csv.Error:
            header = []
        places = _places(path, header, columns, separator)
        for number, record in enumerate(_rows(reader, path), start=2):
            if isinstance(record, str):
                report.add(path.name, number, "", "quoting", "", record)
                continue
            if not record:
                continue
            cells = _cells(path.name, number, record, len(header), places, report)
            if cells is not None:
                yield number, cells


def _rows(reader: Reader, path: Path) -> Iterator[list[str] | str]:
    """Yield the rows, and a sentence in the place of one whose quotation marks are wrong.

    After such a row the reader begins anew with the next line, so what was a part of it may come as
    rows of their own that have too few cells.
    """
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise UnreadableInput(
                    f"{path} ends inside a cell, which begins in or before line {reader.line_num}.",
                    hint="It was cut off, or a quotation mark is opened and not closed. Get it "
                    "anew.",
                ) from error
            yield f"cannot be read: {error}, in line {reader.line_num} of the file"


def _places(
    path: Path, header: Sequence[str], columns: Sequence[str], separator: str
) -> dict[str, int]:
    missing = [column for column in columns if column not in header]
    if missing:
        raise UnreadableInput(
            f"{path} has no column '{missing[0]}'.",
            hint=f"Its columns, parted by '{separator}', are: {', '.join(header) or 'none'}.",
        )
    return {column: header.index(column) for column in columns}


def _cells(
    name: str,
    number: int,
    record: Sequence[str],
    width: int,
    places: dict[str, int],
    report: ProblemReport,
) -> dict[str, str] | None:
    if len(record) != width:
        code = "too-many-cells" if len(record) > width else "too-few-cells"
        reason = f"the row has {len(record)} cells, the header {width} columns"
        report.add(name, number, "", code, "", reason)
        return None
    cells = {column: record[place] for column, place in places.items()}
    whole = True
    for column, cell in cells.items():
        if any("\udc80" <= letter <= "\udcff" for letter in cell):
            whole = False
            shown = cell.encode("utf-8", "surrogateescape").decode("latin-1")
            report.add(name, number, column, "encoding", shown, "is not UTF-8 text")
    return cells if whole else None
