"""The claims behind a network, read from a store: who, in what, as what, when, says who."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from citygraph.errors import ParameterError, UnknownName, did_you_mean
from citygraph.namespaces import FOREIGN_PREFIXES, Namespaces
from citygraph.network.nodes import Node, describe_nodes
from citygraph.store import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.network.kinds import Kind, Pattern
    from citygraph.network.selection import Selection
    from citygraph.store import Store, Term

__all__ = ["Link", "Links", "read_links", "rows", "source_titles"]

_FOREIGN: Final = ("dct", "geo", "org", "prov", "rdfs", "skos")


@dataclass(frozen=True, slots=True)
class Link:
    """One claim that joins two nodes.

    Attributes:
        who: The key of the one side, such as ``city/sofia-bg``.
        what: The key of the other, such as ``initiative/eurocities``.
        claim: The IRI of the claim.
        role: The key of the role, or the title of a post.
        since: The first day known.
        until: The last day; None where the end is open or not known.
        status: How the claim is stated: ``stated``, ``inferred``, ``announced``.
        sources: The keys of the sources.
    """

    who: str
    what: str
    claim: str = ""
    role: str = ""
    since: date | None = None
    until: date | None = None
    status: str = "stated"
    sources: tuple[str, ...] = ()


@dataclass
class Links:
    """The claims of one network, with the nodes they join.

    Attributes:
        kind: The kind of network.
        selection: What was taken.
        links: The claims taken, in a fixed order.
        nodes: What is known of each node.
        undated: How many claims without a date were left out for the period.
    """

    kind: Kind
    selection: Selection
    links: list[Link] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    undated: int = 0

    def between(self, one: str, other: str) -> list[Link]:
        """Return the claims that join two nodes, whichever way they were said."""
        return self._pairs.get(frozenset((one, other)), [])

    @property
    def _pairs(self) -> dict[frozenset[str], list[Link]]:
        if not hasattr(self, "_by_pair"):
            pairs: dict[frozenset[str], list[Link]] = defaultdict(list)
            for link in self.links:
                pairs[frozenset((link.who, link.what))].append(link)
            self._by_pair = dict(pairs)
        return self._by_pair


def read_links(
    store: Store,
    kind: Kind,
    selection: Selection,
    namespaces: Namespaces,
    language: str = "en",
) -> Links:
    """Read the claims of a network.

    Args:
        store: A store whose default graph is the merged graph.
        kind: The kind of network.
        selection: What to take.
        namespaces: The base of the graph's names.
        language: The language of the labels, where there is a choice.

    Returns:
        The claims, sorted.

    Raises:
        ParameterError: No such country, or a role that does not imply taking part.
        UnknownName: No such role or type.
    """
    reader = _Reader(store, namespaces)
    links: list[Link] = []
    for pattern in kind.patterns:
        links += reader.links(pattern, selection)
    links = sorted(set(links), key=lambda n: (n.who, n.what, n.role, n.claim))
    nodes = describe_nodes(store, namespaces, {k for n in links for k in (n.who, n.what)}, language)
    _require_types(selection, nodes)
    countries = _countries(selection, nodes)
    found = Links(kind, selection, nodes=nodes)
    types = set(selection.types)
    for link in links:
        if countries and nodes[link.who].country not in countries:
            continue
        if types and not types & nodes[link.what].classes:
            continue
        if selection.covers(link.since, link.until):
            found.links.append(link)
        elif link.since is None and link.until is None:
            found.undated += 1
    used = {key for link in found.links for key in (link.who, link.what)}
    found.nodes = {key: nodes[key] for key in sorted(used)}
    return found


def rows(store: Store, text: str, namespaces: Namespaces) -> Iterator[dict[str, Term | None]]:
    """Ask a SELECT query with the project's prefixes."""
    names = namespaces.prefixes
    head = "".join(
        f"PREFIX {prefix}: <{FOREIGN_PREFIXES.get(prefix, names[prefix])}>\n"
        for prefix in ("cg", "role", "status", "id", "xsd", *_FOREIGN)
    )
    answer = store.query(head + text)
    assert isinstance(answer, Answer)
    for row in answer.rows:
        yield dict(zip(answer.columns, row, strict=True))


def source_titles(store: Store, namespaces: Namespaces) -> dict[str, str]:
    """Return the title of each source by its key."""
    prefix = namespaces.source("").value
    text = "SELECT ?source ?title { ?source a cg:Source ; dct:title ?title }"
    found: dict[str, str] = {}
    for row in rows(store, text, namespaces):
        key = _text(row["source"]).removeprefix(prefix)
        found[key] = min(found.get(key, _text(row["title"])), _text(row["title"]))
    return found


class _Reader:
    def __init__(self, store: Store, namespaces: Namespaces) -> None:
        self.store = store
        self.namespaces = namespaces
        self._broader: dict[str, set[str]] | None = None

    def ask(self, text: str) -> Iterator[dict[str, Term | None]]:
        return rows(self.store, text, self.namespaces)

    def links(self, pattern: Pattern, selection: Selection) -> list[Link]:
        allowed = self._roles(pattern, selection)
        sources = defaultdict(set)
        prefix = self.namespaces.source("").value
        for row in self.ask(
            f"SELECT ?claim ?source {{ ?claim a cg:{pattern.claim} ; prov:wasDerivedFrom ?source }}"
        ):
            sources[_text(row["claim"])].add(_text(row["source"]).removeprefix(prefix))
        who_class = f"?who a cg:{pattern.who_class} ." if pattern.who_class else ""
        what_class = f"?what a cg:{pattern.what_class} ." if pattern.what_class else ""
        text = f"""SELECT ?claim ?who ?what ?role ?start ?end ?status {{
            ?claim a cg:{pattern.claim} ; cg:{pattern.who} ?who ; cg:{pattern.what} ?what ;
                   cg:{pattern.role} ?role .
            {who_class} {what_class}
            FILTER NOT EXISTS {{ ?claim cg:status status:disputed }}
            OPTIONAL {{ ?claim cg:earliestStart ?start }}
            OPTIONAL {{ ?claim cg:latestEnd ?end }}
            OPTIONAL {{ ?claim cg:status ?status }}
        }}"""
        found: dict[tuple[str, str], Link] = {}
        role_prefix = self.namespaces.concept("role", "").value
        for row in self.ask(text):
            role = _text(row["role"]).removeprefix(role_prefix)
            if allowed is not None and role not in allowed:
                continue
            if role in pattern.never:
                continue
            claim = _text(row["claim"])
            link = Link(
                self._key(row["who"]),
                self._key(row["what"]),
                claim,
                role,
                _day(row["start"]),
                _day(row["end"]),
                _text(row["status"]).rpartition("/")[2] or "stated",
                tuple(sorted(sources[claim])),
            )
            place = (claim, link.what)
            # A claim that two sources state differently (stated, inferred) is one link.
            if place not in found or link.status > found[place].status:
                found[place] = link
        return list(found.values())

    def _key(self, term: Term | None) -> str:
        return _text(term).removeprefix(f"{self.namespaces.base}id/")

    @property
    def broader(self) -> dict[str, set[str]]:
        """Each role with itself and all roles above it."""
        if self._broader is None:
            prefix = self.namespaces.concept("role", "").value
            parents: dict[str, set[str]] = {}
            text = """SELECT ?role ?above { ?role a skos:Concept
                FILTER(STRSTARTS(STR(?role), STR(role:)))
                OPTIONAL { ?role skos:broader ?above } }"""
            for row in self.ask(text):
                above = parents.setdefault(_text(row["role"]).removeprefix(prefix), set())
                if row["above"] is not None:
                    above.add(_text(row["above"]).removeprefix(prefix))
            self._broader = {role: _above(role, parents) for role in parents}
        return self._broader

    def _roles(self, pattern: Pattern, selection: Selection) -> set[str] | None:
        if pattern.role != "role" or not (pattern.above or selection.roles):
            return None
        for role in selection.roles:
            if role not in self.broader:
                raise UnknownName(
                    f"There is no role '{role}'.",
                    hint=did_you_mean(role, self.broader) or "See docs/roles.md.",
                )
        allowed = {
            role
            for role, above in self.broader.items()
            if not pattern.above or above & set(pattern.above)
        }
        if not selection.roles:
            return allowed
        chosen = {r for r, above in self.broader.items() if above & set(selection.roles)}
        if not chosen & allowed:
            raise ParameterError(
                f"The role {', '.join(selection.roles)} does not imply taking part, so it joins "
                "nobody here.",
                hint="Roles below membership and coordination do; see docs/roles.md.",
            )
        return allowed & chosen


def _above(role: str, parents: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [role]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += parents.get(name, ())
    return found


def _text(term: Term | None) -> str:
    return str(getattr(term, "value", ""))


def _day(term: Term | None) -> date | None:
    return date.fromisoformat(_text(term)[:10]) if term is not None else None


def _require_types(selection: Selection, nodes: dict[str, Node]) -> None:
    known = set().union(*(node.classes for node in nodes.values()))
    for name in selection.types:
        if nodes and name not in known:
            raise UnknownName(
                f"Nothing in this network is of the type '{name}'.",
                hint=did_you_mean(name, sorted(known)) or f"Types: {', '.join(sorted(known))}.",
            )


def _countries(selection: Selection, nodes: dict[str, Node]) -> set[str]:
    known: Iterable[str] = {node.country for node in nodes.values()} - {""}
    for code in selection.countries:
        if nodes and code not in known:
            raise ParameterError(
                f"Nobody in this network is from '{code}'.",
                hint=f"The countries are {', '.join(sorted(known))}.",
            )
    return set(selection.countries)
