"""Claims: who, in what, as what, when, and according to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from citygraph.mapping.facts import EDITORIAL_LANGUAGE, Pen, parts
from citygraph.mapping.keys import claim_keys
from citygraph.model import CLAIMS
from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.tables import Row

__all__ = ["ClaimMapper", "number"]


class ClaimMapper:
    """Writes the tables of claims.

    Args:
        pen: Writes the statements.
        rows: The rows of each table, from which the keys of the claims are made.
    """

    def __init__(self, pen: Pen, rows: dict[str, list[Row]]) -> None:
        self.pen = pen
        self.keys = claim_keys(rows)
        self.tables: dict[str, Callable[[Row], None]] = {
            "participations": self.participation,
            "event_participations": self.event_participation,
            "positions": self.position,
            "awards": self.award,
            "figures": self.figure,
            "milestones": self.milestone,
        }

    def claim(self, row: Row, class_name: str = "") -> NamedNode:
        """Write what all claims share: type, status, source, dates, note."""
        entry = CLAIMS[row.table]
        kind, key = entry.kind, self.keys[row.place]
        node = self.pen.ns.node(kind, key)
        self.pen.add(
            row, node, foreign("rdf:type"), self.pen.ns.term(class_name or entry.class_name)
        )
        self.pen.add(row, node, foreign("prov:wasDerivedFrom"), self.pen.ns.source(row["source"]))
        self.pen.say(row, node, "status", self.pen.ns.concept("status", row["status"] or "stated"))
        self.pen.dates(row, node)
        self.pen.note(row, node, f"{kind}/{key}")
        return node

    def participation(self, row: Row) -> None:
        """Write that somebody takes part in an initiative, in a role."""
        node = self.claim(row)
        self.pen.say(row, node, "participant", self.pen.nodes[row["participant"]])
        self.pen.say(row, node, "initiative", self.pen.nodes[row["initiative"]])
        self.pen.say(row, node, "role", self.pen.ns.concept("role", row["role"]))

    def event_participation(self, row: Row) -> None:
        """Write that somebody takes part in an event, in a role."""
        node = self.claim(row)
        self.pen.say(row, node, "participant", self.pen.nodes[row["participant"]])
        self.pen.say(row, node, "event", self.pen.nodes[row["event"]])
        self.pen.say(row, node, "role", self.pen.ns.concept("role", row["role"]))
        for key in parts(row["on_behalf_of"]):
            self.pen.say(row, node, "onBehalfOf", self.pen.nodes[key])

    def position(self, row: Row) -> None:
        """Write that a person holds a post."""
        node = self.claim(row)
        self.pen.say(row, node, "holder", self.pen.nodes[row["holder"]])
        self.pen.say(row, node, "at", self.pen.nodes[row["at"]])
        title = self.pen.ns.term("positionTitle")
        self.pen.add_text(row, node, title, "title", EDITORIAL_LANGUAGE)
        printed = foreign("skos:altLabel")
        self.pen.add_text(
            row, node, printed, "title_in_source", row["language"] or EDITORIAL_LANGUAGE
        )
        self.pen.known_date(row, node, self.pen.ns.term("asOf"), "as_of")

    def award(self, row: Row) -> None:
        """Write that somebody won a prize, or was placed."""
        node = self.claim(row)
        self.pen.say(row, node, "prize", self.pen.nodes[row["prize"]])
        self.pen.say(row, node, "recipient", self.pen.nodes[row["recipient"]])
        self.pen.say(row, node, "year", Literal(row["year"], datatype=foreign("xsd:gYear")))
        self.pen.say(row, node, "placing", self.pen.ns.concept("placing", row["placing"]))
        self.pen.add_text(row, node, foreign("dct:title"), "title", EDITORIAL_LANGUAGE)

    def figure(self, row: Row) -> None:
        """Write a number about something, or a target to be reached."""
        node = self.claim(row, "Target" if row["due"] else "")
        self.pen.say(row, node, "about", self.pen.nodes[row["about"]])
        self.pen.say(row, node, "measure", self.pen.ns.concept("measure", row["measure"]))
        self.pen.say(row, node, "value", number(row["value"]))
        if row["unit"]:
            self.pen.say(row, node, "unit", Literal(row["unit"]))
        self.pen.say(row, node, "comparison", Literal(row["comparison"] or "exactly"))
        self.pen.known_date(row, node, self.pen.ns.term("asOf"), "as_of")
        self.pen.known_date(row, node, self.pen.ns.term("dueDate"), "due")
        self.pen.add_text(row, node, foreign("dct:description"), "description", EDITORIAL_LANGUAGE)

    def milestone(self, row: Row) -> None:
        """Write that something was reached."""
        node = self.claim(row)
        self.pen.say(row, node, "about", self.pen.nodes[row["about"]])
        self.pen.add_text(row, node, foreign("dct:title"), "title", EDITORIAL_LANGUAGE)


def number(text: str) -> Literal:
    """Return a number in canonical form: an integer where it is one, else a decimal."""
    if "." not in text:
        return Literal(int(text))
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    if not fraction:
        return Literal(int(whole))
    return Literal(f"{int(whole)}.{fraction}", datatype=foreign("xsd:decimal"))
