from __future__ import annotations

import pyoxigraph as ox
from rdflib import RDF, SH, Graph

from citygraph.namespaces import Namespaces
from citygraph.release.writing import sorted_turtle
from citygraph.validation import Result, describe, finding_lines, report_quads

NS = Namespaces()
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:shape> sh:path <urn:p> ; sh:name "country"@en ; sh:description "Fill the column."@en ;
  sh:message "It has none."@en ."""


def result(name: str = "sofia", severity: str = "Violation", value: str = "") -> Result:
    return Result(
        severity,
        NS.node("city", name).value,
        "urn:p",
        value,
        "MinCount",
        "urn:shape",
        "It has none.",
    )


def describe_all(*results: Result):
    labels = {NS.node("city", "sofia").value: "Sofia"}
    rows = {NS.node("city", "sofia").value: ["cities.csv:4", "names.csv:9"]}
    return describe(results, labels, rows, SHAPES, NS)


def test_a_violation_reads_as_words():
    assert list(describe_all(result(value="x"))[0].lines()) == [
        "Violation: Sofia (id:city/sofia): It has none.",
        "  property: country",
        "  value: x",
        "  stands in: cities.csv, row 4; names.csv, row 9",
        "  mend: Fill the column.",
        f"  node: {NS.base}id/city/sofia",
    ]


def test_violations_come_first_and_many_of_a_kind_are_counted():
    findings = describe_all(
        result("a", "Info"), *(result(f"c{n}") for n in range(9)), result("b", "Warning")
    )
    lines = [line for line in finding_lines(findings, 2) if not line.startswith("  ")]
    assert lines == [
        "Violation: id:city/c0: It has none.",
        "Violation: id:city/c1: It has none.",
        "Violation: 9 more like the last one.",
        "9 violations, 1 warning, 1 remark.",
    ]


def test_the_report_is_shacl_without_blank_nodes():
    triples = list(report_quads([result()], conforms=False, namespaces=NS))
    assert not [t for t in triples if isinstance(t.subject, ox.BlankNode)]
    graph = Graph().parse(data=sorted_turtle(triples, NS.prefixes), format="turtle")
    assert len(list(graph.subjects(RDF.type, SH.ValidationResult))) == 1
    assert {bool(value) for value in graph.objects(None, SH.conforms)} == {False}
