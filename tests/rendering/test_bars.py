from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.rendering.charts import pictures
from tests.rendering.drawing import assert_sound, lengths, report, texts, tips

BAR = {"kind": "bar", "label": "city", "value": "events"}


def bars(rows, columns=("city", "events", "kind", "measure"), **chart):
    width = len(rows[0]) if rows else len(columns)
    return pictures(report(list(columns[:width]), rows, {**BAR, **chart}))


def test_bars_are_drawn_from_the_largest_to_the_smallest_with_their_numbers():
    (picture,) = bars([["Oulu", 2], ["Sofia", 1234], ["Nice", 0]])
    assert texts(picture) == ["Sofia", "1,234", "Oulu", "2", "Nice", "0"]
    assert picture.title == "Events by city"
    assert picture.description == (
        "Bars of Events. First: Sofia, 1,234. Last drawn: Nice, 0. 3 of 3 bars are drawn."
    )
    long, short = lengths(picture)
    assert long > 300
    assert short < 2


def test_a_bar_is_as_long_as_its_number():
    (picture,) = bars([["a", 100], ["b", 50], ["c", 25]])
    one, two, three = lengths(picture)
    assert one == pytest.approx(2 * two, abs=0.2)
    assert two == pytest.approx(2 * three, abs=0.2)


def test_negative_numbers_go_to_the_other_side():
    (picture,) = bars([["up", 10], ["down", -5]])
    root = assert_sound(picture)
    up, down = [r for r in root.iter() if r.tag.endswith("rect") and len(r)]
    end_of_down = float(down.get("x")) + float(down.get("width"))
    assert end_of_down == pytest.approx(float(up.get("x")), abs=0.2)


def test_what_is_left_out_is_said():
    (picture,) = bars([[f"c{n}", n] for n in range(100, 150)])
    assert "20 more are in the table." in texts(picture)
    (picture,) = bars([[f"c{n}", n] for n in range(100, 106)], top=5)
    assert "1 more is in the table." in texts(picture)
    assert len(lengths(picture)) == 5


def test_years_keep_their_order():
    (picture,) = bars([["2019", 1], ["2020", 5], ["2021", 3]])
    assert texts(picture)[::2] == ["2019", "2020", "2021"]


def test_counts_of_series_are_stacked_and_named():
    rows = [["Sofia", 2, "panel"], ["Sofia", 3, "visit"], ["Oulu", 1, "panel"]]
    (picture,) = bars(rows, series="kind")
    assert texts(picture) == ["panel", "visit", "Sofia", "5", "Oulu", "1"]
    assert sorted(tips(picture, "rect")) == [
        "Oulu, panel: 1", "Sofia, panel: 2", "Sofia, visit: 3",
    ]  # fmt: skip


def test_numbers_that_are_no_counts_are_never_added_up():
    (picture,) = bars([["Sofia", 0.5, "a"], ["Sofia", 0.25, "b"]], series="kind")
    assert texts(picture) == ["a", "b", "Sofia", "0.5", "Sofia", "0.25"]


def test_rows_of_one_label_without_a_series_stay_apart():
    (picture,) = bars([["Sofia", 2], ["Sofia", 3]])
    assert texts(picture) == ["Sofia", "3", "Sofia", "2"]


def test_several_measures_are_not_set_side_by_side():
    rows = [["Sofia", 2, "x", "cities"], ["Sofia", 3000, "x", "people"]]
    assert bars(rows) == []
    assert len(bars(rows[:1])) == 1
    (told_apart,) = bars(rows, series="measure")
    assert texts(told_apart)[-4:] == ["Sofia", "3,000", "Sofia", "2"]


def test_without_a_value_rows_are_counted():
    rows = report(["city"], [["Sofia"], ["Oulu"], ["Sofia"]], {"kind": "bar", "label": "city"})
    (picture,) = pictures(rows)
    assert texts(picture) == ["Sofia", "2", "Oulu", "1"]


def test_long_labels_are_shortened_and_kept_whole_behind():
    name = "Partnership on Innovative and Responsible Public Procurement of Everything"
    (picture,) = bars([[name, 1]])
    assert texts(picture)[0].endswith("…")
    assert name in tips(picture, "text")


def test_labels_cannot_break_out():
    (picture,) = bars(
        [["<script>alert(1)</script> & \"x\" 'y'", 1, "</svg><img src=x>"]], series="kind"
    )
    assert_sound(picture)
    assert "<script" not in picture.text
    assert "<img" not in picture.text


def test_nothing_to_draw_is_no_picture():
    assert bars([]) == []
    assert bars([["Sofia", None]]) == []
    assert bars([[None, 3]]) == []


numbers = st.one_of(
    st.none(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.sampled_from([0, 1, 1, -1, 0.001, 1e300]),
)
names = st.one_of(st.none(), st.text(max_size=60), st.sampled_from(["a", "2019", "W" * 300]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(names, numbers, names), max_size=45), st.booleans())
def test_any_rows_give_a_sound_picture(rows, in_series):
    chart = {"series": "kind"} if in_series else {}
    for picture in bars([list(row) for row in rows], **chart):
        assert_sound(picture)
