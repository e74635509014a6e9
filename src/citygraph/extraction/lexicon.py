"""The words of a language that the extraction looks for, read from ``languages/xx.toml``.

A file holds categories (``host``, ``join``, ``title`` ...). Each is a string of entries parted by
spaces. ``_`` stands for a space inside an entry, ``*`` at the end for any ending, ``*`` at the
start for any beginning (compounds), ``&`` for nothing (an empty category).
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from citygraph.extraction.folding import fold_word

__all__ = ["LANGUAGES", "Lexicon", "lexicon", "months", "role_of", "stop_words"]

LANGUAGES: Final = [
    "bg",
    "hr",
    "cs",
    "da",
    "nl",
    "en",
    "et",
    "fi",
    "fr",
    "de",
    "el",
    "hu",
    "ga",
    "it",
    "lv",
    "lt",
    "mt",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "es",
    "sv",
    "ca",
    "gl",
    "eu",
    "no",
    "is",
    "uk",
    "sr",
    "sq",
    "mk",
    "tr",
]
_LONGEST: Final = 24
_SHORTEST_COMPOUND: Final = 2
_LONG_TAIL: Final = 5


@dataclass
class Lexicon:
    """The words of one language.

    Attributes:
        language: ISO 639-1 code.
        exact: Folded word to categories.
        stems: Folded beginning of a word to categories.
        tails: Folded end of a word to categories.
        phrases: First folded word (or its beginning) to phrases: words and category.
        endings: Case endings a place name can have.
        restore: What a name can end in once an ending is gone.
        alternations: Pairs: letters before the ending, letters of the base form.
        locative: Endings that say "in".
        inner: Folded part of a compound to categories.
        inside: Finds the keys of ``inner``.
    """

    language: str
    exact: dict[str, set[str]] = field(default_factory=dict)
    stems: dict[str, set[str]] = field(default_factory=dict)
    tails: dict[str, set[str]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    endings: tuple[str, ...] = ()
    restore: tuple[str, ...] = ("",)
    alternations: tuple[tuple[str, str], ...] = ()
    locative: tuple[str, ...] = ()
    inner: dict[str, set[str]] = field(default_factory=dict)
    inside: re.Pattern[str] | None = None
    shortest_stem: int = 99
    tail_lengths: tuple[int, ...] = ()

    def categories(self, folded: str) -> set[str]:
        """Return the categories of a folded word."""
        found = set(self.exact.get(folded, ()))
        size = min(len(folded), _LONGEST)
        for length in range(self.shortest_stem, size + 1):
            hit = self.stems.get(folded[:length])
            if hit:
                found |= hit
        for length in self.tail_lengths:
            if length + _SHORTEST_COMPOUND <= len(folded):
                hit = self.tails.get(folded[-length:])
                if hit:
                    found |= hit
        if self.inside is not None and len(folded) > _LONG_TAIL:
            for match in self.inside.finditer(folded, _SHORTEST_COMPOUND):
                found |= self.inner[match[0]]
        return found

    def base_forms(self, folded: str) -> list[str]:
        """Return the base forms that an inflected place name may stand for, likeliest first."""
        found: dict[str, None] = {}
        for ending in self.endings:
            if not folded.endswith(ending) or len(folded) - len(ending) < 3:
                continue
            stem = folded[: -len(ending)] if ending else folded
            stems = [stem]
            for inner, base in self.alternations:
                if stem.endswith(inner):
                    stems.append(stem[: -len(inner)] + base if inner else stem + base)
            for candidate in stems:
                for tail in self.restore:
                    form = candidate + tail
                    if form != folded and len(form) > 2:
                        found[form] = None
        return list(found)


def _fold_entry(entry: str) -> str:
    return "".join(fold_word(part) if part not in "*_" else part for part in _split(entry))


def _split(entry: str) -> list[str]:
    parts: list[str] = []
    for letter in entry:
        if letter in "*_":
            parts.append(letter)
        elif parts and parts[-1] not in "*_":
            parts[-1] += letter
        else:
            parts.append(letter)
    return parts


_LETTERS: Final = {"endings", "restore", "alternations", "locative"}


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language; English words are known in each.

    Args:
        language: A member of :data:`LANGUAGES`.
    """
    built = Lexicon(language)
    text = files(__package__).joinpath("languages", f"{language}.toml").read_text("utf-8")
    entries = tomllib.loads(text)
    shared = files(__package__).joinpath("languages", "common.toml").read_text("utf-8")
    for category, value in tomllib.loads(shared).items():
        for entry in value.split():
            if entry != "&":
                _add(built, category, _fold_entry(entry.replace("-", "_")))
    for category, value in entries.items():
        if category in _LETTERS:
            continue
        for entry in value.split():
            if entry != "&":
                _add(built, category, _fold_entry(entry.replace("-", "_").strip("_")))
    for number, names in months().get(language, {}).items():
        for name in names:
            if number == "days":
                built.exact.setdefault(fold_word(name), set()).add("weekday")
            elif len(name) > 3 and " " not in name:
                built.exact.setdefault(fold_word(name), set()).add("month")
    built.endings = tuple(
        sorted((_ending(e) for e in entries.get("endings", "").split()), key=len, reverse=True)
    )
    built.restore = tuple(_ending(e) for e in entries.get("restore", "-").split())
    built.alternations = tuple(
        (pair.split(">")[0], pair.split(">")[1]) for pair in entries.get("alternations", "").split()
    )
    built.locative = tuple(entries.get("locative", "").split())
    if built.inner:
        longest = sorted(built.inner, key=len, reverse=True)
        built.inside = re.compile("|".join(re.escape(part) for part in longest))
    built.shortest_stem = min((len(stem) for stem in built.stems), default=99)
    built.tail_lengths = tuple(sorted({len(tail) for tail in built.tails}))
    return built


def _ending(entry: str) -> str:
    return "" if entry == "-" else fold_word(entry)


def _add(built: Lexicon, category: str, entry: str) -> None:
    if "_" in entry:
        words = tuple(entry.split("_"))
        built.phrases.setdefault(words[0].strip("*"), []).append((words, category))
        target = built.stems if words[0].endswith("*") else built.exact
        target.setdefault(words[0].strip("*"), set()).add("phrase")
    elif entry.startswith("*"):
        tail = entry.strip("*")
        built.tails.setdefault(tail, set()).add(category)
        built.stems.setdefault(tail, set()).add(category)
        if entry.endswith("*") and len(tail) >= _LONG_TAIL:
            built.inner.setdefault(tail, set()).add(category)
        elif entry.endswith("*"):
            for ending in ("s", "en", "n", "et", "ens", "er", "e", "a"):
                built.tails.setdefault(tail + ending, set()).add(category)
    elif entry.endswith("*"):
        built.stems.setdefault(entry[:-1], set()).add(category)
    else:
        built.exact.setdefault(entry, set()).add(category)


@cache
def months() -> dict[str, dict[str, list[str]]]:
    """Return, for each language, the names of months by number, and of ``days``."""
    text = files(__package__).joinpath("data", "months.json").read_text("utf-8")
    data: dict[str, dict[str, list[str]]] = json.loads(text)
    return data


@cache
def roles() -> dict[str, str]:
    """Return the beginnings of words that tell a role, with the role's key."""
    text = files(__package__).joinpath("languages", "roles.toml").read_text("utf-8")
    return {
        fold_word(stem): role
        for role, stems in tomllib.loads(text).items()
        for stem in stems.split()
    }


@cache
def role_of(folded: str) -> str:
    """Return the role that a folded word tells, or an empty string."""
    listed = roles()
    for length in range(len(folded), 2, -1):
        role = listed.get(folded[:length])
        if role and (length > 4 or length == len(folded) or length + 2 >= len(folded)):
            return role
    return ""


@cache
def stop_words() -> dict[str, tuple[str, ...]]:
    """Return each frequent word of ``stop-words.toml`` with the languages it speaks for."""
    text = files(__package__).joinpath("languages", "stop-words.toml").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for language, words in tomllib.loads(text).items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}
