"""How two actors are connected: the shortest ways, with the claims behind each step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from citygraph.errors import UsageError
from citygraph.network.finding import find_node
from citygraph.network.graphs import graph_of, require_edges

if TYPE_CHECKING:
    from citygraph.network.links import Link, Links
    from citygraph.network.nodes import Node

__all__ = ["Connection", "Step", "connect"]

_MOST_COMPARED: Final = 20_000


@dataclass(frozen=True)
class Step:
    """One step of a way.

    Attributes:
        one: Where it begins.
        other: Where it ends.
        claims: The claims that join the two.
    """

    one: Node
    other: Node
    claims: tuple[Link, ...]


@dataclass(frozen=True)
class Connection:
    """How two nodes are connected.

    Attributes:
        one: The one.
        other: The other.
        ways: The shortest ways, each a list of steps; empty where there is none.
        total: How many shortest ways there are.
    """

    one: Node
    other: Node
    ways: list[list[Step]]
    total: int

    @property
    def length(self) -> int:
        """How many steps each of the ways has; 0 where there is none."""
        return len(self.ways[0]) if self.ways else 0

    def as_data(self, titles: dict[str, str]) -> list[dict[str, Any]]:
        """Return the ways as plain data, for JSON.

        Args:
            titles: The titles of the sources by key.
        """
        return [
            {
                "way": number,
                "nodes": [way[0].one.key, *(step.other.key for step in way)],
                "steps": [
                    {
                        "from": step.one.key,
                        "to": step.other.key,
                        "claims": [
                            {
                                "claim": link.claim,
                                "who": link.who,
                                "what": link.what,
                                "role": link.role,
                                "since": link.since.isoformat() if link.since else None,
                                "until": link.until.isoformat() if link.until else None,
                                "status": link.status,
                                "sources": [
                                    {"source": key, "title": titles.get(key, key)}
                                    for key in link.sources
                                ],
                            }
                            for link in step.claims
                        ],
                    }
                    for step in way
                ],
            }
            for number, way in enumerate(self.ways, 1)
        ]


def connect(links: Links, one: str, other: str, limit: int = 10) -> Connection:
    """Find the shortest ways between two nodes.

    Args:
        links: The claims of a network.
        one: A key, IRI or name.
        other: Another one.
        limit: How many ways to return at the most; those first that go through things with few
            participants, for they say more.

    Returns:
        The connection; without ways where the two are in separate parts of the network.

    Raises:
        UnknownName: A name is not in the network.
        UsageError: The two are the same, or the network has no claims for its edges.
    """
    if links.kind.onto:
        raise UsageError(
            f"The kind {links.kind.name} has no claims of its own for its lines.",
            hint="Take cities or everything.",
        )
    network = graph_of(links)
    require_edges(network)
    start, end = (links.nodes[find_node(text, links.nodes)] for text in (one, other))
    if start == end:
        raise UsageError(f"'{one}' and '{other}' are the same: {start.key}.")
    try:
        found = nx.all_shortest_paths(network, start.key, end.key)
        paths = list(islice(found, _MOST_COMPARED))
    except nx.NetworkXNoPath:
        return Connection(start, end, [], 0)
    paths.sort(key=lambda path: (sum(network.degree(n) for n in path[1:-1]), path))
    ways = [
        [
            Step(links.nodes[a], links.nodes[b], tuple(links.between(a, b)))
            for a, b in pairwise(path)
        ]
        for path in paths[:limit]
    ]
    return Connection(start, end, ways, _count(network, start.key, end.key))


def _count(network: nx.Graph[str], start: str, end: str) -> int:
    """Count the shortest ways without walking them."""
    seen = {start}
    counts = {start: 1}
    while end not in counts:
        following: dict[str, int] = {}
        for node, number in counts.items():
            for near in network[node]:
                if near not in seen:
                    following[near] = following.get(near, 0) + number
        seen |= set(following)
        counts = following
    return counts[end]
