"""Loading rows of the tables: a folder, one CSV file or a workbook, merged into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput, UsageError, did_you_mean
from citygraph.loading.checking import check_rows
from citygraph.loading.folder import folder_package, folder_rows
from citygraph.loading.workbook import read_workbook
from citygraph.release import BuildOutcome
from citygraph.tables import (
    ProblemReport,
    Row,
    check_tables,
    lock_tables,
    read_tables,
    write_tables,
)
from citygraph.tables.reader import read_table
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citygraph.namespaces import Namespaces
    from citygraph.tables import Package, Table

__all__ = ["Change", "TableLoad", "load_tables", "merge"]

Rows = dict[str, list[Row]]

_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")


@dataclass
class Change:
    """What a load does to one table: how many rows are new, replaced, or there already."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0


@dataclass(frozen=True)
class TableLoad:
    """What a load of rows came to.

    Attributes:
        outcome: The problems of the rows, and the SHACL results of the graph with them.
        changes: What happens to each table, by its file's name; in the order of the package.
        written: Whether the tables were changed.
    """

    outcome: BuildOutcome
    changes: dict[str, Change] = field(default_factory=dict)
    written: bool = False


def load_tables(
    path: Path,
    into: Path,
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None],
    *,
    dry_run: bool = False,
) -> TableLoad:
    """Check rows together with the tables of a folder and, if all is well, merge them.

    Args:
        path: A folder of CSV files, one CSV file named like its table, or a workbook.
        into: The folder of the tables.
        engine: The SHACL engine.
        namespaces: The base of the graph.
        progress: Is told each step.
        dry_run: Whether to check only.

    Returns:
        What it came to; nothing was written where the outcome is not valid.

    Raises:
        UnreadableInput: The path is missing or is no table; the folder is missing.
        UsageError: Another process is changing the tables.
    """
    package = folder_package(into)
    with lock_tables(into):
        progress("Reading")
        report = ProblemReport()
        old = folder_rows(into, package, report)
        new = _read(path, package, report)
        merged, changes = merge(old, new, package)
        progress("Checking")
        check_tables(merged, package, load_vocabulary(namespaces).schemes, report)
        if report:
            return TableLoad(BuildOutcome(report), changes)
        outcome = check_rows(merged, (), engine, namespaces, progress)
        if not outcome.valid or dry_run:
            return TableLoad(outcome, changes)
        progress("Writing")
        write_tables(into, {name: [row.cells for row in merged[name]] for name in new}, package)
    return TableLoad(outcome, changes, written=True)


def merge(old: Rows, new: Rows, package: Package) -> tuple[Rows, dict[str, Change]]:
    """Merge new rows into old ones.

    A new row with the primary key of an old one takes its place. A column that the new row's file
    does not have keeps what the old row said, and so does an empty name: the name belongs to the
    key and not to the row.

    Args:
        old: The rows of each table.
        new: The rows that come to them.
        package: What the tables are.

    Returns:
        All rows in the order in which they are written, and what changes in each table.
    """
    merged = dict(old)
    changes: dict[str, Change] = {}
    for table in package.tables.values():
        if table.name not in new:
            continue
        change = changes[table.path] = Change()
        before = {_identity(row, table): row for row in old.get(table.name, ())}
        rows = []
        replaced = set()
        for row in new[table.name]:
            identity = _identity(row, table)
            known = before.get(identity) if table.primary_key else None
            if known is None:
                change.added += 1
                rows.append(row)
                continue
            replaced.add(identity)
            cells = {**known.cells, **row.cells}
            if table.holds_entities and not cells["name"]:
                cells["name"] = known["name"]
            if all(known[column] == cells.get(column, "") for column in table.by_name):
                change.unchanged += 1
                rows.append(known)
            else:
                change.replaced += 1
                rows.append(replace(row, cells=cells))
        rows += [r for r in old.get(table.name, ()) if _identity(r, table) not in replaced]
        merged[table.name] = sorted(rows, key=lambda row, table=table: _order(row, table))  # type: ignore[misc]
    return merged, changes


def _identity(row: Row, table: Table) -> tuple[str, ...]:
    return tuple(row[column] for column in table.primary_key)


def _order(row: Row, table: Table) -> tuple[object, ...]:
    """Sort by primary key; the first row of a thing is one that has its name."""
    key, *rest = _identity(row, table) or ("",)
    return (key, table.holds_entities and not row["name"], rest)


def _read(path: Path, package: Package, report: ProblemReport) -> Rows:
    if path.is_dir():
        found = ProblemReport()
        rows = read_tables(path, package, found)
        files = {
            table.path: f"{path.resolve().name}/{table.path}" for table in package.tables.values()
        }
        for problem in found.problems:
            named = files.get(problem.file, f"{path.resolve().name}/{problem.file}")
            report.problems.append(replace(problem, file=named))
        report.unread |= found.unread
        return {
            name: [replace(row, file=files[row.file]) for row in table_rows]
            for name, table_rows in rows.items()
        }
    if not path.exists():
        raise UnreadableInput(
            f"There is no file or folder {path}.",
            hint="Name a folder of CSV files, one CSV file, or a workbook (.xlsx).",
        )
    if path.suffix.lower() in _WORKBOOKS:
        return read_workbook(path, package, report)
    by_file = {table.path: table for table in package.tables.values()}
    if path.name not in by_file:
        raise UsageError(
            f"{path.name} is not the name of a table.",
            hint=did_you_mean(path.name, by_file)
            or f"Name the file like its table: {', '.join(list(by_file)[:4])} ...",
        )
    table = by_file[path.name]
    before = len(report)
    file = f"{path.resolve().parent.name}/{path.name}"
    rows_of_file = read_table(path, table, report, file)
    if len(report) > before:
        report.unread.add(table.name)
    return {table.name: rows_of_file}
