from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
import svg
from hypothesis import given
from hypothesis import strategies as st

from citygraph.rendering.marks import frame, group, legend, rounded, text, tooltip


@given(st.text())
def test_any_text_is_escaped_and_well_formed(content):
    picture = frame(
        "p",
        content,
        content,
        10,
        [text(0, 0, content, full=f"{content}!"), group(tooltip(content), "ink")],
    )
    root = ET.fromstring(picture.text)
    assert root[0].tag.endswith("title")
    assert all(child.tag.startswith("{http://www.w3.org/2000/svg}") for child in root.iter())


def test_a_group_has_colours_for_pages_and_for_programs_without_css():
    root = ET.fromstring(group([svg.Circle(cx=1, cy=2, r=3)], "1", "border").as_str())
    assert root.attrib == {"class": "cg-1 cg-s-border", "fill": "#0b6aa8", "stroke": "#ffffff"}


def test_a_line_is_not_filled():
    assert 'fill="none"' in group([], None, "2").as_str()


@pytest.mark.parametrize(("value", "text"), [(1.0, "1"), (1.26, "1.3"), (-0.04, "0"), (2, "2")])
def test_lengths_are_short(value, text):
    assert str(rounded(value)) == text


def test_a_legend_breaks_into_lines():
    _marks, one = legend(["a", "b"], 0)
    _marks, more = legend(["a name that is long enough to fill a line " * 2] * 3, 0)
    assert more > 2 * one
    assert legend([], 0) == ([], 0)
