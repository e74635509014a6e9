"""Query page, reports, map, network: what they answer without scripts."""

from __future__ import annotations

import json
from math import acos, cos, hypot, radians, sin
from urllib.parse import quote, urlencode

import pytest

from citygraph.web.pages import reporting
from citygraph.web.pages.mapping import Point, draw, project
from tests.web.portal.conftest import ask


def test_a_query_without_scripts(show):
    query = "SELECT ?c { ?c a <https://w3id.org/citygraph/ontology#City> } ORDER BY ?c LIMIT 3"
    shown = show(f"/sparql?query={quote(query)}")
    assert shown.words("td") == ["Barcelona", "Brussels", "Copenhagen"]
    assert "3 rows." in shown.words("p", role="status")
    assert any("format=csv" in link for link in shown.links)


def test_a_cut_answer_says_so(show):
    shown = show(f"/sparql?query={quote('SELECT * { ?s ?p ?o }')}")
    assert "the first 1,000 are shown" in shown.words("p", role="status")[0]
    assert len(shown.find("tr")) == 1001


def test_a_query_that_does_not_parse(show):
    shown = show("/sparql?query=SELEC")
    assert shown.status == 400
    assert "does not parse" in shown.words("div", role="alert")[0]
    assert shown.words("textarea") == ["SELEC"]


def test_the_start_query_has_an_answer(show, release):
    (text,) = [e.text for e in show("/sparql").find("textarea")]
    assert release.query(text).rows


def test_the_editor_knows_the_words_of_the_graph(show):
    words = json.loads(show("/vocabulary.json").text)
    assert words["prefixes"]["cg"].endswith("ontology#")
    terms = {term["name"]: term for term in words["terms"]}
    assert terms["cg:coordinates"]["kind"] == "property"
    assert terms["cg:City"]["kind"] == "class"
    assert terms["cg:City"]["uses"] == 15
    assert terms["cg:City"]["about"]


def test_a_report_with_its_form(show):
    shown = show("/reports/coordinators?country=bg")
    choices = [(o.get("value"), o.get("selected")) for o in shown.find("option")]
    assert ("bg", "selected") in choices or ("bg", "") in choices
    assert "Sofia" in " ".join(shown.words("td"))
    assert "Oulu" not in " ".join(shown.words("td"))
    assert "/reports/coordinators.csv?country=bg" in shown.links


def test_choices_are_typed_by_their_names(show, monkeypatch):
    monkeypatch.setattr(reporting, "_SELECT", 1)
    page = show("/reports/coordinators")
    (field,) = page.find("input", id="p-initiative")
    assert field.get("placeholder") == "Partnership on Digital Transition"
    offered = [option.get("value") for option in page.find("option")]
    assert "Partnership on Digital Transition" in offered
    answer = show(f"/reports/coordinators?{urlencode({'initiative': field.get('placeholder')})}")
    assert answer.status == 200
    assert "Oulu" in answer.text
    assert "Estonia" in answer.text


def test_a_report_asks_for_what_it_needs(show):
    shown = show("/reports/city-profile")
    assert "Choose a value for city" in shown.words("p", class_="notice")[0]
    assert not shown.find("table")


def test_a_wrong_value_is_told(show):
    shown = show("/reports/city-profile?city=sofya-bg")
    assert shown.status == 400
    assert "Did you mean 'sofia-bg'" in shown.words("div", role="alert")[0]


def test_the_map_has_an_equal_table(placed):
    shown = ask(placed, "/map?country=fi")
    drawn = {t.rpartition(":")[0] for t in shown.words("title") if "initiatives" in t}
    rows = {
        cells[0] for cells in map(list, (r for r in shown.find("tr") if r.find("td") is not None))
    }
    names = {"".join(cell.itertext()).strip() for cell in rows}
    assert drawn == names
    assert len(names) == 3


def test_the_network_has_an_equal_table(show):
    shown = show("/network?thing=id/city/sofia-bg")
    nodes = {e.get("data-iri") for e in shown.find("a") if e.get("data-iri")}
    rows = [r for r in shown.find("tr") if r.find("td") is not None]
    assert len(nodes) == len(rows) > 5
    assert show("/network?thing=id/city/sofia-bg").text == shown.text, (
        "it is drawn the same each time"
    )


def test_terms_have_definition_use_and_example(show):
    (card,) = [e for e in show("/ontology").find("article") if e.get("id") == "coordinates"]
    text = " ".join("".join(card.itertext()).split())
    assert "the rule participation" in text
    assert "Uses" in text
    assert "Used by" in text


def test_ten_queries_to_copy_all_run(show, release):
    blocks = [d for d in show("/schema").find("details") if d.find("summary") is not None]
    texts = ["".join(code.itertext()) for block in blocks for code in block.iter("code")]
    assert len(texts) == 10
    for text in texts:
        release.query(text)


def test_validation_names_the_entries(show, release):
    shown = show("/validation")
    counts = release.manifest.counts["validation"]
    assert f"{counts['Warning']} warnings" in shown.words("p", class_="lead")[0]
    badges = [int(text) for text in shown.words("span", class_="count")]
    assert sum(badges) == sum(counts.values())


def test_files_have_size_and_checksum(show, release):
    text = " ".join(show("/data").words("td"))
    for name, entry in release.manifest.files.items():
        assert name in text
        assert entry["sha256"] in text


def test_help_tells_the_limits_in_force(show, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_SERVE_SECONDS", "17")
    assert "17 seconds" in show("/help").words("dt")


def test_a_report_of_an_error_can_be_sent(show, monkeypatch):
    address = (
        "/correction?thing=https://w3id.org/citygraph/id/city/sofia-bg&property=country&value=X"
    )
    assert "value shown: x" in " ".join(show(address).words("code")).lower()
    template = "https://forge.example/new?title={title}&body={body}"
    monkeypatch.setenv("CITYGRAPH_CORRECTION_ADDRESS", template)
    (link,) = [a for a in show(address, "en-GB").links if "forge.example" in a]
    assert link.startswith("https://forge.example/new?title=Error%20in%20Sofia&body=Entry%3A%20")
    monkeypatch.setenv("CITYGRAPH_CORRECTION_ADDRESS", "javascript:alert(1)")
    assert "javascript:" not in show(address, "en-IE").text


def test_places_lie_where_the_projection_puts_them():
    assert project(52, 10) == pytest.approx((0, 0), abs=1e-6)
    # Due north and south of the centre, at twice the radius times the sine of half the angle.
    assert project(62, 10) == pytest.approx((0, -2 * 6371 * sin(radians(5))), abs=0.01)
    assert project(32, 10) == pytest.approx((0, 2 * 6371 * sin(radians(10))), abs=0.01)
    east, west = project(45, 25), project(45, -5)
    assert east == pytest.approx((-west[0], west[1]))
    assert hypot(*east) == pytest.approx(
        2
        * 6371
        * sin(
            acos(
                sin(radians(52)) * sin(radians(45))
                + cos(radians(52)) * cos(radians(45)) * cos(radians(15))
            )
            / 2
        )
    )


def test_a_map_holds_all_its_points():
    points = [
        Point("a", "A", "", 60, 25),
        Point("b", "B", "", 38, -9),
        Point("c", "C", "", -30, 150),
    ]
    drawn = draw(points)
    left, top, width, height = drawn.view
    assert drawn.left_out == 1
    for _point, x, y, _size in drawn.points:
        assert left < x < left + width
        assert top < y < top + height
    assert draw([]) is None
