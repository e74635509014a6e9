"""Pictures of networks: SVG, and PNG made of it, with a legend in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import svg

from citygraph.network.communities import find
from citygraph.network.graphs import require_edges
from citygraph.network.layout import lay_out, spread

if TYPE_CHECKING:
    import networkx as nx

    from citygraph.network.communities import Communities
    from citygraph.network.layout import Place

__all__ = ["draw", "to_png"]

_WIDTH: Final = 1800
_HEIGHT: Final = 1250
_LEGEND: Final = 430
_MARGIN: Final = 48
_HEAD: Final = 96
_FONT: Final = "DejaVu Sans, Verdana, Arial, sans-serif"
_FONT_FILE: Final = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
# After Okabe and Ito, who chose them to be told apart by readers of any colour vision.
_COLOURS: Final = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#b58900",
    "#56b4e9",
    "#6a3d9a",
    "#7f4f24",
)
_OTHER: Final = "#8a929b"
_BETWEEN: Final = "#b9c2cc"
_INK: Final = "#1c2530"
_SOFT: Final = "#5a6775"
_LABELS: Final = 60
_MOST_NODES: Final = 1_500
_MOST_LINES: Final = 4_000
_WIDE: Final = 0.58  # of the size of the letters, a letter's mean width
_LONGEST: Final = 38


_LARGE: Final = 10  # the radius above which a node is named in any case where there is room
_COVERED: Final = 3  # how many marks the name of a smaller node may cover
_Box = tuple[float, float, float, float]


@dataclass
class _Sheet:
    """What a picture is made of, on the way."""

    network: nx.Graph[str]
    communities: Communities
    places: dict[str, Place]
    release: str
    left_out: list[str]

    def colour(self, node: str) -> str:
        number = self.communities.of[node]
        return _COLOURS[number - 1] if number <= len(_COLOURS) else _OTHER

    def radius(self, node: str) -> float:
        return _radius(self.network, node)

    def label(self, node: str) -> str:
        return _shortened(str(self.network.nodes[node].get("label", node)))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip(' (,-')}…"


def _radius(network: nx.Graph[str], node: str) -> float:
    most = max(number for _node, number in network.degree())
    return round(3 + 17 * sqrt(network.degree(node) / most), 1)


def draw(network: nx.Graph[str], release: str, method: str = "leiden") -> str:
    """Draw a network.

    Nodes are as large as they have neighbours, and coloured by community; the largest ones carry
    names. Of a very large network the nodes with most neighbours and the heaviest lines are drawn,
    and the legend says so.

    Args:
        network: The graph.
        release: The release's title, for the legend.
        method: How communities are found.

    Returns:
        An SVG document, the same at every call.

    Raises:
        ParameterError: The graph has no edge.
    """
    require_edges(network)
    communities = find(network, method)
    shown, left_out = _reduced(network)
    across, down = _WIDTH - _LEGEND - 2 * _MARGIN, _HEIGHT - _HEAD - _MARGIN
    places = lay_out(shown, communities.of, across, down)
    places = {node: (x + _MARGIN, y + _HEAD) for node, (x, y) in places.items()}
    places = spread(places, {node: _radius(shown, node) for node in shown})
    sheet = _Sheet(shown, communities, places, release, left_out)
    title = f"{network.graph['title']}"
    elements: list[svg.Element] = [
        svg.Title(text=_escaped(title)),
        svg.Desc(text=_escaped(" ".join(_sentences(sheet, network)))),
        svg.Rect(x=0, y=0, width=_WIDTH, height=_HEIGHT, fill="#ffffff"),
        *_lines(sheet),
        *_nodes(sheet),
        *_names(sheet),
        *_heading(title, network, release),
        *_legend(sheet, network),
    ]
    picture = svg.SVG(
        width=_WIDTH,
        height=_HEIGHT,
        viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, _HEIGHT),
        extra={"role": "img"},
        elements=[*elements[:2], svg.G(extra={"font-family": _FONT}, elements=elements[2:])],
    )
    return f"{picture.as_str()}\n"


def to_png(picture: str) -> bytes:
    """Return a picture of :func:`draw` as PNG, with letters of the font that comes along."""
    import resvg_py

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture,
            skip_system_fonts=True,
            font_files=[str(_FONT_FILE)],
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    )


def _reduced(network: nx.Graph[str]) -> tuple[nx.Graph[str], list[str]]:
    """Return what of a network is drawn, and sentences on what is not."""
    left_out = []
    shown = network.copy()
    count, lines = network.number_of_nodes(), network.number_of_edges()
    if lines > _MOST_LINES:
        heavy = sorted(
            network.edges(data=True),
            key=lambda e: (-e[2].get("newman", e[2].get("weight", 1)), e[0], e[1]),
        )
        shown.remove_edges_from([edge[:2] for edge in heavy[_MOST_LINES:]])
        by = "those through the smallest circles" if "newman" in heavy[0][2] else "the heaviest"
        left_out.append(f"Of {lines:,} lines {_MOST_LINES:,} are drawn: {by}.")
    if count > _MOST_NODES:
        large = sorted(network, key=lambda node: (-network.degree(node), node))
        shown.remove_nodes_from(large[_MOST_NODES:])
        left_out.append(
            f"Of {count:,} nodes the {_MOST_NODES:,} with most neighbours are drawn."
        )
    alone = [node for node in shown if not shown.degree(node)]
    if alone and left_out:
        shown.remove_nodes_from(alone)
        left_out.append(f"{len(alone):,} nodes have none of the lines drawn and are left out.")
    return shown, left_out


def _lines(sheet: _Sheet) -> list[svg.Element]:
    """One path for all lines of a colour: grey between communities, coloured inside."""
    paths: dict[str, list[tuple[Place, Place]]] = defaultdict(list)
    for one, other in sheet.network.edges():
        same = sheet.communities.of[one] == sheet.communities.of[other]
        ends = (sheet.places[one], sheet.places[other])
        paths[sheet.colour(one) if same else _BETWEEN].append(ends)
    drawn = []
    for colour in sorted(paths, key=lambda c: (c != _BETWEEN, c)):
        parts = sorted(paths[colour])
        drawn.append(
            svg.G(
                fill="none",
                stroke=colour,
                stroke_width=0.7,
                stroke_opacity=0.5,
                elements=[
                    svg.Path(d=[step for a, b in parts[i : i + 40] for step in (svg.M(*a), svg.L(*b))])
                    for i in range(0, len(parts), 40)
                ],
            )
        )
    return list(drawn)


def _nodes(sheet: _Sheet) -> list[svg.Element]:
    drawn: list[svg.Element] = []
    kinds = _kinds(sheet.network)
    for node in sorted(sheet.network, key=lambda n: (-sheet.network.degree(n), n)):
        x, y = sheet.places[node]
        data = sheet.network.nodes[node]
        count = sheet.network.degree(node)
        said = f"{data.get('label', node)}: {count} {'line' if count == 1 else 'lines'}"
        drawn.append(
            _mark(kinds.index(data.get("kind", "")), x, y, sheet.radius(node), sheet.colour(node), said)
        )
    return drawn


def _mark(shape: int, x: float, y: float, r: float, colour: str, said: str = "") -> svg.Element:
    """Return a circle for the first kind of nodes, a square for the second, a diamond beyond."""
    title: list[svg.Element] = [svg.Title(text=_escaped(said))] if said else []
    common: dict[str, Any] = {
        "fill": colour,
        "fill_opacity": 0.9,
        "stroke": "#ffffff",
        "stroke_width": 0.8,
        "elements": title,
    }
    if shape == 0:
        return svg.Circle(cx=x, cy=y, r=r, **common)
    side = round(r * 1.7, 1)
    turn = [svg.Rotate(45, x, y)] if shape > 1 else None
    return svg.Rect(
        x=round(x - side / 2, 1),
        y=round(y - side / 2, 1),
        width=side,
        height=side,
        transform=turn,
        **common,
    )


def _kinds(network: nx.Graph[str]) -> list[str]:
    return sorted({str(kind) for _node, kind in network.nodes(data="kind", default="")})


def _names(sheet: _Sheet) -> list[svg.Element]:
    """Name the largest nodes, each where it covers no other name and few marks."""
    drawn: list[svg.Element] = []
    taken: list[_Box] = []
    marks = [
        (x - r, y - r, x + r, y + r)
        for (x, y), r in ((sheet.places[n], sheet.radius(n)) for n in sorted(sheet.network))
    ]
    named: dict[str, int] = defaultdict(int)
    most = _LABELS // max(1, len(_kinds(sheet.network)))
    for node in sorted(sheet.network, key=lambda n: (-sheet.network.degree(n), n)):
        kind = str(sheet.network.nodes[node].get("kind", ""))
        if named[kind] >= most:
            continue
        large = sheet.radius(node) > _LARGE
        size = 15 if large else 12.5
        free = [
            (sum(_overlap(box, mark) for mark in marks), place, box)
            for place, box in enumerate(_around(sheet, node, size))
            if _inside(box) and not any(_overlap(box, other) for other in taken)
        ]
        if free and (large or min(free)[0] <= _COVERED):
            _covered, place, box = min(free)
            taken.append(box)
            named[kind] += 1
            drawn.append(_name(sheet.label(node), place, box, size))
    return drawn


def _around(sheet: _Sheet, node: str, size: float) -> list[_Box]:
    """The boxes in which a name may stand: right, left, above, below."""
    x, y = sheet.places[node]
    wide, tall = len(sheet.label(node)) * size * _WIDE, size * 1.2
    away = sheet.radius(node) + 3
    corners = (
        (x + away, y - tall / 2),
        (x - away - wide, y - tall / 2),
        (x - wide / 2, y - away - tall),
        (x - wide / 2, y + away),
    )
    return [(left, top, left + wide, top + tall) for left, top in corners]


def _inside(box: _Box) -> bool:
    return box[0] > 4 and box[2] < _WIDTH - _LEGEND + 20 and _HEAD - 20 < box[1] < _HEIGHT - 20  # noqa: PLR2004


def _name(text: str, place: int, box: _Box, size: float) -> svg.Element:
    anchor, x = (("start", box[0]), ("end", box[2]), ("middle", (box[0] + box[2]) / 2))[min(place, 2)]
    return svg.Text(
        x=round(x, 1),
        y=round(box[1] + size, 1),
        text_anchor=anchor,
        font_size=size,
        fill=_INK,
        stroke="#ffffff",
        stroke_width=3.5,
        stroke_linejoin="round",
        paint_order="stroke",
        text=_escaped(text),
    )


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _heading(title: str, network: nx.Graph[str], release: str) -> list[svg.Element]:
    chosen = network.graph.get("selection", "")
    below = f"Release {release}{f'; {chosen}' if chosen else ''}"
    return [
        svg.Text(x=_MARGIN, y=46, font_size=28, fill=_INK, font_weight="bold", text=_escaped(title)),
        svg.Text(x=_MARGIN, y=72, font_size=15, fill=_SOFT, text=_escaped(below)),
    ]


def _sentences(sheet: _Sheet, network: nx.Graph[str]) -> list[str]:
    """The legend in words."""
    counts = defaultdict(int)
    for _node, kind in network.nodes(data="kind", default=""):
        counts[str(kind)] += 1
    kinds = " and ".join(f"{n:,} {_many(kind, n)}" for kind, n in sorted(counts.items()))
    found = sheet.communities
    undated = network.graph.get("undated_left_out", 0)
    return [
        f"{kinds}, {network.number_of_edges():,} lines.",
        network.graph["meaning"].split(";")[0].rstrip(".") + ".",
        "The larger a mark, the more others it is joined to.",
        "Colours are communities: groups with more lines among themselves than chance would "
        f"draw (modularity {found.modularity:.2f}; {found.seeds} runs agree to "
        f"{found.stability:.2f}, 1 is wholly). Grey lines join two communities.",
        *sheet.left_out,
        *([f"{undated:,} claims without a date are left out."] if undated else []),
    ]


def _many(kind: str, count: int) -> str:
    plural = {"city": "cities", "country": "countries", "person": "people"}
    return kind if count == 1 else plural.get(kind, f"{kind}s")


def _legend(sheet: _Sheet, network: nx.Graph[str]) -> list[svg.Element]:
    x, y = _WIDTH - _LEGEND + 10, _HEAD + 4
    wide = _LEGEND - 40
    drawn: list[svg.Element] = []
    kinds = _kinds(sheet.network)
    if len(kinds) > 1:
        for shape, kind in enumerate(kinds):
            drawn.append(_mark(shape, x + 9, y, 8, _SOFT))
            drawn.append(svg.Text(x=x + 28, y=y + 5, font_size=15, fill=_INK, text=kind))
            y += 26
        y += 10
    drawn.append(
        svg.Text(x=x, y=y + 6, font_size=17, font_weight="bold", fill=_INK, text="Communities")
    )
    y += 32
    members = sheet.communities.members
    for number, nodes in list(members.items())[: len(_COLOURS)]:
        if len(nodes) < 2:  # noqa: PLR2004
            break
        first = sorted(nodes, key=lambda n: (-network.degree(n), n))[:2]
        names = "; ".join(_shortened(str(network.nodes[n].get("label", n))) for n in first)
        lines = _wrapped(f"{len(nodes)}: {names}", wide - 28, 13.5)
        drawn.append(svg.Rect(x=x, y=y - 9, width=18, height=18, rx=3, fill=_COLOURS[number - 1]))
        for line in lines:
            drawn.append(svg.Text(x=x + 28, y=y + 5, font_size=13.5, fill=_INK, text=_escaped(line)))
            y += 18
        y += 12
    rest = len(members) - len(_COLOURS)
    if rest > 0:
        drawn.append(svg.Rect(x=x, y=y - 9, width=18, height=18, rx=3, fill=_OTHER))
        text = f"{rest} smaller {'community' if rest == 1 else 'communities'}"
        drawn.append(svg.Text(x=x + 28, y=y + 5, font_size=13.5, fill=_INK, text=text))
        y += 30
    y += 16
    for sentence in _sentences(sheet, network):
        for line in _wrapped(sentence, wide, 13.5):
            drawn.append(svg.Text(x=x, y=y, font_size=13.5, fill=_SOFT, text=_escaped(line)))
            y += 19
        y += 8
    return drawn


def _wrapped(text: str, width: float, size: float) -> list[str]:
    import textwrap

    return textwrap.wrap(text, max(10, int(width / (size * 0.54))))


def _escaped(text: str) -> str:
    from html import escape

    return escape(text, quote=False)
