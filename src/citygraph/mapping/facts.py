"""What all rows share: where their statements go, dates, notes, and the passages they rest on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from citygraph.dates import parse_known_date
from citygraph.model import ENTITIES
from citygraph.namespaces import Namespaces, foreign

if TYPE_CHECKING:
    from citygraph.tables import Row
    from citygraph.vocabulary import Vocabulary

__all__ = ["EDITORIAL_LANGUAGE", "Facts", "Pen", "Term", "parts"]

EDITORIAL_LANGUAGE: Final = "en"
LANGUAGE_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/language/"

Term = NamedNode | Literal


@dataclass
class Facts:
    """What all rows say.

    Attributes:
        quads: The statements, each in its source's graph.
        rows: The rows behind each node, by the node's IRI, as ``file:row``.
        metadata: Statements about the sources, for ``graph:release``.
        reference_sources: The sources whose statements are in ``graph:reference``.
        retrieved: The newest date on which a source was retrieved; empty without sources.
    """

    quads: set[Quad] = field(default_factory=set)
    rows: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    metadata: set[Quad] = field(default_factory=set)
    reference_sources: set[str] = field(default_factory=set)
    retrieved: str = ""


class Pen:
    """Writes statements for rows of one set of tables.

    Args:
        rows: The rows of each table.
        vocabulary: The classes that a ``type`` cell may name.
        namespaces: The base of the IRIs.

    Attributes:
        facts: What was written.
        nodes: The node of each key.
        graphs: The graph of each source.
        languages: The authority's code of each language.
    """

    def __init__(
        self, rows: dict[str, list[Row]], vocabulary: Vocabulary, namespaces: Namespaces
    ) -> None:
        self.ns = namespaces
        self.vocabulary = vocabulary
        self.facts = Facts()
        self.nodes: dict[str, NamedNode] = {
            row["key"]: namespaces.node(entry.kind, row["key"])
            for entry in ENTITIES.values()
            for row in rows.get(entry.table, ())
        }
        self.languages = {row["code"]: row["authority"] for row in rows.get("languages", ())}
        self.graphs = {
            row["key"]: namespaces.graph("reference")
            if row["role"] == "reference"
            else namespaces.source(row["key"])
            for row in rows.get("sources", ())
        }
        # (node, kind and key of the node, source) to passages
        self.passages: dict[tuple[NamedNode, str, str], set[tuple[int, int]]] = defaultdict(set)

    def add(self, row: Row, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
        """Write a statement into the graph of the row's source."""
        self.facts.quads.add(Quad(subject, predicate, value, self.graphs[row["source"]]))

    def say(self, row: Row, subject: NamedNode, term: str, value: Term) -> None:
        """Write a statement with a property of the ontology."""
        self.add(row, subject, self.ns.term(term), value)

    def add_text(
        self, row: Row, subject: NamedNode, predicate: NamedNode, column: str, language: str
    ) -> None:
        """Write the text of a column, unless it is empty."""
        if row[column]:
            self.add(row, subject, predicate, Literal(row[column], language=language.lower()))

    def known_date(self, row: Row, subject: NamedNode, predicate: NamedNode, column: str) -> bool:
        """Write a date; tell whether it has a clock time."""
        if not row[column]:
            return False
        known = parse_known_date(row[column], row["time_zone"])
        datatype = foreign(f"xsd:{known.datatype}")
        self.add(row, subject, predicate, Literal(known.lexical, datatype=datatype))
        return known.datatype == "dateTime"

    def dates(self, row: Row, node: NamedNode) -> None:
        """Write start and end, and the time zone of a clock time."""
        clock = [
            self.known_date(row, node, foreign(f"schema:{column}Date"), column)
            for column in ("start", "end")
        ]
        if any(clock):
            self.say(row, node, "timeZone", Literal(row["time_zone"]))

    def note(self, row: Row, node: NamedNode, key: str) -> None:
        """Write the editor's note, the passages and the row behind a node."""
        self.add_text(row, node, foreign("skos:editorialNote"), "note", EDITORIAL_LANGUAGE)
        for part in filter(None, row["spans"].split(";")):
            start, _, end = part.strip().partition("-")
            self.passages[node, key, row["source"]].add((int(start), int(end)))
        self.facts.rows[node.value].append(row.place)

    def language_node(self, code: str) -> NamedNode:
        """Return the authority's IRI of a language."""
        return NamedNode(LANGUAGE_AUTHORITY + self.languages[code])

    def write_evidence(self) -> None:
        """Write an annotation a node and source, with the passages it rests on.

        See the Web Annotation model, https://www.w3.org/TR/annotation-model/.
        """
        for (node, key, source), spans in self.passages.items():
            graph = self.graphs[source]
            annotation = self.ns.node("annotation", f"{key}--{source}")
            quads = self.facts.quads

            def add(subject: NamedNode, predicate: str, value: Term) -> None:
                quads.add(Quad(subject, foreign(predicate), value, graph))  # noqa: B023

            add(annotation, "rdf:type", foreign("oa:Annotation"))
            add(annotation, "oa:motivatedBy", foreign("oa:linking"))
            add(annotation, "oa:hasBody", node)
            for start, end in spans:
                passage = self.ns.node("passage", f"{source}/{start}-{end}")
                selector = self.ns.node("selector", f"{start}-{end}")
                add(annotation, "oa:hasTarget", passage)
                add(passage, "rdf:type", foreign("oa:SpecificResource"))
                add(passage, "oa:hasSource", self.ns.source(source))
                add(passage, "oa:hasSelector", selector)
                add(selector, "rdf:type", foreign("oa:TextPositionSelector"))
                add(selector, "oa:start", Literal(start))
                add(selector, "oa:end", Literal(end))


def parts(cell: str) -> list[str]:
    """Return the values of a cell that may hold several."""
    return [part.strip() for part in cell.split(";")] if cell else []
