"""Fixtures: the real files of the ontology folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

ONTOLOGY = Path(__file__).parents[2] / "ontology"
VOCABULARIES = Path(__file__).parents[3] / "shared" / "datasets" / "vocabularies"
CODE_LISTS = ("roles.ttl", "topics.ttl", "codes.ttl")


def graph_of(*names: str) -> Graph:
    """Parse files of the ontology folder into one graph."""
    graph = Graph()
    for name in names:
        graph.parse(ONTOLOGY / name)
    return graph


@pytest.fixture(scope="session")
def ontology_folder() -> Path:
    return ONTOLOGY


@pytest.fixture(scope="session")
def ontology_graph() -> Graph:
    return graph_of("citygraph.ttl")


@pytest.fixture(scope="session")
def lists_graph() -> Graph:
    return graph_of(*CODE_LISTS)


@pytest.fixture(scope="session")
def alignments_graph() -> Graph:
    return graph_of("alignments.ttl")


@pytest.fixture(scope="session")
def shapes_graph() -> Graph:
    return graph_of("shapes.ttl")


@pytest.fixture(scope="session")
def everything_graph() -> Graph:
    return graph_of("citygraph.ttl", "alignments.ttl", "shapes.ttl", *CODE_LISTS)


@pytest.fixture(scope="session")
def vocabularies_folder() -> Path:
    """Copies of the vocabularies that are reused; they lie beside the repository where present."""
    if not VOCABULARIES.is_dir():
        pytest.skip("no copies of the reused vocabularies beside the repository")
    return VOCABULARIES
