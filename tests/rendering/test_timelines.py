from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.rendering.charts import pictures
from tests.rendering.drawing import assert_sound, lengths, report, texts, tips

LINE = {"kind": "timeline", "label": "event", "start": "start", "end": "end"}
COLUMNS = ["event", "start", "end", "kind"]


def times(rows, **chart):
    return pictures(
        report(COLUMNS, [[*row, *[None] * (4 - len(row))] for row in rows], {**LINE, **chart})
    )


def test_each_row_has_a_line_in_the_order_of_its_dates():
    (picture,) = times(
        [
            ["Later", date(2021, 5, 1), date(2022, 6, 1)],
            ["First", "2019"],
            ["Day", date(2020, 3, 4)],
        ]
    )
    assert [t for t in texts(picture) if not t.isdigit()] == ["First", "Day", "Later"]
    assert tips(picture, "rect") == ["First: 2019", "Later: 2021-05-01 to 2022-06-01"]
    assert tips(picture, "circle") == ["Day: 2020-03-04"]
    assert picture.title == "Event: when"
    assert picture.description == "3 with a date, from 2019-01-01 to 2022-06-01."


def test_a_year_is_as_long_as_it_is():
    (picture,) = times([["a", "2019"], ["b", "2018", "2019"]])
    shorter, longer = sorted(lengths(picture))
    assert 1.9 < longer / shorter < 2.1


def test_dates_that_sources_give_differently_are_drawn_whole():
    (picture,) = times([["a", "2017 / 2019-03"]])
    assert tips(picture, "rect") == ["a: 2017-01-01 to 2019-03-31"]


def test_rows_without_a_date_are_counted():
    (picture,) = times([["a", "2019"], ["b"], ["c", "soon"]])
    assert "2 without a date are in the table." in texts(picture)
    assert times([["b"], ["c", "soon"]]) == []
    assert times([]) == []


def test_many_rows_are_counted_by_year():
    rows = [[f"e{n}", date(2015, 1, 1) + timedelta(days=40 * n)] for n in range(50)]
    (picture,) = times(rows)
    assert texts(picture)[-1] == "How many begin in each year."
    assert tips(picture, "rect")[0] == "2015: 10"
    assert sum(int(tip.split(": ")[1]) for tip in tips(picture, "rect")) == 50


def test_many_rows_of_a_few_years_are_counted_by_month():
    rows = [
        [f"e{n}", date(2020, 1, 1) + timedelta(days=3 * n), None, "ab"[n % 2]] for n in range(50)
    ]
    (picture,) = times(rows, series="kind")
    assert tips(picture, "rect")[0] == "2020-01, a: 6"
    assert "How many begin in each month." in texts(picture)


def test_many_rows_that_begin_together_are_counted_by_their_ends():
    day = date(2022, 4, 28)
    rows = [[f"e{n}", day, date(2023 + n % 2, 10, 1)] for n in range(44)] + [["open", day]]
    (picture,) = times(rows)
    assert tips(picture, "rect") == ["2023-10: 22", "2024-10: 22"]
    assert "How many end in each month. 1 without an end is in the table." in texts(picture)
    assert times([[f"e{n}", day] for n in range(50)]) == []


dates = st.one_of(
    st.none(),
    st.dates(),
    st.integers(1, 9999).map("{:04}".format),
    st.sampled_from(["0000", "2019-02-31", "x", "2017 / 2018", "9999"]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.text(max_size=40)),
            dates,
            dates,
            st.one_of(st.none(), st.text(max_size=30)),
        ),
        max_size=60,
    ),
    st.booleans(),
)
def test_any_rows_give_a_sound_picture(rows, in_series):
    chart = {"series": "kind"} if in_series else {}
    for picture in times([list(row) for row in rows], **chart):
        assert_sound(picture)
