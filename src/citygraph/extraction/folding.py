"""Letters made comparable, one code point to one where offsets must hold.

Look-alike letters (a Latin ``e`` inside a Cyrillic word) are folded into the script of the word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

__all__ = ["fold_name", "fold_word"]

_SPECIAL: Final = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
        "ħ": "h", "þ": "th", "ŋ": "n", "ς": "σ", "ŀ": "l", "ə": "e", "’": "'", "ʼ": "'",
    }
)  # fmt: skip
_TO_CYRILLIC: Final = str.maketrans("aceopxyijskhbmt", "асеорхуіјѕкһвмт")
_TO_GREEK: Final = str.maketrans("aobepknutivxyz", "αοβερκνυτινχυζ")
_CYRILLIC: Final = re.compile("[а-яѐ-џґ]")
_GREEK: Final = re.compile("[α-ω]")
_LATIN: Final = re.compile("[a-z]")
_WORDS: Final = re.compile(r"[^\W_]+")
# Cyrillic letters that are letters of their own although Unicode composes them.
_KEPT: Final = {"й", "ї", "ѓ", "ќ"}
_PLAIN: Final = re.compile(r"[a-z0-9]+")


def fold_word(word: str) -> str:
    """Return a word in lower case, without accents, in one script.

    Args:
        word: One token; Greek and Cyrillic keep their script.
    """
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    kept = []
    for letter in unicodedata.normalize("NFC", lowered):
        if letter in _KEPT:
            kept.append(letter)
            continue
        plain = unicodedata.normalize("NFD", letter)
        kept.append("".join(part for part in plain if not unicodedata.combining(part)))
    folded = "".join(kept).translate(_SPECIAL)
    if _LATIN.search(folded):
        if _CYRILLIC.search(folded):
            return folded.translate(_TO_CYRILLIC)
        if _GREEK.search(folded):
            return folded.translate(_TO_GREEK)
    return folded


@lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """Return the folded words of a name, parted by single spaces."""
    return " ".join(fold_word(word) for word in _WORDS.findall(unicodedata.normalize("NFC", name)))
