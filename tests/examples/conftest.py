from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Dataset

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def dataset(release_folder: Path) -> Dataset:
    """The release in rdflib: the merged graph as the default graph, the named graphs beside it."""
    dataset = Dataset()
    dataset.parse(release_folder / "citygraph.nq", format="nquads")
    dataset.default_graph.parse(release_folder / "citygraph.ttl")
    return dataset
