"""The measures of a network in one table, with what each of them means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import UnknownName, did_you_mean
from citygraph.network import centrality
from citygraph.network.adjacency import Adjacency, adjacency
from citygraph.network.communities import SEEDS, Communities, bridging, find
from citygraph.network.graphs import require_edges
from citygraph.network.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import networkx as nx

__all__ = ["MEASURES", "Measure", "Measures", "assortativity", "measure", "stable", "whole"]

_DIGITS: Final = 6


@dataclass(frozen=True)
class Measure:
    """A measure of the nodes of a network.

    Attributes:
        name: Its name, also of its column.
        title: The same in words.
        meaning: What a large value says, in one sentence.
        function: What computes it.
        triangles: Whether it is about triangles, of which a two-mode network has none.
    """

    name: str
    title: str
    meaning: str
    function: Callable[[nx.Graph[str] | Adjacency], dict[str, float]]
    triangles: bool = False


MEASURES: Final[dict[str, Measure]] = {
    entry.name: entry
    for entry in (
        Measure("degree", "Neighbours", "It is joined to many others.", centrality.degree),
        Measure(
            "strength", "Strength", "It is joined often: the weights added up.", centrality.strength
        ),
        Measure(
            "betweenness",
            "Betweenness",
            "It lies on many of the shortest ways between two others.",
            centrality.betweenness,
        ),
        Measure(
            "closeness",
            "Closeness",
            "It needs few steps to reach the others.",
            centrality.closeness,
        ),
        Measure(
            "pagerank",
            "PageRank",
            "It is joined to others that are well joined themselves.",
            centrality.pagerank,
        ),
        Measure(
            "core",
            "Core number",
            "It belongs to a dense core: everybody there has at least that many neighbours inside.",
            centrality.core_number,
        ),
        Measure(
            "clustering",
            "Clustering",
            "Its neighbours are joined to one another.",
            centrality.clustering,
            triangles=True,
        ),
        Measure(
            "weighted-clustering",
            "Weighted clustering",
            "Its neighbours are joined to one another by heavy lines.",
            centrality.weighted_clustering,
            triangles=True,
        ),
    )
}


@dataclass(frozen=True)
class Measures:
    """The measures of one network.

    Attributes:
        network: The network, as a matrix.
        values: Measure name to node to value.
        communities: The communities.
        bridging: How evenly each node's edges are spread over the communities.
        whole: Measures of the network as a whole; None where one has no meaning.
        notes: What a reader must know: what was sampled, what was left out.
    """

    network: Adjacency
    values: dict[str, dict[str, float]]
    communities: Communities
    bridging: dict[str, float]
    whole: dict[str, Any]
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The names of the columns of :meth:`rows`."""
        return ["node", "label", "kind", "country", *self.values, "community", "bridging"]

    def rows(self, by: str = "betweenness") -> list[list[Any]]:
        """Return one row for each node, the largest value first.

        Args:
            by: The column to sort by.

        Raises:
            UnknownName: There is no such column.
        """
        columns = self.columns
        if by not in columns:
            raise UnknownName(
                f"There is no column '{by}'.",
                hint=did_you_mean(by, columns) or f"The columns are {', '.join(columns)}.",
            )
        rows = []
        for node, data in self.network.nodes.items():
            numbers = [stable(values[node]) for values in self.values.values()]
            rows.append(
                [
                    node,
                    data.get("label", node),
                    data.get("kind", ""),
                    data.get("country", ""),
                    *numbers,
                    self.communities.of[node],
                    stable(self.bridging[node]),
                ]
            )
        place = columns.index(by)
        rows.sort(key=lambda row: (row[1], row[0]))
        numeric = place > 3 and by != "community"  # noqa: PLR2004
        rows.sort(key=lambda row: row[place], reverse=numeric)
        return rows


def measure(
    network: nx.Graph[str] | Adjacency,
    names: Iterable[str] | None = None,
    method: str = "leiden",
) -> Measures:
    """Measure a network.

    Args:
        network: A graph of :func:`citygraph.network.graph`, or a matrix of
            :func:`citygraph.network.adjacency.adjacency_of`.
        names: Names of measures; all that have a meaning by default.
        method: How communities are found.

    Returns:
        The measures.

    Raises:
        ParameterError: The graph has no edge.
        UnknownName: There is no such measure.
    """
    network = adjacency(network)
    require_edges(network)
    chosen = list(MEASURES if names is None else names)
    for name in chosen:
        if name not in MEASURES:
            raise UnknownName(
                f"There is no measure '{name}'.",
                hint=did_you_mean(name, MEASURES) or f"The measures are {', '.join(MEASURES)}.",
            )
    notes = []
    if _two_mode(network) and any(MEASURES[name].triangles for name in chosen):
        chosen = [name for name in chosen if not MEASURES[name].triangles]
        notes.append(
            "Clustering is left out: no triangle can exist in a network with two sides. "
            "Take a projection for it."
        )
    sampled = len(centrality.pivots(network))
    if "betweenness" in chosen and sampled < network.number_of_nodes():
        notes.append(
            f"Betweenness is an estimate from {sampled:,} of {network.number_of_nodes():,} nodes, "
            "drawn with a fixed seed."
        )
    undated = network.graph.get("undated_left_out", 0)
    if undated:
        notes.append(
            f"{undated:,} claims without a date are left out; nobody knows whether they hold in "
            "the period. --undated keeps them."
        )
    communities = find(network, method)
    if communities.seeds < SEEDS:
        notes.append(
            f"Communities are from {communities.seeds} seeds rather than {SEEDS}, because there "
            f"are {network.number_of_edges():,} lines."
        )
    return Measures(
        network,
        {name: MEASURES[name].function(network) for name in chosen},
        communities,
        bridging(network, communities.of),
        whole(network, communities),
        notes,
    )


def _two_mode(network: Adjacency) -> bool:
    """Tell whether a network has two sides, and not just happens to have no odd cycle."""
    from scipy.sparse import block_array
    from scipy.sparse.csgraph import connected_components

    kind = KINDS.get(network.graph.get("kind", ""))
    if (kind and kind.onto) or not network.number_of_nodes():
        return False
    matrix = network.matrix
    doubled = block_array([[None, matrix], [matrix, None]], format="csr")
    # Each node twice, each edge from one copy to the other: an odd cycle joins the two copies.
    parts, _of = connected_components(matrix, directed=False)
    halves, _of = connected_components(doubled, directed=False)
    return bool(halves == 2 * parts)


def whole(network: nx.Graph[str] | Adjacency, communities: Communities) -> dict[str, Any]:
    """Return the measures of a network as a whole.

    Returns:
        Numbers of nodes, edges and components; density (of the possible edges, between the two
        sides where there are two); the share of nodes in the largest component; assortativity by
        country; number, modularity and stability of the communities.
    """
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    network = adjacency(network)
    _count, of = connected_components(network.matrix, directed=False)
    components = np.bincount(of).tolist()
    return {
        "nodes": network.number_of_nodes(),
        "edges": network.number_of_edges(),
        "density": stable(_density(network)),
        "components": len(components),
        "largest_component": max(components, default=0),
        "assortativity_by_country": stable(assortativity(network)),
        "communities": len(set(communities.of.values())),
        "modularity": stable(communities.modularity),
        "stability": stable(communities.stability),
    }


def _density(network: Adjacency) -> float | None:
    count = network.number_of_nodes()
    kinds = {data.get("kind") for data in network.nodes.values()}
    pairs = count * (count - 1) / 2
    if len(kinds) == 2 and _two_mode(network):  # noqa: PLR2004
        first = min(map(str, kinds))
        size = sum(str(data.get("kind")) == first for data in network.nodes.values())
        pairs = size * (count - size)
    return network.number_of_edges() / pairs if pairs else None


def assortativity(network: nx.Graph[str] | Adjacency, attribute: str = "country") -> float | None:
    """Return how much like is joined to like (Newman, https://doi.org/10.1103/PhysRevE.67.026126).

    Nodes without the attribute are left out with their edges.

    Args:
        network: The graph.
        attribute: The attribute compared.

    Returns:
        1 where all edges join nodes of one value, 0 where that is as by chance, less where
        differing ones are sought; None where no edge joins two nodes that have the attribute, or
        all have the same value.
    """
    import numpy as np

    found = adjacency(network)
    values = [data.get(attribute) or None for data in found.nodes.values()]
    known = sorted({str(value) for value in values if value is not None})
    place = {value: number for number, value in enumerate(known)}
    code = np.array([-1 if v is None else place[str(v)] for v in values], dtype=np.int64)
    ends = code[found.matrix.indices]
    starts = np.repeat(code, found.degrees())
    both = (starts >= 0) & (ends >= 0)
    size = len(known)
    mixed = np.bincount(starts[both] * size + ends[both], minlength=size * size)
    shares = mixed.reshape(size, size) / max(1, mixed.sum())
    chance = float((shares.sum(axis=0) * shares.sum(axis=1)).sum())
    if not mixed.sum() or np.count_nonzero(mixed.reshape(size, size).sum(axis=0)) < 2:  # noqa: PLR2004
        return None
    return (float(np.trace(shares)) - chance) / (1 - chance)


def stable(value: float | None) -> Any:  # noqa: ANN401
    """Return a number rounded so that it is the same on every machine: to six digits.

    It is rounded to twelve digits first: a value that lies just between two rounded ones would
    otherwise go either way with the last bit of a sum.
    """
    if value is None or isinstance(value, int):
        return value
    rounded = round(float(f"{value:.12g}"), _DIGITS)
    return 0.0 if rounded == 0 else rounded
