"""The thematic partnerships of the Urban Agenda, by their topic."""

import pytest

from citygraph.extraction.extractor import Extractor

from .conftest import names


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("de", "Bari ist Mitglied der Partnerschaft für urbane Mobilität.", "Partnership on Urban Mobility"),
        ("fr", "Le Partenariat pour le logement réunit Lyon et Vienne.", "Housing Partnership"),
        ("no", "Larvik er medlem av partnerskapet for offentlige anskaffelser.", "Partnership on Innovative and Responsible Public Procurement"),
        ("lt", "Biržai priimti į Lygybės miestų partnerystę.", "Cities of Equality Partnership"),
        ("hr", "Grad Zagreb član je Partnerstva za kružno gospodarstvo.", "Partnership on Circular Economy"),
        ("el", "Η Σύμπραξη για την Προσαρμογή στην κλιματική αλλαγή συνήλθε στη Γένοβα.", "Partnership on Climate Adaptation"),
    ],
)  # fmt: skip
def test_a_partnership_is_known_by_its_topic(
    extractor: Extractor, language: str, text: str, name: str
) -> None:
    assert names(extractor.extract(text, language=language), "initiative") == [name]


def test_a_partnership_with_somebody_is_none_of_them(extractor: Extractor) -> None:
    found = extractor.extract("Oslo har et partnerskap med Bergen.", language="no")
    assert names(found, "initiative") == []
