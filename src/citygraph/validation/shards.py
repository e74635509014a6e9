"""Validation in shards: what bounds the memory of a large graph.

A shard holds all statements of some subjects, and of everything they point to as much as a shape
looks at: types, schemes, the hierarchies, and names where a shape asks for one. Targets are
narrowed to the shard's own subjects, so that each node is judged once, by the shard that holds it
whole. A test proves that shards of any size give what the graph as a whole gives.
"""

from __future__ import annotations

import os
from collections import defaultdict
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import chain, groupby
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final, Protocol

from rdflib import SH, Graph, URIRef

from citygraph.namespaces import foreign
from citygraph.settings import setting_as_int
from citygraph.validation.engines import Result, validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from citygraph.namespaces import Namespaces

__all__ = ["SHARD_LINES", "CountedLines", "validate_lines"]

SHARD_LINES: Final = 150_000
_SHARDS_EACH: Final = 3
# A class of its own for the subjects of a shard: the class's IRI after this.
_OWN: Final = "urn:x-citygraph:own:"
_TYPE: Final = str(foreign("rdf:type")).encode()
_SUBCLASS: Final = str(foreign("rdfs:subClassOf")).encode()


class CountedLines(Protocol):
    """Lines that can be read more than once, from memory or disk, and say how many they are."""

    def __len__(self) -> int:
        """Return how many lines there are."""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines in order."""


def validate_lines(
    lines: CountedLines,
    shapes: str,
    engine: str,
    namespaces: Namespaces,
    size: int = SHARD_LINES,
) -> list[Result]:
    """Validate a graph given as lines.

    Args:
        lines: N-Triples lines, sorted.
        shapes: The shapes graph as Turtle.
        engine: A key of :data:`citygraph.validation.ENGINES`.
        namespaces: The base, for the properties that shapes follow.
        size: Up to how many lines are validated in one piece, in this process; a larger graph goes
            in shards of about this size to processes of their own.

    Returns:
        All results, sorted.
    """
    if len(lines) <= size:
        return validate(b"".join(lines), shapes, engine)
    results: set[Result] = set()
    narrowed = _narrowed(shapes)
    workers = setting_as_int("validation_processes") or os.cpu_count() or 1
    # A process keeps what it once held of memory: a new one after a few shards gives it back.
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), max_tasks_per_child=_SHARDS_EACH
    ) as pool:
        waiting: set[Future[list[Result]]] = set()
        for own, context in _shards(lines, namespaces, size):
            if len(waiting) > workers:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                results.update(*(future.result() for future in done))
            waiting.add(pool.submit(_validate_shard, own, context, narrowed, engine))
        results.update(*(future.result() for future in waiting))
    return sorted(results)


def _narrowed(shapes: str) -> str:
    """Return the shapes with each target class replaced by the class of a shard's own subjects."""
    graph = Graph().parse(data=shapes, format="turtle")
    for shape, target in list(graph.subject_objects(SH.targetClass)):
        graph.remove((shape, SH.targetClass, target))
        graph.add((shape, SH.targetClass, URIRef(_OWN + str(target))))
    return graph.serialize(format="turtle")


def _validate_shard(own: bytes, context: bytes, shapes: str, engine: str) -> list[Result]:
    lines = own.splitlines()
    subjects = {line.partition(b" ")[0].strip(b"<>").decode("utf-8") for line in lines}
    marks = b"".join(
        b"%s %s <%s%s> .\n" % (subject, _TYPE, _OWN.encode(), rest[1:-3])
        for subject, predicate, rest in (line.split(b" ", 2) for line in lines)
        if predicate == _TYPE
    )
    marks += b"".join(
        b"<%s%s> %s <%s%s> .\n"
        % (_OWN.encode(), subject[1:-1], _SUBCLASS, _OWN.encode(), rest[1:-3])
        for subject, predicate, rest in (
            line.split(b" ", 2) for line in chain(lines, context.splitlines())
        )
        if predicate == _SUBCLASS
    )
    results = validate(own + marks + context, shapes, engine)
    # Shapes that target the subjects of a property see the context too.
    return [result for result in results if result.focus in subjects]


def _shards(
    lines: CountedLines, namespaces: Namespaces, size: int
) -> Iterator[tuple[bytes, bytes]]:
    """Yield the statements of each shard's subjects, and the context they need."""
    looked_at, hierarchies, roles, named = _predicates(namespaces)
    about: dict[bytes, list[bytes]] = defaultdict(list)
    names: dict[bytes, list[bytes]] = defaultdict(list)
    everywhere: list[bytes] = []
    incoming: dict[bytes, bytes] = {}
    person = f"<{namespaces.base}id/person/".encode()
    own_names = f"<{namespaces.base}id/".encode()
    # Shapes ask for classes of the ontology and of annotations, not for the superclasses of others.
    own_classes = tuple(
        f"<{iri}".encode() for iri in (namespaces.term("").value, foreign("oa:").value)
    )
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        if predicate in hierarchies or not subject.startswith(own_names):
            everywhere.append(line)
        elif predicate in looked_at and (predicate != _TYPE or rest.startswith(own_classes)):
            about[subject].append(line)
        elif predicate in named:
            names[subject].append(line)
        if predicate in roles and rest.startswith(person):
            incoming.setdefault(rest.split(b" ", 1)[0], line)
    asks_for_name = str(namespaces.term("about")).encode()
    for own in _whole_subjects(lines, size):
        context = _context(own, about, incoming, everywhere)
        for line in own:
            _subject_name, predicate, rest = line.split(b" ", 2)
            if predicate == asks_for_name:
                context.update(names.get(rest.split(b" ", 1)[0], ()))
        yield b"".join(own), b"".join(context.difference(own))


def _whole_subjects(lines: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """Yield some of the lines at a time, all those of one subject together."""
    own: list[bytes] = []
    for _subject_name, group in groupby(lines, key=_subject):
        if len(own) >= size:
            yield own
            own = []
        own.extend(group)
    if own:
        yield own


def _context(
    own: Sequence[bytes],
    about: dict[bytes, list[bytes]],
    incoming: dict[bytes, bytes],
    everywhere: Sequence[bytes],
) -> set[bytes]:
    context = set(everywhere)
    subjects = {_subject(line) for line in own}
    pointed_at = {
        rest.split(b" ", 1)[0]
        for rest in (line.split(b" ", 2)[2] for line in own)
        if rest.startswith(b"<")
    }
    for line in (incoming[s] for s in subjects if s in incoming):
        context.add(line)
        pointed_at.add(_subject(line))
    for name in pointed_at - subjects:
        context.update(about.get(name, ()))
    return context


def _subject(line: bytes) -> bytes:
    return line.split(b" ", 1)[0]


def _predicates(
    namespaces: Namespaces,
) -> tuple[set[bytes], set[bytes], set[bytes], set[bytes]]:
    """Return what shapes look at in the things a node points to, in N-Triples form.

    Returns:
        What tells the kind of a thing; the hierarchies, which shapes follow; what points to a
        person; the names.
    """

    def names(*terms: object) -> set[bytes]:
        return {str(term).encode() for term in terms}

    return (
        names(foreign("rdf:type"), foreign("skos:inScheme")),
        names(
            namespaces.term("partOf"),
            namespaces.term("follows"),
            foreign("org:subOrganizationOf"),
            foreign("skos:broader"),
        ),
        names(
            namespaces.term("holder"),
            namespaces.term("participant"),
            namespaces.term("recipient"),
        ),
        names(foreign("rdfs:label"), foreign("skos:prefLabel")),
    )
