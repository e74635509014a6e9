"""When and where events are, who hosts, organises and attends them, and what they are part of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.event_roles import is_panel, role_told
from citygraph.extraction.hedging import hedged
from citygraph.extraction.items import ACTORS, Item
from citygraph.extraction.statements import Relation

if TYPE_CHECKING:
    from citygraph.extraction.items import Row, Trigger
    from citygraph.extraction.mentions import Entity
    from citygraph.extraction.statements import Statements
    from citygraph.extraction.topics import Topics

__all__ = ["find_event_relations"]

_HAPPENS: Final = frozenset(["take_place", "host", "organise", "open", "attend", "join"])
_HEAD: Final = 8  # sentences between an event and the facts listed below it
_HEADING: Final = 3  # words before the colon
_CLOSE: Final = 9
_WHOLE_DAY: Final = 10
# "Updated on": the day of the page, not of the event.
_UPDATED: Final = (
    "updat", "uppdat", "oppdat", "opdat", "aktualis", "aktualiz", "actualis", "actualiz",
    "atualiz", "aggiornat", "paivit", "bijgewerkt", "uuendat", "atjaun", "atnaujin",
    "posodob", "azurir", "ажурир", "обнов", "актуализ", "оновлен", "frissit", "perditesu",
    "guncelle", "ενημερω", "nuasho", "uppfaert", "eguneratu", "aġġornat",
)  # fmt: skip
_AHEAD: Final = 2  # sentences before the first mention of an event that may already tell of it


def find_event_relations(text: str, row: Row, topics: Topics, said: Statements) -> None:
    """Find what a sentence says about events."""
    events = _events(row, topics, said)
    if not events and row.present & {"host", "organise"} and not row.of("initiative"):
        near = topics.latest_event or topics.recent.get("event")
        reach = 2
        if _headed(text, row):
            reach = _HEAD
            if near is None and topics.main["event"] is not None:
                near = (row.number, topics.main["event"])
        if near is not None and row.number - near[0] <= reach:
            first = row.having("host") + row.having("organise")
            stand_in = Item(
                "event",
                first[0].first,
                first[0].last,
                first[0].start,
                first[0].end,
                near[1],
                plain=True,
            )
            _hosted(row, [stand_in], said)
            _organised(row, [stand_in], said)
    if events:
        _when(text, row, events, topics, said)
        _where(row, events, said)
        _part_of(text, row, events, topics, said)
        _hosted(row, events, said)
        _organised(row, events, said)
    _attended(row, events, topics, said)


def _headed(text: str, row: Row) -> bool:
    """Return whether a sentence begins like a list of facts: "Organisers: ..."."""
    trigger = row.triggers[0]
    return trigger.last < _HEADING and text[trigger.end : trigger.end + 1] == ":"


def _events(row: Row, topics: Topics, said: Statements) -> list[Item]:
    events = row.of("event")
    if topics.timed(row):
        main = topics.main["event"]
        for item in events:
            if item.entity is None or item.plain or item.entity is main:
                continue
            if topics.day is not None:
                said.add(
                    Relation(item.entity, "held_on", topics.day, spans=[(item.start, item.end)],
                             rule="day of the agenda", score=0.7)
                )  # fmt: skip
            if main is not None:
                said.add(
                    Relation(item.entity, "part_of", main, spans=[(item.start, item.end)],
                             rule="line of the agenda", score=0.65)
                )  # fmt: skip
    return events


def _when(text: str, row: Row, events: list[Item], topics: Topics, said: Statements) -> None:
    line = topics.dateline
    if line is not None and line[0] == row.analysed.sentence.line and not row.of("date", "city"):
        captioned = events[0].entity
        if captioned is not None and line[2].date is not None and line[1].entity is not None:
            span = [(line[1].start, events[0].end)]
            said.add(
                Relation(
                    captioned,
                    "held_on",
                    line[2].date,
                    spans=span,
                    rule="date of a caption",
                    score=0.6,
                )
            )
            said.add(
                Relation(
                    captioned,
                    "located_in",
                    line[1].entity,
                    spans=span,
                    rule="place of a caption",
                    score=0.6,
                )
            )
    happens = bool(row.present & _HAPPENS)
    words = row.analysed.sentence.words
    if any(word.folded.startswith(_UPDATED) for word in words[:3]):
        return
    for item in row.of("date"):
        date = item.date
        if date is None or date.year_only or not date.resolved:
            continue
        event = min(events, key=lambda e: _distance(e, item) + (2 if e.plain else 0))
        distance = _distance(event, item)
        if len(date.start) < _WHOLE_DAY and not (happens and distance <= _CLOSE):
            continue
        if event.entity is None or hedged(row, event.first, item.first):
            continue
        if (
            row.analysed.sentence.opens_line
            and item.first == 0
            and len(row.items) > 2
            and (text[item.end : item.end + 3].startswith("\n"))
        ):
            continue
        if not happens and distance > _CLOSE:
            continue
        score = 0.75 if happens else 0.6
        if _since(row, item):
            continue
        said.add(
            Relation(event.entity, "held_on", date,
                     spans=[(min(event.start, item.start), max(event.end, item.end))],
                     rule="event and date", score=score)
        )  # fmt: skip


def _since(row: Row, item: Item) -> bool:
    return "candidate" in row.present and any(
        row.segments[t.first] == row.segments[item.first] for t in row.having("candidate")
    )


def _distance(one: Item, other: Item) -> int:
    if one.first > other.last:
        return one.first - other.last
    return max(other.first - one.last, 0)


def _where(row: Row, events: list[Item], said: Statements) -> None:
    takes_place = row.having("take_place")
    for item in row.of("city", "country", "region"):
        if item.entity is None or item.attached:
            continue
        event = min(events, key=lambda e: _distance(e, item))
        if event.entity is None or event.entity is item.entity:
            continue
        distance = _distance(event, item)
        score = 0.0
        if item.located and (takes_place or distance <= 6):
            score = 0.75 if takes_place else 0.65
        elif item.located and row.present & {"host", "organise", "attend"}:
            score = 0.5
        if not score or hedged(row, event.first, item.first):
            continue
        if len(row.groups[item.group]) > 2:
            continue
        item.attached = True
        said.add(
            Relation(event.entity, "located_in", item.entity,
                     spans=[(min(event.start, item.start), max(event.end, item.end))],
                     rule="event and place", score=score)
        )  # fmt: skip


def _part_of(text: str, row: Row, events: list[Item], topics: Topics, said: Statements) -> None:
    words = row.analysed.sentence.words
    for event in events:
        entity = event.entity
        if entity is None:
            continue
        for item in row.of("initiative", "event"):
            other = item.entity
            if other is None or other is entity or (item.plain and item.kind == "event"):
                continue
            gap = item.first - event.last
            score = 0.0
            if 0 < gap <= 4 and item.kind == "initiative":
                between = words[event.last + 1 : item.first]
                if (
                    all(
                        (
                            w.shape == "l"
                            and not w.categories
                            & {"and", "take_place", "host", "join", "with", "negation", "organise"}
                        )
                        or w.categories & {"initiative", "of"}
                        for w in between
                    )
                    and "," not in text[event.end : item.start]
                ):
                    score = 0.7
            elif 0 < event.first - item.last <= 2 and item.kind == "initiative":
                score = 0.65
            parts = [
                t
                for t in row.having("part")
                if min(event.last, item.last) - 1 < t.first < max(event.first, item.first)
                and abs(item.first - t.last) <= 5
            ]
            if (
                parts
                and event.last < item.first
                and not any(event.last < between.first < parts[0].first for between in events)
            ):
                score = max(score, 0.7)
            if score and not hedged(row, event.first, item.first):
                said.add(
                    Relation(entity, "part_of", other,
                             spans=[(min(event.start, item.start), max(event.end, item.end))],
                             rule="event of an initiative", score=score)
                )  # fmt: skip
        if not event.plain and entity.known is None:
            _by_name(entity, event, topics, said)


def _by_name(entity: Entity, event: Item, topics: Topics, said: Statements) -> None:
    written = f" {entity.mentions[0].text.lower()} "
    for other in topics.table.entities:
        if other.kind == "initiative" and not other.plain:
            for name in [other.name, *other.names[:4]]:
                if len(name) > 2 and f" {name.lower()} " in written.replace("-", " "):
                    said.add(
                        Relation(entity, "part_of", other, spans=[(event.start, event.end)],
                                 rule="name of the event", score=0.7)
                    )  # fmt: skip
                    return


def _sides(row: Row, trigger: Trigger, items: list[Item]) -> Item | None:
    """The actor of a verb: before it, or after the word that says "by"."""
    best = None
    least = 99.0
    for item in items:
        if item.attached:
            continue
        distance = float(
            item.first - trigger.last if item.first > trigger.last else trigger.first - item.last
        )
        if "by" in item.before and item.first > trigger.last:
            distance -= 3
        elif item.first > trigger.last:
            distance += 2
        elif "by" in item.before:
            distance += 5
        if item.located:
            distance += 6
        if row.segments[min(item.last, len(row.segments) - 1)] != row.segments[trigger.first]:
            distance += 2
        if distance < least:
            best, least = item, distance
    return best if least < 14 else None


def _nearest_event(events: list[Item], trigger: Trigger) -> Item:
    return min(
        events,
        key=lambda e: (
            (e.first - trigger.last if e.first > trigger.last else trigger.first - e.last)
            + (1 if e.plain else 0)
        ),
    )


def _hosted(row: Row, events: list[Item], said: Statements) -> None:
    for trigger in row.having("host"):
        actor = _sides(row, trigger, [i for i in row.of("city", "organisation") if not i.plain])
        event = _nearest_event(events, trigger)
        if actor is None or event.entity is None or actor.entity is None:
            continue
        if hedged(row, trigger.first, trigger.last):
            continue
        for member in row.groups[actor.group] if actor.group >= 0 else [actor]:
            assert member.entity is not None
            member.attached = True
            said.add(
                Relation(member.entity, "hosts", event.entity,
                         spans=[(min(actor.start, event.start), max(actor.end, event.end))],
                         rule="word of hosting", score=0.75)
            )  # fmt: skip


def _organised(row: Row, events: list[Item], said: Statements) -> None:
    for trigger in row.having("organise"):
        actors = [i for i in row.of(*ACTORS, "initiative") if not i.located and not i.plain]
        actor = _sides(row, trigger, actors)
        event = _nearest_event(events, trigger)
        if actor is None or event.entity is None or hedged(row, trigger.first, trigger.last):
            continue
        if abs(event.first - trigger.first) > 10:
            continue
        for member in row.groups[actor.group] if actor.group >= 0 else [actor]:
            assert member.entity is not None
            said.add(
                Relation(member.entity, "organises", event.entity,
                         spans=[(min(actor.start, event.start), max(actor.end, event.end))],
                         rule="word of organising", score=0.65)
            )  # fmt: skip


def _attended(row: Row, events: list[Item], topics: Topics, said: Statements) -> None:
    _cities_attend(row, events, said)
    people = row.of("person")
    roles = [
        (trigger, category)
        for category in ("open", "speak", "moderate", "attend")
        for trigger in row.having(category)
    ]
    timed = topics.timed(row)
    sentence = row.analysed.sentence
    if not people and row.having("speak") and topics.ends_open(row):
        topics.guests = (sentence.line, "speaker")
    elif topics.guests is not None and not roles:
        line, role = topics.guests
        if people and people[0].first <= 3 and sentence.line - line <= 2 and topics.main["event"]:
            topics.guests = (sentence.line, role)
            if sentence.opens_line and people[0].entity is not None:
                said.add(
                    Relation(
                        people[0].entity,
                        "takes_part_in_event",
                        topics.main["event"],
                        role=role,
                        spans=[(people[0].start, people[0].end)],
                        rule="line of a list of speakers",
                        score=0.65,
                    )
                )
            return
    session = topics.session_of(row, timed=timed, events=events)
    if not people or not (roles or timed or session):
        return
    near = topics.recent.get("event")
    for person in people:
        if person.entity is None:
            continue
        event = _event_for(person, events)
        score = 0.75
        if event is None:
            if near is not None and row.number - near[0] <= 3:
                event, score = near[1], 0.6
            else:
                event, score = topics.main["event"], 0.5
                if event is not None and event.mentions[0].sentence > row.number + _AHEAD:
                    continue
        if timed and topics.main["event"] is not None and not events:
            event, score = topics.main["event"], 0.65
        if session is not None and not events:
            event, score = session, 0.65
        if event is None:
            continue
        role = ""
        if roles:
            trigger, category = min(
                roles,
                key=lambda r: (
                    abs(r[0].first - person.last)
                    if r[0].first > person.last
                    else abs(person.first - r[0].last)
                ),
            )
            if hedged(row, trigger.first, trigger.last):
                continue
            role = role_told(row, trigger, category)
        if role in {"", "speaker", "attendee"} and is_panel(topics.text, event):
            role = "panellist"
        said.add(
            Relation(person.entity, "takes_part_in_event", event, role=role,
                     spans=[(person.start, person.end)], rule="person at an event", score=score)
        )  # fmt: skip


def _cities_attend(row: Row, events: list[Item], said: Statements) -> None:
    """Cities and bodies that come to an event."""
    if not events or (row.of("person") and "join" not in row.present):
        return
    triggers = row.having("attend")
    if not triggers and not row.of("person"):
        triggers = row.having("represent") or row.having("join")
    initiatives = [item for item in row.of("initiative") if not item.plain]
    for trigger in triggers:
        if hedged(row, trigger.first, trigger.last):
            continue
        event = _nearest_event(events, trigger)
        if event.entity is None or event.entity.kind != "event":
            continue
        for item in row.of("city", "region", "organisation"):
            if item.attached or item.located or item.plain or item.entity is None:
                continue
            if _doubted(row, item):
                continue
            if initiatives and item.kind == "organisation":
                continue
            if abs(event.first - trigger.first) > 14:
                continue
            said.add(
                Relation(item.entity, "takes_part_in_event", event.entity, role="attendee",
                         spans=[(min(item.start, event.start), max(item.end, event.end))],
                         rule="word of attending", score=0.5)
            )  # fmt: skip
        return


def _doubted(row: Row, item: Item) -> bool:
    """Return whether the part of the sentence about an actor denies, or only wishes, something."""
    return any(
        row.segments[trigger.first] == row.segments[item.first]
        for category in ("negation", "candidate", "former")
        for trigger in row.having(category)
    )


def _event_for(person: Item, events: list[Item]) -> Entity | None:
    if not events:
        return None
    return min(events, key=lambda e: _distance(e, person)).entity
