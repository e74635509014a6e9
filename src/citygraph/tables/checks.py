"""Checks of the rows: every problem of every table is found before anything is built."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

import networkx as nx

from citygraph.dates import DateProblem, KnownDate, parse_known_date
from citygraph.errors import did_you_mean
from citygraph.model import ENTITIES
from citygraph.tables.hygiene import faults_of_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from citygraph.tables.problems import ProblemReport
    from citygraph.tables.reader import Row
    from citygraph.tables.schema import Field, Package

__all__ = ["DATE_COLUMNS", "check_tables"]

Rows = dict[str, list["Row"]]

DATE_COLUMNS: Final = ("start", "end", "as_of", "due", "published")
_SPAN: Final = re.compile(r"(\d+)-(\d+)")
_NUMBER: Final = {
    "integer": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(\.\d+)?"),
    "year": re.compile(r"[12]\d{3}"),
    "boolean": re.compile(r"true|false"),
}
# Columns whose text is an identifier or an address, not prose.
_NEVER_PROSE: Final = frozenset({"spans", "sha256"})


def check_tables(
    rows: Rows, package: Package, schemes: Mapping[str, set[str]], report: ProblemReport
) -> None:
    """Check all rows and note every problem.

    Args:
        rows: The rows of each table, from :func:`citygraph.tables.read_tables`.
        package: What the tables are.
        schemes: The keys of the concepts of each code list.
        report: Takes the problems.
    """
    keys = {
        table.name: {row[table.key_column] for row in rows.get(table.name, ())}
        for table in package.tables.values()
        if table.key_column
    }
    checker = _Checker(package, keys, schemes, report)
    for table_rows in rows.values():
        for row in table_rows:
            checker.check_row(row)
    _check_keys(rows, package, report)
    _check_replaced(rows, report)
    _check_spans(rows, report)
    _check_cycles(rows, report)
    _check_public_roles(rows, report)


class _Checker:
    """Checks of one row at a time, with the keys of all tables at hand."""

    def __init__(
        self,
        package: Package,
        keys: Mapping[str, set[str]],
        schemes: Mapping[str, set[str]],
        report: ProblemReport,
    ) -> None:
        self.package = package
        self.keys = keys
        self.schemes = schemes
        self.report = report
        self.suggest: Callable[[str, tuple[str, ...], str], str] = cache(self._suggest)

    def check_row(self, row: Row) -> None:
        table = self.package.tables[row.table]
        for field in table.fields:
            cell = row[field.name]
            if not cell:
                if field.required:
                    self._add(
                        row,
                        field,
                        "required",
                        "",
                        "is empty",
                        field.description or "Fill the cell.",
                    )
                continue
            if field.name not in _NEVER_PROSE and field.type not in _NUMBER:
                for code, reason, hint in faults_of_text(cell):
                    self._add(row, field, code, cell, reason, hint)
            for value in field.values(cell):
                self._check_value(row, field, value)
        if {"start", "end"} & table.by_name.keys():
            self._check_order(row)

    def _add(
        self, row: Row, field: Field, code: str, value: str, reason: str, hint: str = ""
    ) -> None:
        self.report.add(row.file, row.number, field.name, code, value, reason, hint)

    def _check_value(self, row: Row, field: Field, value: str) -> None:
        if not value:
            self._add(row, field, "list", row[field.name], "has an empty part", "Remove it.")
        elif field.name in DATE_COLUMNS and field.type in {"string", "date"}:
            self._date(row, field.name)
        elif field.references:
            self._check_reference(row, field, value)
        elif field.scheme:
            known = self.schemes.get(field.scheme, set())
            if value not in known:
                hint = self.suggest(value, (), field.scheme)
                self._add(
                    row,
                    field,
                    "unknown-concept",
                    value,
                    f"is not in the code list '{field.scheme}'",
                    hint,
                )
        elif field.enum:
            if value not in field.enum:
                hint = did_you_mean(value, field.enum) or f"Write one of {', '.join(field.enum)}."
                self._add(row, field, "not-allowed", value, "is not one of the values here", hint)
        elif field.type in _NUMBER and not _NUMBER[field.type].fullmatch(value):
            kind = {"integer": "a whole number", "year": "a year"}.get(field.type, "a number")
            self._add(
                row,
                field,
                "type",
                value,
                f"is not {kind}",
                "Write digits only, with a point for decimals and no separators.",
            )
        elif field.type == "date":
            self._date(row, field.name)
        elif field.pattern and not field.pattern.fullmatch(value):
            self._add(
                row,
                field,
                "pattern",
                value,
                "does not have the form wanted here",
                field.description,
            )

    def _check_reference(self, row: Row, field: Field, value: str) -> None:
        if any(
            value in self.keys.get(table, ()) or table in self.report.unread
            for table in field.references
        ):
            return
        elsewhere = [name for name, known in self.keys.items() if value in known]
        if elsewhere:
            wanted = _either(self.package.tables[table].path for table in field.references)
            self._add(
                row,
                field,
                "wrong-kind",
                value,
                f"is a key of {self.package.tables[elsewhere[0]].path}, "
                f"but this column takes a key of {wanted}",
            )
            return
        code = "unknown-source" if field.references == ("sources",) else "unknown-key"
        where = _either(self.package.tables[table].path for table in field.references)
        hint = self.suggest(value, field.references, "") or "Add a row for it there."
        self._add(row, field, code, value, f"is not a key of {where}", hint)

    def _suggest(self, value: str, tables: tuple[str, ...], scheme: str) -> str:
        if scheme:
            known = self.schemes.get(scheme, set())
        else:
            known = set().union(*(self.keys.get(table, set()) for table in tables))
        return did_you_mean(value, sorted(known))

    def _date(self, row: Row, column: str) -> KnownDate | None:
        cell = row[column]
        if not cell:
            return None
        try:
            return parse_known_date(cell, row["time_zone"])
        except DateProblem as problem:
            self.report.add(
                row.file, row.number, column, "date", cell, problem.reason, problem.hint
            )
            return None

    def _check_order(self, row: Row) -> None:
        try:
            start, end = (
                parse_known_date(row[c], row["time_zone"]) if row[c] else None
                for c in ("start", "end")
            )
        except DateProblem:
            return  # reported with its cell
        if start and end and start.is_after(end):
            self.report.add(
                row.file,
                row.number,
                "end",
                "date-order",
                row["end"],
                f"lies before the start, {row['start']}",
                "Look both up in the source; they may be swapped.",
            )


def _either(names: Iterable[str]) -> str:
    """Return names as "a, b or c"."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _check_keys(rows: Rows, package: Package, report: ProblemReport) -> None:
    """Primary keys are unique, keys belong to one table, names of a key agree."""
    home: dict[str, Row] = {}
    for table in package.tables.values():
        names: dict[str, Row] = {}
        seen: dict[tuple[str, ...], Row] = {}
        for row in rows.get(table.name, ()):
            identity = tuple(row[column] for column in table.primary_key)
            if identity and identity in seen:
                first = seen[identity]
                report.add(
                    row.file,
                    row.number,
                    table.primary_key[0],
                    "duplicate-key",
                    " + ".join(identity),
                    f"stands already in row {first.number}",
                    f"A row is told apart by {' and '.join(table.primary_key)}; "
                    "remove one of the two, or give the other its own key.",
                )
            seen.setdefault(identity, row)
            if not table.holds_entities:
                continue
            key = row["key"]
            other = home.setdefault(key, row)
            if other.table != row.table:
                report.add(
                    row.file,
                    row.number,
                    "key",
                    "key-in-two-tables",
                    key,
                    f"is a key of {other.file} too (row {other.number})",
                    "Keys are unique over all tables; give one of the two another key.",
                )
            _check_name(row, names, report)


def _check_name(row: Row, names: dict[str, Row], report: ProblemReport) -> None:
    first = names.setdefault(row["key"], row)
    if first is row and not row["name"]:
        report.add(
            row.file,
            row.number,
            "name",
            "required",
            "",
            f"is empty, and this is the first row of '{row['key']}'",
            "Give the English name there.",
        )
    elif row["name"] and row["name"] != first["name"]:
        report.add(
            row.file,
            row.number,
            "name",
            "name-differs",
            row["name"],
            f"is not the name that row {first.number} gives '{row['key']}': {first['name']!r}",
            "Leave it empty here, and put other spellings into names.csv.",
        )


def _check_replaced(rows: Rows, report: ProblemReport) -> None:
    """A key that was merged away is no longer in use, and leads to one that is."""
    used = {row["key"]: row for entry in ENTITIES.values() for row in rows.get(entry.table, ())}
    for row in rows.get("replaced", ()):
        if row["key"] in used:
            other = used[row["key"]]
            report.add(
                row.file,
                row.number,
                "key",
                "replaced-in-use",
                row["key"],
                f"is still a key of {other.file} (row {other.number})",
                "Rename it there, or remove this row.",
            )


def _check_spans(rows: Rows, report: ProblemReport) -> None:
    """Rows from a document with a checksum point into it."""
    documents = {row["key"] for row in rows.get("sources", ()) if row["sha256"]}
    for table_rows in rows.values():
        for row in table_rows:
            if "spans" not in row.cells:
                continue
            cell = row["spans"]
            if not cell and row["source"] in documents:
                report.add(
                    row.file,
                    row.number,
                    "spans",
                    "span",
                    "",
                    f"is empty, but the text of '{row['source']}' is known",
                    "Give the passage that says so as start-end, in characters from 0.",
                )
            for part in filter(None, cell.split(";")):
                match = _SPAN.fullmatch(part.strip())
                if not match or int(match[1]) >= int(match[2]):
                    report.add(
                        row.file,
                        row.number,
                        "spans",
                        "span",
                        part,
                        "is not a passage",
                        "Write start-end with the end behind the start: 120-164.",
                    )


def _check_cycles(rows: Rows, report: ProblemReport) -> None:
    """Nothing is, at some remove, a part of itself."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    stated: dict[tuple[str, str], tuple[Row, str]] = {}
    for row in (
        r for name in ("initiatives", "events", "organisations") for r in rows.get(name, ())
    ):
        for parent in filter(None, (part.strip() for part in row["part_of"].split(";"))):
            stated.setdefault((row["key"], parent), (row, "part_of"))
    for row in rows.get("relations", ()):
        if row["relation"] == "part-of":
            stated.setdefault((row["subject"], row["object"]), (row, "object"))
    graph.add_edges_from(stated)
    for component in nx.strongly_connected_components(graph):
        loop = sorted(component)
        if len(loop) == 1 and not graph.has_edge(loop[0], loop[0]):
            continue
        edges = nx.find_cycle(graph.subgraph(component), loop[0])
        row, column = stated[edges[-1][0], edges[-1][1]]
        chain = " > ".join([edges[0][0], *(edge[1] for edge in edges)])
        report.add(
            row.file,
            row.number,
            column,
            "cycle",
            edges[-1][1],
            f"makes a circle of parts: {chain}",
            "Remove the wrong parent.",
        )


def _check_public_roles(rows: Rows, report: ProblemReport) -> None:
    """A person is entered for a public role that a source states, or not at all."""
    if report.unread:
        return
    named: set[str] = set()
    for table, column in (
        ("positions", "holder"),
        ("event_participations", "participant"),
        ("participations", "participant"),
        ("awards", "recipient"),
    ):
        named.update(row[column] for row in rows.get(table, ()))
    seen: set[str] = set()
    for row in rows.get("people", ()):
        key = row["key"]
        if key and key not in named and key not in seen:
            report.add(
                row.file,
                row.number,
                "key",
                "no-public-role",
                key,
                "has no public role in any table",
                "Add the position or the part in an event that a source states, or remove the "
                "person.",
            )
        seen.add(key)
