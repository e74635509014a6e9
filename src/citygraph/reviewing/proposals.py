"""What `citygraph extract` proposes, as things that a reviewer can accept or reject one by one.

The input is its JSON (``docs/extraction.md``): one object a document, one after the other or in an
array. A document becomes one proposal for itself as a source, one for each entity, and one for
each relation. A relation rests on its entities, and everything rests on the source.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from citygraph.errors import UnreadableInput
from citygraph.vocabulary import slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["FIELDS", "Document", "Proposal", "Span", "read_proposals"]

Kind = Literal["source", "entity", "relation"]
Span = tuple[int, int]

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "source": ("key", "title", "publisher", "address", "language", "published"),
    "entity": ("name", "key", "type", "country", "class"),
    "relation": ("subject", "predicate", "object", "role", "title", "date"),
}
_TYPES: Final = ("city", "country", "region", "initiative", "organisation", "person", "event")
_HINT: Final = "Make it with `citygraph extract FILE --format json -o PROPOSALS`."
_WITH_COUNTRY: Final = ("city", "region")


@dataclass(frozen=True)
class Document:
    """The document that proposals come from.

    Attributes:
        path: Where it was when it was read.
        language: ISO 639-1.
        sha256: The checksum of its bytes.
        date: The day it appeared on, as ISO date; empty where it does not say.
    """

    path: str
    language: str
    sha256: str
    date: str


@dataclass(frozen=True)
class Proposal:
    """One thing to decide on.

    Attributes:
        id: Stays the same as long as the document says the same in the same place.
        document: Where it was found.
        kind: What is proposed.
        fields: What a reviewer may change, by name; see :data:`FIELDS`.
        spans: The places in the text that it rests on.
        mention: The words of an entity in the text.
        names: Other names of an entity.
        confidence: From 0 to 1.
        rule: What made it.
        rests_on: The proposals that must be accepted too; a relation's are its source, subject
            and object, in this order.
    """

    id: str
    document: Document
    kind: Kind
    fields: Mapping[str, str]
    spans: tuple[Span, ...]
    mention: str = ""
    names: tuple[str, ...] = ()
    confidence: float = 1.0
    rule: str = ""
    rests_on: tuple[str, ...] = ()


def read_proposals(path: Path) -> list[Proposal]:
    """Read the JSON of an extraction.

    Args:
        path: The file, or a folder with one file a document (``citygraph extract --corpus``).

    Returns:
        The proposals in the order of the documents, each after those that it rests on.

    Raises:
        UnreadableInput: A file is missing or is not the JSON of an extraction.
    """
    found: dict[str, Proposal] = {}
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        for number, answer in enumerate(_objects(file), start=1):
            try:
                for proposal in _of_document(answer):
                    found.setdefault(proposal.id, proposal)
            except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
                raise UnreadableInput(
                    f"Object {number} of {file} is not what `citygraph extract` writes: "
                    f"{type(error).__name__} {error}.",
                    hint=_HINT,
                ) from error
    if not found:
        raise UnreadableInput(f"{path} holds no proposals.", hint=_HINT)
    return list(found.values())


def _objects(path: Path) -> Iterator[Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} cannot be read: {error}.") from error
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        try:
            value, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise UnreadableInput(f"{path} is not JSON: {error}.", hint=_HINT) from error
        yield from value if isinstance(value, list) else [value]


def _of_document(answer: Mapping[str, Any]) -> Iterator[Proposal]:
    told = answer["document"]
    document = Document(
        str(told["path"]), told["language"] or "", told["sha256"], told.get("date") or ""
    )
    source = _source(document)
    yield source
    entities = [_entity(document, entity, source.id) for entity in answer["entities"]]
    yield from entities
    # On whose behalf somebody takes part can only be said of a part that was accepted before.
    for relation in sorted(answer["relations"], key=lambda r: r["predicate"] == "represents"):
        yield _relation(document, relation, source.id, entities)


def _source(document: Document) -> Proposal:
    stem = slug(Path(document.path).stem) or document.sha256[:12]
    key = stem if not document.date or document.date[:4] in stem else f"{stem}-{document.date[:4]}"
    fields = {
        "key": key, "title": "", "publisher": "", "address": "",
        "language": document.language, "published": document.date,
    }  # fmt: skip
    return Proposal(_id(document, "source"), document, "source", fields, ())


def _entity(document: Document, told: Mapping[str, Any], source: str) -> Proposal:
    kind, name, country = told["type"], " ".join(told["name"].split()), told.get("country") or ""
    if kind not in _TYPES:
        raise ValueError(f"'{kind}' is no type of entity")
    key = (told.get("id") or "").rsplit("/", 1)[-1]
    if not key:
        key = country.lower() if kind == "country" else slug(name)
        if kind in _WITH_COUNTRY and country:
            key = f"{key}-{country.lower()}"
    spans = [(told["start"], told["end"]), *(told.get("mentions") or [])]
    fields = {"name": name, "key": key, "type": kind, "country": country, "class": ""}
    return Proposal(
        _id(document, kind, name, country, told["start"]),
        document,
        "entity",
        fields,
        _tidy(spans[:1]),
        str(told.get("mention") or name),
        tuple(str(n) for n in told.get("names") or ()),
        float(told.get("confidence") or 0),
        str(told.get("rule") or ""),
        (source,),
    )


def _relation(
    document: Document, told: Mapping[str, Any], source: str, entities: Sequence[Proposal]
) -> Proposal:
    subject = entities[told["subject_index"]]
    dated = told["predicate"] == "held_on"
    target = None if dated else entities[told["object_index"]]
    fields = {
        "subject": subject.fields["key"],
        "predicate": told["predicate"],
        "object": target.fields["key"] if target else told["object"],
        "role": told.get("role") or "",
        "title": told.get("title") or "",
        "date": told.get("date") or "",
    }
    ends = (subject.id, target.id if target else told["object"])
    return Proposal(
        _id(document, *ends, *(fields[n] for n in ("predicate", "role", "title", "date"))),
        document,
        "relation",
        fields,
        _tidy(told.get("spans") or ()),
        confidence=float(told.get("confidence") or 0),
        rule=str(told.get("rule") or ""),
        rests_on=(source, subject.id, *((target.id,) if target else ())),
    )


def _tidy(spans: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    # A place that is not known is told as -1.
    pairs = {(int(start), int(end)) for start, end in spans if int(start) >= 0}
    if any(end <= start for start, end in pairs):
        raise ValueError("a span ends before it starts")
    return tuple(sorted(pairs))


def _id(document: Document, *parts: object) -> str:
    text = "\x1f".join([document.sha256, *map(str, parts)])
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]
