"""Known answers of the reports on programmes, counted independently from the tables."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from tests.full.conftest import english, key, table

MISSION = "eu-cities-mission"
LABELS = "eu-mission-label-cities"
NO_LABEL = {
    "brussels-be", "la-louviere-be", "frankfurt-am-main-de", "tartu-ee", "gozo-mt", "utrecht-nl",
    "podgorica-me",
}  # fmt: skip


def participations(initiative: str, *wanted: str) -> list[dict[str, str]]:
    return [
        row
        for row in table("participations")
        if row["initiative"] == initiative and (not wanted or row["role"] in wanted)
    ]


def participants(initiative: str, *wanted: str) -> set[str]:
    return {row["participant"] for row in participations(initiative, *wanted)}


def names(keys: set[str]) -> set[str]:
    return {english()[k] for k in keys}


# The Cities Mission.


def test_the_duo_is_one_entry_and_all_others_are_alone(ask):
    rows = ask("cities-mission")
    assert [row["entryLabel"] for row in rows if row["cities"] == "2"] == ["Eindhoven & Helmond"]
    (duo,) = (row for row in rows if row["cities"] == "2")
    assert key(duo["entry"]) == "eindhoven-nl"
    named = {name for row in rows for name in row["entryLabel"].split(" & ")}
    assert named == names(participants(MISSION, "mission-city"))


def test_a_country_of_the_mission(ask):
    rows = ask("cities-mission", country="nl")
    assert len(rows) == 6
    assert sum(int(row["cities"]) for row in rows) == 7
    assert {row["inCountryLabel"] for row in rows} == {"Netherlands"}


def test_label_dates_are_the_earliest_and_most_exact_that_a_source_gives(ask):
    expected: dict[str, list[str]] = defaultdict(list)
    for row in table("awards"):
        if row["prize"] == LABELS and row["placing"] == "label-holder":
            expected[row["recipient"]].append(row["start"] or row["year"])
    for row in ask("cities-mission"):
        days = expected.get(key(row["entry"]), [])
        best = min((day + "~" for day in days), default="~").removesuffix("~")
        assert row["labelDate"] == best, row["entryLabel"]
    without = {key(row["entry"]) for row in ask("cities-mission") if not row["labelDate"]}
    assert without == NO_LABEL


def test_every_mission_city_has_its_day_of_selection(ask):
    assert {row["since"] for row in ask("cities-mission")} <= {"2022-04-28", "2022"}
    assert all(row["since"] for row in ask("cities-mission"))


def test_contracts_are_dated_where_a_source_dates_them(ask):
    submitted = participants("climate-city-contract", "contract-submitter")
    rows = {key(row["entry"]): row for row in ask("cities-mission")}
    assert {k for k, row in rows.items() if row["contractDate"]} == {
        row["participant"]
        for row in participations("climate-city-contract", "contract-submitter")
        if row["start"]
    }
    assert {k for k, row in rows.items() if row["contract"] == "handed in"} == submitted & set(rows)
    assert rows["madrid-es"]["contractDate"] == "2023-03"
    assert rows["kranj-si"]["contractDate"] == "2024-03"


# The lighthouse projects.


def test_lighthouse_and_fellow_cities_are_those_of_the_tables(ask):
    rows = ask("lighthouse-projects")
    for row in rows:
        project = key(row["project"])
        for column, role in (
            ("lighthouseCities", "lighthouse-city"),
            ("fellowCities", "fellow-city"),
        ):
            assert set(row[column].split("; ")) == names(participants(project, role)), project
    lighthouses = {name for row in rows for name in row["lighthouseCities"].split("; ")}
    fellows = {name for row in rows for name in row["fellowCities"].split("; ")}
    assert len(lighthouses) == 48
    assert len(fellows) == 75, "72 and Varna and Poprad, who left, and Leipzig, a lighthouse later"
    assert lighthouses & fellows == {"Leipzig"}


def test_a_project_with_its_dates_call_and_coordinator(ask):
    (row,) = ask("lighthouse-projects", project="sharing-cities")
    assert row["lighthouseCities"] == "Lisbon; London; Milan"
    assert row["fellowCities"] == "Bordeaux; Burgas; Warsaw"
    assert row["coordinators"] == "Greater London Authority"
    assert (row["start"], row["end"]) == ("2016-01", "2021-12-31")
    assert key(row["call"]) == "h2020-scc-01-2015"


def test_a_city_that_left_is_noted(ask):
    (row,) = ask("lighthouse-projects", project="mysmartlife")
    assert row["fellows"] == "4"
    assert "Varna: Listed in 2017" in row["note"]
    (row,) = ask("lighthouse-projects", project="making-city")
    assert "Trenčín in its place" in row["note"]
    assert "Lublin" not in row["note"], "that it is called a follower is no news"


def test_every_lighthouse_project_has_a_coordinator_and_a_start(ask):
    assert all(row["coordinators"] and row["start"] for row in ask("lighthouse-projects"))


# The partnerships of the Urban Agenda.


def test_coordinators_are_those_of_the_tables(ask):
    people = {row["key"] for row in table("people")}
    coordination = {"coordinator", "chair", "lead-city", "lead-partner", "leader", "president"}
    for row in ask("urban-agenda"):
        partnership = key(row["partnership"])
        plain = {
            r["participant"]
            for r in participations(partnership, *coordination)
            if r["status"] != "disputed" and r["participant"] not in people
        }
        shown = {
            text.rpartition(" (")[0] for text in row["coordinators"].split("; ") if " (" in text
        }
        assert shown == names(plain), partnership
        if not plain:
            assert row["coordinators"] == "no source names one"


def test_no_source_names_a_coordinator_of_two_partnerships(ask):
    silent = {
        key(row["partnership"])
        for row in ask("urban-agenda")
        if row["coordinators"] == "no source names one"
    }
    assert silent == {
        "uaeu-building-decarbonisation-partnership",
        "uaeu-compact-cities-partnership",
    }


def test_a_disputed_coordinator_stands_apart(ask):
    (row,) = ask("urban-agenda", partnership="uaeu-air-quality-partnership")
    assert row["coordinators"] == "Netherlands (country)"
    assert row["doubted"] == "Croatia"


@pytest.mark.parametrize(
    ("partnership", "plan", "stage"),
    [
        ("uaeu-digital-transition-partnership", "2018-08-30", "Final action plan"),
        ("uaeu-greening-cities-partnership", "2024-11", "Final action plan"),
        ("uaeu-circular-economy-partnership", "2018-02", "Action plan"),
        ("uaeu-food-partnership", "2025-04-24", "Draft action plan"),
        (
            "uaeu-public-procurement-partnership",
            "2018-11-26",
            "Action plan approved by partnership",
        ),
        ("uaeu-compact-cities-partnership", "", ""),
    ],
)
def test_the_stage_of_the_plan(ask, partnership, plan, stage):
    (row,) = ask("urban-agenda", partnership=partnership)
    assert (row["actionPlan"], row["planStage"]) == (plan, stage)


def test_members_of_the_digital_transition_partnership(ask):
    (row,) = ask("urban-agenda", partnership="uaeu-digital-transition-partnership")
    assert row["coordinators"] == "Estonia (country); Oulu (city); Sofia (city)"
    assert (row["members"], row["memberCities"]) == ("14", "8")
    assert row["kickOff"] == "2017-02-16"


# Pairs of cities, and countries.


@cache
def bodies() -> dict[str, set[str]]:
    """Each city that a body acts for, and those bodies."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in table("organisations"):
        for whom in filter(None, row["acts_for"].split(";")):
            found[whom].add(row["key"])
    return found


@cache
def roles() -> dict[str, dict[str, set[str]]]:
    """What each participant is in, in which roles."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in table("participations"):
        found[row["participant"]][row["initiative"]].add(row["role"])
    return found


def initiatives(city: str) -> dict[str, set[tuple[str, str]]]:
    """What the city is in, in which roles, each with who has the role for it."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for actor in {city} | bodies().get(city, set()):
        for initiative, held in roles().get(actor, {}).items():
            found[initiative] |= {(role, actor) for role in held}
    return found


@pytest.mark.parametrize(
    ("city", "other"),
    [
        ("sofia-bg", "oulu-fi"),
        ("barcelona-es", "amsterdam-nl"),
        ("eindhoven-nl", "helmond-nl"),
        ("porto-pt", "porto-pt"),
        ("donegal-ie", "valletta-mt"),
        ("london-gb", "lisbon-pt"),
    ],
)
def test_two_cities_share_what_the_tables_say(ask, city, other):
    rows = ask("shared-initiatives", city=city, other=other)
    mine, theirs = initiatives(city), initiatives(other)
    shared = mine.keys() & theirs.keys() if city != other else set()
    assert {key(row["initiative"]) for row in rows} == shared
    for row in rows:
        initiative = key(row["initiative"])
        assert len(row["cityRoles"].split(", ")) == len(mine[initiative]), initiative
        assert len(row["otherRoles"].split(", ")) == len(theirs[initiative]), initiative


def test_a_city_compared_with_several(ask):
    rows = ask("shared-initiatives", city="sofia-bg", other=["oulu-fi", "helsinki-fi"])
    assert {row["otherLabel"] for row in rows} == {"Oulu", "Helsinki"}
    digital = [r for r in rows if key(r["initiative"]) == "uaeu-digital-transition-partnership"]
    assert [(r["otherLabel"], r["otherRoles"], r["otherSince"]) for r in digital] == [
        ("Oulu", "coordinator", "2017-01")
    ]
    assert digital[0]["cityRoles"] == "applicant, coordinator, member"


def test_a_body_that_acts_for_a_city_stands_beside_its_role(ask):
    rows = ask("country-cities", country="gb")
    (row,) = (row for row in rows if key(row["initiative"]) == "sharing-cities" and row["through"])
    assert (row["cityLabel"], row["through"]) == ("London", "Greater London Authority")


@pytest.mark.parametrize("country", ["bg", "fi", "es", "gb", "xk", "co"])
def test_a_country_lists_all_its_cities_and_what_they_are_in(ask, country):
    cities = {row["key"] for row in table("cities") if row["country"] == country}
    expected = {
        (city, initiative, role, "" if actor == city else english()[actor])
        for city in cities
        for initiative, held in initiatives(city).items()
        for role, actor in held
    }
    rows = ask("country-cities", country=country)
    found = {(key(r["city"]), key(r["initiative"]), key(r["inRole"]), r["through"]) for r in rows}
    assert len(found) == len(rows)
    assert found == expected


def test_a_country_asked_by_role_and_topic(ask):
    rows = ask("country-cities", country="bg", role="coordination", topic="digital-transition")
    assert ("Sofia", "coordinator") in {(row["cityLabel"], row["inRoleLabel"]) for row in rows}
    assert {key(row["initiative"]) for row in rows} <= {
        key(row["initiative"]) for row in ask("country-cities", country="bg", role="coordination")
    }
