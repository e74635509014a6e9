"""Entities: what is one, which one, and what is none."""

from datetime import date

import pytest

from citygraph.extraction.extractor import Extractor

from .conftest import names


@pytest.mark.parametrize(
    ("language", "text", "cities"),
    [
        ("sv", "Mötet hölls i Helsingfors och Göteborg.", ["Helsinki", "Gothenburg"]),
        ("fi", "Kokous pidettiin Tampereella ja Turussa.", ["Tampere", "Turku"]),
        ("pl", "Spotkanie odbyło się w Krakowie i w Łodzi.", ["Kraków", "Łódź"]),
        ("bg", "Срещата беше в София и Разлог.", ["Sofia", "Razlog"]),
        ("sr", "Састанак је одржан у Новом Саду.", ["Novi Sad"]),
        ("hu", "A találkozót Budapesten rendezték.", ["Budapest"]),
        ("tr", "Toplantı İzmir'de yapıldı.", ["Izmir"]),
        ("ga", "Bhí an cruinniú i mBaile Átha Cliath.", ["Dublin"]),
    ],
)
def test_cities_in_other_words(
    extractor: Extractor, language: str, text: str, cities: list[str]
) -> None:
    assert names(extractor.extract(text, language=language), "city") == cities


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The University of Bologna gave advice."),
        ("en", "Mr London of the institute sent a message."),
        ("sv", "Den finska staden är med."),
        ("de", "Die Wiener Stadtwerke berichten."),
    ],
)
def test_what_is_no_city(extractor: Extractor, language: str, text: str) -> None:
    assert names(extractor.extract(text, language=language), "city") == []


def test_the_right_one_of_several(extractor: Extractor) -> None:
    found = extractor.extract(
        "Valencia (VE) is far. The city of Valencia, Spain, hosts the summit.", language="en"
    )
    assert {e.country for e in found.entities if e.kind == "city"} == {"ES"}


def test_people_with_and_without_a_known_first_name(extractor: Extractor) -> None:
    text = "Кметът на Разлог Красимир Герчев откри срещата. Проф. Ян Новак говори."
    assert names(extractor.extract(text, language="bg"), "person") == [
        "Красимир Герчев",
        "Ян Новак",
    ]


def test_new_things_by_how_they_are_introduced(extractor: Extractor) -> None:
    text = "Ghent joined the Quiet Streets Partnership. The Nordic Mobility Forum 2031 follows. It is led by ZZTOPIA."
    found = extractor.extract(text, language="en")
    assert "Quiet Streets Partnership" in names(found, "initiative")
    assert "Nordic Mobility Forum 2031" in names(found, "event")
    assert "ZZTOPIA" in names(found, "organisation")


def test_known_things_carry_their_iri(extractor: Extractor) -> None:
    found = extractor.extract("Партньорството „Дигитален преход“ работи.", language="bg")
    assert [e.known.iri.rsplit("/", 1)[1] for e in found.entities if e.known] == [
        "uaeu-digital-transition-partnership"
    ]


def test_offsets_are_code_points(extractor: Extractor) -> None:
    text = "🙂 " * 5 + "Mannheim und Ärzte in Zürich."
    for entity in extractor.extract(text, language="de").entities:
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.text


def test_missing_years_come_from_the_text_or_the_caller(extractor: Extractor) -> None:
    text = "The meeting takes place in Ghent on 7 June."
    assert extractor.extract(text, language="en").dates[0].resolved is False
    found = extractor.extract(text, language="en", published=date(2022, 5, 1))
    assert found.dates[0].value == "2022-06-07"


def test_odd_texts_do_no_harm(extractor: Extractor) -> None:
    for text in ("", "x", "مرحبا بالعالم", "A" * 100_000, "((((" * 5000, "Ab. " * 5000, "„" * 3000):
        extractor.extract(text)
