"""The measures of networks as data beside a release, so that SPARQL can use them.

They are `cg:NetworkMeasurement`, not `dqv:QualityMeasurement`: that says how good a
data set is, and the betweenness of a city does not. Nothing is published about people.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from citygraph.errors import UsageError
from citygraph.namespaces import foreign
from citygraph.network.adjacency import adjacency_of
from citygraph.network.centrality import pivots
from citygraph.network.centrality import strength as strength_of
from citygraph.network.kinds import find_kind
from citygraph.network.links import read_links
from citygraph.network.measures import measure, stable
from citygraph.network.selection import Selection
from citygraph.release.networks import write_network
from citygraph.store import LocalStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citygraph.namespaces import Namespaces
    from citygraph.network.measures import Measures
    from citygraph.opening import Release

__all__ = ["PUBLISHED", "publish", "quads_of"]

PUBLISHED: Final = ("cities", "cities-projection")
_NAMED: Final = 3


def publish(release: Release, kinds: Iterable[str] = PUBLISHED) -> dict[str, Any]:
    """Measure networks of a release and write `network.nq` beside it.

    Args:
        release: The release.
        kinds: The kinds of networks.

    Returns:
        The manifest that was written: the release, the file, and each network's figures.

    Raises:
        UsageError: A kind is about people.
        UnknownName: There is no such kind.
        ReleaseError: The folder cannot be written to.
    """
    chosen = sorted(set(kinds))
    for name in chosen:
        if find_kind(name).about_people:
            raise UsageError(
                f"The kind {name} is about people, and measures of people are not published.",
                hint=f"Take {', '.join(PUBLISHED)}, initiatives-projection or "
                "organisations-partnerships.",
            )
    # Not release.store: that would hold, or refuse, the measures published before.
    store = LocalStore.open(release.folder / "citygraph.nq", release.folder / "citygraph.ttl")
    lines: set[str] = set()
    told: dict[str, Any] = {}
    for name in chosen:
        links = read_links(store, find_kind(name), Selection(), release.namespaces)
        measures = measure(adjacency_of(links))
        lines |= {f"{quad} .\n" for quad in quads_of(measures, release)}
        told[name] = {**measures.whole, "method": _method(measures)}
    return write_network(
        release.folder, release.manifest, "".join(sorted(lines)).encode(), {"networks": told}
    )


def quads_of(measures: Measures, release: Release) -> Iterator[ox.Quad]:
    """Yield the statements that describe the measures of one network.

    Args:
        measures: The measures.
        release: The release that they were made from.
    """
    pen = _Pen(release.namespaces, measures.network.graph["kind"])
    yield from _analysis(pen, measures, release)
    for name, value in measures.whole.items():
        if value is not None:
            yield from pen.measurement(name.replace("_", "-"), "", pen.analysis, value)
    columns = {**measures.values, "bridging": measures.bridging}
    for name, values in columns.items():
        rounded = {node: stable(value) for node, value in values.items()}
        places = _ranks(rounded)
        for node, value in rounded.items():
            thing = pen.node(node)
            yield from pen.measurement(name, node, thing, value, places[node])
    data = measures.network.nodes
    strength = strength_of(measures.network)
    for number, members in measures.communities.members.items():
        community = ox.NamedNode(f"{pen.analysis.value}/community/{number}")
        first = sorted(members, key=lambda node: (-strength[node], node))[:_NAMED]
        names = ", ".join(str(data[node].get("label", node)) for node in first)
        yield pen.say(community, "rdf:type", pen.term("NetworkCommunity"))
        yield pen.say(community, "rdfs:label", ox.Literal(f"{number}: {names}", language="en"))
        yield pen.say(community, pen.term("inAnalysis"), pen.analysis)
        for node in members:
            yield pen.say(community, pen.term("communityMember"), pen.node(node))


def _analysis(pen: _Pen, measures: Measures, release: Release) -> Iterator[ox.Quad]:
    about = measures.network.graph
    manifest = release.manifest
    for predicate, value in (
        ("rdf:type", pen.term("NetworkAnalysis")),
        ("rdfs:label", ox.Literal(about["title"], language="en")),
        ("dct:description", ox.Literal(about["meaning"], language="en")),
        ("dct:license", ox.NamedNode(manifest.licence)),
        ("dcat:version", ox.Literal(manifest.version)),
        ("prov:wasDerivedFrom", ox.NamedNode(f"{release.namespaces.base}dataset")),
        (pen.term("analysisOf"), ox.Literal(about["kind"])),
        (pen.term("analysisMethod"), ox.Literal(_method(measures))),
        (pen.term("releaseSha256"), ox.Literal(manifest.files["citygraph.nq"]["sha256"])),
    ):
        yield pen.say(pen.analysis, predicate, value)


def _method(measures: Measures) -> str:
    """The parameters, in words."""
    found = measures.communities
    sampled = len(pivots(measures.network))
    exact = sampled == measures.network.number_of_nodes()
    between = "exact" if exact else f"estimated from {sampled} nodes drawn with seed 1"
    return (
        f"citygraph network publish; all years, types, roles and countries; betweenness {between}; "
        f"PageRank with damping 0.85; communities by {found.method.title()}, the largest "
        f"modularity of seeds 0 to {found.seeds - 1}; numbers rounded to six decimals."
    )


class _Pen:
    """Writes statements about one network."""

    def __init__(self, namespaces: Namespaces, kind: str) -> None:
        self.namespaces = namespaces
        self.graph = namespaces.graph("network")
        self.analysis = ox.NamedNode(f"{namespaces.base}network/{kind}")
        self.term = namespaces.term

    def node(self, key: str) -> ox.NamedNode:
        kind, _, name = key.partition("/")
        return self.namespaces.node(kind, name)

    def say(
        self,
        subject: ox.NamedNode,
        predicate: str | ox.NamedNode,
        value: ox.NamedNode | ox.Literal,
    ) -> ox.Quad:
        name = foreign(predicate) if isinstance(predicate, str) else predicate
        return ox.Quad(subject, name, value, self.graph)

    def measurement(
        self, measure: str, key: str, thing: ox.NamedNode, value: float, rank: int | None = None
    ) -> Iterator[ox.Quad]:
        node = ox.NamedNode(f"{self.analysis.value}/{measure}{f'/{key}' if key else ''}")
        concept = self.namespaces.concept("network-measure", measure)
        number = f"{value:.6f}".rstrip("0").rstrip(".")
        yield self.say(node, "rdf:type", self.term("NetworkMeasurement"))
        yield self.say(node, self.term("inAnalysis"), self.analysis)
        yield self.say(node, self.term("measuredThing"), thing)
        yield self.say(node, self.term("networkMeasure"), concept)
        decimal = ox.Literal(number, datatype=foreign("xsd:decimal"))
        yield self.say(node, self.term("networkValue"), decimal)
        if rank is not None:
            place = ox.Literal(str(rank), datatype=foreign("xsd:integer"))
            yield self.say(node, self.term("networkRank"), place)


def _ranks(values: dict[str, float]) -> dict[str, int]:
    """Return the place of each node among those of its kind; equals share a place."""
    groups: dict[str, list[str]] = defaultdict(list)
    for node in values:
        groups[node.partition("/")[0]].append(node)
    places: dict[str, int] = {}
    for nodes in groups.values():
        ordered = sorted((values[node] for node in nodes), reverse=True)
        first = {value: place for place, value in reversed(list(enumerate(ordered, 1)))}
        places |= {node: first[values[node]] for node in nodes}
    return places
