"""Measures of single nodes, each a function from a network to a number for every node.

networkx is the model. It is too slow for 5,000 cities, so the same definitions are computed on the
adjacency matrix: sparse (scipy), or dense where a twentieth of all possible lines exist, which a
projection has. ``docs/benchmarks.md`` has the figures, and the tests hold the results against
networkx and against a third library.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

from citygraph.network.adjacency import adjacency
from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx
    import numpy as np
    from scipy.sparse import csr_array

    from citygraph.network.adjacency import Adjacency

    Network = nx.Graph[str] | Adjacency
    Numbers = np.ndarray[Any, Any]

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
_SOURCES_IF_DENSE: Final = 512
_WORDS: Final = 16  # of 64 sources each
_GATHERED: Final = 2**25  # words
_ROWS_AT_ONCE: Final = 512
_DENSE: Final = 1 / 20  # of all possible lines
_DENSE_NODES: Final = 10_000  # 800 MB
_DAMPING: Final = 0.85
_STEPS: Final = 300  # 0.85 ** 300 is less than the last digit
_PIVOT_SEED: Final = 1


def degree(network: Network) -> dict[str, float]:
    """Return the number of neighbours of each node."""
    found = adjacency(network)
    return found.by_node(found.degrees().tolist())


def strength(network: Network) -> dict[str, float]:
    """Return the sum of the weights of each node's edges."""
    found = adjacency(network)
    sums = found.matrix.sum(axis=1)
    whole = sums.astype(int)
    return found.by_node((whole if (whole == sums).all() else sums).tolist())


def core_number(network: Network) -> dict[str, float]:
    """Return the largest k such that the node stays when all nodes with fewer than k neighbours
    are taken away again and again.
    """  # noqa: D205
    import numpy as np

    found = adjacency(network)
    matrix, left = found.matrix, found.degrees().astype(np.int64)
    gone = np.iinfo(np.int64).max
    core = np.zeros(len(left), dtype=np.int64)
    level = 0
    while len(left) and (least := left.min()) < gone:
        level = max(level, int(least))
        leaving = np.flatnonzero(left <= level)
        while len(leaving):
            core[leaving] = level
            left[leaving] = gone
            near, times = np.unique(matrix[leaving].indices, return_counts=True)
            times, near = times[left[near] < gone], near[left[near] < gone]
            left[near] -= times
            leaving = near[left[near] <= level]
    return found.by_node(core.tolist())


def pagerank(network: Network) -> dict[str, float]:
    """Return PageRank with damping 0.85, along edges in proportion to their weight."""
    import numpy as np

    found = adjacency(network)
    matrix, count = found.matrix, len(found.nodes)
    sums = matrix.sum(axis=1)
    share = np.divide(1, sums, out=np.zeros(count), where=sums > 0)
    rank = np.full(count, 1 / max(1, count))
    for _step in range(_STEPS):
        before = rank
        lost = rank[sums == 0].sum()  # by nodes that nothing joins: it goes to all alike
        rank = _DAMPING * (matrix @ (rank * share) + lost / count) + (1 - _DAMPING) / count
        if np.abs(rank - before).sum() < count * 1e-15:
            break
    return found.by_node(rank.tolist())


def pivots(network: Network) -> list[int]:
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


def betweenness(network: Network, sources: Sequence[int] | None = None) -> dict[str, float]:
    """Return the share of shortest paths between two others on which each node lies.

    Brandes' algorithm (https://doi.org/10.1080/0022250X.2001.9990249) for many sources at once,
    on the adjacency matrix; edges count as equally long. With fewer sources than nodes the result
    is an estimate, scaled to all.

    Args:
        network: The network.
        sources: The positions of the nodes at which paths begin; :func:`pivots` by default.

    Returns:
        A number from 0 to 1 for each node.
    """
    import numpy as np

    found = adjacency(network)
    count = len(found.nodes)
    sources = pivots(network) if sources is None else sources
    if count < 3 or not sources:  # noqa: PLR2004
        return found.by_node([0.0] * count)
    matrix = found.pattern()
    dense = _is_dense(matrix)
    quick = matrix.toarray() if dense else matrix
    width = _SOURCES_IF_DENSE if dense else _SOURCES_AT_ONCE
    total = np.zeros(count)
    for start in range(0, len(sources), width):
        total += _dependencies(quick, np.asarray(sources[start : start + width]))
    total *= count / len(sources) / ((count - 1) * (count - 2))
    return found.by_node(total.tolist())


def _is_dense(matrix: csr_array) -> bool:
    """Tell whether products are quicker with all the zeros written out."""
    count = matrix.shape[0]
    return bool(count <= _DENSE_NODES and matrix.nnz >= _DENSE * count * count)


def _dependencies(matrix: csr_array | Numbers, sources: Numbers) -> Numbers:
    """Return what Brandes calls the dependencies of the sources on each node, summed."""
    import numpy as np

    count, width = matrix.shape[0], len(sources)
    columns = np.arange(width)
    first = matrix[sources]
    # The first step needs no product: it goes to the neighbours.
    front: Numbers = (first if isinstance(first, np.ndarray) else first.toarray()).T.copy()
    paths = front.copy()
    paths[sources, columns] = 1
    distance = np.where(front > 0, np.int32(1), np.int32(-1))
    distance[sources, columns] = 0
    depth = 1
    while True:
        rows = np.flatnonzero((distance < 0).any(axis=1))
        reached = matrix[rows] @ front
        new = (distance[rows] < 0) & (reached > 0)
        if not new.any():
            break
        depth += 1
        front = np.zeros((count, width))
        front[rows] = np.where(new, reached, 0)
        distance[rows] = np.where(new, np.int32(depth), distance[rows])
        paths += front
    result = np.zeros((count, width))
    # The last step back leads to the sources, which do not lie between themselves and others.
    for level in range(depth, 1, -1):
        rows = np.flatnonzero((distance == level).any(axis=1))
        passed = np.where(distance[rows] == level, (1 + result[rows]) / paths[rows].clip(1), 0)
        result += np.where(distance == level - 1, (matrix[rows].T @ passed) * paths, 0)
    result[sources, columns] = 0
    summed: Numbers = result.sum(axis=1)
    return summed


def closeness(network: Network) -> dict[str, float]:
    """Return how near each node is to all others: the inverse of its mean distance.

    Where a node does not reach all others, the value is multiplied by the share that it does reach
    (Wasserman and Faust), as networkx does. Breadth-first searches run for 1,024 sources at once,
    a bit each; in a projection they go from a node to what it shares, and on to who shares it.
    """
    import numpy as np

    found = adjacency(network)
    count = len(found.nodes)
    shared = found.incidence
    ways = [found.matrix] if shared is None else [shared.T.tocsr(), shared]
    wide = max(way.nnz for way in ways)
    width = 64 * max(1, min(_WORDS, _GATHERED // max(1, wide)))
    total = np.zeros(count, dtype=np.int64)
    reached = np.zeros(count, dtype=np.int64)
    for start in range(0, count, width) if wide else ():
        sources = np.arange(start, min(count, start + width))
        place = sources - start
        seen = np.zeros((count, (len(sources) + 63) // 64), dtype=np.uint64)
        seen[sources, place // 64] = np.uint64(1) << (place % 64).astype(np.uint64)
        front = seen.copy()
        distance = 0
        while True:
            distance += 1
            for way in ways:
                front = _gathered(way, front)
            front &= ~seen
            counts = np.bitwise_count(front).sum(axis=1, dtype=np.int64)
            if not counts.any():
                break
            total += distance * counts
            reached += counts
            seen |= front
    mean = np.divide(reached * reached, total, out=np.zeros(count), where=total > 0)
    return found.by_node((mean / max(1, count - 1)).tolist())


def _gathered(way: csr_array, front: Numbers) -> Numbers:
    """Return for each row the bits of all that it is joined to."""
    import numpy as np

    result = np.zeros((way.shape[0], front.shape[1]), dtype=front.dtype)
    joined = np.diff(way.indptr) > 0
    pointers = way.indptr[:-1][joined]
    result[joined] = np.bitwise_or.reduceat(front[way.indices], pointers, axis=0)
    return result


def clustering(network: Network) -> dict[str, float]:
    """Return the share of the pairs of each node's neighbours that are joined themselves."""
    import numpy as np

    # Numbers of neighbours are exact in half the digits, and half the digits in half the time.
    return _closed(adjacency(network), adjacency(network).pattern().astype(np.float32))


def weighted_clustering(network: Network) -> dict[str, float]:
    """Return the clustering in which each triangle counts by the geometric mean of its weights.

    The weights are relative to the largest one in the network
    (Onnela and others, https://doi.org/10.1103/PhysRevE.71.065103), as in networkx.
    """
    import numpy as np

    found = adjacency(network)
    matrix = found.pattern()
    if matrix.nnz:
        matrix.data = np.cbrt(found.matrix.data / found.matrix.data.max())
    return _closed(found, matrix)


def _closed(found: Adjacency, matrix: csr_array) -> dict[str, float]:
    import numpy as np

    count = len(found.nodes)
    neighbours = found.degrees().astype(np.int64)
    if _is_dense(matrix):
        twice = _closed_if_dense(matrix.toarray())
    else:
        twice = np.zeros(count)
        for start in range(0, count, _ROWS_AT_ONCE):
            rows = matrix[start : start + _ROWS_AT_ONCE]
            closed = (rows @ matrix).multiply(rows)
            twice[start : start + _ROWS_AT_ONCE] = closed.sum(axis=1, dtype=float)
    pairs = neighbours * (neighbours - 1)
    values = np.divide(twice, pairs, out=np.zeros(count), where=pairs > 0)
    return found.by_node(values.tolist())


def _closed_if_dense(matrix: Numbers) -> Numbers:
    """Return the row sums of the matrix times its square, of which half need be computed."""
    from scipy.linalg import get_blas_funcs

    (multiply,) = get_blas_funcs(("syrk",), (matrix,))
    half: Numbers = multiply(1, matrix.T)  # symmetric: what is below the diagonal stays 0
    half *= matrix.T
    sums: Numbers = half.sum(axis=0, dtype=float) + half.sum(axis=1, dtype=float)
    return sums
