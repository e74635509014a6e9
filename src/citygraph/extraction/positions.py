"""Who holds which post, and whom people represent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.statements import Relation

if TYPE_CHECKING:
    from citygraph.extraction.items import Item, Row, Trigger
    from citygraph.extraction.mentions import Entity
    from citygraph.extraction.statements import Statements
    from citygraph.extraction.topics import Topics

__all__ = ["find_positions"]

_VERBS: Final = frozenset(
    ["join", "host", "and", "say", "speak", "attend", "open", "organise", "take_place", "moderate"]
)
_PLACES: Final = frozenset(["city", "region", "country", "organisation", "initiative"])
_FAR: Final = 7
_COORDINATOR: Final = ("koordin", "coordin", "coorden", "samordn", "координ", "συντονισ", "comhord")
_NEAR: Final = 8
_PLAIN: Final = frozenset(
    [
        "of",
        "article",
        "in",
        "city",
        "title",
        "event",
        "initiative",
        "organisation",
        "region",
        "part",
        "municipal",
    ]
)


def find_positions(text: str, row: Row, topics: Topics, said: Statements) -> None:
    """Find posts and representation in a sentence; items of a title are marked attached."""
    people = row.of("person")
    titles = _title_groups(row)
    for title in titles:
        _place_of(text, row, title)
    if people:
        taken: set[int] = set()
        for title in titles:
            _position(text, row, title, people, topics, said, taken)
        _apposed(text, row, people, taken, said)
        _representing(row, people, topics, said)


def _apposed(text: str, row: Row, people: list[Item], taken: set[int], said: Statements) -> None:
    """A post that no list holds: "NAME, researcher at BODY"."""
    words = row.analysed.sentence.words
    for person in people:
        if id(person) in taken or person.entity is None:
            continue
        index = row.items.index(person)
        if index + 1 >= len(row.items):
            continue
        item = row.items[index + 1]
        if item.kind not in {"organisation", "city"} or item.attached or item.plain:
            continue
        between = words[person.last + 1 : item.first]
        gap = text[person.end : item.start]
        if not 2 <= len(between) <= 7 or not gap.startswith(",") or gap.count(",") > 1:
            continue
        if any(person.last < t.first < item.first for t in row.having("represent")):
            continue
        if "of" not in item.before or any(
            w.upper or w.categories & _VERBS or w.categories & {"former", "negation", "represent"}
            for w in between
        ):
            continue
        assert item.entity is not None
        item.attached = True
        said.add(
            Relation(
                person.entity,
                "has_position",
                item.entity,
                title=_head(text, person.end, item.start),
                spans=[(person.start, item.end)],
                rule="post in apposition",
                score=0.65,
            )
        )


def _head(text: str, start: int, end: int) -> str:
    parts = text[start:end].strip(" ,").split()
    return " ".join(parts[:-1] if len(parts) > 1 else parts)


class _Title:
    __slots__ = ("coordinating", "end", "first", "former", "last", "municipal", "place", "start")

    def __init__(self, trigger: Trigger) -> None:
        self.first = trigger.first
        self.last = trigger.last
        self.start = trigger.start
        self.end = trigger.end
        self.municipal = "municipal" in trigger.categories
        self.former = False
        self.coordinating = "coordinate" in trigger.categories
        self.place: Item | None = None


def _title_groups(row: Row) -> list[_Title]:
    found: list[_Title] = []
    for trigger in row.having("title"):
        if (
            found
            and trigger.first - found[-1].last <= 2
            and (row.segments[trigger.first] == row.segments[found[-1].last])
            and not _between_and(row, found[-1].last, trigger.first)
        ):
            found[-1].last, found[-1].end = trigger.last, trigger.end
            found[-1].municipal |= "municipal" in trigger.categories
            continue
        found.append(_Title(trigger))
    words = row.analysed.sentence.words
    for title in found:
        for position in range(max(0, title.first - 3), min(title.last + 2, len(words))):
            if "former" in words[position].categories and (
                row.segments[position] == row.segments[title.first]
            ):
                title.former = True
    return found


def _between_and(row: Row, last: int, first: int) -> bool:
    words = row.analysed.sentence.words
    return any("and" in words[position].categories for position in range(last + 1, first))


def _place_of(text: str, row: Row, title: _Title) -> None:
    after = before = None
    for item in row.items:
        if item.kind not in _PLACES:
            continue
        distance = item.first - title.last
        if 0 < distance <= _NEAR and after is None and not _crossed(text, title.end, item.start):
            between = row.analysed.sentence.words[title.last + 1 : item.first]
            if (
                all(not w.upper or w.categories for w in between)
                and not any(w.categories - _PLAIN and w.categories & _VERBS for w in between)
                and (distance <= 4 or item.before & {"of", "in"} or len(between) < 5)
            ):
                after = item
        gap = title.first - item.last
        if 0 < gap <= 2 and not _crossed(text, item.end, title.start) and "in" not in item.before:
            before = item
    chosen = after
    if before is not None and (after is None or title.first - before.last == 1):
        chosen = before
        if after is not None and after.first - title.last == 1:
            chosen = after
    if chosen is not None:
        chosen.attached = True
        title.place = chosen


def _crossed(text: str, start: int, end: int) -> bool:
    gap = text[start:end]
    return any(letter in gap for letter in ",;:()–—")


def _position(
    text: str,
    row: Row,
    title: _Title,
    people: list[Item],
    topics: Topics,
    said: Statements,
    taken: set[int],
) -> None:
    person = _person_of(text, row, title, people, taken)
    if person is None:
        return
    if title.former:
        if person.first > title.last or title.first - person.last <= 4:
            taken.add(id(person))
        return
    if _denied(row, title.first):
        return
    place = title.place.entity if title.place is not None else None
    rule = "title and place"
    score = 0.85
    if place is None:
        place, rule, score = _place_elsewhere(text, row, title, person, topics)
    if place is None or person.entity is None:
        return
    if (
        title.coordinating
        and place.kind == "initiative"
        and (title.place is not None or _is_coordinator(row, title))
    ):
        said.add(
            Relation(
                person.entity,
                "coordinates",
                place,
                role="coordinator",
                spans=[(min(person.start, title.start), max(person.end, title.end))],
                rule="coordinator by title",
                score=0.7,
            )
        )
    start = min(person.start, title.start)
    end = max(person.end, title.end, title.place.end if title.place else 0)
    said.add(
        Relation(
            person.entity,
            "has_position",
            place,
            title=text[title.start : title.end],
            spans=[(start, end)],
            rule=rule,
            score=score,
        )
    )
    taken.add(id(person))


def _person_of(
    text: str, row: Row, title: _Title, people: list[Item], taken: set[int]
) -> Item | None:
    best = None
    least = 99.0
    for person in people:
        if person.first > title.last:
            start = title.last
            if title.place is not None and title.place.first > title.last:
                start = title.place.last
            distance = person.first - start - 1.0
            gap = text[title.end : person.start]
            distance += (
                1.5 * gap.count(",")
                + 9 * gap.count("(")
                + 4 * gap.count(";")
                + 3 * gap.count(" – ")
            )
        else:
            distance = title.first - person.last - 1.0
            if (
                title.place is not None
                and title.place.first > person.last
                and title.place.last < title.first
            ):
                distance -= title.place.last - title.place.first + 1
            gap = text[person.end : title.start]
            if "," in gap or "(" in gap or "–" in gap or "-" in gap:
                distance += 0.2 * gap.count(",")
            else:
                distance += 4.0
        if _other_between(person, title, people):
            distance += 4
        if id(person) in taken and person.first > title.last:
            distance += 2
        if person.last < title.first and _between_and(row, person.last, title.first):
            distance += 2 if id(person) in taken else 3
            if any(person.last < p.first for p in people if p is not person):
                distance += 3
        if distance < least:
            best, least = person, distance
    return best if least <= _FAR else None


def _other_between(person: Item, title: _Title, people: list[Item]) -> bool:
    low = min(person.last, title.last)
    high = max(person.first, title.first)
    return any(other is not person and low < other.first < high for other in people)


def _place_elsewhere(
    text: str, row: Row, title: _Title, person: Item, topics: Topics
) -> tuple[Entity | None, str, float]:
    for item in row.items:
        if (
            item.kind in {"organisation", "city", "region", "initiative"}
            and not item.attached
            and item.first > person.last
            and (item.first - person.last <= 3)
        ):
            gap = text[person.end : item.start]
            if "(" in gap or item.before & {"of", "from"} or len(gap.strip()) == 0 or "," in gap:
                if title.municipal and item.kind == "organisation":
                    continue
                if (
                    title.municipal
                    or item.kind == "organisation"
                    or item.before & {"in", "of", "from"}
                ):
                    item.attached = True
                    return item.entity, "title, person and place", 0.75
    words = row.analysed.sentence.words
    city_noun = any(
        "city" in word.categories
        and "of" in words[position - 1].categories
        and not any("organisation" in w.categories for w in words[title.last + 1 : position])
        for position, word in enumerate(words)
        if title.last + 1 < position < title.last + 7
    )
    if title.municipal or city_noun:
        cities = [item for item in row.of("city") if not item.attached]
        if len({id(item.entity) for item in cities}) == 1 and cities[0].first < person.first:
            return cities[0].entity, "title, city in the sentence", 0.6
        near = topics.recent.get("city")
        if near is not None and row.number - near[0] <= 1 and topics.single_city == row.number - 1:
            return near[1], "title, last city", 0.5
        adjective = words[title.first - 1] if title.first else None
        if (
            row.analysed.language == "de"
            and adjective is not None
            and adjective.upper
            and (adjective.folded.endswith("er"))
        ):
            return topics.city_called(adjective.folded[:-2]), "title, city as an adjective", 0.6
        return topics.main["city"], "title, city of the text", 0.5
    return _initiative_of(row, title, topics)


def _is_coordinator(row: Row, title: _Title) -> bool:
    words = row.analysed.sentence.words[title.first : title.last + 1]
    return any(stem in word.folded for word in words for stem in _COORDINATOR)


def _initiative_of(row: Row, title: _Title, topics: Topics) -> tuple[Entity | None, str, float]:
    """Return what a "project manager" or "lead expert of the network" works for."""
    words = row.analysed.sentence.words
    near = words[max(0, title.first - 1) : title.last + 4]
    segment = row.segments[title.first]
    plain = any(
        "initiative" in word.categories and not word.upper and row.segments[position] == segment
        for position, word in enumerate(near, max(0, title.first - 1))
    )
    if not plain and not _is_coordinator(row, title):
        return None, "", 0.0
    initiative, _ = topics.focus(row.number, 4)
    return initiative, "title, initiative of the text", 0.6


def _denied(row: Row, position: int) -> bool:
    return any(
        row.segments[trigger.first] == row.segments[position] and 0 < position - trigger.first < 4
        for trigger in row.having("negation")
    )


def _first_of(places: list[Item]) -> int:
    """Return where the first of some places begins; far away where there is none."""
    return min((place.first for place in places), default=10_000)


def _away(row: Row, trigger: Trigger, person: Item) -> int:
    """Return how far a person is from a word of representing; a comma counts as four words."""
    distance = min(abs(person.first - trigger.last), abs(trigger.first - person.last))
    return distance + 4 * (row.segments[person.first] != row.segments[trigger.first])


def _representing(row: Row, people: list[Item], topics: Topics, said: Statements) -> None:
    for trigger in row.having("represent"):
        places = [
            item
            for item in row.items
            if item.kind in {"city", "organisation", "region", "country"}
            and 0 < item.first - trigger.last <= 6
        ] or [
            item
            for item in row.items
            if item.kind in {"city", "organisation", "region", "country"}
            and 0 < trigger.first - item.last <= 3
        ]
        person = min(people, key=lambda p: _away(row, trigger, p))
        behind = [
            item
            for item in row.items
            if item.kind in {"city", "organisation", "region"}
            and 0 < trigger.first - item.last <= 3
        ]
        if behind and 0 < person.first - trigger.last <= 3 and person.first < _first_of(places):
            places = behind[-1:]  # "Londyn reprezentował Peter North"
        if not places and topics.main["city"] is not None and person.entity is not None:
            words = row.analysed.sentence.words[trigger.last + 1 : trigger.last + 3]
            if any("city" in w.categories for w in words):
                said.add(
                    Relation(
                        person.entity,
                        "represents",
                        topics.main["city"],
                        spans=[(min(person.start, trigger.start), max(person.end, trigger.end))],
                        rule="for the city",
                        score=0.55,
                    )
                )
        if not places or person.entity is None or _denied(row, trigger.first):
            continue
        place = places[0]
        place.attached = True
        assert place.entity is not None
        said.add(
            Relation(
                person.entity,
                "represents",
                place.entity,
                spans=[(min(person.start, place.start), max(person.end, place.end))],
                rule="word of representing",
                score=0.75,
            )
        )
