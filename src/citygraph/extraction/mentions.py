"""Mentions in a sentence, and the entities they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citygraph.extraction.gazetteer import Place
    from citygraph.extraction.known import Known

__all__ = ["DateMention", "Entity", "Mention"]


@dataclass(slots=True)
class Mention:
    """A name in the text.

    Attributes:
        kind: Type of entity.
        first: Index of its first word in the sentence.
        last: Index of its last word.
        start: Offset of its first letter.
        end: Offset behind its last letter.
        text: As written.
        rule: What found it.
        known: The thing of the graph, where it is one.
        places: Places of that name, the largest first.
        country: ISO code, where the rule knows it.
        score: How sure the rule is, 0 to 1, before calibration.
        name: The name to show, where it is not the text.
        entity: The entity it was given to.
        sentence: Number of its sentence.
    """

    kind: str
    first: int
    last: int
    start: int
    end: int
    text: str
    rule: str
    known: Known | None = None
    places: list[Place] = field(default_factory=list)
    country: str = ""
    score: float = 0.5
    name: str = ""
    entity: Entity | None = None
    sentence: int = -1
    plain: bool = False


@dataclass(slots=True, eq=False)
class Entity:
    """Something that the text names.

    Attributes:
        kind: Type of entity.
        name: Name in English or Latin script.
        mentions: Where it is named.
        known: The thing of the graph, where it is one.
        country: ISO code of its country, or empty.
        names: Other names.
        rule: What found its first mention.
        score: The best score of its mentions.
        plain: Whether it is only a general noun.
    """

    kind: str
    name: str
    mentions: list[Mention] = field(default_factory=list)
    known: Known | None = None
    country: str = ""
    names: list[str] = field(default_factory=list)
    rule: str = ""
    score: float = 0.5
    plain: bool = False
    place: Place | None = None
    confidence: float = 0.5
    index: int = -1


@dataclass(slots=True)
class DateMention:
    """A date in the text.

    Attributes:
        start_offset: Offset of its first letter.
        end_offset: Offset behind its last letter.
        text: As written.
        start: ISO date, or empty where no year can be told.
        end: ISO date of the last day; equal to ``start`` for one day.
        year_only: Whether it is only a year.
        resolved: Whether its year is known.
        lean: 1 where the words around look ahead, -1 where they look back, else 0.
    """

    start_offset: int
    end_offset: int
    text: str
    start: str
    end: str
    year_only: bool = False
    resolved: bool = True
    lean: int = 0

    @property
    def value(self) -> str:
        """The date as the object of a relation: one date, or start and end."""
        return self.start if self.start == self.end else f"{self.start}/{self.end}"
