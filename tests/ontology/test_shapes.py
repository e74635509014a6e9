"""Each rule of the shapes reports what it should, and both engines report the same."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pyshacl
import pytest
import shifty
from rdflib import SH, BNode, Graph, Namespace, URIRef

from .faults import FAULTS, Fault, broken, sample
from .gates.shapes import rules_of

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

CGSH = Namespace("https://w3id.org/citygraph/shapes#")
Result = tuple[str, ...]


def word(node: Node | None) -> str:
    """Write a node so that the two engines' reports can be compared."""
    if node is None:
        return "-"
    return "_:" if isinstance(node, BNode) else node.n3()


def results(report: Graph) -> Counter[Result]:
    """Count the results of a report, each as a row of words; details within results are left out."""
    parts = (
        SH.sourceShape,
        SH.focusNode,
        SH.resultPath,
        SH.sourceConstraintComponent,
        SH.value,
        SH.resultSeverity,
    )
    found: Counter[Result] = Counter()
    for result in set(report.objects(None, SH.result)) - set(report.objects(None, SH.detail)):
        row = [word(report.value(result, part)) for part in parts]
        row += sorted(str(text) for text in report.objects(result, SH.resultMessage))
        found[tuple(row)] += 1
    return found


def with_shifty(data: Graph, shapes: Path, folder: Path) -> Counter[Result]:
    """Validate with pyshifty, from a file of N-Triples as the build does."""
    file = folder / "data.nt"
    data.serialize(file, format="nt", encoding="utf-8")
    _, report, _ = prepared(shapes).validate(file, graph_mode="data", infer=False)
    return results(report)


@cache
def prepared(shapes: Path) -> shifty.PreparedValidator:
    """Compile the shapes once."""
    return shifty.PreparedValidator(shapes)


def with_pyshacl(data: Graph, shapes: Path) -> Counter[Result]:
    """Validate with pySHACL, the reference."""
    _, report, _ = pyshacl.validate(data, shacl_graph=Graph().parse(shapes), inference="none")
    assert isinstance(report, Graph)
    return results(report)


def shapes_of(found: Counter[Result]) -> set[str]:
    """Return the local names of the shapes behind the results."""
    return {row[0].strip("<>").removeprefix(str(CGSH)) for row in found}


@pytest.fixture(scope="module")
def shapes_file(ontology_folder: Path) -> Path:
    return ontology_folder / "shapes.ttl"


def test_valid_sample_has_no_results(shapes_file: Path, tmp_path: Path) -> None:
    assert with_shifty(sample(), shapes_file, tmp_path) == Counter()
    assert with_pyshacl(sample(), shapes_file) == Counter()


def test_sample_has_every_class_of_the_shapes(shapes_graph: Graph) -> None:
    data = sample()
    wanted = {c for c in shapes_graph.objects(None, SH.targetClass) if isinstance(c, URIRef)}
    assert wanted - set(data.objects(None, None)) == set()


@pytest.mark.parametrize("one", FAULTS, ids=lambda one: one.rule)
def test_fault_is_reported_by_its_rule_alone(one: Fault, shapes_file: Path, tmp_path: Path) -> None:
    fired = shapes_of(with_shifty(broken(one), shapes_file, tmp_path))
    assert fired == {one.rule, *one.also}


def test_every_rule_has_a_fault(shapes_graph: Graph) -> None:
    rules = {str(rule).removeprefix(str(CGSH)) for rule in rules_of(shapes_graph)}
    assert rules == {one.rule for one in FAULTS}


BATCHES = 12


@pytest.mark.parametrize("batch", range(BATCHES))
def test_engines_agree_on_faults(batch: int, shapes_file: Path, tmp_path: Path) -> None:
    """The faults are spread over a few graphs: each is seen by both engines, in a few seconds."""
    data = broken(*FAULTS[batch::BATCHES])
    found = with_shifty(data, shapes_file, tmp_path)
    assert found == with_pyshacl(data, shapes_file)
    assert len(found) > 10
