"""In which role somebody takes part in an event."""

import pytest

from citygraph.extraction.extractor import Extractor

AGENDA = """PROGRAMME
Final conference of the SPARCS project
Espoo, 7 June 2023

09:30 Opening by Jukka Mäkelä, mayor of Espoo
10:30 Panel "Heat for small towns". Moderator: Anna Berg. Panellists: Tom Baker, Eva Novak
"""


@pytest.mark.parametrize(
    ("person", "event", "role"),
    [
        ("Jukka Mäkelä", "conference", "opening-speaker"),
        ("Anna Berg", "Heat for small towns", "moderator"),
        ("Tom Baker", "Heat for small towns", "panellist"),
    ],
)
def test_the_people_of_an_agenda(extractor: Extractor, person: str, event: str, role: str) -> None:
    found = extractor.extract(AGENDA, language="en")
    told = {
        (relation.subject.name, relation.object.name, relation.role)
        for relation in found.relations
        if relation.predicate == "takes_part_in_event"
    }
    assert any(p == person and event in e and r == role for p, e, r in told), told


def test_a_session_is_part_of_the_event_and_on_its_day(extractor: Extractor) -> None:
    found = extractor.extract(AGENDA, language="en")
    told = {(r.subject.name, r.predicate) for r in found.relations}
    assert ("Heat for small towns", "part_of") in told
