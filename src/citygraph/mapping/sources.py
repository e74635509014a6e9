"""Sources and the languages they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from citygraph.dates import parse_known_date
from citygraph.mapping.facts import EDITORIAL_LANGUAGE, Pen, Term
from citygraph.namespaces import foreign
from citygraph.vocabulary import slug

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.tables import Row

__all__ = ["SourceMapper"]


class SourceMapper:
    """Writes what is known about the sources, and the languages.

    Args:
        pen: Writes the statements.
    """

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.tables: dict[str, Callable[[Row], None]] = {
            "sources": self.source,
            "languages": self.language,
        }

    def source(self, row: Row) -> None:
        """Write what is known about a source."""
        node = self.pen.ns.source(row["key"])
        graph = self.pen.ns.graph("release")

        def add(predicate: NamedNode, value: Term) -> None:
            self.pen.facts.metadata.add(Quad(node, predicate, value, graph))

        add(foreign("rdf:type"), self.pen.ns.term("Source"))
        add(foreign("dct:title"), Literal(row["title"], language=(row["language"] or "en").lower()))
        if row["language"] in self.pen.languages:
            add(foreign("dct:language"), self.pen.language_node(row["language"]))
        if row["publisher"]:
            publisher = NamedNode(f"{self.pen.ns.base}publisher/{slug(row['publisher'])}")
            add(foreign("dct:publisher"), publisher)
            self.pen.facts.metadata.add(
                Quad(publisher, foreign("rdf:type"), foreign("foaf:Agent"), graph)
            )
            name = Literal(row["publisher"])
            self.pen.facts.metadata.add(Quad(publisher, foreign("foaf:name"), name, graph))
        if row["address"]:
            add(foreign("foaf:page"), NamedNode(row["address"]))
        if row["licence"]:
            add(foreign("dct:license"), NamedNode(row["licence"]))
        for column, predicate in (
            ("published", foreign("dct:issued")),
            ("published_before", self.pen.ns.term("publishedBefore")),
            ("retrieved", self.pen.ns.term("retrieved")),
        ):
            if row[column]:
                known = parse_known_date(row[column])
                add(predicate, Literal(known.lexical, datatype=foreign(f"xsd:{known.datatype}")))
        if row["sha256"]:
            add(self.pen.ns.term("sha256"), Literal(row["sha256"]))
        if row["note"]:
            add(foreign("skos:editorialNote"), Literal(row["note"], language=EDITORIAL_LANGUAGE))
        if row["role"] == "reference":
            self.pen.facts.reference_sources.add(row["key"])
        self.pen.facts.retrieved = max(self.pen.facts.retrieved, row["retrieved"])
        self.pen.facts.rows[node.value].append(row.place)

    def language(self, row: Row) -> None:
        """Write a language."""
        node = self.pen.language_node(row["code"])
        self.pen.add(row, node, foreign("rdf:type"), foreign("dct:LinguisticSystem"))
        self.pen.add(row, node, foreign("skos:notation"), Literal(row["code"]))
        self.pen.add_text(row, node, foreign("skos:prefLabel"), "name", EDITORIAL_LANGUAGE)
        self.pen.facts.rows[node.value].append(row.place)
