"""Places, countries and regions by their names, and first names of people."""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from citygraph.extraction.folding import fold_name

__all__ = ["HOMES", "Gazetteer", "Place", "first_names", "gazetteer", "packed_lines"]


@dataclass(frozen=True)
class Place:
    """A populated place.

    Attributes:
        number: Its GeoNames number.
        name: Its name in English or Latin script.
        country: ISO 3166-1 alpha-2 code.
        population: People.
        rank: 4 capital, 3 to 1 seat of a division, 0 other.
        latitude: Degrees.
        longitude: Degrees.
        region: Name of the first-level division.
    """

    number: str
    name: str
    country: str
    population: int
    rank: int
    latitude: float
    longitude: float
    region: str


_SECTION: Final = "x"


HOMES: Final = {
    "bg": "BG", "hr": "HR", "cs": "CZ", "da": "DK", "nl": "NL", "en": "GB", "et": "EE", "fi": "FI", "fr": "FR",
    "de": "DE", "el": "GR", "hu": "HU", "ga": "IE", "it": "IT", "lv": "LV", "lt": "LT", "mt": "MT", "pl": "PL",
    "pt": "PT", "ro": "RO", "sk": "SK", "sl": "SI", "es": "ES", "sv": "SE", "ca": "ES", "gl": "ES", "eu": "ES",
    "no": "NO", "is": "IS", "uk": "UA", "sr": "RS", "sq": "AL", "mk": "MK", "tr": "TR",
}  # fmt: skip


# Names in use that the lists do not have.
_MORE_NAMES: Final = {
    "mantova": "mantua", "elx": "elche", "ниш": "nis", "охрид": "ohrid", "korfuz": "corfu", "korfuzi": "corfu", "taline": "tallinn",
}  # fmt: skip


class Gazetteer:
    """Names of places, looked up in folded form; rows are parsed when they are needed."""

    def __init__(self) -> None:
        lines = packed_lines("gazetteer.tsv.gz")
        count = int(lines[0])
        self._places: list[str] = lines[1 : count + 1]
        self.names: dict[str, str] = dict(line.split("\t", 1) for line in lines[count + 1 :])
        for other, name in _MORE_NAMES.items():
            if name in self.names:
                self.names.setdefault(other, self.names[name])
        self.longer: dict[str, int] = {}
        self.beginnings: dict[str, list[str]] = {}
        self.openings: set[str] = set()
        for name in self.names:
            if " " in name:
                words = name.split(" ")
                first = words[0]
                if len(words) > self.longer.get(first, 0):
                    self.longer[first] = len(words)
                self.openings.add(f"{first} {words[1]}")
                self.beginnings.setdefault(first[:3] + " " + words[1][:3], []).append(name)
        self._parsed: dict[int, Place] = {}

    def place(self, number: int) -> Place:
        """Return the place of a row."""
        found = self._parsed.get(number)
        if found is None:
            code, name, country, population, rank, lat, lon, region = self._places[number].split(
                "\t"
            )
            found = Place(
                code, name, country, int(population or 0),
                0 if rank == _SECTION else int(rank), float(lat), float(lon), region,
            )  # fmt: skip
            self._parsed[number] = found
        return found

    def large_names(self, smallest: int) -> list[str]:
        """Return the folded own names of places with at least so many people, the smallest first."""
        found = []
        for line in self._places:
            _, name, _, population, _ = line.split("\t", 4)
            if int(population or 0) >= smallest:
                found.append((int(population), fold_name(name)))
        return [name for _, name in sorted(found)]

    def places(self, folded: str) -> list[Place]:
        """Return the places of a folded name, the largest first."""
        numbers = self.names.get(folded)
        if numbers is None:
            return []
        return [self.place(int(number)) for number in numbers.split(",")]


def packed_lines(name: str) -> list[str]:
    """Return the lines of a packed file of the package's data."""
    data = files(__package__).joinpath("data", name).read_bytes()
    return gzip.decompress(data).decode().rstrip("\n").split("\n")


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, loaded once."""
    return Gazetteer()


@cache
def first_names() -> frozenset[str]:
    """Return folded first names of people."""
    return frozenset(line.split("\t")[0] for line in packed_lines("first-names.txt.gz"))


@cache
def first_name_sounds() -> frozenset[str]:
    """Return how first names of people sound, see :func:`citygraph.extraction.sounds.sound`."""
    return frozenset(line.split("\t")[-1] for line in packed_lines("first-names.txt.gz"))


@dataclass(frozen=True)
class Territory:
    """A country or a region: name in English or Latin script, codes."""

    kind: str
    name: str
    country: str
    code: str


@cache
def countries() -> dict[str, dict[str, str]]:
    """Return, for each language, folded names of countries with their codes."""
    found: dict[str, dict[str, str]] = {}
    for line in packed_lines("territories.tsv.gz"):
        kind, language, code, name = line.split("\t")
        if kind != "country" or (code == "GD" and language != "en"):
            continue  # Granada is a city, wherever Grenada is called so.
        listed = found.setdefault(language, {})
        folded = fold_name(name)
        listed[folded] = code
        article, _, rest = folded.partition(" ")
        if article in _ARTICLES.get(language, ()) and " " not in rest:
            listed[rest] = code
            if language == "ga":
                for form in _irish_forms(rest):
                    listed.setdefault(form, code)
    serbian = found.setdefault("sr", {})  # both scripts
    for name, code in found.get("hr", {}).items():
        serbian.setdefault(name, code)
    for language, names in _MORE_COUNTRIES.items():
        found.setdefault(language, {}).update(names)
    return found


_ARTICLES: Final = {
    "mt": {"il", "l", "is", "it", "ir", "in", "ix", "id", "iz"}, "ga": {"an", "na"},
}  # fmt: skip
_MORE_COUNTRIES: Final = {
    "el": {"ολλανδια": "NL", "ολλανδιασ": "NL", "βρετανια": "GB", "μεγαλη βρετανια": "GB", "τσεχια": "CZ", "αγγλια": "GB"},
    "et": {"suurbritannia": "GB", "inglismaa": "GB"}, "pl": {"włoszech": "IT", "wloszech": "IT", "niemczech": "DE", "wegrzech": "HU", "holandia": "NL", "holandii": "NL", "anglii": "GB"},
    "sq": {"letonise": "LV", "holanda": "NL", "hollanda": "NL", "anglia": "GB"}, "mt": {"olanda": "NL", "ingilterra": "GB"}, "ga": {"ollainn": "NL", "sasana": "GB", "iodaile": "IT"},
    "mk": {"холандија": "NL", "англија": "GB"}, "sr": {"холандија": "NL", "holandija": "NL", "španija": "ES", "spanija": "ES"}, "hr": {"spanija": "ES", "holandija": "NL"},
    "bg": {"холандия": "NL", "англия": "GB", "великобритания": "GB"}, "uk": {"голландія": "NL", "великобританія": "GB"}, "sk": {"velka britania": "GB"}, "cs": {"velka britanie": "GB", "holandsko": "NL"},
    "lv": {"lielbritanija": "GB", "holande": "NL"}, "lt": {"didzioji britanija": "GB", "olandija": "NL"}, "fi": {"iso britannia": "GB", "hollanti": "NL", "englanti": "GB"}, "hu": {"nagy britannia": "GB", "anglia": "GB"},
    "ro": {"marea britanie": "GB", "anglia": "GB"}, "tr": {"ingiltere": "GB"}, "is": {"bretland": "GB", "england": "GB"}, "it": {"olanda": "NL", "gran bretagna": "GB"}, "es": {"holanda": "NL", "gran bretana": "GB"},
    "pt": {"holanda": "NL", "gra bretanha": "GB"}, "ca": {"holanda": "NL", "gran bretanya": "GB"}, "gl": {"holanda": "NL", "gran bretana": "GB"}, "eu": {"holanda": "NL", "britainia handia": "GB"}, "fr": {"hollande": "NL", "grande bretagne": "GB"},
    "sv": {"holland": "NL", "storbritannien": "GB", "england": "GB"}, "da": {"holland": "NL", "storbritannien": "GB", "england": "GB"}, "no": {"holland": "NL", "storbritannia": "GB", "england": "GB"}, "de": {"holland": "NL", "grossbritannien": "GB", "england": "GB"},
    "nl": {"holland": "NL", "groot brittannie": "GB", "engeland": "GB"}, "en": {"holland": "NL", "great britain": "GB"}, "sl": {"velika britanija": "GB", "anglija": "GB"},
}  # fmt: skip


def _irish_forms(name: str) -> list[str]:
    """Return the forms of the name of a country without the change at its head, and the genitive."""
    plain = name
    if name[1:2] == "h" and name[0] in "bcdfgmpst":
        plain = name[0] + name[2:]
    elif name.startswith("ts"):
        plain = name[1:]
    forms = []
    for head in {name, plain}:
        forms += [head, head + "e", head + "i"]
    return forms


@cache
def regions() -> dict[str, str]:
    """Return folded names of regions that are no city's, with their NUTS codes."""
    found: dict[str, str] = {}
    cities = gazetteer()
    states = {name for listed in countries().values() for name in listed}
    for line in packed_lines("territories.tsv.gz"):
        kind, level, code, name = line.split("\t")
        if kind != "region":
            continue
        for part in name.replace(" / ", "/").split("/"):
            folded = fold_name(part)
            if folded in states or (not folded.isascii() and " " not in folded):
                continue
            if len(folded) > 3 and not part[:1].isdigit():
                places = cities.places(folded)
                if not places or (level in {"1", "2"} and places[0].population < _SMALL_TOWN):
                    found.setdefault(folded, code)
    return _corrected(found)


def _corrected(found: dict[str, str]) -> dict[str, str]:
    """Take away what is an ordinary word, add the names that other languages have for a region."""
    more = tomllib.loads(files(__package__).joinpath("data", "regions.toml").read_text("utf-8"))
    for name in more["not_names"].replace("\n", "").split("|"):
        found.pop(name, None)
    for name in [name for name, code in found.items() if _SUBREGION.match(code)]:
        if name.endswith(("ski", "cki")):
            del found[name]
    for code, names in more["names"].items():
        for name in names.split("|"):
            found.setdefault(fold_name(name), code)
    return found


# Statistical subregions of Poland, named by adjectives that are surnames too.
_SUBREGION: Final = re.compile(r"PL\w{3}")


_SMALL_TOWN = 12_000


@cache
def region_beginnings() -> frozenset[str]:
    """Return the first words of the names of regions."""
    return frozenset(name.split(" ", 1)[0] for name in regions())


@cache
def country_name(code: str) -> str:
    """Return the English name of a country."""
    for line in packed_lines("territories.tsv.gz"):
        kind, language, iso, name = line.split("\t")
        if kind == "country" and language == "en" and iso == code:
            return name
    return code
