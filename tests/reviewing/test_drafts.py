"""Relations as rows of the tables."""

from __future__ import annotations

import pytest

from citygraph.resources import data_folder
from citygraph.reviewing.drafts import Context, Draft, NoPlaceForIt, merged, relation_drafts
from citygraph.tables import load_package

KINDS = {
    "oulu-fi": "cities",
    "lapland-fi": "regions",
    "fi": "countries",
    "vtt": "organisations",
    "eurocities": "organisations",
    "eurocities-network": "initiatives",
    "icc": "initiatives",
    "uaeu": "initiatives",
    "summit": "events",
    "week": "events",
    "ann": "people",
}


def rows(subject, predicate, target, context=None, title_in_source="", **more):
    fields = {"subject": subject, "predicate": predicate, "object": target}
    fields |= {"role": "", "title": "", "date": ""} | more
    context = context or Context(lambda key: KINDS.get(key, ""))
    drafts = relation_drafts(fields, title_in_source, context)
    return [(d.table, {k: v for k, v in d.cells.items() if v}) for d in drafts]


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (
            ("oulu-fi", "participates_in", "icc"),
            (
                "participations",
                {"initiative": "icc", "participant": "oulu-fi", "role": "participant"},
            ),
        ),
        (
            ("oulu-fi", "participates_in", "eurocities"),
            (
                "participations",
                {
                    "initiative": "eurocities-network",
                    "participant": "oulu-fi",
                    "role": "participant",
                },
            ),
        ),
        (
            ("vtt", "coordinates", "icc"),
            ("participations", {"initiative": "icc", "participant": "vtt", "role": "coordinator"}),
        ),
        (
            ("vtt", "organises", "icc"),
            ("participations", {"initiative": "icc", "participant": "vtt", "role": "owner"}),
        ),
        (
            ("vtt", "organises", "summit"),
            (
                "event_participations",
                {"event": "summit", "participant": "vtt", "role": "organiser"},
            ),
        ),
        (
            ("oulu-fi", "hosts", "summit"),
            ("event_participations", {"event": "summit", "participant": "oulu-fi", "role": "host"}),
        ),
        (("summit", "located_in", "oulu-fi"), ("events", {"key": "summit", "location": "oulu-fi"})),
        (("oulu-fi", "located_in", "fi"), ("cities", {"key": "oulu-fi", "country": "fi"})),
        (
            ("oulu-fi", "located_in", "lapland-fi"),
            ("cities", {"key": "oulu-fi", "region": "lapland-fi"}),
        ),
        (("summit", "part_of", "week"), ("events", {"key": "summit", "part_of": "week"})),
        (("icc", "part_of", "uaeu"), ("initiatives", {"key": "icc", "part_of": "uaeu"})),
        (("vtt", "part_of", "oulu-fi"), ("organisations", {"key": "vtt", "acts_for": "oulu-fi"})),
        (
            ("summit", "held_on", "2024-05-02"),
            ("events", {"key": "summit", "start": "2024-05-02", "end": "2024-05-02"}),
        ),
    ],
)
def test_each_predicate_has_its_place(relation, expected):
    assert rows(*relation) == [expected]


def test_a_day_after_the_article_is_announced():
    context = Context(lambda key: KINDS.get(key, ""), published="2024-05-01")
    assert rows("summit", "held_on", "2024-05-02", context)[0][1]["status"] == "announced"
    assert "status" not in rows("summit", "held_on", "2024-05-01", context)[0][1]


def test_an_office_keeps_the_words_of_the_text():
    context = Context(lambda key: KINDS.get(key, ""), "fi", "2024-05-01")
    ((table, cells),) = rows("ann", "has_position", "oulu-fi", context, "pormestari", title="Mayor")
    assert table == "positions"
    assert cells == {
        "holder": "ann",
        "at": "oulu-fi",
        "title": "Mayor",
        "title_in_source": "pormestari",
        "language": "fi",
        "as_of": "2024-05-01",
    }


def test_whom_somebody_speaks_for_stands_with_the_part_taken():
    context = Context(
        lambda key: KINDS.get(key, ""), spoken_for={"ann": "oulu-fi"}, guests=frozenset({"ann"})
    )
    ((_, cells),) = rows("ann", "takes_part_in_event", "summit", context, role="speaker")
    assert cells["on_behalf_of"] == "oulu-fi"
    assert rows("ann", "represents", "oulu-fi", context) == []


@pytest.mark.parametrize(
    "relation",
    [
        ("oulu-fi", "participates_in", "vtt"),
        ("oulu-fi", "hosts", "icc"),
        ("vtt", "located_in", "oulu-fi"),
        ("ann", "represents", "oulu-fi"),
        ("oulu-fi", "held_on", "2024"),
        ("ann", "has_position", "oulu-fi"),
        ("oulu-fi", "part_of", "fi"),
        ("oulu-fi", "likes", "icc"),
    ],
)
def test_what_the_tables_cannot_hold_is_said(relation):
    with pytest.raises(NoPlaceForIt):
        rows(*relation)


def test_rows_of_one_thing_are_joined():
    package = load_package(data_folder() / "datapackage.json")
    drafts = [
        Draft("events", {"key": "e", "source": "s", "start": "2024", "spans": "100-120"}),
        Draft("events", {"key": "e", "source": "s", "location": "a-fi", "spans": "20-30"}),
        Draft("events", {"key": "e", "source": "t", "start": "2025", "spans": "1-2"}),
        Draft("events", {"key": "e", "source": "s", "start": "2023", "location": "b-fi"}),
    ]
    joined = merged(drafts, package)["events"]
    assert len(joined) == 2
    assert joined[0]["start"] == "2024"
    assert joined[0]["location"] == "a-fi;b-fi"
    assert joined[0]["spans"] == "20-30;100-120"
