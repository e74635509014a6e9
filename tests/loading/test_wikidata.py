"""The recipes for Wikidata, on a real server with a piece of it in Wikidata's own terms."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from citygraph.loading.endpoint import read_recipe
from citygraph.namespaces import Namespaces, foreign
from citygraph.tables import name_digest
from tests.conftest import ROOT

NS = Namespaces()
RECIPES = sorted((ROOT / "queries" / "wikidata").glob("*.rq"))

WIKIDATA = """
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wds: <http://www.wikidata.org/entity/statement/> .
@prefix wdv: <http://www.wikidata.org/value/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix p: <http://www.wikidata.org/prop/> .
@prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> .
@prefix wikibase: <http://wikiba.se/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

wd:Q1 wdt:P1566 "1001" ; wdt:P1313 wd:Q10 ; p:P6 wds:a, wds:b ; p:P190 wds:t1, wds:t2, wds:t3 .
wd:Q2 wdt:P1566 "1002" ; p:P6 wds:c ; p:P190 wds:t4 .
wd:Q3 wdt:P1566 "1003" ; p:P6 wds:d .
wd:Q4 wdt:P1566 "9999" ; p:P6 wds:e .
wd:Q10 rdfs:label "Mayor of Riverton"@en, "Rivertonin pormestari"@fi .

wds:a ps:P6 wd:Q21 ; wikibase:rank wikibase:NormalRank ; pqv:P580 wdv:day .
wds:b ps:P6 wd:Q22 ; wikibase:rank wikibase:NormalRank ; pq:P582 "2020-01-01T00:00:00Z"^^xsd:dateTime .
wds:c ps:P6 wd:Q23 ; wikibase:rank wikibase:PreferredRank ; pqv:P580 wdv:year .
wds:d ps:P6 wd:Q24 ; wikibase:rank wikibase:DeprecatedRank .
wds:e ps:P6 wd:Q21 ; wikibase:rank wikibase:NormalRank .
wdv:day wikibase:timeValue "2021-08-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 .
wdv:month wikibase:timeValue "2019-05-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 10 .
wdv:year wikibase:timeValue "2018-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 9 .

wd:Q21 wdt:P31 wd:Q5 ; rdfs:label "Aino Joki"@en, "Aino Joki"@fi .
wd:Q22 wdt:P31 wd:Q5 ; rdfs:label "Old Mayor"@en .
wd:Q23 wdt:P31 wd:Q5 ; rdfs:label "Väinö Mäki"@en .
wd:Q24 wdt:P31 wd:Q5 ; rdfs:label "Wrong Person"@en .

wds:t1 ps:P190 wd:Q2 ; wikibase:rank wikibase:NormalRank ; pqv:P580 wdv:month .
wds:t2 ps:P190 wd:Q3 ; wikibase:rank wikibase:NormalRank ; pq:P582 "2022-01-01T00:00:00Z"^^xsd:dateTime .
wds:t3 ps:P190 wd:Q4 ; wikibase:rank wikibase:NormalRank .
wds:t4 ps:P190 wd:Q1 ; wikibase:rank wikibase:NormalRank .
"""


@pytest.fixture
def cities(data):
    """Three cities with GeoNames ids, more than one batch of them."""
    with (data / "cities.csv").open("a", encoding="utf-8") as file:
        file.write("seaside-fi,Seaside,fi,,,riverton-news,,\n")
    (data / "places.csv").write_text(
        "key,latitude,longitude,geonames_id,population,population_date,nuts3,source,note\n"
        "hilltown-fi,60.1,24.1,1002,,,,citygraph-editors,\n"
        "riverton-fi,60.2,24.2,1001,,,,citygraph-editors,\n"
        "seaside-fi,60.3,24.3,1003,,,,citygraph-editors,\n",
        encoding="utf-8",
    )
    return data


def load(run, data, address, recipe):
    return run("load", "endpoint", address, "--construct", recipe, "--retrieved", "2026-11-21", "--into", data)  # fmt: skip


def triples(path):
    return {q.triple for q in ox.parse(path=str(path))}


def xsd(text, name):
    return ox.Literal(text, datatype=foreign(f"xsd:{name}"))


@pytest.mark.parametrize("batch", ["100", "1"])
def test_mayors(run, cities, oxigraph, quick, monkeypatch, batch):
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_BATCH", batch)
    done = load(run, cities, oxigraph(WIKIDATA), "wikidata/mayors")
    assert done.status == 0, done.err
    found = triples(cities / "graphs" / "wikidata-heads-of-city-governments.nt")
    people = {t.subject: t.object.value for t in found if t.predicate == foreign("skos:prefLabel")}
    assert people == {
        NS.node("person", "wd-q21"): "Aino Joki",
        NS.node("person", "wd-q23"): "Väinö Mäki",
    }
    post = NS.node("position", "riverton-fi--wd-q21--head-of-city-government")
    said = {t.predicate: t.object for t in found if t.subject == post}
    assert said[NS.term("at")] == NS.node("city", "riverton-fi")
    assert said[NS.term("positionTitle")] == ox.Literal("Mayor of Riverton", language="en")
    assert said[NS.term("asOf")] == xsd("2026-11-21", "date")
    assert said[foreign("schema:startDate")] == xsd("2021-08-01", "date")
    other = NS.node("position", "hilltown-fi--wd-q23--head-of-city-government")
    said = {t.predicate: t.object for t in found if t.subject == other}
    assert said[foreign("schema:startDate")] == xsd("2018", "gYear")
    assert said[NS.term("positionTitle")].value == "head of the city government"
    assert "Wikidata,https://www.wikidata.org/" in (cities / "sources.csv").read_text("utf-8")
    assert run("validate", "--data", cities).status == 0


@pytest.mark.parametrize("batch", ["100", "1"])
def test_twin_towns(run, cities, oxigraph, quick, monkeypatch, batch):
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_BATCH", batch)
    done = load(run, cities, oxigraph(WIKIDATA), RECIPES[1])
    assert done.status == 0, done.err
    found = triples(cities / "graphs" / "wikidata-twin-towns.nt")
    pair = NS.node("initiative", "twin-towns-hilltown-fi-riverton-fi")
    assert {t.subject for t in found if t.object == NS.term("Partnership")} == {pair}
    said = {t.predicate: t.object for t in found if t.subject == pair}
    assert said[foreign("skos:prefLabel")].value == "Twin towns Hilltown and Riverton"
    assert said[foreign("schema:startDate")] == xsd("2019-05", "gYearMonth")
    assert {t.object for t in found if t.predicate == NS.term("participant")} == {
        NS.node("city", "hilltown-fi"),
        NS.node("city", "riverton-fi"),
    }
    assert run("validate", "--data", cities).status == 0


def test_people_who_asked_to_be_left_out_are_not_loaded(run, cities, oxigraph, quick):
    digest = name_digest("Väinö  mäki")
    (cities / "suppressed.csv").write_text(
        f"name_sha256,date,note\n{digest},2026-11-01,\n", encoding="utf-8"
    )
    done = load(run, cities, oxigraph(WIKIDATA), "wikidata/mayors")
    assert done.status == 0, done.err
    text = (cities / "graphs" / "wikidata-heads-of-city-governments.nt").read_text("utf-8")
    assert "wd-q21" in text
    assert "wd-q23" not in text
    assert run("validate", "--data", cities).status == 0


def test_tables_without_what_a_recipe_asks_about_are_told(run, data, oxigraph, quick):
    done = load(run, data, oxigraph(WIKIDATA), "wikidata/mayors")
    assert done.status == 1
    assert "The tables hold nothing that the endpoint could be asked about" in done.err


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)
def test_each_recipe_describes_its_source(path):
    recipe = read_recipe(path.stem, path.read_text(encoding="utf-8"))
    assert {"key", "title", "publisher", "licence", "address"} <= recipe.source.keys()
    assert recipe.values
    ox.Store().query(recipe.text)
