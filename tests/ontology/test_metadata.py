"""The header of the ontology has what FOOPS! asks for."""

from __future__ import annotations

import pytest
from rdflib import Graph

from .gates.metadata import by_hand, header

GOOD = """
@prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix cg: <https://w3id.org/citygraph/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix vann: <http://purl.org/vocab/vann/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/citygraph/ontology> a owl:Ontology ;
    dct:title "cities"@en ;
    dct:description "Terms for cities."@en ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ;
    owl:versionIRI <https://w3id.org/citygraph/ontology/1.2.0> ;
    dct:creator <https://people.example/ada> ;
    vann:preferredNamespaceUri "https://w3id.org/citygraph/ontology#" ;
    vann:preferredNamespacePrefix "cg" ;
    owl:versionInfo "1.2.0" ;
    dct:created "2026-01-01"^^xsd:date ;
    dct:bibliographicCitation "cities 1.2.0. https://w3id.org/citygraph/ontology/1.2.0"@en ;
    dct:contributor <https://people.example/ben> ;
    dct:publisher <https://people.example/> ;
    bibo:status <http://purl.org/ontology/bibo/status/published> ;
    dct:source <https://www.w3.org/TR/vocab-org/> ;
    dct:issued "2026-01-02"^^xsd:date ;
    owl:priorVersion <https://w3id.org/citygraph/ontology/1.1.0> ;
    owl:backwardCompatibleWith <https://w3id.org/citygraph/ontology/1.1.0> ;
    dct:modified "2026-01-03"^^xsd:date .
cg:City a owl:Class ; rdfs:subClassOf foaf:Agent ; rdfs:label "city"@en ; rdfs:comment "A town."@en ;
    rdfs:isDefinedBy <https://w3id.org/citygraph/ontology> .
"""


def parse(text: str) -> Graph:
    return Graph().parse(data=text, format="turtle")


def test_header_is_complete(ontology_graph: Graph) -> None:
    assert header(ontology_graph) == []


def test_what_is_left_to_a_published_release_is_known(ontology_graph: Graph) -> None:
    """A DOI exists only after a deposit; everything else of FOOPS! is a gate."""
    assert {(f.level, f.rule) for f in by_hand(ontology_graph)} <= {("INFO", "OM3")}
    assert [f.detail for f in by_hand(parse(GOOD))] == ["has no DOI"]


def test_good_example_passes() -> None:
    assert header(parse(GOOD)) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("P38", "a owl:Ontology ;", "a owl:Thing ;"),
        ("OM1", 'dct:title "cities"@en ;', ""),
        ("OM1", '"cities"@en', '"städer"@sv'),
        ("OM1", 'dct:description "Terms for cities."@en ;', ""),
        ("OM1", "dct:license <https://creativecommons.org/licenses/by/4.0/> ;", ""),
        ("OM1", "owl:versionIRI <https://w3id.org/citygraph/ontology/1.2.0> ;", ""),
        ("OM1", "dct:creator <https://people.example/ada> ;", ""),
        ("OM1", 'vann:preferredNamespaceUri "https://w3id.org/citygraph/ontology#" ;', ""),
        ("OM2", 'vann:preferredNamespacePrefix "cg" ;', ""),
        ("OM2", 'owl:versionInfo "1.2.0" ;', ""),
        ("OM2", 'owl:versionInfo "1.2.0" ;', 'owl:versionInfo "1.2.0", "1.3.0" ;'),
        ("OM2", 'dct:created "2026-01-01"^^xsd:date ;', ""),
        ("OM2", '"2026-01-01"^^xsd:date', '"January"'),
        ("OM2", "2026-01-01", "2027-01-01"),
        ("OM2", "cities 1.2.0. ", "cities 1.1.0. "),
        ("OM2", "1.2.0. https://w3id.org/citygraph/ontology/1.2.0", "1.2.0"),
        ("OM2", "dct:contributor <https://people.example/ben> ;", ""),
        ("OM3", "dct:publisher <https://people.example/> ;", ""),
        ("OM3", "bibo:status <http://purl.org/ontology/bibo/status/published> ;", ""),
        ("OM3", "dct:source <https://www.w3.org/TR/vocab-org/> ;", ""),
        ("OM3", 'dct:issued "2026-01-02"^^xsd:date ;', ""),
        ("OM3", "owl:priorVersion <https://w3id.org/citygraph/ontology/1.1.0> ;", ""),
        ("OM3", "owl:backwardCompatibleWith <https://w3id.org/citygraph/ontology/1.1.0> ;", ""),
        ("OM3", ';\n    dct:modified "2026-01-03"^^xsd:date', ""),
        ("OM4.1", "https://creativecommons.org/licenses/by/4.0/", "https://terms.example/"),
        ("OM4.1", "<https://creativecommons.org/licenses/by/4.0/>", '"CC BY"'),
        ("OM4.1", "<https://people.example/ada>", '"Ada"'),
        (
            "VER1",
            "owl:versionIRI <https://w3id.org/citygraph/ontology/1.2.0>",
            "owl:versionIRI <https://w3id.org/citygraph/ontology>",
        ),
        ("VER1", 'owl:versionInfo "1.2.0"', 'owl:versionInfo "1.3.0"'),
        (
            "VER1",
            "owl:priorVersion <https://w3id.org/citygraph/ontology/1.1.0>",
            "owl:priorVersion <https://w3id.org/citygraph/ontology/1.2.0>",
        ),
        ("PURL1", "<https://w3id.org/citygraph/ontology> a", "<https://city.example/ontology> a"),
        (
            "P36",
            "<https://w3id.org/citygraph/ontology> a",
            "<https://w3id.org/citygraph/ontology.ttl> a",
        ),
        (
            "URI2",
            'Uri "https://w3id.org/citygraph/ontology#"',
            'Uri "https://w3id.org/citygraph/terms#"',
        ),
        ("URI2", "cg:City a", "<https://w3id.org/citygraph/terms#City> a"),
        (
            "URI2",
            "rdfs:isDefinedBy <https://w3id.org/citygraph/ontology>",
            "rdfs:isDefinedBy <https://w3id.org/citygraph/shapes>",
        ),
        ("VOC2", "rdfs:subClassOf foaf:Agent ;", ""),
        ("VOC3", 'rdfs:label "city"@en ;', ""),
        ("VOC4", 'rdfs:comment "A town."@en ;', ""),
    ],
)
def test_broken_header_is_found(rule: str, old: str, new: str) -> None:
    assert old in GOOD
    assert rule in {finding.rule for finding in header(parse(GOOD.replace(old, new)))}
