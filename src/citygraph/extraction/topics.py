"""What a text is about as it goes on: its main event, and what general nouns stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name
from citygraph.extraction.general_nouns import GeneralNouns

if TYPE_CHECKING:
    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.items import Item, Row
    from citygraph.extraction.mentions import DateMention, Entity, Mention

__all__ = ["Topics"]


_TIME: Final = re.compile(
    r"\s*(?:[-–•*→]\s*)?(?:(?:ore|ora|klo|kl|kell|plkst|val|orario|hora|saat|ob|um)\.?\s)?"
    r"(?:\d{1,2}\s?[:.h]\s?\d\d|\d{1,2}\s?h\b)",
    re.IGNORECASE,
)
_BROAD: Final = 0.3  # what a mention of an umbrella counts when the topic is looked for
_AT_HOME: Final = 1.6
_KNOWN: Final = 1.3
_EARLY: Final = 4
_SESSION: Final = 2  # lines that a session of an agenda has
_SHORT_LINE: Final = 14


class Topics:
    """The topics of one document."""

    def __init__(self, text: str, analysed: list[Analysed], table: EntityTable) -> None:
        self.text = text
        self.analysed = analysed
        self.table = table
        self.last: dict[str, Entity] = {}
        self.single_city = -9
        self.guests: tuple[int, str] | None = None
        self.latest_event: tuple[int, Entity] | None = None
        self.recent: dict[str, tuple[int, Entity]] = {}
        self.list_of: tuple[str, Entity, str, Row | None] | None = None
        self.day: DateMention | None = None
        spans = enumerate((item.sentence.start, item.sentence.end) for item in analysed)
        self.first_timed = next((n for n, span in spans if _TIME.match(text, *span)), None)
        self._session: tuple[int, Entity | None] | None = None
        self.dateline: tuple[int, Item, Item] | None = None
        self.main = {kind: self._main(kind) for kind in ("event", "initiative", "city")}
        self.nouns = GeneralNouns(text, analysed, table, self.main)
        if self.main["event"] is None:
            self.main["event"] = self.nouns.unnamed_event()

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
            if entity.known is not None and entity.known.broad:
                worth *= _BROAD
            elif entity.known is not None and kind == "initiative":
                worth *= _KNOWN
            if kind == "city" and entity.country == self.table.home:
                worth *= _AT_HOME
            if worth > most:
                best, most = entity, worth
        return best

    def focus(self, number: int, reach: int) -> tuple[Entity | None, bool]:
        """Return the initiative that a sentence without one is about, and whether it is near.

        Args:
            number: The number of the sentence.
            reach: How many sentences back an initiative counts as near.
        """
        near = self.recent.get("initiative")
        main = self.main["initiative"]
        if near is None or number - near[0] > reach:
            return main, False
        known = near[1].known
        broad = known is not None and (known.broad or "(membership)" in known.name)
        if main is not None and main is not near[1] and broad:
            return main, False
        return near[1], True

    def _in_agenda(self, mention: Mention) -> bool:
        sentence = self.analysed[mention.sentence].sentence
        return bool(_TIME.match(self.text, sentence.start, sentence.end))

    # As the text goes on

    def note(self, item: Analysed, number: int) -> None:
        """Pass a sentence without names."""

    def note_mentions(self, item: Analysed, number: int) -> None:
        """Remember what a sentence named that says nothing by itself."""
        sentence = item.sentence
        if self.first_timed is not None and _TIME.match(self.text, sentence.start, sentence.end):
            events = [m.entity for m in item.mentions if m.kind == "event" and m.entity is not None]
            self._session = (sentence.line, events[0] if events else self.main["event"])
        for mention in item.mentions:
            if mention.entity is not None:
                self.last[mention.entity.kind] = mention.entity
                self.recent[mention.entity.kind] = (number, mention.entity)
                if mention.entity.kind == "event":
                    self.latest_event = (number, mention.entity)
                if mention.entity.kind == "city" and len(item.sentence.words) > 3:
                    self.single_city = number
        if (
            item.dates
            and not item.mentions
            and len(item.sentence.words) <= 7
            and not _TIME.match(self.text, item.sentence.start, item.sentence.end)
        ):
            self.day = item.dates[0]

    def note_row(self, text: str, row: Row) -> None:
        """Remember what a sentence named, and whether it opens a list."""
        for item in row.items:
            if item.entity is not None:
                self.last[item.kind] = item.entity
                if item.kind == "event":
                    self.latest_event = (row.number, item.entity)
                broad = item.entity.known is not None and item.entity.known.broad
                if self.nouns.is_to_come(item.entity):
                    continue
                if not item.attached and not (broad and item.kind in self.recent):
                    self.recent[item.kind] = (row.number, item.entity)
        if len({id(item.entity) for item in row.of("city")}) == 1 and (
            len(row.analysed.sentence.words) > 3 and "candidate" not in row.present
        ):
            self.single_city = row.number
        sentence = row.analysed.sentence
        dates = row.of("date")
        cities = row.of("city")
        if (
            len(cities) == 1
            and len(dates) == 1
            and len(row.items) == 2
            and len(sentence.words) <= 6
            and (sentence.end < len(text) and text[sentence.end - 1] != "\n")
        ):
            self.dateline = (sentence.line, cities[0], dates[0])
        if (
            dates
            and len(sentence.words) <= 7
            and not _TIME.match(text, sentence.start, sentence.end)
        ):
            others = [item for item in row.items if item.kind != "date"]
            if not others:
                self.day = dates[0].date

    def city_called(self, folded: str) -> Entity | None:
        """Return the city of the text whose name a folded word is."""
        for entity in self.table.entities:
            if entity.kind == "city" and any(
                fold_name(name).startswith(folded)
                for name in (entity.name, entity.mentions[0].text)
            ):
                return entity
        return None

    def ends_open(self, row: Row) -> bool:
        """Whether a sentence ends in a colon."""
        sentence = row.analysed.sentence
        return self.text[sentence.start : sentence.end].rstrip().endswith(":")

    def session_of(self, row: Row, *, timed: bool, events: list[Item]) -> Entity | None:
        """Return the session of an agenda that the people of a line belong to.

        Args:
            row: The line, or a sentence of it.
            timed: Whether it opens with a clock time: then it opens a session.
            events: The events that it names.
        """
        line = row.analysed.sentence.line
        if timed:
            named = [e.entity for e in events if e.entity is not None and not e.plain]
            self._session = (line, named[0] if named else self.main["event"])
            return None
        if events:
            return None
        back = self._timed_above(row.analysed)
        if back is None:
            return None
        if self._session is not None and self._session[0] == line - back:
            return self._session[1]
        return self.main["event"]

    def _timed_above(self, item: Analysed) -> int | None:
        """Return how many lines above the nearest line with a clock time is: 0 to 2, or None."""
        start = self.text.rfind("\n", 0, item.sentence.start) + 1
        for back in range(_SESSION + 1):
            if _TIME.match(self.text, start):
                return back
            if not start:
                return None
            start = self.text.rfind("\n", 0, start - 1) + 1
        return None

    def in_agenda(self, item: Analysed) -> bool:
        """Whether a sentence is in an agenda and names somebody, or a session that it opens."""
        if self.first_timed is None:
            return False
        kinds = {mention.kind for mention in item.mentions}
        if "event" in kinds and _TIME.match(self.text, item.sentence.start, item.sentence.end):
            return True
        return "person" in kinds and self._timed_above(item) is not None

    def timed(self, row: Row) -> bool:
        """Whether a sentence begins with a clock time, as in an agenda."""
        sentence = row.analysed.sentence
        return bool(_TIME.match(self.text, sentence.start, sentence.end))
