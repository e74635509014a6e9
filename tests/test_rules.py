from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from citygraph.dates import parse_known_date
from citygraph.namespaces import Namespaces, foreign
from citygraph.rules import apply_rules, load_rules
from citygraph.vocabulary import load_vocabulary

NS = Namespaces()
RULES = load_rules(NS)
VOCABULARY = load_vocabulary(NS)
TYPE = foreign("rdf:type")


def term(name: str) -> NamedNode:
    kind, _, local = name.partition(":")
    if kind == "cg":
        return NS.term(local)
    return NS.concept(kind, local) if kind in {"role", "status"} else NS.node(kind, local)


def derive(*statements: tuple[str, NamedNode | str, NamedNode | Literal | str]) -> Store:
    store = Store()
    for triple in VOCABULARY.triples:
        store.add(Quad(triple.subject, triple.predicate, triple.object))
    for subject, predicate, value in statements:
        store.add(
            Quad(
                term(subject),
                term(predicate) if isinstance(predicate, str) else predicate,
                term(value) if isinstance(value, str) else value,
            )
        )
    apply_rules(store, RULES, NS)
    return store


def holds(store: Store, subject: str, predicate: str, value: str) -> bool:
    return Quad(term(subject), term(predicate), term(value), DefaultGraph()) in store


def claim(role: str, status: str = "status:stated") -> list[tuple[str, NamedNode | str, str]]:
    return [
        ("participation:p", TYPE, "cg:Participation"),
        ("participation:p", "cg:participant", "city:oulu"),
        ("participation:p", "cg:initiative", "initiative:net"),
        ("participation:p", "cg:role", role),
        ("participation:p", "cg:status", status),
        ("city:oulu", TYPE, "cg:City"),
        ("initiative:net", TYPE, "cg:Partnership"),
    ]


@pytest.mark.parametrize(
    ("role", "takes_part", "coordinates"),
    [
        ("role:member", True, False),
        ("role:mentor-city", True, False),
        ("role:coordinator", True, True),
        ("role:lead-partner", True, True),
        ("role:supporter", False, False),
        ("role:observer", False, False),
        ("role:applicant", False, False),
    ],
)
def test_what_a_role_implies_follows_from_its_top_concept(role, takes_part, coordinates):
    store = derive(*claim(role))
    assert holds(store, "city:oulu", "cg:participatesIn", "initiative:net") is takes_part
    assert holds(store, "initiative:net", "cg:hasParticipant", "city:oulu") is takes_part
    assert holds(store, "city:oulu", "cg:coordinates", "initiative:net") is coordinates
    assert holds(store, "initiative:net", "cg:coordinatedBy", "city:oulu") is coordinates


def test_a_disputed_claim_gives_no_short_cut():
    store = derive(*claim("role:coordinator", "status:disputed"))
    assert not holds(store, "city:oulu", "cg:participatesIn", "initiative:net")


def test_superclasses_are_written_out():
    store = derive(*claim("role:member"))
    for value in (NS.term("Actor"), foreign("foaf:Agent"), foreign("dct:LinguisticSystem")):
        quad = Quad(term("city:oulu"), TYPE, value, DefaultGraph())
        assert (quad in store) is (value != foreign("dct:LinguisticSystem"))
    quad = Quad(term("initiative:net"), TYPE, foreign("foaf:Agent"), DefaultGraph())
    assert quad not in store


def test_each_derived_statement_names_its_rule():
    store = derive(*claim("role:coordinator"))
    graphs = {
        quad.graph_name.value.removeprefix(NS.base)
        for quad in store.quads_for_pattern(None, term("cg:coordinates"), None, None)
        if isinstance(quad.graph_name, NamedNode)
    }
    assert graphs == {"graph/derived/participation"}


@pytest.mark.parametrize(
    ("role", "attends", "hosts"),
    [
        ("role:host", True, True),
        ("role:speaker", True, False),
        ("role:keynote-speaker", True, False),
        ("role:target-group", False, False),
    ],
)
def test_roles_at_events(role, attends, hosts):
    store = derive(
        ("event-participation:e", TYPE, "cg:EventParticipation"),
        ("event-participation:e", "cg:participant", "person:anna"),
        ("event-participation:e", "cg:event", "event:day"),
        ("event-participation:e", "cg:role", role),
        ("event-participation:e", "cg:status", "status:stated"),
        ("event-participation:e", "cg:onBehalfOf", "city:oulu"),
        ("person:anna", TYPE, "cg:Person"),
    )
    assert holds(store, "person:anna", "cg:takesPartIn", "event:day") is attends
    assert holds(store, "event:day", "cg:hasAttendee", "person:anna") is attends
    assert holds(store, "person:anna", "cg:hosts", "event:day") is hosts
    assert holds(store, "person:anna", "cg:represents", "city:oulu") is attends


def test_the_city_of_a_venue_is_the_place_too():
    store = derive(
        ("event:day", "cg:location", "venue:hall"), ("venue:hall", "cg:inCity", "city:oulu")
    )
    assert holds(store, "event:day", "cg:location", "city:oulu")


def bounds(*dates: tuple[str, str], event: bool = False) -> tuple[list[str], list[str]]:
    statements: list[tuple[str, NamedNode | str, NamedNode | Literal | str]] = [
        (
            "event:x" if event else "participation:x",
            TYPE,
            "cg:Summit" if event else "cg:Participation",
        )
    ]
    subject = statements[0][0]
    for prop, text in dates:
        known = parse_known_date(text, "Europe/Sofia")
        literal = Literal(known.lexical, datatype=foreign(f"xsd:{known.datatype}"))
        statements.append((subject, foreign(f"schema:{prop}Date"), literal))
    store = derive(*statements)
    return tuple(  # type: ignore[return-value]
        sorted(
            q.object.value
            for q in store.quads_for_pattern(
                term(subject), term(f"cg:{name}"), None, DefaultGraph()
            )
        )
        for name in ("earliestStart", "latestEnd")
    )


@pytest.mark.parametrize(
    ("dates", "earliest", "latest"),
    [
        ([("start", "2017")], ["2017-01-01"], []),
        ([("start", "2017"), ("end", "2020-02")], ["2017-01-01"], ["2020-02-29"]),
        ([("end", "1900-02")], [], ["1900-02-28"]),
        ([("end", "2000-02")], [], ["2000-02-29"]),
        ([("end", "2021-04")], [], ["2021-04-30"]),
        ([("start", "2021-12-02T15:30"), ("end", "2021-12-02T17:30")], ["2021-12-02"], ["2021-12-02"]),
        # two sources: the widest bounds
        ([("start", "2017"), ("start", "2017-06-07"), ("end", "2018"), ("end", "2018-03")],
         ["2017-01-01"], ["2018-12-31"]),
    ],
)  # fmt: skip
def test_bounds_are_the_widest_days_the_dates_can_mean(dates, earliest, latest):
    assert bounds(*dates) == (earliest, latest)


def test_an_event_without_an_end_ends_on_the_day_it_begins():
    assert bounds(("start", "2024-03-13"), event=True) == (["2024-03-13"], ["2024-03-13"])
    assert bounds(("start", "2024-03"), event=True) == (["2024-03-01"], ["2024-03-31"])


@settings(max_examples=25, deadline=None)
@given(
    st.dates(min_value=date(1600, 1, 1), max_value=date(2399, 12, 31)), st.sampled_from([4, 7, 10])
)
def test_bounds_agree_with_the_calendar(day, length):
    text = day.isoformat()[:length]
    known = parse_known_date(text)
    assert bounds(("start", text), ("end", text)) == (
        [known.first.isoformat()],
        [known.last.isoformat()],
    )


def test_one_pass_reaches_the_fixpoint(release):
    store = Store()
    store.bulk_extend(
        Quad(q.subject, q.predicate, q.object)
        for q in release.store.raw.quads_for_pattern(None, None, None, DefaultGraph())
    )
    before = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    counts = apply_rules(store, RULES, NS)
    after = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert before == after
    assert all(counts.values()), "a rule that derives nothing from the project's own data"


def test_derived_properties_are_written_by_the_rules_they_name(release):
    """`cg:derivedBy` in the ontology is true of the release, in both directions."""
    said = {
        (str(row[0]), str(row[1]))
        for row in release.query(
            f"SELECT ?p ?rule WHERE {{ ?p <{NS.term('derivedBy').value}> ?rule }}"
        ).rows
    }
    rows = release.query(
        f"""SELECT DISTINCT ?p ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }}
        FILTER(STRSTARTS(STR(?g), "{NS.base}graph/derived/"))
        FILTER(STRSTARTS(STR(?p), "{NS.term("").value}")) }}"""
    ).rows
    prefix = f"{NS.base}graph/derived/"
    found = {(str(p), f'"{g.value.removeprefix(prefix)}"') for p, g in rows}
    broader = {entry for entry in found if entry[1] in {'"properties"', '"places"'}}
    assert found - broader <= said
