"""Wrong parameters get a clear answer, and hostile ones get nowhere."""

from __future__ import annotations

import pytest

from citygraph.errors import ParameterError
from citygraph.queries import load_queries
from tests.reports.conftest import NEED_MORE

REPORTS = {name: q for name, q in load_queries("reports").items() if name not in NEED_MORE}
PARAMETERS = [
    (name, parameter.name) for name, query in REPORTS.items() for parameter in query.parameters
]
ATTACKS = [
    "sofia-bg> } INSERT DATA { <urn:a> <urn:b> <urn:c> } #",
    "https://w3id.org/citygraph/id/city/sofia-bg> <urn:x",
    '2020-01-01"^^<urn:x> } UNION { ?s ?p ?o',
    "UNDEF } ?s ?p ?o VALUES ?x { UNDEF",
    "\\u003e } SELECT * WHERE { ?s ?p ?o",
    "' OR '1'='1",
    "../../../etc/passwd",
    "?s",
    "\x00",
    "a" * 100_000,
]


def given(name, parameter, value):
    query = REPORTS[name]
    return {p.name: p.example for p in query.parameters if p.required} | {parameter: value}


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_hostile_values_are_refused(name, parameter, release):
    for attack in ATTACKS:
        with pytest.raises(ParameterError):
            release.report(name, **given(name, parameter, attack))


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_a_hostile_name_of_a_parameter_is_refused(name, parameter, release):
    with pytest.raises(ParameterError, match="has no parameter"):
        release.report(name, **given(name, f"{parameter} {{ ?s ?p ?o }}", "x"))


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_one_value_is_enough_unless_several_are_taken(name, parameter, release):
    query = REPORTS[name]
    (found,) = (p for p in query.parameters if p.name == parameter)
    if found.several:
        once = release.report(name, **given(name, parameter, found.example))
        twice = release.report(name, **given(name, parameter, [found.example, found.example]))
        assert set(map(str, once.rows)) == set(map(str, twice.rows))
        return
    with pytest.raises(ParameterError, match="takes one value"):
        release.report(name, **given(name, parameter, [found.example, found.example]))


@pytest.mark.parametrize(
    "name", [n for n, q in REPORTS.items() if any(p.required for p in q.parameters)]
)
def test_a_missing_parameter_is_asked_for_with_an_example(name, run, release_folder):
    needed = next(p for p in REPORTS[name].parameters if p.required)
    outcome = run("report", name, "--release", release_folder)
    assert outcome.status == 2
    assert f"needs the parameter '{needed.name}'" in outcome.err
    assert f"--param {needed.name}={needed.example}" in outcome.err


@pytest.mark.parametrize(
    ("report", "param", "says"),
    [
        ("city-profile", "city=sofya", "Did you mean 'sofia-bg' (Sofia)?"),
        ("city-profile", "city=Sofai", "Did you mean 'sofia-bg' (Sofia)?"),
        ("city-profile", "city=sofia-gb", "Did you mean 'sofia-bg'"),
        ("city-profile", "city=Хелзинкии", "Did you mean 'helsinki-fi' (Хелзинки)"),
        ("city-profile", "city=atlantis", "Values that exist are, for example, barcelona-es"),
        ("city-profile", "city=fi", "'fi' is not a city"),
        ("city-profile", "ctiy=sofia-bg", "Did you mean 'city'?"),
        ("cities-by-initiative", "role=coordinater", "Did you mean 'coordinator'"),
        ("initiatives", "topic=digital-transiton", "Did you mean 'digital-transition'"),
        ("events", "from=yesterday", "Write a year (2017), a month (2017-06), a day (2017-06-07)"),
        ("events", "to=2021-13-40", "'2021-13-40'"),
        ("events", "from=2021-02-29", "'2021-02-29'"),
    ],
)
def test_a_slip_is_told_with_what_was_near(report, param, says, run, release_folder):
    outcome = run("report", report, "--param", param, "--release", release_folder)
    assert (outcome.status, outcome.out) == (2, "")
    assert says in " ".join(outcome.err.split())


@pytest.mark.parametrize("name", ["events", "places", "events-calendar", "milestones"])
def test_a_period_upside_down_is_refused(name, run, release_folder):
    outcome = run(
        "report", name, "--param", "from=2020-10-01", "--param", "to=2020-09-30",
        "--release", release_folder,
    )  # fmt: skip
    assert (outcome.status, outcome.out) == (2, "")
    said = " ".join(outcome.err.split())
    assert "The period is upside down: 'from' is 2020-10-01, 'to' is 2020-09-30." in said
    assert "exchange 'from' and 'to'" in said


def test_years_upside_down_are_refused_and_one_year_is_a_period(release):
    with pytest.raises(ParameterError, match="The period is upside down"):
        release.report("active-cities", **{"from": "2021", "to": "2020"})
    rows = release.report("active-cities", **{"from": "2020", "to": "2020"}).rows
    assert {row[0].value for row in rows} == {"2020"}


def test_an_empty_answer_is_said_in_a_sentence(run, release_folder):
    outcome = run(
        "report",
        "events",
        "--param",
        "from=1950",
        "--param",
        "to=1951",
        "--release",
        release_folder,
    )
    assert outcome.status == 0
    assert "Nothing in the release answers this." in outcome.out
    assert "[from = 1950, to = 1951]" in outcome.out


def test_the_lab_over_the_turn_of_the_month_is_there_the_right_way_up(ask):
    rows = ask("events", **{"from": "2020-09-30", "to": "2020-10-01"})
    assert "1st ICC City Lab" in {row["eventLabel"] for row in rows}


@pytest.mark.parametrize(
    "city", ["sofia-bg", "Sofia", "sofia", "София", "https://w3id.org/citygraph/id/city/sofia-bg"]
)
def test_a_city_can_be_named_in_many_ways(city, ask):
    assert ask("city-profile", city=city) == ask("city-profile", city="sofia-bg")


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [("2020", "2020", 4), ("2020-10", "2020-10-14", 4), ("2020-10-03", "2020-10-13", 1)],
)
def test_a_period_is_met_by_what_overlaps_it(start, end, count, ask):
    """The European Week is known by its year alone, so it may lie in any part of 2020."""
    names = {row["eventLabel"] for row in ask("events", **{"from": start, "to": end})}
    known = {
        "1st ICC City Lab",
        "European Week of Regions and Cities 2020",
        "ICC Mayors' Summit 2020",
        "Thematic panel on the recovery plan",
    }
    assert len(names & known) == count


def test_restrictions_add_up(ask):
    rows = ask(
        "cities-by-initiative",
        initiative="intelligent-cities-challenge",
        role="mentor-city",
        country="es",
    )
    assert [row["cityLabel"] for row in rows] == ["Barcelona"]
