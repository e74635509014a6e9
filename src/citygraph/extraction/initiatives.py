"""Who takes part in, coordinates and runs initiatives, and where things lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.events import hedged
from citygraph.extraction.items import ACTORS, Item, Trigger
from citygraph.extraction.statements import Relation

if TYPE_CHECKING:
    from citygraph.extraction.items import Row
    from citygraph.extraction.mentions import Entity
    from citygraph.extraction.statements import Statements
    from citygraph.extraction.topics import Topics

__all__ = ["find_initiative_relations"]

_NETWORKS: Final = frozenset(
    "eurocities iclei energy-cities polis cemr climate-alliance c40 urban-nexus medcities "
    "union-of-the-baltic-cities ".split()  # noqa: SIM905
)


def find_initiative_relations(text: str, row: Row, topics: Topics, said: Statements) -> None:
    """Find what a sentence says about initiatives, and which city lies in which country."""
    _lies_in(text, row, said)
    initiatives = _initiatives(row)
    _coordinated(row, initiatives, topics, said)
    _run_by(row, initiatives, said)
    _within(text, row, said)
    _joined(text, row, initiatives, topics, said)


def _initiatives(row: Row) -> list[Item]:
    found = []
    for item in row.items:
        if item.kind == "initiative" or item.kind == "organisation" and _is_network(item):
            found.append(item)
    named = [item for item in found if not item.plain]
    chosen = named or found
    if len({id(item.entity) for item in chosen}) > 1:
        above: set[str] = set()
        for item in chosen:
            if item.entity is not None and item.entity.known is not None:
                above |= item.entity.known.above
        narrower = [
            item for item in chosen
            if item.entity is None or item.entity.known is None or item.entity.known.iri not in above
            and not item.entity.known.broad
        ]
        chosen = narrower or chosen
    return chosen


def _is_network(item: Item) -> bool:
    entity = item.entity
    if entity is None or entity.known is None:
        return False
    key = entity.known.iri.rsplit("/", 1)[-1]
    return key in _NETWORKS


def _lies_in(text: str, row: Row, said: Statements) -> None:
    items = row.items
    for index, item in enumerate(items[:-1]):
        other = items[index + 1]
        if item.kind not in {"city", "region", "organisation"} or other.kind not in {"country", "region", "city"}:
            continue
        if item.entity is None or other.entity is None:
            continue
        gap = other.first - item.last
        between = row.analysed.sentence.words[item.last + 1 : other.first]
        if item.kind == "organisation":
            if not (other.kind in {"city", "country"} and "based" in row.present and gap <= 4):  # noqa: PLR2004
                continue
        elif item.kind == "region" and other.kind != "country":
            continue
        elif item.kind == "city" and other.kind == "city":
            continue
        if gap > 4 or item.kind != "organisation" and not any("city" in w.categories for w in between) and any(  # noqa: PLR2004
            not w.categories & {"in", "of", "article", "region", "from", "city"} for w in between
        ):
            continue
        if item.kind == "city" and other.kind in {"country", "region"} and other.entity.country and (
            other.entity.country != item.entity.country
        ):
            continue
        joined = any("and" in w.categories for w in between)
        if joined:
            continue
        other.attached = True
        said.add(
            Relation(item.entity, "located_in", other.entity, spans=[(item.start, other.end)],
                     rule="place in a place", score=0.8)
        )  # fmt: skip


def _cost(row: Row, trigger: Trigger, item: Item) -> float:
    distance = float(
        item.first - trigger.last if item.first > trigger.last else trigger.first - item.last
    )
    if row.segments[item.first] != row.segments[trigger.first]:
        distance += 2
    return distance


def _coordinated(row: Row, initiatives: list[Item], topics: Topics, said: Statements) -> None:
    triggers = [t for t in row.having("coordinate") if not _leading_cities(row, t)]
    if not triggers:
        return
    for trigger in triggers:
        if hedged(row, trigger.first, trigger.last):
            continue
        targets = list(initiatives)
        if "title" in trigger.categories:
            targets = [i for i in targets if 0 < i.first - trigger.last <= 4 or 0 < trigger.first - i.last <= 2]  # noqa: PLR2004
            if not targets:
                continue
        target: Entity | None = None
        where: Item | None = None
        if targets:
            where = min(targets, key=lambda i: _cost(row, trigger, i) + 2 * i.plain)
            target = where.entity
        elif "initiative" in topics.recent and row.number - topics.recent["initiative"][0] <= 2:  # noqa: PLR2004
            target = topics.recent["initiative"][1]
        elif topics.main["initiative"] is not None and not row.of("event"):
            target = topics.main["initiative"]
        if target is None:
            continue
        actor = _coordinator(row, trigger, where)
        if actor is None or where is None and actor.kind == "person":
            continue
        group = row.groups[actor.group] if actor.group >= 0 else [actor]
        for member in group:
            if member.entity is None or member.entity is target:
                continue
            member.attached = True
            said.add(
                Relation(member.entity, "coordinates", target, role="coordinator",
                         spans=[(min(member.start, trigger.start), max(member.end, trigger.end))],
                         rule="word of coordinating", score=0.75)
            )  # fmt: skip


def _leading_cities(row: Row, trigger: Trigger) -> bool:
    """Whether "lead" only tells which cities: "the leading cities are ..."."""
    words = row.analysed.sentence.words
    near = [*words[max(0, trigger.first - 1) : trigger.first], *words[trigger.last + 1 : trigger.last + 2]]
    return any("city" in word.categories for word in near) and len(row.of("city")) > 1


def _coordinator(row: Row, trigger: Trigger, target: Item | None) -> Item | None:
    best = None
    least = 99.0
    for item in row.items:
        if item.kind not in {"city", "region", "country", "organisation", "person"} or item is target:
            continue
        if item.attached and item.kind == "country":
            continue
        cost = _cost(row, trigger, item)
        if item.kind == "person" and not ("title" in trigger.categories and cost <= 4):  # noqa: PLR2004
            cost += 6
        if item.first > trigger.last:
            if "by" in item.before:
                cost -= 4
            if target is not None and trigger.last < target.first < item.first:
                cost += 3
        elif target is not None and target.last < trigger.first and item.last < target.first:
            cost += 2
        if item.located:
            cost += 4
        if item.attached:
            cost += 3
        if cost < least:
            best, least = item, cost
    return best if least < 12 else None  # noqa: PLR2004


def _run_by(row: Row, initiatives: list[Item], said: Statements) -> None:
    for trigger in row.having("organise"):
        near = [i for i in initiatives if i.kind == "initiative" and _cost(row, trigger, i) <= 6]  # noqa: PLR2004
        if not near or row.of("event") and not row.of("initiative"):
            continue
        target = min(near, key=lambda i: _cost(row, trigger, i))
        events = row.of("event")
        if events and min(_cost(row, trigger, e) for e in events) < _cost(row, trigger, target):
            continue
        actors = [i for i in row.of(*ACTORS) if not i.located and not i.attached]
        if not actors or target.entity is None or hedged(row, trigger.first, trigger.last):
            continue
        actor = min(
            actors,
            key=lambda i: _cost(row, trigger, i) - 4 * ("by" in i.before) + 2 * (i.first > trigger.last),
        )
        if _cost(row, trigger, actor) > 8 or actor.entity is None or actor.entity is target.entity:  # noqa: PLR2004
            continue
        if actor.kind != "organisation" and "by" not in actor.before and actor.first > trigger.last:
            continue
        said.add(
            Relation(actor.entity, "organises", target.entity,
                     spans=[(min(actor.start, target.start), max(actor.end, target.end))],
                     rule="word of organising", score=0.55)
        )  # fmt: skip


def _within(text: str, row: Row, said: Statements) -> None:
    items = row.items
    words = row.analysed.sentence.words
    parts = row.having("part")
    for item in items:
        if item.kind not in {"initiative", "organisation"} or item.entity is None:
            continue
        if item.plain and not parts:
            continue
        for other in items:
            if other.first <= item.last or other.entity is None or other.entity is item.entity:
                continue
            if other.kind not in {"initiative", "organisation", "city"} or other.plain:
                continue
            if other.kind != item.kind and not (item.kind == "organisation" and other.kind == "city"):
                continue
            between = words[item.last + 1 : other.first]
            if item.kind == other.kind == "initiative" and not item.plain and len(between) <= 9 and (  # noqa: PLR2004
                item.entity.known is not None and other.entity.known is not None
                and other.entity.known.iri in item.entity.known.above
            ):
                said.add(
                    Relation(item.entity, "part_of", other.entity, spans=[(item.start, other.end)],
                             rule="initiatives that belong together", score=0.6)
                )  # fmt: skip
            by_part = other.kind == item.kind and any(
                item.last < t.first < other.first and other.first - t.last <= 4 for t in parts  # noqa: PLR2004
            )
            if by_part and item.kind == "initiative" and not hedged(row, item.first, other.first):
                said.add(
                    Relation(item.entity, "part_of", other.entity, spans=[(item.start, other.end)],
                             rule="word of being part", score=0.65)
                )  # fmt: skip
            elif item.kind == "organisation" and 0 < len(between) <= 2 and all(  # noqa: PLR2004
                w.categories & {"of", "article", "city"} for w in between
            ) and any(w.categories & {"of"} for w in between) and "," not in text[item.end : other.start]:
                other.attached = True
                said.add(
                    Relation(item.entity, "part_of", other.entity, spans=[(item.start, other.end)],
                             rule="body of a body", score=0.55)
                )  # fmt: skip
            break


def _joined(
    text: str, row: Row, initiatives: list[Item], topics: Topics, said: Statements
) -> None:
    triggers = row.having("join") + row.having("sign") + [
        t for t in row.having("coordinate") if _leading_cities(row, t)
    ] + _member_cities(row, initiatives)
    actors = [
        item for item in row.items
        if item.kind in ACTORS and not item.plain and item not in initiatives and not item.attached
    ]
    carried = topics.list_of
    topics.list_of = None
    if not triggers:
        if not _carry_on(text, row, actors, carried, topics, said):
            _side_by_side(row, actors, initiatives, said)
        return
    targets = [item for item in initiatives if item.entity is not None]
    if not targets and row.of("event") and not _many(row, actors):
        return
    target: Entity | None = None
    score = 0.7
    if not targets:
        if "initiative" in topics.recent and row.number - topics.recent["initiative"][0] <= 3:  # noqa: PLR2004
            target, score = topics.recent["initiative"][1], 0.55
        else:
            target, score = topics.main["initiative"], 0.45
        if target is None:
            return
    if text[row.analysed.sentence.start : row.analysed.sentence.end].rstrip().endswith(":"):
        carried_target = targets[-1].entity if targets else target
        if carried_target is not None and not hedged(row, triggers[0].first, triggers[0].last):
            topics.list_of = ("participates_in", carried_target, "")
    elif targets and not hedged(row, triggers[0].first, triggers[0].last):
        assert targets[-1].entity is not None
        topics.list_of = ("participates_in", targets[-1].entity, "weak")
    for actor in actors:
        if actor.located and len(row.groups[actor.group]) < 3:  # noqa: PLR2004
            continue
        trigger = min(triggers, key=lambda t: _cost(row, t, actor))
        if _all_hedged(row, trigger, actor):
            continue
        chosen = target
        if targets:
            chosen = _target_for(row, actor, trigger, targets)
        if chosen is None or chosen is actor.entity or actor.entity is None:
            continue
        said.add(
            Relation(actor.entity, "participates_in", chosen,
                     role="signatory" if "sign" in trigger.categories else "",
                     spans=[(min(actor.start, trigger.start), max(actor.end, trigger.end))],
                     rule="word of taking part", score=score)
        )  # fmt: skip


def _member_cities(row: Row, initiatives: list[Item]) -> list[Trigger]:
    """"ICC cities", "cities of the Mission": the noun says that they take part."""
    words = row.analysed.sentence.words
    found = []
    for item in initiatives:
        position = item.last + 1
        if item.plain or position >= len(words) or "city" not in words[position].categories:
            continue
        sentence = row.analysed.sentence
        found.append(
            Trigger({"join"}, position, position, sentence.starts[position], sentence.ends[position])
        )
    return found


def _many(row: Row, actors: list[Item]) -> bool:
    return any(len(row.groups[actor.group]) > 2 for actor in actors)  # noqa: PLR2004


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


def _target_for(row: Row, actor: Item, trigger: Trigger, targets: list[Item]) -> Entity | None:
    if len({id(item.entity) for item in targets}) == 1:
        return targets[0].entity
    group = row.groups[actor.group]
    first = min(item.first for item in group)
    last = max(item.last for item in group)

    def cost(item: Item) -> float:
        away = item.first - last if item.first > last else first - item.last
        return away + (1.5 if item.first < first else 0)

    return min(targets, key=cost).entity


def _carry_on(
    text: str, row: Row, actors: list[Item], carried: tuple[str, Entity, str] | None, topics: Topics,
    said: Statements,
) -> bool:  # fmt: skip
    if carried is None:
        return False
    sentence = row.analysed.sentence
    if not actors or row.of("event"):
        return False
    if carried[2] == "weak" and (not _many(row, actors) or row.of("initiative")):
        return False
    if row.present & {"candidate", "negation", "host", "former"}:
        return False
    if carried[2] != "weak" and (len(sentence.words) > 14 and len(actors) < 3 or actors[0].first > 3):  # noqa: PLR2004
        return False
    for actor in actors:
        if actor.entity is not None and actor.entity is not carried[1]:
            said.add(
                Relation(actor.entity, "participates_in", carried[1], spans=[(actor.start, actor.end)],
                         rule="line of a list", score=0.65)
            )  # fmt: skip
    if carried[2] != "weak":
        topics.list_of = carried
    return True


def _side_by_side(row: Row, actors: list[Item], initiatives: list[Item], said: Statements) -> None:
    """Several cities and one initiative in a sentence without any of the listed verbs."""
    named = [item for item in initiatives if not item.plain and item.kind == "initiative"]
    if len({id(item.entity) for item in named}) != 1 or row.of("event"):
        return
    if row.present & {"candidate", "negation", "former", "host", "organise", "coordinate", "say", "speak"}:
        return
    for actor in actors:
        if actor.kind != "city" or actor.located or len(row.groups[actor.group]) < 2:  # noqa: PLR2004
            continue
        if actor.entity is not None and named[0].entity is not None:
            said.add(
                Relation(actor.entity, "participates_in", named[0].entity, spans=[(actor.start, named[0].end)],
                         rule="cities beside an initiative", score=0.45)
            )  # fmt: skip
