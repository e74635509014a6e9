"""Loading an RDF file, mapped into the model by a CONSTRUCT query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.errors import QuerySyntaxError, UsageError
from citygraph.loading.graphs import GraphLoad, load_statements, open_target
from citygraph.release.files import read_quads
from citygraph.store import syntax_error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from citygraph.namespaces import Namespaces

__all__ = ["load_rdf", "map_graph", "read_graph"]


def load_rdf(
    path: Path,
    query: str,
    into: Path,
    source: str,
    details: Mapping[str, str],
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None],
    *,
    dry_run: bool = False,
) -> GraphLoad:
    """Load an RDF file as a source.

    Args:
        path: The file; its suffix tells the syntax.
        query: A CONSTRUCT query from the file's terms to the model's; empty where the file is in
            the model's terms.
        into: The folder of the tables.
        source: The source's key.
        details: Cells of the source's row.
        engine: The SHACL engine.
        namespaces: The base.
        progress: Is told each step.
        dry_run: Whether to check only.

    Returns:
        What it came to.

    Raises:
        UnreadableInput: The file is missing, of an unknown kind, or does not parse.
        QuerySyntaxError: The query does not parse.
        UsageError: The query is no CONSTRUCT query, or a detail of the source is missing.
        InvalidData: There is no statement, or one has a blank node.
    """
    with open_target(into, source, details, namespaces) as target:
        progress("Reading the file")
        store = read_graph(path)
        progress("Mapping")
        triples = map_graph(store, query) if query else [q.triple for q in _merged(store)]
        return load_statements(triples, target, engine, namespaces, progress, dry_run=dry_run)


def read_graph(path: Path) -> ox.Store:
    """Read an RDF file in any syntax; named graphs are kept and merged into the default graph.

    Args:
        path: The file; its suffix tells the syntax.

    Returns:
        The statements.

    Raises:
        UnreadableInput: The file is missing, of an unknown kind, or does not parse.
    """
    store = ox.Store()
    store.bulk_extend(read_quads(path, path.resolve().as_uri()))
    named = [q for q in store if not isinstance(q.graph_name, ox.DefaultGraph)]
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in named)
    return store


def map_graph(store: ox.Store, query: str) -> list[ox.Triple]:
    """Run a CONSTRUCT query on what was read.

    Args:
        store: The statements.
        query: The query.

    Returns:
        What it gives.

    Raises:
        QuerySyntaxError: The query does not parse.
        UsageError: It is no CONSTRUCT query.
    """
    try:
        found = store.query(query)
    except SyntaxError as error:
        raise syntax_error(query, error) from error
    except OSError as error:
        raise QuerySyntaxError(f"The query cannot be answered: {error}.") from error
    if not isinstance(found, ox.QueryTriples):
        raise UsageError(
            "The query is no CONSTRUCT query.",
            hint="It must begin, after its prefixes, with CONSTRUCT { ... } WHERE { ... }.",
        )
    return list(found)


def _merged(store: ox.Store) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
