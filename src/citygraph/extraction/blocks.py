"""Very long texts, block by block: what each block names is brought together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.mentions import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citygraph.extraction.mentions import DateMention
    from citygraph.extraction.statements import Relation

__all__ = ["Gathering", "blocks"]

_SIZE: Final = 600_000
_SLACK: Final = 5_000


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into blocks of bearable size, at a line's end or a space where there is one.

    Args:
        text: The text.

    Yields:
        Where each block begins, and the block.
    """
    start = 0
    while len(text) - start > _SIZE + _SLACK:
        limit = start + _SIZE
        cut = (
            text.rfind("\n", limit - _SLACK, limit) + 1
            or text.rfind(" ", limit - _SLACK, limit) + 1
        )
        stop = cut or limit
        yield start, text[start:stop]
        start = stop
    yield start, text[start:]


class Gathering:
    """Entities, dates and relations of the blocks of one text."""

    def __init__(self) -> None:
        self.entities: list[Entity] = []
        self.dates: list[DateMention] = []
        self.relations: list[Relation] = []
        self._known: dict[tuple[str, object], Entity] = {}
        self._said: set[tuple[int, str, object]] = set()

    def add(
        self,
        start: int,
        entities: list[Entity],
        dates: list[DateMention],
        relations: list[Relation],
    ) -> None:
        """Add what a block says; offsets become those of the whole text.

        Args:
            start: Where the block begins.
            entities: Its entities.
            dates: Its dates.
            relations: Its relations.
        """
        same: dict[int, Entity] = {}
        for entity in entities:
            for mention in entity.mentions:
                mention.start += start
                mention.end += start
            key = (
                entity.kind,
                id(entity.known) if entity.known else f"{entity.name} {entity.country}",
            )
            there = self._known.setdefault(key, entity)
            same[id(entity)] = there
            if there is entity:
                entity.index = len(self.entities)
                self.entities.append(entity)
            else:
                there.mentions += entity.mentions
        for date in dates:
            date.start_offset += start
            date.end_offset += start
        self.dates += dates
        for relation in relations:
            relation.subject = same.get(id(relation.subject), relation.subject)
            target = relation.object
            if isinstance(target, Entity):
                target = relation.object = same.get(id(target), target)
            what = target.index if isinstance(target, Entity) else target.value
            said = (relation.subject.index, relation.predicate, (what, relation.title))
            if said not in self._said:
                self._said.add(said)
                relation.spans = [(first + start, last + start) for first, last in relation.spans]
                self.relations.append(relation)
