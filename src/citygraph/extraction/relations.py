"""What a text says about its entities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.extraction.items import Item, make_row
from citygraph.extraction.lexicon import lexicon
from citygraph.extraction.mentions import Entity
from citygraph.extraction.positions import find_positions
from citygraph.extraction.statements import Relation, Statements
from citygraph.extraction.topics import Topics

if TYPE_CHECKING:
    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.items import Row
    from citygraph.extraction.known import KnownNames
    from citygraph.extraction.mentions import DateMention

__all__ = ["Relation", "RelationFinder"]


class RelationFinder:
    """Finds relations in the sentences of a document."""

    def __init__(self, known: KnownNames) -> None:
        self.known = known

    def find(self, text: str, analysed: list[Analysed], table: EntityTable) -> list[Relation]:
        """Return what the sentences say.

        Args:
            text: The text.
            analysed: Its sentences with their mentions.
            table: The entities; gets those that are named by a general noun only.
        """
        from citygraph.extraction.events import find_event_relations
        from citygraph.extraction.initiatives import find_initiative_relations

        topics = Topics(text, analysed, table)
        said = Statements()
        for number, item in enumerate(analysed):
            if (
                not item.mentions
                and not item.dates
                and not item.sentence.triggers
                and not topics.nouns.carries(number)
            ):
                topics.note(item, number)
                continue
            plain = topics.nouns.standing_in(number)
            if (
                topics.list_of is None
                and not item.sentence.triggers
                and len(item.mentions) + len(item.dates) + len(plain) < 2
                and not topics.in_agenda(item)
            ):
                topics.note_mentions(item, number)
                continue
            row = make_row(text, item, number, lexicon(item.language), plain)
            _add_city(row, topics)
            find_positions(text, row, topics, said)
            find_event_relations(text, row, topics, said)
            find_initiative_relations(text, row, topics, said)
            topics.note_row(text, row)
        _assign_meetings(topics, said)
        _from_header(analysed, topics, said)
        _belong_to_main(table, topics, said)
        found = said.relations()
        _keep_plain(table, found)
        return found


def _assign_meetings(topics: Topics, said: Statements) -> None:
    """Let the meetings of a text about one initiative be meetings of that initiative."""
    main = topics.main["initiative"]
    if main is None or len(main.mentions) < 2:
        return
    for entity in topics.nouns.dated_meetings():
        if (said.has(entity, "held_on") or said.has(entity, "located_in")) and not said.has(
            entity, "part_of"
        ):
            span = (entity.mentions[0].start, entity.mentions[0].end)
            said.add(
                Relation(
                    entity,
                    "part_of",
                    main,
                    spans=[span],
                    rule="meeting in a text about one initiative",
                )
            )


def _from_header(analysed: list[Analysed], topics: Topics, said: Statements) -> None:
    """Let the city and the day at the head of an agenda be those of its event."""
    event = topics.main["event"]
    if event is None or topics.first_timed is None:
        return
    dates: list[tuple[bool, DateMention]] = []
    cities = []
    for item in analysed[: min(topics.first_timed, _HEAD)]:
        if len(item.sentence.words) > _SHORT_LINE:
            continue
        if not item.sentence.triggers:
            here = [mention for mention in item.mentions if mention.kind == "city"]
            dates += [
                (bool(here), date)
                for date in item.dates
                if date.resolved and len(date.start) == _DAY
            ]
            cities += here
    if dates and not said.has(event, "held_on"):
        # The day beside the place, or days that make a range, rather than the day of an update.
        day = max(dates, key=lambda told: (told[0], told[1].start != told[1].end))[1]
        said.add(
            Relation(
                event,
                "held_on",
                day,
                spans=[(day.start_offset, day.end_offset)],
                rule="head of the agenda",
            )
        )
    if len({id(c.entity) for c in cities}) == 1 and not said.has(event, "located_in"):
        city = cities[0]
        if city.entity is not None:
            said.add(
                Relation(
                    event,
                    "located_in",
                    city.entity,
                    spans=[(city.start, city.end)],
                    rule="head of the agenda",
                )
            )


def _belong_to_main(table: EntityTable, topics: Topics, said: Statements) -> None:
    """Let the meeting a text about one initiative reports on be a meeting of it."""
    main = topics.main["initiative"]
    event = topics.main["event"]
    if main is None or event is None or len(main.mentions) < 2 or said.has(event, "part_of"):
        return
    if main.known is not None and main.known.broad:
        return
    if event.known is not None and not event.plain and main.known is None:
        return
    if event not in table.entities or not (
        said.has(event, "held_on") or said.has(event, "located_in") or event.known is not None
    ):
        return
    span = (event.mentions[0].start, event.mentions[0].end)
    said.add(
        Relation(
            event, "part_of", main, spans=[span], rule="meeting in a text about one initiative"
        )
    )


_HEAD = 8
_SHORT_LINE = 12
_DAY = 10
_ACTS = frozenset(["coordinate", "host", "join", "organise"])


def _add_city(row: Row, topics: Topics) -> None:
    """Let "the city" stand for the city last named, where a sentence names no actor."""
    if not row.present & _ACTS or not row.kinds.isdisjoint(
        {"city", "organisation", "country", "region"}
    ):
        return
    near = topics.recent.get("city")
    if near is None or row.number - near[0] > 2:
        return
    sentence = row.analysed.sentence
    for index, word in enumerate(sentence.words):
        if "city" in word.categories and not any(
            item.first <= index <= item.last for item in row.items
        ):
            item = Item("city", index, index, sentence.starts[index], sentence.ends[index], near[1])
            row.items.append(item)
            row.items.sort(key=lambda other: other.first)
            item.group = len(row.groups)
            row.groups.append([item])
            row.kinds |= {"city"}
            return


def _keep_plain(table: EntityTable, found: list[Relation]) -> None:
    used = set()
    for relation in found:
        used.add(id(relation.subject))
        if isinstance(relation.object, Entity):
            used.add(id(relation.object))
    for entity in table.entities:
        if entity.plain and id(entity) in used:
            entity.plain = False
    table.entities.sort(key=lambda entity: entity.mentions[0].start)
