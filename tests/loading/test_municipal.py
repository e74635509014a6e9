"""Which bodies are municipalities, and of which city of the tables."""

from __future__ import annotations

import pytest

from citygraph.loading.municipal import Gazetteer, public_kind
from citygraph.tables import Row

CITIES = [
    ("sofia-bg", "Sofia", "bg"),
    ("barcelona-es", "Barcelona", "es"),
    ("valencia-es", "Valencia", "es"),
    ("helsinki-fi", "Helsinki", "fi"),
    ("gothenburg-se", "Gothenburg", "se"),
    ("milan-it", "Milan", "it"),
    ("cologne-de", "Cologne", "de"),
    ("ulm-de", "Ulm", "de"),
    ("bristol-gb", "Bristol", "gb"),
    ("vilnius-lt", "Vilnius", "lt"),
    ("san-sebastian-es", "San Sebastián", "es"),
    ("ljubljana-si", "Ljubljana", "si"),
    ("halle-de", "Halle", "de"),
    ("halle-westfalen-de", "Halle", "de"),
]
NAMES = [("gothenburg-se", "Göteborg"), ("milan-it", "Milano"), ("cologne-de", "Köln")]


@pytest.fixture(scope="module")
def gazetteer():
    rows = {
        "cities": [
            Row("cities", "cities.csv", n, {"key": key, "name": name, "country": country})
            for n, (key, name, country) in enumerate(CITIES)
        ],
        "names": [
            Row("names", "names.csv", n, {"key": key, "name": name})
            for n, (key, name) in enumerate(NAMES)
        ],
    }
    return Gazetteer(rows)


@pytest.mark.parametrize(
    ("name", "town", "country", "city"),
    [
        ("STOLICHNA OBSHTINA SOFIA", "SOFIA", "bg", "sofia-bg"),
        ("AYUNTAMIENTO DE BARCELONA", "Barcelona", "es", "barcelona-es"),
        ("AJUNTAMENT DE VALENCIA", "VALÈNCIA", "es", "valencia-es"),
        ("HELSINGIN KAUPUNKI", "HELSINKI", "fi", "helsinki-fi"),
        ("GOTEBORGS KOMMUN", "GÖTEBORG", "se", "gothenburg-se"),
        ("COMUNE DI MILANO", "MILANO", "it", "milan-it"),
        ("STADT KÖLN", "KOELN", "de", "cologne-de"),
        ("STADT ULM", "ULM", "de", "ulm-de"),
        ("BRISTOL CITY COUNCIL", "BRISTOL", "gb", "bristol-gb"),
        ("VILNIAUS MIESTO SAVIVALDYBES ADMINISTRACIJA", "VILNIUS", "lt", "vilnius-lt"),
        ("AYUNTAMIENTO DE SAN SEBASTIAN", "SAN SEBASTIAN", "es", "san-sebastian-es"),
        ("MESTNA OBCINA LJUBLJANA", "LJUBLJANA", "si", "ljubljana-si"),
        # An office in another town, another country, a body of another kind, a shared name.
        ("COMUNE DI SESTO SAN GIOVANNI", "MILANO", "it", ""),
        ("AYUNTAMIENTO DE BARCELONA", "BARCELONA", "ve", ""),
        ("REGIONE LOMBARDIA", "MILANO", "it", ""),
        ("CITY UNIVERSITY OF BRISTOL", "BRISTOL", "gb", ""),
        ("STADT HALLE", "HALLE", "de", ""),
        ("MINISTRY OF TRANSPORT", "SOFIA", "bg", ""),
        ("AREA METROPOLITANA DE BARCELONA", "BARCELONA", "es", ""),
        ("STADTWERKE KOELN", "KOELN", "de", ""),
        ("", "", "", ""),
    ],
)
def test_cities(gazetteer, name, town, country, city):
    assert gazetteer.city(name, town, country) == city


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("GEMEENTE ROTTERDAM", "local-authority"),
        ("MINISTERIE VAN INFRASTRUCTUUR", "national-authority"),
        ("BUNDESMINISTERIUM FUER VERKEHR", "national-authority"),
        ("REGIONE LOMBARDIA", "regional-authority"),
        ("DIPUTACION PROVINCIAL DE BARCELONA", "regional-authority"),
        ("AGENCIA ESTATAL DE METEOROLOGIA", "agency"),
        ("BRITISH COUNCIL", "other"),
    ],
)
def test_kinds_of_public_bodies(name, kind):
    assert public_kind(name) == kind
