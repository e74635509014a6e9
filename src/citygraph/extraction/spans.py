"""How far a name reaches to the left and the right of the noun that introduces it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from citygraph.extraction.lexicon import Lexicon
    from citygraph.extraction.mentions import Mention
    from citygraph.extraction.tokens import Sentence

__all__ = ["FUNCTION_WORDS", "HEAD_FINAL", "TIGHT", "PhraseSpans"]

HEAD_FINAL: Final = frozenset("en de nl sv da no is fi et hu tr lt lv eu".split())  # noqa: SIM905
TIGHT: Final = re.compile(r"\s|[-–‐'’&/]|\s[&/–-]\s|\. |\.")
_OPEN: Final = re.compile(r"\s*[:–-]?\s*[(]?([\"“”„«»‚‘'’])")
_CLOSERS: Final = {
    '"': '"',
    "“": '”"',
    "„": '“”"',
    "«": "»",
    "»": "«",
    "‚": "‘’“",
    "‘": "’",
    "”": "”",
    "'": "'",
    "’": "’",
}
_QUOTES: Final = '"“”„«»‚‘'
_LONGEST_QUOTE: Final = 120
FUNCTION_WORDS: Final = frozenset(
    [
        "article",
        "in",
        "of",
        "from",
        "by",
        "with",
        "and",
        "title",
        "weekday",
        "month",
        "part",
        "former",
        "negation",
        "take_place",
        "say",
        "represent",
    ]
)
_GENITIVE: Final = frozenset("hr sr sl cs sk pl uk el lt lv".split())  # noqa: SIM905
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_TIME_WORDS: Final = 6
_LONGEST_TITLE: Final = 14


class PhraseSpans:
    """Measures names in the sentences of one language."""

    def __init__(self, words: Lexicon) -> None:
        self.lexicon = words
        self.head_final = words.language in HEAD_FINAL

    def _left(self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]) -> int:
        words = sentence.words
        left = index
        position = index - 1
        while position >= 0 and index - position < 8:
            word = words[position]
            owner = taken[position]
            if owner is not None and not (
                owner.kind == "city"
                or (
                    owner.kind in {"country", "region"}
                    and "organisation" in words[index].categories
                )
            ):
                break
            if not TIGHT.fullmatch(text, sentence.ends[position], sentence.starts[position + 1]):
                break
            if word.shape == "d":
                if _YEAR.fullmatch(word.text) or position + 1 == index:
                    break
            elif word.upper:
                if word.categories & FUNCTION_WORDS and (
                    len(word.folded) < 5 or position == 0 or "title" in word.categories
                ):
                    break
                if word.categories & {"next", "indefinite"}:
                    break
                left = position
            elif not (
                self.lexicon.language != "de"
                and word.categories & {"and", "of"}
                and "from" not in word.categories
                and position > 0
                and words[position - 1].upper
                and not words[position - 1].first
                and left == position + 1
                and not words[position - 1].categories & FUNCTION_WORDS
            ):
                break
            position -= 1
        return left

    def _right(self, sentence: Sentence, text: str, index: int, taken: list[Mention | None]) -> int:
        words = sentence.words
        count = len(words)
        right = index
        position = index + 1
        links = 0
        while position < count and position - index < 9:
            word = words[position]
            owner = taken[position]
            if owner is not None and not (
                owner.kind == "city" or (owner.kind == "country" and links)
            ):
                break
            if not TIGHT.fullmatch(text, sentence.ends[position - 1], sentence.starts[position]):
                break
            if word.shape == "d":
                if not _YEAR.fullmatch(word.text) or right != position - 1:
                    break
                right = position
            elif word.upper:
                if word.categories & {"title", "month", "weekday"} or (
                    word.categories & {"article", "in"} and len(word.folded) < 4
                ):
                    break
                if (
                    self.head_final
                    and right == index
                    and not words[index].upper
                    and (self.lexicon.language in {"en", "fi", "et", "hu", "tr"})
                    and word.shape == "t"
                    and (word.place or word.first or "organisation" not in words[index].categories)
                ):
                    break
                right = position
                links = 0
            elif (
                ((words[index].upper and (self.lexicon.language != "de")) or right > index)
                and links < 2
                and word.categories
                & {
                    "of",
                    "article",
                    "and",
                }
            ):
                if "and" in word.categories and not (
                    position + 1 < count
                    and words[position + 1].upper
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
        while position < len(words) and position - index < 5:
            word = words[position]
            if taken[position] is not None or not TIGHT.fullmatch(
                text, sentence.ends[position - 1], sentence.starts[position]
            ):
                break
            stops = word.categories - {"of", "article", "city", "initiative", "event", "region"}
            if stops or word.shape == "d":
                break
            if not word.categories & {"of", "article"}:
                last = position
                if position - index >= 3:
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
            if (
                word.noun
                or word.upper
                or taken[position + 1] is not None
                or word.categories & {"host", "join"}
            ):
                return None
        return None

    @staticmethod
    def _after_colon(
        sentence: Sentence, text: str, index: int, kind: str, taken: list[Mention | None]
    ) -> tuple[int, int] | None:
        """The title of an event behind its noun: "Webinar: Heat plans for small towns"."""
        words = sentence.words
        if kind != "event":
            return None
        # An agenda puts the time before the noun, and perhaps a number behind it.
        before = sum(word.shape != "d" for word in words[:index])
        if before > 1 or index > _TIME_WORDS:
            return None
        first = index + 1
        while first < len(words) and first - index < 3:
            gap = text[sentence.ends[first - 1] : sentence.starts[first]]
            if gap.strip() == ":":
                break
            if gap != " " or not (words[first].shape in "ld" or words[first].noun):
                return None
            first += 1
        if first + 1 >= len(words) or not words[first].upper:
            return None
        if text[sentence.ends[first - 1] : sentence.starts[first]].strip() != ":":
            return None
        last = first
        while last + 1 < len(words) and last - first < _LONGEST_TITLE:
            gap = text[sentence.ends[last] : sentence.starts[last + 1]].strip()
            if gap[:1] in {"–", "-", "|", "(", "?", "!", ".", ";", ":"} and gap:
                break
            if gap == "," and any(
                (owner is not None and owner.kind == "person")
                or word.first
                or "title" in word.categories
                for owner, word in zip(taken[last + 1 :], words[last + 1 :], strict=True)
            ):
                break
            last += 1
        if last == first or any(
            owner is not None and owner.kind != "city" for owner in taken[first : last + 1]
        ):
            return None
        title = words[first : last + 1]
        if words[first].first and words[first + 1].upper:
            return None  # "Moderator: Sofia Corsi"
        if len(title) < 4 and all(w.shape == "t" and not w.noun for w in title):
            return None  # somebody whose first name no list has
        return first, last

    @staticmethod
    def _until_close(
        sentence: Sentence,
        text: str,
        first: int,
        start: int,
        quote: str,
        taken: list[Mention | None],
    ) -> tuple[int, int] | None:
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
        if sentence.ends[last] > end or last - first > 14 or not words[first].upper:
            return None
        for position in range(first, last + 1):
            owner = taken[position]
            if owner is not None and (
                owner.kind == "person" or (owner.known is not None and owner.kind != "city")
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
        while first > 0 and index - first < 12:
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
