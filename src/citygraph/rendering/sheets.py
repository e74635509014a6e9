"""A sheet of a workbook that is filled by whole columns, each distinct cell written once.

The common way through xlsxwriter takes several calls for each cell; a long table took most of the
time of a report.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.rendering.terms import Cell

__all__ = ["ColumnSheet"]

_FIRST_DAY: Final = date(1900, 1, 1)
"""Days before this one cannot be dates in a workbook, and stay text."""
_LONGEST: Final = 32767
"""How many characters a cell can hold."""
_STRING: Final = '" t="s"><v>'


class ColumnSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose rows below the header come as columns of written cells."""

    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        self._columns: Sequence[Sequence[str]] = ()
        self._strings = 0

    def written(self, value: Cell, formats: Mapping[str, Any]) -> str:
        """Return a cell as XML from behind its address on; nothing for an empty one.

        Args:
            value: The value.
            formats: The formats "day" and "moment".
        """
        match value:
            case None | "":
                return ""
            case bool():
                return f'" t="b"><v>{value:d}</v></c>'
            case float() if not math.isfinite(value):
                return self._text(str(value))
            case int() | float():
                return f'"><v>{value:.16G}</v></c>'
            case date() if (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
                return self._text(value.isoformat())
            case date():
                form = formats["moment" if isinstance(value, datetime) else "day"]
                number = self._convert_date_time(value)
                return f'" s="{form._get_xf_index()}"><v>{number:.16G}</v></c>'  # noqa: SLF001
        return self._text(value)

    def _text(self, text: str) -> str:
        if len(text) > _LONGEST // 2:
            text = text.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
        self._strings += 1
        return f"{_STRING}{self.str_table._get_shared_string_index(text)}</v></c>"  # noqa: SLF001

    def fill(self, columns: Sequence[Sequence[str]]) -> None:
        """Take the columns of written cells, for the rows below those written before."""
        self._columns = columns
        self.dim_rowmax += len(columns[0]) if columns else 0

    def _write_rows(self) -> None:
        last: int = self.dim_rowmax
        self.dim_rowmax = last - (len(self._columns[0]) if self._columns else 0)
        super()._write_rows()
        starts = [f'<c r="{xl_col_to_name(place)}' for place in range(len(self._columns))]
        lines = []
        for number, row in enumerate(zip(*self._columns, strict=True), start=self.dim_rowmax + 2):
            cells = [
                f"{start}{number}{cell}" for start, cell in zip(starts, row, strict=True) if cell
            ]
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
        text = "".join(lines)
        self.fh.write(text)
        self.dim_rowmax = last
        # Of each distinct text one cell was counted when it was written.
        self.str_table.count += text.count(_STRING) - self._strings
