"""The search: every alphabet, slips of the pen, and the best first."""

from __future__ import annotations

import json

import pytest

from citygraph.web.pages.searching import NameIndex


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Sofia", "city/sofia-bg"),
        ("sofia", "city/sofia-bg"),
        ("София", "city/sofia-bg"),
        ("СОФИЯ", "city/sofia-bg"),
        ("Столична община", "city/sofia-bg"),
        ("Sófia", "city/sofia-bg"),
        ("Thessaloniki", "city/thessaloniki-gr"),
        ("thesaloniki", "city/thessaloniki-gr"),
        ("thesal", "city/thessaloniki-gr"),
        ("Helsnki", "city/helsinki-fi"),
        ("Gdansk", "city/gdansk-pl"),
        ("Partnership Digital Transition", "initiative/uaeu-digital-transition-partnership"),
        ("Digital Transiton Partnership", "initiative/uaeu-digital-transition-partnership"),
        ("Breton Thierry", "person/thierry-breton"),
        ("Бретон", "person/thierry-breton"),
    ],
)
def test_the_best_hit(show, text, key):
    found = json.loads(show(f"/suggest?q={text}").text)
    assert found[0]["link"] == f"/page/id/{key}"


def test_suggestions_say_what_they_are(show):
    first = json.loads(show("/suggest?q=София", "bg", "en").text)[0]
    assert first["name"] == "София"
    assert first["language"] == "bg"
    assert first["kind"] == "град · България" or first["kind"].startswith("град")


@pytest.mark.parametrize("text", ["", "   ", "!!!", "a" * 5000, "%00", "a+OR+1%3D1", "(((((", "🙂"])
def test_odd_texts_do_no_harm(show, text):
    assert show(f"/search?q={text}").status == 200
    assert isinstance(json.loads(show(f"/suggest?q={text}").text), list)


def test_results_can_be_narrowed(show):
    everything = show("/search?q=sofia")
    cities = show("/search?q=sofia&kind=city")
    assert len(cities.find("li")) < len(everything.find("li"))
    (hits,) = cities.words("ol")
    assert "Sofia Municipal Council" not in hits


def test_what_much_points_at_comes_first():
    index = NameIndex()
    index.add("seldom", ["Berlin"], 1)
    index.add("often", ["Berlin"], 900)
    index.freeze()
    assert [hit.iri for hit in index.find("berlin")] == ["often", "seldom"]
    assert len(index) == 2
    assert index.find("berlin", limit=1)[0].name == "Berlin"


def test_labels_for_a_table(show):
    iri = "https://w3id.org/citygraph/id/city/sofia-bg"
    found = json.loads(show(f"/labels?iri={iri}&iri=http://elsewhere.example/x", "bg").text)
    assert found == {iri: {"name": "София", "language": "bg", "link": "/page/id/city/sofia-bg"}}
