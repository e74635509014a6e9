"""People who asked to be left out: every build drops them, and all that is said about them.

The table holds no name, only the SHA-256 of the name as :func:`name_digest` writes it, so that the
list of those who do not want to be listed lists nobody.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from citygraph.tables.reader import Row

__all__ = ["name_digest", "suppress"]

# Columns in which a person's key can stand.
_COLUMNS: Final = ("key", "participant", "holder", "recipient", "about", "subject", "object")


def name_digest(name: str) -> str:
    """Return the SHA-256, in hexadecimal, of a name in lower case with single spaces (NFC)."""
    plain = " ".join(unicodedata.normalize("NFC", name).lower().split())
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def suppress(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Drop the rows about people who asked to be left out.

    Args:
        rows: The rows of each table; those of ``suppressed`` say who.

    Returns:
        The rows that remain; where nobody asked, the same.
    """
    digests = {row["name_sha256"] for row in rows.get("suppressed", ())}
    if not digests:
        return rows
    named = [*rows.get("people", ()), *rows.get("labels", ()), *rows.get("names", ())]
    people = {row["key"] for row in rows.get("people", ())}
    gone = {
        row["key"] for row in named if row["key"] in people and name_digest(row["name"]) in digests
    }
    return {
        table: [_without(row, gone) for row in entries if not _concerns(row, gone)]
        for table, entries in rows.items()
    }


def _concerns(row: Row, gone: set[str]) -> bool:
    return any(row[column] in gone for column in _COLUMNS)


def _without(row: Row, gone: set[str]) -> Row:
    """Take suppressed people out of the list of those somebody speaks for."""
    spoken_for = row["on_behalf_of"]
    if not spoken_for:
        return row
    kept = ";".join(key for key in spoken_for.split(";") if key.strip() not in gone)
    if kept == spoken_for:
        return row
    return type(row)(row.table, row.file, row.number, {**row.cells, "on_behalf_of": kept})
