"""The store port: one interface to a release in memory and to a remote SPARQL endpoint."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from citygraph.errors import QuerySyntaxError, ReleaseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["Answer", "LocalStore", "Store", "Term", "Triples", "Truth", "syntax_error"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@contextmanager
def _evaluation() -> Iterator[None]:
    """Turn what the engine cannot do while it evaluates into an error of ours."""
    try:
        yield
    except OSError as error:
        raise UsageError(
            f"The query cannot be answered: {error}.",
            hint="SERVICE needs the network; ask that endpoint itself with --endpoint.",
        ) from error


class Answer:
    """The answer to a SELECT query, read once: as rows, or serialised.

    Args:
        solutions: What the store, or the parser of a remote answer, returned.
    """

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        self._solutions = solutions
        self.columns: list[str] = [variable.value for variable in solutions.variables]

    @cached_property
    def rows(self) -> list[list[Term | None]]:
        """The rows of terms; None where a variable is unbound."""
        with _evaluation():
            return list(map(list, self._solutions))

    def serialize(self, form: ox.QueryResultsFormat) -> bytes:
        """Return the answer in a format of the SPARQL 1.1 recommendations."""
        with _evaluation():
            data = self._solutions.serialize(format=form)
        assert data is not None
        return data


class Triples:
    """The answer to a CONSTRUCT or DESCRIBE query."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        with _evaluation():
            self.triples = list(triples)


class Truth:
    """The answer to an ASK query."""

    def __init__(self, answer: ox.QueryBoolean) -> None:
        self._answer = answer
        self.value = bool(answer)

    def serialize(self, form: ox.QueryResultsFormat) -> bytes:
        """Return the answer in a format of the SPARQL 1.1 recommendations."""
        data = self._answer.serialize(format=form)
        assert data is not None
        return data


class Store(Protocol):
    """Whatever answers SPARQL 1.1 queries."""

    def query(self, text: str) -> Answer | Triples | Truth:
        """Answer a query.

        Args:
            text: A SPARQL 1.1 query.

        Raises:
            QuerySyntaxError: The text does not parse.
            CitygraphError: The store cannot answer.
        """


class LocalStore:
    """A store in memory (Oxigraph).

    The default graph is the merged graph: each distinct statement of all graphs once. The named
    graphs are the sources, the reference graph, the rules' graphs and the metadata.

    Args:
        store: The Oxigraph store; an empty one by default.
    """

    def __init__(self, store: ox.Store | None = None) -> None:
        self.raw = store or ox.Store()

    @classmethod
    def open(cls, quads: Path, merged: Path, beside: Path | None = None) -> LocalStore:
        """Load a release.

        Args:
            quads: The N-Quads file with every statement in its graph.
            merged: The Turtle file with the merged graph.
            beside: An N-Quads file with more statements, which join the merged graph too.

        Raises:
            ReleaseError: A file is missing or damaged.
        """
        local = cls()
        try:
            local.raw.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
            local.raw.bulk_load(path=str(merged), format=ox.RdfFormat.TURTLE)
            if beside is not None:
                local.raw.bulk_load(path=str(beside), format=ox.RdfFormat.N_QUADS)
                more = ox.parse(path=str(beside), format=ox.RdfFormat.N_QUADS)
                local.raw.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in more)
        except (OSError, SyntaxError) as error:
            raise ReleaseError(
                f"The release in {quads.parent} cannot be read: {error}.",
                hint="Build it again with `citygraph build`.",
            ) from error
        return local

    def query(self, text: str) -> Answer | Triples | Truth:
        """Answer a query; see :meth:`Store.query`."""
        try:
            with _evaluation():
                found = self.raw.query(text)
        except SyntaxError as error:
            raise syntax_error(text, error) from error
        if isinstance(found, ox.QuerySolutions):
            return Answer(found)
        if isinstance(found, ox.QueryTriples):
            return Triples(found)
        return Truth(found)


def syntax_error(text: str, error: SyntaxError) -> QuerySyntaxError:
    """Return the error for a query that does not parse."""
    line = error.lineno
    where = ""
    if line and 0 < line <= len(text.splitlines()):
        where = f" Line {line} reads: {text.splitlines()[line - 1].strip()}"
    return QuerySyntaxError(
        f"The query does not parse: {error.msg}.{where}",
        hint="It must be a SPARQL 1.1 query: SELECT, ASK, CONSTRUCT or DESCRIBE.",
    )
