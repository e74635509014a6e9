"""Names of places written by ear in Cyrillic or Greek letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name

if TYPE_CHECKING:
    from citygraph.extraction.gazetteer import Gazetteer
    from citygraph.extraction.known import KnownNames

__all__ = ["SoundIndex", "latin", "sound"]

_SOUTH: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "d", "е": "e", "ж": "z", "з": "z", "и": "i", "ј": "j",
    "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "ћ": "c", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "џ": "dz", "ш": "s", "ѓ": "g", "ќ": "k", "ѕ": "dz", "й": "j",
}  # fmt: skip
_SPELLED: Final = {
    "sr": str.maketrans(_SOUTH), "mk": str.maketrans(_SOUTH),
    "bg": str.maketrans({**_SOUTH, "ж": "zh", "й": "y", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya"}),
    "uk": str.maketrans({**_SOUTH, "г": "h", "ґ": "g", "ж": "zh", "и": "y", "і": "i", "ї": "i", "й": "i", "є": "ie", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ь": ""}),
}  # fmt: skip


def latin(folded: str, language: str) -> str:
    """Return a folded Cyrillic word in the usual Latin spelling of its language, folded."""
    table = _SPELLED.get(language)
    return folded.translate(table) if table else folded


_LETTERS: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ж": "z", "з": "z", "и": "i",
        "і": "i", "ї": "i", "й": "i", "ј": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "s", "ш": "s", "щ": "st",
        "ъ": "a", "ь": "", "ю": "iu", "я": "ia", "є": "ie", "љ": "li", "њ": "ni", "ђ": "g", "ћ": "s", "џ": "s",
        "ѓ": "g", "ќ": "k", "ѕ": "z", "э": "e", "ы": "i",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t", "ι": "i", "κ": "k",
        "λ": "l", "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "i",
        "φ": "f", "χ": "h", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip
_SOUNDS: Final = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("ου", "u"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("αι", "e"), ("ει|οι", "i"),
    )
)  # fmt: skip
_LATIN: Final = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("sch|sz|sh|ch(?=[ei])|cz|tch", "s"), ("ch", "h"), ("ph", "f"), ("th", "t"), ("ck|q|c(?=[aourlt]|$)", "k"),
        ("x", "ks"), ("w", "v"), ("y|j", "i"), ("ou|oo", "u"), ("ae|ai|ei", "e"), ("oe", "o"), ("gh", "g"),
        ("c", "s"), ("(.)\\1", r"\1"), ("ii+", "i"), ("z", "s"), ("h", ""), ("ie", "e"), ("ia", "a"), ("iu", "u"),
    )
)  # fmt: skip
_SMALLEST: Final = 20_000
_ENDINGS: Final = ("", "a", "o", "s", "as", "is", "os", "i", "e", "u")


def sound(folded: str) -> str:
    """Return how a folded name in any of the three scripts sounds, roughly."""
    if not folded.isascii():
        for pattern, by in _SOUNDS:
            folded = pattern.sub(by, folded)
        folded = folded.translate(_LETTERS)
    for pattern, by in _LATIN:
        folded = pattern.sub(by, folded)
    return folded.replace(" ", "")


class SoundIndex:
    """Cities by how their names sound: those of the graph, and the larger ones."""

    def __init__(self, gazetteer: Gazetteer, known: KnownNames) -> None:
        self._names: dict[str, str] = {}
        self._memory: dict[str, str] = {}
        for name in gazetteer.large_names(_SMALLEST):
            self._names.setdefault(sound(name), name)
        for name in known.cities:
            if name.isascii():
                self._names[sound(name)] = name
        for thing in known.things.values():
            if thing.kind == "city" and thing.name:
                name = fold_name(thing.name)
                self._names[sound(name)] = name

    def exactly(self, folded: str) -> str:
        """Return the folded name of several words that a name sounds exactly like, or nothing."""
        found = self._names.get(sound(folded), "")
        return found if " " in found else ""

    def find(self, folded: str) -> str:
        """Return the folded name of the city that a word sounds like; empty where none does."""
        found = self._memory.get(folded)
        if found is None:
            heard = sound(folded)
            found = self._names.get(heard, "")
            if not found and len(heard) > 4:
                for ending in _ENDINGS:
                    stem = heard[: len(heard) - len(ending)] if heard.endswith(ending) else ""
                    if len(stem) > 4:
                        found = next(
                            (self._names[stem + e] for e in _ENDINGS if stem + e in self._names), ""
                        )
                    if found:
                        break
            self._memory[folded] = found
        return found
