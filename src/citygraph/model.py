"""The model's kinds of things: which table describes them, which class and IRI path they have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["CLAIMS", "ENTITIES", "ClaimKind", "EntityKind"]


@dataclass(frozen=True)
class EntityKind:
    """A kind of thing with a key and a name of its own.

    Attributes:
        kind: The path of its IRIs below ``id/``.
        table: The table that describes it.
        class_name: The ontology class of a row that names no narrower one.
        typed: Whether the column ``type`` names a subclass.
    """

    kind: str
    table: str
    class_name: str
    typed: bool = False


@dataclass(frozen=True)
class ClaimKind:
    """A kind of claim: a node that says who, in what, as what, when, and according to whom.

    Attributes:
        kind: The path of its IRIs below ``id/``.
        table: The table whose rows are such claims.
        class_name: Its ontology class.
        key_columns: The columns that make its key.
    """

    kind: str
    table: str
    class_name: str
    key_columns: tuple[str, ...]


ENTITIES: Final[dict[str, EntityKind]] = {
    entry.kind: entry
    for entry in (
        EntityKind("country", "countries", "Country"),
        EntityKind("region", "regions", "Region"),
        EntityKind("city", "cities", "City"),
        EntityKind("organisation", "organisations", "Organisation"),
        EntityKind("person", "people", "Person"),
        EntityKind("initiative", "initiatives", "Initiative", typed=True),
        EntityKind("event", "events", "Event", typed=True),
        EntityKind("venue", "venues", "Venue"),
    )
}

CLAIMS: Final[dict[str, ClaimKind]] = {
    entry.table: entry
    for entry in (
        ClaimKind(
            "participation",
            "participations",
            "Participation",
            ("initiative", "participant", "role"),
        ),
        ClaimKind(
            "event-participation",
            "event_participations",
            "EventParticipation",
            ("event", "participant", "role"),
        ),
        ClaimKind("position", "positions", "Position", ("at", "holder", "title")),
        ClaimKind("award", "awards", "Award", ("prize", "recipient", "year", "placing")),
        ClaimKind("figure", "figures", "Figure", ("about", "measure", "as_of", "due")),
        ClaimKind("milestone", "milestones", "Milestone", ("about", "title")),
    )
}
