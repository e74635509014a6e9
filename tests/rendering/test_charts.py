from __future__ import annotations

import subprocess
import sys

import pytest

from citygraph.errors import ParameterError, UnreadableInput
from citygraph.queries import load_queries
from citygraph.rendering.charts import CHART_KINDS, pictures
from tests.rendering.drawing import assert_sound, parsed, report

BAR = {"kind": "bar", "label": "city", "value": "n"}


def test_the_kinds_of_the_front_matter_can_be_drawn():
    assert CHART_KINDS == ("bar", "line", "timeline", "map")
    used = {chart["kind"] for query in load_queries().values() for chart in query.charts}
    assert used <= set(CHART_KINDS)


def test_each_picture_has_ids_of_its_own():
    drawn = pictures(report(["city", "n"], [["a", 1]], BAR, BAR), "r")
    assert [parsed(p).get("aria-labelledby") for p in drawn] == ["r-1-title", "r-2-title"]


def test_a_caption_is_the_title():
    (picture,) = pictures(report(["city", "n"], [["a", 1]], {**BAR, "caption": "What  one\nsees."}))
    assert picture.title == "What one sees."


def test_an_unknown_kind_or_column_is_an_error():
    with pytest.raises(UnreadableInput, match="unknown kind 'pie'"):
        pictures(report(["city"], [["a"]], {"kind": "pie"}))
    with pytest.raises(UnreadableInput, match="names the column 'n'"):
        pictures(report(["city"], [["a"]], BAR))


@pytest.mark.parametrize("name", [n for n, q in load_queries().items() if q.charts])
def test_the_pictures_of_the_reports_are_sound(name, release):
    query = load_queries()[name]
    needed = query.needed_examples
    try:
        found = release.report(name, **needed)
    except ParameterError:
        pytest.skip("its example is not in the small graph")
    for picture in pictures(found):
        assert_sound(picture)


def test_the_library_for_pictures_is_not_loaded_without_one():
    code = "import sys, citygraph.rendering; sys.exit('svg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
