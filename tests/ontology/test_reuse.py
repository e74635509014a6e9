"""Terms of other vocabularies exist, keep their own labels, and are spelt right."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from .conftest import ONTOLOGY
from .gates import reuse

if TYPE_CHECKING:
    from pathlib import Path

TURTLE = sorted(ONTOLOGY.glob("*.ttl"))
# The recipes for Wikidata speak that endpoint's vocabulary.
QUERIES = sorted(
    path
    for path in [*ONTOLOGY.glob("rules/*.rq"), *ONTOLOGY.parent.glob("queries/**/*.rq")]
    if path.parent.name != "wikidata"
)
CONTEXT = ONTOLOGY / "context.jsonld"

PREFIXES = """
@prefix cg: <https://w3id.org/citygraph/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def parse(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def test_foreign_terms_exist(everything_graph: Graph) -> None:
    iris = reuse.foreign_iris(everything_graph)
    assert len(iris) > 100
    assert reuse.unknown_terms(iris, reuse.known_terms()) == []


def test_foreign_terms_exist_in_copies_of_their_vocabularies(
    everything_graph: Graph, vocabularies_folder: Path
) -> None:
    copies = reuse.copied_terms(vocabularies_folder)
    assert reuse.missing_from_copies(reuse.foreign_iris(everything_graph), copies) == []


def test_listed_terms_exist_in_copies_of_their_vocabularies(vocabularies_folder: Path) -> None:
    copies = reuse.copied_terms(vocabularies_folder)
    listed = [
        namespace + name
        for namespace, names in reuse.LISTED.items()
        if namespace not in reuse.FROM_USE_ONLY
        for name in names
    ]
    assert sorted(set(listed) - copies) == []


def test_authority_entries_exist(everything_graph: Graph, vocabularies_folder: Path) -> None:
    tables = vocabularies_folder.parent / "eu-authority-tables"
    if not tables.is_dir():
        pytest.skip("no copies of the EU authority tables beside the repository")
    entries = {str(n) for t in everything_graph for n in t if str(n).startswith(reuse.AUTHORITY)}
    assert entries
    assert reuse.missing_from_copies(entries, reuse.copied_terms(tables)) == []


def test_terms_known_from_use_only_are_only_pointed_at(everything_graph: Graph) -> None:
    """Nothing is built on a vocabulary whose file could not be read."""
    eurio = "http://data.europa.eu/s66#"
    paths = {str(p) for _, p, o in everything_graph if str(o).startswith(eurio)}
    assert paths == {"http://www.w3.org/2000/01/rdf-schema#seeAlso"}


def test_no_foreign_term_is_relabelled(everything_graph: Graph) -> None:
    assert reuse.relabelled_terms(everything_graph) == []


@pytest.mark.parametrize("file", [*TURTLE, *QUERIES], ids=lambda file: file.name)
def test_namespaces_are_spelt_right(file: Path) -> None:
    declared = reuse.declared_namespaces(file.read_text(encoding="utf-8"))
    assert reuse.near_misses(declared, reuse.known_terms()) == []


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.name)
def test_queries_use_terms_that_exist(file: Path) -> None:
    iris = reuse.iris_in_query(file.read_text(encoding="utf-8"))
    assert reuse.unknown_terms(iris, reuse.known_terms()) == []


def test_context_uses_terms_that_exist() -> None:
    text = CONTEXT.read_text(encoding="utf-8")
    declared = reuse.context_namespaces(json.loads(text)["@context"])
    assert reuse.near_misses(declared, reuse.known_terms()) == []
    assert reuse.unknown_terms(reuse.iris_in_context(text), reuse.known_terms()) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("cg:a foaf:hompage cg:b .", "unknown_term"),
        ("cg:a a <https://schema.org/Cty> .", "unknown_term"),
        ('cg:a cg:b "2020"^^xsd:gyear .', "unknown_term"),
        ("cg:a a <http://data.europa.eu/m8g/PublicEvents> .", "unknown_term"),
        ("cg:a a <http://w3.org/ns/locn#Address> .", "unknown_namespace"),
        ("cg:a a <http://schema.org/City> .", "unknown_namespace"),
    ],
)
def test_unknown_term_is_found(text: str, rule: str) -> None:
    iris = reuse.foreign_iris(parse(text))
    assert [f.rule for f in reuse.unknown_terms(iris, reuse.known_terms())] == [rule]


def test_term_that_is_not_in_the_copy_is_found() -> None:
    copies = {"http://www.w3.org/ns/oa#Annotation"}
    found = reuse.missing_from_copies(
        ["http://www.w3.org/ns/oa#Note", "http://a.example/b"], copies
    )
    assert [f.subject for f in found] == ["http://www.w3.org/ns/oa#Note"]


@pytest.mark.parametrize(
    "path", ["rdfs:label", "rdfs:comment", "skos:prefLabel", "skos:definition"]
)
def test_relabelled_term_is_found(path: str) -> None:
    assert len(reuse.relabelled_terms(parse(f'foaf:Agent {path} "agent"@en .'))) == 1
    assert reuse.relabelled_terms(parse(f'cg:Actor {path} "actor"@en .')) == []


@pytest.mark.parametrize(
    ("namespace", "meant"),
    [
        ("http://w3.org/ns/org#", "http://www.w3.org/ns/org#"),
        ("http://schema.org/", "https://schema.org/"),
        ("https://www.w3.org/ns/prov#", "http://www.w3.org/ns/prov#"),
        ("https://purl.org/dc/terms/", "http://purl.org/dc/terms/"),
        ("http://www.w3.org/2004/02/skos/core/", "http://www.w3.org/2004/02/skos/core#"),
        ("http://www.w3.org/2004/02/skos/cor#", "http://www.w3.org/2004/02/skos/core#"),
        ("https://www.w3.org/2003/01/geo/wgs84_pos#", "http://www.w3.org/2003/01/geo/wgs84_pos#"),
        ("http://w3id.org/citygraph/", "https://w3id.org/citygraph/"),
        ("http://purl.org/dc/elements/1.1/", None),
        ("http://www.w3.org/ns/locn#", None),
    ],
)
def test_misspelt_namespace_is_found(namespace: str, meant: str | None) -> None:
    found = reuse.near_misses([namespace], reuse.known_terms())
    assert len(found) == 1
    assert meant is None or meant in found[0].detail


def test_query_is_read_as_sparql() -> None:
    """Comments, texts and our own terms are no foreign terms; a misspelt one is found."""
    text = """
    #+ title: foaf:nothing
    PREFIX foaf: <http://xmlns.com/foaf/0.1/>
    PREFIX cg: <https://w3id.org/citygraph/ontology#>
    SELECT ?a WHERE { ?a foaf:nam "foaf:text" ; cg:x <http://schema.org/City> } # foaf:comment
    """
    iris = reuse.iris_in_query(text)
    assert iris == ["http://schema.org/City", "http://xmlns.com/foaf/0.1/nam"]
    found = reuse.unknown_terms(iris, reuse.known_terms())
    assert [f.rule for f in found] == ["unknown_namespace", "unknown_term"]


def test_misspelt_term_of_a_context_is_found() -> None:
    text = '{"@context": {"foaf": "http://xmlns.com/foaf/0.1/", "x": {"@id": "foaf:nam"}}}'
    assert reuse.iris_in_context(text) == ["http://xmlns.com/foaf/0.1/nam"]
