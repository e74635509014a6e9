"""Each class has a shape, each shape a class, and each rule says what is wrong and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import SH, Graph

from .gates.shapes import completeness, coverage, structure

if TYPE_CHECKING:
    from collections.abc import Callable

    from .gates import Finding

PREFIXES = """
@prefix cg: <https://w3id.org/citygraph/ontology#> .
@prefix cgsh: <https://w3id.org/citygraph/shapes#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
ONTOLOGY = "cg:City a owl:Class . cg:country a owl:ObjectProperty ."
GOOD = """
cgsh:CityShape a sh:NodeShape ; sh:targetClass cg:City ; rdfs:label "City"@en ; rdfs:comment "A city."@en ;
    sh:property cgsh:City-country .
cgsh:City-country a sh:PropertyShape ; sh:path cg:country ; sh:minCount 1 ; sh:severity sh:Violation ;
    sh:name "country"@en ; sh:message "The country is missing."@en ; sh:description "Give the country."@en .
"""


def parse(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


def cover(shapes: Graph) -> list[Finding]:
    return coverage(shapes, parse(ONTOLOGY))


def test_each_class_has_a_shape_and_each_shape_a_class(
    shapes_graph: Graph, ontology_graph: Graph
) -> None:
    assert coverage(shapes_graph, ontology_graph) == []


def test_each_rule_is_complete(shapes_graph: Graph) -> None:
    assert completeness(shapes_graph) == []


def test_shapes_are_well_built(shapes_graph: Graph) -> None:
    assert structure(shapes_graph) == []


def test_few_rules_need_sparql(shapes_graph: Graph) -> None:
    """Each SPARQL constraint is a query a node; they are kept for what the core cannot say."""
    assert len(set(shapes_graph.objects(None, SH.sparql))) <= 8


def test_all_severities_are_used(shapes_graph: Graph) -> None:
    assert {SH.Violation, SH.Warning, SH.Info} == set(shapes_graph.objects(None, SH.severity))


@pytest.mark.parametrize("gate", [cover, completeness, structure])
def test_good_example_passes(gate: Callable[[Graph], list[Finding]]) -> None:
    assert gate(parse(GOOD)) == []


@pytest.mark.parametrize(
    ("gate", "rule", "old", "new"),
    [
        (cover, "class_without_shape", "sh:targetClass cg:City", "sh:targetClass rdfs:Class"),
        (cover, "class_without_shape", "cgsh:CityShape", "cgsh:TownShape"),
        (cover, "empty_shape", "en ;\n    sh:property cgsh:City-country .", "en ."),
        (cover, "shape_without_class", "sh:targetClass cg:City", "sh:targetClass cg:City, cg:Town"),
        (cover, "shape_without_term", "sh:path cg:country", "sh:path cg:land"),
        (completeness, "shape_name", 'sh:name "country"@en ;', ""),
        (completeness, "shape_message", 'sh:message "The country is missing."@en ;', ""),
        (completeness, "shape_message", "is missing.", "is missing"),
        (completeness, "shape_message", 'is missing."@en', 'is missing."@sv'),
        (completeness, "shape_description", '; sh:description "Give the country."@en', ""),
        (completeness, "shape_severity", "sh:severity sh:Violation ;", ""),
        (completeness, "shape_severity", "sh:Violation", "sh:Fatal"),
        (completeness, "shape_label", 'rdfs:label "City"@en ;', ""),
        (completeness, "shape_comment", 'rdfs:comment "A city."@en ;', ""),
        (
            completeness,
            "shape_message",
            "sh:targetClass cg:City",
            "sh:nodeKind sh:IRI ; sh:targetClass cg:City",
        ),
        (
            completeness,
            "complex_path",
            "sh:path cg:country",
            "sh:path [ sh:inversePath cg:country ]",
        ),
        (structure, "blank_node", "sh:path cg:country", "sh:path [ sh:inversePath cg:country ]"),
        (structure, "blank_node", "sh:minCount 1", "sh:node [ a sh:NodeShape ]"),
        (structure, "unused_shape", "sh:property cgsh:City-country", "sh:nodeKind sh:IRI"),
        (
            structure,
            "missing_shape",
            "sh:property cgsh:City-country",
            "sh:property cgsh:City-country, cgsh:x",
        ),
        (
            structure,
            "closed_shape",
            "sh:targetClass cg:City",
            "sh:closed true ; sh:targetClass cg:City",
        ),
    ],
)
def test_broken_example_is_found(
    gate: Callable[[Graph], list[Finding]], rule: str, old: str, new: str
) -> None:
    assert old in GOOD
    assert rule in {finding.rule for finding in gate(parse(GOOD.replace(old, new)))}
