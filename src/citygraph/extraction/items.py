"""A sentence as a row of items: entities, dates and trigger words, with what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citygraph.extraction.tokens import TRIGGERS

if TYPE_CHECKING:
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.lexicon import Lexicon
    from citygraph.extraction.mentions import DateMention, Entity

__all__ = ["ACTORS", "Item", "Row", "Trigger", "make_row"]

ACTORS: Final = frozenset(["city", "region", "country", "organisation"])
_PREPOSITIONS: Final = frozenset(["in", "of", "from", "by", "with", "part"])
_BREAK: Final = re.compile(r"[,;:—–()]")


@dataclass(slots=True, eq=False)
class Item:
    """An entity or a date in a sentence.

    Attributes:
        kind: Type of entity, or ``date``.
        first: Index of its first word.
        last: Index of its last word.
        start: Offset of its first letter.
        end: Offset behind its last letter.
        entity: The entity; None for a date.
        date: The date; None for an entity.
        before: Categories of the prepositions right before it.
        located: Whether its form or preposition says "in".
        plain: Whether it is a general noun.
        group: Number of the enumeration it belongs to.
        attached: Whether it belongs to a title, or tells only where another thing lies.
    """

    kind: str
    first: int
    last: int
    start: int
    end: int
    entity: Entity | None = None
    date: DateMention | None = None
    before: frozenset[str] = frozenset()
    located: bool = False
    plain: bool = False
    group: int = -1
    attached: bool = False
    code: str = ""


@dataclass(slots=True)
class Trigger:
    """A word, or phrase, that says what happens."""

    categories: set[str]
    first: int
    last: int
    start: int
    end: int


@dataclass(slots=True)
class Row:
    """A sentence made ready for relations.

    Attributes:
        analysed: The sentence.
        items: Its entities and dates in order.
        triggers: Its triggers in order.
        segments: For each word, the number of the part between commas.
        number: Number of the sentence.
        present: All categories of its triggers.
    """

    analysed: Analysed
    items: list[Item]
    triggers: list[Trigger]
    segments: list[int]
    number: int
    present: frozenset[str] = frozenset()
    groups: list[list[Item]] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()

    def having(self, category: str) -> list[Trigger]:
        """Return the triggers of a category."""
        if category not in self.present:
            return []
        return [trigger for trigger in self.triggers if category in trigger.categories]

    def of(self, *kinds: str) -> list[Item]:
        """Return the items of some kinds."""
        if self.kinds.isdisjoint(kinds):
            return []
        return [item for item in self.items if item.kind in kinds]


def make_row(text: str, analysed: Analysed, number: int, words: Lexicon, plain: list[Item]) -> Row:
    """Make a sentence ready.

    Args:
        text: The text.
        analysed: The sentence and its mentions.
        number: Its number.
        words: The lexicon of its language.
        plain: General nouns that stand for an entity, in order.
    """
    sentence = analysed.sentence
    items: list[Item] = list(plain)
    for mention in analysed.mentions:
        entity = mention.entity
        assert entity is not None
        items.append(
            Item(entity.kind, mention.first, mention.last, mention.start, mention.end, entity)
        )
    for date in analysed.dates:
        first = bisect_right(sentence.ends, date.start_offset)
        last = bisect_left(sentence.starts, date.end_offset) - 1
        if first == len(sentence.ends):
            first = 0
        items.append(
            Item("date", first, max(last, 0), date.start_offset, date.end_offset, date=date)
        )
    items.sort(key=lambda item: item.first)
    covered = {
        position
        for item in items
        if not item.plain
        for position in range(item.first, item.last + 1)
    }
    segments = _segments(text, analysed)
    triggers = _triggers(analysed, words, covered)
    row = Row(analysed, items, triggers, segments, number)
    row.kinds = frozenset(item.kind for item in items)
    row.present = frozenset(c for trigger in triggers for c in trigger.categories)
    for item in items:
        _around(text, analysed, item, words)
    _group(text, row)
    return row


def _segments(text: str, analysed: Analysed) -> list[int]:
    sentence = analysed.sentence
    found: list[int] = []
    starts = sentence.starts
    previous = 0
    count = 0
    for match in _BREAK.finditer(text, starts[0], sentence.end):
        # Not within a word or a number, unless it opens something: "12:30", "word(s)", " (of".
        at = match.start()
        following = text[at + 1 : at + 2]
        if (following.isalnum() or following == "_") and (
            text[at] not in "—–(" or text[at - 1].isalnum() or text[at - 1] == "_"
        ):
            continue
        index = bisect_left(starts, at, previous)
        if index > previous:
            found += [count] * (index - previous)
            previous = index
            count += 1
    found += [count] * (len(starts) - previous)
    return found


def _triggers(analysed: Analysed, words: Lexicon, covered: set[int]) -> list[Trigger]:
    sentence = analysed.sentence
    found: list[Trigger] = []
    for index in sentence.triggers:
        if index in covered:
            continue
        word = sentence.words[index]
        categories = set(word.categories & TRIGGERS)
        last = index
        if "phrase" in word.categories:
            listed, end = _phrase(analysed, index, words)
            if listed & TRIGGERS:
                categories |= listed & TRIGGERS
                last = end
        if categories:
            found.append(
                Trigger(categories, index, last, sentence.starts[index], sentence.ends[last])
            )
    return found


def _phrase(analysed: Analysed, index: int, words: Lexicon) -> tuple[set[str], int]:
    listed = analysed.sentence.words
    folded = listed[index].folded
    found: set[str] = set()
    longest = 0
    for size in range(1, len(folded) + 1):
        for parts, category in words.phrases.get(folded[:size], ()):
            if index + len(parts) > len(listed) or len(parts) < longest:
                continue
            for offset, part in enumerate(parts):
                written = listed[index + offset].folded
                if part.endswith("*"):
                    if not written.startswith(part[:-1]):
                        break
                elif written != part:
                    break
            else:
                if len(parts) > longest:
                    found = set()
                    longest = len(parts)
                found.add(category)
    return found, index + max(longest, 1) - 1


def _around(text: str, analysed: Analysed, item: Item, words: Lexicon) -> None:
    sentence = analysed.sentence
    found: set[str] = set()
    position = item.first - 1
    steps = 0
    while position >= 0 and steps < 3:
        word = sentence.words[position]
        gap = text[sentence.ends[position] : sentence.starts[position + 1]]
        if "," in gap or ";" in gap or (word.upper and position > 0 and not word.categories):
            break
        here = word.categories & _PREPOSITIONS
        if here:
            found |= here
            if here == {"of"} and position and "city" in sentence.words[position - 1].categories:
                position -= 1
                continue
            break
        if not word.categories & {"article", "city", "region", "initiative"} and word.shape == "l":
            break
        position -= 1
        steps += 1
    item.before = frozenset(found)
    item.located = "in" in found
    if words.locative and item.kind in {"city", "country", "region"}:
        folded = sentence.words[item.last].text.lower()
        if item.last + 1 < len(sentence.words) and text[item.end : item.end + 1] in {"'", "’"}:
            folded = sentence.words[item.last + 1].text.lower()
            if folded in words.locative:
                item.located = True
        elif folded.endswith(words.locative) and item.entity is not None:
            base = item.entity.name.lower()
            if not base.endswith(folded[-3:]):
                item.located = True


def _group(text: str, row: Row) -> None:
    """Number the enumerations: neighbours of like kind with little between them."""
    previous: Item | None = None
    sentence = row.analysed.sentence
    for item in row.items:
        if item.kind == "date":
            continue
        if previous is not None and item.first > previous.last:
            gap = text[previous.end : item.start]
            between = sentence.words[previous.last + 1 : item.first]
            joined = (
                len(between) <= 4
                and len(gap) < 30
                and (
                    "," in gap or "/" in gap or any(w.categories & {"and", "with"} for w in between)
                )
                and all(
                    w.categories
                    & {"and", "article", "city", "of", "in", "from", "with", "organisation"}
                    or w.upper
                    for w in between
                )
            )
            alike = previous.kind == item.kind or {previous.kind, item.kind} <= ACTORS
            if (
                previous.kind == "city"
                and item.kind in {"country", "region"}
                and _holds(previous, item)
            ):
                item.attached = True
                item.group = previous.group
                continue
            if joined and alike:
                item.group = previous.group
                row.groups[item.group].append(item)
                previous = item
                continue
        row.groups.append([item])
        item.group = len(row.groups) - 1
        previous = item


def _holds(city: Item, place: Item) -> bool:
    assert city.entity is not None
    assert place.entity is not None
    gap = place.first - city.last
    if gap > 3:
        return False
    return place.entity.country == city.entity.country
