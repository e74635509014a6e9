"""Words, sentences and what each word can be.

What a word can be is worked out once for each distinct word of a language and remembered: a long
document costs little more than cutting it into words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_word
from citygraph.extraction.gazetteer import HOMES, first_names, gazetteer, region_beginnings
from citygraph.extraction.sounds import latin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citygraph.extraction.known import KnownNames
    from citygraph.extraction.lexicon import Lexicon

__all__ = ["TRIGGERS", "Sentence", "Word", "WordMemory", "sentences"]

_TOKEN: Final = re.compile(r"[^\W_]+")
_BREAK: Final = re.compile(r"[.!?…;:]+[\"'”“»’)\]]*\s+|\s[–—•|]\s|\n")
_LARGEST_MEMORY: Final = 300_000
_LARGE: Final = 40_000


class Word:
    """What a word can be.

    Attributes:
        text: As written.
        folded: In lower case without accents.
        shape: ``l`` lower, ``t`` title, ``u`` upper (two letters or more), ``m`` mixed,
            ``d`` digits.
        categories: Categories of the lexicon; empty where it is in none.
        place: A folded name of the gazetteer that it is, or stands for; empty where none.
        exact: Whether ``place`` is the word itself and not a base form.
        longer: Whether a name of several words may begin here.
        first: Whether it is a first name.
        known: Whether a known name may begin here.
        upper: Whether it begins with a capital letter.
        city: Whether the name of a city of the graph may begin here.
        region: Whether the name of a region may begin here.
        noun: Whether it is a noun that names are built around.
        trigger: Whether it says what happens.
        matters: Whether any of it is worth a look.
    """

    __slots__ = (
        "categories",
        "city",
        "exact",
        "first",
        "folded",
        "known",
        "longer",
        "matters",
        "noun",
        "place",
        "region",
        "shape",
        "text",
        "trigger",
        "upper",
    )

    def __init__(self, text: str, folded: str, shape: str) -> None:
        self.text = text
        self.folded = folded
        self.shape = shape
        self.categories: frozenset[str] = frozenset()
        self.place = ""
        self.exact = True
        self.longer = False
        self.first = False
        self.known = False
        self.matters = False
        self.upper = shape in "tum"
        self.region = False
        self.city = False
        self.noun = False
        self.trigger = False


NOUNS: Final = frozenset(["event", "organisation", "initiative", "region"])
TRIGGERS: Final = frozenset(
    [
        "host",
        "organise",
        "coordinate",
        "join",
        "sign",
        "attend",
        "take_place",
        "represent",
        "speak",
        "open",
        "moderate",
        "say",
        "title",
        "former",
        "candidate",
        "negation",
        "part",
        "based",
        "municipal",
    ]
)
_TELLING: Final = TRIGGERS | {"phrase"}  # a phrase may be of any of these


def shape_of(text: str) -> str:
    """Return the shape of a word, see :class:`Word`."""
    head = text[0]
    if head.isdigit():
        return "d" if text.isdigit() else "m"
    if text.islower():
        return "l"
    if text.isupper():
        return "u" if len(text) > 1 else "t"
    if head.isupper():
        return "t" if text[1:].islower() else "m"
    return "m" if text[0].islower() and not text.islower() else "l"


class _Remembered(dict[str, Word]):
    """Words by how they are written; one that is missing is worked out and kept."""

    def __init__(self, work_out: Callable[[str], Word]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, text: str) -> Word:
        if len(self) > _LARGEST_MEMORY:
            self.clear()
        word = self._work_out(text)
        self[text] = word
        return word


class WordMemory:
    """The words of one language, each worked out once."""

    def __init__(self, words: Lexicon, known: KnownNames) -> None:
        self.lexicon = words
        self.known = known
        self.known_words: dict[str, Word] = _Remembered(self._work_out)
        self._gazetteer = gazetteer()
        self._first = first_names()
        self.home = HOMES.get(words.language, "")

    def get(self, text: str) -> Word:
        """Return what a word can be."""
        return self.known_words[text]

    def _work_out(self, text: str) -> Word:
        shape = shape_of(text)
        folded = fold_word(text)
        if self.lexicon.language == "ga":
            shape, folded = self._irish(text, shape, folded)
        word = Word(text, folded, shape)
        if shape == "d":
            return word
        categories = self.lexicon.categories(folded)
        if categories:
            if "moderate" in categories:
                categories -= {"event"}
            word.categories = frozenset(categories)
            word.noun = not word.categories.isdisjoint(NOUNS)
            word.trigger = not word.categories.isdisjoint(_TELLING)
        word.known = self.known.begins(folded)
        if shape != "l":
            self._as_name(word)
        word.matters = word.upper or word.known or word.noun
        return word

    def _irish(self, text: str, shape: str, folded: str) -> tuple[str, str]:
        """Take eclipsis and lenition off the head of a name: mBaile, Bhaile."""
        head = next((index for index, letter in enumerate(text) if letter.isupper()), 0)
        if 0 < head < 3:
            return "t", fold_word(text[head:])
        if shape == "t" and folded[1:2] == "h" and folded not in self._gazetteer.names:
            plain = folded[0] + folded[2:]
            if plain in self._gazetteer.names or plain in self._gazetteer.longer:
                return shape, plain
        return shape, folded

    def _as_name(self, word: Word) -> None:
        names = self._gazetteer.names
        folded = word.folded
        word.first = folded in self._first
        word.longer = folded in self._gazetteer.longer
        word.city = folded in self.known.city_beginnings
        starts = region_beginnings()
        word.region = folded in starts or any(
            form in starts for form in self.lexicon.base_forms(folded)
        )
        if len(folded) < 2:
            return
        if folded not in names and not folded.isascii():
            spelled = latin(folded, self.lexicon.language)
            if spelled in names and self._gazetteer.places(spelled)[0].country == self.home:
                word.place = spelled
                return
        if folded in names:
            word.place = folded
            if not self.lexicon.endings or folded in self.known.cities:
                return
            place = self._gazetteer.places(folded)[0]
            if place.population >= _LARGE or place.country == self.home:
                return
        if word.shape == "u" and len(folded) < 5:
            return
        best = ""
        best_size = -1.0 if not word.place else float(_LARGE)
        for form in self.lexicon.base_forms(folded):
            if form in names:
                place = self._gazetteer.places(form)[0]
                size = place.population * 4.0 ** (_shared(form, folded) - len(form))
                size *= 8.0 if form in self.known.cities else 1.0
                size *= 4.0 if place.country == self.home else 1.0
                if size > best_size:
                    best, best_size = form, size
        if best:
            word.place = best
            word.exact = False


def _shared(left: str, right: str) -> int:
    count = 0
    for one, two in zip(left, right, strict=False):
        if one != two:
            break
        count += 1
    return count


@dataclass(slots=True)
class Sentence:
    """A sentence, or a line.

    Attributes:
        words: What each word can be.
        starts: Where each begins.
        ends: Where each ends.
        start: Where the sentence begins.
        end: Where it ends.
        line: Number of the line it stands in.
        opens_line: Whether it is the first of its line.
        marks: Indices of the words that are worth a look.
        triggers: Indices of the words that say what happens.
    """

    words: list[Word]
    starts: list[int]
    ends: list[int]
    start: int
    end: int
    line: int
    opens_line: bool = False
    marks: list[int] = field(default_factory=list)
    triggers: list[int] = field(default_factory=list)

    def shift(self, offset: int) -> None:
        """Move the sentence by a number of letters."""
        self.starts = [value + offset for value in self.starts]
        self.ends = [value + offset for value in self.ends]
        self.start += offset
        self.end += offset


_WITH_FULL_STOP: Final = (
    "dr mr mrs ms st prof ing mgr bc inż inz nr no art ca bzw vgl etc cf approx dott sig sr sra av "
    "al pl tel ul гр ул проф инж им св sv στ κα dipl phd lic mag ir drs mw dhr hr fr kl sz id ún "
    "ifj óra"
)
_ABBREVIATIONS: Final = frozenset(_WITH_FULL_STOP.split())


def sentences(text: str, memory: WordMemory) -> Iterator[Sentence]:
    """Cut a text into sentences of words.

    Args:
        text: The text, or a part of it.
        memory: The words of its language.

    Yields:
        The sentences that hold a word, in order; a line break always ends one.
    """
    position = 0
    known = memory.known_words
    for number, line in enumerate(text.split("\n")):
        for start, end in _cuts(line) if len(line) > _ONE else ((0, len(line)),):
            matches = list(_TOKEN.finditer(text, position + start, position + end))
            if not matches:
                continue
            words = [known[match[0]] for match in matches]
            yield Sentence(
                words,
                [match.start() for match in matches],
                [match.end() for match in matches],
                position + start,
                position + end,
                number,
                start == 0,
                [index for index, word in enumerate(words) if word.matters],
                [index for index, word in enumerate(words) if word.trigger],
            )
        position += len(line) + 1


_ONE: Final = 24
_LONGEST: Final = 3000
_STOP: Final = re.compile(r"[.!?…;]+[\"'”“»’)\]]*\s+(?=[\"'“„«(]*[^\W\d_a-zа-я])")


def _cuts(line: str) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    start = 0
    for match in _STOP.finditer(line):
        stop = match.end()
        if line[match.start()] == ".":
            following = line[stop : stop + 1]
            if not following.isupper() and following not in "\"'“„«(":
                continue
            if _goes_on(line, start, match.start()):
                continue
        cuts.append((start, stop))
        start = stop
    if start < len(line):
        cuts.append((start, len(line)))
    if len(line) > _LONGEST:
        return [piece for cut in cuts for piece in _pieces(line, *cut)]
    return cuts


def _goes_on(line: str, start: int, stop: int) -> bool:
    """Whether the full stop at an offset ends an abbreviation, an initial or an ordinal number."""
    first = stop
    while first > start and (line[first - 1].isalnum() or line[first - 1] == "_"):
        first -= 1
    word = line[first:stop]
    if len(word) == 1 and word.isalpha():
        return True
    figures = len(word) - len(word.rstrip("0123456789"))
    return figures in {1, 2} or word.lower() in _ABBREVIATIONS


def _pieces(line: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut what no full stop cuts into bearable pieces, at spaces where there are any."""
    found = []
    while end - start > _LONGEST:
        space = line.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        stop = space + 1 if space > 0 else start + _LONGEST
        found.append((start, stop))
        start = stop
    found.append((start, end))
    return found
