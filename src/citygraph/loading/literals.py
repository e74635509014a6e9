"""Texts and literals in one form, so that every engine counts and compares them alike."""

from __future__ import annotations

import html
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

__all__ = ["canonical", "clean_text", "web_address"]

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_WHOLE: Final = frozenset(
    f"{_XSD}{name}"
    for name in (
        "integer",
        "int",
        "long",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "unsignedInt",
        "unsignedLong",
        "unsignedShort",
        "unsignedByte",
    )
)
_ADDRESS: Final = re.compile(r'https?://[^\s<>"{}|\\^`/]+\.[^\s<>"{}|\\^`]+')
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_TRUTH: Final = {"1": "true", "0": "false"}


def canonical(literal: ox.Literal) -> ox.Literal:
    """Return a literal in canonical form.

    Whole numbers become `xsd:integer` without leading zeros, decimals lose zeros at their end,
    language tags are in lower case, and texts are in Unicode form NFC with single spaces.
    What is not a value of its datatype stays as it is, for the shapes to find.
    """
    text = literal.value
    if literal.language:
        return ox.Literal(_plain(text), language=literal.language.lower())
    datatype = literal.datatype.value
    if datatype == f"{_XSD}string":
        return ox.Literal(_plain(text))
    if datatype in _WHOLE:
        try:
            return ox.Literal(int(text))
        except ValueError:
            return literal
    if datatype == f"{_XSD}decimal":
        try:
            value = Decimal(text)
        except InvalidOperation:
            return literal
        short = format(value.normalize(), "f")
        return ox.Literal(short, datatype=literal.datatype)
    if datatype == f"{_XSD}boolean":
        return ox.Literal(_TRUTH.get(text, text), datatype=literal.datatype)
    return literal


def clean_text(text: str) -> str:
    """Return a text as it may be stored: no markup, on one line, not like a formula."""
    plain = _TAG.sub(" ", html.unescape(html.unescape(text)))
    letters = (" " if unicodedata.category(letter) in {"Cc", "Zl"} else letter for letter in plain)
    return _plain("".join(letters)).lstrip("=+@ ")


def web_address(text: str) -> str:
    """Return a web address, completed where only the scheme is missing; empty where it is none."""
    address = text.strip()
    if address and "://" not in address:
        address = f"http://{address}"
    return address if _ADDRESS.fullmatch(address) else ""


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
