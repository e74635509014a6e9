"""Answers of a network as tables that can be handed on."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from citygraph.errors import UsageError
from citygraph.rendering.tables import markdown_table, text_table

__all__ = ["TABLE_FORMATS", "NetworkTable"]

TABLE_FORMATS: Final = ("table", "csv", "json", "markdown", "xlsx")
_WIDEST: Final = 60
_FIXED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - so that the same table gives the same bytes


@dataclass(frozen=True)
class NetworkTable:
    """A table with what a reader must know of it.

    Attributes:
        title: One line.
        release: The release it is made from.
        columns: The titles of the columns.
        rows: The cells.
        facts: Figures of the whole, by name.
        notes: Sentences: what the columns mean, what was left out.
        data: What JSON has in the place of rows; the rows by default.
        text: What the form "table" has in the place of a table.
    """

    title: str
    release: str
    columns: list[str]
    rows: list[list[Any]]
    facts: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    data: Any = None
    text: str = ""

    def render(self, form: str, limit: int | None = None) -> bytes:
        """Return the table as UTF-8 text, or as a workbook.

        Args:
            form: One of :data:`TABLE_FORMATS`.
            limit: How many rows to show at the most in a form for reading; 0 for all.

        Raises:
            UsageError: There is no such form.
        """
        if form not in TABLE_FORMATS:
            raise UsageError(f"There is no form '{form}'.", hint=f"Take {', '.join(TABLE_FORMATS)}.")
        shown = NetworkTable(
            self.title,
            self.release,
            self.columns,
            self.rows[:limit] if limit else self.rows,
            self.facts,
            self.notes,
            self.data,
            self.text,
        )
        made: bytes = getattr(shown, f"_{form}")(len(self.rows))
        return made

    def _table(self, total: int) -> bytes:
        body = self.text
        if not body and self.rows:
            texts = [[_text(cell) for cell in row] for row in self.rows]
            body = text_table(self.columns, texts)
        return f"{self.title}\n\n{body}\n{self._tail(total)}".encode()

    def _markdown(self, total: int) -> bytes:
        texts = [[_text(cell) for cell in row] for row in self.rows]
        body = markdown_table(self.columns, texts)
        tail = self._tail(total).replace("\n", "\n\n").rstrip() + "\n"
        return f"# {self.title}\n\n{body}\n{tail}".encode()

    def _tail(self, total: int) -> str:
        count = f"{total:,} row{'' if total == 1 else 's'}"
        if len(self.rows) < total:
            count = f"{len(self.rows):,} of {count}; --limit 0 shows all"
        lines = [f"{count}. Release {self.release}."]
        if self.facts:
            named = (f"{n.replace('_', ' ')} {_text(v) or 'none'}" for n, v in self.facts.items())
            lines.append(f"{'; '.join(named)}.")
            lines[-1] = lines[-1][0].upper() + lines[-1][1:]
        return "".join(f"{line}\n" for line in (*lines, *self.notes))

    def _csv(self, _total: int) -> bytes:
        sink = io.StringIO()
        writer = csv.writer(sink, lineterminator="\r\n")
        writer.writerow(self.columns)
        writer.writerows([["" if cell is None else cell for cell in row] for row in self.rows])
        return sink.getvalue().encode()

    def _json(self, _total: int) -> bytes:
        rows = [dict(zip(self.columns, row, strict=True)) for row in self.rows]
        content = {
            "title": self.title,
            "release": self.release,
            "facts": self.facts,
            "notes": self.notes,
            "rows": rows if self.data is None else self.data,
        }
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()

    def _xlsx(self, _total: int) -> bytes:
        import xlsxwriter

        sink = io.BytesIO()
        book = xlsxwriter.Workbook(
            sink,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Rows")
        for place, column in enumerate(self.columns):
            sheet.write_string(0, place, column, head)
            cells = [_text(row[place]) for row in self.rows]
            width = max([len(column), 8, *(len(cell) for cell in cells)])
            sheet.set_column(place, place, min(width + 2, _WIDEST))
            for number, row in enumerate(self.rows, 1):
                if isinstance(row[place], int | float):
                    sheet.write_number(number, place, row[place])
                elif row[place] is not None:
                    sheet.write_string(number, place, str(row[place]))
        sheet.freeze_panes(1, 0)
        if self.rows:
            sheet.autofilter(0, 0, len(self.rows), len(self.columns) - 1)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 28)
        about.set_column(1, 1, 100, wrap)
        lines = [("Title", self.title), ("Release", self.release)]
        lines += [(n.replace("_", " "), _text(v) or "none") for n, v in self.facts.items()]
        lines += [("Note", note) for note in self.notes]
        for number, (name, value) in enumerate(lines):
            about.write_string(number, 0, name)
            about.write_string(number, 1, value, wrap)
        book.set_properties({"title": self.title, "created": _FIXED})
        book.close()
        return sink.getvalue()


def _text(cell: Any) -> str:  # noqa: ANN401
    if cell is None:
        return ""
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)
