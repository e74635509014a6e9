"""The language of a text, by a vote of its small words and its letters."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from citygraph.extraction.lexicon import stop_words

__all__ = ["detect", "paragraph_languages"]

_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000
# Letters that hardly any other language here uses.
_LETTERS: Final = {
    "ђ": "sr", "ћ": "sr", "џ": "sr", "ѓ": "mk", "ќ": "mk", "ѕ": "mk", "љ": "sr mk", "њ": "sr mk", "ј": "sr mk",
    "ї": "uk", "є": "uk", "і": "uk", "ґ": "uk", "ъ": "bg", "щ": "bg uk", "ю": "bg uk", "я": "bg uk", "й": "bg uk",
    "ő": "hu", "ű": "hu", "ħ": "mt", "ġ": "mt", "ċ": "mt", "ż": "mt pl", "ł": "pl", "ą": "pl lt", "ę": "pl lt", "ś": "pl",
    "ř": "cs", "ě": "cs", "ů": "cs", "ľ": "sk", "ŕ": "sk", "ĺ": "sk", "ô": "sk fr pt", "ț": "ro", "ș": "ro", "ă": "ro",
    "ţ": "ro", "ğ": "tr", "ı": "tr", "ş": "tr", "ė": "lt", "ų": "lt", "į": "lt", "ū": "lv lt", "ā": "lv", "ē": "lv", "ī": "lv",
    "ņ": "lv", "ļ": "lv", "ķ": "lv", "õ": "et pt gl", "ð": "is", "þ": "is", "æ": "da no is", "ø": "da no", "å": "sv da no",
    "ß": "de", "ñ": "es gl eu", "ã": "pt", "ç": "fr pt ca tr sq", "ë": "sq nl", "ŀ": "ca", "đ": "hr sr", "ć": "hr sr pl",
    "č": "cs sk sl hr lt lv", "š": "cs sk sl hr lt lv et", "ž": "cs sk sl hr lt lv et", "ä": "de sv fi et sk", "ö": "de sv fi et hu tr is",
    "ü": "de et hu tr", "ò": "it ca mt", "ì": "it", "ù": "it fr", "ê": "fr pt", "à": "fr it ca pt",
}  # fmt: skip
_BY_LETTER: Final = {letter: tuple(value.split()) for letter, value in _LETTERS.items()}
_GREEK: Final = re.compile("[α-ωάέήίόύώ]")
_CYRILLIC: Final = re.compile("[а-я]")


def _votes(text: str, *, letters: bool = True) -> dict[str, float]:
    lowered = text.lower()
    words = _WORD.findall(lowered)
    votes: dict[str, float] = {}
    if not words:
        return votes
    listed = stop_words()
    for word, count in Counter(words).items():
        languages = listed.get(word)
        if languages:
            share = count * (1.0 + (len(word) > 2)) / len(languages) ** 0.5
            for language in languages:
                votes[language] = votes.get(language, 0.0) + share
    for letter, count in Counter(lowered).items() if letters else ():
        owners = _BY_LETTER.get(letter)
        if owners:
            for language in owners:
                votes[language] = votes.get(language, 0.0) + count * 0.5 / len(owners)
    return votes


def detect(text: str, default: str = "en") -> str:
    """Return the ISO 639-1 code of the language most of a text is written in.

    Args:
        text: Any text.
        default: What a text without words is taken for.
    """
    lowered = text[:_SAMPLE].lower()
    greek = len(_GREEK.findall(lowered))
    cyrillic = len(_CYRILLIC.findall(lowered))
    votes = _votes(text[:_SAMPLE])
    letters = len(_WORD.findall(lowered)) * 2
    if greek > letters:
        return "el"
    if cyrillic > letters:
        votes = {k: v for k, v in votes.items() if k in {"bg", "mk", "sr", "uk"}}
    elif letters:
        for language in ("bg", "mk", "uk", "el"):
            votes.pop(language, None)
    if not votes:
        return default
    return max(votes, key=lambda language: votes[language])


_SHORTEST: Final = 120
_LOOK: Final = 320
_MARGIN: Final = 2.5


def paragraph_languages(text: str, main: str) -> list[tuple[int, int, str]]:
    """Return the parts of a text that are plainly in another language, and the rest.

    Args:
        text: The text.
        main: Its language.

    Returns:
        Start, end and language, in order, covering the text; neighbours of one language are one.
    """
    parts: list[tuple[int, int, str]] = []
    position = 0
    for line in text.splitlines(keepends=True):
        language = main
        if len(line) >= _SHORTEST:
            votes = _votes(line[:_LOOK], letters=False)
            if votes and max(votes.values()) > votes.get(main, 0.0):
                votes = _votes(line[:_LOOK])
                best, count = max(votes.items(), key=lambda vote: vote[1])
                if best != main and count > _MARGIN * (votes.get(main, 0) + 1):
                    language = best
        if parts and parts[-1][2] == language:
            parts[-1] = (parts[-1][0], position + len(line), language)
        else:
            parts.append((position, position + len(line), language))
        position += len(line)
    return parts
