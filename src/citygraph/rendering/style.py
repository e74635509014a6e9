"""The look of pictures: sizes, colours, letters and numbers.

A picture is plain SVG with classes and presentation attributes and no ``style`` attribute, so that
it may stand under a strict Content-Security-Policy. Its colours are custom properties of CSS: the
attributes hold those of the light scheme, and :func:`stylesheet` puts the variables in their place.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = [
    "LIGHT",
    "SERIES",
    "SIZE",
    "WIDTH",
    "Picture",
    "number_text",
    "scheme_variables",
    "shortened",
    "stylesheet",
    "text_width",
]

WIDTH: Final = 560
"""Width of every picture in its own units; a page scales it."""
SIZE: Final = 12
"""Size of letters in the same units."""
SERIES: Final = 8
"""How many series have a colour of their own."""

# Hues after Okabe and Ito (2008), which readers with any kind of colour vision can tell apart,
# darkened for white paper and lightened for a dark one: a contrast of at least 3 to 1 (WCAG 2.2).
LIGHT: Final = {
    "ink": "#1c2530",
    "soft": "#5a6775",
    "line": "#d8dee5",
    "paper": "#ffffff",
    "sea": "#eef3f8",
    "land": "#d5dbe0",
    "border": "#ffffff",
    "1": "#0b6aa8",
    "2": "#d55e00",
    "3": "#00815f",
    "4": "#b04a87",
    "5": "#8a6d00",
    "6": "#3f97cf",
    "7": "#5b3f9e",
    "8": "#6b7783",
}
_DARK: Final = {
    "ink": "#e7ecf1",
    "soft": "#a3afbb",
    "line": "#38424d",
    "paper": "#14191f",
    "sea": "#101820",
    "land": "#323c47",
    "border": "#14191f",
    "1": "#56b4e9",
    "2": "#f08a3c",
    "3": "#2fbf97",
    "4": "#e08cbc",
    "5": "#e6c229",
    "6": "#a5d8f7",
    "7": "#a893ea",
    "8": "#9aa6b2",
}
_FONT: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'


class Picture(NamedTuple):
    """A picture of a report.

    Attributes:
        title: What it shows, for a caption.
        description: What one sees in it, in words, for those who do not see it.
        text: The SVG element, to be put into a page as it is.
    """

    title: str
    description: str
    text: str


def scheme_variables(scheme: str = "light") -> str:
    """Return the custom properties of a colour scheme as CSS declarations.

    Args:
        scheme: ``light`` (for screens and for print) or ``dark``.
    """
    colours = _DARK if scheme == "dark" else LIGHT
    return " ".join(f"--cg-{name}: {colour};" for name, colour in colours.items())


def stylesheet() -> str:
    """Return the rules that give pictures the colours of the custom properties ``--cg-...``."""
    names = [*LIGHT]
    fills = "".join(f".cg-{name}{{fill:var(--cg-{name})}}" for name in names)
    strokes = "".join(f".cg-s-{name}{{stroke:var(--cg-{name})}}" for name in names)
    return (
        f".cg-picture{{display:block;width:100%;height:auto;font-family:{_FONT}}}"
        f"{fills}{strokes}"
        ".cg-halo{stroke:var(--cg-paper)}.cg-mark:hover{opacity:.75}"
        ".cg-picture text{font-variant-numeric:tabular-nums}"
    )


_NARROW: Final = frozenset("iIjl.,:;'|!()[]{}ftr-/ \u00b7")
_BROAD: Final = frozenset("mwMW@%\u2026\u2014")
_FIRST_FULL_WIDTH: Final = "\u1100"


def text_width(content: str, size: float = SIZE) -> float:
    """Return about how wide a text is in a sans-serif face: an estimate on the wide side."""
    total = 0.0
    for char in content:
        if char in _NARROW:
            total += 0.38
        elif char in _BROAD:
            total += 0.97
        elif char >= _FIRST_FULL_WIDTH and char not in "\u2013\u2019\u201c\u201d":
            total += 1.0
        elif char.isupper():
            total += 0.72
        else:
            total += 0.62
    return total * size


def shortened(content: str, width: float, size: float = SIZE) -> str:
    """Return a text that fits a width: the whole, or its beginning and an ellipsis."""
    content = " ".join(content.split())
    if text_width(content, size) <= width:
        return content
    room = width - text_width("\u2026", size)
    used, kept = 0.0, 0
    for char in content:
        used += text_width(char, size)
        if used > room:
            break
        kept += 1
    return content[:kept].rstrip(" ,;:-") + "\u2026"


_LARGE: Final = 1e12


def number_text(value: float) -> str:
    """Return a number for readers: with separators, and at most two decimals."""
    if abs(value) >= _LARGE:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    short = f"{value:,.2f}".rstrip("0").rstrip(".")
    return short if short.strip("-0") else f"{value:.2g}"
