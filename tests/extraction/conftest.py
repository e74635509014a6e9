"""An extractor that knows the names of the project's own tables."""

from pathlib import Path

import pytest

from citygraph.extraction.extractor import Extraction, Extractor
from citygraph.extraction.known import KnownNames
from citygraph.extraction.mentions import Entity

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="session")
def known() -> KnownNames:
    return KnownNames.from_tables(DATA, "https://w3id.org/citygraph/")


@pytest.fixture(scope="session")
def extractor(known: KnownNames) -> Extractor:
    return Extractor(known)


def said(found: Extraction) -> set[tuple[str, str, str]]:
    """The relations as names."""
    return {
        (
            r.subject.name,
            r.predicate,
            r.object.name if isinstance(r.object, Entity) else r.object.value,
        )
        for r in found.relations
    }


def names(found: Extraction, kind: str) -> list[str]:
    """The names of the entities of a type, in the order of the text."""
    return [entity.name for entity in found.entities if entity.kind == kind]
