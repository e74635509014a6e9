"""Finding initiatives, organisations, events and regions by the noun that introduces them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.mentions import Mention

if TYPE_CHECKING:
    from citygraph.extraction.lexicon import Lexicon
    from citygraph.extraction.tokens import Sentence, Word

__all__ = ["HEAD_FINAL", "PhraseFinder"]

HEAD_FINAL: Final = frozenset("en de nl sv da no is fi et hu tr lt lv eu".split())  # noqa: SIM905
_KINDS: Final = ("event", "organisation", "initiative", "region")
_KIND_SET: Final = frozenset(_KINDS)
_TIGHT: Final = re.compile(r"\s|[-–‐'’&/]|\s[&/–-]\s|\. |\.")  # noqa: RUF001
_OPEN: Final = re.compile(r"\s*[:–-]?\s*[(]?([\"“”„«»‚‘'’])")  # noqa: RUF001
_CLOSERS: Final = {
    '"': '"', "“": "”\"", "„": "“”\"", "«": "»", "»": "«", "‚": "‘’“", "‘": "’", "”": "”", "'": "'", "’": "’",  # noqa: RUF001
}  # fmt: skip
_QUOTES: Final = "\"“”„«»‚‘"  # noqa: RUF001
_LONGEST_QUOTE: Final = 120
_FUNCTION: Final = frozenset(
    ["article", "in", "of", "from", "by", "with", "and", "title", "weekday", "month", "part", "former",
     "negation", "take_place", "say", "represent"]
)  # fmt: skip
_GENITIVE: Final = frozenset("hr sr sl cs sk pl uk el lt lv".split())  # noqa: SIM905
_TOWN_HALL: Final = frozenset([("camara", "munici"), ("urzad", "miasta"), ("urzad", "miejsk"), ("consell", "munici")])
_ROMAN: Final = re.compile("[IVXLCDM]+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class PhraseFinder:
    """Finds names built around a noun in the sentences of one language."""

    def __init__(self, words: Lexicon) -> None:
        self.lexicon = words
        self.head_final = words.language in HEAD_FINAL

    def find(
        self, sentence: Sentence, text: str, taken: list[Mention | None]
    ) -> tuple[list[Mention], list[Mention]]:
        """Return named things, and plain nouns that may stand for one; mark the former taken."""
        named: list[Mention] = []
        plain: list[Mention] = []
        words = sentence.words
        shouted = len(words) > 2 and sum(w.shape == "u" for w in words) * 2 > len(words)  # noqa: PLR2004
        for index in sentence.marks:
            word = words[index]
            if not word.noun:
                if word.upper and index and taken[index] is None and not shouted:
                    mention = self._joined_name(sentence, text, index, taken) or self._acronym(
                        sentence, text, index
                    )
                    if mention is not None:
                        for position in range(mention.first, mention.last + 1):
                            taken[position] = mention
                        named.append(mention)
                continue
            if word.categories & {"title", "weekday"}:
                continue
            if word.first and word.upper and index + 1 < len(words) and words[index + 1].upper and (
                "organisation" not in word.categories
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
            elif len(word.folded) > 3 and (  # noqa: PLR2004
                kind in {"event", "initiative"} or kind == "organisation" and word.upper
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
        if index + 1 < len(sentence.words) and (
            (sentence.words[index].folded, sentence.words[index + 1].folded[:6]) in _TOWN_HALL
        ):
            return None
        quoted = self._after_colon(sentence, text, index, kind, taken) or self._quoted_after(
            sentence, text, index, taken
        ) or self._quoted_before(
            sentence, text, index, taken
        )
        if quoted:
            return self._mention(sentence, text, quoted[0], quoted[1], kind, "quoted name", 0.85)
        left = self._left(sentence, text, index, taken)
        opens = left == 0 or left == 1 and sentence.words[0].shape == "d"
        right = self._right(sentence, text, index, taken)
        words = sentence.words
        noun = words[index]
        first_word = index == 0 or index == 1 and words[0].shape == "d"
        if first_word and noun.shape == "t" and right > index and not (
            words[index + 1].categories & {"of", "article"}
        ):
            # Capital only as the first word: what follows is the name, if it is one.
            if not words[index + 1].upper or all(w.place or w.shape == "d" for w in words[index + 1 : right + 1]):
                return None
            if any(w.categories & {"city", "title"} for w in words[index + 1 : right + 1]):
                return None
            if words[index + 1].place or words[index + 1].first:
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
        hyphen = index > 0 and sentence.starts[index] - sentence.ends[index - 1] == 1 and (
            text[sentence.ends[index - 1]] in "-‐–"  # noqa: RUF001
        )
        if hyphen and words[index - 1].upper and left == index and taken[index - 1] is None and (
            not words[index - 1].categories & {"article", "in", "of", "from"}
        ):
            left, capitals = index - 1, 1
        if "university" in noun.categories and not capitals and not after:
            position = index + 1
            while position < len(words) and position - index < 4 and words[position].categories & {  # noqa: PLR2004
                "in", "of", "article"
            }:
                position += 1
            if position < len(words) and words[position].place and position > index + 1:
                return self._mention(
                    sentence, text, index, position, kind, "university and its place", 0.8
                )
        if "university" in noun.categories and not capitals and index > 1 and words[index - 2].upper and (
            words[index - 1].shape == "l" and not words[index - 1].categories & _FUNCTION
        ):
            return self._mention(
                sentence, text, index - 2, index, "organisation", "university", 0.8
            )
        if not capitals and not after:
            if noun.upper and kind in {"organisation", "initiative"} and index > 0 and (
                self.lexicon.language not in {"de", "en"}
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
            if not noun.upper and kind == "organisation" and not self._proper(words[left:index]):
                return None
            if noun.shape == "l" and not self._proper(words[left:index]) and opens:
                return None
            return self._mention(
                sentence, text, left, index, kind, "name before its noun",
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
            if first > index + 1:
                return None
            return self._mention(sentence, text, first, right, kind, "name after its noun", 0.75)
        return self._mention(sentence, text, left, right, kind, "noun inside its name", 0.8)

    @staticmethod
    def _acronym(sentence: Sentence, text: str, index: int) -> Mention | None:
        """Capitals nobody explains, where a body is expected: "led by CARTIF", "Reda (VTT)"."""
        words = sentence.words
        word = words[index]
        if word.shape != "u" or not 2 < len(word.text) < 11 or word.categories:  # noqa: PLR2004
            return None
        if _ROMAN.fullmatch(word.text) or sum(w.shape == "u" for w in words) * 2 > len(words):
            return None
        before = words[index - 1]
        if before.shape in "ud":
            return None
        gap = text[sentence.ends[index - 1] : sentence.starts[index]]
        after = words[index + 1] if index + 1 < len(words) else None
        if (
            before.categories & {"of", "by", "from", "coordinate", "organise", "article", "represent"}
            or gap.endswith("(")
            or after is not None and after.categories & {"coordinate", "organise"}
        ):
            start, end = sentence.starts[index], sentence.ends[index]
            return Mention("organisation", index, index, start, end, text[start:end],
                           "acronym of a body", score=0.5)  # fmt: skip
        return None

    def _joined_name(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> Mention | None:
        """A name nobody introduces, behind a word of joining: "takes part in Green Harbours"."""
        words = sentence.words
        word = words[index]
        if word.place or word.first or word.categories & _FUNCTION or len(word.text) < 3:  # noqa: PLR2004
            return None
        position = index - 1
        while position >= 0 and index - position < 5 and words[position].categories & {  # noqa: PLR2004
            "in", "of", "article", "initiative", "with"
        } and not words[position].categories & {"join", "sign", "coordinate"}:
            position -= 1
        if position < 0 or not words[position].categories & {"join", "sign", "coordinate"}:
            return None
        if text[sentence.ends[index - 1] : sentence.starts[index]].strip("\"'“”„«» "):
            return None
        last = index
        while last + 1 < len(words) and last - index < 6 and taken[last + 1] is None and (  # noqa: PLR2004
            _TIGHT.fullmatch(text, sentence.ends[last], sentence.starts[last + 1])
        ) and (words[last + 1].upper or words[last + 1].shape == "d" or (
            not words[last + 1].categories and last + 2 < len(words) and words[last + 2].shape in "dt"
        )):
            last += 1
        if last > index and any(w.first or w.place for w in words[index : last + 1]):
            return None
        if last == index and word.shape == "t" and self.lexicon.language == "de":
            return None
        led = words[position].categories
        kind = "initiative"
        if "coordinate" in led and not led & {"join", "sign"} and any(
            "initiative" in w.categories for w in words[:position]
        ):
            kind = "organisation"
        return self._mention(
            sentence, text, index, last, kind, "name behind a word of joining", 0.55
        )

    @staticmethod
    def _proper(words: list[Word]) -> bool:
        return sum(w.upper for w in words) > 1 or any(w.shape in "um" for w in words)

    def _left(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> int:
        words = sentence.words
        left = index
        position = index - 1
        while position >= 0 and index - position < 8:  # noqa: PLR2004
            word = words[position]
            owner = taken[position]
            if owner is not None and not (
                owner.kind == "city"
                or owner.kind in {"country", "region"} and "organisation" in words[index].categories
            ):
                break
            if not _TIGHT.fullmatch(text, sentence.ends[position], sentence.starts[position + 1]):
                break
            if word.shape == "d":
                if _YEAR.fullmatch(word.text) or position + 1 == index:
                    break
            elif word.upper:
                if word.categories & _FUNCTION and (
                    len(word.folded) < 5 or position == 0 or "title" in word.categories  # noqa: PLR2004
                ):
                    break
                if word.categories & {"next", "indefinite"}:
                    break
                left = position
            elif not (
                word.categories & {"and", "of"} and "from" not in word.categories
                and position > 0 and words[position - 1].upper and not words[position - 1].first
                and left == position + 1 and not words[position - 1].categories & _FUNCTION
            ):
                break
            position -= 1
        return left

    def _right(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> int:
        words = sentence.words
        count = len(words)
        right = index
        position = index + 1
        links = 0
        while position < count and position - index < 9:  # noqa: PLR2004
            word = words[position]
            owner = taken[position]
            if owner is not None and not (owner.kind == "city" or owner.kind == "country" and links):
                break
            if not _TIGHT.fullmatch(text, sentence.ends[position - 1], sentence.starts[position]):
                break
            if word.shape == "d":
                if not _YEAR.fullmatch(word.text) or right != position - 1:
                    break
                right = position
            elif word.upper:
                if word.categories & {"title", "month", "weekday"} or (
                    word.categories & {"article", "in"} and len(word.folded) < 4  # noqa: PLR2004
                ):
                    break
                if self.head_final and right == index and not words[index].upper and (
                    self.lexicon.language in {"en", "fi", "et", "hu", "tr"}
                ) and word.shape == "t" and (
                    word.place or word.first or "organisation" not in words[index].categories
                ):
                    break
                right = position
                links = 0
            elif (words[index].upper or right > index) and links < 2 and word.categories & {  # noqa: PLR2004
                "of", "article", "and"
            }:
                if "and" in word.categories and not (
                    position + 1 < count and words[position + 1].upper
                    and not words[position + 1].place
                ):
                    break
                links += 1
            else:
                break
            position += 1
        return right

    def _lower_tail(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> int:
        words = sentence.words
        if self.lexicon.language not in _GENITIVE and not (
            index + 1 < len(words) and "of" in words[index + 1].categories
        ):
            return index
        last = index
        position = index + 1
        while position < len(words) and position - index < 5:  # noqa: PLR2004
            word = words[position]
            if taken[position] is not None or not _TIGHT.fullmatch(
                text, sentence.ends[position - 1], sentence.starts[position]
            ):
                break
            stops = word.categories - {"of", "article", "city", "initiative", "event", "region"}
            if stops or word.shape == "d":
                break
            if not word.categories & {"of", "article"}:
                last = position
                if position - index >= 3:  # noqa: PLR2004
                    break
            position += 1
        return last

    def _quoted_after(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> tuple[int, int] | None:
        count = len(sentence.words)
        for step in range(3):
            position = index + step
            if position + 1 >= count:
                return None
            gap_start, gap_end = sentence.ends[position], sentence.starts[position + 1]
            match = _OPEN.match(text, gap_start, gap_end)
            if match:
                return self._until_close(sentence, text, position + 1, match.end(), match[1], taken)
            if text[gap_start:gap_end] != " ":
                return None
            word = sentence.words[position + 1]
            if word.upper or taken[position + 1] is not None or word.categories & {"host", "join"}:
                return None
        return None

    @staticmethod
    def _after_colon(
        sentence: Sentence, text: str, index: int, kind: str, taken: list[Mention | None]
    ) -> tuple[int, int] | None:
        """The title of an event behind its noun: "Webinar: Heat plans for small towns"."""
        words = sentence.words
        size = len(words) - index - 1
        if kind != "event" or index > 1 or not 1 < size < 15:  # noqa: PLR2004
            return None
        gap = text[sentence.ends[index] : sentence.starts[index + 1]]
        if gap.strip() != ":" or not words[index + 1].upper:
            return None
        if any(owner is not None for owner in taken[index + 1 :]):
            return None
        last = index + 1
        while last + 1 < len(words) and text[
            sentence.ends[last] : sentence.starts[last + 1]
        ].strip() not in {"–", "-", "|", "("}:  # noqa: RUF001
            last += 1
        return index + 1, last

    @staticmethod
    def _until_close(
        sentence: Sentence, text: str, first: int, start: int, quote: str,
        taken: list[Mention | None],
    ) -> tuple[int, int] | None:  # fmt: skip
        closers = _CLOSERS.get(quote, quote)
        end = min(
            (p for p in (text.find(c, start, start + _LONGEST_QUOTE) for c in closers) if p > 0),
            default=-1,
        )
        if end < 0 or end <= start:
            return None
        last = first
        words = sentence.words
        while last + 1 < len(words) and sentence.ends[last + 1] <= end:
            last += 1
        if sentence.ends[last] > end or last - first > 14 or not words[first].upper:  # noqa: PLR2004
            return None
        for position in range(first, last + 1):
            owner = taken[position]
            if owner is not None and (
                owner.kind == "person" or owner.known is not None and owner.kind != "city"
            ):
                return None
        return first, last

    @staticmethod
    def _quoted_before(
        sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> tuple[int, int] | None:
        if index == 0:
            return None
        gap = text[sentence.ends[index - 1] : sentence.starts[index]]
        if not gap or gap[0] not in _QUOTES or gap[1:] not in {" ", "-"}:
            return None
        first = index - 1
        while first > 0 and index - first < 12:  # noqa: PLR2004
            between = text[sentence.ends[first - 1] : sentence.starts[first]]
            if any(letter in _QUOTES for letter in between):
                break
            first -= 1
        opens = text[max(0, sentence.starts[first] - 1) : sentence.starts[first]]
        if not opens or opens not in _QUOTES or not sentence.words[first].upper:
            return None
        if any(taken[position] is not None for position in range(first, index)):
            return None
        return first, index - 1

    def _region(
        self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]
    ) -> Mention | None:
        words = sentence.words
        word = words[index]
        if self.head_final or word.upper:
            left = index
            while left > 0 and words[left - 1].upper and words[left - 1].shape != "d" and (
                taken[left - 1] is None and not words[left - 1].categories & _FUNCTION
            ) and _TIGHT.fullmatch(text, sentence.ends[left - 1], sentence.starts[left]):
                left -= 1
            if left < index and not (left == 0 and index == 1 and not words[0].place):
                return self._mention(
                    sentence, text, left, index, "region", "name of a region", 0.7
                )
        last = index
        position = index + 1
        while position < len(words) and position - index < 4:  # noqa: PLR2004
            if taken[position] is not None or not _TIGHT.fullmatch(
                text, sentence.ends[position - 1], sentence.starts[position]
            ):
                break
            if words[position].upper and not words[position].categories & _FUNCTION:
                last = position
            elif not words[position].categories & {"of", "article"} or last > index:
                break
            position += 1
        if last > index:
            first = index if word.upper else last
            while first - 1 > index and words[first - 1].upper:
                first -= 1
            return self._mention(sentence, text, first, last, "region", "name of a region", 0.65)
        return None

    @staticmethod
    def _mention(
        sentence: Sentence, text: str, first: int, last: int, kind: str, rule: str, score: float
    ) -> Mention:
        start, end = sentence.starts[first], sentence.ends[last]
        return Mention(kind, first, last, start, end, text[start:end], rule, score=score)
