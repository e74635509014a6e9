"""Networks as sparse matrices: what measures are computed on.

A projection of 5,000 cities can have millions of lines. As a networkx graph each of them is a
dictionary of its own; as a matrix it is the product of the two-mode incidence with its transpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx

from citygraph.errors import UsageError
from citygraph.network.graphs import about_links, attributes_of, graph_of, groups_of
from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from scipy.sparse import csr_array

    from citygraph.network.links import Links

__all__ = ["Adjacency", "adjacency", "adjacency_of"]


@dataclass(frozen=True, eq=False)
class Adjacency:
    """A network as a matrix.

    Attributes:
        nodes: The attributes of each node, in the order of the rows.
        matrix: The weights of the edges: symmetric, sorted, its diagonal empty.
        graph: What the network is, as in ``graph`` of a networkx graph.
        incidence: Of a projection: a row for each node, a column for each thing they share.
    """

    nodes: dict[str, dict[str, Any]]
    matrix: csr_array
    graph: dict[str, Any]
    incidence: csr_array | None = None

    def number_of_nodes(self) -> int:
        """Return how many nodes there are."""
        return len(self.nodes)

    def number_of_edges(self) -> int:
        """Return how many edges there are."""
        return int(self.matrix.nnz) // 2

    def degrees(self) -> np.ndarray[Any, Any]:
        """Return the number of neighbours of each node."""
        import numpy as np

        return np.diff(self.matrix.indptr)

    def pattern(self) -> csr_array:
        """Return the matrix with 1 for each edge, whatever its weight."""
        import numpy as np
        from scipy.sparse import csr_array

        whole = self.matrix
        return csr_array((np.ones(whole.nnz), whole.indices, whole.indptr), shape=whole.shape)

    def by_node(self, values: Iterable[float]) -> dict[str, float]:
        """Return values that are in the order of the rows by the keys of the nodes."""
        return dict(zip(self.nodes, values, strict=True))


def adjacency(network: nx.Graph[str] | Adjacency) -> Adjacency:
    """Return a network as a matrix.

    Args:
        network: An undirected networkx graph, whose edges count 1 where they have no ``weight``;
            or a matrix, which is returned as it is.
    """
    if isinstance(network, Adjacency):
        return network
    from scipy.sparse import csr_array

    nodes: dict[str, dict[str, Any]] = dict(network.nodes.items())
    kind: Any = float
    if nodes:
        matrix: csr_array = nx.to_scipy_sparse_array(network, dtype=kind, format="csr")
    else:
        matrix = csr_array((0, 0))
    matrix.sum_duplicates()
    return Adjacency(nodes, matrix, dict(network.graph))


def adjacency_of(links: Links) -> Adjacency:
    """Return the matrix of claims, the same as that of :func:`citygraph.network.graphs.graph_of`.

    A projection is computed from the two-mode incidence, without an object for each line.

    Args:
        links: The claims.

    Raises:
        UsageError: A projection would have more lines than the setting ``network_lines`` allows.
    """
    if not links.kind.onto:
        return adjacency(graph_of(links))
    import numpy as np
    from scipy.sparse import csr_array

    groups = groups_of(links)
    keys = sorted({key for members in groups.values() for key in members})
    place = {key: row for row, key in enumerate(keys)}
    sizes = [len(members) for members in groups.values()]
    most = sum(size * (size - 1) // 2 for size in sizes)
    most = min(most, len(keys) * (len(keys) - 1) // 2)
    limit = setting_as_int("network_lines")
    if most > limit:
        raise UsageError(
            f"This projection could have {most:,} lines; more than {limit:,} are not measured.",
            hint="Take the two-mode kind, a period or a filter, or raise CITYGRAPH_NETWORK_LINES.",
        )
    rows = [place[key] for members in groups.values() for key in members]
    columns = np.repeat(np.arange(len(sizes)), sizes)
    shape = (len(keys), len(sizes))
    incidence = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    matrix = csr_array(incidence @ incidence.T)
    matrix.setdiag(0)
    matrix.eliminate_zeros()
    matrix.sort_indices()
    nodes = {key: attributes_of(links.nodes, key) for key in keys}
    return Adjacency(nodes, matrix, about_links(links), incidence)
