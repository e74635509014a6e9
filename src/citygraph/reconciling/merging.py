"""Merging: keys rewritten in every table, nothing of what the rows say lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from citygraph.tables import Field, Package, Table

__all__ = ["Cells", "Tables", "merge_keys", "rekey"]

Cells = dict[str, str]
Tables = dict[str, list[Cells]]

_NAME_LANGUAGE: Final = "en"  # names in the tables of entities are English ones
_HISTORY: Final = frozenset({"replaced", "decisions"})


def merge_keys(tables: Tables, package: Package, mapping: Mapping[str, str]) -> Tables:
    """Merge things: what was said of one key is said of another.

    The name of a key that goes is kept in ``names.csv`` under each source that used it. Rows that
    become one are joined: empty cells are filled, passages and notes are put together, and where
    two rows of one source give two values, the note tells the second.

    Args:
        tables: The rows of every table.
        package: What the tables are.
        mapping: Each key that goes to the key that stays.

    Returns:
        The rows of every table; the argument is left as it was.
    """
    names = _names(tables, package)
    tables = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    _keep_names(tables, package, mapping, names)
    _keep_labels(tables, mapping)
    for table in package.tables.values():
        if table.name in _HISTORY:
            continue
        stays = [row for row in tables.get(table.name, ()) if not _names_any(row, table, mapping)]
        goes = [row for row in tables.get(table.name, ()) if _names_any(row, table, mapping)]
        if not goes:
            continue
        for row in goes:
            _rewrite(row, table, mapping.get)
            if table.holds_entities:
                row["name"] = names.get(row["key"], row["name"])
        goes = [row for row in goes if not _refers_to_itself(row, table)]
        tables[table.name] = _joined([*stays, *goes], table)
    for row in tables.get("replaced", ()):
        row["replaced_by"] = mapping.get(row["replaced_by"], row["replaced_by"])
    return tables


def rekey(tables: Tables, package: Package, new: Callable[[str], str | None]) -> Tables:
    """Give keys other names, and nothing else.

    Args:
        tables: The rows of every table.
        package: What the tables are.
        new: Returns the new name of a key, or None where it keeps its own.

    Returns:
        The rows of every table; the argument is left as it was.
    """
    tables = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for name, rows in tables.items():
        if name not in _HISTORY:
            for row in rows:
                _rewrite(row, package.tables[name], new)
    return tables


def _key_fields(table: Table) -> Iterable[Field]:
    """Yield the columns that hold keys of things."""
    for column in table.fields:
        own = table.holds_entities and column.name == "key"
        if own or set(column.references) - {"sources", "languages"}:
            yield column


def _names_any(row: Cells, table: Table, mapping: Mapping[str, str]) -> bool:
    return any(
        value in mapping
        for column in _key_fields(table)
        for value in column.values(row.get(column.name, ""))
    )


def _rewrite(row: Cells, table: Table, new: Callable[[str], str | None]) -> None:
    for column in _key_fields(table):
        values = column.values(row.get(column.name, ""))
        if not any(new(value) for value in values):
            continue
        values = list(dict.fromkeys(new(value) or value for value in values))
        if table.holds_entities and column.name != "key":
            values = [value for value in values if value != row["key"]]
        row[column.name] = column.separator.join(values) if column.separator else "".join(values)


def _refers_to_itself(row: Cells, table: Table) -> bool:
    """Tell whether a relation or a part leads from a thing to itself."""
    ends = {
        "relations": ("subject", "object"),
        "participations": ("initiative", "participant"),
    }.get(table.name)
    return ends is not None and row[ends[0]] == row[ends[1]]


def _names(tables: Tables, package: Package) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in package.tables.values():
        if table.holds_entities:
            for row in tables.get(table.name, ()):
                if row.get("name"):
                    found.setdefault(row["key"], row["name"])
    return found


def _keep_names(
    tables: Tables, package: Package, mapping: Mapping[str, str], names: Mapping[str, str]
) -> None:
    kept = tables.setdefault("names", [])
    for table in package.tables.values():
        if not table.holds_entities:
            continue
        for row in tables.get(table.name, ()):
            key = row["key"]
            if key in mapping and names.get(key, "") != names.get(mapping[key], ""):
                kept.append(
                    {
                        "key": key,
                        "name": names[key],
                        "language": _NAME_LANGUAGE,
                        "source": row["source"],
                        "spans": row.get("spans", ""),
                    }
                )


def _keep_labels(tables: Tables, mapping: Mapping[str, str]) -> None:
    """Turn the label of a key that goes into a name, where the other key has one already."""
    taken = {(row["key"], row["language"]) for row in tables.get("labels", ())}
    stay = []
    for row in sorted(tables.get("labels", ()), key=lambda r: (r["key"], r["language"])):
        target = (mapping.get(row["key"], row["key"]), row["language"])
        if row["key"] in mapping and target in taken:
            tables["names"].append({**row, "spans": ""})
        else:
            taken.add(target)
            stay.append(row)
    if "labels" in tables:
        tables["labels"] = stay


def _joined(rows: list[Cells], table: Table) -> list[Cells]:
    groups: dict[tuple[str, ...], Cells] = {}
    for row in rows:
        identity = tuple(row.get(column, "") for column in table.primary_key)
        if identity in groups:
            _join(groups[identity], row, table)
        else:
            groups[identity] = row
    return list(groups.values())


def _join(row: Cells, other: Cells, table: Table) -> None:
    """Put the second row of one identity into the first."""
    also: list[str] = []
    for column in table.fields:
        mine, yours = row.get(column.name, ""), other.get(column.name, "")
        if mine == yours or column.name in {"note", "name"}:
            continue
        if column.name == "status":
            row["status"] = ""  # one of the two is stated outright, or they differ in degree
            if mine and yours:
                row["status"] = mine
        elif not mine or not yours:
            row[column.name] = mine or yours
        elif column.separator:
            values = dict.fromkeys(column.values(mine) + column.values(yours))
            ordered = sorted(values, key=_span) if column.name == "spans" else values
            row[column.name] = column.separator.join(ordered)
        else:
            also.append(f"{column.name.replace('_', ' ')} also given as {yours}")
    if "note" in table.by_name:
        parts = filter(None, (row.get("note", ""), other.get("note", ""), *also))
        row["note"] = "; ".join(dict.fromkeys(parts))


def _span(text: str) -> tuple[int, str]:
    start = text.partition("-")[0]
    return (int(start) if start.isdigit() else 0, text)
