"""The ontology and the code lists pass what ROBOT's report asks."""

from __future__ import annotations

import pytest
from rdflib import Graph

from .conftest import CODE_LISTS, graph_of
from .gates.report import report

PREFIXES = """
@prefix cg: <https://w3id.org/citygraph/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/citygraph/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
GOOD = """
<https://w3id.org/citygraph/ontology> a owl:Ontology ; dct:title "cities"@en ; dct:description "Terms."@en ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> .
cg:City a owl:Class ; rdfs:label "city"@en, "stad"@sv ; rdfs:comment "A town."@en .
cg:Project a owl:Class ; rdfs:label "project"@en ; rdfs:comment "Work of limited duration."@en .
cg:leads a owl:ObjectProperty ; rdfs:range cg:Project ; rdfs:label "leads"@en ; rdfs:comment "Steers it."@en .
<https://w3id.org/citygraph/role> a skos:ConceptScheme ; dct:title "Roles"@en ; dct:description "A list."@en ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ; skos:hasTopConcept role:membership .
role:membership a skos:Concept ; skos:inScheme <https://w3id.org/citygraph/role> ;
    skos:topConceptOf <https://w3id.org/citygraph/role> ; skos:prefLabel "membership"@en ; skos:definition "Belonging."@en .
role:member a skos:Concept ; skos:inScheme <https://w3id.org/citygraph/role> ; skos:broader role:membership ;
    skos:prefLabel "member"@en ; skos:altLabel "associate"@en ; skos:definition "Belongs to it."@en .
"""


def parse(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.mark.parametrize("name", ["citygraph.ttl", "alignments.ttl", "shapes.ttl"])
def test_report_on_the_file_is_empty(name: str) -> None:
    assert [str(finding) for finding in report(graph_of(name))] == []


def test_report_on_the_code_lists_is_empty() -> None:
    assert [str(finding) for finding in report(graph_of(*CODE_LISTS))] == []


def test_good_example_passes() -> None:
    assert report(parse(GOOD)) == []


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [
        ("missing_label", '"city"@en, ', ""),
        ("missing_label", 'skos:prefLabel "member"@en ; ', ""),
        ("multiple_labels", '"city"@en', '"city"@en, "town"@en'),
        ("label_whitespace", '"city"@en', '"city "@en'),
        ("label_whitespace", '"member"@en', '"full  member"@en'),
        ("annotation_whitespace", '"A town."@en', '" A town."@en'),
        ("annotation_whitespace", '"A town."@en', '"A\\ntown."@en'),
        ("label_formatting", '"city"@en', '"<b>city</b>"@en'),
        ("duplicate_label", '"project"@en', '"City"@en'),
        ("duplicate_label", '"member"@en', '"membership"@en'),
        ("missing_definition", ' ; rdfs:comment "A town."@en', ""),
        ("missing_definition", ' ; skos:definition "Belonging."@en', ""),
        ("multiple_definitions", '"A town."@en', '"A town."@en, "A place."@en'),
        ("duplicate_definition", '"Work of limited duration."', '"A town."'),
        ("lowercase_definition", '"A town."', '"a town."'),
        ("duplicate_label_synonym", '"associate"', '"Member"'),
        (
            "deprecated_class_reference",
            "cg:Project a owl:Class ;",
            "cg:Project a owl:Class ; owl:deprecated true ;",
        ),
        (
            "deprecated_property_reference",
            "rdfs:range cg:Project ;",
            "rdfs:subPropertyOf cg:old . cg:old owl:deprecated true . cg:leads ",
        ),
        (
            "deprecated_boolean_datatype",
            "cg:City a owl:Class ;",
            'cg:City a owl:Class ; owl:deprecated "true" ;',
        ),
        ("misused_obsolete_label", '"city"@en', '"obsolete city"@en'),
        (
            "missing_replacement",
            "cg:City a owl:Class ;",
            "cg:City a owl:Class ; owl:deprecated true ;",
        ),
        (
            "misused_replaced_by",
            "cg:City a owl:Class ;",
            "cg:City a owl:Class ; dct:isReplacedBy cg:Project ;",
        ),
        (
            "multiple_equivalent_classes",
            "cg:City a owl:Class ;",
            "cg:City a owl:Class ; owl:equivalentClass cg:A, cg:B ;",
        ),
        (
            "equivalent_pair",
            "cg:City a owl:Class ;",
            "cg:City a owl:Class ; owl:equivalentClass cg:A ;",
        ),
        ("invalid_entity_uri", "cg:City", "<https://w3id.org/citygraph/ontology#the%20city>"),
        ("invalid_entity_uri", "cg:City", "cg:the_city"),
        (
            "invalid_entity_uri",
            "<https://creativecommons.org/licenses/by/4.0/>",
            "<creativecommons.org>",
        ),
        ("illegal_use_of_built_in_vocabulary", "rdfs:range cg:Project", "rdfs:ranges cg:Project"),
        (
            "illegal_use_of_built_in_vocabulary",
            "cg:City a owl:Class",
            "cg:City a owl:Class, owl:Klass",
        ),
        ("missing_ontology_title", 'dct:title "cities"@en ; ', ""),
        ("missing_ontology_description", 'dct:description "Terms."@en ;', ""),
        ("missing_ontology_description", 'dct:description "A list."@en ;', ""),
        (
            "missing_ontology_license",
            " ;\n    dct:license <https://creativecommons.org/licenses/by/4.0/> .",
            " .",
        ),
        (
            "concept_scheme",
            "role:member a skos:Concept ; skos:inScheme <https://w3id.org/citygraph/role> ;",
            "role:member a skos:Concept ;",
        ),
        (
            "concept_scheme",
            "role:member a skos:Concept ; skos:inScheme <https://w3id.org/citygraph/role> ;",
            "role:member a skos:Concept ; skos:inScheme <https://w3id.org/citygraph/topic> ;",
        ),
        ("top_concept", "; skos:hasTopConcept role:membership", ""),
        ("missing_superclass", "skos:broader role:membership ;", ""),
        (
            "broader_circle",
            "skos:topConceptOf <https://w3id.org/citygraph/role>",
            "skos:broader role:member",
        ),
        ("broader_circle", "skos:broader role:membership", "skos:broader role:member"),
    ],
)
def test_broken_example_is_found(rule: str, old: str, new: str) -> None:
    assert old in GOOD
    assert rule in {finding.rule for finding in report(parse(GOOD.replace(old, new)))}
