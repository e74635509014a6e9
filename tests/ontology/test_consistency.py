"""HermiT finds no contradiction in ontology and sample, and finds those that are put in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import CODE_LISTS, graph_of
from .faults import sample, turtle
from .gates.consistency import judge

if TYPE_CHECKING:
    from rdflib import Graph


@pytest.fixture(scope="module")
def world() -> Graph:
    """The ontology, what goes with it, and at least one individual of each class."""
    return graph_of("citygraph.ttl", "alignments.ttl", *CODE_LISTS) + sample()


def test_ontology_with_individuals_is_consistent(world: Graph) -> None:
    assert judge(world) == []


@pytest.mark.parametrize(
    "text",
    [
        r"id:person\/ada-example a cg:Event .",
        r"id:person\/ada-example a cg:City .",
        r"id:city\/alpha-xa a cg:Organisation .",
        r"id:initiative\/bare a cg:Organisation .",
        r"id:venue\/hall a cg:City .",
        r"id:country\/xa a cg:City .",
        r"src:paper a cg:Initiative .",
        r"id:participation\/bare--alpha-xa--member a cg:Position .",
        # Kinds that follow from domains and ranges.
        r"id:position\/alpha-xa--ada-example--mayor cg:holder id:city\/beta-xa .",
        r"id:participation\/bare--alpha-xa--member cg:initiative id:event\/bare .",
        r"id:event\/bare cg:partOf id:person\/ada-example .",
        r"id:city\/alpha-xa cg:hosts id:person\/ada-example .",
        r"id:city\/alpha-xa cg:coordinates id:city\/beta-xa .",
        # Only one: sources that differ on it do not speak of the same claim.
        r"""<http://www.w3.org/2002/07/owl#x> a <http://www.w3.org/2002/07/owl#AllDifferent> ;
            <http://www.w3.org/2002/07/owl#distinctMembers> ( id:city\/alpha-xa id:city\/beta-xa ) .
        id:venue\/hall cg:inCity id:city\/beta-xa .""",
        r'src:paper cg:sha256 "0" .',
    ],
)
def test_contradiction_is_found(text: str, world: Graph) -> None:
    assert [f.rule for f in judge(world + turtle(text))] == ["inconsistent"]


@pytest.mark.parametrize(
    "text",
    [
        r"id:city\/alpha-xa a cg:Region .",  # city states are both
        r"id:initiative\/network a cg:Partnership .",
        r"id:event\/lab a cg:Workshop .",
        r"id:initiative\/project cg:partOf id:initiative\/programme, id:initiative\/network .",
        r"id:position\/alpha-xa--ada-example--mayor cg:status status:disputed .",
    ],
)
def test_what_is_allowed_is_consistent(text: str, world: Graph) -> None:
    assert judge(world + turtle(text)) == []


def test_class_that_can_have_no_member_is_found(world: Graph) -> None:
    probe = turtle(
        "<http://a.example/Oddity> a <http://www.w3.org/2002/07/owl#Class> ; rdfs:subClassOf cg:Person, cg:Event ."
    )
    assert [f.subject for f in judge(world + probe)] == ["http://a.example/Oddity"]
