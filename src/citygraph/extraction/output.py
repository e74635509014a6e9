"""An extraction as JSON, as a table for people, and as rows of the project's tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from citygraph.extraction.mentions import DateMention

if TYPE_CHECKING:
    from citygraph.extraction.extractor import Extraction
    from citygraph.extraction.reading import Document

__all__ = ["as_object", "as_table", "to_json"]


def as_object(document: Document, extraction: Extraction) -> dict[str, Any]:
    """Return an extraction as one object with fixed keys; see ``docs/extraction.md``."""
    published = extraction.published
    span = document.span
    return {
        "document": {
            "path": document.path,
            "language": extraction.language,
            "sha256": document.sha256,
            "date": published.isoformat() if published else None,
        },
        "entities": [
            {
                "type": entity.kind,
                "name": entity.name,
                "names": [name for name in entity.names if name != entity.name],
                "mention": entity.mentions[0].text,
                "start": span(entity.mentions[0].start, entity.mentions[0].end)[0],
                "end": span(entity.mentions[0].start, entity.mentions[0].end)[1],
                "mentions": [list(span(m.start, m.end)) for m in entity.mentions],
                "country": entity.country or None,
                "id": (entity.known.iri or None) if entity.known else None,
                "confidence": round(entity.confidence, 3),
                "rule": entity.rule,
            }
            for entity in extraction.entities
        ],
        "dates": [
            {
                "mention": mention.text,
                "start_offset": span(mention.start_offset, mention.end_offset)[0],
                "end_offset": span(mention.start_offset, mention.end_offset)[1],
                "start": mention.start if mention.resolved else None,
                "end": mention.end if mention.resolved else None,
            }
            for mention in extraction.dates
        ],
        "relations": [
            {
                "subject": relation.subject.name,
                "predicate": relation.predicate,
                "object": relation.object.value
                if isinstance(relation.object, DateMention)
                else relation.object.name,
                "subject_index": relation.subject.index,
                "object_index": None
                if isinstance(relation.object, DateMention)
                else relation.object.index,
                "role": relation.role or None,
                "title": relation.title or None,
                "date": relation.date or None,
                "spans": [list(span(*part)) for part in relation.spans],
                "confidence": round(relation.confidence, 3),
                "rule": relation.rule,
            }
            for relation in extraction.relations
        ],
    }


def to_json(document: Document, extraction: Extraction) -> str:
    """Return an extraction as one line of JSON."""
    return json.dumps(as_object(document, extraction), ensure_ascii=False)


def as_table(document: Document, extraction: Extraction) -> str:
    """Return an extraction for people to read."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=120, force_terminal=False, color_system=None)
    with console.capture() as captured:
        published = extraction.published or "no date"
        console.print(f"{document.path}: {extraction.language}, {published}", markup=False)
        table = Table("type", "name", "in the text", "at", "known as", "sure", box=box.SIMPLE)
        for entity in extraction.entities:
            key = (
                entity.known.iri.rsplit("/", 1)[-1] if entity.known and entity.known.iri else "new"
            )
            table.add_row(
                entity.kind, entity.name, entity.mentions[0].text,
                f"{entity.mentions[0].start}-{entity.mentions[0].end}", key,
                f"{entity.confidence:.2f}",
            )  # fmt: skip
        console.print(table)
        facts = Table("subject", "predicate", "object", "role or title", "sure", box=box.SIMPLE)
        for relation in extraction.relations:
            target = relation.object
            name = target.value if isinstance(target, DateMention) else target.name
            facts.add_row(
                relation.subject.name, relation.predicate, name,
                relation.role or relation.title, f"{relation.confidence:.2f}",
            )  # fmt: skip
        console.print(facts)
        if extraction.dates:
            values = ", ".join(mention.value for mention in extraction.dates)
            console.print(f"Dates: {values}", markup=False)
    return captured.get()
