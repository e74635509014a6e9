"""The ontology avoids the pitfalls that OOPS! looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from .gates import INFO, Finding, pitfalls

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Gate = Callable[[Graph], list[Finding]]

PREFIXES = """
@prefix cg: <https://w3id.org/citygraph/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
GOOD = """
<https://w3id.org/citygraph/ontology> a owl:Ontology ; dct:license <https://creativecommons.org/licenses/by/4.0/> .
dct:license a owl:AnnotationProperty .
foaf:Agent a owl:Class .
cg:City a owl:Class ; rdfs:subClassOf foaf:Agent ; rdfs:label "city"@en ;
    rdfs:comment "A town and those who govern it."@en .
cg:Project a owl:Class ; rdfs:label "project"@en ; rdfs:comment "Work of limited duration."@en ; owl:disjointWith cg:City .
cg:leads a owl:ObjectProperty ; rdfs:domain cg:City ; rdfs:range cg:Project ; owl:inverseOf cg:ledBy ;
    cg:derivedBy "leading" ; rdfs:label "leads"@en ; rdfs:comment "Work that somebody steers."@en .
cg:ledBy a owl:ObjectProperty ; rdfs:domain cg:Project ; rdfs:range cg:City ;
    rdfs:label "led by"@en ; rdfs:comment "Who steers some work."@en .
cg:derivedBy a owl:AnnotationProperty ; rdfs:label "derived by"@en ; rdfs:comment "Names the rule behind it."@en .
"""
GATES = [
    pitfalls.missing_annotations,
    pitfalls.wrong_inverse,
    pitfalls.several_domains_or_ranges,
    pitfalls.misused_annotations,
    pitfalls.inconsistent_names,
    pitfalls.circular_definitions,
    pitfalls.wrong_equivalence,
    pitfalls.untyped_classes,
    pitfalls.untyped_properties,
    pitfalls.several_kinds,
    pitfalls.namespace_hijacking,
    pitfalls.no_licence,
]
ADVICE = [pitfalls.no_disjointness, pitfalls.missing_domain_or_range, pitfalls.missing_inverse]


def parse(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__)
def test_ontology_avoids_the_pitfall(gate: Gate, ontology_graph: Graph) -> None:
    assert gate(ontology_graph) == []


def test_something_is_disjoint(ontology_graph: Graph) -> None:
    assert pitfalls.no_disjointness(ontology_graph) == []


def test_advice_that_is_not_followed_is_known(ontology_graph: Graph) -> None:
    """Dates have no range, since OWL 2 has no xsd:date; the ends of a claim need no inverse."""
    open_ended = {
        f.subject.rpartition("#")[2] for f in pitfalls.missing_domain_or_range(ontology_graph)
    }
    dates = {
        "asOf",
        "dueDate",
        "earliestStart",
        "latestEnd",
        "publishedBefore",
        "retrieved",
        "year",
    }
    assert open_ended == dates | {"about", "status"}
    derived = {"hosts", "organises", "coordinates", "participatesIn", "takesPartIn", "represents"}
    without = {f.subject.rpartition("#")[2] for f in pitfalls.missing_inverse(ontology_graph)}
    assert not without & derived


def test_derived_properties_name_their_rules(ontology_graph: Graph, ontology_folder: Path) -> None:
    assert pitfalls.unknown_rules(ontology_graph, ontology_folder / "rules") == []


@pytest.mark.parametrize("gate", [*GATES, *ADVICE], ids=lambda gate: gate.__name__)
def test_good_example_passes(gate: Gate) -> None:
    graph = parse(GOOD)
    assert [f for f in gate(graph) if f.level != INFO] == []


@pytest.mark.parametrize(
    ("gate", "rule", "old", "new"),
    [
        (pitfalls.missing_annotations, "P08", 'rdfs:label "city"@en', 'rdfs:label "stad"@sv'),
        (
            pitfalls.missing_annotations,
            "P08",
            'rdfs:comment "Who steers some work."@en',
            'rdfs:comment ""@en',
        ),
        (pitfalls.no_disjointness, "P10", "owl:disjointWith cg:City", "rdfs:seeAlso cg:City"),
        (pitfalls.missing_domain_or_range, "P11", "rdfs:domain cg:Project ; ", ""),
        (pitfalls.missing_inverse, "P13", "owl:inverseOf cg:ledBy ;", ""),
        (pitfalls.wrong_inverse, "P05", "owl:inverseOf cg:ledBy", "owl:inverseOf cg:leads"),
        (
            pitfalls.wrong_inverse,
            "P05",
            "rdfs:domain cg:Project ; rdfs:range cg:City",
            "rdfs:domain cg:City ; rdfs:range cg:City",
        ),
        (
            pitfalls.several_domains_or_ranges,
            "P19",
            "rdfs:domain cg:City",
            "rdfs:domain cg:City, cg:Project",
        ),
        (
            pitfalls.several_domains_or_ranges,
            "P19",
            "rdfs:range cg:Project",
            "rdfs:range cg:City, cg:Project",
        ),
        (pitfalls.misused_annotations, "P20", '"city"@en', '"A town and those who govern it."@en'),
        (pitfalls.misused_annotations, "P20", '"Work of limited duration."@en', '"Project"@en'),
        (
            pitfalls.misused_annotations,
            "P20",
            '"Work of limited duration."@en',
            '"Work of limited duration"@en',
        ),
        (pitfalls.inconsistent_names, "P22", "cg:City", "cg:city_of"),
        (pitfalls.inconsistent_names, "P22", "cg:leads", "cg:Leads"),
        (
            pitfalls.circular_definitions,
            "P06",
            "rdfs:subClassOf foaf:Agent",
            "rdfs:subClassOf cg:Project . cg:Project rdfs:subClassOf cg:City . cg:City rdfs:subClassOf foaf:Agent",
        ),
        (
            pitfalls.circular_definitions,
            "P24",
            "rdfs:subClassOf foaf:Agent",
            "owl:equivalentClass [ owl:unionOf ( cg:City foaf:Agent ) ]",
        ),
        (
            pitfalls.circular_definitions,
            "P24",
            "A town and those who govern it.",
            "A city is a city.",
        ),
        (pitfalls.wrong_equivalence, "P30", 'rdfs:label "project"@en', 'rdfs:label "City"@en'),
        (
            pitfalls.wrong_equivalence,
            "P31",
            "rdfs:subClassOf foaf:Agent",
            "owl:equivalentClass foaf:Agent",
        ),
        (pitfalls.untyped_classes, "P34", "foaf:Agent a owl:Class .", ""),
        (
            pitfalls.untyped_classes,
            "P34",
            "rdfs:range cg:Project",
            "rdfs:range [ owl:unionOf ( cg:Project cg:Town ) ]",
        ),
        (pitfalls.untyped_properties, "P35", "dct:license a owl:AnnotationProperty .", ""),
        (pitfalls.untyped_properties, "P35", "owl:inverseOf cg:ledBy", "owl:inverseOf cg:ledFrom"),
        (
            pitfalls.several_kinds,
            "DL",
            "cg:ledBy a owl:ObjectProperty",
            "cg:ledBy a owl:ObjectProperty, owl:DatatypeProperty",
        ),
        (
            pitfalls.namespace_hijacking,
            "P40",
            "foaf:Agent a owl:Class .",
            'foaf:Agent a owl:Class ; rdfs:label "agent"@en .',
        ),
        (
            pitfalls.namespace_hijacking,
            "P40",
            "foaf:Agent a owl:Class .",
            "foaf:Agent a owl:Class ; rdfs:subClassOf cg:City .",
        ),
        (
            pitfalls.no_licence,
            "P41",
            "; dct:license <https://creativecommons.org/licenses/by/4.0/>",
            "",
        ),
    ],
)
def test_broken_example_is_found(gate: Gate, rule: str, old: str, new: str) -> None:
    assert old in GOOD
    assert rule in {finding.rule for finding in gate(parse(GOOD.replace(old, new)))}


@pytest.mark.parametrize(
    ("file", "text", "found"),
    [
        ("leading.rq", "CONSTRUCT { ?a cg:leads ?b } WHERE { ?b cg:by ?a }", 0),
        ("leading.rq", "CONSTRUCT { ?b cg:ledBy ?a } WHERE { ?b cg:by ?a }", 0),
        ("leading.rq", "CONSTRUCT { ?a cg:follows ?b } WHERE { ?b cg:by ?a }", 1),
        ("other.rq", "CONSTRUCT { ?a cg:leads ?b } WHERE { ?b cg:by ?a }", 1),
    ],
)
def test_derived_property_without_its_rule_is_found(
    file: str, text: str, found: int, tmp_path: Path
) -> None:
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert len(pitfalls.unknown_rules(parse(GOOD), tmp_path)) == found
