"""Writing RDF so that the same statements give the same bytes."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["sorted_turtle", "write_turtle"]

_TYPE = foreign("rdf:type")
_TYPE_NAME = str(_TYPE).encode()


def write_turtle(path: Path, lines: Iterable[bytes], prefixes: Mapping[str, str]) -> None:
    """Write a graph as Turtle, grouped by subject, types first.

    Args:
        path: The file to write.
        lines: Its statements as N-Triples lines, sorted.
        prefixes: Prefix to IRI.
    """
    ox.serialize(
        _triples(_types_first(lines)),
        str(path),
        format=ox.RdfFormat.TURTLE,
        prefixes=dict(prefixes),
    )


def _triples(lines: Iterator[bytes]) -> Iterator[ox.Triple]:
    """Parse lines some at a time, so that a large graph is never in memory as a whole."""
    while some := b"".join(islice(lines, 10_000)):
        yield from (quad.triple for quad in ox.parse(some, format=ox.RdfFormat.N_TRIPLES))


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
