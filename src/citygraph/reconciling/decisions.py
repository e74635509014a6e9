"""What was decided on identities, from ``decisions.csv`` and ``replaced.csv``."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from citygraph.reconciling.merging import Tables
    from citygraph.tables import Row

__all__ = ["Decisions", "today", "with_decision"]


class Decisions:
    """The recorded decisions, each on the keys that stand for the decided ones today.

    Args:
        decisions: The rows of ``decisions.csv``.
        replaced: The rows of ``replaced.csv``.
        keys: The keys in use: one that is in use again after it was replaced stands for itself,
            and is the same as the key that replaced it.
    """

    def __init__(self, decisions: Sequence[Row], replaced: Sequence[Row], keys: set[str]) -> None:
        self._replaced_by = {row["key"]: row["replaced_by"] for row in replaced}
        self._same: dict[tuple[str, str], str] = {}
        self._different: set[tuple[str, str]] = set()
        for row in decisions:
            pair = self._pair(*(self._current(row[c], keys) for c in ("left", "right")))
            if row["decision"] == "different":
                self._different.add(pair)
            elif pair[0] != pair[1]:
                self._same[pair] = row["reason"]
        for row in replaced:
            if row["key"] in keys:
                pair = self._pair(row["key"], self._current(row["replaced_by"], keys))
                self._same.setdefault(pair, row["note"] or "the key was replaced before")

    def same(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs decided the same."""
        yield from self._same

    def different(self, left: str, right: str) -> bool:
        """Tell whether two keys were decided different."""
        return self._pair(left, right) in self._different

    def reason_for_same(self, left: str, right: str) -> str:
        """Return why two keys were decided the same; empty where they were not."""
        return self._same.get(self._pair(left, right), "")

    def current(self, key: str, keys: Iterable[str]) -> str:
        """Return the key in use that stands for a key."""
        return self._current(key, set(keys))

    def _current(self, key: str, keys: set[str]) -> str:
        seen = {key}
        while key not in keys and key in self._replaced_by:
            key = self._replaced_by[key]
            if key in seen:
                break
            seen.add(key)
        return key

    @staticmethod
    def _pair(left: str, right: str) -> tuple[str, str]:
        return (left, right) if left < right else (right, left)


def with_decision(tables: Tables, left: str, right: str, decision: str, reason: str) -> Tables:
    """Return the tables with a decision on two keys, in place of an earlier one."""
    left, right = sorted((left, right))
    rows = [
        row for row in tables.get("decisions", ()) if (row["left"], row["right"]) != (left, right)
    ]
    told = reason.strip().removeprefix("decided the same: ")
    row = {
        "left": left, "right": right, "decision": decision, "reason": told, "date": today()
    }  # fmt: skip
    return {**tables, "decisions": [*rows, row]}


def today() -> str:
    """Return the day of SOURCE_DATE_EPOCH where that is set, else today, as an ISO date."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()
