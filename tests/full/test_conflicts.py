"""Where sources disagree: what is known to differ is found, and what agrees is not."""

from __future__ import annotations

import pytest

from tests.full.conftest import key


def sides(row):
    return {row["valueA"], row["valueB"]}


@pytest.mark.parametrize(
    ("about", "kind", "what", "values"),
    [
        ("european-capital-of-innovation", "winner", "2014: winner", {"Amsterdam", "Barcelona"}),
        ("european-capital-of-innovation", "winner", "2016: winner", {"Amsterdam", "Barcelona"}),
        ("uaeu-air-quality-partnership", "claim in doubt", "coordinator", {"Croatia", "Netherlands"}),
        ("uaeu-urban-poverty-partnership", "role", "URBACT", {"member", "observer"}),
        ("uaeu-urban-poverty-partnership", "role", "UN-Habitat", {"member", "observer"}),
        ("uaeu-public-procurement-partnership", "role", "Eurocities", {"member", "observer"}),
        ("uaeu-circular-economy-partnership", "date", "Oslo as coordinator: start", {"2017-01", "2017-02"}),
        ("uaeu-cities-of-equality-partnership", "coordinator", "coordinator", {"Rome", "Metropolitan City of Rome Capital"}),
        ("climate-city-contract", "date", "Madrid as contract submitter: start", {"2023-03", "2023-04"}),
        ("ldt-citiverse-edic", "role", "Slovakia", {"founding member", "applicant"}),
        ("smart-cities-marketplace", "number", "cities", {"exactly 194 cities", "exactly 196 cities"}),
        ("intelligent-cities-challenge-phase-2", "number", "cities", {"exactly 63 cities", "exactly 64 entries (2023)"}),
        ("energy-cities-network", "date", "Eckart Würzner as president: start", {"2005", "2006"}),
        ("intelligent-cities-challenge-phase-2", "claim in doubt", "core city", {"Catania", "not named by other sources"}),
        ("small-giants", "larger whole", "part of", {
            "Action Cluster Integrated Infrastructures and Processes",
            "Action Cluster Sustainable Districts and Built Environment",
        }),
    ],
)  # fmt: skip
def test_a_known_disagreement_is_found(ask, about, kind, what, values):
    rows = [
        row
        for row in ask("conflicts")
        if key(row["about"]) == about and row["kind"] == kind and row["what"] == what
    ]
    assert values in [sides(row) for row in rows]


def test_the_winner_is_told_with_both_sources_their_links_and_the_note(ask):
    rows = ask("conflicts", initiative="european-capital-of-innovation")
    (row,) = (row for row in rows if row["what"].startswith("2014"))
    by_city = {
        row["valueA"]: (row["sourcesA"], row["linkA"]),
        row["valueB"]: (row["sourcesB"], row["linkB"]),
    }
    title, link = by_city["Amsterdam"]
    assert title == "iCapital: European Capital of Innovation"
    assert link == "https://ec.europa.eu/research/prizes/icapital/index.cfm"
    title, link = by_city["Barcelona"]
    assert " / " in title, "two sources"
    assert "https://kaila.eu/blog/a-tour-of-the-top-innovative-cities/" in link.split()
    assert "other way round" in row["note"]
    assert "ec-europa-eu-icapital-european-capital-of-innovation" in row["sources"].split()


def test_a_value_that_is_only_more_exact_does_not_differ(ask):
    for row in ask("conflicts"):
        if row["kind"] == "date":
            assert not row["valueA"].startswith(row["valueB"])
            assert not row["valueB"].startswith(row["valueA"])


def test_terms_that_follow_each_other_do_not_differ(ask):
    """Members of a committee from 2021 to 2024, and again from 2024 to 2027."""
    assert not [r for r in ask("conflicts") if key(r["about"]) == "iclei-europe-rexcom"]


def test_numbers_of_different_days_and_bounds_do_not_differ(ask):
    living = [
        sides(row) for row in ask("conflicts", initiative="living-in-eu") if row["kind"] == "number"
    ]
    assert not [s for s in living if any("144" in value for value in s)]
    assert not [r for r in ask("conflicts") if key(r["about"]) == "eu-mission-label-cities"]


def test_a_venue_does_not_differ_from_its_city(ask):
    assert not [
        row
        for row in ask("conflicts")
        if key(row["about"]) == "uaeu-digital-transition-meeting-sofia-2017"
    ]


def test_every_side_has_a_source_and_values_differ(ask):
    for row in ask("conflicts"):
        assert row["valueA"] != row["valueB"]
        assert row["sourcesA"]
        if row["valueB"] == "not named by other sources":
            assert (row["sourcesB"], row["linkB"]) == ("", "")
            assert row["note"], "the curators say why they doubt it"
        else:
            assert row["sourcesB"]
            assert row["sourcesA"] != row["sourcesB"]


def test_claims_marked_as_disputed_are_all_there(ask, wanting):
    disputed = {
        key(row["thing"]) for row in wanting("not-plainly-stated") if row["status"] == "disputed"
    }
    shown = {key(row["thing"]) for row in ask("conflicts")}
    # The other side of a pair of roles, or of a pair of winners, stands in the same row.
    told = {
        name.rpartition("--")[0] if name.endswith(("--member", "--observer")) else name
        for name in shown
    }
    for name in disputed:
        pair = name.rpartition("--")[0] if name.endswith(("--member", "--observer")) else name
        winner = name.startswith("european-capital-of-innovation")
        assert pair in told or winner, name
