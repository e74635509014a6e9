"""Communities: groups of nodes that are joined to one another more than chance would have it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import networkx as nx

from citygraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["METHODS", "SEEDS", "Communities", "Joint", "adjusted_rand", "bridging", "find", "joints"]

METHODS: Final = ("leiden", "louvain")
SEEDS: Final = 20
_ITERATIONS: Final = 10


@dataclass(frozen=True)
class Communities:
    """The communities of a network.

    Attributes:
        of: The number of each node's community; 1 is the largest.
        method: How they were found.
        modularity: How much more weight lies inside them than chance would put there, at most 1.
        stability: How much the results of the seeds agree: the mean adjusted Rand index of all
            pairs; 1 means that all are the same.
        seeds: How many seeds were tried.
    """

    of: dict[str, int]
    method: str
    modularity: float
    stability: float
    seeds: int

    @property
    def members(self) -> dict[int, list[str]]:
        """The nodes of each community, in order."""
        groups: dict[int, list[str]] = defaultdict(list)
        for node, number in self.of.items():
            groups[number].append(node)
        return {number: sorted(groups[number]) for number in sorted(groups)}


def find(network: nx.Graph[str], method: str = "leiden", seeds: int = SEEDS) -> Communities:
    """Find communities: the division with the largest modularity of several seeds.

    Args:
        network: The graph; edges count by ``weight``.
        method: ``leiden`` (graspologic-native) or ``louvain`` (networkx).
        seeds: How many seeds to try: 0, 1, 2 and so on.

    Returns:
        The communities, the same at every call.

    Raises:
        UsageError: There is no such method.
    """
    if method not in METHODS:
        raise UsageError(
            f"There is no method '{method}' for communities.", hint=f"Take {' or '.join(METHODS)}."
        )
    nodes = sorted(network)
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(nodes)))
    place = {node: i for i, node in enumerate(nodes)}
    for one, other, weight in network.edges(data="weight", default=1):
        numbered.add_edge(*sorted((place[one], place[other])), weight=weight)
    ordered: nx.Graph[int] = nx.Graph()
    ordered.add_nodes_from(range(len(nodes)))
    ordered.add_edges_from(sorted(numbered.edges(data=True), key=lambda edge: edge[:2]))
    divisions = [_divide(ordered, method, seed) for seed in range(seeds)]
    scores = [_modularity(ordered, division) for division in divisions]
    best = max(range(seeds), key=lambda i: (round(scores[i], 12), -i))
    agreements = [adjusted_rand(a, b) for a, b in combinations(divisions, 2)]
    return Communities(
        _numbered(nodes, divisions[best]),
        method,
        scores[best],
        sum(agreements) / len(agreements) if agreements else 1.0,
        seeds,
    )


def _divide(network: nx.Graph[int], method: str, seed: int) -> list[int]:
    of = list(range(len(network)))
    if method == "louvain":
        groups = nx.community.louvain_communities(network, weight="weight", seed=seed)
        for number, group in enumerate(groups):
            for node in group:
                of[node] = number
    elif network.number_of_edges():
        from graspologic_native import leiden

        edges = [(str(a), str(b), float(w)) for a, b, w in network.edges(data="weight")]
        _score, found = leiden(edges, seed=seed, iterations=_ITERATIONS)
        alone = len(of)
        of = [found.get(str(node), alone + node) for node in of]
    return of


def _modularity(network: nx.Graph[int], of: Sequence[int]) -> float:
    total = network.size(weight="weight")
    if not total:
        return 0.0
    inside: Counter[int] = Counter()
    degrees: Counter[int] = Counter()
    for one, other, weight in network.edges(data="weight"):
        if of[one] == of[other]:
            inside[of[one]] += weight
        degrees[of[one]] += weight
        degrees[of[other]] += weight
    score: float = sum(inside[c] / total - (degrees[c] / (2 * total)) ** 2 for c in sorted(degrees))
    return score


def _numbered(nodes: Sequence[str], of: Sequence[int]) -> dict[str, int]:
    groups: dict[int, list[str]] = defaultdict(list)
    for node, number in zip(nodes, of, strict=True):
        groups[number].append(node)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0]))
    numbers = {node: i for i, group in enumerate(ordered, 1) for node in group}
    return {node: numbers[node] for node in nodes}


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """Return how much two divisions of the same things agree: 1 wholly, 0 as by chance.

    See Hubert and Arabie, https://doi.org/10.1007/BF01908075.
    """

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter(zip(one, other, strict=True)))
    first, second = pairs(Counter(one)), pairs(Counter(other))
    everything = len(one) * (len(one) - 1) // 2
    if not everything:
        return 1.0
    expected = first * second / everything
    largest = (first + second) / 2
    return 1.0 if largest == expected else (both - expected) / (largest - expected)


def bridging(network: nx.Graph[str], of: Mapping[str, int]) -> dict[str, float]:
    """Return how evenly each node's edges are spread over the communities.

    The participation coefficient of Guimerà and Amaral (https://doi.org/10.1038/nature03288): 0
    where all weight goes into one community, near 1 where it goes evenly into many.
    """
    result = {}
    for node, near in network.adjacency():
        weights: Counter[int] = Counter()
        for other, data in near.items():
            weights[of[other]] += data.get("weight", 1)
        total = sum(weights.values())
        result[node] = 1 - sum((w / total) ** 2 for w in weights.values()) if total else 0.0
    return result


@dataclass(frozen=True)
class Joint:
    """An edge between two communities.

    Attributes:
        one: The end in the community of the smaller number.
        other: The other end.
        communities: Their numbers.
        weight: Its weight.
        share: Its part of all the weight between the two communities; 1 where it alone joins them.
    """

    one: str
    other: str
    communities: tuple[int, int]
    weight: float
    share: float


def joints(network: nx.Graph[str], of: Mapping[str, int]) -> list[Joint]:
    """Return the edges between communities, those first that alone join two communities.

    Args:
        network: The graph.
        of: The number of each node's community.

    Returns:
        The edges, by falling share, then by communities and names.
    """
    found = []
    totals: Counter[tuple[int, int]] = Counter()
    for one, other, data in network.edges(data=True):
        if of[one] != of[other]:
            ends = sorted((one, other), key=lambda node: (of[node], node))
            pair = (of[ends[0]], of[ends[1]])
            weight = data.get("weight", 1)
            totals[pair] += weight
            found.append((ends[0], ends[1], pair, weight))
    result = [Joint(a, b, pair, w, w / totals[pair]) for a, b, pair, w in found]
    return sorted(result, key=lambda j: (-j.share, j.communities, j.one, j.other))
