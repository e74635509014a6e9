from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from citygraph.mapping import map_rows
from citygraph.namespaces import Namespaces, foreign
from citygraph.tables import Row
from citygraph.vocabulary import load_vocabulary, slug

NS = Namespaces()
VOCABULARY = load_vocabulary(NS)


def rows(**tables: list[dict[str, str]]) -> dict[str, list[Row]]:
    base: dict[str, list[dict[str, str]]] = {
        "sources": [
            {"key": "news", "title": "News", "language": "en", "retrieved": "2026-01-01"},
            {"key": "paper", "title": "Paper", "language": "en", "retrieved": "2026-02-01"},
            {"key": "editors", "title": "Editors", "role": "reference"},
        ],
        "cities": [{"key": "riverton-fi", "name": "Riverton", "source": "news"}],
        "initiatives": [
            {"key": "water-network", "name": "Water Network", "type": "network", "source": "news"}
        ],
    }
    return {
        name: [Row(name, f"{name}.csv", n, cells) for n, cells in enumerate(entries, start=2)]
        for name, entries in (base | tables).items()
    }


def membership(source: str, start: str = "", end: str = "", **more: str) -> dict[str, str]:
    return {
        "initiative": "water-network",
        "participant": "riverton-fi",
        "role": "member",
        "start": start,
        "end": end,
        "source": source,
        **more,
    }


NODE = NS.node("participation", "water-network--riverton-fi--member")


def test_each_statement_is_in_the_graph_of_its_source():
    facts = map_rows(rows(participations=[membership("news"), membership("paper")]), VOCABULARY, NS)
    role = {
        q.graph_name for q in facts.quads if (q.subject, q.predicate) == (NODE, NS.term("role"))
    }
    assert role == {NS.source("news"), NS.source("paper")}
    assert facts.rows[NODE.value] == ["participations.csv:2", "participations.csv:3"]
    assert facts.retrieved == "2026-02-01"


def test_what_a_reference_work_says_is_in_the_reference_graph():
    facts = map_rows(
        rows(
            labels=[{"key": "riverton-fi", "name": "Jokela", "language": "FI", "source": "editors"}]
        ),
        VOCABULARY,
        NS,
    )
    wanted = Quad(
        NS.node("city", "riverton-fi"),
        foreign("skos:prefLabel"),
        Literal("Jokela", language="fi"),
        NS.graph("reference"),
    )
    assert wanted in facts.quads
    assert facts.reference_sources == {"editors"}


@pytest.mark.parametrize(
    ("intervals", "nodes"),
    [
        ([("2017", "2018"), ("2018", "2020")], 1),
        ([("2017", "2018"), ("2019", "2020")], 2),
        ([("2017", ""), ("2019", "2020")], 1),
        ([("", "2018"), ("2019", "")], 2),
        ([("", ""), ("2019", "2020")], 1),
        ([("2017", "2017"), ("2019", "2019"), ("2021", "2021")], 3),
        ([("2017-01", "2017-06"), ("2017", "2017")], 1),
    ],
)
def test_only_intervals_apart_are_different_memberships(intervals, nodes):
    entries = [membership("news", start, end) for start, end in intervals]
    for order in (entries, entries[::-1]):
        facts = map_rows(rows(participations=order), VOCABULARY, NS)
        found = {q.subject for q in facts.quads if q.predicate == NS.term("participant")}
        wanted = {NODE} | {NamedNode(f"{NODE.value}--{n}") for n in range(2, nodes + 1)}
        assert found == wanted


def test_the_later_membership_gets_the_number():
    entries = [membership("news", "2019", "2020"), membership("news", "2015", "2016")]
    facts = map_rows(rows(participations=entries), VOCABULARY, NS)
    start = foreign("schema:startDate")
    assert {q.subject.value: q.object.value for q in facts.quads if q.predicate == start} == {
        NODE.value: "2015",
        f"{NODE.value}--2": "2019",
    }


def test_a_clock_time_carries_offset_and_zone():
    facts = map_rows(
        rows(
            events=[
                {
                    "key": "water-day",
                    "name": "Water Day",
                    "start": "2021-12-02T15:30",
                    "time_zone": "Europe/Helsinki",
                    "source": "news",
                }
            ]
        ),
        VOCABULARY,
        NS,
    )
    said = {
        q.predicate: q.object for q in facts.quads if q.subject == NS.node("event", "water-day")
    }
    assert said[foreign("schema:startDate")] == Literal(
        "2021-12-02T15:30:00+02:00", datatype=foreign("xsd:dateTime")
    )
    assert said[NS.term("timeZone")] == Literal("Europe/Helsinki")


def test_evidence_points_into_the_document():
    facts = map_rows(rows(participations=[membership("news", spans="12-30;4-9")]), VOCABULARY, NS)
    annotation = NS.node("annotation", "participation/water-network--riverton-fi--member--news")
    targets = {
        q.object.value
        for q in facts.quads
        if (q.subject, q.predicate) == (annotation, foreign("oa:hasTarget"))
    }
    assert targets == {
        NS.node("passage", "news/12-30").value,
        NS.node("passage", "news/4-9").value,
    }
    assert (
        Quad(NS.node("selector", "12-30"), foreign("oa:start"), Literal(12), NS.source("news"))
        in facts.quads
    )


@pytest.mark.parametrize(
    ("cell", "literal"),
    [
        ("136", Literal(136)),
        ("55.50", Literal("55.5", datatype=foreign("xsd:decimal"))),
        ("-3.0", Literal(-3)),
    ],
)
def test_numbers_are_canonical(cell, literal):
    facts = map_rows(
        rows(
            figures=[
                {"about": "water-network", "measure": "cities", "value": cell, "source": "news"}
            ]
        ),
        VOCABULARY,
        NS,
    )
    assert [q.object for q in facts.quads if q.predicate == NS.term("value")] == [literal]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Mayor of Riverton", "mayor-of-riverton"),
        ("Vice-mayor, København", "vice-mayor-kobenhavn"),
        ("Łódź", "lodz"),
        ("Кмет", "43a43c435442"),
    ],
)
def test_slugs_are_ascii_and_distinct(text, key):
    assert slug(text) == key
