"""Finding names that are known: of the graph, of countries, of places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name
from citygraph.extraction.gazetteer import countries, gazetteer, regions
from citygraph.extraction.inflection import same_word
from citygraph.extraction.mentions import Mention
from citygraph.extraction.region_names import within_a_name
from citygraph.extraction.sounds import SoundIndex, latin

if TYPE_CHECKING:
    from citygraph.extraction.known import Known, KnownNames, Pattern
    from citygraph.extraction.lexicon import Lexicon
    from citygraph.extraction.tokens import Sentence, Word

__all__ = ["NameFinder"]

_GAP: Final = re.compile(r"[\s\-–'’./&:,@#+!„“”\"«»]{1,4}")
_TIGHT: Final = re.compile(r"(?:\s|[-–'’]|\. ?)")
_QUOTES: Final = "\"'“”„«»‚‘’"
_SHORT: Final = 3
_OTHER_SCRIPTS: Final = frozenset(["bg", "mk", "sr", "uk", "el"])
_BY_EAR: Final = frozenset(
    ["lv", "lt", "sq", "hr"]
)  # languages that write foreign names as they sound
_MOST_WORDS: Final = 4
_SHORT_PART: Final = 3
_LONG_WORD: Final = 5
_LARGEST_MEMORY: Final = 100_000


class NameFinder:
    """Finds known names in the sentences of one language."""

    def __init__(self, words: Lexicon, known: KnownNames) -> None:
        self.lexicon = words
        self.known = known
        self.gazetteer = gazetteer()
        self._countries: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        listed = dict(countries().get(words.language, {}))
        for name, code in listed.items():
            parts = tuple(name.split())
            if parts:
                self._countries.setdefault(parts[0][:3], []).append((parts, code))
        self.by_sound = (
            SoundIndex(self.gazetteer, known)
            if words.language in _OTHER_SCRIPTS | _BY_EAR
            else None
        )
        self._country_memory: dict[str, str] = {}
        self._begun: dict[tuple[str, str], tuple[Pattern, ...]] = {}
        self._by_code = {
            thing.iri.rsplit("/", 1)[1].upper(): thing
            for thing in known.things.values()
            if thing.kind == "country"
        }

    def find(self, sentence: Sentence, text: str, taken: list[Mention | None]) -> list[Mention]:
        """Return the names of the graph and of countries in a sentence; mark their words taken."""
        found: list[Mention] = []
        words = sentence.words
        count = len(words)
        for index in sentence.marks:
            owner = taken[index]
            if owner is not None and (owner.kind != "city" or owner.first != index):
                continue
            word = words[index]
            mention = None
            if word.known:
                begun: tuple[Pattern, ...] = ()
                if index + 1 < count:
                    begun = self._begun_by(word.folded, words[index + 1].folded)
                if begun or word.upper:
                    mention = self._known_at(sentence, text, index, begun, taken)
            if word.upper and owner is None:
                country = None
                if word.folded[:3] in self._countries:
                    country = self._country_at(sentence, text, index, count)
                if country is None and word.region:
                    country = self._region_at(sentence, text, index, count)
                if country and (mention is None or country.last >= mention.last):
                    mention = country
            if mention is not None:
                for position in range(mention.first, mention.last + 1):
                    taken[position] = mention
                found.append(mention)
        return found

    def _known_at(
        self, sentence: Sentence, text: str, index: int, begun: tuple[Pattern, ...],
        taken: list[Mention | None],
    ) -> Mention | None:  # fmt: skip
        words = sentence.words
        word = words[index]
        best: Pattern | None = None
        best_size = 0
        for pattern in begun:
            size = len(pattern.words)
            if size < best_size or index + size > len(words):
                continue
            if (
                best is not None
                and size == best_size
                and (len(pattern.known.name) >= len(best.known.name))
            ):
                continue
            if self._agrees(sentence, text, index, pattern):
                best, best_size = pattern, size
        if best is not None:
            upper = sum(w.upper or w.shape == "d" for w in words[index : index + best_size])
            if (not word.upper and upper < 2 and not self._quoted(sentence, text, index)) or (
                best.known.kind in {"initiative", "event"}
                and upper < 2
                and best_size < 4
                and not (self._introduced(sentence, text, index, index + best_size - 1))
            ):
                best = None
        if best is None and word.upper:
            best = self._single_at(sentence, text, index)
            best_size = 1
        if (
            best is None
            or best.known.kind == "country"
            or best.known.iri.endswith("organisation/european-union")
        ):
            return None
        for owner in taken[index : index + best_size]:
            if owner is not None and not (
                owner.kind == "city" and owner.first >= index and owner.last < index + best_size
            ):
                return None
        if best_size == 1 and not best.acronym and best.words[0] in self.gazetteer.names:
            return None
        last = index + best_size - 1
        return Mention(
            best.known.kind, index, last, sentence.starts[index], sentence.ends[last],
            text[sentence.starts[index] : sentence.ends[last]], "known name", best.known,
            score=0.95 if best_size > 1 else 0.85,
        )  # fmt: skip

    def _begun_by(self, first: str, second: str) -> tuple[Pattern, ...]:
        """Return the names of several words that begin with two words, inflected or not."""
        found = self._begun.get((first, second))
        if found is None:
            if len(self._begun) > _LARGEST_MEMORY:
                self._begun.clear()
            found = self._begun[first, second] = tuple(
                pattern
                for pattern in self.known.several.get((first[:4], second[:3]), ())
                if same_word(first, pattern.words[0]) and same_word(second, pattern.words[1])
            )
        return found

    def _agrees(self, sentence: Sentence, text: str, index: int, pattern: Pattern) -> bool:
        words = sentence.words
        for offset, base in enumerate(pattern.words):
            written = words[index + offset].folded
            if written != base and not same_word(written, base):
                return False
            if offset and not _GAP.fullmatch(
                text, sentence.ends[index + offset - 1], sentence.starts[index + offset]
            ):
                return False
        return True

    def _single_at(self, sentence: Sentence, text: str, index: int) -> Pattern | None:
        word = sentence.words[index]
        found = None
        listed = self.known.single.get(word.folded, [])
        if len(listed) > 1:
            listed = sorted(listed, key=lambda p: len(p.known.name) if p.known.name else 99)
        for pattern in listed:
            if pattern.acronym:
                written = pattern.text.strip("()")
                if word.text == written or (
                    word.text.casefold() == written.casefold()
                    and len(written) > 4
                    and word.shape in "um"
                ):
                    return pattern
                if len(written) > 6 and not written.isupper() and word.upper:
                    found = found or pattern
            elif pattern.known.kind in {"region", "country"}:
                return pattern
            elif self._introduced(sentence, text, index, index) or (
                len(word.folded) > 7 and not self._ordinary(word)
            ):
                found = found or pattern
        if found is None and word.shape in "um" and len(word.text) > 3:
            found = self._inflected_acronym(word)
        return found

    def _inflected_acronym(self, word: Word) -> Pattern | None:
        # "ICCs", "URBACTu", "Eurocitiesin"
        stem = re.match(r"[A-Z][A-Z0-9]{2,}(?=[a-zäöåěíüéáā]{1,4}$)", word.text)
        if stem:
            for pattern in self.known.single.get(stem[0].lower(), ()):
                if pattern.text == stem[0]:
                    return pattern
        return None

    @staticmethod
    def _ordinary(word: Word) -> bool:
        return bool(word.categories)

    @staticmethod
    def _quoted(sentence: Sentence, text: str, index: int) -> bool:
        start = sentence.starts[index]
        return start > 0 and text[start - 1] in _QUOTES

    def _introduced(self, sentence: Sentence, text: str, first: int, last: int) -> bool:
        if self._quoted(sentence, text, first):
            return True
        words = sentence.words
        near = words[max(0, first - 2) : first] + words[last + 1 : last + 2]
        return any(word.categories & {"initiative", "event"} for word in near)

    # Countries

    def _country_at(self, sentence: Sentence, text: str, index: int, count: int) -> Mention | None:
        words = sentence.words
        candidates = self._countries.get(words[index].folded[:3])
        if not candidates:
            return None
        best: tuple[int, str] | None = None
        for parts, code in candidates:
            size = len(parts)
            if index + size > count or (best and size <= best[0]):
                continue
            if size == 1:
                if self._is_form(words[index], parts[0]) and not (
                    words[index].folded != parts[0]
                    and self.lexicon.language in {"sv", "da", "no", "en"}
                    and index + 1 < count
                    and words[index + 1].upper
                ):
                    best = (1, code)
            elif all(
                same_word(words[index + k].folded, part) for k, part in enumerate(parts)
            ) and all(w.upper or len(w.folded) < 4 for w in words[index : index + size]):
                best = (size, code)
        if best is None:
            return None
        size, code = best
        last = index + size - 1
        thing = self._by_code.get(code)
        return Mention(
            "country", index, last, sentence.starts[index], sentence.ends[last],
            text[sentence.starts[index] : sentence.ends[last]], "country name", thing,
            country=code, score=0.95,
        )  # fmt: skip

    def _region_at(self, sentence: Sentence, text: str, index: int, count: int) -> Mention | None:
        words = sentence.words
        for size in (3, 2, 1):
            if index + size > count or (size > 1 and not words[index + size - 1].upper):
                continue
            name = " ".join(word.folded for word in words[index : index + size])
            code = regions().get(name)
            if code is None and size == 1 and self.lexicon.endings:
                for form in self.lexicon.base_forms(name):
                    code = regions().get(form)
                    if code:
                        break
            if size == 1 and words[index].place:
                continue
            if code is None or (size == 1 and words[index].categories):
                continue
            last = index + size - 1
            if within_a_name(sentence, text, index, last, self.lexicon.language):
                return None
            return Mention(
                "region", index, last, sentence.starts[index], sentence.ends[last],
                text[sentence.starts[index] : sentence.ends[last]], "name of a region",
                country={"EL": "GR", "UK": "GB"}.get(code[:2], code[:2]), score=0.75,
            )  # fmt: skip
        return None

    def _is_form(self, word: Word, base: str) -> bool:
        if word.folded == base:
            return word.shape != "u" or len(base) > _SHORT
        if self.lexicon.language in {"cs", "sk"} and word.text[-1] in "áéýí":
            return False
        key = f"{word.folded} {base}"
        known = self._country_memory.get(key)
        if known is None:
            known = "y" if base in self.lexicon.base_forms(word.folded) else ""
            self._country_memory[key] = known
        return bool(known)

    # Places

    def long_places(
        self, sentence: Sentence, text: str, taken: list[Mention | None]
    ) -> list[Mention]:
        """Return the cities of several words in a sentence; their worth is judged later."""
        found: list[Mention] = []
        words = sentence.words
        count = len(words)
        bends = bool(self.lexicon.endings)
        beginnings = self.gazetteer.beginnings
        openings, city_openings = self.gazetteer.openings, self.known.city_openings
        for index in sentence.marks:
            word = words[index]
            if index + 1 >= count or not word.upper or taken[index] is not None:
                continue
            folded, following = word.folded, words[index + 1].folded
            pair = f"{folded} {following}"
            if (
                not (word.longer and pair in openings)
                and not (word.city and pair in city_openings)
                and (self.by_sound is None or folded.isascii())
                and not (bends and f"{folded[:3]} {following[:3]}" in beginnings)
            ):
                continue
            size, name, same = self._longest_place(sentence, text, index, count)
            if size:
                self._place(sentence, text, index, size, name, same, taken, found)
        return found

    def single_places(
        self, sentence: Sentence, text: str, taken: list[Mention | None]
    ) -> list[Mention]:
        """Return the cities of one word in a sentence; their worth is judged later."""
        found: list[Mention] = []
        words = sentence.words
        cities = self.known.cities
        for index in sentence.marks:
            word = words[index]
            if taken[index] is not None or not word.upper:
                continue
            if word.place:
                self._place(sentence, text, index, 1, word.place, word.exact, taken, found)
            elif word.folded in cities:
                self._place(sentence, text, index, 1, word.folded, True, taken, found)  # noqa: FBT003
            elif self.by_sound is not None and self._may_sound(word):
                name = self.by_sound.find(word.folded)
                if name and " " not in name:
                    self._place(sentence, text, index, 1, name, False, taken, found)  # noqa: FBT003
        return found

    def _may_sound(self, word: Word) -> bool:
        """Return whether a word may be the name of a city written by ear."""
        if word.first:
            return False
        if self.lexicon.language in _BY_EAR:
            return word.shape == "t" and len(word.folded) > _LONG_WORD and not word.categories
        return len(word.folded) > _SHORT_PART - 1

    def _place(
        self, sentence: Sentence, text: str, index: int, size: int, name: str, exact: bool,  # noqa: FBT001
        taken: list[Mention | None], found: list[Mention],
    ) -> None:  # fmt: skip
        last = index + size - 1
        mention = Mention(
            "city", index, last, sentence.starts[index], sentence.ends[last],
            text[sentence.starts[index] : sentence.ends[last]],
            "place name" if exact else "inflected place name",
            places=self.gazetteer.places(name), name=name, score=0.7 if exact else 0.6,
        )  # fmt: skip
        mention.known = self._city_of(name, mention)
        for position in range(index, last + 1):
            taken[position] = mention
        found.append(mention)

    def _longest_place(
        self, sentence: Sentence, text: str, index: int, count: int
    ) -> tuple[int, str, bool]:
        words = sentence.words
        word = words[index]
        names = self.gazetteer.names
        cities = self.known.cities
        longest = min(max(self.gazetteer.longer.get(word.folded, 0), 3), count - index)
        parts = [word.folded]
        best: tuple[int, str, bool] = (0, "", True)
        for size in range(2, longest + 1):
            position = index + size - 1
            if not _TIGHT.fullmatch(text, sentence.ends[position - 1], sentence.starts[position]):
                break
            parts.append(words[position].folded)
            name = " ".join(parts)
            if name in cities or (name in names and words[position].shape != "l"):
                best = (size, name, True)
        if best[0]:
            return best
        if self.by_sound is not None and not parts[0].isascii():
            heard = self._heard(sentence, text, index, count)
            if heard[0]:
                return heard
        return self._inflected_place(sentence, text, index, count)

    def _heard(
        self, sentence: Sentence, text: str, index: int, count: int
    ) -> tuple[int, str, bool]:
        """Return a place of several words that is written by ear."""
        assert self.by_sound is not None
        words = sentence.words
        parts = [words[index].folded]
        for size in range(2, min(_MOST_WORDS, count - index) + 1):
            position = index + size - 1
            if not _TIGHT.fullmatch(text, sentence.ends[position - 1], sentence.starts[position]):
                break
            word = words[position]
            if not word.upper and len(word.folded) > _SHORT_PART:
                break
            parts.append(word.folded)
            if word.upper:
                name = " ".join(parts)
                found = self.by_sound.exactly(name)
                if not found:
                    spelled = latin(name, self.lexicon.language)
                    found = spelled if spelled in self.gazetteer.names else ""
                if found:
                    return size, found, True
        return 0, "", True

    def _inflected_place(
        self, sentence: Sentence, text: str, index: int, count: int
    ) -> tuple[int, str, bool]:
        words = sentence.words
        if not self.lexicon.endings:
            return 0, "", True
        key = words[index].folded[:3] + " " + words[index + 1].folded[:3]
        for name in self.gazetteer.beginnings.get(key, ()):
            parts = name.split(" ")
            size = len(parts)
            if index + size > count or not words[index + size - 1].upper:
                continue
            if all(same_word(words[index + k].folded, part) for k, part in enumerate(parts)) and (
                _TIGHT.fullmatch(text, sentence.ends[index], sentence.starts[index + 1])
            ):
                return size, name, False
        return 0, "", True

    def _city_of(self, name: str, mention: Mention) -> Known | None:
        things = self.known.cities.get(name)
        if not things and mention.places:
            things = self.known.cities.get(fold_name(mention.places[0].name))
        return things[0] if things else None
