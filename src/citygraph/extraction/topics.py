"""What a text is about as it goes on: its main event, and what general nouns stand for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.bearers import Bearers
from citygraph.extraction.folding import fold_name
from citygraph.extraction.items import Item
from citygraph.extraction.mentions import DateMention, Entity, Mention

if TYPE_CHECKING:
    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.items import Row

__all__ = ["Topics"]


def _by_place(mention: Mention) -> int:
    return mention.first


_TIME: Final = re.compile(
    r"\s*(?:[-–•*→]\s*)?(?:(?:ore|ora|klo|kl|kell|plkst|val|orario|hora|saat|ob|um)\.?\s)?"
    r"(?:\d{1,2}\s?[:.h]\s?\d\d|\d{1,2}\s?h\b)",
    re.IGNORECASE,
)
_BROAD: Final = 0.3  # what a mention of an umbrella counts when the topic is looked for
_AT_HOME: Final = 1.6
_KNOWN: Final = 1.3
_EARLY: Final = 4
_RECENT: Final = 4
_OPENING: Final = 6  # sentences in which a text says what it is about
_FAR_BACK: Final = 12
_VERBS: Final = frozenset(
    ["by", "host", "organise", "take_place", "join", "coordinate", "and", "with"]
)
_SESSION: Final = 2  # lines that a session of an agenda has
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
        self.single_city = -9
        self._noun_of: dict[str, Entity] = {}
        self._written: dict[str, str] = {}
        self._opened: dict[tuple[str, str], tuple[Entity, Entity | None]] = {}
        self._about: Entity | None = None
        self.guests: tuple[int, str] | None = None
        self._later: set[int] = set()
        self.latest_event: tuple[int, Entity] | None = None
        self.recent: dict[str, tuple[int, Entity]] = {}
        self.list_of: tuple[str, Entity, str, Row | None] | None = None
        self.day: DateMention | None = None
        self._bearers = Bearers(table.entities)
        spans = enumerate((item.sentence.start, item.sentence.end) for item in analysed)
        self.first_timed = next((n for n, span in spans if _TIME.match(text, *span)), None)
        self._session: tuple[int, Entity | None] | None = None
        self.dateline: tuple[int, Item, Item] | None = None
        self._recent_event: tuple[int, Entity] | None = None
        self.main = {kind: self._main(kind) for kind in ("event", "initiative", "city")}
        self._resolve_plain()
        if self.main["event"] is None:
            clusters = sorted(
                (e for e in self._clusters.values() if id(e) not in self._later),
                key=lambda e: -len(e.mentions),
            )
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

    # Plain nouns

    def _resolve_plain(self) -> None:
        last_named: dict[str, tuple[int, Entity]] = {}
        for number, item in enumerate(self.analysed):
            items = []
            for mention in sorted([*item.mentions, *item.plain], key=_by_place):
                if not mention.plain:
                    self._named(mention, number, last_named)
                    entity = mention.entity
                    if mention.first and entity is not None and entity.kind == "event":
                        noun = item.sentence.words[mention.first - 1]
                        if "event" in noun.categories:
                            self._noun_of["event " + noun.folded[:5]] = entity
                    continue
                entity = self._stands_for(item, mention, number, last_named)
                if entity is not None:
                    items.append(
                        Item(mention.kind, mention.first, mention.last, mention.start, mention.end,
                             entity, plain=True)
                    )  # fmt: skip
            if items:
                self._plain[number] = items

    @staticmethod
    def _named(mention: Mention, number: int, last: dict[str, tuple[int, Entity]]) -> None:
        entity = mention.entity
        if entity is None or entity.kind not in {"event", "initiative"}:
            return
        if entity.known is not None and entity.known.broad and entity.kind in last:
            return
        last[entity.kind] = (number, entity)

    def _stands_for(
        self,
        item: Analysed,
        mention: Mention,
        number: int,
        last_named: dict[str, tuple[int, Entity]],
    ) -> Entity | None:
        word = item.sentence.words[mention.first]
        stem = word.folded[:5]
        kind = mention.kind
        if kind != "event":
            for other in item.mentions:
                if (
                    other.entity is not None
                    and other.entity.kind in {kind, "organisation"}
                    and (
                        other.first - mention.last == 1
                        or (mention.first - other.last == 1 and other.entity.kind == kind)
                    )
                ):
                    self._noun_of[stem] = other.entity
                    return other.entity
        before = item.sentence.words[max(0, mention.first - 3) : mention.first]
        near = before[-2:]
        later = kind == "event" and any("next" in w.categories for w in near)
        named = self._bearers.latest(kind, stem, number) if not later else None
        if named is not None:
            ahead = named.mentions[0].sentence - number
            if ahead <= 0 or (ahead <= _RECENT if kind == "event" else kind not in last_named):
                return named
        if kind == "event" and not later and "event " + stem in self._noun_of:
            return self._noun_of["event " + stem]
        recent = last_named.get(kind)
        if kind == "initiative":
            if stem in self._noun_of:
                return self._noun_of[stem]
            return recent[1] if recent is not None else self.main[kind]
        if kind == "organisation":
            return None
        about = last_named.get("initiative")
        self._about = about[1] if about is not None else None
        return self._event(item, mention, number, later, recent)

    def _event(
        self, item: Analysed, mention: Mention, number: int, later: bool,  # noqa: FBT001
        recent: tuple[int, Entity] | None,
    ) -> Entity | None:  # fmt: skip
        words = item.sentence.words
        word = words[mention.first]
        stem = word.folded[:6]
        owner = self._owner(item, mention)
        fresh = mention.first > 0 and any(
            "indefinite" in w.categories for w in words[max(0, mention.first - 2) : mention.first]
        )
        opening = not later and any(
            "first_of" in w.categories for w in words[max(0, mention.first - 3) : mention.first]
        )
        key = stem + (" next" if later else " first" if opening else "")
        which = next(
            (
                w.folded[:5]
                for w in words[max(0, mention.first - 3) : mention.first]
                if "next" in w.categories
            ),
            "",
        )
        subject, about = self._opened.get((stem, which), (None, None))
        if later and subject is not None and about in {None, self._about}:
            mention.entity, mention.sentence = subject, number
            subject.mentions.append(mention)
            return subject
        entity = self._clusters.get(key) if not fresh else None
        fresh = fresh or opening
        if entity is None and not later and not fresh:
            core = word.folded[: max(4, min(6, len(word.folded) - 3))]
            for name, cluster in self._clusters.items():
                if "next" not in name and (
                    stem in name or name[:6] in word.folded or core in self._written[name]
                ):
                    entity = cluster
        strong = "event_strong" in word.categories
        if (
            entity is None
            and not later
            and not fresh
            and not owner
            and recent is not None
            and (number - recent[0] <= _FAR_BACK)
        ):
            self._recent_event = (number, recent[1])
            return recent[1]
        last = self._recent_event
        if last is not None and id(last[1]) in self._later:
            last = None
        if (
            entity is None
            and not later
            and not fresh
            and not owner
            and last is not None
            and (number - last[0] <= _RECENT)
        ):
            entity = last[1]
        if entity is None:
            if not strong:
                return None
            self._widen(item, mention)
            entity = Entity(
                "event", mention.text, rule="event by its noun", score=mention.score, plain=True
            )
            if later and number < _OPENING and not self._clusters and recent is None:
                # "the second meeting" that a text begins with is what it is about
                key = stem
                self._opened[stem, which] = (entity, self._about)
            elif later:
                self._later.add(id(entity))
            self._clusters[key] = entity
            self._written[key] = fold_name(mention.text)
            self.table.entities.append(entity)
        if entity.plain:
            mention.entity = entity
            mention.sentence = number
            entity.mentions.append(mention)
        self._recent_event = (number, entity)
        return entity

    def _widen(self, item: Analysed, mention: Mention) -> None:
        """Give a plain noun the words that belong to it: "the first meeting of the network X"."""
        sentence = item.sentence
        words = sentence.words
        first, last = mention.first, mention.last
        while (
            first > 0
            and mention.first - first < 3
            and words[first - 1].shape in "lu"
            and not (words[first - 1].categories - {"next", "initiative", "join", "event"})
            and sentence.starts[first] - sentence.ends[first - 1] == 1
        ):
            first -= 1
        if first == 1 and words[0].categories == {"next"}:
            first = 0
        position = last + 1
        while (
            position < len(words)
            and position - last < 4
            and position - mention.last < 10
            and (len(self.text[sentence.ends[position - 1] : sentence.starts[position]]) == 1)
        ):
            word = words[position]
            if word.categories & {"of", "article"} and not word.categories & {"in", "by", "and"}:
                position += 1
                continue
            linked = bool(words[position - 1].categories & {"of", "article", "initiative"})
            if not (linked or word.categories & {"initiative", "next"}) or word.categories & (
                _VERBS | {"weekday", "month", "in", "from"}
            ):
                break
            last = position
            position += 1
        mention.start, mention.end = sentence.starts[first], sentence.ends[last]
        mention.text = " ".join(self.text[mention.start : mention.end].split())

    @staticmethod
    def _owner(item: Analysed, mention: Mention) -> Entity | None:
        for other in item.mentions:
            if (
                other.entity is not None
                and other.entity.kind == "initiative"
                and (0 < other.first - mention.last <= 4 or 0 < mention.first - other.last <= 2)
            ):
                words = item.sentence.words[mention.last + 1 : other.first]
                if any(w.categories & _VERBS for w in words):
                    continue
                return other.entity
        return None

    def plain_items(self, number: int) -> list[Item]:
        """Return the general nouns of a sentence that stand for an entity."""
        return self._plain.get(number, [])

    def carries(self, number: int) -> bool:
        """Whether a sentence without names may still say something."""
        return number in self._plain

    def dated_meetings(self) -> list[Entity]:
        """Return the first, next and final meetings that have no name."""
        return [
            entity
            for key, entity in self._clusters.items()
            if key.endswith((" next", " first")) and entity.plain
        ]

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
                if id(item.entity) in self._later:
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
