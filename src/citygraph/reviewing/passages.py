"""The passages that proposals rest on, cut from the text of their document."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.reviewing.proposals import Document, Span

__all__ = ["Piece", "Text", "first_line", "passage", "read_text"]

_AROUND: Final = 240
_LONGEST: Final = 900
_TITLE: Final = 200
_END = re.compile(r"[.!?…;]['\")»”]*\s|\n")


@dataclass(frozen=True)
class Text:
    """The text that spans count in.

    Attributes:
        content: The text.
        sha256: The checksum of the file that spans count in: the document's own where it is plain
            text, else that of its main text as UTF-8.
        copy: Whether that file is a copy that has to be kept beside the document.
    """

    content: str
    sha256: str
    copy: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of a passage, and whether a proposal rests on it."""

    text: str
    marked: bool


def read_text(document: Document, folders: Iterable[Path]) -> Text | None:
    """Return the text of a document, or None where the document is not at hand.

    Args:
        document: The document.
        folders: Where its path may start.

    Raises:
        UnreadableInput: The document was changed since it was read.
    """
    paths = [folder / document.path for folder in folders]
    paths += [folder / Path(document.path).name for folder in folders]
    changed: Path | None = None
    for path in paths:
        if not path.is_file():
            continue
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest != document.sha256:
            changed = path
            continue
        content = _content(path, data)
        if content.encode("utf-8") == data:
            return Text(content, digest)
        return Text(content, hashlib.sha256(content.encode("utf-8")).hexdigest(), copy=True)
    if changed:
        raise UnreadableInput(
            f"{changed} was changed since the proposals were made.",
            hint="Run `citygraph extract` on it again.",
        )
    return None


def _content(path: Path, data: bytes) -> str:
    try:
        from citygraph.extraction.reading import parse_document
    except ImportError:
        return data.decode("utf-8", errors="replace")
    content: str = parse_document(str(path), data).text
    return content


def passage(text: str, spans: Sequence[Span]) -> list[Piece]:
    """Cut the sentences around spans, and mark the spans in them.

    Args:
        text: The whole text.
        spans: The places, in code points; those outside the text are left out.

    Returns:
        The pieces in order; stretches that are far apart are parted by an unmarked ellipsis.
    """
    inside = sorted((a, min(b, a + _LONGEST)) for a, b in spans if 0 <= a < b <= len(text))
    pieces: list[Piece] = []
    at = -1
    for start, end in inside:
        if start < at:
            start = at  # noqa: PLW2901
            if start >= end:
                continue
        begin = _before(text, start)
        if at < 0 or begin > at:
            if at >= 0:
                pieces.append(Piece(text[at : _after(text, at)] + " … ", marked=False))
            pieces.append(Piece(text[begin:start], marked=False))
        else:
            pieces.append(Piece(text[at:start], marked=False))
        pieces.append(Piece(text[start:end], marked=True))
        at = end
    if at >= 0:
        pieces.append(Piece(text[at : _after(text, at)], marked=False))
    return [Piece(_harmless(piece.text), piece.marked) for piece in pieces if piece.text]


def first_line(text: Text | None) -> str:
    """Return the first line of a text that has letters, as a title."""
    lines = (line.strip() for line in text.content.splitlines()) if text else iter(())
    line = next((line for line in lines if any(letter.isalpha() for letter in line)), "")
    return _harmless(line[:_TITLE]).strip()


def _harmless(text: str) -> str:
    """Letters that steer a terminal or turn the direction of writing become visible dots."""
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"} else "·"
        for letter in text.replace("\r\n", "\n").replace("\t", " ")
    )


def _before(text: str, start: int) -> int:
    low = max(0, start - _AROUND)
    ends = [match.end() for match in _END.finditer(text, low, start)]
    return ends[-1] if ends else low


def _after(text: str, end: int) -> int:
    high = min(len(text), end + _AROUND)
    match = _END.search(text, end, high)
    return match.end() if match else high
