"""Initiatives and events as Python objects."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from citygraph.entities import Dated

if TYPE_CHECKING:
    from citygraph.entities import Claim, Entity

__all__ = ["Event", "Initiative"]


class _Activity(Dated):
    """Something with a beginning and an end, in time and in a larger whole."""

    @property
    def part_of(self) -> list[Entity]:
        """What it is directly part of."""
        return self._linked("cg:partOf")

    @cached_property
    def parts(self) -> list[Entity]:
        """What is directly part of it."""
        return self.graph.subjects("cg:partOf", self.iri)

    @property
    def topics(self) -> list[str]:
        """What it is about."""
        return sorted(entry.label for entry in self._linked("cg:topic"))

    @property
    def participants(self) -> list[Entity]:
        """Who takes or took part, in any role but as an applicant."""
        return self._linked("cg:hasParticipant") or self._linked("cg:hasAttendee")

    @property
    def organisers(self) -> list[Entity]:
        """Who organises or organised it."""
        return self._linked("cg:organisedBy")


class Initiative(_Activity):
    """A programme, partnership, project, network, mission or the like."""

    @property
    def coordinators(self) -> list[Entity]:
        """Who coordinates or coordinated it."""
        return self._linked("cg:coordinatedBy")

    @cached_property
    def participations(self) -> list[Claim]:
        """Who takes part, as what, when, says who."""
        return self.graph.claims("cg:initiative", self.iri)

    @property
    def follows(self) -> list[Entity]:
        """The initiatives it is the successor of."""
        return self._linked("cg:follows")


class Event(_Activity):
    """A summit, meeting, workshop or the like."""

    @property
    def location(self) -> list[Entity]:
        """The cities, venues or countries where it takes or took place."""
        return self._linked("cg:location")

    @property
    def hosts(self) -> list[Entity]:
        """Who hosts or hosted it."""
        return self._linked("cg:hostedBy")

    @cached_property
    def participations(self) -> list[Claim]:
        """Who takes part, as what, for whom, says who."""
        return self.graph.claims("cg:event", self.iri)
