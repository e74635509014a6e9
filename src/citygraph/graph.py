"""A graph to ask: in SPARQL, by report, or thing by thing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, cast, overload

from citygraph.activities import Event, Initiative
from citygraph.actors import City, Country, Organisation, Person, Place
from citygraph.directory import Directory
from citygraph.entities import Claim, Entity, Source
from citygraph.errors import UsageError
from citygraph.namespaces import FOREIGN_PREFIXES, Namespaces
from citygraph.queries import find_report
from citygraph.rendering.terms import as_text
from citygraph.reports import Report, run_report
from citygraph.results import Rows
from citygraph.sparql import with_prefixes
from citygraph.store import Answer, LocalStore, Triples, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx
    import rdflib

    from citygraph.store import Store, Term

__all__ = ["Graph"]

_BATCH: Final = 400
_CLASSES: Final[dict[str, type[Entity]]] = {
    "city": City,
    "country": Country,
    "region": Place,
    "organisation": Organisation,
    "person": Person,
    "initiative": Initiative,
    "event": Event,
} | dict.fromkeys(
    ("participation", "event-participation", "position", "award", "figure", "milestone"), Claim
)


class Graph:
    """A citygraph, wherever it lies.

    Args:
        store: What answers queries.
        namespaces: The base of its names.
        title: Version and date of the release, for the reader of a report.
        licence: The licence of the data.
        location: Where it lies, for people.
    """

    def __init__(
        self, store: Store, namespaces: Namespaces, title: str, licence: str, location: str
    ) -> None:
        self.store = store
        self.namespaces = namespaces
        self.title = title
        self.licence = licence
        self.location = location
        self.directory = cache(lambda kind: Directory(kind, self.store, self.namespaces))

    def __repr__(self) -> str:
        return f"<citygraph {self.title or 'without a version'}, {self.location}>"

    def query(self, text: str) -> Rows:
        """Answer a SELECT query of SPARQL 1.1.

        The project's prefixes need not be declared.

        Args:
            text: The query.

        Returns:
            The rows; ``.to_frame()`` makes them a data frame.

        Raises:
            QuerySyntaxError: The text does not parse.
            UsageError: It is another form of query; see :meth:`ask` and :meth:`construct`.
            EndpointError: The remote endpoint failed.

        Example:
            >>> for row in g.query("SELECT ?name { ?event a cg:Summit ; rdfs:label ?name }"):
            ...     print(row.name)
            ICC Mayors' Summit 2020
        """
        answer = self.store.query(with_prefixes(text, self.namespaces))
        if not isinstance(answer, Answer):
            raise UsageError(
                "This is not a SELECT query.", hint="Use ask() or construct() for other forms."
            )
        return Rows(answer.columns, answer.rows)

    def ask(self, text: str) -> bool:
        """Answer an ASK query; raises as :meth:`query` does."""
        answer = self.store.query(with_prefixes(text, self.namespaces))
        if not isinstance(answer, Truth):
            raise UsageError("This is not an ASK query.")
        return answer.value

    def construct(self, text: str) -> rdflib.Graph:
        """Answer a CONSTRUCT or DESCRIBE query with an rdflib graph; raises as :meth:`query`."""
        import pyoxigraph as ox

        answer = self.store.query(with_prefixes(text, self.namespaces))
        if not isinstance(answer, Triples):
            raise UsageError("This is not a CONSTRUCT or DESCRIBE query.")
        data = ox.serialize(answer.triples, format=ox.RdfFormat.N_TRIPLES)
        assert data is not None
        graph = self._empty()
        graph.parse(data=data, format="nt")
        return graph

    def report(self, name: str, **parameters: str | int | Iterable[str]) -> Report:
        """Run a report.

        Args:
            name: The report's name; :func:`citygraph.queries.load_queries` lists them.
            **parameters: Its parameters; one value or several.

        Returns:
            The report; ``.to_rows()`` gives Python values and ``.to_frame()`` a data frame.

        Raises:
            UnknownName: There is no such report.
            ParameterError: A parameter is missing, unknown or wrong.

        Example:
            >>> report = g.report("hosted-events", city="Sofia")
            >>> report.to_rows()[0].eventLabel
            'Working meeting of the Partnership on Digital Transition in Sofia'
        """
        given = {
            key: [str(value)] if isinstance(value, str | int) else [str(v) for v in value]
            for key, value in parameters.items()
        }
        query = find_report(name)
        return run_report(query, given, self.store, self.namespaces, self.title, self.licence)

    def city(self, name: str) -> City:
        """Return the city of a name, a key or an IRI.

        Raises:
            UnknownName: There is none, or there are several; the message offers what is near.

        Example:
            >>> g.city("Uleåborg")
            <City oulu-fi: Oulu>
        """
        return cast("City", self._find("city", name))

    def country(self, name: str) -> Country:
        """Return the country of a name, a key (``bg``) or an IRI; raises as :meth:`city`."""
        return cast("Country", self._find("country", name))

    def initiative(self, name: str) -> Initiative:
        """Return the initiative of a name, a key or an IRI; raises as :meth:`city`."""
        return cast("Initiative", self._find("initiative", name))

    def event(self, name: str) -> Event:
        """Return the event of a name, a key or an IRI; raises as :meth:`city`."""
        return cast("Event", self._find("event", name))

    def person(self, name: str) -> Person:
        """Return the person of a name, a key or an IRI; raises as :meth:`city`."""
        return cast("Person", self._find("person", name))

    def organisation(self, name: str) -> Organisation:
        """Return the organisation of a name, a key or an IRI; raises as :meth:`city`."""
        return cast("Organisation", self._find("organisation", name))

    @property
    def cities(self) -> list[City]:
        """All cities."""
        return cast("list[City]", self._all("city"))

    @property
    def countries(self) -> list[Country]:
        """All countries."""
        return cast("list[Country]", self._all("country"))

    @property
    def initiatives(self) -> list[Initiative]:
        """All initiatives."""
        return cast("list[Initiative]", self._all("initiative"))

    @property
    def events(self) -> list[Event]:
        """All events."""
        return cast("list[Event]", self._all("event"))

    @property
    def people(self) -> list[Person]:
        """All people."""
        return cast("list[Person]", self._all("person"))

    @property
    def organisations(self) -> list[Organisation]:
        """All organisations."""
        return cast("list[Organisation]", self._all("organisation"))

    def _find(self, kind: str, name: str) -> Entity:
        return self.entity(self.directory(kind).find(name))

    def _all(self, kind: str) -> list[Entity]:
        prefix = self.namespaces.node(kind, "").value
        return self.entities(prefix + key for key in self.directory(kind).names)

    def entity(self, iri: str) -> Entity:
        """Return the thing with an IRI, of the class that fits; it need not be in the graph."""
        if iri.startswith(self.namespaces.source("").value):
            return Source(self, iri)
        start = f"{self.namespaces.base}id/"
        kind = iri.removeprefix(start).partition("/")[0] if iri.startswith(start) else ""
        return _CLASSES.get(kind, Entity)(self, iri)

    def entities(self, iris: Iterable[str]) -> list[Entity]:
        """Return the things with these IRIs, each once, in the order of the IRIs.

        What the graph says of them is read in a few queries rather than one for each.
        """
        wanted = sorted(set(iris))
        facts = self.facts(wanted)
        found = [self.entity(iri) for iri in wanted]
        for entry in found:
            entry.__dict__["_facts"] = facts[entry.iri]
        return found

    def subjects(self, property_name: str, iri: str) -> list[Entity]:
        """Return the things that have a property (``cg:partOf``) with this value."""
        predicate = self.namespaces_iri(property_name)
        rows = self.query(f"SELECT DISTINCT ?s WHERE {{ ?s <{predicate}> <{iri}> }}")
        return self.entities(str(row["s"]) for row in rows)

    def claims(self, property_name: str, iri: str) -> list[Claim]:
        """Return the claims that have a property (``cg:participant``) with this value."""
        found = [c for c in self.subjects(property_name, iri) if isinstance(c, Claim)]
        return sorted(found, key=lambda claim: (claim.start or "9", claim.iri))

    def facts(self, iris: Iterable[str]) -> dict[str, dict[str, list[Term]]]:
        """Return what the merged graph says of things: by IRI and property, the values."""
        wanted = list(iris)
        found: dict[str, dict[str, list[Term]]] = {iri: {} for iri in wanted}
        for start in range(0, len(wanted), _BATCH):
            values = " ".join(f"<{iri}>" for iri in wanted[start : start + _BATCH])
            answer = self.store.query(
                f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?o }}"
            )
            assert isinstance(answer, Answer)
            for subject, predicate, value in answer.rows:
                if value is not None:
                    found[as_text(subject)].setdefault(as_text(predicate), []).append(value)
        return found

    def namespaces_iri(self, name: str) -> str:
        """Return the IRI of a prefixed name such as ``cg:country`` or ``skos:altLabel``."""
        prefix, _, local = name.partition(":")
        if prefix == "cg":
            return self.namespaces.term(local).value
        return FOREIGN_PREFIXES[prefix] + local

    @overload
    def to_rdflib(self, *, dataset: Literal[False] = False) -> rdflib.Graph: ...
    @overload
    def to_rdflib(self, *, dataset: Literal[True]) -> rdflib.Dataset: ...
    def to_rdflib(self, *, dataset: bool = False) -> rdflib.Graph | rdflib.Dataset:
        """Return a copy of the graph in rdflib.

        Args:
            dataset: Also the graphs of the single sources; else the merged graph alone, which is
                what most need.

        Raises:
            UsageError: The graph is a remote endpoint; ask it with :meth:`construct`.
        """
        import pyoxigraph as ox
        import rdflib

        if not isinstance(self.store, LocalStore):
            raise UsageError(
                "A remote graph is not copied whole.",
                hint="Take a part with construct(), or download the release and open that.",
            )
        raw = self.store.raw
        if dataset:
            whole = rdflib.Dataset()
            data = raw.dump(format=ox.RdfFormat.N_QUADS)
            assert data is not None
            whole.parse(data=data, format="nquads")
            return whole
        merged = self._empty()
        data = raw.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
        assert data is not None
        merged.parse(data=data, format="nt")
        return merged

    def to_networkx(self, kind: str = "cities", **choices: Any) -> nx.Graph[Any]:  # noqa: ANN401
        """Return a network of the graph.

        Args:
            kind: Which network; see :mod:`citygraph.network`.
            **choices: What to take, as :func:`citygraph.network.graph` has it.

        Raises:
            UsageError: There is no such kind, or nothing is left.
        """
        from citygraph.network import graph

        return graph(self.store, kind, namespaces=self.namespaces, **choices)

    def _empty(self) -> rdflib.Graph:
        import rdflib

        graph = rdflib.Graph()
        for prefix, iri in self.namespaces.prefixes.items():
            graph.bind(prefix, iri)
        return graph
