"""Answering a query in a worker: the engine writes the answer, nothing here goes row by row."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from citygraph.errors import UsageError
from citygraph.store import syntax_error
from citygraph.web.dataset import chosen_dataset
from citygraph.web.formats import GRAPHS, RESULTS
from citygraph.web.output import too_large
from citygraph.web.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citygraph.opening import Release
    from citygraph.web.output import Output

__all__ = ["RDF_FORMATS", "answer_query", "write_graph"]

_SOLUTIONS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
RDF_FORMATS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
}
_WITH_PREFIXES: Final = frozenset({"turtle", "trig", "rdfxml"})
_CONTENT_TYPES: Final = {entry.name: entry.content_type for entry in (*GRAPHS, *RESULTS)}
_SEPARATORS: Final = {
    "json": (b'}},{"', 1),
    "xml": (b"<result>", 0),
    "csv": (b"\r\n", -1),
    "tsv": (b"\n", -1),
}


def answer_query(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Answer a SPARQL query.

    Args:
        release: The release.
        job: ``query``, ``format``, and ``defaults`` and ``named``: the graphs of the protocol.
        output: Where the answer goes.

    Raises:
        QuerySyntaxError: The query does not parse.
        UsageError: The engine cannot answer it.
        Refused: The answer exceeds a limit.
    """
    text: str = job["query"]
    store = release.store.raw
    base, prefixes = release.namespaces.base, release.namespaces.prefixes
    graphs = chosen_dataset(
        store, text, job.get("defaults", ()), job.get("named", ()), base, prefixes
    )
    with graphs as arguments:
        try:
            found = store.query(text, base_iri=base, prefixes=prefixes, **arguments)
            _write(found, job["format"], output, prefixes)
        except SyntaxError as error:
            raise syntax_error(text, error) from error
        except (OSError, RuntimeError, ValueError) as error:
            if isinstance(error, BrokenPipeError | ConnectionResetError):
                raise
            raise UsageError(f"The query cannot be answered: {error}.") from error


def _write(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    form: str,
    output: Output,
    prefixes: Mapping[str, str],
) -> None:
    output.head(200, (("Content-Type", _CONTENT_TYPES[form]),))
    if isinstance(found, ox.QueryTriples):
        write_graph(found, form, output, prefixes)
        return
    if isinstance(found, ox.QuerySolutions):
        output.count_rows(*_SEPARATORS[form])
    found.serialize(output, format=_SOLUTIONS[form])


def write_graph(
    triples: Iterable[ox.Triple | ox.Quad],
    form: str,
    output: Output,
    prefixes: Mapping[str, str],
) -> None:
    """Write statements in an RDF format.

    Args:
        triples: The statements.
        form: A name of :data:`citygraph.web.formats.GRAPHS`.
        output: Where they go.
        prefixes: Prefixes for the formats that have them.

    Raises:
        Refused: There are more statements than an answer may have.
    """
    statements = iter(triples)
    most = output.most_rows
    bounded = islice(statements, most) if most else statements
    if form in _WITH_PREFIXES:
        known = {name: iri for name, iri in prefixes.items() if form != "rdfxml" or name != "xml"}
        ox.serialize(bounded, output, format=RDF_FORMATS[form], prefixes=known)
    else:
        ox.serialize(bounded, output, format=RDF_FORMATS[form])
    if most and next(statements, None) is not None:
        raise Refused(too_large("row-limit", "statements", most))
