"""Measures of single nodes, each a function from a graph to a number for every node.

networkx is the model. Where it is too slow for 5,000 cities the same definition is computed on the
adjacency matrix (scipy); ``docs/benchmarks.md`` has the figures, and the tests hold the results
against networkx and against a third library.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from scipy.sparse import csr_array

__all__ = [
    "betweenness",
    "closeness",
    "clustering",
    "core_number",
    "degree",
    "pagerank",
    "pivots",
    "strength",
    "weighted_clustering",
]

_SOURCES_AT_ONCE: Final = 64
_WORDS: Final = 16  # of 64 sources each
_ROWS_AT_ONCE: Final = 512
_PIVOT_SEED: Final = 1


def degree(network: nx.Graph[str]) -> dict[str, float]:
    """Return the number of neighbours of each node."""
    return dict(network.degree())


def strength(network: nx.Graph[str]) -> dict[str, float]:
    """Return the sum of the weights of each node's edges."""
    return dict(network.degree(weight="weight"))


def core_number(network: nx.Graph[str]) -> dict[str, float]:
    """Return the largest k such that the node stays when all nodes with fewer than k neighbours
    are taken away again and again.
    """  # noqa: D205
    result: dict[str, float] = nx.core_number(network)
    return result


def pagerank(network: nx.Graph[str]) -> dict[str, float]:
    """Return PageRank with damping 0.85, along edges in proportion to their weight."""
    result: dict[str, float] = nx.pagerank(
        network, alpha=0.85, weight="weight", tol=1e-15, max_iter=2_000
    )
    return result


def pivots(network: nx.Graph[str]) -> list[int]:
    """Return the positions of the nodes from which shortest paths are followed.

    All nodes, or a sample with a fixed seed where there are more nodes than the setting
    ``network_exact``; the sample has as many as the setting ``network_pivots``.
    """
    count = network.number_of_nodes()
    if count <= setting_as_int("network_exact"):
        return list(range(count))
    chosen = random.Random(_PIVOT_SEED).sample(  # noqa: S311
        range(count), min(count, setting_as_int("network_pivots"))
    )
    return sorted(chosen)


def betweenness(network: nx.Graph[str], sources: Sequence[int] | None = None) -> dict[str, float]:
    """Return the share of shortest paths between two others on which each node lies.

    Brandes' algorithm (https://doi.org/10.1080/0022250X.2001.9990249) for many sources at once,
    on the adjacency matrix; edges count as equally long. With fewer sources than nodes the result
    is an estimate, scaled to all.

    Args:
        network: The graph.
        sources: The positions of the nodes at which paths begin; :func:`pivots` by default.

    Returns:
        A number from 0 to 1 for each node.
    """
    import numpy as np

    nodes = list(network)
    count = len(nodes)
    sources = pivots(network) if sources is None else sources
    if count < 3 or not sources:  # noqa: PLR2004
        return dict.fromkeys(nodes, 0.0)
    matrix = _matrix(network)
    total = np.zeros(count)
    for start in range(0, len(sources), _SOURCES_AT_ONCE):
        total += _dependencies(matrix, np.asarray(sources[start : start + _SOURCES_AT_ONCE]))
    total *= count / len(sources) / ((count - 1) * (count - 2))
    return dict(zip(nodes, total.tolist(), strict=True))


def _dependencies(matrix: csr_array, sources: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    import numpy as np

    count, width = matrix.shape[0], len(sources)
    columns = np.arange(width)
    paths = np.zeros((count, width))
    paths[sources, columns] = 1
    distance = np.full((count, width), -1, dtype=np.int32)
    distance[sources, columns] = 0
    front = paths.copy()
    depth = 0
    while True:
        reached = matrix @ front
        new = (distance < 0) & (reached > 0)
        if not new.any():
            break
        depth += 1
        distance[new] = depth
        front = np.where(new, reached, 0)
        paths += front
    share = np.divide(1, paths, out=np.zeros_like(paths), where=paths > 0)
    result = np.zeros((count, width))
    for level in range(depth, 0, -1):
        passed = np.where(distance == level, (1 + result) * share, 0)
        result += np.where(distance == level - 1, (matrix @ passed) * paths, 0)
    result[sources, columns] = 0
    summed: np.ndarray[Any, Any] = result.sum(axis=1)
    return summed


def closeness(network: nx.Graph[str]) -> dict[str, float]:
    """Return how near each node is to all others: the inverse of its mean distance.

    Where a node does not reach all others, the value is multiplied by the share that it does reach
    (Wasserman and Faust), as networkx does. Breadth-first searches run for 1,024 sources at once,
    a bit each.
    """
    import numpy as np

    nodes = list(network)
    matrix = _matrix(network)
    count = len(nodes)
    near, pointers = matrix.indices, matrix.indptr[:-1]
    joined = np.diff(matrix.indptr) > 0
    total = np.zeros(count, dtype=np.int64)
    reached = np.zeros(count, dtype=np.int64)
    for start in range(0, count, 64 * _WORDS) if matrix.nnz else ():
        sources = np.arange(start, min(count, start + 64 * _WORDS))
        place = sources - start
        seen = np.zeros((count, (len(sources) + 63) // 64), dtype=np.uint64)
        seen[sources, place // 64] = np.uint64(1) << (place % 64).astype(np.uint64)
        front = seen.copy()
        distance = 0
        while True:
            distance += 1
            new = np.zeros_like(seen)
            new[joined] = np.bitwise_or.reduceat(front[near], pointers[joined], axis=0)
            new &= ~seen
            counts = np.bitwise_count(new).sum(axis=1, dtype=np.int64)
            if not counts.any():
                break
            total += distance * counts
            reached += counts
            seen |= new
            front = new
    mean = np.divide(reached * reached, total, out=np.zeros(count), where=total > 0)
    return dict(zip(nodes, (mean / max(1, count - 1)).tolist(), strict=True))


def clustering(network: nx.Graph[str]) -> dict[str, float]:
    """Return the share of the pairs of each node's neighbours that are joined themselves."""
    matrix = _matrix(network)
    return _closed(network, matrix)


def weighted_clustering(network: nx.Graph[str]) -> dict[str, float]:
    """Return the clustering in which each triangle counts by the geometric mean of its weights.

    The weights are relative to the largest one in the network
    (Onnela and others, https://doi.org/10.1103/PhysRevE.71.065103), as in networkx.
    """
    import numpy as np

    matrix = _matrix(network, "weight")
    if matrix.nnz:
        matrix.data = np.cbrt(matrix.data / matrix.data.max())
    return _closed(network, matrix)


def _closed(network: nx.Graph[str], matrix: csr_array) -> dict[str, float]:
    import numpy as np

    nodes = list(network)
    neighbours = np.diff(matrix.indptr)
    twice = np.zeros(len(nodes))
    for start in range(0, len(nodes), _ROWS_AT_ONCE):
        rows = matrix[start : start + _ROWS_AT_ONCE]
        twice[start : start + _ROWS_AT_ONCE] = (rows @ matrix).multiply(rows).sum(axis=1)
    pairs = neighbours * (neighbours - 1)
    values = np.divide(twice, pairs, out=np.zeros(len(nodes)), where=pairs > 0)
    return dict(zip(nodes, values.tolist(), strict=True))


def _matrix(network: nx.Graph[str], weight: str | None = None) -> csr_array:
    matrix = nx.to_scipy_sparse_array(network, weight=weight, dtype=float, format="csr")
    matrix.sum_duplicates()
    return matrix
