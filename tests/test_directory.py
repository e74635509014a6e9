from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad

from citygraph.directory import Directory
from citygraph.errors import UnknownName
from citygraph.namespaces import Namespaces, foreign
from citygraph.store import LocalStore

NS = Namespaces()


@pytest.fixture
def cities():
    local = LocalStore()
    for key, names in {
        "valencia-es": ["Valencia@en", "València@ca"],
        "valencia-ve": ["Valencia@en"],
        "lodz-pl": ["Łódź@pl", "Lodz@en"],
        "malmo-se": ["Malmö@sv"],
    }.items():
        city = NS.node("city", key)
        local.raw.add(Quad(city, foreign("rdf:type"), NS.term("City"), DefaultGraph()))
        for text in names:
            name, _, language = text.partition("@")
            local.raw.add(
                Quad(city, foreign("rdfs:label"), Literal(name, language=language), DefaultGraph())
            )
    return Directory("city", local, NS)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("malmo-se", "malmo-se"),
        ("MALMO", "malmo-se"),
        (" malmö ", "malmo-se"),
        ("Łódź", "lodz-pl"),
        (NS.node("city", "lodz-pl").value, "lodz-pl"),
    ],
)
def test_found(cities, name, key):
    assert cities.find(name) == NS.node("city", key).value


def test_a_name_of_several_lists_them(cities):
    with pytest.raises(UnknownName, match=r"valencia-es.*valencia-ve") as error:
        cities.find("Valencia")
    assert "key" in error.value.hint


def test_an_unknown_name_offers_near_ones(cities):
    with pytest.raises(UnknownName) as error:
        cities.find("Maalmo")
    assert "Malm" in error.value.hint
