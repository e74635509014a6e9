"""Things of the graph as Python objects: cities, initiatives, people, events, and what they share.

An object reads what the graph says when it is asked for the first time. Dates are at the precision
that a source gives (``2017``, ``2017-06``, ``2017-06-07``); the widest bounds are beside them as
days. Positions of people carry the day they were known on; nothing says that they still hold.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import Literal

from citygraph.rendering.terms import Cell, as_text, as_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.graph import Graph
    from citygraph.store import Term

__all__ = ["Claim", "Dated", "Entity", "Source"]

_ENGLISH: Final = "en"
Kind = TypeVar("Kind", bound="Entity")


class Entity:
    """A thing with an IRI.

    Args:
        graph: The graph that tells of it.
        iri: Its IRI.
    """

    def __init__(self, graph: Graph, iri: str) -> None:
        self.graph = graph
        self.iri = iri

    @cached_property
    def _facts(self) -> Mapping[str, list[Term]]:
        return self.graph.facts([self.iri])[self.iri]

    def _terms(self, name: str) -> list[Term]:
        """Return the values of a property, such as ``skos:altLabel`` or ``cg:country``."""
        return self._facts.get(self.graph.namespaces_iri(name), [])

    def _value(self, name: str) -> Cell:
        values = sorted(self._terms(name), key=as_text)
        return as_value(values[0]) if values else None

    def _text(self, name: str) -> str | None:
        """Return the most exact of the texts, and of these the first; None where there is none."""
        texts = sorted(map(as_text, self._terms(name)), key=lambda text: (-len(text), text))
        return texts[0] if texts else None

    def _number(self, name: str) -> float | None:
        value = self._value(name)
        return value if isinstance(value, int | float) else None

    def _day(self, name: str) -> date | None:
        value = self._value(name)
        return value if isinstance(value, date) else None

    def _english(self, name: str) -> str | None:
        literals = [term for term in self._terms(name) if isinstance(term, Literal)]
        literals.sort(key=lambda term: (term.language != _ENGLISH, term.language or "", term.value))
        return literals[0].value if literals else None

    def _linked(self, name: str) -> list[Entity]:
        return self.graph.entities(as_text(term) for term in self._terms(name))

    def _first(self, name: str, kind: type[Kind]) -> Kind | None:
        found = [entry for entry in self._linked(name) if isinstance(entry, kind)]
        return found[0] if found else None

    @property
    def key(self) -> str:
        """The last part of the IRI."""
        return self.iri.rpartition("/")[2]

    @property
    def label(self) -> str:
        """Its English name, else its name in another language, else its key."""
        name = self._english("rdfs:label") or self._english("skos:altLabel")
        return name or self._english("dct:title") or self.key

    @property
    def names(self) -> dict[str, list[str]]:
        """Every name a source gives it, by language; ``und`` where none is named."""
        found: dict[str, set[str]] = {}
        for name in ("rdfs:label", "skos:altLabel"):
            for term in self._terms(name):
                if isinstance(term, Literal):
                    found.setdefault(term.language or "und", set()).add(term.value)
        return {language: sorted(names) for language, names in sorted(found.items())}

    @property
    def description(self) -> str | None:
        """What it is, in a sentence."""
        return self._english("dct:description")

    @property
    def homepage(self) -> str | None:
        """The address of its own pages."""
        return self._text("foaf:homepage")

    @property
    def same_as(self) -> list[str]:
        """Its IRIs elsewhere: GeoNames, Wikidata, EU authority tables."""
        return sorted(map(as_text, self._terms("skos:exactMatch")))

    @property
    def types(self) -> list[str]:
        """The names of its classes in the ontology, such as ``City`` and ``Actor``."""
        prefix = self.graph.namespaces.term("").value
        iris = map(as_text, self._terms("rdf:type"))
        return sorted(iri.removeprefix(prefix) for iri in iris if iri.startswith(prefix))

    @cached_property
    def sources(self) -> list[Source]:
        """The sources that say something with it as the subject."""
        answer = self.graph.query(
            f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{self.iri}> ?p ?o }} }} ORDER BY ?g"
        )
        prefix = self.graph.namespaces.source("").value
        iris = [str(row["g"]) for row in answer]
        return [Source(self.graph, iri) for iri in iris if iri.startswith(prefix)]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key}: {self.label}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Entity) and other.iri == self.iri

    def __hash__(self) -> int:
        return hash(self.iri)


class Source(Entity):
    """A source: a page, a document or a file that facts were taken from."""

    @property
    def title(self) -> str:
        """Its title, in its own language."""
        return self._text("dct:title") or self.key

    @property
    def address(self) -> str | None:
        """Where it was read."""
        return self._text("foaf:page")

    @property
    def publisher(self) -> str | None:
        """Who published it."""
        found = self._linked("dct:publisher")
        return found[0]._text("foaf:name") if found else None  # noqa: SLF001

    @property
    def published(self) -> str | None:
        """When it was published, as exact as it says."""
        return self._text("dct:issued")


class Dated(Entity):
    """A thing with a beginning and an end."""

    @property
    def start(self) -> str | None:
        """The beginning, as exact as the most exact source."""
        return self._text("schema:startDate")

    @property
    def end(self) -> str | None:
        """The end, as exact as the most exact source."""
        return self._text("schema:endDate")


class Claim(Dated):
    """Who takes part in what, as what, when, and according to which sources.

    Participations, event participations, positions, awards, figures and milestones are claims.
    """

    @property
    def who(self) -> Entity | None:
        """The participant, holder or recipient, or what a figure or milestone is about."""
        return self._any("cg:participant", "cg:holder", "cg:recipient", "cg:about")

    @property
    def what(self) -> Entity | None:
        """The initiative, event or prize, or where a position is held."""
        return self._any("cg:initiative", "cg:event", "cg:prize", "cg:at", "cg:measure")

    @property
    def role(self) -> str | None:
        """The role, the title of the position, the placing, or the title of the milestone."""
        concept = self._any("cg:role", "cg:placing")
        if concept:
            return concept.label
        return self._english("cg:positionTitle") or self._english("dct:title")

    @property
    def on_behalf_of(self) -> list[Entity]:
        """For whom a person takes part in an event."""
        return self._linked("cg:onBehalfOf")

    @property
    def value(self) -> Cell:
        """The value of a figure."""
        return self._value("cg:value")

    @property
    def earliest_start(self) -> date | None:
        """The first day it can have begun."""
        return self._day("cg:earliestStart")

    @property
    def latest_end(self) -> date | None:
        """The last day it can have ended; None where it is open or unknown."""
        return self._day("cg:latestEnd")

    @property
    def as_of(self) -> str | None:
        """The day, month or year on which it was known to hold."""
        return self._text("cg:asOf")

    @property
    def status(self) -> str:
        """Whether it is stated, inferred, announced or disputed."""
        return ", ".join(sorted(entry.key for entry in self._linked("cg:status"))) or "stated"

    @cached_property
    def sources(self) -> list[Source]:
        """The sources that say so."""
        return [Source(self.graph, as_text(t)) for t in self._terms("prov:wasDerivedFrom")]

    @property
    def label(self) -> str:
        """Who, as what, in what."""
        parts = [getattr(self.who, "label", None), self.role, getattr(self.what, "label", None)]
        return ", ".join(part for part in parts if part)

    def _any(self, *names: str) -> Entity | None:
        for name in names:
            if found := self._linked(name):
                return found[0]
        return None
