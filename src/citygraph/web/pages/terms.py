"""The ontology as a page: each term with definition, names, number of uses and an example."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.reading import Reader
from citygraph.web.pages.rendering import page

if TYPE_CHECKING:
    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest, PageResponse
    from citygraph.web.pages.reading import Name, Shown

__all__ = ["Term", "ontology", "vocabulary"]

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_KINDS: Final = {
    f"{_OWL}Class": "class",
    f"{_OWL}ObjectProperty": "property",
    f"{_OWL}DatatypeProperty": "property",
    f"{_OWL}AnnotationProperty": "property",
}
_LINKS: Final = {
    foreign("rdfs:subClassOf").value: "Is a",
    foreign("rdfs:subPropertyOf").value: "Follows",
    foreign("rdfs:domain").value: "Said of",
    foreign("rdfs:range").value: "Value",
    foreign("owl:inverseOf").value: "Inverse",
    foreign("rdfs:seeAlso").value: "See also",
    foreign("skos:closeMatch").value: "Close to",
    foreign("skos:relatedMatch").value: "Related to",
}
_DEFINITIONS: Final = (foreign("skos:definition").value, foreign("rdfs:comment").value)
_EXAMPLE: Final = foreign("skos:example").value


@dataclass
class Term:
    """A term of the ontology as the page shows it."""

    iri: str
    local: str
    kind: str
    label: Name
    uses: int
    definition: Name | None = None
    example: str = ""
    labels: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, list[Shown]]] = field(default_factory=list)
    derived_by: str = ""
    used: Shown | None = None
    query: str = ""


def ontology(release: Release, request: PageRequest) -> PageResponse:
    """Return the page of the ontology and its code lists."""
    reader = Reader(gather(release), request)
    found = [term for iri in _own(reader) if (term := _read(reader, iri))]
    found.sort(key=lambda term: term.local.casefold())
    schemes = _schemes(reader)
    return page(
        "ontology.html",
        request,
        reader,
        active="ontology",
        title="Ontology",
        classes=[term for term in found if term.kind == "class"],
        properties=[term for term in found if term.kind == "property"],
        schemes=schemes,
    )


def _own(reader: Reader) -> list[str]:
    own = reader.namespaces.term("").value
    return sorted(iri for iri in reader.known.names if iri.startswith(own))


def _read(reader: Reader, iri: str) -> Term | None:
    store, default = reader.known.store, ox.DefaultGraph()
    term: Term | None = None
    links: dict[str, list[Shown]] = {}
    definitions: dict[str, str] = {}
    kind = example = derived = ""
    for quad in store.quads_for_pattern(ox.NamedNode(iri), None, None, default):
        value, predicate = quad.object, quad.predicate.value
        if isinstance(value, ox.NamedNode):
            kind = _KINDS.get(value.value, kind)
            if predicate in _LINKS:
                links.setdefault(_LINKS[predicate], []).append(reader.show(value))
        elif isinstance(value, ox.Literal):
            if predicate in _DEFINITIONS:
                definitions.setdefault(value.language or "", value.value)
            elif predicate == _EXAMPLE:
                example = value.value
            elif predicate.endswith("#derivedBy"):
                derived = value.value
    if not kind:
        return None
    names = reader.known.names[iri]
    term = Term(iri, iri.partition("#")[2], kind, reader.name(iri), reader.known.uses[iri])
    term.definition = reader.pick(definitions) if definitions else None
    term.example, term.derived_by = example, derived
    term.labels = sorted((tag, text) for tag, text in names.items() if tag)
    term.links = sorted(links.items())
    term.used = _used(reader, term)
    term.query = reader.url("sparql", show=_query(term))
    return term


def _used(reader: Reader, term: Term) -> Shown | None:
    """Return the first thing that uses a term."""
    store, default, node = reader.known.store, ox.DefaultGraph(), ox.NamedNode(term.iri)
    pattern = (
        (None, foreign("rdf:type"), node, default)
        if term.kind == "class"
        else (None, node, None, default)
    )
    for quad in store.quads_for_pattern(*pattern):
        if isinstance(quad.subject, ox.NamedNode):
            return reader.show(quad.subject)
    return None


def _query(term: Term) -> str:
    if term.kind == "class":
        body = f"SELECT ?thing ?thingLabel WHERE {{\n  ?thing a <{term.iri}> .\n"
        body += '  OPTIONAL { ?thing rdfs:label ?thingLabel FILTER(LANG(?thingLabel) = "en") }\n}'
    else:
        body = f"SELECT ?thing ?value WHERE {{\n  ?thing <{term.iri}> ?value .\n}}"
    return f"PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n{body}\nLIMIT 100\n"


def _schemes(reader: Reader) -> list[tuple[Name, str, list[tuple[Shown, int]]]]:
    """Return the code lists with their concepts and how often each is used."""
    store, default = reader.known.store, ox.DefaultGraph()
    schemes: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, foreign("skos:inScheme"), None, default):
        if isinstance(quad.object, ox.NamedNode) and isinstance(quad.subject, ox.NamedNode):
            schemes.setdefault(quad.object.value, []).append(quad.subject.value)
    return [
        (
            reader.name(scheme),
            scheme.rpartition("/")[2],
            [
                (reader.show_iri(iri), reader.known.weight[iri])
                for iri in sorted(concepts, key=lambda c: reader.name(c).text.casefold())
            ],
        )
        for scheme, concepts in sorted(schemes.items())
        if scheme.startswith(reader.namespaces.base)
    ]


def vocabulary(release: Release, request: PageRequest) -> PageResponse:
    """Return, as JSON, what the query editor completes: prefixes, classes and properties."""
    import json

    from citygraph.web.jobs import PageResponse as Response

    reader = Reader(gather(release), request)
    known, term = reader.known, reader.namespaces.term("").value
    classes = set(known.kinds.values())
    entries = []
    for iri, uses in known.uses.most_common():
        is_class = iri in classes or iri.rpartition("#")[2].rpartition("/")[2][:1].isupper()
        definition = _definition(reader, iri) if iri.startswith(term) else ""
        entries.append(
            {
                "name": reader.namespaces.compact(iri),
                "kind": "class" if is_class else "property",
                "label": reader.name(iri).text,
                "uses": uses,
                "about": definition,
            }
        )
    body = {"prefixes": reader.namespaces.prefixes, "terms": entries}
    text = json.dumps(body, ensure_ascii=False)
    return Response(text.encode(), headers=(("Content-Type", "application/json"),))


def _definition(reader: Reader, iri: str) -> str:
    for predicate in _DEFINITIONS:
        for quad in reader.known.store.quads_for_pattern(
            ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph()
        ):
            if isinstance(quad.object, ox.Literal) and quad.object.language in {"en", None}:
                return quad.object.value
    return ""
