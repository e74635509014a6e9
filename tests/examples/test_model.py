"""The picture and the page of the model keep up with the ontology."""

from __future__ import annotations

import re
import runpy
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rdflib import OWL, RDF, Graph

from citygraph.namespaces import Namespaces

if TYPE_CHECKING:
    from rdflib import Dataset

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "model.md"
PICTURE = ROOT / "docs" / "model.svg"
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "draw_model.py"))
NAMESPACES = Namespaces()
SVG = "{http://www.w3.org/2000/svg}"

# An annotation on properties themselves, which no thing or claim carries.
NOT_DRAWN = {"derivedBy"}
# Computed from the facts: the page names these terms below its picture.
COMPUTED = {
    "NetworkAnalysis",
    "NetworkCommunity",
    "NetworkMeasurement",
    "analysisMethod",
    "analysisOf",
    "communityMember",
    "inAnalysis",
    "measuredThing",
    "networkMeasure",
    "networkRank",
    "networkValue",
    "releaseSha256",
}


@pytest.fixture(scope="module")
def terms() -> set[str]:
    """The local names of the ontology's classes and properties."""
    graph = Graph().parse(ROOT / "ontology" / "citygraph.ttl")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {
        str(subject).rpartition("#")[2]
        for kind in kinds
        for subject in graph.subjects(RDF.type, kind)
        if str(subject).startswith(NAMESPACES.term("").value)
    }


@pytest.fixture(scope="module")
def picture() -> ET.Element:
    return ET.fromstring(PICTURE.read_text(encoding="utf-8"))


def test_the_picture_is_current():
    assert PICTURE.read_text(encoding="utf-8") == SCRIPT["draw"]()


def test_the_picture_names_all_classes_and_properties_and_no_others(
    picture: ET.Element, terms: set[str]
):
    drawn = {span.text for span in picture.iter(f"{SVG}tspan")}
    assert drawn == terms - NOT_DRAWN - COMPUTED


def test_the_picture_needs_nothing_from_elsewhere_and_describes_itself(picture: ET.Element):
    text = PICTURE.read_text(encoding="utf-8")
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<script" not in text
    for child in (picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")):
        assert child is not None
        assert child.get("id") in (picture.get("aria-labelledby") or "").split()


def panels(picture: ET.Element) -> list[tuple[float, ...]]:
    """Return left, top, width and height of each panel."""
    return [
        tuple(float(rect.get(side) or 0) for side in ("x", "y", "width", "height"))
        for rect in picture.iter(f"{SVG}rect")
        if (rect.get("class") or "").startswith("panel")
    ]


def test_nothing_lies_outside_the_picture_or_runs_out_of_its_panel(picture: ET.Element):
    _x, _y, width, height = (float(n) for n in (picture.get("viewBox") or "").split())
    for text in picture.iter(f"{SVG}text"):
        words = "".join(text.itertext())
        # The letters of a wide typeface (DejaVu Sans) measure 0.54 of its size on average.
        length = 0.57 * float(text.get("font-size") or 0) * len(words)
        x, y = float(text.get("x") or 0), float(text.get("y") or 0)
        if text.get("text-anchor") == "middle":
            x -= length / 2
        assert x >= 0, words
        assert x + length <= width, words
        assert 0 < y < height, words
        for left, top, w, h in panels(picture):
            if left < x < left + w and top < y < top + h:
                assert x + length <= left + w, words


def test_panels_do_not_overlap(picture: ET.Element):
    for (x1, y1, w1, h1), (x2, y2, w2, h2) in combinations(panels(picture), 2):
        assert x1 + w1 <= x2 or x2 + w2 <= x1 or y1 + h1 <= y2 or y2 + h2 <= y1


@pytest.mark.parametrize("palette", ["LIGHT", "DARK"])
def test_all_text_is_readable_in_light_and_in_dark(palette: str):
    colours = SCRIPT[palette]
    for kind in SCRIPT["KINDS"]:
        panel, line = colours[kind], colours[f"{kind} line"]
        for ink in (colours["ink"], colours["muted"], line):
            for ground in (panel, colours["box"], colours["background"]):
                assert contrast(ink, ground) >= 4.5, (kind, ink, ground)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_page_names_every_term_and_no_other(terms: set[str]):
    named = set(re.findall(r"\bcg:(\w+)", PAGE.read_text(encoding="utf-8")))
    assert named == terms - NOT_DRAWN


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's of itself
def test_the_claim_shown_on_the_page_is_in_the_graph(dataset: Dataset):
    blocks = re.findall(r"```turtle\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    prefixes = "".join(f"@prefix {p}: <{iri}> .\n" for p, iri in NAMESPACES.prefixes.items())
    for block in blocks:
        shown = set(Graph().parse(data=prefixes + block, format="turtle"))
        assert shown <= set(dataset.default_graph)


def test_what_the_page_links_to_is_there():
    links = re.findall(r"\]\(([^)#]+)\)", PAGE.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []
