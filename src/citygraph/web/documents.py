"""Documents of linked data, made in a worker: one thing, the statistics, the catalogue, examples."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.opening import open_folder
from citygraph.queries import load_queries
from citygraph.resources import ontology_folder
from citygraph.settings import setting
from citygraph.sparql import query_form
from citygraph.web.answering import write_graph
from citygraph.web.formats import GRAPHS
from citygraph.web.jobs import pack
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from citygraph.opening import Release
    from citygraph.web.output import Output

__all__ = ["KEPT", "find_thing", "read_file", "write_catalogue", "write_context", "write_examples", "write_file",
           "write_thing", "write_void"]  # fmt: skip

_RDFS_LABEL: Final = foreign("rdfs:label")
_TYPE: Final = foreign("rdf:type")
_SKOS: Final = foreign("skos:inScheme")
KEPT: Final = ("ontology.ttl", "shapes.ttl", "void.ttl", "dcat.ttl", "validation.ttl")
"""The files that workers read; they are read before the first worker is forked."""
_QUADS: Final = frozenset({"nquads", "trig"})


def find_thing(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Say whether the release knows an IRI, or what took its place.

    Args:
        release: The release.
        job: ``iri``.
        output: Gets ``{"state": "known" | "replaced" | "unknown", "by": IRI}``.
    """
    output.head(200, (("Content-Type", "application/json"),))
    output.write(pack(_state(release, job["iri"])))


def _state(release: Release, iri: str) -> dict[str, str]:
    store = release.store.raw
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return {"state": "unknown"}
    replaced = store.quads_for_pattern(node, foreign("dct:isReplacedBy"), None, ox.DefaultGraph())
    for quad in replaced:
        if isinstance(quad.object, ox.NamedNode):
            return {"state": "replaced", "by": quad.object.value}
    for pattern in ((node, None, None), (None, None, node)):
        if next(iter(store.quads_for_pattern(*pattern, ox.DefaultGraph())), None) is not None:
            return {"state": "known"}
    if next(iter(store.quads_for_pattern(None, None, None, node)), None) is not None:
        return {"state": "known"}
    return {"state": "unknown"}


def _write(
    release: Release,
    form: str,
    output: Output,
    statements: Iterable[ox.Triple | ox.Quad],
    more: Mapping[str, str] | None = None,
) -> None:
    kind = next(entry.content_type for entry in GRAPHS if entry.name == form)
    output.head(200, (("Content-Type", kind),))
    ordered = sorted(set(statements), key=_order)
    used = "".join(map(str, ordered)) if form in {"turtle", "trig", "rdfxml"} else ""
    prefixes = {**release.namespaces.prefixes, **(more or {})}
    known = {name: iri for name, iri in prefixes.items() if f"<{iri}" in used}
    write_graph(ordered, form, output, known)


def _order(statement: ox.Triple | ox.Quad) -> tuple[str, bool, str, str]:
    # The type of a thing comes first, as readers of Turtle expect.
    predicate = str(statement.predicate)
    return (
        str(statement.subject),
        statement.predicate != _TYPE,
        predicate,
        str(statement.object) + str(getattr(statement, "graph_name", "")),
    )


def write_thing(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write what the release says about one thing.

    That is: every statement about it, every statement that names it, all of each claim (a
    participation, a position ...) that names it, and an English name of everything else named.
    In N-Quads and TriG each statement stands in the graph of its source.

    Args:
        release: The release.
        job: ``iri``, ``document``: the address of this document, and ``format``.
        output: Where it goes.

    Raises:
        Refused: The release does not know the thing.
    """
    if _state(release, job["iri"])["state"] == "unknown":
        raise Refused(
            Problem(
                "unknown-thing",
                404,
                "There is nothing of that name.",
                f"The release has nothing called {job['iri'][:300]}.",
                "Look for it on the first page.",
            )
        )
    node = ox.NamedNode(job["iri"])
    graph = None if job["format"] in _QUADS else ox.DefaultGraph()
    quads = [
        quad
        for quad in _about(release, node, graph)
        if graph is not None or isinstance(quad.graph_name, ox.NamedNode)
    ]
    quads += _document(release, node, job["document"])
    if job["format"] in _QUADS:
        _write(release, job["format"], output, quads)
    else:
        _write(release, job["format"], output, (quad.triple for quad in quads))


def _about(
    release: Release, node: ox.NamedNode, graph: ox.DefaultGraph | None
) -> Iterator[ox.Quad]:
    store = release.store.raw
    derived = foreign("prov:wasDerivedFrom")
    named = set()
    for quad in store.quads_for_pattern(node, None, None, graph):
        named.add(quad.object)
        yield quad
    for quad in store.quads_for_pattern(None, None, node, graph):
        subject = quad.subject
        named.add(subject)
        yield quad
        # A claim is a node with a source of its own that names two or more things.
        if next(iter(store.quads_for_pattern(subject, derived, None, None)), None) is None:
            continue
        if not _is_claim(release, subject):
            continue
        for part in store.quads_for_pattern(subject, None, None, graph):
            named.add(part.object)
            yield part
    for term in named:
        if isinstance(term, ox.NamedNode):
            for quad in store.quads_for_pattern(term, _RDFS_LABEL, None, ox.DefaultGraph()):
                if isinstance(quad.object, ox.Literal) and quad.object.language in {"en", None}:
                    yield _labelled(quad, release) if graph is None else quad


def _labelled(quad: ox.Quad, release: Release) -> ox.Quad:
    graph = release.namespaces.graph("derived/labels")
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def _is_claim(release: Release, subject: Any) -> bool:  # noqa: ANN401
    claim = ox.Quad(subject, _TYPE, release.namespaces.term("Claim"), ox.DefaultGraph())
    return claim in release.store.raw


def _document(release: Release, node: ox.NamedNode, address: str) -> Iterator[ox.Quad]:
    document = ox.NamedNode(address)
    graph = ox.NamedNode(address)
    dataset = ox.NamedNode(f"{release.namespaces.base}dataset")
    manifest = release.manifest
    for predicate, value in (
        (_TYPE, foreign("foaf:Document")),
        (foreign("foaf:primaryTopic"), node),
        (foreign("dct:license"), ox.NamedNode(manifest.licence)),
        (foreign("dct:isPartOf"), dataset),
        (foreign("owl:versionInfo"), ox.Literal(manifest.version)),
    ):
        yield ox.Quad(document, predicate, value, graph)


def _file(release: Release, name: str) -> list[ox.Triple]:
    data = read_file(release, name)
    return [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)]


def read_file(release: Release, name: str) -> bytes:
    """Return a file of the release as it was when the release was loaded."""
    data = _read(release.folder, name)
    own = open_folder(release.folder).manifest.base if setting("serve_base") else ""
    return data.replace(own.encode(), release.namespaces.base.encode()) if own else data


@lru_cache(maxsize=len(KEPT))
def _read(folder: Path, name: str) -> bytes:
    return (folder / name).read_bytes()


def write_file(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write a Turtle file of the release in any format.

    Args:
        release: The release.
        job: ``file``: its name, and ``format``.
        output: Where it goes.
    """
    _write(release, job["format"], output, _file(release, job["file"]))


def write_void(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write the statistics of the graph, with the addresses of this server.

    Args:
        release: The release.
        job: ``base``: the address of this server, and ``format``.
        output: Where it goes.
    """
    base = job["base"]
    dataset = ox.NamedNode(f"{release.namespaces.base}dataset")
    here = [
        ox.Triple(dataset, foreign("void:sparqlEndpoint"), ox.NamedNode(f"{base}sparql")),
        ox.Triple(dataset, foreign("void:dataDump"), ox.NamedNode(f"{base}dump/citygraph.nq")),
        ox.Triple(dataset, foreign("void:dataDump"), ox.NamedNode(f"{base}dump/citygraph.ttl")),
        ox.Triple(dataset, foreign("void:uriSpace"), ox.Literal(release.namespaces.base)),
    ]
    _write(release, job["format"], output, [*_file(release, "void.ttl"), *here])


def write_catalogue(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write the catalogue entry (DCAT-AP), with the files and services of this server.

    Args:
        release: The release.
        job: ``base``: the address of this server, and ``format``.
        output: Where it goes.
    """
    base, own = job["base"], release.namespaces.base
    dump = f"{own}dump/"
    statements = []
    for triple in _file(release, "dcat.ttl"):
        value = triple.object
        if isinstance(value, ox.NamedNode) and value.value.startswith(dump):
            value = ox.NamedNode(f"{base}dump/{value.value.removeprefix(dump)}")
        statements.append(ox.Triple(triple.subject, triple.predicate, value))
    dataset = ox.NamedNode(f"{own}dataset")
    service = ox.NamedNode(f"{base}sparql")
    for subject, predicate, value in (
        (ox.NamedNode(f"{own}catalogue"), foreign("dcat:service"), service),
        (service, _TYPE, foreign("dcat:DataService")),
        (service, foreign("dct:title"), ox.Literal("citygraph SPARQL endpoint", language="en")),
        (service, foreign("dcat:endpointURL"), service),
        (service, foreign("dcat:endpointDescription"), service),
        (service, foreign("dcat:servesDataset"), dataset),
        (
            service,
            foreign("dct:conformsTo"),
            ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/"),
        ),
        (service, foreign("dct:license"), ox.NamedNode(release.manifest.licence)),
    ):
        statements.append(ox.Triple(subject, predicate, value))
    _write(release, job["format"], output, statements)


def write_examples(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write the example queries and the reports as SHACL executables.

    Args:
        release: The release.
        job: ``base``: the address of this server, and ``format``.
        output: Where it goes.
    """
    _write(release, job["format"], output, _examples(release, job["base"]))


def _examples(release: Release, base: str) -> Iterator[ox.Triple]:
    endpoint = ox.NamedNode(f"{base}sparql")
    forms = {"ASK": "Ask", "CONSTRUCT": "Construct", "SELECT": "Select"}
    for kind in ("examples", "reports", "quality"):
        for query in load_queries(kind).values():
            text = release.namespaces.localise(query.text)
            form = query_form(text)
            node = ox.NamedNode(f"{base}query/{query.name}")
            yield ox.Triple(node, _TYPE, foreign("sh:SPARQLExecutable"))
            if form in forms:
                yield ox.Triple(node, _TYPE, foreign(f"sh:SPARQL{forms[form]}Executable"))
            code = foreign(f"sh:{form.lower()}") if form in forms else foreign("schema:text")
            yield ox.Triple(node, code, ox.Literal(text))
            yield ox.Triple(node, _RDFS_LABEL, ox.Literal(query.title, language="en"))
            yield ox.Triple(
                node, foreign("rdfs:comment"), ox.Literal(query.question, language="en")
            )
            yield ox.Triple(node, foreign("schema:target"), endpoint)
            for tag in query.tags:
                yield ox.Triple(node, foreign("schema:keywords"), ox.Literal(str(tag)))


def write_context(release: Release, _job: Mapping[str, Any], output: Output) -> None:
    """Write the JSON-LD context.

    Args:
        release: The release.
        output: Where it goes.
    """
    text = (ontology_folder() / "context.jsonld").read_text(encoding="utf-8")
    output.head(200, (("Content-Type", "application/ld+json"),))
    output.write(release.namespaces.localise(text).encode())
