"""How two names compare: equal, spelt otherwise, another name, an acronym, a part, or alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from citygraph.reconciling.names import DEMONYMS, Name, fold, name_of

if TYPE_CHECKING:
    from citygraph.reconciling.entries import Entry

__all__ = ["Level", "NameMatch", "compare_people", "compare_places", "compare_titles"]

_ALIKE: Final = 85.0
_ALIKE_PEOPLE: Final = 88.0
_WORD_ALIKE: Final = 75.0
_SHORTEST_ACRONYM: Final = 3
_PERSON_TITLES: Final = frozenset(
    {"dr", "prof", "mr", "mrs", "ms", "sir", "dame", "lord", "ing", "mag", "dott", "eng", "mep"}
)
_ALPHABETS: Final = (
    ("ph", "f"), ("ck", "k"), ("kh", "h"), ("ou", "u"), ("ks", "x"), ("y", "i"), ("w", "v"),
)  # fmt: skip


class Level(IntEnum):
    """How well two names agree; the higher the better."""

    NONE = 0
    ALIKE = 1
    PART = 2
    ACRONYM = 3
    OTHER_NAME = 4
    SPELLING = 5
    EQUAL = 6


@dataclass(frozen=True)
class NameMatch:
    """The result of a comparison.

    Attributes:
        level: How well the names agree.
        likeness: 0 to 1.
        reason: The agreement in words; empty where there is none.
    """

    level: Level
    likeness: float
    reason: str = ""


NOTHING: Final = NameMatch(Level.NONE, 0.0)


def compare_places(left: Entry, right: Entry, country_names: frozenset[str]) -> NameMatch:
    """Compare the names of cities, regions or venues."""
    countries = left.values("country") | right.values("country")

    def place(text: str) -> Name:
        return name_of(text).place(countries, country_names)

    one, two = place(left.name), place(right.name)
    if one.folded == two.folded or one.all_words == two.all_words:
        return _equal(left.name, right.name)
    if one.spellings & two.spellings or one.doubled & two.doubled:
        return NameMatch(Level.SPELLING, 0.98, f"spelling variant {left.name!r}/{right.name!r}")
    mains = (_halves(left.name), _halves(right.name))
    others = tuple(
        main | {place(text).folded for text in entry.others}
        for main, entry in zip(mains, (left, right), strict=True)
    )
    shared = (others[0] & {two.folded}) | (others[1] & {one.folded})
    if not shared:
        shared = (mains[0] & others[1]) | (mains[1] & others[0])
    if shared:
        name = min(shared)
        return NameMatch(
            Level.OTHER_NAME, 0.95, f"both are called {_as_written(name, left, right)}"
        )
    return _part_or_alike(left.name, right.name, one, two)


def compare_titles(left: Entry, right: Entry) -> NameMatch:
    """Compare the names of organisations, initiatives or events."""
    one, two = name_of(left.name), name_of(right.name)
    countries = left.values("country") | right.values("country")
    if one.folded == two.folded:
        return _equal(left.name, right.name)
    if one.directorate and one.directorate == two.directorate:
        return NameMatch(
            Level.EQUAL, 1.0, f"the same Directorate-General, DG {one.directorate.upper()}"
        )
    cores = (one.without_country(countries), two.without_country(countries))
    whole = (one.all_words - one.years, two.all_words - two.years)
    if (cores[0] == cores[1] and not _only_acronym(cores[0])) or (
        whole[0] == whole[1] and len(whole[0]) > 1
    ):
        return NameMatch(Level.SPELLING, 0.98, f"the same words: {left.name!r}/{right.name!r}")
    if one.doubled & two.doubled:
        return NameMatch(Level.SPELLING, 0.98, f"spelling variant {left.name!r}/{right.name!r}")
    if match := _acronym(left, right):
        return match
    mains = frozenset({fold(one.bare), fold(two.bare)})
    shared = _all_names(left) & _all_names(right) & mains
    # A body is often called by the name of the larger one that it belongs to.
    if shared and not (cores[0] < cores[1] or cores[1] < cores[0]):
        return NameMatch(
            Level.OTHER_NAME, 0.95, f"both are called {_as_written(min(shared), left, right)}"
        )
    return _part_or_alike(left.name, right.name, one, two, cores)


def compare_people(left: Entry, right: Entry) -> NameMatch:
    """Compare the names of people; initials and left-out middle names count as a part."""
    best = NOTHING
    for first in (left.name, *sorted(left.others)):
        for second in (right.name, *sorted(right.others)):
            match = _person_names(first, second)
            if (match.level, match.likeness) > (best.level, best.likeness):
                best = match
    return best


def _person_names(left: str, right: str) -> NameMatch:
    one, two = _person_words(left), _person_words(right)
    if not one or not two:
        return NOTHING
    if sorted(one) == sorted(two):
        return _equal(left, right)
    if {"".join(sorted(w)) for w in _person_variants(left)} & {
        "".join(sorted(w)) for w in _person_variants(right)
    }:
        return NameMatch(Level.SPELLING, 0.97, f"spelling variant {left!r}/{right!r}")
    short, long = sorted((one, two), key=len)
    if len(short) > 1 and short[0] == long[0] and set(short) < set(long):
        return NameMatch(Level.PART, 0.9, f"{left!r}/{right!r} differ by a left-out name only")
    if short[-1] == long[-1] and short[0][0] == long[0][0] and 1 in {len(short[0]), len(long[0])}:
        return NameMatch(Level.PART, 0.85, f"{left!r}/{right!r} differ by an initial only")
    likeness = fuzz.ratio(" ".join(one), " ".join(two))
    if likeness >= _ALIKE_PEOPLE:
        return NameMatch(Level.ALIKE, likeness / 100, f"similar names {left!r}/{right!r}")
    return NameMatch(Level.NONE, likeness / 100)


def _person_words(text: str) -> list[str]:
    if text.count(",") == 1:
        last, _, first = text.partition(",")
        text = f"{first} {last}"
    return [word for word in fold(text).split() if word not in _PERSON_TITLES]


def _person_variants(text: str) -> list[list[str]]:
    variants = [[_plain(word) for word in _person_words(text)]]
    two = re.sub("ü", "ue", re.sub("ö", "oe", re.sub("ä", "ae", text.lower())))
    if two != text.lower():
        variants.append([_plain(word) for word in _person_words(two)])
    return variants


def _plain(word: str) -> str:
    """Fold the ways in which one sound is written in Latin letters."""
    for letters, letter in _ALPHABETS:
        word = word.replace(letters, letter)
    return re.sub(r"(.)\1", r"\1", word)


def _equal(left: str, right: str) -> NameMatch:
    if left == right:
        return NameMatch(Level.EQUAL, 1.0, f"same name {left!r}")
    return NameMatch(Level.EQUAL, 1.0, f"spelling variant {left!r}/{right!r}")


def _halves(text: str) -> frozenset[str]:
    """Return the names that a double name such as Derry~Londonderry gives, with the whole."""
    parts = {fold(part) for part in re.split(r"\s*[~/|]\s*|\s+-\s+", text)}
    return frozenset(filter(None, parts | {fold(text)}))


def _all_names(entry: Entry) -> frozenset[str]:
    """Return all names of a thing, and long ones in brackets, folded."""
    found = {fold(text) for text in entry.others} | {fold(name_of(entry.name).bare)}
    found.update(fold(text) for text in name_of(entry.name).brackets if " " in text)
    return frozenset(text for text in found if not _only_acronym(frozenset(text.split())))


def _only_acronym(core: frozenset[str]) -> bool:
    return len(core) == 1 and len(next(iter(core))) < 2 * _SHORTEST_ACRONYM


def _acronym(left: Entry, right: Entry) -> NameMatch | None:
    """Compare by acronym: one is called by it alone, or both show it and spell it out alike."""
    for short, long in ((left, right), (right, left)):
        name, full = name_of(short.name), name_of(long.name)
        alone = frozenset(fold(name.bare).split())
        if len(alone) != 1 or not name.acronyms:
            continue
        acronym = next(iter(alone))
        if len(acronym) < _SHORTEST_ACRONYM:
            continue
        shown = set(full.acronyms)
        if acronym not in full.words:
            shown = shown.union(*(name_of(text).acronyms for text in long.others))
        if acronym in shown or acronym in full.initials:
            return NameMatch(Level.ACRONYM, 0.95, f"{short.name!r} is the acronym of {long.name!r}")
    return None


def _as_written(folded: str, left: Entry, right: Entry) -> str:
    for text in (left.name, right.name, *sorted(left.others), *sorted(right.others)):
        if fold(text) == folded:
            return repr(text)
    return repr(folded)


def _part_or_alike(
    left: str,
    right: str,
    one: Name,
    two: Name,
    cores: tuple[frozenset[str], frozenset[str]] | None = None,
) -> NameMatch:
    first, second = cores or (one.all_words, two.all_words)
    if first < second or second < first:
        return NameMatch(Level.PART, 0.8, f"one name is part of the other: {left!r}/{right!r}")
    likeness = max(
        fuzz.ratio(one.folded, two.folded),
        fuzz.token_sort_ratio(" ".join(sorted(first)), " ".join(sorted(second))),
    )
    if likeness >= _ALIKE and not _set_apart(first, second):
        return NameMatch(Level.ALIKE, likeness / 100, f"similar names {left!r}/{right!r}")
    return NameMatch(Level.NONE, likeness / 100)


def _set_apart(first: frozenset[str], second: frozenset[str]) -> bool:
    """Tell whether each name has a word that is no spelling of any word of the other."""

    def strange(words: frozenset[str], others: frozenset[str]) -> bool:
        return any(
            max((fuzz.ratio(word, other) for other in others), default=0.0) < _WORD_ALIKE
            for word in words
        )

    return strange(first - second, second) and strange(second - first, first)


def names_of_countries(texts: frozenset[str]) -> frozenset[str]:
    """Return names of countries folded, with those that are known without a table."""
    return frozenset(fold(text) for text in texts) | frozenset(DEMONYMS)
