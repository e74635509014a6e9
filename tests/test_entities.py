from __future__ import annotations

from datetime import date

import pytest

import citygraph
from citygraph.activities import Event, Initiative
from citygraph.actors import City, Country, Person
from citygraph.entities import Claim, Source


@pytest.fixture(scope="module")
def g(release_folder):
    return citygraph.open(release_folder)


@pytest.fixture(scope="module")
def full(full_release_folder):
    return citygraph.open(full_release_folder)


def test_a_city(full):
    sofia = full.city("Sofia")
    assert isinstance(sofia, City)
    assert (sofia.key, sofia.label, sofia.geonames_id) == ("sofia-bg", "Sofia", "727011")
    assert sofia.names["bg"][0] == "София"
    assert isinstance(sofia.country, Country)
    assert (sofia.country.code, sofia.country.label) == ("BG", "Bulgaria")
    assert sofia in sofia.country.cities
    assert sofia.population > 1_000_000
    assert 42 < sofia.latitude < 43
    assert 23 < sofia.longitude < 24
    assert "https://sws.geonames.org/727011/" in sofia.same_as
    assert {"Actor", "City"} <= set(sofia.types)


def test_what_a_city_takes_part_in(g):
    sofia = g.city("Sofia")
    partnership = g.initiative("uaeu-digital-transition-partnership")
    assert partnership in sofia.coordinated
    assert partnership in sofia.initiatives
    assert sofia in partnership.coordinators
    claims = [c for c in sofia.participations if c.what == partnership and c.role == "coordinator"]
    assert len(claims) == 1
    assert claims[0].who == sofia
    assert claims[0].status == "stated"
    assert all(isinstance(source, Source) and source.address for source in claims[0].sources)


def test_an_event(g):
    event = g.event("uaeu-digital-transition-meeting-sofia-2017")
    assert isinstance(event, Event)
    assert (event.start[:10], event.end[:10]) == ("2017-06-07", "2017-06-08")
    assert g.city("Sofia") in event.hosts
    assert g.initiative("uaeu-digital-transition-partnership") in event.part_of
    assert event in g.city("Sofia").hosted
    assert event.sources


def test_a_person_has_positions_as_of_a_day(full):
    person = full.person("Mika Rantakokko")
    assert isinstance(person, Person)
    positions = person.positions
    assert positions
    assert all(isinstance(p, Claim) and p.who == person and p.role for p in positions)
    assert any(p.as_of for p in full.person("Doncho Barbalov").positions)


def test_parts_and_topics_of_an_initiative(full):
    agenda = full.initiative("urban-agenda-for-the-eu")
    assert isinstance(agenda, Initiative)
    assert full.initiative("uaeu-digital-transition-partnership") in agenda.parts
    assert agenda.topics == sorted(agenda.topics)


def test_bounds_of_a_claim_are_days(full):
    claim = next(c for c in full.city("Sofia").participations if c.start == "2017-01")
    assert claim.earliest_start == date(2017, 1, 1)


def test_awards_and_figures(full):
    varna = full.city("Varna")
    award = next(a for a in varna.awards if a.what.key == "european-youth-capital")
    assert award.who == varna
    assert award.role
    assert next(f.value for f in varna.figures if f.what.key == "population") == varna.population


def test_things_read_together_are_the_things_read_alone(full):
    together = full.entities(city.iri for city in full.cities)
    assert len(together) == len(full.cities)
    for city in together[::97]:
        alone = full.entity(city.iri)
        assert (alone.label, alone.population, alone.names) == (
            city.label,
            city.population,
            city.names,
        )


def test_a_thing_that_is_not_there_has_nothing_to_say(g):
    nobody = g.entity(g.namespaces.node("city", "atlantis").value)
    assert (nobody.label, nobody.names, nobody.initiatives, nobody.population) == (
        "atlantis",
        {},
        [],
        None,
    )
