"""Finding people: a first name, a title or a verb of saying beside capitalised words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.gazetteer import first_name_sounds, first_names
from citygraph.extraction.mentions import Mention
from citygraph.extraction.sounds import sound

if TYPE_CHECKING:
    from citygraph.extraction.lexicon import Lexicon
    from citygraph.extraction.tokens import Sentence, Word

__all__ = ["PersonFinder"]

_PARTICLES: Final = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "da",
        "di",
        "del",
        "della",
        "du",
        "la",
        "le",
        "dos",
        "das",
        "do",
        "af",
        "av",
        "zu",
        "zur",
        "ter",
        "ten",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
        "i",
        "d",
        "l",
        "o",
        "n",
        "mac",
        "mc",
        "st",
        "san",
        "degli",
        "dalla",
        "of",
    ]
) - {"of", "e", "i", "y"}
_SPACE: Final = re.compile(r"\s|[-‐–'’]|\. ?|\.[-\s]|\s?[\"“”„«»]\s?")
_NOUNS: Final = frozenset(
    [
        "event",
        "initiative",
        "organisation",
        "city",
        "region",
        "title",
        "month",
        "weekday",
        "host",
        "join",
    ]
)
_TITLE_AND_SURNAME: Final = frozenset("en de nl sv da no fr it es pt ca gl".split())  # noqa: SIM905
_LONGEST: Final = 5
_STEM: Final = 3
# Words that open a sentence in capitals and may look like a first name: "Per", "De", "Do".
_LEADING: Final = frozenset(["in", "of", "from", "by", "with", "and", "negation"])
_ADDRESS: Final = frozenset(["title", "honorific"])


class PersonFinder:
    """Finds people in the sentences of one language."""

    def __init__(self, words: Lexicon) -> None:
        self.lexicon = words
        self._first = first_names()
        self._stems: dict[str, bool] = {}

    def find(self, sentence: Sentence, text: str, taken: list[Mention | None]) -> list[Mention]:
        """Return the people named in a sentence; mark their words taken."""
        found: list[Mention] = []
        words = sentence.words
        count = len(words)
        for index in sentence.marks:
            word = words[index]
            if taken[index] is not None or not word.upper:
                continue
            following = words[index + 1] if index + 1 < count else None
            if (
                following is None or not (following.upper or following.folded in _PARTICLES)
            ) and not (index and not words[index - 1].categories.isdisjoint(_ADDRESS)):
                continue
            mention = self._at(sentence, text, index, count, taken)
            if mention is None:
                continue
            for position in range(mention.first, mention.last + 1):
                taken[position] = mention
            found.append(mention)
        return found

    def _is_first(self, word: Word) -> bool:
        if word.first:
            return True
        if word.shape != "t" or len(word.folded) < 4:
            return False
        known = self._stems.get(word.folded)
        if known is None:
            known = any(form in self._first for form in self.lexicon.base_forms(word.folded)) or (
                not word.folded.isascii()
                and not word.place
                and sound(word.folded) in first_name_sounds()
            )
            self._stems[word.folded] = known
        return known

    def _at(
        self, sentence: Sentence, text: str, index: int, count: int, taken: list[Mention | None]
    ) -> Mention | None:
        words = sentence.words
        word = words[index]
        if index == 0 and not word.categories.isdisjoint(_LEADING):
            return None
        if "city" in word.categories or ("article" in word.categories and len(word.text) < 3):
            return None
        if word.categories & _NOUNS and not (word.first and not word.categories & {"title"}):
            return None
        last, capitals = self._run(sentence, text, index, count, taken)
        titled = index > 0 and self._title_before(sentence, text, index)
        if capitals < 2:
            if titled and word.shape == "t" and len(word.text) > 3 and not word.noun:
                address = "honorific" in words[index - 1].categories
                if address or (
                    not self._is_first(word)
                    and not word.place
                    and self.lexicon.language in _TITLE_AND_SURNAME
                ):
                    return self._mention(sentence, text, index, index, "title and surname", 0.6)
            return None
        names = words[index : last + 1]
        near = capitals > 2 and not titled and self._title_near(sentence, text, index)
        if (titled or near) and (not self._is_first(word) or (word.place and capitals > 2)):
            # "the mayor of-Kozani Lazaros Maloutas": the place first, then the person.
            for position in range(index + 1, last):
                if self._is_first(words[position]) and words[position + 1].upper:
                    return self._mention(sentence, text, position, last, "first name", 0.85)
            if word.place and capitals > 2:
                return self._mention(sentence, text, index + 1, last, "title, place and name", 0.7)
            if word.place and word.exact and titled:
                return None
            if near and "of" in words[index - 1].categories:
                return self._mention(sentence, text, index + 1, last, "title, place and name", 0.7)
        if any(w.categories & {"event", "initiative", "organisation"} for w in names[1:]):
            return None
        first = self._is_first(word) and word.shape == "t"
        if first and not (word.place and not titled and word.folded not in self._first):
            return self._mention(
                sentence, text, index, last, "first name", 0.9 if titled or word.first else 0.75
            )
        if titled:
            return self._mention(sentence, text, index, last, "title and name", 0.85)
        initial = (
            len(word.text) == 1 and text[sentence.ends[index] : sentence.ends[index] + 1] == "."
        )
        reverse = self.lexicon.language == "hu" and capitals == 2 and self._is_first(words[last])
        if reverse and not word.place:
            return self._mention(sentence, text, index, last, "family name and first name", 0.8)
        if self._title_near(sentence, text, index) and not any(w.place for w in names):
            return self._mention(sentence, text, index, last, "title, place and name", 0.75)
        if initial:
            return self._mention(sentence, text, index, last, "initial and name", 0.7)
        if self.lexicon.language == "de" and not first:
            return None
        following = words[last + 1] if last + 1 < count else None
        after = text[sentence.ends[last] : sentence.ends[last] + 3]
        if word.place or any(w.place for w in names) or capitals > 3:
            return None
        if all(w.shape == "t" for w in names if w.upper):
            if (
                following
                and "title" in following.categories
                and (
                    after.lstrip(" ")[:1] in ",(–-"
                    or (self.lexicon.language in {"eu", "hu", "tr"} and after[:1] == " ")
                )
            ):
                return self._mention(sentence, text, index, last, "name and title", 0.8)
            before = words[index - 1].categories if index else ()
            if (following and "say" in following.categories) or "say" in before:
                return self._mention(sentence, text, index, last, "name and verb of saying", 0.7)
        return None

    def _run(
        self, sentence: Sentence, text: str, index: int, count: int, taken: list[Mention | None]
    ) -> tuple[int, int]:
        words = sentence.words
        last = index
        capitals = 1
        position = index + 1
        while position < count and position - index < _LONGEST + 2:
            word = words[position]
            if taken[position] is not None or not _SPACE.fullmatch(
                text, sentence.ends[position - 1], sentence.starts[position]
            ):
                break
            if (
                text[sentence.ends[position - 1] : sentence.starts[position]].startswith(".")
                and len(words[position - 1].text) > 2
            ):
                break
            if word.upper and word.shape != "d":
                if word.categories & _NOUNS and not word.first:
                    break
                last = position
                capitals += 1
                if capitals >= _LONGEST:
                    break
            elif (
                word.folded not in _PARTICLES
                or position + 1 >= count
                or not words[position + 1].upper
            ):
                break
            position += 1
        return last, capitals

    @staticmethod
    def _title_near(sentence: Sentence, text: str, index: int) -> bool:
        """Whether a title stands before the name with only a place between."""
        words = sentence.words
        position = index - 1
        while position >= 0 and index - position < 6:
            word = words[position]
            if "," in text[sentence.ends[position] : sentence.starts[position + 1]]:
                return False
            if "title" in word.categories:
                return True
            if not (word.categories & {"of", "article", "in", "city"} or word.upper):
                return False
            position -= 1
        return False

    @staticmethod
    def _title_before(sentence: Sentence, text: str, index: int) -> bool:
        words = sentence.words
        gap = text[sentence.ends[index - 1] : sentence.starts[index]]
        if gap.strip(" .\u00a0-,:"):
            return False
        return not words[index - 1].categories.isdisjoint({"title", "honorific"})

    @staticmethod
    def _mention(
        sentence: Sentence, text: str, first: int, last: int, rule: str, score: float
    ) -> Mention:
        start, end = sentence.starts[first], sentence.ends[last]
        return Mention("person", first, last, start, end, text[start:end], rule, score=score)
