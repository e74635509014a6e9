"""Writing RDF so that the same statements give the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["sorted_nquads", "sorted_ntriples", "sorted_turtle"]

_TYPE = foreign("rdf:type")


def sorted_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """Return quads as canonical N-Quads: one a line, lines in code-point order."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    assert data is not None
    return b"".join(sorted(set(data.splitlines(keepends=True))))


def sorted_ntriples(triples: Iterable[ox.Triple]) -> bytes:
    """Return triples as N-Triples: one a line, lines in code-point order."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return b"".join(sorted(set(data.splitlines(keepends=True))))


def sorted_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Return triples as Turtle, grouped by subject and sorted, types first.

    Args:
        triples: Triples without blank nodes.
        prefixes: Prefix to IRI.

    Returns:
        UTF-8 text.
    """
    ordered = sorted(
        set(triples),
        key=lambda t: (
            str(t.subject),
            t.predicate != _TYPE,
            str(t.predicate),
            str(t.object),
        ),
    )
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
    assert data is not None
    return data
