"""An extraction as rows of the project's tables, ready for a person to read and to accept."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from citygraph.extraction.mentions import DateMention, Entity
from citygraph.reconciling.names import fold

if TYPE_CHECKING:
    from citygraph.extraction.extractor import Extraction
    from citygraph.extraction.reading import Document
    from citygraph.extraction.statements import Relation

__all__ = ["as_rows", "rows_of"]

_TABLES: Final = {
    "city": "cities",
    "region": "regions",
    "country": "countries",
    "organisation": "organisations",
    "person": "people",
    "initiative": "initiatives",
    "event": "events",
}
_IN_EVENT: Final = {"": "attendee"}
Row = dict[str, str]


@cache
def _columns(table: str) -> tuple[str, ...]:
    from citygraph.resources import data_folder
    from citygraph.tables.schema import load_package

    package = load_package(data_folder() / "datapackage.json")
    return tuple(field.name for field in package.tables[table].fields)


def as_rows(document: Document, extraction: Extraction) -> str:
    """Return the rows as CSV: each table with its header, behind a line with the table's name."""
    stream = io.StringIO()
    for table, rows in rows_of(document, extraction).items():
        stream.write(f"# {table}.csv\n")
        writer = csv.DictWriter(stream, _columns(table), lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        stream.write("\n")
    return stream.getvalue()


def rows_of(document: Document, extraction: Extraction) -> dict[str, list[Row]]:
    """Return the rows by table; keys of things that are new are proposals.

    Args:
        document: The document.
        extraction: What was found in it.
    """
    source = _kebab(PurePath(document.path).stem) or "document"
    tables: dict[str, list[Row]] = defaultdict(list)
    things: dict[int, Row] = {}
    tables["sources"].append(
        {
            "key": source,
            "title": document.text.strip().split("\n")[0][:200],
            "language": extraction.language,
            "sha256": document.sha256,
            "role": "document",
            "published": extraction.published.isoformat() if extraction.published else "",
        }
    )
    for entity in extraction.entities:
        mention = entity.mentions[0]
        row: Row = {
            "key": _key(entity),
            "name": entity.name,
            "status": "stated",
            "source": source,
            "spans": _spans(document, [(mention.start, mention.end)]),
        }
        if entity.kind in {"city", "region"}:
            row["country"] = entity.country.lower()
        if entity.kind == "event":
            row["type"] = "meeting"
        tables[_TABLES[entity.kind]].append(row)
        things[id(entity)] = row
    behalf = {
        id(relation.subject): _key(relation.object)
        for relation in extraction.relations
        if relation.predicate == "represents" and isinstance(relation.object, Entity)
    }
    for relation in extraction.relations:
        _add(document, extraction, relation, source, tables, things, behalf)
    order = ("sources", *_TABLES.values(), "participations", "event_participations", "positions")
    return {table: tables[table] for table in order if tables.get(table)}


def _add(
    document: Document,
    extraction: Extraction,
    relation: Relation,
    source: str,
    tables: dict[str, list[Row]],
    things: dict[int, Row],
    behalf: dict[int, str],
) -> None:
    target = relation.object
    row: Row = {
        "status": "stated",
        "source": source,
        "spans": _spans(document, relation.spans),
        "start": relation.date,
    }
    subject = things[id(relation.subject)]
    if isinstance(target, DateMention):
        subject["start"], subject["end"] = target.start, target.end
        return
    key = _key(target)
    predicate = relation.predicate
    if predicate in {"participates_in", "coordinates"} or (
        predicate == "organises" and target.kind != "event"
    ):
        role = {"coordinates": "coordinator", "organises": "initiator"}.get(predicate)
        row |= {
            "initiative": key,
            "participant": _key(relation.subject),
            "role": role or relation.role or "member",
        }
        tables["participations"].append(row)
    elif predicate in {"organises", "hosts", "takes_part_in_event"}:
        role = {"organises": "organiser", "hosts": "host"}.get(predicate)
        row |= {
            "event": key,
            "participant": _key(relation.subject),
            "role": role or _IN_EVENT.get(relation.role, relation.role),
            "on_behalf_of": behalf.get(id(relation.subject), ""),
        }
        tables["event_participations"].append(row)
    elif predicate == "has_position":
        row |= {
            "holder": _key(relation.subject),
            "at": key,
            "title": relation.title.capitalize(),
            "title_in_source": relation.title,
            "language": extraction.language,
            "as_of": extraction.published.isoformat() if extraction.published else "",
        }
        tables["positions"].append(row)
    elif predicate == "located_in":
        column = "location" if relation.subject.kind == "event" else target.kind
        subject[column] = key
    elif predicate == "part_of":
        subject["part_of"] = key


def _spans(document: Document, spans: list[tuple[int, int]]) -> str:
    return ";".join("{}-{}".format(*document.span(*span)) for span in spans)


def _kebab(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:80]


def _key(entity: Entity) -> str:
    if entity.known is not None and entity.known.iri:
        return entity.known.iri.rsplit("/", 1)[-1]
    if entity.kind == "country":
        return entity.country.lower()
    key = _kebab(entity.name)
    if entity.kind in {"city", "region"} and entity.country:
        key += "-" + entity.country.lower()
    return key or entity.kind
