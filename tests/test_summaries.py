from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.errors import ParameterError
from citygraph.queries import load_queries
from citygraph.summaries import NOTHING, sentence
from tests.rendering.drawing import NS, report

BAR = {"kind": "bar", "label": "cityLabel", "value": "events"}
COLUMNS = ["city", "cityLabel", "events"]


def said(rows, *charts, columns=COLUMNS):
    return sentence(report(columns, rows, *charts), NS)


def test_no_rows_and_one_row():
    assert said([]) == NOTHING
    assert said([["city/oulu-fi", "Oulu", 1]], BAR) == "The one row names 1 city."
    assert said([["x", "y", 1]]) == "One row."


def test_distinct_things_are_counted_once():
    rows = [
        ["city/oulu-fi", "country/fi", 1],
        ["city/oulu-fi", "country/fi", 2],
        ["city/nice-fr", "country/fr", 2],
    ]
    assert said(rows) == "The 3 rows name 2 cities and 2 countries."


def test_the_highest_is_named_and_those_that_share_it():
    rows = [["city/a", "Sofia", 7], ["city/b", "Oulu", 3]]
    assert said(rows, BAR).endswith("Highest under “Events”: Sofia, 7.")
    assert said([*rows, ["city/c", "Nice", 7]], BAR).endswith(
        "Highest under “Events”: Sofia and Nice, each 7."
    )
    many = [["city/a", f"c{n}", 7] for n in range(5)]
    assert said([*rows[1:], *many], BAR).endswith("Highest under “Events”: 7, in 5 rows.")


def test_equal_or_missing_numbers_have_no_highest():
    assert said([["city/a", "Sofia", 7], ["city/b", "Oulu", 7]], BAR) == "The 2 rows name 2 cities."
    assert (
        said([["city/a", "Sofia", 7], ["city/b", "Oulu", None]], BAR) == "The 2 rows name 2 cities."
    )


def test_different_measures_have_no_highest():
    rows = [["city/a", "Sofia", 7, "km"], ["city/b", "Oulu", 9, "people"]]
    assert "Highest" not in said(rows, BAR, columns=[*COLUMNS, "unit"])


def test_dates_are_spanned():
    line = {"kind": "timeline", "label": "cityLabel", "start": "day"}
    rows = [["a", date(2020, 1, 2)], ["b", "2021"], ["c", None]]
    assert said(rows, line, columns=["cityLabel", "day"]) == (
        "3 rows. The dates lie between 2020-01-02 and 2021-12-31."
    )
    assert said([["c", None]], line, columns=["cityLabel", "day"]) == "One row."


def test_rows_that_age_say_as_of_when_they_hold():
    text = said([["city/a", "Mayor", "2019"]], columns=["city", "positionLabel", "asOf"])
    assert text == "The one row names 1 city. As known on the day under “Asof”, where one is given."


def test_each_report_says_as_many_rows_as_it_has(release):
    for name, query in load_queries().items():
        needed = query.needed_examples
        try:
            found = release.report(name, **needed)
        except ParameterError:
            continue  # its example is not in the small graph
        text = sentence(found, release.namespaces)
        if len(found.rows) > 1:
            assert int(re.search(r"([\d,]+) rows", text)[1].replace(",", "")) == len(found.rows)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["city/a", "city/b", "country/x", None]),
            st.one_of(st.none(), st.text(max_size=9)),
            st.one_of(st.none(), st.integers(-9, 9), st.floats()),
        )
    )
)
def test_what_is_said_holds_for_any_rows(rows):
    text = said([list(row) for row in rows], BAR)
    cities = len({row[0] for row in rows if row[0] and row[0].startswith("city/")})
    if cities:
        assert f"{cities} cit" in text
    numbers = [row[2] for row in rows if row[2] is not None and abs(row[2]) <= 1e200]
    if "Highest" in text:
        assert max(numbers) > min(numbers)
