from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.rendering.charts import pictures
from citygraph.rendering.lines import nice_ticks
from tests.rendering.drawing import assert_sound, parsed, report, texts, tips

LINE = {"kind": "line", "x": "year", "y": "cities"}


def lines(rows, **chart):
    columns = ["year", "cities", "country"][: len(rows[0]) if rows else 3]
    return pictures(report(columns, rows, {**LINE, **chart}))


def paths(picture):
    return [e.get("d") for e in parsed(picture).iter() if e.tag.endswith("path")]


def test_a_line_has_ticks_years_and_a_dot_for_each_value():
    (picture,) = lines([["2019", 3], ["2020", 12], ["2021", 7]])
    assert texts(picture) == ["15", "10", "5", "0", "2019", "2020", "2021"]
    assert tips(picture, "circle") == ["2019: 3", "2020: 12", "2021: 7"]
    assert picture.title == "Cities by year"
    assert "Highest: 12 at 2020." in picture.description


def test_lines_are_named_at_their_ends_apart_from_each_other():
    rows = [
        ["2019", 3, "Finland"],
        ["2020", 5, "Finland"],
        ["2019", 4, "Spain"],
        ["2020", 5, "Spain"],
    ]
    (picture,) = lines(rows, series="country")
    assert {"Finland", "Spain"} <= set(texts(picture))
    root = assert_sound(picture)
    heights = [
        float(e.get("y"))
        for e in root.iter()
        if e.tag.endswith("text") and e.text in {"Finland", "Spain"}
    ]
    assert abs(heights[0] - heights[1]) >= 12


def test_many_lines_have_a_legend_and_the_rest_is_counted():
    rows = [[y, n, f"c{n}"] for n in range(11) for y in ("2019", "2020")]
    (picture,) = lines(rows, series="country")
    assert "3 more are in the table." in texts(picture)
    assert texts(picture)[0] == "c10"


def test_a_year_without_a_value_is_a_dotted_line():
    (whole,) = lines([["2019", 3], ["2020", 12], ["2021", 7]])
    (gap,) = lines([["2019", 3], ["2020", 12], ["2023", 7]])
    assert "dasharray" not in whole.text
    assert "dasharray" in gap.text


def test_several_values_in_a_year_are_dots_without_a_line():
    (picture,) = lines([["2019", 3], ["2019", 4], ["2020", 5]])
    assert len(tips(picture, "circle")) == 3
    assert 'stroke-width="2"' not in picture.text


def test_rows_are_counted_without_a_value():
    rows = report(["year"], [["2019"], ["2019"], ["2020"]], {"kind": "line", "x": "year"})
    (picture,) = pictures(rows)
    assert tips(picture, "circle") == ["2019: 2", "2020: 1"]


def test_nothing_to_draw_is_no_picture():
    assert lines([]) == []
    assert lines([[None, 3], ["2019", None]]) == []


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 12, [0, 5, 10, 15]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (-3, 3, [-4, -2, 0, 2, 4]),
        (0, 0, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 5e-324, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 5_000_000, [0, 1e6, 2e6, 3e6, 4e6, 5e6]),
    ],
)
def test_ticks_are_round(low, high, ticks):
    assert nice_ticks(low, high) == pytest.approx(ticks)


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_ticks_span_any_range_in_equal_steps(a, b):
    low, high = min(a, b), max(a, b)
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 14
    slack = (ticks[-1] - ticks[0]) * 1e-6
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    steps = [y - x for x, y in pairwise(ticks)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


years = st.one_of(
    st.none(), st.integers(1000, 9999).map(str), st.integers(-50, 3000), st.text(max_size=5)
)
values = st.one_of(
    st.none(), st.integers(-(10**25), 10**25), st.floats(), st.sampled_from([0, 1, 1e300])
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(years, values, st.one_of(st.none(), st.text(max_size=40))), max_size=30),
    st.booleans(),
)
def test_any_rows_give_a_sound_picture(rows, in_series):
    chart = {"series": "country"} if in_series else {}
    for picture in lines([list(row) for row in rows], **chart):
        assert_sound(picture)
