"""What a client wants: media types and languages with their weights (RFC 9110, section 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["best_type", "languages", "wants_page", "weight"]

_LONGEST: Final = 4_000
_WEIGHT: Final = re.compile(r"(?:0(?:\.\d*)?|1(?:\.0*)?|\.\d+)")
# A list's members end at a comma, a member's parts at a semicolon; neither counts inside quotes.
_MEMBER: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_PART: Final = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*")+')


@dataclass(frozen=True, slots=True)
class _Range:
    """A media range, or a language range, with its weight."""

    value: str
    parameters: frozenset[tuple[str, str]]
    weight: float


@lru_cache(maxsize=1024)
def _ranges(header: str) -> tuple[_Range, ...]:
    found = []
    for member in _MEMBER.findall(header[:_LONGEST]):
        value, *parts = [part.strip().lower() for part in _PART.findall(member)] or [""]
        if not value:
            continue
        weight_given = 1.0
        parameters = set()
        for part in parts:
            name, _, text = (piece.strip() for piece in part.partition("="))
            if name == "q":
                weight_given = float(text) if _WEIGHT.fullmatch(text) else 0.0
                break  # what follows are extensions of Accept, not of the type
            parameters.add((name, text.strip('"')))
        # A charset says nothing about which type is meant: all text here is UTF-8.
        parameters = {(name, text) for name, text in parameters if name != "charset"}
        found.append(_Range("*/*" if value == "*" else value, frozenset(parameters), weight_given))
    return tuple(found)


def weight(header: str, media_type: str) -> float:
    """Return how much a client wants a media type: what the most specific range says.

    Args:
        header: The value of Accept.
        media_type: A type, perhaps with parameters.

    Returns:
        0 (not at all) to 1.
    """
    value, *parts = (part.strip().lower() for part in media_type.split(";"))
    own = {tuple(part.partition("=")[::2]) for part in parts}
    best = (-1, 0.0)
    for accepted in _ranges(header):
        if accepted.value == value:
            specificity = 2 + len(accepted.parameters)
        elif accepted.value == f"{value.partition('/')[0]}/*":
            specificity = 1
        elif accepted.value == "*/*":
            specificity = 0
        else:
            continue
        if accepted.parameters <= own:
            best = max(best, (specificity, accepted.weight))
    return best[1]


@lru_cache(maxsize=4096)
def _best(header: str, offered: tuple[str, ...]) -> str | None:
    if not header.strip():
        return offered[0]
    weighed = [(weight(header, media_type), media_type) for media_type in offered]
    most = max(weighed, key=lambda pair: pair[0])  # the first of equals: the server's order
    return most[1] if most[0] > 0 else None


def best_type(header: str, offered: Sequence[str]) -> str | None:
    """Return the media type to answer with.

    Args:
        header: The value of Accept; empty where the client sent none.
        offered: What there is, in the server's own order of preference.

    Returns:
        The type that the client wants most, the first of equals; None where it wants none.
    """
    return _best(header, tuple(offered))


def wants_page(header: str, offered: Sequence[str] = ("application/json",)) -> bool:
    """Tell whether a client would rather read a page than a document for machines.

    Args:
        header: The value of Accept.
        offered: The media types of the documents that there are beside the page.
    """
    page = max(weight(header, "text/html"), weight(header, "application/xhtml+xml"))
    named = any(r.value in {"text/html", "application/xhtml+xml"} for r in _ranges(header))
    return named and page > 0 and all(page >= weight(header, kind) for kind in offered)


@lru_cache(maxsize=1024)
def languages(header: str) -> tuple[str, ...]:
    """Return the languages that a client wants, best first, as lower-case tags.

    Args:
        header: The value of Accept-Language.

    Returns:
        The tags; ``*`` and what the client refuses are left out.
    """
    found = [r for r in _ranges(header) if r.weight > 0 and r.value not in {"*", "*/*"}]
    ordered = sorted(found, key=lambda r: -r.weight)
    return tuple(dict.fromkeys(r.value for r in ordered if re.fullmatch(r"[a-z0-9-]+", r.value)))
