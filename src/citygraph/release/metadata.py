"""Metadata made from the graph itself: VoID statistics, the DCAT entry, the release's own facts.

See https://www.w3.org/TR/void/ and https://www.w3.org/TR/vocab-dcat-3/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from citygraph.namespaces import Namespaces, foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["DATA_LICENCE", "catalogue", "release_quads", "statistics"]

DATA_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_TITLE: Final = "citygraph: European cities, their initiatives and partnerships"
_DESCRIPTION: Final = (
    "Who takes part in, coordinates and supports which European city initiatives, with the people, "
    "organisations and events around them; every statement with its source."
)
_KEYWORDS: Final = (
    "cities", "city networks", "initiatives", "partnerships", "events", "digital transition",
    "climate neutrality", "European Union",
)  # fmt: skip
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
# What DCAT-AP recommends, in the terms of the EU's authority tables.
_OF_CATALOGUE: Final = (
    ("dct:language", "language/ENG"),
    ("dct:spatial", "continent/EUROPE"),
    ("dcat:themeTaxonomy", "data-theme"),
)
_OF_DATASET: Final = (
    ("dcat:theme", "data-theme/REGI"),
    ("dcat:theme", "data-theme/GOVE"),
    ("dct:language", "language/ENG"),
    ("dct:spatial", "continent/EUROPE"),
    ("dct:accessRights", "access-right/PUBLIC"),
    ("dct:accrualPeriodicity", "frequency/IRREG"),
)
_TYPE: Final = foreign("rdf:type")
_MEDIA: Final = {
    "citygraph.nq": ("application/n-quads", "RDF_N_QUADS"),
    "citygraph.ttl": ("text/turtle", "RDF_TURTLE"),
}


def _add(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, foreign(predicate), value)


def _date(text: str) -> Literal:
    return Literal(text, datatype=foreign("xsd:date"))


def _dataset(namespaces: Namespaces) -> NamedNode:
    return NamedNode(f"{namespaces.base}dataset")


def release_quads(
    namespaces: Namespaces, version: str, date: str, reference_sources: Iterable[str]
) -> Iterator[Quad]:
    """Yield what a release says of itself, in ``graph:release``.

    Args:
        namespaces: The base.
        version: The release's version.
        date: Its ISO date.
        reference_sources: The keys of the sources behind ``graph:reference``.

    Yields:
        The quads.
    """
    graph = namespaces.graph("release")
    dataset = _dataset(namespaces)
    reference = namespaces.graph("reference")
    triples = [
        _add(dataset, "rdf:type", foreign("dcat:Dataset")),
        _add(dataset, "dct:title", Literal(_TITLE, language="en")),
        _add(dataset, "dcat:version", Literal(version)),
        _add(dataset, "dct:issued", _date(date)),
        _add(dataset, "dct:license", NamedNode(DATA_LICENCE)),
        *(
            _add(reference, "prov:wasDerivedFrom", namespaces.source(key))
            for key in sorted(reference_sources)
        ),
    ]
    for triple in triples:
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def statistics(
    store: Store, graphs: Mapping[str, int], namespaces: Namespaces, date: str
) -> tuple[list[Triple], dict[str, Any]]:
    """Count the merged graph.

    Args:
        store: The store whose default graph is the merged graph.
        graphs: How many statements each named graph has.
        namespaces: The base.
        date: The release's ISO date.

    Returns:
        The VoID description, and the counts for the manifest.
    """
    classes = _counts(store, "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s a ?x } GROUP BY ?x")
    properties = _counts(store, "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x")
    total = sum(properties.values())
    subjects = _number(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }")
    objects = _number(store, "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }")
    dataset = _dataset(namespaces)

    def number(value: int) -> Literal:
        return Literal(value)

    triples = [
        _add(dataset, "rdf:type", foreign("void:Dataset")),
        _add(dataset, "dct:title", Literal(_TITLE, language="en")),
        _add(dataset, "dct:modified", _date(date)),
        _add(dataset, "dct:license", NamedNode(DATA_LICENCE)),
        _add(dataset, "void:triples", number(total)),
        _add(dataset, "void:classes", number(len(classes))),
        _add(dataset, "void:properties", number(len(properties))),
        _add(dataset, "void:distinctSubjects", number(subjects)),
        _add(dataset, "void:distinctObjects", number(objects)),
        _add(dataset, "void:uriSpace", Literal(f"{namespaces.base}id/")),
        _add(dataset, "void:vocabulary", NamedNode(f"{namespaces.base}ontology")),
        _add(dataset, "void:exampleResource", namespaces.node("city", "sofia-bg")),
    ]
    for counter, kind, link, pointer, measure in (
        (classes, "class", "void:classPartition", "void:class", "void:entities"),
        (properties, "property", "void:propertyPartition", "void:property", "void:triples"),
    ):
        for term, count in counter.items():
            name = namespaces.compact(term.value).replace(":", "-").replace("/", "-")
            part = NamedNode(f"{namespaces.base}dataset/{kind}/{name}")
            triples += [
                _add(dataset, link, part),
                _add(part, pointer, term),
                _add(part, measure, number(count)),
            ]
    for name, count in graphs.items():
        graph = NamedNode(name)
        triples += [
            _add(dataset, "void:subset", graph),
            _add(graph, "void:triples", number(count)),
        ]
    ontology = namespaces.term("").value
    counts = {
        "statements": sum(graphs.values()),
        "distinct_statements": total,
        "graphs": len(graphs),
        "sources": classes.get(namespaces.term("Source"), 0),
        "classes": {
            term.value.removeprefix(ontology): count
            for term, count in sorted(classes.items(), key=lambda item: item[0].value)
            if term.value.startswith(ontology)
        },
    }
    return triples, counts


def catalogue(
    namespaces: Namespaces, version: str, date: str, files: dict[str, tuple[int, str, str]]
) -> Iterator[Triple]:
    """Yield the DCAT description of a release, with what DCAT-AP 3 asks for and recommends.

    There is no contact point: that would be somebody's address.

    Args:
        namespaces: The base.
        version: The release's version.
        date: Its ISO date.
        files: File name to bytes, SHA-256 and description.

    Yields:
        The triples.
    """
    catalog = NamedNode(f"{namespaces.base}catalogue")
    dataset = _dataset(namespaces)
    publisher = NamedNode(f"{namespaces.base}publisher/citygraph-contributors")
    yield _add(catalog, "rdf:type", foreign("dcat:Catalog"))
    yield _add(catalog, "dct:title", Literal("citygraph data", language="en"))
    yield _add(catalog, "dct:description", Literal(_DESCRIPTION, language="en"))
    yield _add(catalog, "dct:publisher", publisher)
    yield _add(catalog, "dct:license", NamedNode(DATA_LICENCE))
    yield _add(catalog, "dct:modified", _date(date))
    yield _add(catalog, "foaf:homepage", NamedNode(namespaces.base))
    yield _add(catalog, "dcat:dataset", dataset)
    for predicate, term in _OF_CATALOGUE:
        yield _add(catalog, predicate, NamedNode(_AUTHORITY + term))
    yield _add(publisher, "rdf:type", foreign("foaf:Agent"))
    yield _add(publisher, "foaf:name", Literal("citygraph contributors", language="en"))
    yield _add(dataset, "rdf:type", foreign("dcat:Dataset"))
    yield _add(dataset, "dct:title", Literal(_TITLE, language="en"))
    yield _add(dataset, "dct:description", Literal(_DESCRIPTION, language="en"))
    yield _add(dataset, "dct:publisher", publisher)
    yield _add(dataset, "dct:license", NamedNode(DATA_LICENCE))
    yield _add(dataset, "dct:issued", _date(date))
    yield _add(dataset, "dct:modified", _date(date))
    yield _add(dataset, "dct:identifier", Literal(dataset.value))
    yield _add(dataset, "dcat:landingPage", NamedNode(namespaces.base))
    for keyword in _KEYWORDS:
        yield _add(dataset, "dcat:keyword", Literal(keyword, language="en"))
    for predicate, term in _OF_DATASET:
        yield _add(dataset, predicate, NamedNode(_AUTHORITY + term))
    yield _add(dataset, "dcat:version", Literal(version))
    yield _add(dataset, "dct:conformsTo", NamedNode(f"{namespaces.base}ontology"))
    for name, (size, digest, description) in files.items():
        part = NamedNode(f"{namespaces.base}dataset/file/{name}")
        checksum = NamedNode(f"{namespaces.base}dataset/file/{name}/sha256")
        media, file_type = _MEDIA.get(name, ("text/turtle", "RDF_TURTLE"))
        yield _add(dataset, "dcat:distribution", part)
        yield _add(part, "rdf:type", foreign("dcat:Distribution"))
        yield _add(part, "dct:title", Literal(name))
        yield _add(part, "dct:description", Literal(description, language="en"))
        yield _add(part, "dct:license", NamedNode(DATA_LICENCE))
        yield _add(part, "dct:modified", _date(date))
        yield _add(part, "dcat:accessURL", NamedNode(f"{namespaces.base}dump/{name}"))
        yield _add(part, "dcat:downloadURL", NamedNode(f"{namespaces.base}dump/{name}"))
        yield _add(
            part,
            "dcat:mediaType",
            NamedNode(f"https://www.iana.org/assignments/media-types/{media}"),
        )
        yield _add(
            part,
            "dct:format",
            NamedNode(f"http://publications.europa.eu/resource/authority/file-type/{file_type}"),
        )
        yield _add(
            part,
            "dcat:byteSize",
            Literal(str(size), datatype=foreign("xsd:nonNegativeInteger")),
        )
        yield _add(part, "spdx:checksum", checksum)
        yield _add(checksum, "rdf:type", foreign("spdx:Checksum"))
        yield _add(checksum, "spdx:algorithm", foreign("spdx:checksumAlgorithm_sha256"))
        yield _add(
            checksum,
            "spdx:checksumValue",
            Literal(digest, datatype=foreign("xsd:hexBinary")),
        )


def _counts(store: Store, query: str) -> dict[NamedNode, int]:
    found: dict[NamedNode, int] = {}
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        name, count = row["x"], row["n"]
        assert isinstance(name, NamedNode)
        assert isinstance(count, Literal)
        found[name] = int(count.value)
    return found


def _number(store: Store, query: str) -> int:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    count = next(iter(solutions))["n"]
    assert isinstance(count, Literal)
    return int(count.value)
