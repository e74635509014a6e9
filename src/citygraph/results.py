"""Answers as Python values: rows to read by name, and data frames."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from citygraph.errors import UsageError
from citygraph.rendering.terms import Cell, as_text, as_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pandas import DataFrame

    from citygraph.store import Term

__all__ = ["Row", "Rows"]

_SHOWN = 20


class Row(Mapping[str, Cell]):
    """One row: its cells by column, as ``row["cityLabel"]`` or ``row.cityLabel``.

    A cell is a number, a :class:`datetime.date` or a :class:`datetime.datetime` where the graph
    has one; an IRI, a year or any other text is a string; an empty cell is None.

    Args:
        columns: The names of the columns.
        terms: The RDF terms of the row, in the same order.
    """

    __slots__ = ("_columns", "terms")

    def __init__(self, columns: Sequence[str], terms: Sequence[Term | None]) -> None:
        self._columns = columns
        self.terms = tuple(terms)

    def __getitem__(self, column: str) -> Cell:
        try:
            return as_value(self.terms[self._columns.index(column)])
        except ValueError:
            raise KeyError(column) from None

    def __getattr__(self, column: str) -> Cell:
        if column.startswith("__"):
            raise AttributeError(column)
        try:
            return self[column]
        except KeyError:
            raise AttributeError(f"the row has no column '{column}'") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self.items())})"


class Rows(Sequence[Row]):
    """The rows of an answer, in order.

    Args:
        columns: The names of the columns.
        terms: The rows of RDF terms.
        titles: Titles of columns, for people; the names themselves by default.
    """

    def __init__(
        self,
        columns: Sequence[str],
        terms: Sequence[Sequence[Term | None]],
        titles: Mapping[str, str] | None = None,
    ) -> None:
        self.columns = list(columns)
        self._terms = terms
        self._titles = titles or {}

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Row | Rows:
        if isinstance(place, slice):
            return Rows(self.columns, self._terms[place], self._titles)
        return Row(self.columns, self._terms[place])

    def __len__(self) -> int:
        return len(self._terms)

    def column(self, name: str) -> list[Cell]:
        """Return the cells of one column.

        Raises:
            UsageError: There is no such column.
        """
        if name not in self.columns:
            raise UsageError(
                f"The answer has no column '{name}'.", hint=f"It has {', '.join(self.columns)}."
            )
        place = self.columns.index(name)
        return [as_value(row[place]) for row in self._terms]

    def to_frame(self) -> DataFrame:
        """Return a pandas data frame: whole numbers as ``Int64``, days as ``datetime64``.

        A column in which some cells are only a year or a month stays text.

        Raises:
            UsageError: pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise UsageError(
                "A data frame needs pandas, which is not installed.",
                hint="Install it with `pip install pandas`.",
            ) from error
        from datetime import date, datetime

        series: dict[str, Any] = {}
        for name in self.columns:
            cells: Any = self.column(name)
            kinds = {type(cell) for cell in cells if cell is not None}
            if kinds == {int}:
                series[name] = pd.array(cells, dtype="Int64")
            elif kinds == {date}:
                series[name] = pd.to_datetime(cells)
            elif kinds == {datetime}:
                series[name] = pd.to_datetime(cells, utc=True)
            else:
                series[name] = cells
        return pd.DataFrame(series, columns=self.columns)

    def __repr__(self) -> str:
        count = len(self)
        return f"<{count:,} row{'' if count == 1 else 's'}: {', '.join(self.columns)}>"

    def _repr_html_(self) -> str:
        """Return the first rows as a table, for notebooks."""
        head = "".join(
            f'<th scope="col">{html.escape(self._titles.get(name, name))}</th>'
            for name in self.columns
        )
        body = "".join(
            f"<tr>{''.join(f'<td>{html.escape(as_text(cell))}</td>' for cell in row)}</tr>"
            for row in self._terms[:_SHOWN]
        )
        rest = len(self) - _SHOWN
        note = f"<p>{rest:,} more</p>" if rest > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{note}"
