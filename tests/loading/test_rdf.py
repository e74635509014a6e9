"""RDF files in any syntax, mapped by a CONSTRUCT query."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from citygraph.loading.literals import canonical
from citygraph.namespaces import Namespaces, foreign
from tests.loading.conftest import contents

NS = Namespaces()
INPUT = """
@prefix ex: <https://example.org/> .
ex:hilltown ex:joined ex:ocean-pact ; ex:name "Hilltown"@EN .
ex:riverton ex:joined ex:ocean-pact ; ex:name "Riverton"@EN ; ex:year 2023 .
"""
MAP = """
PREFIX ex: <https://example.org/>
PREFIX cg: <https://w3id.org/citygraph/ontology#>
PREFIX id: <https://w3id.org/citygraph/id/>
PREFIX role: <https://w3id.org/citygraph/role/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
CONSTRUCT {
  id:initiative\\/ocean-pact a cg:Declaration ; skos:prefLabel "Ocean Pact"@EN .
  ?claim a cg:Participation ; cg:initiative id:initiative\\/ocean-pact ; cg:participant ?city ;
         cg:role role:signatory ; schema:startDate ?start .
}
WHERE {
  ?town ex:joined ex:ocean-pact .
  OPTIONAL { ?town ex:year ?year BIND(STRDT(STR(?year), xsd:gYear) AS ?start) }
  BIND(STRAFTER(STR(?town), "example.org/") AS ?name)
  BIND(IRI(CONCAT(STR(id:), "city/", ?name, "-fi")) AS ?city)
  BIND(IRI(CONCAT(STR(id:), "participation/ocean-pact--", ?name, "-fi--signatory")) AS ?claim)
}
"""
DETAILS = ("--title", "Who signed the pact", "--publisher", "Ocean Office",
           "--retrieved", "2026-11-21")  # fmt: skip


@pytest.fixture
def load(run, data, tmp_path):
    def call(text=INPUT, query=MAP, *options, name="input.ttl", source="ocean-pact-list"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        construct = ()
        if query:
            (tmp_path / "map.rq").write_text(query, encoding="utf-8")
            construct = ("--construct", tmp_path / "map.rq")
        return run("load", "rdf", file, *construct, "--source", source, *DETAILS, "--into", data,
                   *options)  # fmt: skip

    return call


def test_a_file_becomes_a_source(run, load, data, tmp_path):
    done = load()
    assert done.status == 0, done.err
    text = (data / "graphs" / "ocean-pact-list.nt").read_text(encoding="utf-8")
    assert text.splitlines() == sorted(text.splitlines())
    assert '"Ocean Pact"@en ' in text
    claim = NS.node("participation", "ocean-pact--riverton-fi--signatory")
    assert f"{claim} {foreign('prov:wasDerivedFrom')} {NS.source('ocean-pact-list')} ." in text
    assert f"{claim} {NS.term('status')} {NS.concept('status', 'stated')} ." in text
    assert "ocean-pact-list,Who signed the pact,en,Ocean Office," in (
        data / "sources.csv"
    ).read_text(encoding="utf-8")
    assert run("build", "--data", data, "--out", tmp_path / "out").status == 0
    lines = (tmp_path / "out" / "citygraph.nq").read_text(encoding="utf-8")
    assert f"{NS.term('participatesIn')} {NS.node('initiative', 'ocean-pact')}" in lines
    assert f" {NS.source('ocean-pact-list')} .\n" in lines


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("i.nt", ox.RdfFormat.N_TRIPLES),
        ("i.nq", ox.RdfFormat.N_QUADS),
        ("i.trig", ox.RdfFormat.TRIG),
        ("i.rdf", ox.RdfFormat.RDF_XML),
        ("i.jsonld", ox.RdfFormat.JSON_LD),
        ("i.n3", ox.RdfFormat.N3),
    ],
)
def test_any_syntax_gives_the_same(load, data, name, form):
    load()
    first = contents(data / "graphs")
    quads = list(ox.parse(INPUT, format=ox.RdfFormat.TURTLE))
    if form.supports_datasets:
        quads = [ox.Quad(*q.triple, ox.NamedNode("urn:graph")) for q in quads]
        text = ox.serialize(quads, format=form)
    else:
        text = ox.serialize((q.triple for q in quads), format=form)
    done = load(text, name=name)
    assert done.status == 0, done.err
    assert contents(data / "graphs") == first


def test_a_file_in_the_models_terms_needs_no_query(load, data, tmp_path):
    load()
    text = (data / "graphs" / "ocean-pact-list.nt").read_bytes()
    assert load(text, "", name="again.nt").status == 0
    assert (data / "graphs" / "ocean-pact-list.nt").read_bytes() == text


def test_loading_again_replaces_the_file(load, data):
    load()
    done = load(INPUT.replace("ex:riverton ex:joined ex:ocean-pact", "ex:riverton ex:left ex:x"))
    assert done.status == 0, done.err
    text = (data / "graphs" / "ocean-pact-list.nt").read_text(encoding="utf-8")
    assert "riverton" not in text
    assert (data / "sources.csv").read_text(encoding="utf-8").count("ocean-pact-list") == 1


def test_what_breaks_a_rule_is_not_written(load, data):
    before = contents(data)
    done = load(INPUT.replace("ex:hilltown ex:joined", "ex:atlantis ex:joined"))
    assert done.status == 1
    assert "Violation" in done.err
    assert "participation/ocean-pact--atlantis-fi--signatory" in done.err
    assert "Nothing was written." in done.err
    assert contents(data) == before


def test_dry_run(load, data):
    before = contents(data)
    done = load(INPUT, MAP, "--dry-run")
    assert done.status == 0
    assert "(--dry-run)" in done.out
    assert contents(data) == before


def test_what_another_graph_file_describes_is_known(run, load, data):
    """A statement about a thing of another graph file is checked together with that thing."""
    assert load().status == 0
    claim = NS.node("participation", "ocean-pact--hilltown-fi--coordinator")
    text = "".join(
        f"{claim} {predicate} {value} .\n"
        for predicate, value in (
            (foreign("rdf:type"), NS.term("Participation")),
            (NS.term("initiative"), NS.node("initiative", "ocean-pact")),
            (NS.term("participant"), NS.node("city", "hilltown-fi")),
            (NS.term("role"), NS.concept("role", "coordinator")),
        )
    )
    done = load(text, "", name="more.nt", source="ocean-pact-news")
    assert done.status == 0, done.err
    assert run("validate", "--data", data).status == 0


@pytest.mark.parametrize(
    ("text", "query", "name", "status", "words"),
    [
        ("<a> <b>", MAP, "i.ttl", 2, "does not parse in line 1"),
        (INPUT, MAP, "i.dat", 2, "no suffix that tells its RDF syntax"),
        (INPUT, "CONSTRUCT { ?s ?p } WHERE { }", "i.ttl", 2, "does not parse"),
        (INPUT, "SELECT * WHERE { ?s ?p ?o }", "i.ttl", 2, "is no CONSTRUCT query"),
        (INPUT, "CONSTRUCT WHERE { <urn:x> ?p ?o }", "i.ttl", 1, "no statement to load"),
        (INPUT, "CONSTRUCT { [] a ?s } WHERE { ?s ?p ?o }", "i.ttl", 1, "has a blank node"),
        ("@prefix e: <urn:> . e:s e:p [] .", "", "i.ttl", 1, "has a blank node"),
    ],
)
def test_faults_are_told(load, data, text, query, name, status, words):
    before = contents(data)
    done = load(text, query, name=name)
    assert done.status == status
    assert words in done.err
    assert "Traceback" not in done.err
    assert contents(data) == before


def test_faults_of_the_source_are_told(run, load, data, tmp_path):
    assert "cannot be the key" in load(source="Ocean Pact").err
    (tmp_path / "i.ttl").write_text(INPUT, encoding="utf-8")
    done = run("load", "rdf", tmp_path / "i.ttl", "--source", "new", "--title", "A", "--into", data)
    assert done.status == 2
    assert "Add --publisher" in done.err
    done = load(INPUT, MAP, "--retrieved", "yesterday")
    assert done.status == 1
    assert "options of the source, row 1, column retrieved: 'yesterday' is not a date" in done.err
    (data / "graphs").mkdir()
    (data / "graphs" / "ocean-pact-list.ttl").write_text("", encoding="utf-8")
    assert "holds statements of the source" in load().err


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (ox.Literal("x", language="EN-GB"), ox.Literal("x", language="en-gb")),
        (ox.Literal(" a\n b "), ox.Literal("a b")),
        (ox.Literal("007", datatype=ox.NamedNode(f"{XSD}int")), ox.Literal(7)),
        (ox.Literal("1", datatype=ox.NamedNode(f"{XSD}boolean")), ox.Literal(True)),
        (
            ox.Literal("12.50", datatype=ox.NamedNode(f"{XSD}decimal")),
            ox.Literal("12.5", datatype=ox.NamedNode(f"{XSD}decimal")),
        ),
        (
            ox.Literal("x", datatype=ox.NamedNode(f"{XSD}integer")),
            ox.Literal("x", datatype=ox.NamedNode(f"{XSD}integer")),
        ),
        (
            ox.Literal("2017-06", datatype=ox.NamedNode(f"{XSD}gYearMonth")),
            ox.Literal("2017-06", datatype=ox.NamedNode(f"{XSD}gYearMonth")),
        ),
    ],
)
def test_literals_have_one_form(literal, expected):
    assert canonical(literal) == expected
