"""Whether one word may be an inflected form of another, without a dictionary."""

from __future__ import annotations

from typing import Final

__all__ = ["same_word"]

_SHORT: Final = 3
_VOWELS: Final = frozenset("aeiouyаеиоуюяіїєъαεηιουω")


def same_word(written: str, base: str) -> bool:
    """Whether a written word may be an inflected form of another; both folded."""
    if written == base:
        return True
    size = min(len(written), len(base))
    longest = max(len(written), len(base))
    if size <= _SHORT:
        return False
    if len(written) == len(base) and written[-1] not in _VOWELS and base[-1] not in _VOWELS:
        return False
    loose = 3 if size > 5 else 2
    keep = max(longest - loose, _SHORT)
    return written[:keep] == base[:keep]
