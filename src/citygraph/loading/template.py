"""An empty workbook with a sheet a table; its cells offer what may be written there."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import UnknownName, did_you_mean
from citygraph.loading.workbook import LISTS_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.tables import Field, Package, Row, Table

__all__ = ["template"]

_LAST_ROW: Final = 1_048_575
_TEXT: Final = 49  # the built-in number format for text
_LONGEST_PROMPT: Final = 255
_LONGEST_TITLE: Final = 32
_WIDTHS: Final = {"name": 36, "title": 36, "description": 60, "note": 40, "address": 40}


def template(
    package: Package,
    names: Sequence[str],
    rows: Mapping[str, Sequence[Row]],
    schemes: Mapping[str, Iterable[str]],
) -> bytes:
    """Return an empty workbook for the tables.

    Each column has its description as a comment and the format text, so that 2017-06 stays what was
    typed. Where the values are known (fixed words, code lists, keys of what is in the tables), the
    cells offer them; keys that are not there yet may be written too, as their rows may come in
    the same workbook.

    Args:
        package: What the tables are.
        names: The tables that get a sheet; all where there are none.
        rows: The rows of each table, for the keys to offer.
        schemes: The keys of the concepts of each code list.

    Returns:
        The bytes of the workbook; the same input gives the same bytes.

    Raises:
        UnknownName: There is no such table.
    """
    for name in names:
        if name not in package.tables:
            raise UnknownName(
                f"There is no table '{name}'.",
                hint=did_you_mean(name, package.tables)
                or f"The tables are {', '.join(package.tables)}.",
            )
    import xlsxwriter

    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "strings_to_formulas": False})
    retrieved = max((row["retrieved"] for row in rows.get("sources", ())), default="")
    day = date.fromisoformat(retrieved) if retrieved else date(2000, 1, 1)
    created = datetime(day.year, day.month, day.day)  # noqa: DTZ001
    book.set_properties({"title": "citygraph tables", "created": created})
    writer = _Writer(book, package, rows, schemes)
    for table in package.tables.values():
        if not names or table.name in names:
            writer.sheet(table)
    writer.lists()
    book.close()
    return sink.getvalue()


class _Writer:
    """Writes the sheets, and gathers the lists of values that they offer."""

    def __init__(
        self,
        book: Any,  # noqa: ANN401
        package: Package,
        rows: Mapping[str, Sequence[Row]],
        schemes: Mapping[str, Iterable[str]],
    ) -> None:
        self.book = book
        self.package = package
        self.rows = rows
        self.schemes = schemes
        self.text = book.add_format({"num_format": _TEXT, "valign": "top"})
        look = {"bold": True, "bottom": 1, "num_format": _TEXT}
        self.head = book.add_format(look)
        self.needed = book.add_format(look | {"bg_color": "#DDEBF7"})
        # Values of each list, by what the list is of; the place is its column on the hidden sheet.
        self.columns: dict[tuple[str, ...], list[str]] = {}

    def sheet(self, table: Table) -> None:
        """Write the empty sheet of a table."""
        sheet = self.book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for place, field in enumerate(table.fields):
            needed = field.required or field.name in table.primary_key
            sheet.write_string(0, place, field.name, self.needed if needed else self.head)
            width = _WIDTHS.get(field.name, max(14, len(field.name) + 4))
            sheet.set_column(place, place, width, self.text)
            about = field.description + ("\nNeeded in every row." if field.required else "")
            if about:
                height = 40 + 18 * (1 + len(about) // 45)
                options = {"x_scale": 2.4, "height": height, "author": "citygraph"}
                sheet.write_comment(0, place, about.strip(), options)
            self.validation(sheet, place, field)

    def validation(self, sheet: Any, place: int, field: Field) -> None:  # noqa: ANN401
        """Offer the values that a column takes."""
        of, values, closed = self.values(field)
        if not values:
            return
        column = list(self.columns).index(of) if of in self.columns else len(self.columns)
        self.columns[of] = values
        letter = _letters(column)
        what = "Key" if field.references else "Value"
        sheet.data_validation(
            1,
            place,
            _LAST_ROW,
            place,
            {
                "validate": "list",
                "source": f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(values)}",
                "input_title": field.name[:_LONGEST_TITLE],
                "input_message": _shortened(field.description),
                "show_error": closed,
                "error_title": f"{what} not known"[:_LONGEST_TITLE],
                "error_message": _shortened(f"Choose one of the {len(values):,} values offered."),
            },
        )

    def values(self, field: Field) -> tuple[tuple[str, ...], list[str], bool]:
        """Return what a column's list is of, its values, and whether no other may be written."""
        if field.references:
            keys: set[str] = set()
            for name in field.references:
                table = self.package.tables.get(name)
                column = table.key_column if table else ""
                keys.update(row[column] for row in self.rows.get(name, ()) if column)
            return ("keys", *field.references), sorted(keys), False
        single = not field.separator
        if field.enum:
            return ("words", *field.enum), list(field.enum), single
        if field.scheme:
            return ("list", field.scheme), sorted(self.schemes.get(field.scheme, ())), single
        return (), [], False

    def lists(self) -> None:
        """Write the hidden sheet with the values."""
        sheet = self.book.add_worksheet(LISTS_SHEET)
        sheet.hide()
        for place, values in enumerate(self.columns.values()):
            for number, value in enumerate(values):
                sheet.write_string(number, place, value, self.text)


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_PROMPT else text[: _LONGEST_PROMPT - 1].rstrip() + "…"
