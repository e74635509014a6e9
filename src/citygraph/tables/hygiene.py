"""What may never stand in a cell of text: markup, formulas, private data, stray white space."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["faults_of_text"]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?:\+|\b00 ?)\d[\d ()/.-]{7,}\d|\b0\d{2,4}[ /-]\d{2,4}(?:[ /-]?\d{2,4}){1,3}\b"
)
_MARKUP = re.compile(r"<[/!?a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,31});")
_FORMULA = ("=", "+", "@", "\t")
_MINUS_FORMULA = re.compile(r"-\s*[\d(=+@]")


def faults_of_text(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a text that people will read.

    Args:
        text: The cell.

    Yields:
        Code, reason and hint of each fault.
    """
    if text != text.strip() or "  " in text:
        yield "white-space", "has spaces at an end or two in a row", "Remove the extra spaces."
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        yield "control", "holds a line break or another control character", "Write it on one line."
    if text != unicodedata.normalize("NFC", text):
        yield "unicode", "is not in Unicode form NFC", "Type the accented letters anew."
    if text.startswith(_FORMULA) or _MINUS_FORMULA.match(text):
        yield (
            "formula",
            "begins like a formula, which a spreadsheet would run",
            "Write the text without the leading sign.",
        )
    if _MARKUP.search(text):
        yield "markup", "holds HTML", "Write plain text: & for &amp;, and no tags."
    if _EMAIL.search(text):
        yield (
            "private-data",
            "holds an e-mail address",
            "Remove it: the graph has names and public roles only.",
        )
    if _PHONE.search(text):
        yield (
            "private-data",
            "holds what looks like a phone number",
            "Remove it: the graph has names and public roles only.",
        )
