"""Sources and entities as rows."""

from __future__ import annotations

import pytest

from citygraph.reviewing.entries import entity_drafts, entity_problem, source_draft, source_problem
from citygraph.reviewing.proposals import Document, Proposal
from citygraph.tables import Row

DOCUMENT = Document("a.txt", "fi", "0" * 64, "2024-05-02")


def tables(**rows):
    return {
        name: [Row(name, f"{name}.csv", 2, cells) for cells in entries]
        for name, entries in rows.items()
    }


KNOWN = tables(
    cities=[{"key": "oulu-fi", "name": "Oulu", "source": "citygraph-editors"}],
    countries=[{"key": "fi", "name": "Finland"}],
    sources=[{"key": "citygraph-editors"}],
    languages=[{"code": "fi"}],
)


def rows(fields, mention="", names=(), known=KNOWN):
    fields = {"name": "", "key": "", "type": "", "country": "", "class": ""} | fields
    proposal = Proposal("x", DOCUMENT, "entity", fields, ((0, 4),), mention, tuple(names))
    return [(d.table, d.cells) for d in entity_drafts(fields, proposal, known, "fi")]


def test_a_known_entity_is_named_by_this_source_too():
    found = rows({"name": "Oulu", "key": "oulu-fi", "type": "city"}, "Uleåborg", ["Uleåborg"])
    assert found == [
        ("cities", {"key": "oulu-fi"}),
        ("names", {"key": "oulu-fi", "name": "Uleåborg", "language": "fi"}),
    ]


def test_an_inflected_form_is_no_name():
    found = rows({"name": "Oulu", "key": "oulu-fi", "type": "city"}, "Oulussa", ["Oulu"])
    assert found == [("cities", {"key": "oulu-fi"})]


def test_what_the_document_does_not_say_is_said_by_the_editors():
    fields = {"name": "Lahti", "key": "lahti-fi", "type": "city", "country": "FI"}
    source = {"source": "citygraph-editors", "spans": ""}
    assert rows(fields, "Lahti") == [
        ("cities", {"key": "lahti-fi"}),
        ("cities", {"key": "lahti-fi", "name": "Lahti", "country": "fi"} | source),
    ]
    alone = {**KNOWN, "sources": []}
    assert rows(fields, "Lahti", known=alone) == [
        ("cities", {"key": "lahti-fi", "name": "Lahti", "country": "fi"})
    ]


@pytest.mark.parametrize(
    ("kind", "chosen", "expected"),
    [
        ("event", "", "event"),
        ("event", "summit", "summit"),
        ("initiative", "", "initiative"),
        ("initiative", "network", "network"),
    ],
)
def test_events_and_initiatives_have_a_kind(kind, chosen, expected):
    found = rows({"name": "X", "key": "x", "type": kind, "class": chosen})
    assert found[1][1]["type"] == expected


@pytest.mark.parametrize(
    ("fields", "table", "said"),
    [
        ({"type": "city", "key": "lahti-fi", "country": "FI"}, "", ""),
        ({"type": "city", "key": "oulu-fi"}, "cities", ""),
        ({"type": "city", "key": "lahti-fi"}, "", "needs a country"),
        ({"type": "city", "key": "x", "country": "SE"}, "", "needs a country"),
        ({"type": "country", "key": "se"}, "", "entered by hand"),
        ({"type": "event", "key": "oulu-fi"}, "cities", "key of cities already"),
        ({"type": "event", "key": "Über"}, "", "lower-case"),
        ({"type": "venue", "key": "x"}, "", "no type"),
    ],
)
def test_what_an_entity_lacks_is_said(fields, table, said):
    fields = {"name": "X", "country": "", "class": ""} | fields
    problem = entity_problem(fields, table, ["X"], KNOWN)
    assert said in problem
    assert bool(said) == bool(problem)


def test_a_source_has_a_title_publisher_and_language():
    fields = {"key": "a-2024", "title": "T", "publisher": " P ", "address": "", "language": "fi"}
    fields["published"] = "2024-05-02"
    assert source_problem(fields) == ""
    assert "a title and a publisher" in source_problem(fields | {"title": "", "publisher": " "})
    assert "lower-case" in source_problem(fields | {"key": "A"})
    cells = source_draft(fields, "ab", "2024-06-01").cells
    assert (cells["publisher"], cells["sha256"], cells["role"]) == ("P", "ab", "document")
