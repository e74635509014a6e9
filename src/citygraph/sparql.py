"""Reading SPARQL text without parsing it: what is a keyword, and what only looks like one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces

__all__ = ["bare", "query_form", "with_prefixes"]

# Strings, IRIs and comments: whatever may hold a brace or a word that is not meant as one.
_OPAQUE: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>"
    r"|\#[^\n]*",
    re.DOTALL,
)
_PROLOGUE: Final = re.compile(r"(?:\s*(?:PREFIX\s+[^\s:]*:|BASE\b))*\s*", re.IGNORECASE)
_FORM: Final = re.compile(r"(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


def bare(query: str) -> str:
    """Return a query with spaces in the place of its strings, IRIs and comments."""
    return _OPAQUE.sub(lambda match: " " * len(match[0]), query)


def query_form(query: str) -> str:
    """Return which of the four forms a query has, in upper case; empty where it has none."""
    text = bare(query)
    start = _PROLOGUE.match(text)
    match = _FORM.match(text, start.end() if start else 0)
    return match[1].upper() if match else ""


def with_prefixes(query: str, namespaces: Namespaces) -> str:
    """Declare each known prefix that is used undeclared, on the first line: line numbers stay."""
    text = bare(query)
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w-]*):", text))
    used = set(re.findall(r"(?<![\w:?$-])([A-Za-z][\w-]*):", text))
    lines = [
        f"PREFIX {name}: <{iri}>"
        for name, iri in namespaces.prefixes.items()
        if name in used and name not in declared
    ]
    return " ".join([*lines, query]) if lines else query
