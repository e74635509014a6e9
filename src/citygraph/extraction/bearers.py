"""Which named things of a document have a noun in their name: "the forum" is the Forum X."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from citygraph.extraction.folding import fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.extraction.mentions import Entity

__all__ = ["Bearers"]


class Bearers:
    """The named things of a document, by the nouns in their names.

    A long document asks for the same few nouns again and again, so each is looked for once.

    Args:
        entities: The entities in the order in which the text first names them.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._names: dict[str, list[tuple[str, Entity]]] = {}
        for entity in entities:
            if not entity.plain and entity.mentions:
                name = fold_name(entity.mentions[0].text)
                self._names.setdefault(entity.kind, []).append((name, entity))
        self._found: dict[tuple[str, str], tuple[list[Entity], list[int]]] = {}

    def latest(self, kind: str, noun: str, sentence: int) -> Entity | None:
        """Return the thing with a noun in its name that a sentence means.

        Args:
            kind: Type of entity.
            noun: The beginning of the noun, folded.
            sentence: The number of the sentence.

        Returns:
            The last one named up to there, else the first one named after it.
        """
        key = (kind, noun)
        if key not in self._found:
            bearers = [entity for name, entity in self._names.get(kind, ()) if noun in name]
            self._found[key] = bearers, [entity.mentions[0].sentence for entity in bearers]
        bearers, places = self._found[key]
        return bearers[max(bisect_right(places, sentence) - 1, 0)] if bearers else None
