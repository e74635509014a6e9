"""Names made comparable: folded spellings, acronyms, numbers, and words that tell bodies apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

__all__ = ["DEMONYMS", "Name", "fold", "name_of"]

_LETTERS: Final = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
        "ı": "i", "ħ": "h", "’": "'", "ʼ": "'", "`": "'", "´": "'",  # noqa: RUF001
        # Greek and Cyrillic, letter by letter, as on road signs
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",  # noqa: RUF001
        "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s",  # noqa: RUF001
        "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",  # noqa: RUF001
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",  # noqa: RUF001
        "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",  # noqa: RUF001
        "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht",  # noqa: RUF001
        "ъ": "a", "ь": "", "ю": "yu", "я": "ya", "і": "i", "ї": "i", "є": "e",  # noqa: RUF001
    }
)  # fmt: skip
# Letters that are also written with two: München or Muenchen, Århus or Aarhus.
_TWO_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_FILLERS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "do",
        "da",
        "das",
        "de",
        "degli",
        "dei",
        "del",
        "della",
        "delle",
        "der",
        "des",
        "di",
        "die",
        "dos",
        "du",
        "e",
        "el",
        "et",
        "for",
        "fur",
        "i",
        "in",
        "la",
        "le",
        "les",
        "of",
        "on",
        "the",
        "to",
        "und",
        "van",
        "voor",
        "von",
        "with",
        "y",
    ]
)
_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "first 1st i", "second 2nd ii reloaded", "third 3rd iii", "fourth 4th iv",
            "fifth 5th", "sixth 6th vi", "seventh 7th vii", "eighth 8th viii", "ninth 9th ix",
            "tenth 10th",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip
_LARGEST_EDITION: Final = 40
# Words that make of a place's name the name of another body or territory.
_BODIES: Final = {
    word: body
    for body, words in {
        "metropolitan area": "metropolitan metropole metropolis metropoli metropolitana "
        "agglomeration agglomerazione aglomeracion conurbation eurometropole eurometropolis "
        "metropolregion metropoolregio combined greater",
        "province": "province provincia provincial provincie diputacion diputacio",
        "county": "county comte condado megye maakond zupanija judet landkreis kreis canton",
        "region": "region regional regione regio voivodeship wojewodztwo oblast",
        "district": "district sector borough arrondissement bezirk quarter ward okres stadtteil",
        "association of municipalities": "intermunicipal intermunicipale unione comunidade",
        "island": "island isla isola ile saari",
    }.items()
    for word in words.split()
}  # fmt: skip
_PLACE_WORDS: Final = re.compile(
    r"^(?:the )?(?:city|municipality|town|commune|comune|ville|stadt|stad|gemeente|gemeinde|"
    r"landeshauptstadt|hansestadt|mestna obcina|obcina|grad|miasto|ayuntamiento|ajuntament|"
    r"camara municipal|dimos|municipio|citta) (?:of |de |di |d |do )?|"
    r" (?:city council|city municipality|city|municipality|town|kommun|kommune|stad|kaupunki)$"
)
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)")
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z0-9&+-]{1,11}")
_DIRECTORATE: Final = re.compile(r"\bDG[ -]?([A-Z]{3,})\b")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_SHORTEST_DOUBLED: Final = 6
_COUNTRY_CODES: Final = {"uk": "gb", "el": "gr"}

DEMONYMS: Final = {
    "albanian": "al", "austrian": "at", "belgian": "be", "bosnian": "ba", "british": "gb",
    "bulgarian": "bg", "croatian": "hr", "cypriot": "cy", "czech": "cz", "czechia": "cz",
    "danish": "dk", "dutch": "nl", "estonian": "ee", "finnish": "fi", "french": "fr",
    "german": "de", "greek": "gr", "hellenic": "gr", "hungarian": "hu", "icelandic": "is",
    "irish": "ie", "israeli": "il", "italian": "it", "latvian": "lv", "lithuanian": "lt",
    "luxembourgish": "lu", "maltese": "mt", "moldovan": "md", "montenegrin": "me",
    "norwegian": "no", "polish": "pl", "portuguese": "pt", "romanian": "ro", "scottish": "gb",
    "serbian": "rs", "slovak": "sk", "slovenian": "si", "slovene": "si", "spanish": "es",
    "swedish": "se", "swiss": "ch", "turkish": "tr", "ukrainian": "ua",
    "austria": "at", "belgium": "be", "bulgaria": "bg", "croatia": "hr", "cyprus": "cy",
    "denmark": "dk", "estonia": "ee", "finland": "fi", "france": "fr", "germany": "de",
    "greece": "gr", "hungary": "hu", "iceland": "is", "ireland": "ie", "italy": "it",
    "latvia": "lv", "lithuania": "lt", "luxembourg": "lu", "malta": "mt", "netherlands": "nl",
    "norway": "no", "poland": "pl", "portugal": "pt", "romania": "ro", "serbia": "rs",
    "slovakia": "sk", "slovenia": "si", "spain": "es", "sweden": "se", "switzerland": "ch",
    "turkey": "tr", "turkiye": "tr", "ukraine": "ua",
}  # fmt: skip


def fold(text: str) -> str:
    """Return a text's words in plain lower-case Latin letters, parted by single spaces.

    Args:
        text: Any text; Greek and Cyrillic are transliterated.
    """
    lowered = unicodedata.normalize("NFC", text).casefold().replace("&", " and ")
    plain = unicodedata.normalize("NFD", lowered)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.translate(_LETTERS).replace("'", "")
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@cache
def name_of(text: str) -> Name:
    """Return a name in comparable form; the same object for the same text."""
    return Name(text)


@dataclass(frozen=True)
class Name:
    """A name as a source writes it, and what it comes to.

    Attributes:
        text: The name as written.
    """

    text: str

    @cached_property
    def folded(self) -> str:
        """All words, folded."""
        return fold(self.text)

    @cached_property
    def brackets(self) -> tuple[str, ...]:
        """What stands in brackets."""
        return tuple(_BRACKETS.findall(self.text))

    @cached_property
    def bare(self) -> str:
        """The name without what stands in brackets."""
        return _BRACKETS.sub("", self.text).strip() or self.text

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The folded words of the bare name."""
        return tuple(fold(self.bare).split())

    @cached_property
    def core(self) -> frozenset[str]:
        """The words of the bare name that carry meaning."""
        found = frozenset(word for word in self.words if word not in _FILLERS)
        return found or frozenset(self.words)

    @cached_property
    def all_words(self) -> frozenset[str]:
        """The words that carry meaning, those in brackets too."""
        return frozenset(self.folded.split()) - _FILLERS

    @cached_property
    def years(self) -> frozenset[str]:
        """The years it names."""
        return frozenset(_YEAR.findall(self.text))

    @cached_property
    def editions(self) -> frozenset[int]:
        """The small numbers it names, in figures, ordinals or Roman numerals."""
        found = set()
        for word in self.folded.split():
            if word in _ORDINALS:
                found.add(_ORDINALS[word])
            elif word.isdigit() and not _YEAR.fullmatch(word) and int(word) <= _LARGEST_EDITION:
                found.add(int(word))
        return frozenset(found)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The kinds of body or territory that its words tell of."""
        return frozenset(_BODIES[word] for word in self.folded.split() if word in _BODIES)

    @cached_property
    def directorate(self) -> str:
        """The letters of a Directorate-General of the European Commission; empty without one."""
        match = _DIRECTORATE.search(self.text)
        letters = match[1].lower() if match else ""
        return {"cnect": "connect"}.get(letters, letters)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """What the name shows as its own acronym: in brackets, or as the whole of it."""
        shown = (*self.brackets, self.bare)
        return frozenset(fold(part).replace(" ", "") for part in shown if _is_acronym(part))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The acronyms that its words would make, with and without the little ones."""
        words = self.words
        without = [word for word in words if word not in _FILLERS]
        return frozenset("".join(word[0] for word in part) for part in (words, without))

    @cached_property
    def spellings(self) -> frozenset[str]:
        """The bare name in each way of writing its letters, without spaces."""
        lowered = unicodedata.normalize("NFC", self.bare.casefold())
        return frozenset(
            _saint(fold(text)).replace(" ", "")
            for text in (lowered, lowered.translate(_TWO_LETTERS))
        )

    @cached_property
    def doubled(self) -> frozenset[str]:
        """The spellings with double letters written once, where they are long enough."""
        once = (re.sub(r"(.)\1", r"\1", spelling) for spelling in self.spellings)
        return frozenset(text for text in once if len(text) >= _SHORTEST_DOUBLED)

    def place(self, countries: frozenset[str], country_names: frozenset[str]) -> Name:
        """Return the name without words for a municipality and without its country.

        Args:
            countries: The keys of the countries in which the place lies.
            country_names: All names of countries, folded.
        """
        text = self.text
        for bracket in self.brackets:
            inside = set(re.split(r"[^a-z]+", fold(bracket)))
            known = {_COUNTRY_CODES.get(word, word) for word in inside} & countries
            if known or fold(bracket) in country_names or "coordinator" in inside:
                text = text.replace(f"({bracket})", "")
        head, comma, tail = text.rpartition(",")
        if comma and fold(tail) in country_names:
            text = head
        folded = fold(text)
        for country in country_names:
            folded = folded.removesuffix(f" in {country}")
        stripped = _PLACE_WORDS.sub("", folded)
        if fold(text) == stripped or not stripped:
            return name_of(" ".join(text.split()) or self.text)
        return name_of(stripped)

    def without_country(self, countries: frozenset[str]) -> frozenset[str]:
        """Return the words that carry meaning, less those that name one of the countries."""
        kept = frozenset(word for word in self.core if DEMONYMS.get(word) not in countries)
        return kept or self.core

    @cached_property
    def countries_named(self) -> frozenset[str]:
        """The countries that its words name."""
        return frozenset(DEMONYMS[word] for word in self.folded.split() if word in DEMONYMS)


def _is_acronym(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return bool(_ACRONYM.fullmatch(text)) and capitals * 2 >= len(letters) and capitals > 1


def _saint(folded: str) -> str:
    return " ".join({"st": "saint", "ste": "sainte"}.get(word, word) for word in folded.split())
