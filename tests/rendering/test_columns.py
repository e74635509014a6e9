from __future__ import annotations

from datetime import date

import pytest

from citygraph.errors import UnreadableInput
from citygraph.rendering.columns import Columns
from tests.rendering.drawing import report


def columns(names, rows, **chart):
    return Columns(report(names, rows), chart)


def test_the_label_beside_an_iri_is_taken():
    found = columns(
        ["city", "cityLabel"],
        [["city/sofia-bg", "Sofia"], ["city/oulu-fi", None]],
        label="city",
        same="cityLabel",
    )
    assert found.texts("label") == found.texts("same") == ["Sofia", "oulu-fi"]


def test_numbers_are_finite_and_drawable():
    found = columns(
        ["n"],
        [[1], [2.5], ["3"], ["x"], [None], [float("nan")], [float("inf")], [True], [10**400]],
        value="n",
    )
    assert found.numbers("value") == [1, 2.5, 3, None, None, None, None, None, None]


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2019", (date(2019, 1, 1), date(2019, 12, 31))),
        ("2020-02", (date(2020, 2, 1), date(2020, 2, 29))),
        (date(2020, 2, 3), (date(2020, 2, 3), date(2020, 2, 3))),
        ("2020-02-03T10:00:00+02:00", (date(2020, 2, 3), date(2020, 2, 3))),
        ("2017 / 2019-03-01", (date(2017, 1, 1), date(2019, 3, 1))),
        ("2019-02-31", None),
        ("12019", None),
        ("", None),
        (None, None),
    ],
)
def test_periods_span_what_a_date_can_mean(cell, period):
    assert columns(["day"], [[cell]], start="day").periods("start") == [period]


def test_a_column_that_is_not_there_is_an_error():
    with pytest.raises(UnreadableInput, match="names the column 'x'"):
        columns(["a"], [], value="x").numbers("value")


def test_measures_are_not_compared_but_shares_are():
    rows = [["a", 3, "cities"], ["b", 0.5, "people"]]
    assert not columns(["c", "n", "unit"], rows, value="n").comparable("value")
    assert columns(["c", "n", "unit"], rows[:1], value="n").comparable("value")
    shares = [["a", 0.25, "cities"], ["b", 0.5, "people"]]
    assert columns(["c", "n", "unit"], shares, value="n").comparable("value")
    assert columns(["c", "n", "unit"], rows, value="n", series="unit").comparable("value")
