"""Who takes part in, coordinates and runs initiatives, and where things lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.hedging import hedged
from citygraph.extraction.items import ACTORS, Item
from citygraph.extraction.membership import cost, find_members, leading_cities
from citygraph.extraction.statements import Relation

if TYPE_CHECKING:
    from citygraph.extraction.items import Row, Trigger
    from citygraph.extraction.mentions import Entity
    from citygraph.extraction.statements import Statements
    from citygraph.extraction.topics import Topics

__all__ = ["find_initiative_relations"]

_NETWORKS: Final = frozenset(
    [
        "eurocities",
        "iclei",
        "energy-cities",
        "polis",
        "cemr",
        "climate-alliance",
        "c40",
        "urban-nexus",
        "medcities",
        "union-of-the-baltic-cities",
    ]
)


def find_initiative_relations(text: str, row: Row, topics: Topics, said: Statements) -> None:
    """Find what a sentence says about initiatives, and which city lies in which country."""
    _lies_in(row, said)
    _under_country(row, said)
    initiatives = _initiatives(row)
    _coordinated(row, initiatives, topics, said)
    _run_by(row, initiatives, said)
    _within(text, row, said)
    find_members(text, row, initiatives, topics, said)


def _initiatives(row: Row) -> list[Item]:
    found = [
        item
        for item in row.items
        if item.kind == "initiative" or (item.kind == "organisation" and _is_network(item))
    ]
    joining = {
        id(item.entity) for item in found if item.kind == "organisation" and _takes_part(row, item)
    }
    found = [item for item in found if id(item.entity) not in joining]
    named = [item for item in found if not item.plain]
    narrow = [item for item in named if not _wide(item)]
    plain = [item for item in found if item.plain and not _wide(item)]
    chosen = narrow or plain or named or found
    if len({id(item.entity) for item in chosen}) > 1:
        above: set[str] = set()
        for item in chosen:
            if item.entity is not None and item.entity.known is not None:
                above |= item.entity.known.above
        narrower = [
            item
            for item in chosen
            if item.entity is None
            or item.entity.known is None
            or (item.entity.known.iri not in above and not item.entity.known.broad)
        ]
        chosen = narrower or chosen
    return chosen


def _takes_part(row: Row, item: Item) -> bool:
    """Whether a network is enumerated with other actors: there it takes part itself."""
    group = row.groups[item.group] if item.group >= 0 else []
    if sum(other.kind in ACTORS for other in group) > 2:
        return True
    if len(row.of("city", "country", "organisation")) < 3:
        return False
    words = row.analysed.sentence.words
    position = item.first - 1
    while position > 0 and words[position].categories & {"initiative", "article", "organisation"}:
        if "and" in words[position].categories:
            break
        position -= 1
    return position > 0 and "and" in words[position].categories


def _wide(item: Item) -> bool:
    """Whether an item is an umbrella or a standing network rather than one undertaking."""
    entity = item.entity
    if entity is None or entity.known is None:
        return False
    return item.kind == "organisation" or entity.known.broad or "(membership)" in entity.known.name


def _belongs(item: Item, other: Item) -> bool:
    """Whether the graph holds one initiative for a part of another."""
    one, two = item.entity, other.entity
    return (
        item.kind == other.kind == "initiative"
        and one is not None
        and two is not None
        and one.known is not None
        and two.known is not None
        and two.known.iri in one.known.above
    )


def _is_network(item: Item) -> bool:
    entity = item.entity
    if entity is None or entity.known is None:
        return False
    key = entity.known.iri.rsplit("/", 1)[-1]
    return key in _NETWORKS


def _under_country(row: Row, said: Statements) -> None:
    """Cities behind their country: "Italy: Bergamo, Prato", "from Spain: Getafe"."""
    items = row.items
    for index, item in enumerate(items[:-1]):
        first = items[index + 1]
        if item.kind != "country" or item.attached or first.kind != "city" or first.group < 0:
            continue
        between = row.analysed.sentence.words[item.last + 1 : first.first]
        if len(between) > 1 or any(w.categories & {"and", "with"} for w in between):
            continue
        assert item.entity is not None
        for city in row.groups[first.group]:
            if city.entity is None or city.kind != "city" or city.first < item.first:
                continue
            if city.entity.country != item.entity.country:
                break
            item.attached = True
            said.add(
                Relation(city.entity, "located_in", item.entity, spans=[(item.start, city.end)],
                         rule="place in a place", score=0.75)
            )  # fmt: skip


def _lies_in(row: Row, said: Statements) -> None:
    items = row.items
    for index, item in enumerate(items[:-1]):
        other = items[index + 1]
        if item.kind not in {"city", "region", "organisation"} or other.kind not in {
            "country",
            "region",
            "city",
        }:
            continue
        if item.entity is None or other.entity is None:
            continue
        gap = other.first - item.last
        between = row.analysed.sentence.words[item.last + 1 : other.first]
        if item.kind == "organisation":
            if not (other.kind in {"city", "country"} and "based" in row.present and gap <= 4):
                continue
        elif (item.kind == "region" and other.kind != "country") or (
            item.kind == "city" and other.kind == "city"
        ):
            continue
        if gap > 4 or (
            item.kind != "organisation"
            and not any("city" in w.categories for w in between)
            and any(
                not w.categories & {"in", "of", "article", "region", "from", "city"}
                for w in between
            )
        ):
            continue
        if (
            item.kind == "city"
            and other.kind in {"country", "region"}
            and other.entity.country
            and (other.entity.country != item.entity.country)
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


def _coordinated(row: Row, initiatives: list[Item], topics: Topics, said: Statements) -> None:
    triggers = [t for t in row.having("coordinate") if not leading_cities(row, t)]
    if not triggers:
        return
    for trigger in triggers:
        if hedged(row, trigger.first, trigger.last):
            continue
        targets = list(initiatives)
        if "title" in trigger.categories:
            targets = [
                i
                for i in targets
                if 0 < i.first - trigger.last <= 4 or 0 < trigger.first - i.last <= 2
            ]
            if not targets:
                continue
        target: Entity | None = None
        where: Item | None = None
        if targets:
            where = min(targets, key=lambda i: cost(row, trigger, i) + 2 * i.plain)
            target = where.entity
        else:
            target, near = topics.focus(row.number, 2)
            if not near and row.of("event"):
                target = None
        if target is None:
            continue
        actor = _coordinator(row, trigger, where)
        if actor is None or (where is None and actor.kind == "person"):
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


def _coordinator(row: Row, trigger: Trigger, target: Item | None) -> Item | None:
    best = None
    least = 99.0
    for item in row.items:
        if (
            item.kind not in {"city", "region", "country", "organisation", "person"}
            or item is target
        ):
            continue
        if item.attached and item.kind == "country":
            continue
        price = cost(row, trigger, item)
        if item.kind == "person" and not ("title" in trigger.categories and price <= 4):
            price += 6
        if item.first > trigger.last:
            if "by" in item.before:
                price -= 4
            if target is not None and trigger.last < target.first < item.first:
                price += 3
        elif target is not None and target.last < trigger.first and item.last < target.first:
            price += 2
        if item.located:
            price += 4
        if item.attached:
            price += 3
        if price < least:
            best, least = item, price
    return best if least < 12 else None


def _run_by(row: Row, initiatives: list[Item], said: Statements) -> None:
    for trigger in row.having("organise"):
        near = [i for i in initiatives if i.kind == "initiative" and cost(row, trigger, i) <= 6]
        if not near or (row.of("event") and not row.of("initiative")):
            continue
        target = min(near, key=lambda i: cost(row, trigger, i))
        events = row.of("event")
        if events and min(cost(row, trigger, e) for e in events) < cost(row, trigger, target):
            continue
        actors = [i for i in row.of(*ACTORS) if not i.located and not i.attached]
        if not actors or target.entity is None or hedged(row, trigger.first, trigger.last):
            continue
        actor = min(
            actors,
            key=lambda i: (
                cost(row, trigger, i) - 4 * ("by" in i.before) + 2 * (i.first > trigger.last)
            ),
        )
        if cost(row, trigger, actor) > 8 or actor.entity is None or actor.entity is target.entity:
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
    listed = [item for item in items if item.kind == "initiative"]
    for item in listed:
        for other in listed:
            if _belongs(item, other) and not hedged(row, item.first, other.first):
                assert item.entity is not None
                assert other.entity is not None
                said.add(
                    Relation(item.entity, "part_of", other.entity, spans=[(item.start, other.end)],
                             rule="initiatives that belong together", score=0.6)
                )  # fmt: skip
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
            if other.kind != item.kind and not (
                item.kind == "organisation" and other.kind == "city"
            ):
                continue
            between = words[item.last + 1 : other.first]
            by_part = other.kind == item.kind and any(
                item.last < t.first < other.first and other.first - t.last <= 4 for t in parts
            )
            if by_part and item.kind == "initiative" and not hedged(row, item.first, other.first):
                said.add(
                    Relation(item.entity, "part_of", other.entity, spans=[(item.start, other.end)],
                             rule="word of being part", score=0.65)
                )  # fmt: skip
            elif (
                item.kind == "organisation"
                and 0 < len(between) <= 2
                and all(w.categories & {"of", "article", "city"} for w in between)
                and any(w.categories & {"of"} for w in between)
                and "," not in text[item.end : other.start]
            ):
                other.attached = True
                said.add(
                    Relation(item.entity, "part_of", other.entity, spans=[(item.start, other.end)],
                             rule="body of a body", score=0.55)
                )  # fmt: skip
            break
