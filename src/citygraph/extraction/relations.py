"""What a text says about its entities."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.known import KnownNames
    from citygraph.extraction.mentions import DateMention, Entity

__all__ = ["Relation", "RelationFinder"]


@dataclass(slots=True)
class Relation:
    """A statement of the text.

    Attributes:
        subject: Who or what.
        predicate: One of the ten predicates.
        object: An entity, or a date.
        role: Role, where the text says one.
        title: Title of a post, in the words of the text.
        date: ISO date of the relation itself.
        spans: Passages it rests on.
        rule: What found it.
        score: How sure the rule is, before calibration.
    """

    subject: Entity
    predicate: str
    object: Entity | DateMention
    role: str = ""
    title: str = ""
    date: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    rule: str = ""
    score: float = 0.5
    confidence: float = 0.5


class RelationFinder:
    """Finds relations in the sentences of a document."""

    def __init__(self, known: KnownNames) -> None:
        self.known = known

    def find(
        self, text: str, analysed: list[Analysed], table: EntityTable, published: date | None
    ) -> list[Relation]:
        """Return what the sentences say."""
        return []
