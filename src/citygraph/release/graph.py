"""The graph in the making: facts, vocabulary and metadata, merged, with what the rules derive."""

from __future__ import annotations

import itertools
import tempfile
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.errors import UnreadableInput
from citygraph.namespaces import foreign
from citygraph.release.lines import Lines
from citygraph.release.metadata import release_quads, statistics
from citygraph.resources import ontology_folder
from citygraph.rules import apply_rules, load_rules
from citygraph.suppression import remove_suppressed
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from citygraph.mapping import Facts
    from citygraph.namespaces import Namespaces

__all__ = ["BuiltGraph"]


class BuiltGraph:
    """A graph in memory: each statement in its named graph, and once in the default graph.

    Args:
        facts: What the tables say.
        namespaces: The base of the IRIs.
        version: The release's version.
        date: Its ISO date.
        files: RDF files to take in, each with the named graph it is.
        suppressed: The digests of the names of people who asked to be left out; the tables have
            dropped them already, the files have not.
    """

    def __init__(
        self,
        facts: Facts,
        namespaces: Namespaces,
        version: str,
        date: str,
        files: Mapping[Path, ox.NamedNode] | None = None,
        suppressed: Collection[str] = (),
    ) -> None:
        self.facts = facts
        self.namespaces = namespaces
        self.version = version
        self.date = date
        self.store = ox.Store()
        self._fill(files or {})
        if files:
            remove_suppressed(self.store, suppressed, namespaces)
        apply_rules(self.store, load_rules(namespaces), namespaces)

    def _fill(self, files: Mapping[Path, ox.NamedNode]) -> None:
        """Load facts, vocabulary and metadata, and merge them into the default graph."""
        vocabulary = self.namespaces.graph("vocabulary")
        quads = itertools.chain(
            self.facts.quads,
            self.facts.metadata,
            release_quads(self.namespaces, self.version, self.date, self.facts.reference_sources),
            (
                ox.Quad(t.subject, t.predicate, t.object, vocabulary)
                for t in load_vocabulary(self.namespaces).triples
            ),
        )
        for batch in _batches(quads):
            self.store.bulk_extend(batch)
            self.store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in batch)
        for path, name in files.items():
            self._load(path, name)

    def _load(self, path: Path, name: ox.NamedNode) -> None:
        form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
        try:
            for graph in (name, ox.DefaultGraph()):
                self.store.bulk_load(path=str(path), format=form, to_graph=graph)
        except (OSError, SyntaxError, ValueError) as error:
            raise UnreadableInput(
                f"{path} cannot be read: {error}.",
                hint="A file in graphs/ is N-Triples or Turtle.",
            ) from error

    def _graph_lines(self, name: ox.NamedNode | ox.DefaultGraph) -> list[bytes]:
        """Return the statements of one graph as N-Triples lines, sorted."""
        with tempfile.TemporaryFile() as file:
            self.store.dump(file, format=ox.RdfFormat.N_TRIPLES, from_graph=name)
            file.seek(0)
            return sorted(file)

    def _quad_lines(self) -> tuple[list[bytes], dict[str, int]]:
        """Return every statement as an N-Quads line, sorted, and the size of each graph."""
        lines: list[bytes] = []
        sizes: dict[str, int] = {}
        for name in self.store.named_graphs():
            assert isinstance(name, ox.NamedNode)
            end = f" {name} .\n".encode()
            before = len(lines)
            lines.extend(line[:-3] + end for line in self._graph_lines(name))
            sizes[name.value] = len(lines) - before
        lines.sort()
        return lines, sizes

    def freeze(self) -> None:
        """Write to disk, as sorted lines, what a release is made of, and let the store go.

        Validation needs the memory for itself.
        """
        quads, sizes = self._quad_lines()
        self.quads = Lines(quads)
        del quads
        self.void, self.counts = statistics(self.store, sizes, self.namespaces, self.date)
        self.merged = Lines(self._graph_lines(ox.DefaultGraph()))
        del self.store

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """Return an English name, else any name, for those IRIs that have one."""
        wanted = {f"<{iri}>".encode() for iri in iris}
        label = str(foreign("rdfs:label")).encode()
        lines = [
            line
            for line in self.merged
            if (parts := line.split(b" ", 2))[1] == label and parts[0] in wanted
        ]
        names: dict[str, list[tuple[bool, str]]] = {}
        for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                name = (quad.object.language != "en", quad.object.value)
                names.setdefault(quad.subject.value, []).append(name)
        return {iri: min(found)[1] for iri, found in names.items()}

    @cached_property
    def shapes(self) -> str:
        """The shapes as Turtle under this base."""
        text = (ontology_folder() / "shapes.ttl").read_text(encoding="utf-8")
        return self.namespaces.localise(text)

    def require_no_blank_nodes(self) -> None:
        """Make sure that no statement has a blank node.

        Raises:
            UnreadableInput: One has; it came from an RDF file.
        """
        for line in self.merged:
            if line.startswith(b"_:") or b" _:" in line.partition(b'"')[0]:
                raise UnreadableInput(
                    f"An RDF file has a blank node: {line.decode().strip()}",
                    hint="Give each thing an IRI; blank nodes cannot be cited or compared.",
                )


def _batches(quads: Iterable[ox.Quad], size: int = 100_000) -> Iterator[list[ox.Quad]]:
    quads = iter(quads)
    while batch := list(itertools.islice(quads, size)):
        yield batch
