"""New, confirmed, contradicted."""

from __future__ import annotations

import pytest

from citygraph.reviewing.drafts import Draft
from citygraph.reviewing.standing import standing_of
from citygraph.tables import Row


def tables(**rows):
    return {
        name: [Row(name, f"{name}.csv", i, cells) for i, cells in enumerate(entries, start=2)]
        for name, entries in rows.items()
    }


KNOWN = tables(
    participations=[
        {"initiative": "icc", "participant": "oulu-fi", "role": "mentor-city", "source": "s"},
        {"initiative": "icc", "participant": "pori-fi", "role": "applicant", "source": "s"},
    ],
    events=[
        {"key": "e", "start": "2024-06", "end": "2024-06", "location": "oulu-fi", "source": "s"},
        {"key": "e", "part_of": "week", "source": "t"},
    ],
    cities=[{"key": "oulu-fi", "name": "Oulu", "country": "fi", "source": "s"}],
    positions=[{"holder": "a", "at": "oulu-fi", "title": "Mayor", "title_in_source": "pormestari"}],
)


def word(table, assumed=False, **cells):
    return standing_of([Draft(table, cells, assumed)], KNOWN).word


@pytest.mark.parametrize(
    ("participant", "role", "assumed", "expected"),
    [
        ("oulu-fi", "mentor-city", False, "confirms"),
        ("oulu-fi", "core-city", False, "new"),
        ("oulu-fi", "participant", True, "confirms"),
        ("oulu-fi", "coordinator", True, "new"),
        ("pori-fi", "participant", True, "new"),
        ("nice-fr", "participant", True, "new"),
    ],
)
def test_who_takes_part(participant, role, assumed, expected):
    assert word(
        "participations", assumed, initiative="icc", participant=participant, role=role
    ) == (expected)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"start": "2024-06-07", "end": "2024-06-08"}, "confirms"),
        ({"start": "2024-07-07", "end": "2024-07-08"}, "contradicts"),
        ({"location": "oulu-fi"}, "confirms"),
        ({"location": "nice-fr"}, "contradicts"),
        ({"part_of": "week"}, "confirms"),
        ({"part_of": "icc"}, "new"),
    ],
)
def test_when_and_where(cells, expected):
    assert word("events", key="e", **cells) == expected


def test_countries_and_offices():
    assert word("cities", key="oulu-fi", country="fi") == "confirms"
    assert word("cities", key="oulu-fi", country="se") == "contradicts"
    assert word("cities", key="oulu-fi", region="ostrobothnia-fi") == "new"
    assert word("positions", holder="a", at="oulu-fi", title="mayor") == "confirms"
    assert word("positions", holder="a", at="oulu-fi", title="Pormestari") == "confirms"
    assert word("positions", holder="a", at="oulu-fi", title="Councillor") == "new"


def test_what_the_tables_say_is_told_with_its_source():
    said = standing_of([Draft("events", {"key": "e", "location": "nice-fr"})], KNOWN).says
    assert said == ("start 2024-06, end 2024-06, location oulu-fi (s)", "part_of week (t)")
