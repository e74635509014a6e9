"""From mentions to entities: which mentions are one thing, and which place of a name is meant."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name
from citygraph.extraction.gazetteer import HOMES, country_name
from citygraph.extraction.mentions import Entity, Mention

if TYPE_CHECKING:
    from citygraph.extraction.gazetteer import Place

__all__ = ["EntityTable"]

_SHORT: Final = 5


class EntityTable:
    """The entities of one document."""

    def __init__(self, language: str) -> None:
        self.entities: list[Entity] = []
        self.home = HOMES.get(language, "")
        self._by_key: dict[tuple[str, str], Entity] = {}
        self._by_known: dict[int, Entity] = {}
        self._surnames: dict[str, Entity] = {}
        self._heads: dict[str, tuple[int, Entity]] = {}
        self.countries: Counter[str] = Counter()

    def add(self, mention: Mention) -> Entity:
        """Give a mention to its entity, made if it is new."""
        entity = self._find(mention)
        if entity is None:
            entity = self._make(mention)
            self.entities.append(entity)
        mention.entity = entity
        entity.mentions.append(mention)
        entity.score = max(entity.score, mention.score)
        return entity

    def surname(self, folded: str) -> Entity | None:
        """Return the person of a surname that the text named in full."""
        return self._surnames.get(folded)

    def _find(self, mention: Mention) -> Entity | None:
        if mention.known is not None:
            found = self._by_known.get(id(mention.known))
            if found is not None:
                return found
        if mention.kind == "person" and mention.first == mention.last:
            folded = fold_name(mention.text)
            found = self._surnames.get(folded)
            if found is None and len(folded) > _SHORT:
                found = self._inflected(folded)
            if found is not None:
                return found
        found = self._by_key.get((mention.kind, self._key(mention)))
        if found is None and mention.kind == "person" and mention.known is None:
            return self._shorter(mention)
        return found

    def _shorter(self, mention: Mention) -> Entity | None:
        """Return the person that "M. Surname" or a part of a name stands for."""
        parts = fold_name(mention.text).split()
        entity = self._surnames.get(parts[-1]) if len(parts) > 1 else None
        if entity is None:
            return None
        whole = fold_name(entity.mentions[0].text).split()
        initial = len(parts[0]) == 1 and (parts[0] == whole[0][:1] or parts[0] == _MONSIEUR)
        return entity if all(part in whole for part in parts[initial:]) else None

    def _inflected(self, folded: str) -> Entity | None:
        """Return the person, the first named, whose surname may have been inflected to a word."""
        heads = (folded[:size] for size in range(_SHORT - 1, len(folded) + 1))
        return min((self._heads[h] for h in heads if h in self._heads), default=(0, None))[1]

    def _name(self, surname: str, entity: Entity) -> None:
        if surname not in self._surnames:
            if len(surname) > _SHORT:
                self._heads.setdefault(surname[:-2], (len(self._surnames), entity))
            self._surnames[surname] = entity

    def _key(self, mention: Mention) -> str:
        if mention.kind == "city" and mention.places:
            return mention.places[0].number
        if mention.kind == "country":
            return mention.country
        folded = fold_name(mention.text)
        if mention.kind == "person":
            return folded
        return " ".join(_stem(word) for word in folded.split())

    def _make(self, mention: Mention) -> Entity:
        known = mention.known
        name = mention.name or mention.text
        country = mention.country
        place: Place | None = None
        if mention.kind == "city" and mention.places:
            place = mention.places[0]
            name, country = place.name, place.country
        elif mention.kind == "country":
            name = country_name(mention.country)
        elif mention.kind == "region" and known is None:
            name = mention.text
        elif mention.kind == "city" and known is not None:
            country = known.iri.rsplit("-", 1)[-1].upper()[:2]
        entity = Entity(
            mention.kind, name, known=known, country=country, rule=mention.rule,
            score=mention.score, place=place,
        )  # fmt: skip
        if known is not None:
            entity.name = known.name or name
            entity.kind = known.kind
            entity.names = list(known.names[:12])
            self._by_known[id(known)] = entity
        written = " ".join(mention.text.split())
        if written != entity.name and written not in entity.names:
            entity.names.insert(0, written)
        self._by_key[mention.kind, self._key(mention)] = entity
        if mention.kind == "person":
            parts = fold_name(mention.text).split()
            if len(parts) > 1:
                self._name(parts[-1], entity)
                if len(parts[-1]) > 4:
                    self._name(parts[-1] + "s", entity)
            self._by_key[mention.kind, " ".join(_stem(p) for p in parts)] = entity
        return entity

    def alias(self, entity: Entity, text: str) -> None:
        """Let another name stand for an entity."""
        if text not in entity.names and text != entity.name:
            entity.names.append(text)
        self._by_key[entity.kind, " ".join(_stem(w) for w in fold_name(text).split())] = entity

    def choose(self, mention: Mention, near: str) -> None:
        """Put the place that is meant first among those of a name.

        Args:
            mention: A city.
            near: ISO code of a country named right beside it, or empty.
        """
        if len(mention.places) < 2:
            return

        def worth(place: Place) -> float:
            value = math.log10(place.population + 10) + place.rank * 0.35
            if place.country == near:
                value += 8
            if fold_name(place.name) == mention.name:
                value += _OWN_NAME
            value += (
                1.2 * (place.country == self.home) + min(self.countries[place.country], 3) * 0.4
            )
            return value

        mention.places.sort(key=worth, reverse=True)


_OWN_NAME = 1.0
_MONSIEUR = "m"


def _stem(word: str) -> str:
    if len(word) > 6:
        return word[: max(5, len(word) - 2)]
    return word
