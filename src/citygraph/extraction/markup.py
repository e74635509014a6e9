"""Where the main text of an HTML page stands in the file."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import Final

__all__ = ["MarkupMap"]

_PIECE: Final = re.compile(
    r"<!--.*?-->|<(script|style|noscript|template)\b.*?</\1\s*>|<[^>]*>|&#?\w+;|[^<&]+|[<&]",
    re.DOTALL | re.IGNORECASE,
)
_HEAD: Final = 48


class MarkupMap:
    """Offsets of an extracted text, told as offsets in the source of its page.

    Args:
        source: The page's source.
        text: The text taken from it.
    """

    def __init__(self, source: str, text: str) -> None:
        visible, places = _visible(source)
        self._starts: list[int] = []
        self._lines: list[tuple[int, list[int]]] = []
        position = 0
        pointer = 0
        for line in text.split("\n"):
            wanted, letters = _squeezed(line)
            if wanted:
                at = visible.find(wanted, pointer)
                if at < 0:
                    at = visible.find(wanted)
                if at < 0:
                    at = visible.find(wanted[:_HEAD], pointer)
                if at >= 0:
                    pointer = at + len(wanted)
                    found = [-1] * (len(line) + 1)
                    for offset, letter in enumerate(letters):
                        if at + offset < len(places):
                            found[letter] = places[at + offset]
                    self._starts.append(position)
                    self._lines.append((position, found))
            position += len(line) + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the source of a span of the text.

        Args:
            start: Offset of its first letter.
            end: Offset behind its last letter.

        Returns:
            The same in the source; (-1, -1) where the passage is not found there.
        """
        first = self._at(start)
        last = self._at(end - 1) if end > start else first
        return (first, last + 1) if first >= 0 and last >= first else (-1, -1)

    def _at(self, offset: int) -> int:
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return -1
        begins, found = self._lines[index]
        inside = offset - begins
        return found[inside] if inside < len(found) else -1


def _squeezed(line: str) -> tuple[str, list[int]]:
    kept: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(line):
        if not letter.isspace():
            kept.append(letter)
            places.append(index)
    return "".join(kept), places


def _visible(source: str) -> tuple[str, list[int]]:
    kept: list[str] = []
    places: list[int] = []
    for match in _PIECE.finditer(source):
        piece = match[0]
        if piece[0] == "<" and len(piece) > 1:
            continue
        if piece[0] == "&" and len(piece) > 1:
            for letter in html.unescape(piece):
                if not letter.isspace():
                    kept.append(letter)
                    places.append(match.start())
            continue
        begin = match.start()
        for word in re.finditer(r"\S+", piece):
            kept.append(word[0])
            places.extend(range(begin + word.start(), begin + word.end()))
    return "".join(kept), places
