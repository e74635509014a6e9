"""Relations said by a text, each kept once."""

from __future__ import annotations

from dataclasses import dataclass, field

from citygraph.extraction.mentions import DateMention, Entity

__all__ = ["Relation", "Statements"]


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
        confidence: How likely it is right, 0 to 1.
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


class Statements:
    """The relations of a document."""

    def __init__(self) -> None:
        self._found: dict[tuple[int, str, object], Relation] = {}
        self._of: dict[tuple[int, str], list[Relation]] = {}
        self._about: dict[tuple[int, str], list[Relation]] = {}

    def add(self, relation: Relation) -> None:
        """Add a relation, or what it adds to the one that is there."""
        target = relation.object
        if relation.subject is target:
            return
        relation.spans = [(min(span), max(span)) for span in relation.spans]
        key: tuple[int, str, object] = (
            id(relation.subject),
            relation.predicate,
            id(target) if isinstance(target, Entity) else (target.start, target.end),
        )
        if relation.predicate == "has_position":
            key = (*key[:2], (key[2], relation.title.lower()[:6]))
        there = self._found.get(key)
        if there is None:
            self._found[key] = relation
            self._of.setdefault((id(relation.subject), relation.predicate), []).append(relation)
            self._about.setdefault((id(target), relation.predicate), []).append(relation)
            return
        there.role = there.role or relation.role
        there.title = there.title or relation.title
        if relation.score > there.score:
            there.score = relation.score
            there.rule = relation.rule

    def has(self, subject: Entity, predicate: str) -> list[Relation]:
        """Return the relations of a subject with a predicate."""
        return list(self._of.get((id(subject), predicate), ()))

    def between(self, subject: Entity, predicate: str, target: Entity) -> Relation | None:
        """Return one relation, if it was said."""
        return self._found.get((id(subject), predicate, id(target)))

    def about(self, target: Entity, predicate: str) -> list[Relation]:
        """Return the relations with an object."""
        return list(self._about.get((id(target), predicate), ()))

    def _ranges(self) -> dict[int, list[DateMention]]:
        """Return the ranges of days that events are held on, by the event."""
        found: dict[int, list[DateMention]] = {}
        for relation in self._found.values():
            day = relation.object
            if (
                relation.predicate == "held_on"
                and isinstance(day, DateMention)
                and day.start != day.end
            ):
                found.setdefault(id(relation.subject), []).append(day)
        return found

    def relations(self) -> list[Relation]:
        """Return all relations, without those that another one implies."""
        kept = []
        for relation in self._found.values():
            if (
                relation.predicate == "participates_in"
                and isinstance(relation.object, Entity)
                and (self.between(relation.subject, "coordinates", relation.object))
            ):
                continue
            kept.append(relation)
        ranges = self._ranges()
        kept = [relation for relation in kept if not _inside(relation, ranges)]
        return sorted(kept, key=lambda relation: relation.spans[0] if relation.spans else (0, 0))


def _inside(relation: Relation, ranges: dict[int, list[DateMention]]) -> bool:
    """Whether a day lies in the range that another relation gives the same event."""
    day = relation.object
    if relation.predicate != "held_on" or not isinstance(day, DateMention):
        return False
    return any(
        span is not day and span.start <= day.start and day.end <= span.end
        for span in ranges.get(id(relation.subject), ())
    )
