"""Places for the nodes of a picture: what is joined lies near, the same at every call."""

from __future__ import annotations

from math import cos, pi, sin, sqrt
from typing import TYPE_CHECKING, Final

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Place", "lay_out", "spread"]

Place = tuple[float, float]

_ROUNDS: Final = 150
_SEED: Final = 1
_GOLDEN: Final = pi * (3 - sqrt(5))
_NEARER: Final = 0.8  # the power of the distance from the middle
_DISTORTION: Final = 1.5
_GAP: Final = 1.5
_SPREADING: Final = 40
_STRIP: Final = 0.1  # of the height at the least, for the small components
_LARGEST_STRIP: Final = 0.5


def lay_out(
    network: nx.Graph[str], communities: Mapping[str, int], width: float, height: float
) -> dict[str, Place]:
    """Place the nodes of a network in a rectangle.

    The largest component is laid out by forces (ForceAtlas2,
    https://doi.org/10.1371/journal.pone.0098679), from a start in which each community stands
    together. The other components stand in a strip below it.

    Args:
        network: The graph.
        communities: The number of each node's community.
        width: The width of the rectangle.
        height: Its height.

    Returns:
        Coordinates from the upper left corner, with one decimal.
    """
    parts = sorted((sorted(c) for c in nx.connected_components(network)), key=lambda c: (-len(c), c))
    outside = 1 - len(parts[0]) / network.number_of_nodes()
    strip = height * min(_LARGEST_STRIP, max(_STRIP, outside)) if len(parts) > 1 else 0
    places = _fitted(_forces(network, parts[0], communities), 0, 0, width, height - strip)
    for part, (left, top, side) in zip(parts[1:], _shelves(parts[1:], width, strip), strict=True):
        edge = side * 0.15
        corner = (left + edge, height - strip + top + edge)
        places |= _fitted(_wheel(network, part), *corner, side - 2 * edge, side - 2 * edge)
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in sorted(places.items())}


def _shelves(
    parts: list[list[str]], width: float, height: float
) -> list[tuple[float, float, float]]:
    """Give each part a square (left, top, side), in rows that fill a strip."""
    unit = height
    while True:
        squares = []
        left = top = tall = 0.0
        for part in parts:
            side = unit * (sqrt(len(part)) + 0.5)
            if left + side > width and left:
                left, top, tall = 0.0, top + tall, 0.0
            squares.append((left, top, side))
            left, tall = left + side, max(tall, side)
        if top + tall <= height and all(x + side <= width for x, _top, side in squares):
            return squares
        unit *= 0.95


def _forces(
    network: nx.Graph[str], nodes: list[str], communities: Mapping[str, int]
) -> dict[str, Place]:
    part: nx.Graph[str] = nx.Graph()
    part.add_nodes_from(nodes)
    inside = set(nodes)
    for one, other, data in network.edges(data=True):
        if one in inside:
            same = communities[one] == communities[other]
            part.add_edge(*sorted((one, other)), pull=(2.0 if same else 0.6) * _pull(data))
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_edges_from(sorted(part.edges(data=True), key=lambda edge: edge[:2]))
    start = _start(nodes, communities)
    if len(nodes) < 3:  # noqa: PLR2004
        return start
    found = nx.forceatlas2_layout(
        ordered,
        pos={node: np.array(place) for node, place in start.items()},
        max_iter=_ROUNDS,
        weight="pull",
        seed=_SEED,
        scaling_ratio=4.0,
        gravity=1.0,
        jitter_tolerance=1.0,
    )
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def _pull(data: Mapping[str, float]) -> float:
    return min(3.0, float(data.get("newman", data.get("weight", 1))))


def _start(nodes: list[str], communities: Mapping[str, int]) -> dict[str, Place]:
    """Put each community on a spiral of its own, and these around a circle by size."""
    groups: dict[int, list[str]] = {}
    for node in nodes:
        groups.setdefault(communities[node], []).append(node)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0]))
    places = {}
    for number, group in enumerate(ordered):
        turn = 2 * pi * number / len(ordered)
        for i, node in enumerate(group):
            far = 0.6 * sqrt(i + 1)
            places[node] = (
                30 * cos(turn) + far * cos(i * _GOLDEN),
                30 * sin(turn) + far * sin(i * _GOLDEN),
            )
    return places


def _wheel(network: nx.Graph[str], nodes: list[str]) -> dict[str, Place]:
    """Put the node with most neighbours in the middle and the others around it."""
    hub, *others = sorted(nodes, key=lambda node: (-network.degree(node), node))
    places = {hub: (0.0, 0.0)}
    for number, node in enumerate(others):
        turn = 2 * pi * number / len(others)
        places[node] = (cos(turn), sin(turn))
    return places


def _fitted(
    places: Mapping[str, Place], left: float, top: float, width: float, height: float
) -> dict[str, Place]:
    """Stretch places to a rectangle, the outer ones drawn nearer to the middle."""
    nodes = list(places)
    points = np.array([places[node] for node in nodes], dtype=float)
    points -= np.median(points, axis=0)
    far = np.hypot(points[:, 0], points[:, 1])
    points *= np.where(far > 0, np.maximum(far, 1e-9) ** (_NEARER - 1), 0)[:, None]
    points -= points.min(axis=0)
    span = points.max(axis=0)
    span[span == 0] = 1.0
    scale = np.array([width, height]) / span
    # A little distortion uses the paper, much of it misleads.
    scale = np.minimum(scale, _DISTORTION * scale.min())
    points = points * scale + (np.array([width, height]) - span * scale) / 2
    points += np.array([left, top])
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}


def spread(places: Mapping[str, Place], radii: Mapping[str, float]) -> dict[str, Place]:
    """Push marks that cover one another apart, a little at a time.

    Args:
        places: Where the marks stand.
        radii: How large they are.

    Returns:
        The places, changed as little as need be.
    """
    nodes = sorted(places)
    points = np.array([places[node] for node in nodes], dtype=float)
    radius = np.array([radii[node] for node in nodes])
    wanted = radius[:, None] + radius[None, :] + _GAP
    # Marks on one spot need a direction: each gets one of its own.
    turns = np.arange(len(nodes)) * _GOLDEN
    points += 0.01 * np.column_stack((np.cos(turns), np.sin(turns)))
    for _round in range(_SPREADING):
        across = points[:, None, :] - points[None, :, :]
        distance = np.hypot(across[:, :, 0], across[:, :, 1])
        np.fill_diagonal(distance, 1e9)
        lack = wanted - distance
        if not (lack > 0).any():
            break
        lack = np.maximum(lack, 0)
        push = 0.3 * lack / np.maximum(distance, 1e-9)
        points += (across * push[:, :, None]).sum(axis=1)
    return {n: (round(float(x), 1), round(float(y), 1)) for n, (x, y) in zip(nodes, points, strict=True)}
