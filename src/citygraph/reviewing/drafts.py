"""Accepted facts as rows of the tables.

Each predicate of the extraction has its place in the tables:

=====================  ==================================================================
`participates_in`      `participations`, role `participant` where none is given
`coordinates`          `participations`, role `coordinator` where none is given
`organises`            `event_participations`, role `organiser`; of an initiative
                       `participations`, role `owner`
`hosts`                `event_participations`, role `host`
`takes_part_in_event`  `event_participations`, role `attendee` where none is given
`represents`           the column `on_behalf_of` of the part that the person takes
`held_on`              the columns `start` and `end` of `events`
`located_in`           `location` of an event; `region` or `country` of a city; `country` of
                       a region or an organisation
`part_of`              `part_of` of an event, initiative or organisation; `acts_for` of an
                       organisation that belongs to a city or region
`has_position`         `positions`
=====================  ==================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citygraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from citygraph.tables import Package

__all__ = ["TABLES", "Context", "Draft", "NoPlaceForIt", "merged", "relation_drafts"]

TABLES: Final = {
    "city": "cities",
    "region": "regions",
    "country": "countries",
    "initiative": "initiatives",
    "organisation": "organisations",
    "person": "people",
    "event": "events",
}
_LISTS: Final = {"spans", "part_of", "location", "on_behalf_of"}


class NoPlaceForIt(UsageError):
    """The tables have no column that could hold a fact."""


@dataclass
class Draft:
    """A row to be, without the columns that say where it comes from.

    Attributes:
        table: The table's name.
        cells: Its cells.
        assumed: Whether its role is the weakest one, since the text names none.
    """

    table: str
    cells: dict[str, str]
    assumed: bool = False


@dataclass(frozen=True)
class Context:
    """What the rows of one document share.

    Attributes:
        table_of: The table of entities that a key stands in; empty where it stands in none.
        language: The language of the document.
        published: The day it appeared on; may be empty.
        spoken_for: Whom each person speaks for, by the person's key.
        guests: Who takes part in some event, by key.
    """

    table_of: Callable[[str], str]
    language: str = ""
    published: str = ""
    spoken_for: Mapping[str, str] = field(default_factory=dict)
    guests: frozenset[str] = frozenset()


def relation_drafts(
    fields: Mapping[str, str], original_title: str, context: Context
) -> list[Draft]:
    """Turn a relation into rows.

    Args:
        fields: Its fields, with the keys of its ends.
        original_title: The title as the document has it.
        context: What the document's rows share.

    Returns:
        The rows; none where another relation's row says it (`represents`).

    Raises:
        NoPlaceForIt: The tables cannot hold it.
    """
    make = _MAKERS.get(fields["predicate"])
    if make is None:
        raise NoPlaceForIt(
            f"'{fields['predicate']}' is no predicate.",
            hint=f"The predicates are {', '.join(_MAKERS)}.",
        )
    return make({**fields, "title_in_source": original_title}, context)


def _participation(default: str) -> Callable[[Mapping[str, str], Context], list[Draft]]:
    def make(fields: Mapping[str, str], context: Context) -> list[Draft]:
        initiative = fields["object"]
        network = f"{initiative}-network"
        if context.table_of(initiative) == "organisations" and context.table_of(network):
            initiative = network
        _need(initiative, ("initiatives",), context, "Only an initiative has participants.")
        start, _, end = fields["date"].partition("/")
        cells = {
            "initiative": initiative, "participant": fields["subject"],
            "role": fields["role"] or default, "start": start, "end": end,
        }  # fmt: skip
        return [Draft("participations", cells, assumed=not fields["role"])]

    return make


def _event_part(default: str) -> Callable[[Mapping[str, str], Context], list[Draft]]:
    def make(fields: Mapping[str, str], context: Context) -> list[Draft]:
        if default == "organiser" and context.table_of(fields["object"]) == "initiatives":
            return _participation("owner")(fields, context)
        _need(fields["object"], ("events",), context, "Only an event has hosts and guests.")
        cells = {
            "event": fields["object"],
            "participant": fields["subject"],
            "role": fields["role"] or default,
            "on_behalf_of": context.spoken_for.get(fields["subject"], ""),
        }
        return [Draft("event_participations", cells, assumed=not fields["role"])]

    return make


def _represents(fields: Mapping[str, str], context: Context) -> list[Draft]:
    _need(fields["subject"], ("people",), context, "Only a person speaks for somebody.")
    if fields["subject"] not in context.guests:
        raise NoPlaceForIt(
            "The tables say on whose behalf somebody takes part in an event, and no part in an "
            "event of this person is accepted.",
            hint="Accept that the person takes part in an event, or reject this.",
        )
    return []


def _held_on(fields: Mapping[str, str], context: Context) -> list[Draft]:
    _need(fields["subject"], ("events",), context, "Only an event is held on a day.")
    start, _, end = fields["object"].partition("/")
    cells = {"key": fields["subject"], "start": start, "end": end or start}
    if context.published and start > context.published:
        cells["status"] = "announced"
    return [Draft("events", cells)]


def _located_in(fields: Mapping[str, str], context: Context) -> list[Draft]:
    subject, place = context.table_of(fields["subject"]), context.table_of(fields["object"])
    column = {
        ("events", "cities"): "location",
        ("events", "countries"): "location",
        ("cities", "regions"): "region",
        ("cities", "countries"): "country",
        ("regions", "countries"): "country",
        ("organisations", "countries"): "country",
    }.get((subject, place))
    return _one_cell(fields, subject, column, place)


def _part_of(fields: Mapping[str, str], context: Context) -> list[Draft]:
    subject, whole = context.table_of(fields["subject"]), context.table_of(fields["object"])
    column = {
        ("events", "events"): "part_of",
        ("events", "initiatives"): "part_of",
        ("initiatives", "initiatives"): "part_of",
        ("organisations", "organisations"): "part_of",
        ("organisations", "cities"): "acts_for",
        ("organisations", "regions"): "acts_for",
        ("organisations", "countries"): "acts_for",
    }.get((subject, whole))
    return _one_cell(fields, subject, column, whole)


def _one_cell(
    fields: Mapping[str, str], subject: str, column: str | None, other: str
) -> list[Draft]:
    if column is None:
        raise NoPlaceForIt(
            f"No column of {subject or 'the tables'} takes a key of {other or 'no table'}.",
            hint="Change one of the two, or reject this.",
        )
    return [Draft(subject, {"key": fields["subject"], column: fields["object"]})]


def _position(fields: Mapping[str, str], context: Context) -> list[Draft]:
    _need(fields["subject"], ("people",), context, "Only a person has an office.")
    places = ("cities", "regions", "countries", "organisations", "initiatives")
    _need(fields["object"], places, context, "An office is one of a place, body or initiative.")
    if not fields["title"]:
        raise NoPlaceForIt("An office needs a title.", hint="Write the title, in English.")
    start, _, end = fields["date"].partition("/")
    cells = {
        "holder": fields["subject"], "at": fields["object"], "title": fields["title"],
        "as_of": context.published, "start": start, "end": end,
    }  # fmt: skip
    if context.language != "en" and fields["title_in_source"]:
        cells |= {"title_in_source": fields["title_in_source"], "language": context.language}
    return [Draft("positions", cells)]


_MAKERS: Final[dict[str, Callable[[Mapping[str, str], Context], list[Draft]]]] = {
    "participates_in": _participation("participant"),
    "coordinates": _participation("coordinator"),
    "organises": _event_part("organiser"),
    "hosts": _event_part("host"),
    "takes_part_in_event": _event_part("attendee"),
    "represents": _represents,
    "held_on": _held_on,
    "located_in": _located_in,
    "part_of": _part_of,
    "has_position": _position,
}


def _need(key: str, tables: tuple[str, ...], context: Context, reason: str) -> None:
    if context.table_of(key) not in tables:
        raise NoPlaceForIt(
            f"{reason} '{key}' is not a key of {' or '.join(tables)}.",
            hint="Write another key, or reject this.",
        )


def merged(drafts: Iterable[Draft], package: Package) -> dict[str, list[dict[str, str]]]:
    """Put rows with the same primary key together: lists are joined, else the first cell counts."""
    rows: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
    for draft in drafts:
        table = package.tables[draft.table]
        identity = tuple(draft.cells.get(column, "") for column in table.primary_key)
        row = rows.setdefault(draft.table, {}).setdefault(identity, {})
        for column, value in draft.cells.items():
            if column in _LISTS and row.get(column) and value:
                row[column] = ";".join(_sorted({*row[column].split(";"), *value.split(";")}))
            elif not row.get(column):
                row[column] = value
    return {name: list(found.values()) for name, found in rows.items()}


def _sorted(values: set[str]) -> list[str]:
    def order(value: str) -> tuple[int, str]:
        first = value.partition("-")[0]
        return (int(first) if first.isdigit() else 0, value)

    return sorted(values, key=order)
