"""Nothing of the compilations is lost: every row is in the tables, or is listed as left out.

The compilations lie beside the repository; where they are absent these tests are skipped. Keys that
were merged away are followed through ``replaced.csv``. Which role concept took up which word is read
from the labels in ``ontology/roles.ttl``. Words that are links between initiatives or awards are in
``RELATIONS`` and ``PLACINGS`` below.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from citygraph.resources import ontology_folder
from tests.conftest import ROOT, SHARED

FACTS = SHARED / "facts"
AWARDS = SHARED / "datasets" / "eu-city-awards"
COMPILATIONS = sorted(p.parent.name for p in FACTS.glob("*/cities.csv"))
BASE = "https://w3id.org/citygraph/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

pytestmark = pytest.mark.skipif(
    not COMPILATIONS, reason="the compilations (../shared/facts) are not here"
)

# The word of a link between initiatives: its relation, and whether the participant is its subject.
RELATIONS = {
    "action-cluster": ("part-of", True),
    "builds-on": ("follows", False),
    "component": ("part-of", True),
    "focus-group": ("part-of", True),
    "follows": ("follows", False),
    "formalises": ("follows", False),
    "founding-declaration": ("part-of", True),
    "merged-into": ("merged-into", True),
    "parent-cluster": ("part-of", False),
    "predecessor": ("follows", False),
    "support-platform": ("supports", True),
    "supported-by": ("supports", True),
    "thematic-cluster": ("part-of", True),
    "transfers-practice-of": ("follows", False),
}
PLACINGS = {
    "award-finalist": {"finalist"},
    "award-winner": {"winner"},
    "finalist": {"finalist"},
    "label-holder": {"label-holder"},
    "runner-up": {"runner-up", "second", "third"},
    "semi-finalist": {"semi-finalist"},
    "winner": {"winner"},
}
# Parts in an event that a compilation lists under the initiative, with the event.
AT_EVENTS = {
    "attendee": ("informal-ministers-urban-matters-amsterdam-2016", {"attendee", "host"}),
    "co-organiser": ("living-in-eu-monitoring-subgroup-meeting-2023-02", {"organiser"}),
}
# A city selected for the Cities Mission is a mission city, whatever the word.
MISSION = "eu-cities-mission"
AWARD_PLACES = {
    "1st": "winner",
    "2nd": "second",
    "3rd": "third",
    "runner-up": "runner-up",
    "title": "title-holder",
    "winner": "winner",
}
PRIZES = {
    "Access City Award": "access-city-award",
    "European Capital of Culture": "european-capital-of-culture",
    "European Capital of Innovation": "european-capital-of-innovation",
    "European Green Capital": "european-green-capital",
    "European Green Leaf": "european-green-leaf",
    "European Rising Innovative City": "european-rising-innovative-city",
    "European Youth Capital": "european-youth-capital",
}
REPOSITORY = "https://github.com/Open-Earth-Foundation/Query_mechanism_urbind"


class Fact(NamedTuple):
    """A row of a compilation."""

    place: tuple[str, str]
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def table(name: str) -> list[dict[str, str]]:
    return read(ROOT / "data" / f"{name}.csv")


@cache
def left_out() -> set[tuple[str, str]]:
    return {(row["file"], row["row"]) for row in table("left_out")}


def facts(name: str) -> list[Fact]:
    """All rows of a table of the compilations that are not listed as left out."""
    found = []
    for folder in COMPILATIONS:
        path = FACTS / folder / f"{name}.csv"
        for number, cells in enumerate(read(path) if path.exists() else [], start=2):
            place = (f"{folder}/{name}.csv", str(number))
            if place not in left_out():
                found.append(Fact(place, cells))
    return found


@cache
def replaced() -> dict[str, str]:
    return {row["key"]: row["replaced_by"] for row in table("replaced")}


def now(key: str) -> str:
    """The key that stands today for a key of a compilation; a country's key is lower case."""
    if re.fullmatch(r"[A-Z]{2}", key):
        return key.lower()
    while key in replaced():
        key = replaced()[key]
    return key


@cache
def sources() -> dict[str, str]:
    return {row["address"]: row["key"] for row in table("sources") if row["address"]}


def source(address: str) -> str:
    return sources()[REPOSITORY if address.startswith("github:") else address.replace(" ", "%20")]


@cache
def entities() -> dict[str, set[str]]:
    """The sources of each key, over all tables of entities."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in (
        "cities",
        "regions",
        "countries",
        "organisations",
        "people",
        "initiatives",
        "events",
    ):
        for row in table(name):
            found[row["key"]].add(row["source"])
    return found


@cache
def cells_of(name: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table(name):
        found[row["key"]].append(row)
    return found


@cache
def names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name in (
        "cities", "regions", "countries", "organisations", "people", "initiatives", "events", "names", "labels",
    ):  # fmt: skip
        for row in table(name):
            found[row["key"]].add(plain(row["name"]))
    return found


def plain(text: str) -> str:
    """A text as it may stand in a cell: no odd spaces, no sign at the front."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    return text.lstrip("=+@ ")


@cache
def words() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The concepts that each word may stand for: in initiatives, and at events."""
    text = (ontology_folder() / "roles.ttl").read_text(encoding="utf-8")
    broader: dict[str, str] = {}
    labels: dict[str, set[str]] = defaultdict(set)
    for triple in ox.parse(text, format=ox.RdfFormat.TURTLE):
        key = triple.subject.value.rpartition("/")[2]
        if triple.predicate.value == f"{SKOS}broader":
            broader[key] = triple.object.value.rpartition("/")[2]
        elif triple.predicate.value.endswith(("#prefLabel", "#altLabel", "#hiddenLabel")) and (
            triple.object.language == "en"
        ):
            labels[key].add(triple.object.value.replace(" ", "-"))
    at_initiatives: dict[str, set[str]] = defaultdict(set)
    at_events: dict[str, set[str]] = defaultdict(set)
    for key, said in labels.items():
        top = key
        while top in broader:
            top = broader[top]
        for word in said | {key}:
            (at_events if top == "event-role" else at_initiatives)[word].add(key)
    return at_initiatives, at_events


def report(missing: list[object]) -> None:
    assert not missing, f"{len(missing)} rows are lost, among them {missing[:5]}"


ENTITY_TABLES = ("cities", "organisations", "people", "initiatives", "events")


@pytest.mark.parametrize("name", ENTITY_TABLES)
def test_each_key_and_its_source_is_known(name):
    report([f for f in facts(name) if source(f["source_url"]) not in entities()[now(f["key"])]])


@pytest.mark.parametrize("name", ENTITY_TABLES)
def test_each_name_is_known(name):
    note = r"\s*\((announced|[^()]*year not shown)\)"
    report(
        [f for f in facts(name) if re.sub(note, "", plain(f["name"])) not in names()[now(f["key"])]]
    )


def test_local_names_are_known():
    missing = []
    for fact in facts("cities"):
        for part in filter(None, fact["local_names"].split("|")):
            name = plain(part.partition(":")[2])
            if name not in names()[now(fact["key"])]:
                missing.append((fact.place, part))
    report(missing)


def test_countries_of_cities_and_organisations_are_known():
    missing = []
    for name in ("cities", "organisations"):
        for fact in facts(name):
            key = now(fact["key"])
            rows = (
                cells_of("cities")[key] + cells_of("organisations")[key] + cells_of("regions")[key]
            )
            union = {"eu-body", "eu-institution"} & {r.get("type") for r in rows}  # of no country
            if (
                fact["country"]
                and not union
                and fact["country"].lower() not in {r["country"] for r in rows}
            ):
                missing.append(fact)
    report(missing)


def test_homepages_are_known():
    report(
        [
            f
            for f in facts("organisations")
            if f["website"] and f["website"] not in {r["homepage"] for r in cells_of("organisations")[now(f["key"])]}
        ]
    )  # fmt: skip


@pytest.mark.parametrize("name", ["initiatives", "events"])
def test_dates_and_parents_are_known(name):
    missing = []
    for fact in facts(name):
        key, said = now(fact["key"]), source(fact["source_url"])
        rows = [r for r in cells_of(name)[key] if r["source"] == said]
        parent = now(fact["parent_key" if name == "initiatives" else "part_of_key"])
        for row in rows:
            if row["spans"]:
                break  # entered by hand from the stored text
            parents = set(row["part_of"].split(";"))
            if all(fact[c] in {"", row[c]} for c in ("start", "end")) and (
                parent in {"", key} or parent in parents
            ):
                break
        else:
            missing.append(fact)
    report(missing)


def test_descriptions_are_kept():
    missing = []
    for fact in facts("initiatives"):
        kept = {
            r["description"].rstrip(".").casefold()
            for r in cells_of("initiatives")[now(fact["key"])]
        }
        if plain(fact["description"]).rstrip(".").casefold() not in kept:
            missing.append(fact)
    report(missing)


def test_places_and_formats_of_events_are_kept():
    missing = []
    for fact in facts("events"):
        rows = cells_of("events")[now(fact["key"])]
        if fact["place_key"] and fact["place_key"] not in {
            p for r in rows for p in r["location"].split(";")
        }:
            missing.append(fact)
        if fact["format"] and fact["format"] not in {r["format"] for r in rows}:
            missing.append(fact)
    report(missing)


def test_organisers_take_part():
    owners = {
        (r["initiative"], r["participant"]) for r in table("participations") if r["role"] == "owner"
    }
    hosts = {
        (r["event"], r["participant"])
        for r in table("event_participations")
        if r["role"] in {"organiser", "host"}
    }
    missing = [
        f
        for f in facts("initiatives")
        if f["organiser_key"] and (now(f["key"]), now(f["organiser_key"])) not in owners
    ]
    stored = {r["source"] for r in table("events") if r["spans"]}
    missing += [
        f
        for f in facts("events")
        if f["organiser_key"]
        and source(f["source_url"]) not in stored
        and (now(f["key"]), now(f["organiser_key"])) not in hosts
    ]
    report(missing)


def test_each_person_has_a_public_role():
    """Each row of a person gives a position, or the entry says what the source calls the person."""
    posts = {(r["holder"], r["source"]) for r in table("positions")}
    noted = {(r["key"], r["source"]) for r in table("people") if r["note"]}
    report(
        [
            f
            for f in facts("people")
            if f["position"] and (f["key"], source(f["source_url"])) not in posts | noted
        ]
    )


def test_offices_stay_at_the_body_that_the_compilation_names():
    posts = defaultdict(set)
    for row in table("positions"):
        posts[row["holder"]].add(row["at"])
    report(
        [
            f
            for f in facts("people")
            if f["organisation_key_or_city_key"]
            and now(f["organisation_key_or_city_key"]) not in posts[f["key"]]
        ]
    )


@pytest.fixture(scope="module")
def participations(full_release):
    """Each participation of the graph: initiative, participant, role, source."""
    return tuples(full_release, "Participation", "initiative")


@pytest.fixture(scope="module")
def event_participations(full_release):
    """Each participation in an event of the graph: event, participant, role, source."""
    return tuples(full_release, "EventParticipation", "event")


def tuples(release, class_name: str, of: str) -> set[tuple[str, ...]]:
    answer = release.query(
        f"""PREFIX cg: <{BASE}ontology#>
        SELECT ?of ?participant ?role ?source {{
          GRAPH ?source {{
            ?node a cg:{class_name} ; cg:{of} ?of ; cg:participant ?participant ; cg:role ?role .
          }}
        }}"""
    )
    return {tuple(str(cell.value).rpartition("/")[2] for cell in row) for row in answer.rows}


def test_each_participation_is_in_the_graph(participations, event_participations):
    relations = {(r["subject"], r["relation"], r["object"]) for r in table("relations")}
    relations |= {
        (r["key"], "part-of", parent)
        for r in table("initiatives")
        for parent in r["part_of"].split(";")
    }
    awards = {(r["prize"], r["recipient"], r["placing"], r["source"]) for r in table("awards")}
    missing = []
    for fact in facts("participations"):
        initiative, participant = now(fact["initiative_key"]), now(fact["participant_key"])
        word, said = fact["role"], source(fact["source_url"])
        if word in RELATIONS:
            relation, forward = RELATIONS[word]
            pair = (participant, initiative) if forward else (initiative, participant)
            found = initiative == participant or (pair[0], relation, pair[1]) in relations
        elif word in PLACINGS:
            found = any((initiative, participant, p, said) in awards for p in PLACINGS[word])
        elif word in AT_EVENTS:
            event, roles = AT_EVENTS[word]
            found = any((event, participant, r, said) in event_participations for r in roles)
        else:
            roles = words()[0][word] | ({"mission-city"} if initiative == MISSION else set())
            found = any((initiative, participant, r, said) in participations for r in roles)
        if not found:
            missing.append(fact)
    report(missing)


def test_dates_of_participations_are_kept():
    kept = defaultdict(set)
    for row in table("participations"):
        kept[row["initiative"], row["participant"], row["source"]].add(row["start"])
    missing = []
    for fact in facts("participations"):
        key = (
            now(fact["initiative_key"]),
            now(fact["participant_key"]),
            source(fact["source_url"]),
        )
        if (
            fact["start"]
            and key in kept
            and not {*RELATIONS, *PLACINGS, *AT_EVENTS} & {fact["role"]}
            and fact["start"] not in kept[key]
        ):
            missing.append(fact)
    report(missing)


def test_spellings_of_participants_are_known():
    missing = []
    for fact in facts("participations"):
        name = plain(fact["name_in_source"])
        if (
            name
            and fact["participant_type"] != "country"
            and name not in names()[now(fact["participant_key"])]
        ):
            missing.append(fact)
    report(missing)


@pytest.mark.parametrize(
    ("name", "column"), [("event_people", "person_key"), ("event_cities", "city_key")]
)
def test_each_part_in_an_event_is_in_the_graph(name, column, event_participations):
    missing = []
    for fact in facts(name):
        event, participant = now(fact["event_key"]), now(fact[column])
        said = source(fact["source_url"])
        roles = words()[1][fact["role"]] or {"elected-officer"}
        if not any((event, participant, role, said) in event_participations for role in roles):
            missing.append(fact)
    report(missing)


def test_milestones_are_kept():
    kept = {
        (r["about"], r["title"].casefold(), r["start"], r["source"]) for r in table("milestones")
    }
    report(
        [
            f
            for f in facts("milestones")
            if (now(f["initiative_key"]), f["milestone"].replace("-", " "), f["date"], source(f["source_url"]))
            not in kept
        ]
    )  # fmt: skip


@cache
def recipients() -> dict[tuple[str, str], set[str]]:
    """The keys that a name and a country may mean."""
    countries = {
        r["key"]: r["country"]
        for n in ("cities", "organisations")
        for r in table(n)
        if r["country"]
    }
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for key, country in countries.items():
        for name in names()[key]:
            found[name, country.upper()].add(key)
    return found


def award_rows() -> list[dict[str, str]]:
    return read(AWARDS / "city-awards.csv") + read(
        FACTS / "urban-networks" / "icapital_additions.csv"
    )


def test_awards_are_kept():
    kept = {
        (r["prize"], r["recipient"], r["year"], r["placing"], r["source"]) for r in table("awards")
    }
    missing = []
    for row in award_rows():
        keys = recipients()[plain(row["city"]), row["country"]]
        rest = (row["year"], AWARD_PLACES[row["place"]], source(row["source_url"]))
        if not any((PRIZES[row["award"]], key, *rest) in kept for key in keys):
            missing.append(row)
    report(missing)


def test_mission_cities_labels_and_contracts_are_kept(participations):
    labels = {
        (r["recipient"], r["start"], r["source"])
        for r in table("awards")
        if r["placing"] == "label-holder"
    }
    missing = []
    for row in read(AWARDS / "mission-cities.csv"):
        said = source(row["source_url"])
        for name in plain(row["city"]).split(" & "):
            keys = recipients()[name, row["country"]]
            if not any((MISSION, key, "mission-city", said) in participations for key in keys):
                missing.append(row)
            contract = ("contract-holder", source("github:"))
            if row["climate_city_contract_file"] and not any(
                ("climate-city-contract", key, *contract) in participations for key in keys
            ):
                missing.append(row)
            if row["mission_label_date"] and not any(
                (key, row["mission_label_date"], said) in labels for key in keys
            ):
                missing.append(row)
    report(missing)


def test_each_cited_address_is_a_source():
    tables = (*ENTITY_TABLES, "participations", "milestones", "event_people", "event_cities")
    report([f for name in tables for f in facts(name) if not source(f["source_url"])])


def test_left_out_rows_exist_and_give_a_reason():
    for row in table("left_out"):
        lines = read(FACTS / row["file"])
        assert 2 <= int(row["row"]) <= len(lines) + 1, row
        assert len(row["reason"]) > 20, row


@pytest.mark.parametrize(
    ("name", "least"),
    [("cities", 725), ("initiatives", 410), ("organisations", 360), ("people", 540), ("events", 335), ("sources", 910)],
)  # fmt: skip
def test_there_are_enough(name, least):
    assert len({row["key"] for row in table(name)}) >= least


def test_there_are_enough_participations(participations):
    assert len({entry[:3] for entry in participations}) >= 2800


def test_the_cities_mission_has_112_entries_in_35_countries(participations):
    cities = {p for i, p, role, _ in participations if i == MISSION and role == "mission-city"}
    assert {"eindhoven-nl", "helmond-nl"} <= cities
    assert len(cities) == 113  # these two hold one entry together
    country = {r["key"]: r["country"] for r in table("cities") if r["country"]}
    assert len({country[key] for key in cities}) == 35


def test_18_lighthouse_projects_have_lighthouse_and_fellow_cities(participations):
    parents = defaultdict(set)
    for row in table("initiatives"):
        parents[row["key"]].update(filter(None, row["part_of"].split(";")))
    projects = {
        i
        for i, _, role, _ in participations
        if role == "lighthouse-city"
        and any("h2020-lighthouse-programme" in parents[p] for p in parents[i])
    }
    assert len(projects) == 18
    for project in projects:
        roles = {role for i, _, role, _ in participations if i == project}
        assert {"lighthouse-city", "fellow-city"} <= roles, project


def test_21_partnerships_of_the_urban_agenda(participations):
    partnerships = {
        row["key"]
        for row in table("initiatives")
        if row["type"] == "partnership" and row["key"].startswith("uaeu-")
    }
    assert len(partnerships) == 21
    led = {i for i, _, role, _ in participations if role == "coordinator"}
    assert partnerships - led == {
        "uaeu-building-decarbonisation-partnership",
        "uaeu-compact-cities-partnership",
    }  # no source names who leads these


def test_no_contact_is_entered():
    """A person named only as a contact has no public role."""
    lost = {
        read(FACTS / file)[int(row) - 2]["key"]
        for file, row in left_out()
        if file.endswith("/people.csv")
    }
    assert lost
    for row in table("people"):
        assert row["key"] not in lost
