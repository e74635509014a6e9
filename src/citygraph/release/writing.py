"""Writing RDF so that the same statements give the same bytes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["sorted_turtle", "turtle_of_lines"]

_TYPE = foreign("rdf:type")
_TYPE_NAME = str(_TYPE).encode()


def turtle_of_lines(lines: Iterable[bytes], prefixes: Mapping[str, str]) -> bytes:
    """Return a graph as Turtle, grouped by subject, types first.

    Args:
        lines: Its statements as N-Triples lines, sorted.
        prefixes: Prefix to IRI.

    Returns:
        UTF-8 text.
    """
    data = b"".join(_types_first(lines))
    triples = (q.triple for q in ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
    turtle = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
    assert turtle is not None
    return turtle


def _types_first(lines: Iterable[bytes]) -> Iterator[bytes]:
    for _subject, group in groupby(lines, key=lambda line: line.split(b" ", 1)[0]):
        statements = list(group)
        types = [line for line in statements if line.split(b" ", 2)[1] == _TYPE_NAME]
        yield from types
        yield from (line for line in statements if line.split(b" ", 2)[1] != _TYPE_NAME)


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
