"""The view of one thing: its names, facts, claims and relations, ready for the template."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.web.pages import mapping, timelines
from citygraph.web.pages.claims import PAGE, VIEWS, claim_groups
from citygraph.web.pages.reading import Name, language_name
from citygraph.web.pages.vouching import passages, statements, vouchers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.web.pages.claims import Group
    from citygraph.web.pages.reading import Reader, Shown
    from citygraph.web.pages.vouching import Statement, Voucher

__all__ = ["Entity", "Fact", "Relation", "read_entity"]

_LARGEST: Final = 5000
_MOST_POINTS: Final = 1500
_LABELS: Final = {
    foreign(n).value
    for n in ("rdfs:label", "skos:prefLabel", "skos:altLabel", "dct:title", "foaf:name")
}
_ELSEWHERE: Final = {
    foreign(n).value
    for n in ("skos:exactMatch", "skos:closeMatch", "skos:relatedMatch", "skos:broadMatch")
}
_DESCRIPTION: Final = {
    foreign(n).value for n in ("dct:description", "skos:definition", "rdfs:comment")
}
_HIDDEN: Final = {
    foreign(n).value
    for n in (
        "rdf:type",
        "geo:lat",
        "geo:long",
        "gsp:asWKT",
        "skos:topConceptOf",
        "rdfs:isDefinedBy",
    )
}
_NOTES: Final = {foreign(n).value for n in ("skos:editorialNote", "skos:note")}
_FIRST: Final = ("country", "inRegion", "partOf", "location", "inCity", "population", "actsFor")


@dataclass(frozen=True)
class Fact:
    """A property with one value, and who says so."""

    predicate: str
    label: Name
    link: str
    value: Shown
    vouchers: tuple[Voucher, ...]


@dataclass
class Relation:
    """Things that point at this one by one property, a page of them."""

    key: str
    label: Name
    predicate: str
    total: int
    more: bool
    page: int
    items: list[tuple[Shown, Name]]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // PAGE)


@dataclass
class Entity:
    """All that the page of a thing shows."""

    iri: str
    path: str
    name: Name
    kind: Name
    kind_key: str
    descriptions: list[Fact] = field(default_factory=list)
    names: list[tuple[str, str, list[str], tuple[Voucher, ...]]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    elsewhere: list[Fact] = field(default_factory=list)
    notes: list[Fact] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    sources: int = 0
    replaced_by: str = ""
    map: mapping.Map | None = None
    timeline: timelines.Timeline | None = None


def read_entity(reader: Reader, path: str, pages: dict[str, int]) -> Entity | None:
    """Read what the page of a thing shows.

    Args:
        reader: The reader.
        path: The thing's IRI without the base.
        pages: The page wanted of a group by its key.

    Returns:
        The view; None where the release says nothing about it.
    """
    iri = reader.namespaces.base + path
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return None
    found = statements(reader.known.store, node)
    relations = _relations(reader, node, pages)
    if not found and not relations:
        return None
    kind = reader.known.kinds.get(iri, "")
    entity = Entity(iri, path, reader.name(iri), reader.kind(iri), kind.rpartition("#")[2])
    places = passages(reader.known.store, node)
    _sort_in(reader, entity, found, places)
    entity.groups = claim_groups(reader, node, pages)
    entity.relations = relations
    cited = {g for each in found for g in each.graphs if "/source/" in g}
    entity.sources = len(cited)
    entity.timeline = timelines.draw(
        ((group.view.key, row) for group in entity.groups for row in group.dated),
        reader.known.release.manifest.date,
    )
    entity.map = mapping.draw(_points(reader, entity), ratio=1.5, pixels=440)
    return entity


def _sort_in(
    reader: Reader,
    entity: Entity,
    found: list[Statement],
    places: dict[str, list[tuple[int, int]]],
) -> None:
    """Put each statement where the page shows it."""
    derived = reader.known.derived
    names: dict[str, dict[str, set[str]]] = {}
    descriptions: list[Fact] = []
    for each in found:
        if each.predicate in _HIDDEN or each.predicate in derived:
            continue
        if each.predicate in _LABELS and isinstance(each.term, ox.Literal):
            spelling = names.setdefault(each.term.language or "", {})
            spelling.setdefault(each.term.value, set()).update(each.graphs)
            continue
        who = tuple(vouchers(reader, each.graphs, places=places))
        shown = reader.show(each.term)
        fact = Fact(
            each.predicate, reader.name(each.predicate), reader.link(each.predicate), shown, who
        )
        if each.predicate == foreign("dct:isReplacedBy").value:
            entity.replaced_by = shown.link
        if each.predicate in _DESCRIPTION:
            descriptions.append(fact)
        elif each.predicate in _ELSEWHERE:
            entity.elsewhere.append(fact)
        elif each.predicate in _NOTES:
            entity.notes.append(fact)
        else:
            entity.facts.append(fact)
    first = [foreign("foaf:page"), *map(reader.namespaces.term, _FIRST)]
    rank = {each.value: place for place, each in enumerate(first)}
    entity.facts.sort(
        key=lambda f: (rank.get(f.predicate, len(rank)), f.label.text, f.value.name.text)
    )
    entity.descriptions = _in_languages(reader, descriptions)
    entity.names = _names(reader, names, entity.name)


def _in_languages(reader: Reader, found: list[Fact]) -> list[Fact]:
    """Return the descriptions in the reader's first language that has any."""
    for tag in (*reader.languages, *sorted({f.value.name.language for f in found})):
        chosen = [f for f in found if f.value.name.language == tag]
        if chosen:
            return sorted(chosen, key=lambda f: f.value.name.text)
    return []


def _names(
    reader: Reader, names: dict[str, dict[str, set[str]]], shown: Name
) -> list[tuple[str, str, list[str], tuple[Voucher, ...]]]:
    """Return the names by language: tag, the language's own name, spellings, who uses them."""
    rows = []
    for tag in sorted(names, key=lambda each: (each != shown.language, each != "en", each)):
        graphs = {g for found in names[tag].values() for g in found if "/derived/" not in g}
        spellings = sorted(names[tag], key=lambda text: (-len(names[tag][text]), text))
        rows.append((tag, language_name(tag), spellings, tuple(vouchers(reader, sorted(graphs)))))
    return rows


def _relations(reader: Reader, node: ox.NamedNode, pages: dict[str, int]) -> list[Relation]:
    """Return what points at a thing, beside the claims that are shown as such."""
    term = reader.namespaces.term
    skipped = {term(view.party).value for view in VIEWS} | reader.known.derived | _HIDDEN
    skipped |= {foreign(f"oa:{name}").value for name in ("hasBody", "hasTarget", "hasSource")}
    found: dict[str, list[str]] = {}
    totals: Counter[str] = Counter()
    for count, quad in enumerate(
        reader.known.store.quads_for_pattern(None, None, node, ox.DefaultGraph())
    ):
        if count > 20 * _LARGEST:
            break
        predicate = quad.predicate.value
        if predicate in skipped or not isinstance(quad.subject, ox.NamedNode):
            continue
        totals[predicate] += 1
        if totals[predicate] <= _LARGEST:
            found.setdefault(predicate, []).append(quad.subject.value)
    relations = _stated(reader, node, pages)
    for predicate, total in totals.most_common():
        key = reader.namespaces.compact(predicate).replace(":", "-")
        if relations and key == "prov-wasDerivedFrom":
            continue
        label = reader.name(predicate)
        more = total > len(found[predicate])
        relations.append(_relation(reader, key, label, predicate, found[predicate], more, pages))
    return relations


def _relation(  # noqa: PLR0913
    reader: Reader,
    key: str,
    label: Name,
    predicate: str,
    subjects: Iterable[str],
    more: bool,  # noqa: FBT001
    pages: dict[str, int],
) -> Relation:
    """Return a page of the things that have a relation."""
    found = sorted(subjects, key=lambda iri: (reader.name(iri).text.casefold(), iri))
    page = min(max(1, pages.get(key, 1)), -(-len(found) // PAGE))
    items = [
        (reader.show(ox.NamedNode(iri)), reader.kind(iri))
        for iri in found[(page - 1) * PAGE : page * PAGE]
    ]
    return Relation(key, label, predicate, len(found), more, page, items)


def _stated(reader: Reader, node: ox.NamedNode, pages: dict[str, int]) -> list[Relation]:
    """Return the things that a source speaks of, where the thing is a source, by kind."""
    if not node.value.startswith(f"{reader.namespaces.base}source/"):
        return []
    kinds: dict[str, set[str]] = {}
    total = 0
    for total, quad in enumerate(
        reader.known.store.quads_for_pattern(None, None, None, node), start=1
    ):
        if total > 20 * _LARGEST:
            break
        if isinstance(quad.subject, ox.NamedNode):
            kind = reader.known.kinds.get(quad.subject.value, "")
            if kind:
                kinds.setdefault(kind, set()).add(quad.subject.value)
    return [
        _relation(
            reader,
            f"says-{kind.rpartition('#')[2]}",
            reader.name(kind),
            "",
            found,
            total > 20 * _LARGEST,
            pages,
        )
        for kind, found in sorted(kinds.items(), key=lambda item: -len(item[1]))
    ]


def _points(reader: Reader, entity: Entity) -> Iterable[mapping.Point]:
    """Return the places that a map of this thing shows: itself, or those it has to do with."""
    if place := mapping.coordinates(reader.known, entity.iri):
        yield mapping.Point(entity.iri, entity.name.text, "", *place, size=7, group="self")
        return
    seen: set[str] = set()
    shown = [row.other for group in entity.groups for row in (*group.dated, *group.rows)]
    shown += [fact.value for fact in entity.facts]
    shown += [item for relation in entity.relations for item, _kind in relation.items]
    base = f"{reader.namespaces.base}id/city/"
    for each in shown:
        if each is None or not each.iri.startswith(base) or each.iri in seen:
            continue
        seen.add(each.iri)
        if len(seen) <= _MOST_POINTS and (place := mapping.coordinates(reader.known, each.iri)):
            yield mapping.Point(each.iri, each.name.text, each.link, *place, size=4)
