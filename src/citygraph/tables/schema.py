"""The description of the tables: a Frictionless Data Package with four properties of its own.

* ``citygraph:references``: the tables whose keys a cell may name. Keys are unique over all tables
  of entities, so a cell needs no word about the table it refers to.
* ``citygraph:scheme``: the code list (SKOS concept scheme) whose concepts a cell may name.
* ``citygraph:list``: the separator of a cell that holds several values.
* ``citygraph:text``: the cell holds free text, so the checks for markup, formulas and private data
  apply to it.

See https://specs.frictionlessdata.io/table-schema/ for the rest.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from citygraph.errors import UnreadableInput

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Field", "Package", "Table", "load_package"]


@dataclass(frozen=True)
class Field:
    """One column.

    Attributes:
        name: The column's header.
        type: Its Table Schema type (``string``, ``integer``, ``number``, ``year``, ``date`` ...).
        description: What a curator writes there.
        required: Whether the cell may not be empty.
        pattern: What each value must match as a whole.
        enum: The values allowed, where they are few and fixed.
        references: The tables whose keys it may name.
        scheme: The code list whose concepts it may name.
        separator: What parts several values in one cell; empty for a single value.
        text: Whether it holds free text.
    """

    name: str
    type: str = "string"
    description: str = ""
    required: bool = False
    pattern: re.Pattern[str] | None = None
    enum: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    scheme: str = ""
    separator: str = ""
    text: bool = False

    def values(self, cell: str) -> list[str]:
        """Return the values of a cell: none, one, or the parts of a list."""
        if not cell:
            return []
        if not self.separator:
            return [cell]
        return [part.strip() for part in cell.split(self.separator)]


@dataclass(frozen=True)
class Table:
    """One table of the package."""

    name: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    description: str = ""

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The columns by header."""
        return {field.name: field for field in self.fields}

    @property
    def key_column(self) -> str:
        """The column whose values other tables refer to; empty where nothing does."""
        simple = len(self.primary_key) == 1 or self.holds_entities
        return self.primary_key[0] if self.primary_key and simple else ""

    @property
    def holds_entities(self) -> bool:
        """Whether the rows tell about things with a key and a name of their own."""
        return {"key", "name", "source"} <= self.by_name.keys() and self.primary_key == (
            "key",
            "source",
        )


@dataclass(frozen=True)
class Package:
    """All tables, by name."""

    tables: dict[str, Table]
    description: dict[str, Any]


def load_package(path: Path) -> Package:
    """Read a ``datapackage.json``.

    Args:
        path: The file.

    Returns:
        The tables in the order of the file.

    Raises:
        UnreadableInput: The file is missing, is not JSON, or lacks a property that is needed.
    """
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
        tables = [_table(resource) for resource in description["resources"]]
    except OSError as error:
        raise UnreadableInput(
            f"{path} cannot be read: {error.strerror}.",
            hint="It describes the tables; copy the project's own data/datapackage.json there.",
        ) from error
    except (ValueError, KeyError, TypeError, re.error) as error:
        raise UnreadableInput(
            f"{path} is not a data package that citygraph can use: {error!r}.",
            hint="Compare it with the project's own data/datapackage.json.",
        ) from error
    return Package({table.name: table for table in tables}, description)


def _table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    foreign: dict[str, tuple[str, ...]] = {
        _only(key["fields"]): (key["reference"]["resource"],)
        for key in schema.get("foreignKeys", ())
        if len(_as_tuple(key["fields"])) == 1
    }
    return Table(
        name=resource["name"],
        path=resource["path"],
        fields=tuple(_field(entry, foreign) for entry in schema["fields"]),
        primary_key=_as_tuple(schema.get("primaryKey", ())),
        description=resource.get("description", ""),
    )


def _field(entry: dict[str, Any], foreign: dict[str, tuple[str, ...]]) -> Field:
    constraints = entry.get("constraints", {})
    pattern = constraints.get("pattern")
    return Field(
        name=entry["name"],
        type=entry.get("type", "string"),
        description=entry.get("description", ""),
        required=bool(constraints.get("required", False)),
        pattern=re.compile(pattern) if pattern else None,
        enum=tuple(constraints.get("enum", ())),
        references=tuple(entry.get("citygraph:references", ())) or foreign.get(entry["name"], ()),
        scheme=entry.get("citygraph:scheme", ""),
        separator=entry.get("citygraph:list", ""),
        text=bool(entry.get("citygraph:text", False)),
    )


def _as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _only(value: str | list[str]) -> str:
    return _as_tuple(value)[0]
