"""Reports for pictures, and what stands in a picture, for tests."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

from pyoxigraph import Literal

from citygraph.namespaces import Namespaces, foreign
from citygraph.queries import read_query
from citygraph.rendering.style import SIZE, text_width
from citygraph.reports import Report

NS = Namespaces()
SVG = "{http://www.w3.org/2000/svg}"


def term(value):
    """Return a cell: numbers, days and IRIs of keys such as ``city/sofia-bg`` as terms."""
    match value:
        case None:
            return None
        case date():
            return Literal(value.isoformat(), datatype=foreign("xsd:date"))
        case str() if re.fullmatch(r"(city|country|venue|region|initiative)/[a-z-]+", value):
            return NS.node(*value.split("/"))
        case str() if re.fullmatch(r"\d{4}", value):
            return Literal(value, datatype=foreign("xsd:gYear"))
        case str():
            return Literal(value, language="en")
        case float():
            return Literal(str(value), datatype=foreign("xsd:double"))
    return Literal(value)


def report(columns, rows, *charts, titles=None, **more):
    """Return a report with charts."""
    query = read_query("sample", "#+ title: Sample\n#+ question: What is there?\n")
    query = type(query)(
        **{
            **vars(query),
            "charts": charts,
            "columns": tuple(
                type(
                    "C", (), {"name": n, "title": (titles or {}).get(n, n.capitalize()), "help": ""}
                )
                for n in columns
            ),
        }
    )
    terms = [[term(value) for value in row] for row in rows]
    licence = "https://creativecommons.org/licenses/by/4.0/"
    return Report(query, "SELECT", {}, columns, terms, [], "1 (2026-01-02)", licence, **more)


def parsed(picture):
    """Return the root of a picture's XML, which must be well formed."""
    return ET.fromstring(picture.text)


def texts(picture):
    """Return the texts that one reads in a picture, from the top left."""
    found = []
    for element in parsed(picture).iter(f"{SVG}text"):
        inner = element.find(f"{SVG}tspan")
        said = (inner if inner is not None else element).text or ""
        found.append((float(element.get("y")), float(element.get("x")), said))
    return [said for _y, _x, said in sorted(found)]


def tips(picture, tag):
    """Return what marks of a kind say when pointed at."""
    return [e.find(f"{SVG}title").text for e in parsed(picture).iter(f"{SVG}{tag}") if len(e)]


def lengths(picture):
    """Return the widths of the bars."""
    return [float(e.get("width")) for e in parsed(picture).iter(f"{SVG}rect") if len(e)]


def assert_sound(picture):
    """Check a picture: well formed, named, without style, and all within its box."""
    root = parsed(picture)
    _x, _y, width, height = map(float, root.get("viewBox").split())
    assert root.get("role") == "img"
    named = {e.get("id"): e.text for e in root if e.get("id")}
    assert named[root.get("aria-labelledby")].strip()
    assert named[root.get("aria-describedby")].strip()
    assert "style=" not in picture.text
    for element in root.iter():
        if element.tag == f"{SVG}svg" and element is not root:
            assert float(element.get("width")) <= width
            assert float(element.get("height")) <= height
        for name, value in element.attrib.items():
            if name in {"x", "y", "cx", "cy", "r", "width", "height"}:
                assert re.fullmatch(r"-?\d+(\.\d+)?", value), (element.tag, name, value)
        match element.tag.removeprefix(SVG):
            case "rect":
                x, y = float(element.get("x", 0)), float(element.get("y", 0))
                assert -0.2 <= x <= x + float(element.get("width")) <= width + 0.2
                assert -0.2 <= y <= y + float(element.get("height")) <= height + 0.2
                assert float(element.get("width")) >= 0
            case "circle":
                assert 0 <= float(element.get("cx")) <= width
                assert 0 <= float(element.get("cy")) <= height
            case "text":
                inner = element.find(f"{SVG}tspan")
                said = (inner if inner is not None else element).text or ""
                size = float(element.get("font-size") or SIZE)
                long = text_width(said, size)
                share = {"middle": 0.5, "end": 1.0}.get(element.get("text-anchor"), 0.0)
                left = float(element.get("x")) - share * long
                assert left >= -2.5, (said, left)
                assert left + long <= width + 2.5, (said, left + long)
                assert 0 <= float(element.get("y")) <= height
    return root
