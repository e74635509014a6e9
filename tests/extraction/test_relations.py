"""Relations, one predicate and one way of saying it after the other."""

import pytest

from citygraph.extraction.extractor import Extractor

from .conftest import said

CASES = [
    # participates_in
    ("en", "Ghent, Porto and Nice joined the SPARCS project.", ("Porto", "participates_in", "SPARCS")),
    ("pl", "Warszawa i Kraków realizują projekt NEEST.", ("Kraków", "participates_in", "NEEST")),
    ("en", "Partners of the SPARCS project:\n- Lecce\n- Porto\n", ("Lecce", "participates_in", "SPARCS")),
    ("mk", "Во мрежата Eurocities учествуваат Битола и Охрид.", ("Ohrid", "participates_in", "Eurocities")),
    ("en", "The SPARCS project began in May.\nMembers are Ghent, Porto, Nice and Eurocities.", ("Nice", "participates_in", "SPARCS")),
    ("is", "SPARCS er verkefni. Í verkefninu eru einnig Caen (Frakkland), Porto (Portúgal) og Ghent (Belgía).", ("Porto", "participates_in", "SPARCS")),
    # coordinates
    ("bg", "Водещ партньор на проекта SPARCS е Варна.", ("Varna", "coordinates", "SPARCS")),
    ("no", "Prosjektet SPARCS koordineres av Trondheim.", ("Trondheim", "coordinates", "SPARCS")),
    ("es", "El proyecto SPARCS lo lidera Valladolid.", ("Valladolid", "coordinates", "SPARCS")),
    # hosts, held_on, located_in, part_of
    ("sk", "Stretnutie projektu SPARCS sa konalo 13. marca 2023 v Bratislave.", ("Stretnutie projektu SPARCS", "located_in", "Bratislava")),
    ("sk", "Stretnutie projektu SPARCS sa konalo 13. marca 2023 v Bratislave.", ("Stretnutie projektu SPARCS", "held_on", "2023-03-13")),
    ("gl", "Vigo acolle a reunión do proxecto SPARCS.", ("Vigo", "hosts", "reunión do proxecto SPARCS")),
    ("gl", "Vigo acolle a reunión do proxecto SPARCS.", ("reunión do proxecto SPARCS", "part_of", "SPARCS")),
    ("en", "Italy: Bergamo, Prato", ("Prato", "located_in", "Italy")),
    ("nl", "uit Spanje: Fuenlabrada en Getafe", ("Getafe", "located_in", "Spain")),
    ("en", "Coulaines in France is small.", ("Coulaines", "located_in", "France")),
    # organises
    ("uk", "Конференцію «Міста майбутнього» організовує Європейська комісія.", ("European Commission", "organises", "Міста майбутнього")),
    # has_position, represents, takes_part_in_event
    ("fi", "Espoon kaupunginjohtaja Jukka Mäkelä kertoi.", ("Jukka Mäkelä", "has_position", "Espoo")),
    ("de", "Chemnitz und Lyon planen gemeinsam. Der Chemnitzer Oberbürgermeister Sven Schulze sprach.", ("Sven Schulze", "has_position", "Chemnitz")),
    ("es", "Cristina de Torre, investigadora de CARTIF, habló.", ("Cristina de Torre", "has_position", "CARTIF")),
    ("en", "Anna Berg spoke on behalf of Lund.", ("Anna Berg", "represents", "Lund")),
    ("pl", "Lublin reprezentował Jan Nowak, z ramienia Gdyni wystąpiła Anna Kowalska.", ("Jan Nowak", "represents", "Lublin")),
    ("ro", "11:00 Masă rotundă: Locatari, nu clienți. Vorbitori: Ana Popescu", ("Ana Popescu", "takes_part_in_event", "Locatari, nu clienți")),
    ("sq", "Konferenca u hap në Tiranë. Erion Veliaj hapi konferencën.", ("Erion Veliaj", "takes_part_in_event", "Konferenca")),
]  # fmt: skip


def _matches(found: set[tuple[str, str, str]], wanted: tuple[str, str, str]) -> bool:
    return any(
        s == wanted[0] and p == wanted[1] and (o == wanted[2] or o.startswith(wanted[2] + " "))
        for s, p, o in found
    )


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_what_the_text_says(
    extractor: Extractor, language: str, text: str, wanted: tuple[str, str, str]
) -> None:
    found = said(extractor.extract(text, language=language))
    assert _matches(found, wanted), found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Lincoln is not a member of Eurocities."),
        ("en", "Lincoln has applied to join Eurocities."),
        ("bg", "Пловдив кандидатства за мрежата Eurocities."),
        ("no", "Bodø er ikke med i nettverket Eurocities."),
        ("en", "The former mayor of Lincoln, Anna Berg, was there."),
        ("tr", "Bursa, Eurocities ağına üye değil."),
    ],
)
def test_what_the_text_denies_or_only_hopes(extractor: Extractor, language: str, text: str) -> None:
    found = said(extractor.extract(text, language=language))
    assert not {predicate for _, predicate, _ in found} & {"participates_in", "has_position"}


def test_a_relation_rests_on_a_passage_and_has_a_rule(extractor: Extractor) -> None:
    text = "Ghent, Porto and Nice joined the SPARCS project."
    text += " In the SPARCS project, too, are Lund and Malmö."
    for relation in extractor.extract(text, language="en").relations:
        start, end = relation.spans[0]
        assert 0 <= start < end <= len(text)
        assert relation.rule
        assert 0 < relation.confidence < 1
