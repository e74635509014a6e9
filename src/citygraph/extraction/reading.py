"""Reading a document: plain text, HTML, PDF; its text, address and date."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput
from citygraph.extraction.markup import MarkupMap

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["Document", "read_document"]

_HTML: Final = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_LARGEST: Final = 256 * 1024 * 1024
_LARGEST_HTML: Final = 16 * 1024 * 1024
_DEEPEST: Final = 600
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE: Final = 64 * 1024


@dataclass(frozen=True)
class Document:
    """A document as text.

    Attributes:
        path: Where it lies, as given.
        text: Its text: of HTML the main text, of PDF the text of its pages.
        sha256: Checksum of the file's bytes.
        published: The day its metadata says it appeared on.
        form: ``text``, ``html`` or ``pdf``.
        source: Where the text stands in an HTML file; None for the other forms.
    """

    path: str
    text: str
    sha256: str
    published: date | None
    form: str
    source: MarkupMap | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the file of a span of the text.

        Of HTML they count in the page's source; of PDF, which has no such offsets, in the text.
        """
        if self.source is None:
            return start, end
        return self.source.span(start, end)


def read_document(path: Path) -> Document:
    """Read a document.

    Args:
        path: The file.

    Raises:
        UnreadableInput: The file is missing, empty, too large, binary, or holds no text.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableInput(
                f"{path} is larger than {_LARGEST // 1024**2} MB.", hint="Cut it into parts."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}.") from error
    return parse_document(str(path), data)


def parse_document(path: str, data: bytes) -> Document:
    """Turn the bytes of a document into text; see :func:`read_document`."""
    digest = hashlib.sha256(data).hexdigest()
    if not data.strip():
        raise UnreadableInput(f"{path} is empty.")
    if data.startswith(b"%PDF-"):
        return Document(path, _checked(path, _pdf(path, data)), digest, None, "pdf")
    if _HTML.match(data[:4096]) or path.lower().endswith((".html", ".htm", ".xhtml")):
        text, published = _html(path, data)
        source = MarkupMap(_decode(path, data), _checked(path, text))
        return Document(path, text, digest, published, "html", source)
    return Document(path, _checked(path, _decode(path, data)), digest, None, "text")


def _checked(path: str, text: str) -> str:
    if not re.search(r"[^\W\d_]", text):
        raise UnreadableInput(
            f"{path} holds no text.", hint="A scanned page needs text recognition first."
        )
    return text


def _decode(path: str, data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _plain(data.decode("utf-16"))
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    else:
        if _BINARY.search(data[:_SAMPLE]):
            raise UnreadableInput(f"{path} is not a text.", hint="Give text, HTML or PDF.")
        return _plain(text)
    if _BINARY.search(data[:_SAMPLE]):
        raise UnreadableInput(f"{path} is not a text.", hint="Give text, HTML or PDF.")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise UnreadableInput(
            f"{path} is in an encoding that cannot be told.", hint="Save it as UTF-8."
        )
    return _plain(data.decode(best.encoding, errors="replace"))


def _plain(text: str) -> str:
    # Offsets count the text as stored; only line ends of other systems keep their letters.
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)


def _html(path: str, data: bytes) -> tuple[str, date | None]:
    if len(data) > _LARGEST_HTML:
        raise UnreadableInput(
            f"{path} is an HTML page of more than {_LARGEST_HTML // 1024**2} MB.",
            hint="Save its main text as a text file.",
        )
    if _depth(data) > _DEEPEST:
        raise UnreadableInput(f"{path} nests its elements too deeply to be an article.")
    import logging
    from datetime import date as day

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    page = trafilatura.load_html(data)
    if page is None:
        raise UnreadableInput(f"{path} is not HTML that can be read.")
    found = trafilatura.bare_extraction(
        page, include_comments=False, include_tables=True, with_metadata=True, favor_recall=True
    )
    if found is None or isinstance(found, dict):
        raise UnreadableInput(f"{path} has no main text.", hint="It may be all menu.")
    published = None
    if found.date:
        try:
            published = day.fromisoformat(found.date[:10])
        except ValueError:
            published = None
    title = (found.title or "").strip()
    text = (found.text or "").strip()
    if title and title not in text[: len(title) + 200]:
        text = f"{title}\n\n{text}"
    return text, published


_TAG: Final = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID: Final = frozenset(
    b"br hr img input meta link area base col embed source track wbr p li td tr th option".split()
)


def _depth(data: bytes) -> int:
    deepest = level = 0
    for match in _TAG.finditer(data):
        if match[2].lower() in _VOID:
            continue
        level = max(0, level - 1) if match[1] else level + 1
        deepest = max(deepest, level)
    return deepest


def _pdf(path: str, data: bytes) -> str:
    import io
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableInput(f"{path} is locked with a password.")
        text = "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadableInput(f"{path} is a damaged PDF.") from error
    if not text.strip():
        raise UnreadableInput(
            f"{path} is a PDF without text.", hint="A scanned page needs text recognition first."
        )
    return re.sub(r"(\w)-\n(?=[^\W\d_A-Z])", r"\1", text)
