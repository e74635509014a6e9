"""The JSON-LD context knows all terms and reads them as the ontology says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyoxigraph
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from .gates.context import coverage, expand

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT: dict[str, Any] = {
    "@id": "id:participation/bare--alpha-xa--member",
    "@type": "cg:Participation",
    "cg:participant": {
        "@id": "id:city/alpha-xa",
        "@type": "cg:City",
        "skos:prefLabel": {"en": "Alpha", "bg": "Алфа"},
        "skos:altLabel": {"sv": ["Alfa", "Alfastad"]},
        "cg:population": 1200000,
    },
    "cg:initiative": "id:initiative/bare",
    "cg:role": "role:member",
    "cg:status": "status:stated",
    "cg:earliestStart": "2020-01-01",
    "schema:startDate": {"@value": "2020", "@type": "xsd:gYear"},
    "prov:wasDerivedFrom": ["src:paper", "src:letter"],
}
TRIPLES = """
@prefix cg: <https://w3id.org/citygraph/ontology#> .
@prefix id: <https://w3id.org/citygraph/id/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix role: <https://w3id.org/citygraph/role/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/citygraph/source/> .
@prefix status: <https://w3id.org/citygraph/status/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/citygraph/id/participation/bare--alpha-xa--member> a cg:Participation ;
    cg:participant <https://w3id.org/citygraph/id/city/alpha-xa> ;
    cg:initiative <https://w3id.org/citygraph/id/initiative/bare> ;
    cg:role role:member ; cg:status status:stated ;
    cg:earliestStart "2020-01-01"^^xsd:date ; schema:startDate "2020"^^xsd:gYear ;
    prov:wasDerivedFrom src:paper, src:letter .
<https://w3id.org/citygraph/id/city/alpha-xa> a cg:City ; cg:population 1200000 ;
    skos:prefLabel "Alpha"@en, "Алфа"@bg ; skos:altLabel "Alfa"@sv, "Alfastad"@sv .
"""


@pytest.fixture(scope="module")
def context(ontology_folder: Path) -> dict[str, Any]:
    text = (ontology_folder / "context.jsonld").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["@context"]
    return found


def test_context_covers_all_terms(
    context: dict[str, Any], ontology_graph: Graph, shapes_graph: Graph
) -> None:
    assert coverage(context, ontology_graph, shapes_graph) == []


def test_document_expands_to_the_right_triples(context: dict[str, Any]) -> None:
    document = json.dumps({"@context": context, **DOCUMENT}, ensure_ascii=False)
    wanted = Graph().parse(data=TRIPLES, format="turtle")
    by_rdflib = Graph().parse(data=document, format="json-ld")
    assert isomorphic(by_rdflib, wanted)
    quads = pyoxigraph.parse(document.encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    lines = "\n".join(f"{quad.triple} ." for quad in quads)
    assert isomorphic(Graph().parse(data=lines, format="nt"), wanted)


def test_every_term_expands(context: dict[str, Any], ontology_graph: Graph) -> None:
    terms = {str(s) for s in ontology_graph.subjects() if str(s).startswith("http")}
    names = {prefix: home for prefix, home in context.items() if isinstance(home, str)}
    for term in terms:
        for prefix, home in names.items():
            if term.startswith(home) and "/" not in term.removeprefix(home):
                assert expand(context, f"{prefix}:{term.removeprefix(home)}") == term


@pytest.mark.parametrize(
    ("rule", "name", "value"),
    [
        ("context_prefix", "cg", "https://w3id.org/citygraph/terms#"),
        ("context_prefix", "id", None),
        ("context_iri", "cg:participant", None),
        ("context_iri", "cg:participant", {"@id": "cg:participant"}),
        ("context_iri", "prov:wasDerivedFrom", None),
        ("context_literal", "cg:positionTitle", {"@id": "cg:positionTitle", "@type": "@id"}),
        ("context_datatype", "cg:earliestStart", None),
        ("context_datatype", "cg:earliestStart", {"@id": "cg:earliestStart", "@type": "xsd:gYear"}),
        ("context_language", "skos:prefLabel", None),
        ("context_left_over", "cg:unheardOf", {"@id": "cg:unheardOf", "@type": "@id"}),
    ],
)
def test_broken_context_is_found(
    rule: str,
    name: str,
    value: object,
    context: dict[str, Any],
    ontology_graph: Graph,
    shapes_graph: Graph,
) -> None:
    broken = {**context, name: value}
    if value is None:
        del broken[name]
    assert rule in {f.rule for f in coverage(broken, ontology_graph, shapes_graph)}
