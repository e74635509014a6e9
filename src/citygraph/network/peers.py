"""Peers of a city: the others that take part in the same initiatives."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Peer", "peers"]


@dataclass(frozen=True)
class Peer:
    """Another node that shares neighbours with the one asked about.

    Attributes:
        node: Its key.
        shared: The keys of what both take part in, the smallest first.
        jaccard: What both take part in, as a share of what either of them takes part in.
        weight: Each shared thing counted as one divided by the natural logarithm of the number of
            those who take part in it (Adamic and Adar,
            https://doi.org/10.1016/S0378-8733(03)00009-1): a small circle says more than one that
            everybody has joined.
    """

    node: str
    shared: tuple[str, ...]
    jaccard: float
    weight: float


def peers(network: nx.Graph[str], node: str) -> list[Peer]:
    """Return the peers of a node in a two-mode network.

    Args:
        network: The graph.
        node: The key of a node.

    Returns:
        The peers, by falling weight, then by Jaccard, then by key.
    """
    own = set(network[node])
    found = []
    for other in sorted({o for near in own for o in network[near]} - {node}):
        theirs = set(network[other])
        both = sorted(own & theirs, key=lambda n: (network.degree(n), n))
        weight = sum(1 / log(network.degree(n)) for n in both)
        found.append(Peer(other, tuple(both), len(both) / len(own | theirs), weight))
    return sorted(found, key=lambda p: (-round(p.weight, 12), -p.jaccard, p.node))
