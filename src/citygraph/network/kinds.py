"""The kinds of networks: who is joined to what, by which claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from citygraph.errors import UnknownName, did_you_mean

__all__ = ["KINDS", "Kind", "Pattern", "find_kind"]


@dataclass(frozen=True)
class Pattern:
    """Claims that make edges.

    Attributes:
        claim: The class of the claims.
        who: The property that leads to the one side.
        what: The property that leads to the other.
        role: The property that tells the role.
        who_class: The class that the one side must have; empty for any.
        what_class: The class that the other must have; empty for any.
        above: The roles of which one must lie above a claim's role; empty for any role.
        never: Roles that make no edge.
    """

    claim: str
    who: str
    what: str
    role: str = "role"
    who_class: str = ""
    what_class: str = ""
    above: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of network.

    Attributes:
        name: What it is called in a command.
        title: The same in words.
        meaning: What an edge says, and what its weight counts.
        patterns: The claims that make its edges.
        onto: The side that stays where the other one is folded away; empty for both.
        about_people: Whether its nodes are people; then nothing about them is published.
    """

    name: str
    title: str
    meaning: str
    patterns: tuple[Pattern, ...]
    onto: Literal["", "who", "what"] = ""
    about_people: bool = False


_TAKING_PART: Final = ("membership", "coordination")
_PARTICIPATION: Final = Pattern(
    "Participation", "participant", "initiative", above=_TAKING_PART, what_class="Initiative"
)
_CITIES: Final = Pattern(
    "Participation",
    "participant",
    "initiative",
    who_class="City",
    what_class="Initiative",
    above=_TAKING_PART,
)
_AT_EVENT: Final = Pattern("EventParticipation", "participant", "event", never=("target-group",))

KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind(
            "cities",
            "Cities and initiatives",
            "A line joins a city to an initiative in which it takes part; its weight is the number "
            "of roles that the city has there.",
            (_CITIES,),
        ),
        Kind(
            "cities-projection",
            "Cities that share initiatives",
            "A line joins two cities that take part in the same initiative; its weight is the "
            "number of initiatives they share. The attribute newman counts each shared initiative "
            "as one divided by the number of its other cities, so that a small one weighs more.",
            (_CITIES,),
            onto="who",
        ),
        Kind(
            "initiatives-projection",
            "Initiatives that share cities",
            "A line joins two initiatives in which the same city takes part; its weight is the "
            "number of cities they share. The attribute newman counts each shared city as one "
            "divided by the number of its other initiatives.",
            (_CITIES,),
            onto="what",
        ),
        Kind(
            "people-events",
            "People and events",
            "A line joins a person to an event at which the person had a part; its weight is the "
            "number of roles.",
            (
                Pattern(
                    "EventParticipation",
                    "participant",
                    "event",
                    who_class="Person",
                    what_class="Event",
                    never=("target-group",),
                ),
            ),
            about_people=True,
        ),
        Kind(
            "organisations-partnerships",
            "Organisations and partnerships",
            "A line joins an organisation to a partnership in which it takes part; its weight is "
            "the number of roles that it has there.",
            (
                Pattern(
                    "Participation",
                    "participant",
                    "initiative",
                    who_class="Organisation",
                    what_class="Partnership",
                    above=_TAKING_PART,
                ),
            ),
        ),
        Kind(
            "everything",
            "Actors, initiatives and events",
            "A line joins an actor to an initiative or event in which it takes part, a person to "
            "where the person held a post, and a person to whom the person spoke for.",
            (
                _PARTICIPATION,
                _AT_EVENT,
                Pattern("Position", "holder", "at", role="positionTitle"),
                Pattern("EventParticipation", "participant", "onBehalfOf"),
            ),
            about_people=True,
        ),
    )
}


def find_kind(name: str) -> Kind:
    """Return the kind of that name.

    Raises:
        UnknownName: There is none.
    """
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownName(
            f"There is no network of the kind '{name}'.",
            hint=did_you_mean(name, KINDS) or f"The kinds are {', '.join(KINDS)}.",
        ) from None
