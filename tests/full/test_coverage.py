"""What is claimed and what is here, what is wanting, and the page that tells of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import pyoxigraph as ox
import pytest

from tests.conftest import ROOT
from tests.full.conftest import QUALITY, key, table

PAGE = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
PHASE_1 = "intelligent-cities-challenge-phase-1"
EU = {
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
}  # fmt: skip


def lines_of(pattern: str) -> list[re.Match[str]]:
    return list(re.finditer(pattern, PAGE, flags=re.MULTILINE))


CLAIMS = lines_of(
    r"^\| (?P<label>[^|]+) \| `(?P<key>[a-z0-9-]+)` \| (?P<measure>[^|]+) \| (?P<claimed>[^|]+) \| (?P<here>[^|]+) \| (?P<why>[^|]*) \|$"
)
CHECKS = lines_of(
    r"^\| \[(?P<name>[a-z0-9-]+)\]\(\.\./queries/quality/(?P<file>[a-z0-9-]+)\.rq\) \| (?P<rows>[0-9,]+) \| (?P<why>[^|]+) \|$"
)
KINDS = lines_of(r"^\| (?P<kind>[a-z ]+) \| (?P<rows>[0-9,]+) \| (?P<why>[^|]+) \|$")


def number(text: str) -> int:
    return int(text.replace(",", ""))


@cache
def member_roles() -> set[str]:
    """Roles of membership and coordination, read from the scheme itself."""
    above = {
        key(triple.subject.value): key(triple.object.value)
        for triple in ox.parse(path=ROOT / "ontology" / "roles.ttl", format=ox.RdfFormat.TURTLE)
        if triple.predicate.value.endswith("#broader")
    }

    def top(role: str) -> str:
        while role in above:
            role = above[role]
        return role

    return {role for role in above if top(role) in {"membership", "coordination"}}


@cache
def members(initiative: str) -> dict[str, list[dict[str, str]]]:
    people = {row["key"] for row in table("people")}
    roles = member_roles()
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table("participations"):
        if (
            row["initiative"] == initiative
            and row["role"] in roles
            and row["participant"] not in people
        ):
            found[row["participant"]].append(row)
    return found


def test_136_cities_are_claimed_and_124_are_here(ask):
    (row,) = (r for r in ask("coverage", initiative=PHASE_1) if r["measureLabel"] == "cities")
    assert (row["claimed"], row["comparison"], row["unit"]) == ("136", "exactly", "cities")
    assert (row["inGraph"], row["share"]) == ("124", "91")
    cities = {r["key"] for r in table("cities")}
    assert len(members(PHASE_1).keys() & cities) == 124
    assert (
        row["sources"]
        == "intelligentcitieschallenge-eu-showcasing-the-intelligent-cities-challenge"
    )
    assert "136" not in row["note"]


@pytest.mark.parametrize(
    "initiative",
    [
        PHASE_1,
        "eu-cities-mission",
        "living-in-eu",
        "uaeu-urban-poverty-partnership",
        "sharing-cities",
        "urbact-access",
    ],
)
def test_what_is_wanting_is_counted_right(ask, initiative):
    row = ask("coverage", initiative=initiative)[0]
    of = members(initiative)
    assert int(row["members"]) == len(of)
    assert int(row["undated"]) == sum(
        not any(r["start"] or r["end"] for r in rows) for rows in of.values()
    )
    assert int(row["singleSource"]) == sum(
        len({r["source"] for r in rows}) == 1 for rows in of.values()
    )
    assert int(row["doubtful"]) == sum(all(r["status"] for r in rows) for rows in of.values())
    places = {r["key"] for r in table("places") if r["latitude"]}
    cities = {r["key"] for r in table("cities")}
    assert int(row["unplaced"]) == len(of.keys() & cities - places)


def test_each_claim_of_a_number_of_members_is_compared(ask):
    """Every figure on an initiative whose measure can be counted is in the report."""
    countable = {
        "cities", "member-cities", "countries", "partners", "participants", "projects",
        "partnerships", "signatories", "label-holders",
    }  # fmt: skip
    initiatives = {row["key"] for row in table("initiatives")}
    expected = {
        (row["about"], row["measure"], row["value"])
        for row in table("figures")
        if row["measure"] in countable and row["about"] in initiatives and not row["due"]
    }
    found = {
        (key(row["initiative"]), key(row["measure"]), row["claimed"])
        for row in ask("coverage")
        if row["claimed"]
    }
    assert found == expected


def test_two_sources_with_two_numbers_are_two_rows(ask):
    rows = ask("coverage", initiative="smart-cities-marketplace")
    assert {(row["claimed"], row["sources"]) for row in rows} == {
        ("194", "zonamovilidad-es-espana-lidera-europa-en-numero-de-ciudades"),
        ("196", "milanosostenibile-com-smart-city-marketplace-un-mercato-unico-per-i"),
    }


def test_every_initiative_with_members_is_there(ask):
    listed = {key(row["initiative"]) for row in ask("coverage")}
    initiatives = {row["key"] for row in table("initiatives")}
    assert listed >= {name for name in initiatives if members(name)}


# The page.


def test_the_page_has_its_tables():
    assert len(CLAIMS) >= 20
    assert {match["file"] for match in CHECKS} == set(QUALITY)
    assert len(KINDS) >= 6


@pytest.mark.parametrize("match", CLAIMS, ids=lambda m: f"{m['key']}-{m['measure']}-{m['claimed']}")
def test_the_page_says_what_is_claimed_and_what_is_here(match, ask):
    rows = [row for row in ask("coverage") if key(row["initiative"]) == match["key"]]
    shown = {
        (
            f"{row['comparison']} {row['claimed']}".removeprefix("exactly "),
            row["withParts"] if match["here"].endswith("with its parts") else row["inGraph"],
        )
        for row in rows
        if row["measureLabel"] == match["measure"]
    }
    assert (match["claimed"], match["here"].split()[0]) in shown, shown
    assert {row["initiativeLabel"] for row in rows} == {match["label"]}
    if match["claimed"] != match["here"]:
        assert match["why"].strip(), "the reason why they differ"


@pytest.mark.parametrize("match", CHECKS, ids=lambda m: m["file"])
def test_the_page_says_how_many_rows_each_check_gives(match, wanting):
    assert match["name"] == match["file"]
    assert number(match["rows"]) == len(wanting(match["file"])), "correct docs/coverage.md"


def test_the_page_says_how_many_disagreements_there_are(ask):
    counts = Counter(row["kind"] for row in ask("conflicts"))
    assert {match["kind"]: number(match["rows"]) for match in KINDS} == counts


# The checks.


def test_no_check_of_what_must_be_whole_gives_a_row(wanting):
    for name in ("unused-sources", "replaced-keys", "names-in-official-languages"):
        assert wanting(name) == [], name


def test_nearly_all_cities_have_a_geonames_id_and_coordinates(wanting):
    cities = {row["key"] for row in table("cities")}
    rows = wanting("cities-without-geonames")
    without = {key(row["thing"]) for row in rows if "GeoNames id" in row["missing"]}
    assert without == cities - {row["key"] for row in table("places") if row["geonames_id"]}
    unplaced = {key(row["thing"]) for row in rows if "coordinates" in row["missing"]}
    assert unplaced == cities - {row["key"] for row in table("places") if row["latitude"]}
    assert len(without) <= 0.02 * len(cities)
    assert len(unplaced) <= 0.02 * len(cities)
    assert all(row["note"] for row in rows), "each with the reason"


def test_all_cities_in_the_union_have_a_region_or_a_reason(wanting):
    member_states = {row["key"] for row in table("countries") if row["iso2"] in EU}
    assert len(member_states) == 27
    cities = {row["key"] for row in table("cities") if row["country"] in member_states}
    rows = wanting("eu-cities-without-nuts3")
    assert {key(row["thing"]) for row in rows} == cities - {
        row["key"] for row in table("places") if row["nuts3"]
    }
    assert all(row["note"] for row in rows)


def test_members_without_a_date_are_those_of_the_tables(wanting):
    people = {row["key"] for row in table("people")}
    claims: dict[tuple[str, ...], bool] = defaultdict(bool)
    for row in table("participations"):
        if row["participant"] not in people:
            claim = (row["initiative"], row["participant"], row["role"])
            claims[claim] |= bool(row["start"] or row["end"])
    expected = {"--".join(claim) for claim, dated in claims.items() if not dated}
    assert {key(row["thing"]) for row in wanting("members-without-a-date")} == expected


def test_things_named_once_are_named_in_one_document(wanting):
    documents = {row["key"] for row in table("sources") if row["role"] == "document"}
    named = defaultdict(set)
    for kind in ("cities", "regions", "organisations", "initiatives", "events", "names"):
        for row in table(kind):
            named[row["key"]].add(row["source"])
    for row in table("relations"):
        named[row["subject"]].add(row["source"])
    for row in wanting("named-once"):
        assert named[key(row["thing"])] & documents <= {key(row["source"])}, row["thing"]
        assert row["kind"]
        assert row["sourceLabel"]


def test_bodies_of_the_union_are_asked_for_their_official_names(full_release):
    answer = full_release.query(
        """PREFIX cg: <https://w3id.org/citygraph/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?body WHERE { ?body a cg:Organisation ; skos:exactMatch ?entry
        FILTER(STRSTARTS(STR(?entry),
          "http://publications.europa.eu/resource/authority/corporate-body/")) }"""
    )
    assert len(answer.rows) > 10
