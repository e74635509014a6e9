"""Cities, countries, organisations and people as Python objects."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from citygraph.entities import Entity

if TYPE_CHECKING:
    from citygraph.entities import Claim

__all__ = ["Actor", "City", "Country", "Organisation", "Person", "Place"]


class Actor(Entity):
    """Whoever can act: a city, a region, a country, an organisation, a person."""

    @property
    def initiatives(self) -> list[Entity]:
        """The initiatives it takes or took part in."""
        return self._linked("cg:participatesIn")

    @property
    def coordinated(self) -> list[Entity]:
        """The initiatives it coordinates or coordinated."""
        return self._linked("cg:coordinates")

    @property
    def events(self) -> list[Entity]:
        """The events it takes or took part in."""
        return self._linked("cg:takesPartIn")

    @property
    def hosted(self) -> list[Entity]:
        """The events it hosts or hosted."""
        return self._linked("cg:hosts")

    @cached_property
    def participations(self) -> list[Claim]:
        """In what it takes part, initiatives and events, as what, when, says who."""
        return self.graph.claims("cg:participant", self.iri)

    @cached_property
    def awards(self) -> list[Claim]:
        """The prizes it won or was nominated for."""
        return self.graph.claims("cg:recipient", self.iri)

    @cached_property
    def figures(self) -> list[Claim]:
        """The numbers about it."""
        return self.graph.claims("cg:about", self.iri)

    @cached_property
    def positions(self) -> list[Claim]:
        """Who held which position here, and as of when."""
        return self.graph.claims("cg:at", self.iri)


class Place(Actor):
    """A city, region or country."""

    @property
    def latitude(self) -> float | None:
        """Degrees north (WGS 84)."""
        return self._number("geo:lat")

    @property
    def longitude(self) -> float | None:
        """Degrees east (WGS 84)."""
        return self._number("geo:long")

    @property
    def population(self) -> int | None:
        """The latest number of people."""
        number = self._number("cg:population")
        return None if number is None else int(number)


class Country(Place):
    """A country."""

    @property
    def code(self) -> str | None:
        """Its ISO 3166-1 alpha-2 code, in capitals."""
        return self._text("skos:notation")

    @cached_property
    def cities(self) -> list[City]:
        """Its cities in the graph."""
        found = self.graph.subjects("cg:country", self.iri)
        return [entry for entry in found if isinstance(entry, City)]


class City(Place):
    """A city, which is also its administration."""

    @property
    def country(self) -> Country | None:
        """The country it lies in."""
        return self._first("cg:country", Country)

    @property
    def geonames_id(self) -> str | None:
        """Its number in GeoNames."""
        return self._text("cg:geonamesId")

    @property
    def nuts3(self) -> str | None:
        """The code of its NUTS 3 region."""
        return self._text("cg:nuts3")


class Organisation(Actor):
    """A body with a name of its own."""

    @property
    def kind(self) -> str | None:
        """What kind of body it is."""
        found = self._linked("org:classification")
        return found[0].label if found else None

    @property
    def country(self) -> Country | None:
        """The country it belongs to."""
        return self._first("cg:country", Country)

    @property
    def acts_for(self) -> list[Entity]:
        """The city, region or country that it acts for."""
        return self._linked("cg:actsFor")


class Person(Actor):
    """A person in a public role."""

    @cached_property
    def positions(self) -> list[Claim]:
        """The positions that sources state, each with the day it was known on."""
        return self.graph.claims("cg:holder", self.iri)

    @property
    def represented(self) -> list[Entity]:
        """For whom the person acted at events."""
        return self._linked("cg:represents")
