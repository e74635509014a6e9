"""Reference facts: where cities are, what other vocabularies call things, which keys moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from citygraph.mapping.claims import number
from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.mapping.facts import Pen, Term
    from citygraph.tables import Row

__all__ = ["ReferenceMapper"]

_GEONAMES: Final = "https://sws.geonames.org/"
_NUTS: Final = "http://data.europa.eu/nuts/code/"
_EXACT_MATCH: Final = foreign("skos:exactMatch")


class ReferenceMapper:
    """Writes the tables of reference facts.

    Args:
        pen: Writes the statements.
    """

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.tables: dict[str, Callable[[Row], None]] = {
            "places": self.place,
            "matches": self.match,
            "replaced": self.replaced,
        }

    def place(self, row: Row) -> None:
        """Write where a city is, and how many people live there."""
        pen = self.pen
        node = pen.nodes[row["key"]]
        latitude, longitude = row["latitude"], row["longitude"]
        if latitude and longitude:
            lat, long = (
                Literal(_decimal(text), datatype=foreign("xsd:decimal"))
                for text in (latitude, longitude)
            )
            pen.add(row, node, foreign("geo:lat"), lat)
            pen.add(row, node, foreign("geo:long"), long)
            point = Literal(f"POINT({long.value} {lat.value})", datatype=foreign("gsp:wktLiteral"))
            pen.add(row, node, foreign("gsp:asWKT"), point)
        if row["geonames_id"]:
            pen.say(row, node, "geonamesId", Literal(row["geonames_id"]))
            pen.add(row, node, _EXACT_MATCH, NamedNode(f"{_GEONAMES}{row['geonames_id']}/"))
        if row["nuts3"]:
            pen.say(row, node, "nuts3", NamedNode(_NUTS + row["nuts3"]))
        if row["population"]:
            pen.say(row, node, "population", number(row["population"]))
            self._population(row, node)
        pen.add_text(row, node, foreign("skos:editorialNote"), "note", "en")
        pen.facts.rows[node.value].append(row.place)

    def _population(self, row: Row, city: NamedNode) -> None:
        """Write the population as a figure too, which has a date."""
        pen = self.pen
        date = row["population_date"]
        suffix = f"--{date}" if date else ""
        node = pen.ns.node("figure", f"{row['key']}--population{suffix}")
        said: list[tuple[NamedNode, Term]] = [
            (foreign("rdf:type"), pen.ns.term("Figure")),
            (foreign("prov:wasDerivedFrom"), pen.ns.source(row["source"])),
            (pen.ns.term("status"), pen.ns.concept("status", "stated")),
            (pen.ns.term("about"), city),
            (pen.ns.term("measure"), pen.ns.concept("measure", "population")),
            (pen.ns.term("value"), number(row["population"])),
            (pen.ns.term("unit"), Literal("people")),
            (pen.ns.term("comparison"), Literal("exactly")),
        ]
        for predicate, value in said:
            pen.add(row, node, predicate, value)
        pen.known_date(row, node, pen.ns.term("asOf"), "population_date")
        pen.facts.rows[node.value].append(row.place)

    def match(self, row: Row) -> None:
        """Write that another vocabulary has the same thing."""
        node = self.pen.nodes[row["key"]]
        self.pen.add(row, node, _EXACT_MATCH, NamedNode(row["match"]))
        self.pen.facts.rows[node.value].append(row.place)

    def replaced(self, row: Row) -> None:
        """Write that a key that was merged away is known under another one now."""
        node = self.pen.nodes[row["replaced_by"]]
        kind = node.value.removeprefix(f"{self.pen.ns.base}id/").partition("/")[0]
        self.pen.facts.quads.add(
            Quad(
                self.pen.ns.node(kind, row["key"]),
                foreign("dct:isReplacedBy"),
                node,
                self.pen.ns.graph("reference"),
            )
        )


def _decimal(text: str) -> str:
    """Return a decimal number in canonical form."""
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}"
