from __future__ import annotations

import hashlib

from pyoxigraph import Literal, NamedNode, Quad

from citygraph.mapping import map_rows
from citygraph.namespaces import Namespaces, foreign
from citygraph.tables import Row, name_digest, suppress
from citygraph.vocabulary import load_vocabulary

NS = Namespaces()
VOCABULARY = load_vocabulary(NS)
CITY = NS.node("city", "riverton-fi")
REFERENCE = NS.graph("reference")


def rows(**tables: list[dict[str, str]]) -> dict[str, list[Row]]:
    base: dict[str, list[dict[str, str]]] = {
        "sources": [
            {"key": "geonames", "title": "GeoNames", "language": "en", "role": "reference"},
            {"key": "news", "title": "News", "language": "en"},
        ],
        "cities": [{"key": "riverton-fi", "name": "Riverton", "source": "news"}],
    }
    return {
        name: [Row(name, f"{name}.csv", n, cells) for n, cells in enumerate(entries, start=2)]
        for name, entries in (base | tables).items()
    }


PLACE = {
    "key": "riverton-fi",
    "latitude": "61.5000",
    "longitude": "-23.75",
    "geonames_id": "634963",
    "population": "1200",
    "population_date": "2026-07",
    "nuts3": "FI197",
    "source": "geonames",
}


def test_a_place_is_written_into_the_reference_graph():
    facts = map_rows(rows(places=[PLACE]), VOCABULARY, NS)
    for predicate, value in (
        (foreign("geo:lat"), Literal("61.5", datatype=foreign("xsd:decimal"))),
        (foreign("geo:long"), Literal("-23.75", datatype=foreign("xsd:decimal"))),
        (foreign("gsp:asWKT"), Literal("POINT(-23.75 61.5)", datatype=foreign("gsp:wktLiteral"))),
        (NS.term("geonamesId"), Literal("634963")),
        (foreign("skos:exactMatch"), NamedNode("https://sws.geonames.org/634963/")),
        (NS.term("nuts3"), NamedNode("http://data.europa.eu/nuts/code/FI197")),
        (NS.term("population"), Literal(1200)),
    ):
        assert Quad(CITY, predicate, value, REFERENCE) in facts.quads


def test_a_population_is_a_dated_figure_too():
    facts = map_rows(rows(places=[PLACE]), VOCABULARY, NS)
    node = NS.node("figure", "riverton-fi--population--2026-07")
    said = {q.predicate: q.object for q in facts.quads if q.subject == node}
    assert said[NS.term("asOf")] == Literal("2026-07", datatype=foreign("xsd:gYearMonth"))
    assert said[NS.term("about")] == CITY
    assert said[foreign("prov:wasDerivedFrom")] == NS.source("geonames")


def test_a_key_that_was_merged_away_leads_to_the_one_in_use():
    facts = map_rows(
        rows(replaced=[{"key": "river-town-fi", "replaced_by": "riverton-fi"}]), VOCABULARY, NS
    )
    wanted = Quad(NS.node("city", "river-town-fi"), foreign("dct:isReplacedBy"), CITY, REFERENCE)
    assert wanted in facts.quads


def test_other_vocabularies_are_matched():
    match = "http://www.wikidata.org/entity/Q40840"
    facts = map_rows(
        rows(matches=[{"key": "riverton-fi", "match": match, "source": "geonames"}]),
        VOCABULARY,
        NS,
    )
    assert Quad(CITY, foreign("skos:exactMatch"), NamedNode(match), REFERENCE) in facts.quads


def people(*digests: str) -> dict[str, list[Row]]:
    return rows(
        people=[
            {"key": "anna-virta", "name": "Anna Virta", "source": "news"},
            {"key": "eero-virta", "name": "Eero Virta", "source": "news"},
        ],
        names=[{"key": "anna-virta", "name": "А. Вирта", "language": "bg", "source": "news"}],
        positions=[
            {"holder": "anna-virta", "at": "riverton-fi", "title": "Mayor", "source": "news"},
            {"holder": "eero-virta", "at": "riverton-fi", "title": "Clerk", "source": "news"},
        ],
        event_participations=[
            {
                "event": "day",
                "participant": "eero-virta",
                "role": "speaker",
                "on_behalf_of": "anna-virta;riverton-fi",
                "source": "news",
            }
        ],
        suppressed=[{"name_sha256": digest} for digest in digests],
    )


def test_a_person_who_asked_is_left_out_with_all_that_is_said():
    kept = suppress(people(name_digest("ANNA  virta")))
    assert [row["key"] for row in kept["people"]] == ["eero-virta"]
    assert [row["holder"] for row in kept["positions"]] == ["eero-virta"]
    assert kept["names"] == []
    assert kept["event_participations"][0]["on_behalf_of"] == "riverton-fi"


def test_a_name_in_another_spelling_counts_too():
    kept = suppress(people(name_digest("А. Вирта")))
    assert [row["key"] for row in kept["people"]] == ["eero-virta"]


def test_nobody_asked_nothing_changes():
    table = people()
    assert suppress(table) is table


def test_the_digest_is_what_a_shell_gives():
    """`printf %s 'anna virta' | sha256sum`, as the curators' page says."""
    assert name_digest("Anna Virta") == hashlib.sha256(b"anna virta").hexdigest()


def test_a_suppressed_person_is_in_no_file_of_the_release(run, tmp_path):
    import shutil

    from tests.conftest import ROOT

    folder = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "tables" / "folders" / "valid", folder)
    (folder / "suppressed.csv").write_text(
        f"name_sha256,date,note\n{name_digest('Anna Virta')},2026-11-25,\n", encoding="utf-8"
    )
    assert run("build", "--data", folder, "--out", tmp_path / "out").status == 0
    for path in (tmp_path / "out").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "anna-virta" not in text
        assert "Anna Virta" not in text


def test_a_suppressed_person_of_an_rdf_file_is_left_out_too(run, tmp_path):
    import shutil

    from tests.conftest import ROOT

    folder = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "tables" / "folders" / "valid", folder)
    (folder / "graphs").mkdir()
    base = "https://w3id.org/citygraph"
    (folder / "graphs" / "riverton-news.ttl").write_text(
        f"""@prefix cg: <{base}/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <{base}/id/person/eero-virta> a cg:Person ; skos:prefLabel "Eero Virta"@en .
        <{base}/id/position/riverton-fi--eero-virta--clerk> a cg:Position ;
          cg:holder <{base}/id/person/eero-virta> ; cg:at <{base}/id/city/riverton-fi> ;
          cg:positionTitle "Clerk"@en ; cg:status <{base}/status/stated> ;
          <http://www.w3.org/ns/prov#wasDerivedFrom> <{base}/source/riverton-news> .""",
        encoding="utf-8",
    )
    assert run("build", "--data", folder, "--out", tmp_path / "with").status == 0
    assert "eero-virta" in (tmp_path / "with" / "citygraph.nq").read_text(encoding="utf-8")
    (folder / "suppressed.csv").write_text(
        f"name_sha256,date,note\n{name_digest('Eero Virta')},2026-11-25,\n", encoding="utf-8"
    )
    assert run("build", "--data", folder, "--out", tmp_path / "without").status == 0
    for path in (tmp_path / "without").iterdir():
        assert "eero-virta" not in path.read_text(encoding="utf-8")


def test_a_replaced_key_may_not_be_in_use(run, tmp_path):
    import shutil

    from tests.conftest import ROOT

    folder = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "tables" / "folders" / "valid", folder)
    (folder / "replaced.csv").write_text(
        "key,replaced_by,date,note\nhilltown-fi,riverton-fi,2026-11-25,\n", encoding="utf-8"
    )
    done = run("validate", "--data", folder)
    assert done.status == 1
    assert "'hilltown-fi' is still a key of cities.csv (row 2)" in done.out
