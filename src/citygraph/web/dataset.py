"""The dataset that a query names: graphs merged without counting a statement twice."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

import pyoxigraph as ox

from citygraph.errors import UsageError
from citygraph.sparql import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["chosen_dataset", "named_services", "uses_service"]

_MERGED: Final = ox.NamedNode("urn:x-citygraph:merged")
_CLAUSE: Final = re.compile(r"(?<![\w?$:.@-])FROM\b(?![:.-])\s*(NAMED\b)?\s*", re.IGNORECASE)
_NAME: Final = re.compile(r"<([^<>\"{}|^`\\\s]*)>|([\w.-]*):([\w.%-]*)")
_PREFIX: Final = re.compile(r"PREFIX\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_BASE: Final = re.compile(r"BASE\s*<([^>]*)>", re.IGNORECASE)
_SERVICE: Final = re.compile(r"(?<![\w?$:.@-])SERVICE\b(?!\s*:)(?![.-])", re.IGNORECASE)


def uses_service(query: str) -> bool:
    """Tell whether a query asks another endpoint."""
    text = bare(query)
    return "service" in text.lower() and bool(_SERVICE.search(text))


def named_services(query: str) -> list[str]:
    """Return the IRIs that a query's SERVICE clauses name; empty strings for what is not an IRI."""
    found = []
    for match in _SERVICE.finditer(bare(query)):
        rest = re.match(r"\s*(?:SILENT\b)?\s*(?:<([^>]*)>)?", query[match.end() :], re.IGNORECASE)
        found.append((rest and rest[1]) or "")
    return found


def _merged_from(query: str, base: str, prefixes: Mapping[str, str]) -> list[str] | None:
    """Return the graphs of the FROM clauses where there are several; None where there are not."""
    text = bare(query)
    if len(re.findall(r"\bFROM\b", text, re.IGNORECASE)) < 2:  # noqa: PLR2004
        return None
    known = dict(prefixes) | {m[1]: m[2] for m in _PREFIX.finditer(query)}
    if declared := _BASE.search(query):
        base = urljoin(base, declared[1])
    graphs = []
    for clause in _CLAUSE.finditer(text):
        rest = query[clause.start() + 4 :].lstrip()
        if rest[:5].upper() == "NAMED":
            continue
        name = _NAME.match(rest)
        if name is None:
            raise UsageError(
                "The graphs that this query names with FROM cannot be read.",
                hint="Write each as FROM <...>, without a comment in between.",
            )
        graphs.append(
            urljoin(base, name[1]) if name[1] is not None else known.get(name[2], "") + name[3]
        )
    return list(dict.fromkeys(graphs)) if len(graphs) > 1 else None


def _from_named(query: str, base: str, prefixes: Mapping[str, str]) -> list[str]:
    known = dict(prefixes) | {m[1]: m[2] for m in _PREFIX.finditer(query)}
    graphs = []
    for clause in re.finditer(r"\bFROM\s+NAMED\s*", bare(query), re.IGNORECASE):
        start = re.compile(r"FROM\s+NAMED\s*", re.IGNORECASE).match(query, clause.start())
        name = _NAME.match(query, start.end()) if start else None
        if name is not None:
            iri = (
                urljoin(base, name[1]) if name[1] is not None else known.get(name[2], "") + name[3]
            )
            graphs.append(iri)
    return graphs


@contextmanager
def chosen_dataset(
    store: ox.Store,
    query: str,
    defaults: Sequence[str],
    named: Sequence[str],
    base: str,
    prefixes: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """Give the arguments that make a query run on the dataset it is meant for.

    The engine counts a statement once for each graph that a default graph is put together from;
    so several graphs are merged into one first.

    Args:
        store: The store.
        query: The query.
        defaults: The graphs that the protocol names as the default graph.
        named: The graphs that the protocol names as named graphs.
        base: What relative IRIs begin with.
        prefixes: The prefixes known without a declaration.

    Yields:
        Arguments of ``Store.query``.

    Raises:
        UsageError: A graph's name is not an IRI.
    """
    if not defaults and not named:
        merged = _merged_from(query, base, prefixes)
        if merged is None:
            yield {}
            return
        defaults, named = merged, _from_named(query, base, prefixes)
    graphs = [_graph(iri, base) for iri in dict.fromkeys(defaults)]
    chosen = [_graph(iri, base) for iri in dict.fromkeys(named)]
    if len(graphs) < 2:  # noqa: PLR2004
        yield {"default_graph": graphs, "named_graphs": chosen}
        return
    for graph in graphs:
        found = store.quads_for_pattern(None, None, None, graph)
        store.extend(ox.Quad(q.subject, q.predicate, q.object, _MERGED) for q in list(found))
    try:
        yield {"default_graph": [_MERGED], "named_graphs": chosen}
    finally:
        store.remove_graph(_MERGED)


def _graph(iri: str, base: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(
            iri if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri) else urljoin(base, iri)
        )
    except ValueError as error:
        raise UsageError(
            f"'{iri[:100]}' is not the name of a graph.", hint="Name a graph by its IRI."
        ) from error
