"""What two entries are linked to: what they share there, and what sets them apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.reconciling.entries import Entry

__all__ = ["Links"]

_SOME_SHARED: Final = 2


class Links:
    """The links of entries to other things, each by the key that stands for it.

    Args:
        entries: All entries by key.
        resolve: Gives the key that a key stands for, as far as identities are settled.
    """

    def __init__(self, entries: Mapping[str, Entry], resolve: Callable[[str], str]) -> None:
        self.entries = entries
        self.resolve = resolve

    def named(self, key: str) -> str:
        """Return the name of a key, or the key where it has none."""
        entry = self.entries.get(key)
        return entry.name if entry and entry.name else key

    def apart(self, left: Entry, right: Entry, column: str) -> str:
        """Name what the two have apart in a column; empty where they share or lack it."""
        one = {self.resolve(key) for key in left.values(column)}
        two = {self.resolve(key) for key in right.values(column)}
        if one and two and one.isdisjoint(two):
            return f"{self.named(min(one))} and {self.named(min(two))}"
        return ""

    def shared(self, left: Entry, right: Entry, column: str) -> frozenset[str]:
        """Return the keys that both give in a column."""
        one = {self.resolve(key) for key in left.values(column)}
        return frozenset(one & {self.resolve(key) for key in right.values(column)})

    def places(self, event: Entry) -> frozenset[str]:
        """Return where an event is: its locations and the cities of those."""
        found = set()
        for key in event.values("location"):
            found.add(self.resolve(key))
            if key in self.entries:
                found.update(self.resolve(city) for city in self.entries[key].values("city"))
        return frozenset(found)

    def in_common(self, left: Entry, right: Entry) -> list[str]:
        """Say what two entries take part in together, in the same role."""
        reasons = []
        for mine, yours, words in (
            (left.parts, right.parts, "initiatives or events"),
            (left.members, right.members, "participants"),
        ):
            one = {(self.resolve(p.other), p.role) for p in mine}
            two = {(self.resolve(p.other), p.role) for p in yours}
            count = len(one & two)
            if count >= _SOME_SHARED:
                sourced = len(
                    {(self.resolve(p.other), p.role, p.source) for p in mine}
                    & {(self.resolve(p.other), p.role, p.source) for p in yours}
                )
                source = " and source" if sourced else ""
                reasons.append(f"shares {count} {words} with the same role{source}")
        return reasons
