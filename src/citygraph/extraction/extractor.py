"""From a text to entities, dates and relations."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from citygraph.extraction.blocks import Gathering, blocks
from citygraph.extraction.collecting import collecting_afterwards
from citygraph.extraction.confidence import set_confidence
from citygraph.extraction.dates import DateFinder, document_date, settle
from citygraph.extraction.detection import detect, paragraph_languages
from citygraph.extraction.entities import EntityTable
from citygraph.extraction.judging import judge_places
from citygraph.extraction.lexicon import lexicon
from citygraph.extraction.names import NameFinder
from citygraph.extraction.people import PersonFinder
from citygraph.extraction.phrases import PhraseFinder
from citygraph.extraction.relations import RelationFinder
from citygraph.extraction.tokens import Sentence, WordMemory, sentences

if TYPE_CHECKING:
    from datetime import date

    from citygraph.extraction.known import KnownNames
    from citygraph.extraction.mentions import DateMention, Entity, Mention
    from citygraph.extraction.relations import Relation

__all__ = ["Extraction", "Extractor"]


@dataclass
class Analysed:
    """A sentence with what was found in it."""

    sentence: Sentence
    language: str
    mentions: list[Mention]
    plain: list[Mention]
    dates: list[DateMention] = field(default_factory=list)


_NOTHING: Final = Analysed(Sentence([], [], [], -1, -1, -1), "", [], [])


@dataclass
class Extraction:
    """What was found in a text.

    Attributes:
        language: ISO 639-1 code.
        published: The day the text appeared on, where it or the caller tells.
        entities: What it names.
        dates: Its dates.
        relations: What it says about them.
    """

    language: str
    published: date | None
    entities: list[Entity]
    dates: list[DateMention]
    relations: list[Relation]


class _Tools:
    """The finders of one language."""

    def __init__(self, language: str, known: KnownNames) -> None:
        words = lexicon(language)
        self.memory = WordMemory(words, known)
        self.names = NameFinder(words, known)
        self.people = PersonFinder(words)
        self.phrases = PhraseFinder(words, known.things)
        self.dates = DateFinder(language)


_KEEP: Final = 60


class Extractor:
    """Finds facts in texts; made once, used for many."""

    def __init__(self, known: KnownNames) -> None:
        self.known = known
        self._tools: dict[str, _Tools] = {}

    def tools(self, language: str) -> _Tools:
        """Return the finders of a language, made at the first use."""
        if language not in self._tools:
            self._tools[language] = _Tools(language, self.known)
        return self._tools[language]

    @cached_property
    def _relations(self) -> RelationFinder:
        return RelationFinder(self.known)

    def extract(
        self, text: str, *, language: str = "", published: date | None = None
    ) -> Extraction:
        """Find what a text names and says.

        Args:
            text: The text.
            language: ISO 639-1 code; found out where it is empty.
            published: The day it appeared on; looked for in the text where it is None.
        """
        with collecting_afterwards():
            return self._in_blocks(text, language or detect(text), published)

    def _in_blocks(self, text: str, main: str, published: date | None) -> Extraction:
        gathering = Gathering()
        for start, block in blocks(text):
            found = self._extract(block, main, published)
            if start == 0 and len(block) == len(text):
                return found
            published = published or found.published
            gathering.add(start, found.entities, found.dates, found.relations)
        return Extraction(main, published, gathering.entities, gathering.dates, gathering.relations)

    def _extract(self, text: str, main: str, published: date | None) -> Extraction:
        parts = paragraph_languages(text, main)
        dates = self._find_dates(text, parts, None)
        if published is None:
            published = document_date(dates, text)
        if any(not mention.resolved for mention in dates):
            anchor = published or _nearest_full(dates)
            if anchor is not None:
                settle(dates, anchor)
        table = EntityTable(main)
        numbers = self.tools(main).dates
        analysed = self._analyse(text, parts, [mention.start_offset for mention in dates])
        judge_places(text, analysed, table, self.known)
        self._gather(text, analysed, table)
        self._place_dates(analysed, dates)
        taken = sorted(
            [(m.start_offset, m.end_offset) for m in dates]
            + [(m.start, m.end) for item in analysed for m in item.mentions]
        )
        dates = sorted(dates + numbers.years(text, taken), key=lambda mention: mention.start_offset)
        relations = self._relations.find(text, analysed, table)
        entities = [e for e in table.entities if not e.plain]
        for index, entity in enumerate(entities):
            entity.index = index
        set_confidence(entities, relations)
        return Extraction(main, published, entities, dates, relations)

    def _find_dates(
        self, text: str, parts: list[tuple[int, int, str]], published: date | None
    ) -> list[DateMention]:
        found: list[DateMention] = []
        for start, end, language in parts:
            found += self.tools(language).dates.find(text, start, end, published)
        return found

    def _analyse(
        self, text: str, parts: list[tuple[int, int, str]], dates: list[int]
    ) -> list[Analysed]:
        analysed: list[Analysed] = []
        surnames: set[str] = set()
        for start, end, language in parts:
            tools = self.tools(language)
            part = text[start:end] if start or end < len(text) else text
            for sentence in sentences(part, tools.memory):
                if start:
                    sentence.shift(start)
                item = self._sentence(text, sentence, language, tools, surnames)
                if (
                    not item.mentions
                    and not item.plain
                    and not (
                        sentence.triggers
                        and text[sentence.start : sentence.end].rstrip().endswith(":")
                    )
                ):
                    index = bisect_left(dates, sentence.start)
                    if index == len(dates) or dates[index] >= sentence.end:
                        # Nothing here: keep its place in the count, not its words.
                        item = _NOTHING
                analysed.append(item)
        return analysed

    @staticmethod
    def _sentence(
        text: str, sentence: Sentence, language: str, tools: _Tools, surnames: set[str]
    ) -> Analysed:
        taken: list[Mention | None] = [None] * len(sentence.words)
        mentions = tools.names.long_places(sentence, text, taken)
        mentions += tools.names.find(sentence, text, taken)
        named, plain = tools.phrases.find(sentence, text, taken)
        mentions = [m for m in mentions if taken[m.first] is m]
        people = tools.people.find(sentence, text, taken)
        for person in people:
            words = sentence.words[person.first : person.last + 1]
            if len(words) > 1:
                surnames.add(words[-1].folded)
        mentions += people
        mentions += named
        mentions += tools.names.single_places(sentence, text, taken)
        mentions.sort(key=lambda mention: mention.first)
        return Analysed(sentence, language, mentions, plain)

    @staticmethod
    def _gather(text: str, analysed: list[Analysed], table: EntityTable) -> None:
        for number, item in enumerate(analysed):
            for mention in item.mentions:
                mention.sentence = number
                entity = table.add(mention)
                if entity.kind in {"organisation", "initiative", "event"}:
                    acronym = _acronym_after(text, mention.end)
                    if acronym:
                        table.alias(entity, acronym)

    @staticmethod
    def _place_dates(analysed: list[Analysed], dates: list[DateMention]) -> None:
        position = 0
        for item in analysed:
            while position < len(dates) and dates[position].start_offset < item.sentence.start:
                position += 1
            while position < len(dates) and dates[position].start_offset < item.sentence.end:
                item.dates.append(dates[position])
                position += 1


def _acronym_after(text: str, end: int) -> str:
    if text[end : end + 2] != " (":
        return ""
    close = text.find(")", end + 2, end + 18)
    if close < 0:
        return ""
    inside = text[end + 2 : close].strip("\"'“”„")
    if (
        inside.isascii()
        and inside[:1].isupper()
        and sum(c.isupper() for c in inside) > 1
        and (" " not in inside)
    ):
        return inside
    return ""


def _nearest_full(dates: list[DateMention]) -> date | None:
    from datetime import date as day

    for mention in dates:
        if mention.resolved and len(mention.start) == 10:
            return day.fromisoformat(mention.start)
    return None
