"""The passages that proposals rest on, cut from the text of their document."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.reviewing.proposals import Document, Span

__all__ = ["Piece", "Text", "passage", "read_text"]

_AROUND: Final = 240
_LONGEST: Final = 900
_TITLE: Final = 200
_SAMPLE: Final = 64 * 1024
_END = re.compile(r"[.!?…;]['\")»”]*\s|\n")
_BLOCK: Final = (
    r"</?(?:article|br|div|dd|dt|h\d|header|li|main|nav|ol|p|section|t[dhr]|title|ul)\b[^<>]*>"
)
_END_IN_HTML = re.compile(rf"[.!?…]['\")»”]*(?=[\s<])|{_BLOCK}", re.IGNORECASE)


@dataclass(frozen=True)
class Text:
    """The text that spans count in.

    Attributes:
        content: The text: of HTML the source of the page, of PDF the text of its pages.
        title: Its first line that a reader sees.
        sha256: The checksum of the file that spans count in: the document's own, or that of this
            text as UTF-8 where the document is another form of it.
        copy: Whether that file is a copy that has to be kept beside the document.
        html: Whether it is the source of a page.
    """

    content: str
    title: str
    sha256: str
    copy: bool = False
    html: bool = False

    def passage(self, spans: Sequence[Span]) -> list[Piece]:
        """Cut the sentences around spans, and mark the spans in them; see :func:`passage`."""
        if self.html:
            return _without_tags(passage(self.content, spans, _END_IN_HTML))
        return passage(self.content, spans)

    def find(self, words: str) -> tuple[Span, ...]:
        """Return where words stand for the first time; nothing where they do not."""
        at = self.content.find(words) if words else -1
        return ((at, at + len(words)),) if at >= 0 else ()


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
        content, title, is_html = _content(path, data)
        if content.encode("utf-8") == data:
            return Text(content, title, digest, html=is_html)
        digest = hashlib.sha256(content.encode("utf-8")).hexdigest()
        return Text(content, title, digest, copy=True, html=is_html)
    if changed:
        raise UnreadableInput(
            f"{changed} was changed since the proposals were made.",
            hint="Run `citygraph extract` on it again.",
        )
    return None


def _content(path: Path, data: bytes) -> tuple[str, str, bool]:
    """The text that spans count in, its title, and whether it is HTML."""
    from citygraph.extraction.reading import parse_document

    document = parse_document(str(path), data)
    if document.form != "html":
        return document.text, _first_line(document.text), False
    return _decoded(data), _first_line(document.text), True


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:_SAMPLE]).best()
        text = data.decode(best.encoding if best else "latin-1", errors="replace")
    return unicodedata.normalize("NFC", text)


def passage(text: str, spans: Sequence[Span], ends: re.Pattern[str] = _END) -> list[Piece]:
    """Cut the sentences around spans, and mark the spans in them.

    Args:
        text: The whole text.
        spans: The places, in code points; those outside the text are left out.
        ends: What ends a sentence.

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
        begin = _before(text, start, ends)
        if at < 0 or begin > at:
            if at >= 0:
                pieces.append(Piece(text[at : _after(text, at, ends)] + " … ", marked=False))
            pieces.append(Piece(text[begin:start], marked=False))
        else:
            pieces.append(Piece(text[at:start], marked=False))
        pieces.append(Piece(text[start:end], marked=True))
        at = end
    if at >= 0:
        pieces.append(Piece(text[at : _after(text, at, ends)], marked=False))
    return [Piece(_harmless(piece.text), piece.marked) for piece in pieces if piece.text]


def _first_line(text: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    line = next((line for line in lines if any(letter.isalpha() for letter in line)), "")
    return _harmless(line[:_TITLE]).strip()


def _without_tags(pieces: Sequence[Piece]) -> list[Piece]:
    """Leave out the tags of HTML, also those that the ends of a passage cut through."""
    texts = [piece.text for piece in pieces]
    if texts:
        texts[0] = texts[0] if pieces[0].marked else re.sub(r"^[^<>]*>", "", texts[0])
        texts[-1] = re.sub(r"<[^<>]*$", "", texts[-1])
    broken = (re.sub(_BLOCK, " ", text, flags=re.IGNORECASE) for text in texts)
    plain = [html.unescape(re.sub(r"<[^<>]*>", "", text)) for text in broken]
    return [
        Piece(_harmless(text), piece.marked)
        for text, piece in zip(plain, pieces, strict=True)
        if text
    ]


def _harmless(text: str) -> str:
    """Letters that steer a terminal or turn the direction of writing become visible dots."""
    return "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf"} else "·"
        for letter in text.replace("\r\n", "\n").replace("\t", " ")
    )


def _before(text: str, start: int, pattern: re.Pattern[str]) -> int:
    low = max(0, start - _AROUND)
    ends = [match.end() for match in pattern.finditer(text, low, start)]
    return ends[-1] if ends else low


def _after(text: str, end: int, pattern: re.Pattern[str]) -> int:
    high = min(len(text), end + _AROUND)
    match = pattern.search(text, end, high)
    return match.end() if match else high
