"""The service description: what the endpoint can do and what it holds (SPARQL 1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.web.answering import write_graph
from citygraph.web.formats import GRAPHS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citygraph.opening import Release
    from citygraph.web.output import Output

__all__ = ["describe_service"]

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "JSON-LD",
    "RDF_XML",
)
_TYPE: Final = foreign("rdf:type")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _statements(release: Release, base: str) -> Iterator[ox.Triple]:
    namespaces, manifest = release.namespaces, release.manifest
    service = ox.NamedNode(f"{base}sparql")
    dataset = ox.NamedNode(f"{base}sparql#dataset")
    default = ox.NamedNode(f"{base}sparql#default")
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("EmptyGraphs"))
    for name in _RESULT_FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, foreign("dct:title"), ox.Literal("citygraph SPARQL", language="en"))
    yield ox.Triple(service, foreign("dct:license"), ox.NamedNode(manifest.licence))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(service, _sd("availableGraphs"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _TYPE, _sd("GraphCollection"))
    yield ox.Triple(dataset, _TYPE, foreign("void:Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(dataset, foreign("void:sparqlEndpoint"), service)
    yield ox.Triple(dataset, foreign("owl:versionInfo"), ox.Literal(manifest.version))
    for prefix, iri in namespaces.prefixes.items():
        node = ox.NamedNode(f"{base}sparql#prefix-{prefix}")
        yield ox.Triple(dataset, foreign("sh:declare"), node)
        yield ox.Triple(node, foreign("sh:prefix"), ox.Literal(prefix))
        yield ox.Triple(
            node, foreign("sh:namespace"), ox.Literal(iri, datatype=foreign("xsd:anyURI"))
        )
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    yield ox.Triple(default, _TYPE, foreign("void:Dataset"))
    text = "Each distinct statement of all sources once."
    yield ox.Triple(default, foreign("dct:description"), ox.Literal(text, language="en"))
    for number, (name, size) in enumerate(_sizes(release)):
        if name is None:
            yield ox.Triple(default, foreign("void:triples"), ox.Literal(size))
            continue
        graph = ox.NamedNode(f"{base}sparql#graph-{number}")
        content = ox.NamedNode(f"{base}sparql#graph-{number}-content")
        yield ox.Triple(dataset, _sd("namedGraph"), graph)
        yield ox.Triple(graph, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(graph, _sd("name"), name)
        yield ox.Triple(graph, _sd("graph"), content)
        yield ox.Triple(content, _TYPE, _sd("Graph"))
        yield ox.Triple(content, _TYPE, foreign("void:Dataset"))
        yield ox.Triple(content, foreign("void:triples"), ox.Literal(size))


def _sizes(release: Release) -> Iterator[tuple[ox.NamedNode | None, int]]:
    found = release.store.raw.query(
        "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } "
        "GROUP BY ?g ORDER BY ?g"
    )
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        name, size = row["g"], row["n"]
        assert isinstance(size, ox.Literal)
        yield name if isinstance(name, ox.NamedNode) else None, int(size.value)


def describe_service(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write the service description.

    Args:
        release: The release.
        job: ``base``: the address of the server, and ``format``.
        output: Where it goes.
    """
    form = job["format"]
    kind = next(entry.content_type for entry in GRAPHS if entry.name == form)
    output.head(200, (("Content-Type", kind),))
    prefixes = {**release.namespaces.prefixes, "sd": _SD, "": f"{job['base']}sparql#"}
    write_graph(_statements(release, job["base"]), form, output, prefixes)
