"""Confidence: how often a rule was right on articles annotated by hand.

The shares are made by ``scripts/calibrate_extraction.py`` and kept as data.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citygraph.extraction.mentions import Entity
    from citygraph.extraction.statements import Relation

__all__ = ["confidence", "set_confidence"]

_HIGHEST = 0.99


@cache
def _shares() -> dict[str, dict[str, float]]:
    path = files(__package__).joinpath("data", "calibration.json")
    shares: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
    return shares


def confidence(part: str, kind: str, rule: str) -> float:
    """Return how likely an answer is right.

    Args:
        part: ``entities`` or ``relations``.
        kind: Type of the entity, or predicate.
        rule: The rule that made the answer.

    Returns:
        The share of right answers of the rule, else of the type, else of all, 0 to 0.99.
    """
    shares = _shares()[part]
    found = shares.get(f"{kind}|{rule}", shares.get(kind, shares.get("", 0.5)))
    return min(found, _HIGHEST)


def set_confidence(entities: list[Entity], relations: list[Relation]) -> None:
    """Give each entity and relation its confidence."""
    for entity in entities:
        entity.confidence = confidence("entities", entity.kind, entity.rule)
    for relation in relations:
        relation.confidence = confidence("relations", relation.predicate, relation.rule)
