"""What general nouns stand for: "the meeting", "the network", "the second conference"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.bearers import Bearers
from citygraph.extraction.folding import fold_name
from citygraph.extraction.items import Item
from citygraph.extraction.mentions import Entity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.mentions import Mention

__all__ = ["GeneralNouns"]

_RECENT: Final = 4
_OPENING: Final = 6  # sentences in which a text says what it is about
_FAR_BACK: Final = 12
_VERBS: Final = frozenset(
    ["by", "host", "organise", "take_place", "join", "coordinate", "and", "with"]
)


def _by_place(mention: Mention) -> int:
    return mention.first


class GeneralNouns:
    """The general nouns of a document, each given to the entity it stands for.

    Args:
        text: The text.
        analysed: Its sentences with their mentions.
        table: Its entities; gets those that only a general noun names.
        main: What the text is about, by the kind of thing.
    """

    def __init__(
        self,
        text: str,
        analysed: list[Analysed],
        table: EntityTable,
        main: Mapping[str, Entity | None],
    ) -> None:
        self.text = text
        self.analysed = analysed
        self.table = table
        self.main = main
        self._plain: dict[int, list[Item]] = {}
        self._clusters: dict[str, Entity] = {}
        self._noun_of: dict[str, Entity] = {}
        self._written: dict[str, str] = {}
        self._opened: dict[tuple[str, str], tuple[Entity, Entity | None]] = {}
        self._about: Entity | None = None
        self._later: set[int] = set()
        self._bearers = Bearers(table.entities)
        self._recent_event: tuple[int, Entity] | None = None
        self._resolve()

    def is_to_come(self, entity: Entity | None) -> bool:
        """Whether an entity is the next meeting, which is not what the text goes on about."""
        return id(entity) in self._later

    def unnamed_event(self) -> Entity | None:
        """Return the event without a name that is spoken of most."""
        found = [entity for entity in self._clusters.values() if id(entity) not in self._later]
        return max(found, key=lambda entity: len(entity.mentions), default=None)

    def _resolve(self) -> None:
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

    def standing_in(self, number: int) -> list[Item]:
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
