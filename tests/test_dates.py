from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.dates import DateProblem, parse_known_date


@pytest.mark.parametrize(
    ("text", "zone", "datatype", "lexical", "first", "last"),
    [
        ("2017", "", "gYear", "2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2020-02", "", "gYearMonth", "2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2017-06-07", "", "date", "2017-06-07", date(2017, 6, 7), date(2017, 6, 7)),
        (
            "2021-12-02T15:30",
            "Europe/Helsinki",
            "dateTime",
            "2021-12-02T15:30:00+02:00",
            date(2021, 12, 2),
            date(2021, 12, 2),
        ),
        (
            "2017-06-07T09:00",
            "Europe/Sofia",
            "dateTime",
            "2017-06-07T09:00:00+03:00",
            date(2017, 6, 7),
            date(2017, 6, 7),
        ),
    ],
)
def test_a_date_keeps_the_precision_it_has(text, zone, datatype, lexical, first, last):
    known = parse_known_date(text, zone)
    assert (known.datatype, known.lexical, known.first, known.last) == (
        datatype,
        lexical,
        first,
        last,
    )


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2021-13-40", "", "months run from 01 to 12"),
        ("2021-02-29", "", "February 2021 has 28 days"),
        ("2021-00", "", "months run from 01 to 12"),
        ("07.06.2017", "", "is not a date in a form"),
        ("17", "", "is not a date in a form"),
        ("2021-12-02T15:30", "", "no time zone"),
        ("2021-12-02T25:30", "Europe/Sofia", "does not exist"),
        ("2021-12-02T15:30", "Europe/Sophia", "unknown time zone"),
        ("٢٠١٧", "", "is not a date in a form"),
    ],
)
def test_an_impossible_date_is_refused_with_the_reason(text, zone, words):
    with pytest.raises(DateProblem, match=words):
        parse_known_date(text, zone)


def test_a_misspelt_time_zone_gets_a_suggestion():
    with pytest.raises(DateProblem) as caught:
        parse_known_date("2021-12-02T15:30", "Europe/Sofja")
    assert "Europe/Sofia" in caught.value.hint


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_is_read_as_itself_and_within_its_month_and_year(day):
    text = day.isoformat()
    known = parse_known_date(text)
    assert known.first == known.last == day
    for shorter in (text[:4], text[:7]):
        wider = parse_known_date(shorter)
        assert wider.first <= day <= wider.last
        assert not wider.is_after(known)
        assert not known.is_after(wider)


@given(st.text())
def test_no_text_makes_it_fail_in_another_way(text):
    try:
        known = parse_known_date(text)
    except DateProblem:
        return
    assert text.startswith(known.lexical[:4])
