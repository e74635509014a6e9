"""The network around one city or initiative: a picture and, as its equal, a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import atan2, cos, pi, sin
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnknownName, did_you_mean
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.places import choices, linked
from citygraph.web.pages.reading import Reader
from citygraph.web.pages.rendering import page

if TYPE_CHECKING:
    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest, PageResponse
    from citygraph.web.pages.reading import Shown

__all__ = ["Node", "network"]

_INNER: Final = 36
_OUTER: Final = 32
_RADIUS: Final = (215.0, 420.0)
_STRETCH: Final = 1.25


@dataclass
class Node:
    """A node of the picture, and a row of the table."""

    shown: Shown
    kind: str
    ring: int
    links: int
    x: float = 0.0
    y: float = 0.0
    size: float = 6.0
    anchor: str = "start"
    turn: float = 0.0


def network(release: Release, request: PageRequest) -> PageResponse:
    """Return the network page: first the choice, then the view around one thing."""
    reader = Reader(gather(release), request)
    base = reader.namespaces.base
    asked = request.first("thing")
    if not asked and (text := request.first("q")):
        hits = [
            hit.iri
            for hit in reader.known.index.find(text, 50)
            if hit.iri.startswith((f"{base}id/city/", f"{base}id/initiative/"))
        ]
        asked = hits[0].removeprefix(base) if hits else "id/city/-"
    nodes: list[Node] = []
    edges: list[tuple[Node, Node]] = []
    chosen = None
    total = 0
    if asked:
        iri = base + asked
        if iri not in reader.known.names or not asked.startswith(("id/city/", "id/initiative/")):
            raise UnknownName(
                f"The release has no city or initiative '{request.first('q') or asked}'.",
                hint=did_you_mean(asked, (n.removeprefix(base) for n in reader.known.names))
                or "Search for it by name.",
            )
        chosen = reader.show_iri(iri)
        nodes, edges, total = _around(reader, iri)
    return page(
        "network.html",
        request,
        reader,
        active="network",
        title=f"Network around {chosen.name.text}" if chosen else "Network",
        chosen=chosen,
        nodes=nodes,
        edges=edges,
        total=total,
        cities=_popular(reader, "city"),
        initiatives=choices(reader, "initiative", "participatesIn"),
        asked=asked,
        text=request.first("q"),
    )


def _popular(reader: Reader, kind: str) -> list[Shown]:
    prefix = f"{reader.namespaces.base}id/{kind}/"
    found = [(count, iri) for iri, count in reader.known.weight.items() if iri.startswith(prefix)]
    return [reader.show_iri(iri) for _count, iri in sorted(found, key=lambda e: (-e[0], e[1]))[:12]]


def _around(reader: Reader, iri: str) -> tuple[list[Node], list[tuple[Node, Node]], int]:
    """Return the nodes and edges within two steps: what it shares with whom."""
    takes_part = reader.namespaces.term("participatesIn")
    is_city = "/id/city/" in iri
    prefix = f"{reader.namespaces.base}id/city/"

    def step(one: str, *, to_initiatives: bool) -> set[str]:
        if to_initiatives:
            return set(linked(reader, one, takes_part, None))
        return {
            other for other in linked(reader, None, takes_part, one) if other.startswith(prefix)
        }

    near = step(iri, to_initiatives=is_city)
    total = len(near)
    inner = sorted(near, key=lambda each: (-reader.known.weight[each], each))[:_INNER]
    far: Counter[str] = Counter()
    ends: dict[str, set[str]] = {}
    for each in inner:
        ends[each] = step(each, to_initiatives=not is_city) - {iri}
        far.update(ends[each])
    outer = [each for each, _count in sorted(far.items(), key=lambda e: (-e[1], e[0]))[:_OUTER]]
    inner.sort(key=lambda each: reader.name(each).text.casefold())
    nodes = {iri: Node(reader.show_iri(iri), reader.kind(iri).text, 0, total, size=13)}
    for ring, found in ((1, inner), (2, outer)):
        for each in found:
            links = far[each] if ring == 2 else 1 + len(ends[each] & set(outer))  # noqa: PLR2004
            nodes[each] = Node(reader.show_iri(each), reader.kind(each).text, ring, links)
    _place(nodes, inner, outer, ends)
    edges = [(nodes[iri], nodes[each]) for each in inner]
    edges += [(nodes[one], nodes[two]) for one in inner for two in outer if two in ends[one]]
    return list(nodes.values()), edges, total


def _place(
    nodes: dict[str, Node], inner: list[str], outer: list[str], ends: dict[str, set[str]]
) -> None:
    """Place the nodes on two rings; those outside near what they share. The same each time."""
    angles = {each: 2 * pi * place / max(len(inner), 1) for place, each in enumerate(inner)}
    wish = {}
    for each in outer:
        mine = [angles[one] for one in inner if each in ends[one]]
        wish[each] = atan2(sum(map(sin, mine)), sum(map(cos, mine))) % (2 * pi)
    for place, each in enumerate(sorted(outer, key=lambda e: (round(wish[e], 6), e))):
        angles[each] = 2 * pi * (place + 0.5) / max(len(outer), 1)
    for each, angle in angles.items():
        node = nodes[each]
        radius = _RADIUS[node.ring - 1]
        node.x, node.y = round(_STRETCH * radius * cos(angle), 1), round(radius * sin(angle), 1)
        angle = atan2(node.y, node.x) % (2 * pi)  # noqa: PLW2901 - as seen in the ellipse
        node.size = round(min(4 + node.links**0.5 * 1.6, 13), 1)
        flipped = pi / 2 < angle < 3 * pi / 2
        node.anchor = "end" if flipped else "start"
        node.turn = round((angle * 180 / pi) + (180 if flipped else 0), 1)
