"""A folder of tables: read whole, and written only where it stays free of problems."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from citygraph.errors import InvalidData, UsageError
from citygraph.namespaces import Namespaces
from citygraph.resources import data_folder
from citygraph.settings import setting_as_int
from citygraph.tables import (
    Package,
    ProblemReport,
    Row,
    check_tables,
    load_package,
    read_tables,
    table_bytes,
    write_tables,
)
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from citygraph.reconciling.merging import Tables

__all__ = ["Folder", "as_rows", "identity"]

_NEEDED: Final = ("names", "replaced", "decisions")


class Folder:
    """A folder of tables as read.

    Args:
        path: The folder; without a ``datapackage.json`` of its own, the project's describes it.

    Raises:
        InvalidData: A table cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        description = path / "datapackage.json"
        if not description.exists():
            description = data_folder() / "datapackage.json"
        self.package = load_package(description)
        report = ProblemReport()
        self.rows = read_tables(path, self.package, report)
        if report:
            raise InvalidData(
                f"The tables in {path} cannot be read whole.", hint="\n".join(_lines(report))
            )

    @property
    def tables(self) -> Tables:
        """The cells of every table; changing them changes nothing here."""
        return {
            table: [dict(row.cells) for row in self.rows.get(table, ())]
            for table in self.package.tables
        }

    def keys(self) -> set[str]:
        """Return the keys of all things."""
        return {
            row["key"]
            for table in self.package.tables.values()
            if table.holds_entities
            for row in self.rows.get(table.name, ())
        }

    def require(self, names: Iterable[str] = _NEEDED) -> None:
        """Refuse a folder whose package does not describe tables that are needed."""
        for name in names:
            if name not in self.package.tables:
                raise UsageError(
                    f"{self.path / 'datapackage.json'} describes no table '{name}', where merges "
                    "are recorded.",
                    hint="Copy the project's own data/datapackage.json there.",
                )

    def write(self, tables: Tables, besides: Mapping[str, Sequence[Row]] | None = None) -> None:
        """Write what changed, unless the tables would then have problems."""
        report = self.check(as_rows(tables, self.package), besides)
        if report:
            already = self.check(self.rows, besides)
            words = "have problems already" if already else "would have problems"
            raise InvalidData(
                f"Nothing was written: the tables in {self.path} {words}.",
                hint="\n".join(_lines(already or report)),
            )
        before = self.tables
        changed = {name: rows for name, rows in tables.items() if rows != before.get(name)}
        write_tables(self.path, changed, self.package)

    def check(
        self, rows: Mapping[str, Sequence[Row]], besides: Mapping[str, Sequence[Row]] | None
    ) -> ProblemReport:
        """Check rows as these tables, together with those of another folder that they rest on."""
        report = ProblemReport()
        checked = {name: list(rows.get(name, ())) for name in self.package.tables}
        for name, table in self.package.tables.items() if besides else ():
            mine = {identity(row.cells, table.primary_key) for row in checked[name]}
            checked[name] += [
                row
                for row in (besides or {}).get(name, ())
                if identity(row.cells, table.primary_key) not in mine
            ]
        check_tables(checked, self.package, load_vocabulary(Namespaces()).schemes, report)
        return report


def as_rows(tables: Tables, package: Package) -> dict[str, list[Row]]:
    """Return rows as they would be read after writing."""
    found: dict[str, list[Row]] = {}
    for name, rows in tables.items():
        table = package.tables[name]
        text = table_bytes(table, rows).decode()
        reader = csv.DictReader(io.StringIO(text, newline=""))
        found[name] = [Row(name, table.path, n, cells) for n, cells in enumerate(reader, start=2)]
    return found


def identity(cells: Mapping[str, str], columns: Iterable[str]) -> tuple[str, ...]:
    """Return what a row has in the columns that identify it."""
    return tuple(cells.get(column, "") for column in columns)


def _lines(report: ProblemReport) -> list[str]:
    return list(report.lines(setting_as_int("problems_shown")))
