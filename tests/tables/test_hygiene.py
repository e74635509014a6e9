from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.tables.hygiene import faults_of_text


def codes(text: str) -> list[str]:
    return [code for code, _reason, _hint in faults_of_text(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Sofia",
        "София",
        "L'Hospitalet de Llobregat",
        "5G and other key enabling technologies",
        "Meeting of 2017-06-07, 09:00 to 17:30",
        "Cut of 55 % by 2030, against 1990",
        "AT&T & friends",
        "Derry~Londonderry",
        "- and so on",
        "Panel 1: 15:30-16:30",
        "2021-2027 programme",
        "Horizon 2020 grant 101096571",
        "a < b and b > c",
    ],
)
def test_honest_text_passes(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" Sofia", "white-space"),
        ("Sofia  City", "white-space"),
        ("Sofia\nCity", "control"),
        ("So\u0066ia\u0301", "unicode"),
        ("=1+1", "formula"),
        ("@SUM(A1)", "formula"),
        ("+1", "formula"),
        ("-1+2", "formula"),
        ("<script>alert(1)</script>", "markup"),
        ("Sofia &amp; Oulu", "markup"),
        ("<!-- x -->", "markup"),
        ("write to mayor@sofia.example", "private-data"),
        ("call +359 2 123 4567", "private-data"),
        ("call 0879 651 043", "private-data"),
        ("call 00 358 40 123 4567", "private-data"),
    ],
)
def test_what_may_not_stand_in_a_cell_is_found(text, code):
    assert code in codes(text)


@given(st.text())
def test_any_text_is_judged_without_failing(text):
    for code, reason, hint in faults_of_text(text):
        assert code
        assert reason
        assert hint
