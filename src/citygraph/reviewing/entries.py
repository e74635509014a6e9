"""Accepted sources and entities as rows of the tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.errors import UsageError
from citygraph.reviewing.drafts import TABLES, Draft
from citygraph.tables import name_digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.reviewing.proposals import Proposal
    from citygraph.tables import Row

__all__ = ["EDITORS", "entity_drafts", "entity_problem", "source_draft", "source_problem"]

EDITORS: Final = "citygraph-editors"
_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CLASSES: Final = {"initiative": "initiative", "event": "event"}
_WITH_COUNTRY: Final = {"city", "region"}


def source_problem(fields: Mapping[str, str]) -> str:
    """Say what a source lacks; empty where it lacks nothing."""
    if not _KEY.fullmatch(fields["key"]):
        return "A key is made of lower-case letters a to z, digits and hyphens."
    missing = [name for name in ("title", "publisher", "language") if not fields[name].strip()]
    return f"A source needs a {' and a '.join(missing)}." if missing else ""


def source_draft(fields: Mapping[str, str], sha256: str, retrieved: str) -> Draft:
    """Return the row of a source that the tables do not have yet."""
    cells = {name: fields[name].strip() for name in fields}
    return Draft("sources", cells | {"sha256": sha256, "retrieved": retrieved, "role": "document"})


def entity_problem(
    fields: Mapping[str, str], table: str, names: Sequence[str], tables: dict[str, list[Row]]
) -> str:
    """Say why an entity cannot be accepted as it is; empty where it can.

    Args:
        fields: Its fields.
        table: The table that its key stands in already; empty where it is new.
        names: All its names.
        tables: The rows of each table.
    """
    kind, key = fields["type"], fields["key"]
    if kind not in TABLES:
        return f"'{kind}' is no type. The types are {', '.join(TABLES)}."
    if not _KEY.fullmatch(key):
        return "A key is made of lower-case letters a to z, digits and hyphens."
    if table and table != TABLES[kind]:
        return f"'{key}' is a key of {table} already. Write another key or another type."
    if kind == "person":
        gone = {row["name_sha256"] for row in tables.get("suppressed", ())}
        if gone & {name_digest(name) for name in names}:
            return "This person asked to be left out."
    if table:
        return ""
    if kind == "country":
        return "A new country is entered by hand, with its ISO codes."
    if kind in _WITH_COUNTRY and not _country(fields, tables):
        return "It needs a country: two letters of a country that the tables have."
    return ""


def entity_drafts(
    fields: Mapping[str, str], proposal: Proposal, tables: dict[str, list[Row]], language: str
) -> list[Draft]:
    """Return the rows that enter an entity, or say that this source names it too.

    Raises:
        UsageError: The type is none.
    """
    kind, key, name = fields["type"], fields["key"], fields["name"]
    if kind not in TABLES:
        raise UsageError(f"'{kind}' is no type.", hint=f"The types are {', '.join(TABLES)}.")
    table = TABLES[kind]
    known = [row for row in tables.get(table, ()) if row["key"] == key]
    drafts = [Draft(table, {"key": key})]
    if not known:
        cells = {"key": key, "name": name}
        if kind in _CLASSES:
            cells["type"] = fields["class"] or _CLASSES[kind]
        if country := _country(fields, tables):
            cells |= {"country": country} if kind in {*_WITH_COUNTRY, "organisation"} else {}
        if any(row["key"] == EDITORS for row in tables.get("sources", ())):
            # What the document does not say itself, such as the country, is said by the editors.
            drafts.append(Draft(table, cells | {"source": EDITORS, "spans": ""}))
        else:
            drafts = [Draft(table, cells)]
    mention = " ".join(proposal.mention.split())
    base_forms = {n.casefold() for n in (*proposal.names, proposal.fields["name"])}
    used = known[0]["name"] if known else name
    if mention.casefold() in base_forms and mention != used and _has(tables, language):
        drafts.append(Draft("names", {"key": key, "name": mention, "language": language}))
    return drafts


def _country(fields: Mapping[str, str], tables: dict[str, list[Row]]) -> str:
    code = fields["country"].strip().lower()
    return code if any(row["key"] == code for row in tables.get("countries", ())) else ""


def _has(tables: dict[str, list[Row]], language: str) -> bool:
    return any(row["code"] == language for row in tables.get("languages", ()))
