"""Answers kept for the next who asks the same of the same release, up to a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

__all__ = ["AnswerCache", "CachedAnswer", "matches"]

_OVERHEAD = 500


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer that was complete.

    Attributes:
        status: Its HTTP status.
        headers: Its headers.
        body: Its body.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class AnswerCache:
    """Keeps the answers asked for last.

    Args:
        size: The most bytes it may hold; 0 keeps nothing.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.held = 0
        self.hits = 0
        self.misses = 0
        self._answers: OrderedDict[str, CachedAnswer] = OrderedDict()

    def find(self, key: str) -> CachedAnswer | None:
        """Return the answer of a key."""
        answer = self._answers.get(key)
        if answer is None:
            self.misses += 1
            return None
        self.hits += 1
        self._answers.move_to_end(key)
        return answer

    def keep(self, key: str, answer: CachedAnswer) -> None:
        """Keep an answer, and let the oldest go where there is no room."""
        weight = len(answer.body) + _OVERHEAD
        if weight > self.size // 4 or key in self._answers:
            return
        self._answers[key] = answer
        self.held += weight
        while self.held > self.size:
            _, oldest = self._answers.popitem(last=False)
            self.held -= len(oldest.body) + _OVERHEAD

    def clear(self) -> None:
        """Forget everything, as when another release is served."""
        self._answers.clear()
        self.held = 0


def matches(header: str, tag: str) -> bool:
    """Tell whether If-None-Match names an entity tag (weak comparison)."""
    return any(
        candidate.strip().removeprefix("W/").strip('"') == tag for candidate in header.split(",")
    )
