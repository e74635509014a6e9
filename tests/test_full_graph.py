"""What the project's own graph holds, and what the reports on programmes say of it."""

from __future__ import annotations

import pytest

from citygraph.rendering import REPORT_FORMATS, render_report

PROGRAMME_REPORTS = {
    "cities-mission": {},
    "conflicts": {},
    "country-cities": {"country": "bg"},
    "coverage": {},
    "lighthouse-projects": {},
    "shared-initiatives": {"city": "sofia-bg", "other": "helsinki-fi"},
    "urban-agenda": {},
}


def rows_of(report):
    return [
        {c: "" if cell is None else cell.value for c, cell in zip(report.columns, row, strict=True)}
        for row in report.rows
    ]


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("City", 725),
        ("Initiative", 410),
        ("Organisation", 360),
        ("Person", 540),
        ("Event", 335),
        ("Participation", 2_800),
        ("Source", 910),
    ],
)
def test_the_graph_holds_at_least(full_release, name, least):
    assert full_release.manifest.counts["classes"][name] >= least


def test_every_city_has_a_country(full_release):
    rows = full_release.query(
        """PREFIX cg: <https://w3id.org/citygraph/ontology#>
        SELECT ?city WHERE { ?city a cg:City FILTER NOT EXISTS { ?city cg:country ?country } }"""
    ).rows
    assert rows == []


def test_the_cities_mission_has_112_entries_of_113_cities_in_35_countries(full_release):
    rows = rows_of(full_release.report("cities-mission"))
    assert len(rows) == 112
    assert sum(int(row["cities"]) for row in rows) == 113
    assert len({row["inCountryLabel"] for row in rows}) == 35
    shared = [row["entryLabel"] for row in rows if row["cities"] != "1"]
    assert len(shared) == 1
    assert "Eindhoven" in shared[0]
    assert "Helmond" in shared[0]


def test_eighteen_lighthouse_projects_have_lighthouse_and_fellow_cities(full_release):
    rows = rows_of(full_release.report("lighthouse-projects"))
    assert len(rows) == 18
    assert all(int(row["lighthouses"]) >= 2 and int(row["fellows"]) >= 1 for row in rows)


def test_twenty_one_partnerships_name_their_coordinators_or_say_that_none_is_named(full_release):
    rows = rows_of(full_release.report("urban-agenda"))
    assert len(rows) == 21
    assert all(row["coordinators"] for row in rows)
    silent = [r["partnershipLabel"] for r in rows if r["coordinators"] == "no source names one"]
    assert 1 <= len(silent) <= 3
    digital = next(r for r in rows if "Digital Transition" in r["partnershipLabel"])
    for name in ("Estonia", "Oulu", "Sofia"):
        assert name in digital["coordinators"]


def test_coverage_sets_a_claim_beside_the_count(full_release):
    rows = rows_of(
        full_release.report("coverage", initiative="intelligent-cities-challenge-phase-1")
    )
    claimed = {row["claimed"] for row in rows}
    assert "136" in claimed
    assert {row["inGraph"] for row in rows if row["claimed"] == "136"} == {"124"}


def test_two_cities_share_initiatives_in_their_roles(full_release):
    rows = rows_of(full_release.report("shared-initiatives", city="Eindhoven", other="Helmond"))
    assert any("mission" in row["cityRoles"] for row in rows)
    assert all(row["cityRoles"] and row["otherRoles"] for row in rows)


def test_conflicts_stand_side_by_side_with_links(full_release):
    rows = rows_of(full_release.report("conflicts"))
    assert len(rows) > 20
    assert all(row["valueA"] != row["valueB"] for row in rows)
    told = [row for row in rows if row["kind"] != "claim in doubt"]
    assert all(row["sourcesA"] and row["sourcesB"] for row in told)
    assert any(row["linkA"].startswith("http") for row in rows)


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("name", PROGRAMME_REPORTS)
def test_programme_reports_render_in_every_format(full_release, name, form):
    report = full_release.report(name, **PROGRAMME_REPORTS[name])
    assert report.rows
    assert render_report(report, form, full_release.namespaces)
