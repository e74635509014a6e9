"""Labels are there in the five languages of the sources, spelt with the right letters."""

from __future__ import annotations

import pytest
from rdflib import Graph

from .gates.languages import missing_labels, wrong_letters

PREFIXES = """
@prefix cg: <https://w3id.org/citygraph/ontology#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/citygraph/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
GOOD = """
cg:City a owl:Class ; rdfs:label "city"@en, "stad"@sv, "kaupunki"@fi, "град"@bg, "ciutat"@ca .
cg:lies a owl:ObjectProperty ; rdfs:label "lies in"@en, "ligger i"@sv, "sijaitsee"@fi, "намира се в"@bg, "és a"@ca .
role:host a skos:Concept ; skos:prefLabel "host"@en, "värd"@sv, "isäntä"@fi, "домакин"@bg, "amfitrió"@ca .
<https://w3id.org/citygraph/role> a skos:ConceptScheme ;
    dct:title "Roles"@en, "Roller"@sv, "Roolit"@fi, "Роли"@bg, "Funcions"@ca .
"""


def parse(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.fixture
def labelled(ontology_graph: Graph, lists_graph: Graph) -> Graph:
    return ontology_graph + lists_graph


def test_labels_are_there_in_all_languages(labelled: Graph) -> None:
    assert missing_labels(labelled) == []


def test_labels_have_the_letters_of_their_language(labelled: Graph) -> None:
    assert wrong_letters(labelled) == []


def test_good_example_passes() -> None:
    assert missing_labels(parse(GOOD)) == []
    assert wrong_letters(parse(GOOD)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (', "град"@bg', ""),
        (', "намира се в"@bg', ""),
        (', "amfitrió"@ca', ""),
        (', "Roolit"@fi', ""),
        ('"stad"@sv', '"stad"@sv, "ort"@sv'),
        ('"stad"@sv', '"stad"@sv, "Stadt"@de'),
        ('"stad"@sv', '"stad"'),
    ],
)
def test_missing_or_superfluous_label_is_found(old: str, new: str) -> None:
    assert old in GOOD
    assert len(missing_labels(parse(GOOD.replace(old, new)))) >= 1


@pytest.mark.parametrize(
    ("label", "good"),
    [
        ("град", True),
        ("5G и други технологии", True),
        ("контролна сума SHA-256", True),
        ("идентификатор в GeoNames", True),
        ("институция на ЕС", True),
        ("намаляване на CO2", True),
        ("гр\u0061д", False),  # a Latin a
        ("\u0061", False),  # a Latin a alone
        ("институция на EC", False),  # EC in Latin letters
        ("град city", False),
        ("грады", False),  # a Russian letter
        ("мрежа на градове і общини", False),  # a Ukrainian letter
        ("и\u0306", False),  # й in two characters
    ],
)
def test_letters_of_bulgarian_labels(label: str, good: bool) -> None:
    found = wrong_letters(parse(GOOD.replace('"град"@bg', f'"{label}"@bg')))
    assert (found == []) is good, found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"city"@en', '"c\u0456ty"@en'),  # a Cyrillic i
        ('"stad"@sv', '"st\u00e6d"@sv'),
        ('"kaupunki"@fi', '"k\u00e1upunki"@fi'),
        ('"ciutat"@ca', '"ciudad espa\u00f1ola"@ca'),
        ('"värd"@sv', '"va\u0308rd"@sv'),
        ('"Roller"@sv', '"R\u043eller"@sv'),
    ],
)
def test_foreign_letter_is_found(old: str, new: str) -> None:
    assert old in GOOD
    assert len(wrong_letters(parse(GOOD.replace(old, new)))) == 1
