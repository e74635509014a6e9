"""Communities: groups of nodes that are joined to one another more than chance would have it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import networkx as nx

from citygraph.errors import UsageError
from citygraph.network.adjacency import adjacency
from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from scipy.sparse import csr_array

    from citygraph.network.adjacency import Adjacency

__all__ = [
    "METHODS",
    "SEEDS",
    "Communities",
    "Joint",
    "adjusted_rand",
    "bridging",
    "find",
    "joints",
    "reach",
    "usual_seeds",
]

METHODS: Final = ("leiden", "louvain")
SEEDS: Final = 20
_ITERATIONS: Final = 10
_FEWEST: Final = 3
_LINES: Final = 15_000_000  # of all seeds together


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


@dataclass(frozen=True)
class _Edges:
    """The edges of a network, each once, in order; nodes are numbers."""

    count: int
    one: np.ndarray[tuple[int], np.dtype[np.int64]]
    other: np.ndarray[tuple[int], np.dtype[np.int64]]
    weight: np.ndarray[tuple[int], np.dtype[np.float64]]


def find(
    network: nx.Graph[str] | Adjacency, method: str = "leiden", seeds: int | None = None
) -> Communities:
    """Find communities: the division with the largest modularity of several seeds.

    Args:
        network: The network; edges count by ``weight``.
        method: ``leiden`` (graspologic-native) or ``louvain`` (networkx).
        seeds: How many seeds to try: 0, 1, 2 and so on. By default 20; fewer, and one pass for
            each rather than ten, in a network of more than 750,000 edges, but three at least.

    Returns:
        The communities, the same at every call.

    Raises:
        UsageError: There is no such method, or the network is too large for Louvain.
    """
    if method not in METHODS:
        raise UsageError(
            f"There is no method '{method}' for communities.", hint=f"Take {' or '.join(METHODS)}."
        )
    found = adjacency(network)
    nodes = sorted(found.nodes)
    edges = _edges(found, nodes)
    usual = usual_seeds(len(edges.one))
    seeds = seeds or usual
    if method == "leiden":
        divisions = _leiden(edges, seeds, _ITERATIONS if usual == SEEDS else 1)
    else:
        divisions = _louvain(edges, seeds)
    scores = [_modularity(edges, division) for division in divisions]
    best = max(range(seeds), key=lambda i: (round(scores[i], 12), -i))
    agreements = [adjusted_rand(a, b) for a, b in combinations(divisions, 2)]
    return Communities(
        _numbered(nodes, divisions[best]),
        method,
        scores[best],
        sum(agreements) / len(agreements) if agreements else 1.0,
        seeds,
    )


def usual_seeds(lines: int) -> int:
    """Return how many seeds are tried in a network with so many edges."""
    return max(_FEWEST, min(SEEDS, _LINES // max(1, lines)))


def _edges(found: Adjacency, nodes: list[str]) -> _Edges:
    """Return the edges, numbered in the order of the nodes given."""
    import numpy as np
    from scipy.sparse import triu

    matrix = found.matrix
    if nodes != list(found.nodes):
        place = {node: row for row, node in enumerate(found.nodes)}
        order = np.array([place[node] for node in nodes])
        matrix = matrix[order][:, order]
    matrix.sort_indices()
    upper = triu(matrix, 1, format="csr").tocoo()
    return _Edges(len(nodes), upper.row, upper.col, upper.data)


def _leiden(edges: _Edges, seeds: int, iterations: int) -> list[list[int]]:
    count = edges.count
    if not len(edges.one):
        return [list(range(count)) for _seed in range(seeds)]
    from graspologic_native import leiden

    names = [str(node) for node in range(count)]
    ends = [[names[node] for node in side.tolist()] for side in (edges.one, edges.other)]
    named = list(zip(*ends, edges.weight.tolist(), strict=True))
    divisions = []
    for seed in range(seeds):
        _score, found = leiden(named, seed=seed, iterations=iterations)
        divisions.append([found.get(names[node], count + node) for node in range(count)])
    return divisions


def _louvain(edges: _Edges, seeds: int) -> list[list[int]]:
    limit = setting_as_int("network_edges")
    if len(edges.one) > limit:
        raise UsageError(
            f"Louvain is not run on more than {limit:,} lines; these are {len(edges.one):,}.",
            hint="Take leiden.",
        )
    sides = (edges.one.tolist(), edges.other.tolist(), edges.weight.tolist())
    network: nx.Graph[int] = nx.Graph()
    network.add_nodes_from(range(edges.count))
    network.add_weighted_edges_from(zip(*sides, strict=True))
    divisions = []
    for seed in range(seeds):
        of = list(range(edges.count))
        groups = nx.community.louvain_communities(network, weight="weight", seed=seed)
        for number, group in enumerate(groups):
            for node in group:
                of[node] = number
        divisions.append(of)
    return divisions


def _modularity(edges: _Edges, of: Sequence[int]) -> float:
    import numpy as np

    total = float(edges.weight.sum())
    if not total:
        return 0.0
    _names, group = np.unique(of, return_inverse=True)
    one, other = group[edges.one], group[edges.other]
    same = one == other
    size = int(group.max()) + 1
    inside = np.bincount(one[same], edges.weight[same], size)
    degrees = np.bincount(one, edges.weight, size) + np.bincount(other, edges.weight, size)
    return float((inside / total - (degrees / (2 * total)) ** 2).sum())


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


def bridging(network: nx.Graph[str] | Adjacency, of: Mapping[str, int]) -> dict[str, float]:
    """Return how evenly each node's edges are spread over the communities.

    The participation coefficient of Guimerà and Amaral (https://doi.org/10.1038/nature03288): 0
    where all weight goes into one community, near 1 where it goes evenly into many.
    """
    import numpy as np

    found = adjacency(network)
    into = _into(found, of)
    total = into.sum(axis=1)
    share = np.divide(1, total, out=np.zeros(len(total)), where=total > 0)
    into.data = (into.data * np.repeat(share, np.diff(into.indptr))) ** 2
    return found.by_node(np.where(total > 0, 1 - into.sum(axis=1), 0.0).tolist())


def reach(network: nx.Graph[str] | Adjacency, of: Mapping[str, int]) -> dict[str, int]:
    """Return in how many communities each node has neighbours."""
    import numpy as np

    found = adjacency(network)
    counts: list[int] = np.diff(_into(found, of).indptr).tolist()
    return dict(zip(found.nodes, counts, strict=True))


def _into(found: Adjacency, of: Mapping[str, int]) -> csr_array:
    """Return the weight of each node's edges into each community."""
    import numpy as np
    from scipy.sparse import csr_array

    _numbers, group = np.unique([of[node] for node in found.nodes], return_inverse=True)
    count = len(group)
    members = csr_array((np.ones(count), (np.arange(count), group)))
    return csr_array(found.matrix @ members)


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


def joints(network: nx.Graph[str] | Adjacency, of: Mapping[str, int]) -> list[Joint]:
    """Return the edges between communities, those first that alone join two communities.

    Args:
        network: The network.
        of: The number of each node's community.

    Returns:
        The edges, by falling share, then by communities and names.
    """
    import numpy as np

    adjacent = adjacency(network)
    nodes = sorted(adjacent.nodes)
    edges = _edges(adjacent, nodes)
    number = np.array([of[node] for node in nodes])
    between = number[edges.one] != number[edges.other]
    sides = (edges.one[between], edges.other[between], edges.weight[between])
    found = []
    totals: Counter[tuple[int, int]] = Counter()
    for one, other, weight in zip(*(side.tolist() for side in sides), strict=True):
        ends = sorted((nodes[one], nodes[other]), key=lambda node: (of[node], node))
        pair = (of[ends[0]], of[ends[1]])
        weight = int(weight) if weight.is_integer() else weight  # noqa: PLW2901
        totals[pair] += weight
        found.append((ends[0], ends[1], pair, weight))
    result = [Joint(a, b, pair, w, w / totals[pair]) for a, b, pair, w in found]
    return sorted(result, key=lambda j: (-j.share, j.communities, j.one, j.other))
