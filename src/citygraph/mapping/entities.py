"""Entities: cities, initiatives, events and the rest, their names, and links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from citygraph.mapping.facts import EDITORIAL_LANGUAGE, Pen, parts
from citygraph.model import ENTITIES
from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.tables import Row

__all__ = ["EntityMapper"]

_COUNTRY_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/country/"
_RELATIONS: Final = {
    "part-of": "partOf",
    "follows": "follows",
    "merged-into": "mergedInto",
    "supports": "supports",
}
_TYPE: Final = foreign("rdf:type")
_PREF_LABEL: Final = foreign("skos:prefLabel")
_ALT_LABEL: Final = foreign("skos:altLabel")


class EntityMapper:
    """Writes the tables of entities, of their names and of the relations between them.

    Args:
        pen: Writes the statements.
    """

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.kinds = {entry.table: entry for entry in ENTITIES.values()}
        self.tables: dict[str, Callable[[Row], None]] = {
            **dict.fromkeys(self.kinds, self.entity),
            "labels": self.label,
            "names": self.name,
            "relations": self.relation,
        }

    def entity(self, row: Row) -> None:
        """Write what a row tells about a thing: type, name, dates, links."""
        entry = self.kinds[row.table]
        class_name = entry.class_name
        node = self.pen.nodes[row["key"]]
        if entry.typed and row["type"]:
            class_name = self.pen.vocabulary.classes[row["type"]]
        self.pen.add(row, node, _TYPE, self.pen.ns.term(class_name))
        if row["name"]:
            self.pen.facts.quads.add(
                Quad(
                    node,
                    _PREF_LABEL,
                    Literal(row["name"], language=EDITORIAL_LANGUAGE),
                    self.pen.ns.graph("reference"),
                )
            )
        self.entity_details(row, node)
        self.pen.dates(row, node)
        if row["status"]:
            self.pen.say(row, node, "status", self.pen.ns.concept("status", row["status"]))
        self.pen.note(row, node, f"{entry.kind}/{row['key']}")

    def entity_details(self, row: Row, node: NamedNode) -> None:
        """Write the columns that only some kinds of things have."""
        for column, term in (
            ("country", "country"),
            ("region", "inRegion"),
            ("acts_for", "actsFor"),
            ("location", "location"),
            ("city", "inCity"),
        ):
            for key in parts(row[column]):
                self.pen.say(row, node, term, self.pen.nodes[key])
        parent = (
            foreign("org:subOrganizationOf")
            if row.table == "organisations"
            else self.pen.ns.term("partOf")
        )
        for key in parts(row["part_of"]):
            self.pen.add(row, node, parent, self.pen.nodes[key])
        if row["type"] and row.table == "organisations":
            kind = self.pen.ns.concept("orgtype", row["type"])
            self.pen.add(row, node, foreign("org:classification"), kind)
        for key in parts(row["topics"]):
            self.pen.say(row, node, "topic", self.pen.ns.concept("topic", key))
        for key in parts(row["audience"]):
            self.pen.say(row, node, "audience", self.pen.ns.concept("audience", key))
        if row["format"]:
            self.pen.say(row, node, "eventFormat", self.pen.ns.concept("format", row["format"]))
        for code in parts(row["languages"]):
            self.pen.add(row, node, foreign("dct:language"), self.pen.language_node(code))
        if row["homepage"]:
            self.pen.add(row, node, foreign("foaf:homepage"), NamedNode(row["homepage"]))
        self.pen.add_text(row, node, foreign("dct:description"), "description", EDITORIAL_LANGUAGE)
        if row["iso2"]:
            self.pen.add(row, node, foreign("skos:notation"), Literal(row["iso2"]))
        if row["iso3"]:
            authority = NamedNode(_COUNTRY_AUTHORITY + row["iso3"])
            self.pen.add(row, node, foreign("skos:exactMatch"), authority)

    def label(self, row: Row) -> None:
        """Write an editorial name."""
        node = self.pen.nodes[row["key"]]
        self.pen.add_text(row, node, _PREF_LABEL, "name", row["language"])
        self.pen.facts.rows[node.value].append(row.place)

    def name(self, row: Row) -> None:
        """Write a spelling that a source uses."""
        node = self.pen.nodes[row["key"]]
        self.pen.add_text(row, node, _ALT_LABEL, "name", row["language"])
        self.pen.note(row, node, node.value.removeprefix(f"{self.pen.ns.base}id/"))

    def relation(self, row: Row) -> None:
        """Write a link between initiatives or events."""
        subject = self.pen.nodes[row["subject"]]
        self.pen.say(row, subject, _RELATIONS[row["relation"]], self.pen.nodes[row["object"]])
        self.pen.note(row, subject, subject.value.removeprefix(f"{self.pen.ns.base}id/"))
