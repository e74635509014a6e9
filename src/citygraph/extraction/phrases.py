"""Finding initiatives, organisations, events and regions by the noun that introduces them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.extraction.acronyms import acronym, seated
from citygraph.extraction.mentions import Mention
from citygraph.extraction.partnerships import partnership_at
from citygraph.extraction.region_names import names_region
from citygraph.extraction.spans import FUNCTION_WORDS, TIGHT, PhraseSpans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.extraction.known import Known
    from citygraph.extraction.lexicon import Lexicon
    from citygraph.extraction.tokens import Sentence, Word

__all__ = ["PhraseFinder"]

_KINDS: Final = ("event", "organisation", "initiative", "region")
_TOWN_HALL: Final = frozenset(
    [("camara", "munici"), ("urzad", "miasta"), ("urzad", "miejsk"), ("consell", "munici")]
)
_BEFORE: Final = frozenset(["lt", "lv", "et", "fi", "hu"])
_REGION_BODY: Final = frozenset(["sv", "da"])  # "Region Skåne" is an authority
_OTHER_SCRIPTS: Final = frozenset(["bg", "mk", "sr", "uk", "el"])


class PhraseFinder(PhraseSpans):
    """Finds names built around a noun in the sentences of one language."""

    def __init__(self, words: Lexicon, things: Mapping[str, Known] | None = None) -> None:
        super().__init__(words)
        self.things = things or {}

    def find(
        self, sentence: Sentence, text: str, taken: list[Mention | None]
    ) -> tuple[list[Mention], list[Mention]]:
        """Return named things, and plain nouns that may stand for one; mark the former taken."""
        named: list[Mention] = []
        plain: list[Mention] = []
        words = sentence.words
        marks = sentence.marks
        shouted = (
            len(marks) > 1
            and len(words) > 1
            and words[marks[0]].shape == "u" == words[marks[-1]].shape
            and sum(word.shape == "u" for word in words) * 2 > len(words)
        )
        first_trigger = sentence.triggers[0] if sentence.triggers else len(words)
        for index in marks:
            word = words[index]
            if not word.noun:
                if word.upper and taken[index] is None and not shouted:
                    mention = None
                    if word.shape == "u":
                        mention = seated(sentence, text, index)
                    if mention is None and index:
                        if first_trigger < index:
                            mention = self._joined_name(sentence, text, index, taken)
                        if mention is None and word.shape == "u":
                            mention = acronym(sentence, text, index)
                    if mention is not None:
                        for position in range(mention.first, mention.last + 1):
                            taken[position] = mention
                        named.append(mention)
                continue
            if word.categories & {"title", "weekday"}:
                continue
            if (
                word.first
                and word.upper
                and index + 1 < len(words)
                and words[index + 1].upper
                and ("organisation" not in word.categories)
            ):
                continue
            kind = self._kind(word)
            if taken[index] is not None:
                continue
            mention = self._named(sentence, text, index, kind, taken) if not shouted else None
            if mention is not None:
                for position in range(mention.first, mention.last + 1):
                    taken[position] = mention
                named.append(mention)
            elif len(word.folded) > 3 and (
                kind in {"event", "initiative"} or (kind == "organisation" and word.upper)
            ):
                start, end = sentence.starts[index], sentence.ends[index]
                plain.append(
                    Mention(kind, index, index, start, end, text[start:end], "plain noun",
                            score=0.3, plain=True)
                )  # fmt: skip
        return named, plain

    @staticmethod
    def _kind(word: Word) -> str:
        for kind in _KINDS:
            if kind in word.categories:
                return kind
        return "event"

    def _named(
        self, sentence: Sentence, text: str, index: int, kind: str, taken: list[Mention | None]
    ) -> Mention | None:
        if kind == "region":
            return self._region(sentence, text, index, taken)
        if kind == "initiative":
            mention = partnership_at(
                sentence, text, index, self.lexicon.language, taken, self.things
            )
            if mention is not None:
                return mention
        if index + 1 < len(sentence.words) and (
            (sentence.words[index].folded, sentence.words[index + 1].folded[:6]) in _TOWN_HALL
        ):
            return None
        quoted = (
            self._after_colon(sentence, text, index, kind, taken)
            or self._quoted_after(sentence, text, index, taken)
            or self._quoted_before(sentence, text, index, taken)
        )
        if quoted:
            return self._mention(sentence, text, quoted[0], quoted[1], kind, "quoted name", 0.85)
        left = self._left(sentence, text, index, taken)
        opens = all(word.shape == "d" for word in sentence.words[:left])
        right = self._right(sentence, text, index, taken)
        while index - left > 2 and sentence.words[left].first and sentence.words[left + 1].upper:
            left += 2
        if (
            right + 1 < len(sentence.words)
            and sentence.words[right + 1].noun
            and (text[sentence.ends[right] : sentence.starts[right + 1]] == " -")
        ):
            kind = self._kind(sentence.words[right + 1])
        words = sentence.words
        noun = words[index]
        first_word = (
            index == 0 or (index == 1 and words[0].shape == "d") or self.lexicon.language == "de"
        ) and left == index
        if (
            first_word
            and noun.shape == "t"
            and right > index
            and not (words[index + 1].categories & {"of", "article"})
        ):
            # Capital only as the first word: what follows is the name, if it is one.
            if not words[index + 1].upper or all(
                w.place or w.shape == "d" for w in words[index + 1 : right + 1]
            ):
                return None
            if any(w.categories & {"city", "title"} for w in words[index + 1 : right + 1]):
                return None
            if words[index + 1].shape != "u" and (words[index + 1].place or words[index + 1].first):
                return None
            begin = index + 1 if kind == "initiative" else index
            return self._mention(sentence, text, begin, right, kind, "name after its noun", 0.7)
        if self.head_final:
            for word in words[index + 1 : right + 1]:
                if word.noun and word.upper:
                    kind = self._kind(word)
        capitals = sum(w.upper for w in words[left:index])
        if noun.upper and noun.shape == "m" and "-" in noun.text:
            capitals += 1
        after = [w for w in words[index + 1 : right + 1] if w.upper]
        hyphen = (
            index > 0
            and sentence.starts[index] - sentence.ends[index - 1] == 1
            and (text[sentence.ends[index - 1]] in "-‐–")
        )
        if (
            hyphen
            and words[index - 1].upper
            and left == index
            and taken[index - 1] is None
            and (not words[index - 1].categories & {"article", "in", "of", "from"})
        ):
            left, capitals = index - 1, 1
        if "university" in noun.categories and not capitals and not after:
            position = index + 1
            while (
                position < len(words)
                and position - index < 4
                and words[position].categories
                & {
                    "in",
                    "of",
                    "article",
                }
            ):
                position += 1
            owner = taken[position] if position < len(words) else None
            if owner is not None and owner.kind == "city" and position > index + 1:
                position = owner.last
            elif position < len(words) and not words[position].place:
                position = index
            if index + 1 < position < len(words):
                return self._mention(
                    sentence, text, index, position, kind, "university and its place", 0.8
                )
        if (
            "university" in noun.categories
            and not capitals
            and index > 1
            and words[index - 2].upper
            and (words[index - 1].shape == "l" and not words[index - 1].categories & FUNCTION_WORDS)
        ):
            return self._mention(
                sentence, text, index - 2, index, "organisation", "university", 0.8
            )
        if (
            kind == "organisation"
            and not noun.upper
            and index > 1
            and (
                self.lexicon.language in _BEFORE
                and words[index - 2].upper
                and words[index - 1].shape == "l"
                and not words[index - 1].categories & FUNCTION_WORDS
                and (words[index - 2].place or taken[index - 2] is not None)
            )
        ):
            return self._mention(sentence, text, index - 2, index, kind, "body of a place", 0.7)
        if (
            kind == "organisation"
            and noun.shape == "t"
            and index > 0
            and len(noun.folded) > 9
            and not (noun.place and noun.exact)
            and (not capitals and not after and self.lexicon.language in {"sv", "da", "no"})
        ):
            return self._mention(sentence, text, index, index, kind, "capital compound", 0.6)
        if not capitals and not after:
            if (
                noun.upper
                and kind in {"organisation", "initiative"}
                and index > 0
                and (self.lexicon.language not in {"de", "en"})
            ):
                extended = self._lower_tail(sentence, text, index, taken)
                if extended > index:
                    return self._mention(
                        sentence, text, index, extended, kind, "capital noun and its words", 0.5
                    )
            return None
        if capitals and not after:
            only_places = all(w.place for w in words[left:index] if w.upper)
            if "university" in noun.categories:
                return self._mention(
                    sentence, text, left, index, "organisation", "university", 0.85
                )
            if only_places and not noun.upper:
                return None
            if not noun.upper and not self.head_final:
                # Here names stand behind their noun; before it only capitals, or an adjective.
                adjective = kind == "organisation" and index - left == 1 and left > 0
                if not adjective and not all(w.shape in "umd" for w in words[left:index]):
                    return None
                if adjective and words[left].first:
                    return None
            elif not noun.upper and kind == "organisation" and not self._proper(words[left:index]):
                return None
            if noun.shape == "l" and not self._proper(words[left:index]) and opens:
                return None
            return self._mention(
                sentence, text, left, right, kind, "name before its noun",
                0.8 if noun.upper else 0.65,
            )  # fmt: skip
        if not capitals and not noun.upper:
            # "project ATELIER", "rete Eurocities": the name is what follows the noun.
            if all(w.place or w.first for w in after) and kind != "initiative":
                return None
            if all(w.place for w in after) and all(w.shape == "t" for w in after):
                return None
            first = index + 1
            while first <= right and not words[first].upper:
                first += 1
            if first > index + 1 or self._somebody(words, index, first, right, kind):
                return None
            return self._mention(sentence, text, first, right, kind, "name after its noun", 0.75)
        return self._mention(sentence, text, left, right, kind, "noun inside its name", 0.8)

    @staticmethod
    def _somebody(words: list[Word], index: int, first: int, last: int, kind: str) -> bool:
        """Return whether a person stands behind a noun: "the project coordinator NAME"."""
        return (
            first < last
            and (words[first].first or not words[first].folded.isascii())
            and all(word.shape == "t" for word in words[first : last + 1])
            and (
                kind == "event"
                or any("title" in word.categories for word in words[max(0, index - 3) : index + 1])
            )
        )

    def _joined_name(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> Mention | None:
        """A name nobody introduces, behind a word of joining: "takes part in Green Harbours"."""
        words = sentence.words
        word = words[index]
        if word.place or word.first or word.categories & FUNCTION_WORDS or len(word.text) < 3:
            return None
        position = index - 1
        while (
            position >= 0
            and index - position < 5
            and words[position].categories
            & {
                "in",
                "of",
                "article",
                "initiative",
                "with",
            }
            and not words[position].categories & {"join", "sign", "coordinate"}
        ):
            position -= 1
        if position < 0 or not words[position].categories & {"join", "sign", "coordinate"}:
            return None
        if text[sentence.ends[index - 1] : sentence.starts[index]].strip("\"'“”„«» "):
            return None
        last = index
        while (
            last + 1 < len(words)
            and last - index < 6
            and taken[last + 1] is None
            and (TIGHT.fullmatch(text, sentence.ends[last], sentence.starts[last + 1]))
            and (
                words[last + 1].upper
                or words[last + 1].shape == "d"
                or (
                    not words[last + 1].categories
                    and last + 2 < len(words)
                    and words[last + 2].shape in "dt"
                )
            )
        ):
            last += 1
        if last > index and any(w.first or w.place for w in words[index : last + 1]):
            return None
        if (
            last == index
            and word.shape == "t"
            and (
                self.lexicon.language == "de"
                or (
                    not words[index - 1].categories & {"initiative", "in"}
                    and text[sentence.starts[index] - 1] not in '"“”„«'
                )
            )
        ):
            return None
        if (
            not word.folded.isascii()
            and self.lexicon.language in _OTHER_SCRIPTS
            and all(w.shape == "t" for w in words[index : last + 1])
            and text[sentence.starts[index] - 1] not in '"“”„«'
        ):
            return None  # somebody, or a town written by ear
        led = words[position].categories
        kind = "initiative"
        if (
            "coordinate" in led
            and not led & {"join", "sign"}
            and any("initiative" in w.categories for w in words[:position])
        ):
            kind = "organisation"
        return self._mention(
            sentence, text, index, last, kind, "name behind a word of joining", 0.55
        )

    @staticmethod
    def _proper(words: list[Word]) -> bool:
        return sum(w.upper for w in words) > 1 or any(w.shape in "um" for w in words)

    def _region(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> Mention | None:
        words = sentence.words
        word = words[index]
        if self.head_final or word.upper:
            left = index
            while (
                left > 0
                and words[left - 1].upper
                and words[left - 1].shape != "d"
                and (taken[left - 1] is None and not words[left - 1].categories & FUNCTION_WORDS)
                and TIGHT.fullmatch(text, sentence.ends[left - 1], sentence.starts[left])
            ):
                left -= 1
            if (
                left < index
                and not (left == 0 and index == 1 and not words[0].place)
                and names_region(sentence, text, left, index, index)
            ):
                return self._mention(sentence, text, left, index, "region", "name of a region", 0.7)
        last = index
        position = index + 1
        while position < len(words) and position - index < 4:
            if taken[position] is not None or not TIGHT.fullmatch(
                text, sentence.ends[position - 1], sentence.starts[position]
            ):
                break
            if words[position].upper and not words[position].categories & FUNCTION_WORDS:
                last = position
            elif not words[position].categories & {"of", "article"} or last > index:
                break
            position += 1
        if last > index:
            first = index if word.upper else last
            while first - 1 > index and words[first - 1].upper:
                first -= 1
            if word.upper and word.folded == "region" and self.lexicon.language in _REGION_BODY:
                return self._mention(
                    sentence, text, index, last, "organisation", "noun inside its name", 0.6
                )
            if names_region(sentence, text, first, last, index):
                return self._mention(
                    sentence, text, first, last, "region", "name of a region", 0.65
                )
        return None

    @staticmethod
    def _mention(
        sentence: Sentence, text: str, first: int, last: int, kind: str, rule: str, score: float
    ) -> Mention:
        start, end = sentence.starts[first], sentence.ends[last]
        return Mention(kind, first, last, start, end, text[start:end], rule, score=score)
