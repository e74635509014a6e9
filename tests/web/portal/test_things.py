"""The page of a thing: what it shows, in which language, and who says so."""

from __future__ import annotations

import json
import shutil

import pytest

from citygraph.opening import open_folder
from tests.web.portal.conftest import ask

SOFIA = "/page/id/city/sofia-bg"
PARTNERSHIP = "/page/id/initiative/uaeu-digital-transition-partnership"
CLAIM = "/page/id/participation/uaeu-digital-transition-partnership--sofia-bg--coordinator"


def rows(shown, heading):
    """The rows of the table in the section of a heading."""
    (section,) = [s for s in shown.find("section") if heading in "".join(s.find("h2").itertext())]
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row]
        for row in section.iter("tr")
        if row.find("td") is not None
    ]


def test_facts_come_first(show):
    shown = show(SOFIA)
    assert shown.words("h1") == ["Sofia"]
    assert shown.words("h2")[0] == "Facts"
    assert ["in country", "Bulgaria"] in [row[:2] for row in rows(shown, "Facts")]


def test_relations_go_both_ways_with_counts(show):
    ours = rows(show(SOFIA), "Initiatives")
    assert ["Partnership on Digital Transition", "coordinator"] in [row[:2] for row in ours]
    theirs = rows(show(PARTNERSHIP), "Participants")
    assert ["Sofia", "coordinator"] in [row[:2] for row in theirs]
    assert f"Participants {len(theirs)}" in show(PARTNERSHIP).words("h2")


def test_a_fact_shows_its_source_in_place_with_its_passage(show):
    details, *_others = [
        d
        for row in show(SOFIA).find("tr")
        for d in row.iter("details")
        if "coordinator" in "".join(row.itertext())
        and "Partnership on Digital Transition" in "".join(row.itertext())
    ]
    text = " ".join("".join(details.itertext()).split())
    assert "Дигитален преход" in text
    assert "2017-06-06" in text
    assert "In its text: characters" in text
    assert "Report an error in this fact" in text


def test_a_position_says_as_of_when(show):
    (row,) = rows(show("/page/id/person/juhana-vartiainen"), "Positions")
    assert row[0] == "Helsinki"
    assert row[1] == "Mayor"
    assert "as of 2021" in row[2]


def test_what_is_announced_is_marked(show):
    shown = show("/page/id/event/uaeu-digital-transition-meeting-sofia-2017")
    assert "announced" in " ".join(shown.words("tr")).lower()


def test_names_follow_the_reader(show):
    assert show(SOFIA, "bg", "en").words("h1") == ["София"]
    assert show(SOFIA, "bg", "en").find("h1")[0].find("span").get("lang") == "bg"
    assert show(SOFIA, "hu").words("h1") == ["Sofia"]
    assert show("/page/id/country/bg", "de-AT", "en").words("h1")[0] in {"Bulgarien", "Bulgaria"}


def test_a_name_in_another_language_is_marked(show):
    shown = show("/page/source/sofia-digital-transition-2017")
    (heading,) = shown.find("h1")
    assert heading.find("span").get("lang") == "bg"
    assert "".join(heading.find("abbr").itertext()) == "bg"
    assert (
        show("/page/source/sofia-digital-transition-2017", "bg").find("h1")[0].find("abbr") is None
    )


def test_names_in_all_languages_with_their_language(show):
    cells = [c for c in show(SOFIA).find("td") if c.get("lang") == "bg"]
    assert any("Столична община" in "".join(cell.itertext()) for cell in cells)


def test_a_claim_is_named_after_its_parties(show):
    shown = show(CLAIM)
    assert shown.words("h1") == ["Sofia, coordinator, Partnership on Digital Transition"]
    assert ["participant", "Sofia"] in [row[:2] for row in rows(shown, "Facts")]


def test_a_source_lists_what_it_speaks_of(show):
    headings = show("/page/source/sofia-digital-transition-2017").words("h2")
    assert any(heading.startswith("Speaks of: participation") for heading in headings)
    assert any(heading.startswith("Speaks of: panel 7") for heading in headings)


def test_search_engines_read_it_as_schema_org(show):
    (script,) = [s for s in show(SOFIA).find("script") if s.get("type") == "application/ld+json"]
    linked = json.loads(script.text)
    assert linked["@type"] == "City"
    assert linked["name"] == "Sofia"
    assert "София" in linked["alternateName"]
    event = show("/page/id/event/uaeu-digital-transition-meeting-sofia-2017")
    (script,) = [s for s in event.find("script") if s.get("type") == "application/ld+json"]
    assert json.loads(script.text)["startDate"] == "2017-06-07T09:00:00+03:00"


def test_downloads_cite_and_query(show):
    shown = show(SOFIA)
    assert "/data/id/city/sofia-bg.ttl" in shown.links
    assert "/data/id/city/sofia-bg.jsonld" in shown.links
    assert any(link.startswith("/sparql?show=") for link in shown.links)
    assert "/network?thing=id/city/sofia-bg" in shown.links
    assert "release" in " ".join(shown.words("p", class_="cite"))


def test_the_query_of_a_thing_runs(show, release):
    from urllib.parse import parse_qs, urlsplit

    (link,) = [link for link in show(SOFIA).links if link.startswith("/sparql?show=")]
    answer = release.query(parse_qs(urlsplit(link).query)["show"][0])
    assert len(answer.rows) > 20


def test_the_small_map_shows_what_the_tables_name(placed):
    shown = ask(placed, PARTNERSHIP)
    assert shown.find("svg", class_="map")[0].get("aria-hidden") == "true"
    assert "Sofia" in shown.words("title")
    city = ask(placed, SOFIA)
    (script,) = [s for s in city.find("script") if s.get("type") == "application/ld+json"]
    assert json.loads(script.text)["geo"]["latitude"] == pytest.approx(42.7)


@pytest.mark.parametrize(
    "address",
    [
        "/page/id/city/oulu-fi",
        PARTNERSHIP,
        CLAIM.replace("sofia-bg", "oulu-fi"),
        "/page/source/sofia-digital-transition-2017",
        "/page/id/person/juhana-vartiainen",
        "/search?q=script",
        "/map",
        "/network?thing=id/initiative/uaeu-digital-transition-partnership",
        "/reports/coordinators",
        "/reports/city-profile",
        "/",
        "/sparql?query=SELECT+*+%7B+%3Chttps%3A%2F%2Fw3id.org%2Fcitygraph%2Fid%2Fcity%2Foulu-fi%3E+%3Fp+%3Fo+%7D",
    ],
)
def test_a_label_with_markup_stays_text(placed, address):
    shown = ask(placed, address)
    assert "<script>alert" not in shown.text
    assert not [e for e in shown.find("img") if e.get("src") == "x"]
    for script in shown.find("script"):
        assert script.get("src") or json.loads(script.text)
    assert not [link for link in shown.links if link.startswith("javascript:")]
    if address.startswith("/page/id/city"):
        assert "alert(1)" in shown.words("h1")[0]


def test_a_time_line_shows_what_the_tables_date(placed):
    shown = ask(placed, SOFIA)
    (drawn,) = shown.find("svg", class_="timeline")
    bars = [r for r in shown.find("rect") if r.get("class", "").startswith("bar")]
    ours = [r for r in bars if "initiatives" in r.get("class")]
    assert ["open" in r.get("class") for r in ours] == [True, False]
    begin, later = (float(r.get("x")) for r in ours)
    assert begin < later
    assert {"2017", "2020"} <= {
        "".join(t.itertext()) for t in drawn.iter() if t.get("class") == "year"
    }


def test_under_another_base(release_folder, tmp_path):
    folder = tmp_path / "build"
    shutil.copytree(release_folder, folder)
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        if (
            path.name != "validation.txt"
        ):  # a server that answers under its own base leaves this one
            text = text.replace("https://w3id.org/citygraph/", "https://cities.example/")
        path.write_text(text, encoding="utf-8")
    moved = open_folder(folder)
    for address in (SOFIA, CLAIM, "/validation", "/ontology", "/schema", "/sparql", "/"):
        shown = ask(moved, address)
        assert shown.status == 200
        assert not [link for link in shown.links if link.startswith("https://w3id.org/citygraph")]
    (link,) = [link for link in ask(moved, SOFIA).links if link.startswith("/sparql?show=")]
    assert "w3id.org" not in link
