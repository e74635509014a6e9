from __future__ import annotations

import struct
import zlib
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from citygraph.errors import ParameterError
from citygraph.network import graph
from citygraph.network.drawing import draw, to_png
from citygraph.network.layout import lay_out, spread

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def picture(world):
    return draw(graph(world), "1 (2026-01-01)")


def words(picture: str) -> str:
    return " ".join(e.text or "" for e in ET.fromstring(picture).iter(f"{SVG}text"))


def test_the_picture_has_a_mark_for_each_node_and_a_legend_in_words(picture):
    root = ET.fromstring(picture)
    titles = [e.text for e in root.iter(f"{SVG}title")]
    assert "Ada: 2 lines" in titles
    assert "Green & <fair>: 2 lines" in titles
    assert len(titles) == 1 + 7
    said = words(picture)
    assert "Cities and initiatives" in said
    assert "4 cities and 3 initiatives, 8 lines." in said
    assert "Release 1 (2026-01-01)" in said
    assert "Communities" in said
    assert root.find(f"{SVG}desc").text.startswith("4 cities and 3 initiatives")
    assert root.get("role") == "img"


def test_cities_are_circles_and_initiatives_squares(picture):
    root = ET.fromstring(picture)
    assert len(list(root.iter(f"{SVG}circle"))) == 4 + 1  # one is in the legend
    titled = [e for e in root.iter(f"{SVG}rect") if e.find(f"{SVG}title") is not None]
    assert len(titled) == 3


def test_the_same_network_gives_the_same_picture(world, picture):
    assert draw(graph(world), "1 (2026-01-01)") == picture


def test_the_picture_asks_nobody_for_anything(picture):
    text = picture.replace("http://www.w3.org/2000/svg", "")
    assert "http" not in text
    assert "style=" not in text


def test_the_period_and_what_is_left_out_are_said(world):
    said = words(draw(graph(world, year=2018), "1"))
    assert "2018-01-01 to 2018-12-31" in said
    assert "1 claims without a date are left out." in said


def test_a_large_network_is_thinned_and_says_so():
    network = nx.relabel_nodes(nx.complete_graph(100), lambda n: f"city/{n:03d}")
    nx.set_edge_attributes(network, 1, "weight")
    network.graph |= {"title": "All", "meaning": "A line."}
    said = words(draw(network, "1"))
    assert "Of 4,950 lines 4,000 are drawn" in said


def test_a_png_is_made_and_its_letters_are_drawn(picture):
    """Without the font that comes along the letters would be missing."""
    data = to_png(picture)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (1800, 1250)
    blank = to_png(picture.replace("<text", "<desc").replace("</text>", "</desc>"))
    assert len(data) > len(blank) + 5_000
    assert zlib.crc32(data) == zlib.crc32(to_png(picture))


def test_all_marks_lie_inside_and_parts_apart():
    network = nx.Graph([("a", "b"), ("b", "c"), ("c", "d"), ("x", "y"), ("p", "q")])
    places = lay_out(network, dict.fromkeys(network, 1), 100, 80)
    assert all(0 <= x <= 100 and 0 <= y <= 80 for x, y in places.values())
    assert places == lay_out(network, dict.fromkeys(network, 1), 100, 80)
    lowest = max(places[n][1] for n in "abcd")
    assert all(places[n][1] >= lowest for n in "xypq")


def test_marks_on_one_spot_are_pushed_apart():
    places = spread(dict.fromkeys("abc", (5.0, 5.0)), dict.fromkeys("abc", 3))
    (ax, ay), (bx, by) = places["a"], places["b"]
    assert (ax - bx) ** 2 + (ay - by) ** 2 > 36


def test_an_empty_network_is_not_drawn(world):
    with pytest.raises(ParameterError):
        draw(graph(world, year=1901), "1")
