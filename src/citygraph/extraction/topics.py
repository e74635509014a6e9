"""What a text is about as it goes on: its main event, initiative and city, and what nouns stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name
from citygraph.extraction.items import Item
from citygraph.extraction.mentions import DateMention, Entity, Mention

if TYPE_CHECKING:
    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.items import Row

__all__ = ["Topics"]

_TIME: Final = re.compile(r"\s*(?:[-–•*→]\s*)?(?:\d{1,2}\s?[:.h]\s?\d\d|\d{1,2}\s?h\b)")  # noqa: RUF001
_EARLY: Final = 4
_SHORT_LINE: Final = 14


class Topics:
    """The topics of one document."""

    def __init__(self, text: str, analysed: list[Analysed], table: EntityTable) -> None:
        self.text = text
        self.analysed = analysed
        self.table = table
        self._plain: dict[int, list[Item]] = {}
        self._clusters: dict[str, Entity] = {}
        self.last: dict[str, Entity] = {}
        self.recent: dict[str, tuple[int, Entity]] = {}
        self.list_of: tuple[str, Entity, str] | None = None
        self.day: DateMention | None = None
        self.main = {kind: self._main(kind) for kind in ("event", "initiative", "city")}
        self._resolve_plain()
        if self.main["event"] is None:
            clusters = sorted(self._clusters.values(), key=lambda e: -len(e.mentions))
            self.main["event"] = clusters[0] if clusters else None

    def _main(self, kind: str) -> Entity | None:
        best: Entity | None = None
        most = 0.0
        for entity in self.table.entities:
            if entity.kind != kind or entity.plain:
                continue
            if kind == "event" and all(self._in_agenda(m) for m in entity.mentions):
                continue
            worth = len(entity.mentions) + 2.0 * (entity.mentions[0].sentence < _EARLY)
            worth += 0.5 * sum(m.sentence < _EARLY for m in entity.mentions)
            if worth > most:
                best, most = entity, worth
        return best

    def _in_agenda(self, mention: Mention) -> bool:
        sentence = self.analysed[mention.sentence].sentence
        return bool(_TIME.match(self.text, sentence.start, sentence.end))

    # Plain nouns

    def _resolve_plain(self) -> None:
        last_named: dict[str, tuple[int, Entity]] = {}
        for number, item in enumerate(self.analysed):
            for mention in item.mentions:
                if mention.entity is not None and mention.entity.kind in {"event", "initiative"}:
                    last_named[mention.entity.kind] = (number, mention.entity)
            items = []
            for mention in item.plain:
                entity = self._stands_for(item, mention, number, last_named)
                if entity is not None:
                    items.append(
                        Item(mention.kind, mention.first, mention.last, mention.start, mention.end,
                             entity, plain=True)
                    )  # fmt: skip
            if items:
                self._plain[number] = items

    def _stands_for(
        self, item: Analysed, mention: Mention, number: int, last_named: dict[str, tuple[int, Entity]]
    ) -> Entity | None:
        word = item.sentence.words[mention.first]
        stem = word.folded[:5]
        kind = mention.kind
        if kind != "event":
            for other in item.mentions:
                if other.entity is not None and other.entity.kind == kind and (
                    other.first - mention.last == 1 or mention.first - other.last == 1
                ):
                    return other.entity
        named = [
            entity
            for entity in self.table.entities
            if entity.kind == kind and not entity.plain
            and any(stem in fold_name(m.text) for m in entity.mentions[:1])
        ]
        later = kind == "event" and any(
            "next" in w.categories
            for w in item.sentence.words[max(0, mention.first - 2) : mention.first]
        )
        if named and not later:
            latest = [e for e in named if e.mentions[0].sentence <= number]
            return (latest or named)[-1 if latest else 0]
        if kind == "initiative":
            recent = last_named.get(kind)
            return recent[1] if recent is not None else self.main[kind]
        if kind == "organisation":
            return None
        owner = self._owner(item, mention)
        later = any(
            "next" in w.categories
            for w in item.sentence.words[max(0, mention.first - 2) : mention.first]
        )
        if not later and "event_strong" not in word.categories and stem not in self._clusters:
            return None
        if not later and not owner and stem not in self._clusters:
            recent = last_named.get(kind)
            if recent is not None:
                return recent[1]
        key = stem + " next" if later else stem
        entity = self._clusters.get(key)
        if entity is None:
            entity = Entity(
                "event", mention.text, rule="event by its noun", score=mention.score, plain=True
            )
            self._clusters[key] = entity
            self.table.entities.append(entity)
        mention.entity = entity
        mention.sentence = number
        entity.mentions.append(mention)
        if owner is not None and not entity.names:
            entity.name = f"{owner.name} {mention.text}"
            entity.names = [mention.text]
        return entity

    @staticmethod
    def _owner(item: Analysed, mention: Mention) -> Entity | None:
        for other in item.mentions:
            if other.entity is not None and other.entity.kind == "initiative" and (
                0 < other.first - mention.last <= 4 or 0 < mention.first - other.last <= 2  # noqa: PLR2004
            ):
                return other.entity
        return None

    def plain_items(self, number: int) -> list[Item]:
        """Return the general nouns of a sentence that stand for an entity."""
        return self._plain.get(number, [])

    def carries(self, number: int) -> bool:
        """Whether a sentence without names may still say something."""
        return number in self._plain

    # As the text goes on

    def note(self, item: Analysed, number: int) -> None:
        """Pass a sentence without names."""

    def note_row(self, text: str, row: Row) -> None:
        """Remember what a sentence named, and whether it opens a list."""
        for item in row.items:
            if item.entity is not None:
                self.last[item.kind] = item.entity
                if not item.attached:
                    self.recent[item.kind] = (row.number, item.entity)
        sentence = row.analysed.sentence
        dates = row.of("date")
        if dates and len(sentence.words) <= 7 and not _TIME.match(text, sentence.start, sentence.end):  # noqa: PLR2004
            others = [item for item in row.items if item.kind != "date"]
            if not others:
                self.day = dates[0].date

    def timed(self, row: Row) -> bool:
        """Whether a sentence begins with a clock time, as in an agenda."""
        sentence = row.analysed.sentence
        return bool(_TIME.match(self.text, sentence.start, sentence.end))
