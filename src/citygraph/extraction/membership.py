"""Who takes part in which initiative."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.hedging import hedged
from citygraph.extraction.items import ACTORS, Item, Trigger
from citygraph.extraction.lexicon import role_of
from citygraph.extraction.statements import Relation

if TYPE_CHECKING:
    from citygraph.extraction.items import Row
    from citygraph.extraction.mentions import Entity
    from citygraph.extraction.statements import Statements
    from citygraph.extraction.topics import Topics

__all__ = ["cost", "find_members", "leading_cities"]


_BESIDE: Final = 5
_COMMA: Final = 4  # how much farther away a word is behind a comma
_GENERAL: Final = {"partner": 20, "member": 40}  # roles that give way to any other


def cost(row: Row, trigger: Trigger, item: Item) -> float:
    """Return how far an item is from a trigger, in words; a comma between counts as two more."""
    distance = float(
        item.first - trigger.last if item.first > trigger.last else trigger.first - item.last
    )
    if row.segments[item.first] != row.segments[trigger.first]:
        distance += 2
    return distance


def leading_cities(row: Row, trigger: Trigger) -> bool:
    """Whether "lead" only tells which cities: "the leading cities are ..."."""
    words = row.analysed.sentence.words
    near = [
        *words[max(0, trigger.first - 1) : trigger.first],
        *words[trigger.last + 1 : trigger.last + 2],
    ]
    return any("city" in word.categories for word in near) and len(row.of("city")) > 1


def find_members(
    text: str, row: Row, initiatives: list[Item], topics: Topics, said: Statements
) -> None:
    """Find who takes part in which initiative in a sentence, or as the line of a list."""
    triggers = (
        row.having("join")
        + row.having("sign")
        + [t for t in row.having("coordinate") if leading_cities(row, t)]
        + _member_cities(row, initiatives)
    )
    actors = [
        item
        for item in row.items
        if item.kind in ACTORS and not item.plain and item not in initiatives and not item.attached
    ]
    carried = topics.list_of
    topics.list_of = None
    if not triggers:
        if not _carry_on(row, actors, carried, topics, said):
            _side_by_side(row, actors, initiatives, said)
            _enumerated(row, actors, topics, said)
        return
    targets = [item for item in initiatives if item.entity is not None]
    closes = text[row.analysed.sentence.start : row.analysed.sentence.end].rstrip().endswith(":")
    events = row.of("event")
    if closes and not targets and events and events[0].entity is not None:
        topics.list_of = ("takes_part_in_event", events[0].entity, "", None)
        return
    if not targets and row.of("event") and not _many(row, actors):
        return
    target: Entity | None = None
    score = 0.7
    if not targets:
        target, near = topics.focus(row.number, 3)
        score = 0.55 if near else 0.45
        if target is None:
            _guests(row, actors, topics, said)
            return
    if text[row.analysed.sentence.start : row.analysed.sentence.end].rstrip().endswith(":"):
        carried_target = targets[-1].entity if targets else target
        if carried_target is not None and not hedged(row, triggers[0].first, triggers[0].last):
            topics.list_of = ("participates_in", carried_target, "", row)
    elif targets and not hedged(row, triggers[0].first, triggers[0].last):
        assert targets[-1].entity is not None
        topics.list_of = ("participates_in", targets[-1].entity, "weak", row)
    for actor in actors:
        if _gives(actor):
            continue
        if actor.located and len(row.groups[actor.group]) < 3:
            continue
        trigger = min(triggers, key=lambda t: cost(row, t, actor))
        if _all_hedged(row, trigger, actor):
            continue
        chosen = target
        if targets:
            chosen = _target_for(row, actor, targets)
        if chosen is None or chosen is actor.entity or actor.entity is None:
            continue
        if not targets and actor.kind == "organisation" and len(row.groups[actor.group]) < 3:
            continue
        if actor.kind == "country" and _of_a_city(row, actor):
            continue
        said.add(
            Relation(
                actor.entity,
                "participates_in",
                chosen,
                role=_role(row, trigger, actor),
                spans=[(min(actor.start, trigger.start), max(actor.end, trigger.end))],
                rule="word of taking part",
                score=score,
            )
        )


def _member_cities(row: Row, initiatives: list[Item]) -> list[Trigger]:
    """Tell of "ICC cities", "cities of the Mission": the noun says that they take part."""
    words = row.analysed.sentence.words
    found = []
    for item in initiatives:
        position = item.last + 1
        if item.plain or position >= len(words) or "city" not in words[position].categories:
            continue
        sentence = row.analysed.sentence
        found.append(
            Trigger(
                {"join"}, position, position, sentence.starts[position], sentence.ends[position]
            )
        )
    return found


def _role(row: Row, trigger: Trigger, actor: Item) -> str:
    """Return the role that the nearest word around trigger and actor tells."""
    words = row.analysed.sentence.words
    group = row.groups[actor.group] if actor.group >= 0 else [actor]
    begin, end = group[0].first, group[-1].last
    low = max(min(trigger.first, begin) - 3, 0)
    high = min(max(trigger.last, end) + 3, len(words) - 1)
    best, least = "", 99.0
    for position in range(low, high + 1):
        role = role_of(words[position].folded)
        if not role:
            continue
        away = float(begin - position if position < begin else max(position - end, 0) + 2)
        if row.segments[position] not in {row.segments[begin], row.segments[end]}:
            away += _COMMA
        away += _GENERAL.get(role, 0)
        if away < least:
            best, least = role, away
    return best or ("signatory" if "sign" in trigger.categories else "")


def _role_in(row: Row) -> str:
    """Return the role that a sentence tells; "member" and "partner" give way to others."""
    roles = [role_of(word.folded) for word in row.analysed.sentence.words]
    return min(filter(None, roles), key=lambda role: _GENERAL.get(role, 0), default="")


def _of_a_city(row: Row, country: Item) -> bool:
    """Whether a country only tells where a city beside it lies."""
    return any(
        city.entity is not None
        and country.entity is not None
        and city.entity.country == country.entity.country
        and abs(city.first - country.first) <= _BESIDE
        for city in row.of("city")
    )


def _gives(actor: Item) -> bool:
    """Whether an actor runs programmes rather than takes part in them."""
    known = actor.entity.known if actor.entity is not None else None
    if known is None:
        return False
    key = known.iri.rsplit("/", 1)[-1]
    return (
        key == "european-commission" or key.startswith("dg-") or known.name == "European Commission"
    )


def _guests(row: Row, actors: list[Item], topics: Topics, said: Statements) -> None:
    """Let cities that "take part", in a text without an initiative, take part in its event."""
    near = topics.recent.get("event")
    if near is None or row.number - near[0] > 3 or not _many(row, actors):
        return
    if row.present & {"negation", "candidate", "former"}:
        return
    for actor in actors:
        if actor.entity is not None and len(row.groups[actor.group]) > 2:
            said.add(
                Relation(
                    actor.entity,
                    "takes_part_in_event",
                    near[1],
                    spans=[(actor.start, actor.end)],
                    rule="cities that take part",
                    score=0.5,
                )
            )


def _many(row: Row, actors: list[Item]) -> bool:
    return any(len(row.groups[actor.group]) > 2 for actor in actors)


def _all_hedged(row: Row, trigger: Trigger, actor: Item) -> bool:
    if hedged(row, trigger.first, trigger.last):
        return True
    group = row.groups[actor.group]
    low = min(item.first for item in group)
    for category in ("negation", "candidate"):
        for other in row.having(category):
            if row.segments[other.first] == row.segments[actor.first] or (
                low - 3 <= other.first <= trigger.last
            ):
                return True
    return False


def _target_for(row: Row, actor: Item, targets: list[Item]) -> Entity | None:
    if len({id(item.entity) for item in targets}) == 1:
        return targets[0].entity
    group = row.groups[actor.group]
    first = min(item.first for item in group)
    last = max(item.last for item in group)

    def away(item: Item) -> float:
        distance = item.first - last if item.first > last else first - item.last
        return distance + (1.5 if item.first < first else 0)

    return min(targets, key=away).entity


def _carry_on(
    row: Row,
    actors: list[Item],
    carried: tuple[str, Entity, str, Row | None] | None,
    topics: Topics,
    said: Statements,
) -> bool:
    if carried is None:
        return False
    sentence = row.analysed.sentence
    if not actors or row.of("event"):
        return False
    if carried[2] == "weak" and (not _many(row, actors) or row.of("initiative")):
        return False
    if row.present & {"candidate", "negation", "host", "former"}:
        return False
    if carried[2] != "weak" and (
        (len(sentence.words) > 14 and len(actors) < 3) or actors[0].first > 3
    ):
        return False
    role = _role_in(row) or (_role_in(carried[3]) if carried[3] is not None else "")
    for actor in actors:
        if actor.entity is not None and actor.entity is not carried[1]:
            said.add(
                Relation(
                    actor.entity,
                    carried[0],
                    carried[1],
                    role=role,
                    spans=[(actor.start, actor.end)],
                    rule="line of a list",
                    score=0.65,
                )
            )
    if carried[2] != "weak":
        topics.list_of = carried
    return True


def _enumerated(row: Row, actors: list[Item], topics: Topics, said: Statements) -> None:
    """An enumeration of cities in a text about one initiative, without any verb: its members."""
    target, near = topics.focus(row.number, _CLOSE_BY)
    if (
        target is None
        or not near
        or target.kind != "initiative"
        or target is not topics.main["initiative"]
        or row.of("event", "person")
        or any(not item.plain or item.entity is not target for item in row.of("initiative"))
        or row.present & _OTHERWISE
    ):
        return
    for actor in actors:
        listed = [other for other in row.groups[actor.group] if other.kind == "city"]
        if len(listed) < _LIST or actor.entity is None or actor.kind in {"country", "region"}:
            continue
        said.add(
            Relation(
                actor.entity,
                "participates_in",
                target,
                spans=[(actor.start, actor.end)],
                rule="enumeration of cities",
                score=0.4,
            )
        )


_CLOSE_BY: Final = 4
_LIST: Final = 3
_OTHERWISE: Final = frozenset(
    ["candidate", "negation", "former", "host", "organise", "say", "speak", "attend", "take_place"]
)


def _side_by_side(row: Row, actors: list[Item], initiatives: list[Item], said: Statements) -> None:
    """Several cities and one initiative in a sentence without any of the listed verbs."""
    named = [item for item in initiatives if not item.plain and item.kind == "initiative"]
    if len({id(item.entity) for item in named}) != 1 or row.of("event"):
        return
    if row.present & {
        "candidate",
        "negation",
        "former",
        "host",
        "organise",
        "coordinate",
        "say",
        "speak",
    }:
        return
    for actor in actors:
        if actor.kind != "city" or actor.located or len(row.groups[actor.group]) < 2:
            continue
        if actor.entity is not None and named[0].entity is not None:
            said.add(
                Relation(
                    actor.entity,
                    "participates_in",
                    named[0].entity,
                    spans=[(actor.start, named[0].end)],
                    rule="cities beside an initiative",
                    score=0.45,
                )
            )
