"""The look of pictures: sizes, colours, and the few marks that all of them share.

A picture is plain SVG with classes and presentation attributes and no ``style`` attribute, so that
it may stand under a strict Content-Security-Policy. Its colours are custom properties of CSS: the
attributes hold those of the light scheme, and :func:`stylesheet` puts the variables in their place.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = [
    "SERIES",
    "SIZE",
    "WIDTH",
    "Picture",
    "frame",
    "group",
    "legend",
    "number_text",
    "rounded",
    "scheme_variables",
    "shortened",
    "stylesheet",
    "text",
    "text_width",
    "tooltip",
]

WIDTH: Final = 560
"""Width of every picture in its own units; a page scales it."""
SIZE: Final = 12
"""Size of letters in the same units."""
SERIES: Final = 8
"""How many series have a colour of their own."""

# Hues after Okabe and Ito (2008), which readers with any kind of colour vision can tell apart;
# darkened for white paper and lightened for a dark one, to a contrast of at least 3 to 1 (WCAG 2.2).
_LIGHT: Final = {
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
    colours = _DARK if scheme == "dark" else _LIGHT
    return " ".join(f"--cg-{name}: {colour};" for name, colour in colours.items())


def stylesheet() -> str:
    """Return the rules that give pictures the colours of the custom properties ``--cg-...``."""
    names = [*_LIGHT]
    fills = "".join(f".cg-{name}{{fill:var(--cg-{name})}}" for name in names)
    strokes = "".join(f".cg-s-{name}{{stroke:var(--cg-{name})}}" for name in names)
    return (
        f".cg-picture{{display:block;width:100%;height:auto;font-family:{_FONT}}}"
        f"{fills}{strokes}"
        ".cg-halo{stroke:var(--cg-paper)}.cg-mark:hover{opacity:.75}"
        ".cg-picture text{font-variant-numeric:tabular-nums}"
    )


def frame(
    identity: str, title: str, description: str, height: float, elements: Sequence[svg.Element]
) -> Picture:
    """Return a whole picture.

    Args:
        identity: Begins the ids of its title and description; unique in a page.
        title: What it shows.
        description: What one sees in it.
        height: Its height; its width is :data:`WIDTH`.
        elements: The marks.
    """
    drawing = svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, rounded(height)),
        class_=["cg-picture"],
        extra={
            "role": "img",
            "aria-labelledby": f"{identity}-title",
            "aria-describedby": f"{identity}-desc",
            "font-family": "sans-serif",
            "font-size": str(SIZE),
        },
        elements=[
            svg.Title(id=f"{identity}-title", text=_clean(title)),
            svg.Desc(id=f"{identity}-desc", text=_clean(description)),
            *elements,
        ],
    )
    return Picture(title, description, drawing.as_str())


def rounded(value: float) -> float:
    """Return a length with one decimal, or as a whole number."""
    near = round(float(value), 1)
    return int(near) if near == int(near) else near


def group(
    elements: Iterable[svg.Element],
    fill: str | None = None,
    stroke: str | None = None,
    **attributes: Any,  # noqa: ANN401
) -> svg.G:
    """Return marks that share colours, which are names of the scheme, such as ``ink`` or ``1``."""
    classes = [f"cg-{fill}"] if fill else []
    classes += [f"cg-s-{stroke}"] if stroke else []
    return svg.G(
        elements=list(elements),
        class_=classes or None,
        fill=_LIGHT[fill] if fill else ("none" if stroke else None),
        stroke=_LIGHT[stroke] if stroke else None,
        **attributes,
    )


def text(
    x: float,
    y: float,
    content: str,
    anchor: str = "start",
    *,
    full: str = "",
    size: float | None = None,
    halo: bool = False,
    bold: bool = False,
) -> svg.Text:
    """Return a text whose middle line is at ``y``; its full form shows when pointed at.

    Args:
        x: Where it is anchored.
        y: Its middle line.
        content: What it says.
        anchor: ``start``, ``middle`` or ``end``.
        full: The whole text, where ``content`` is shortened.
        size: Size of letters, if it is not :data:`SIZE`.
        halo: Whether a rim in the colour of the paper sets it off.
        bold: Whether it is bold.
    """
    extra = {"dy": ".35em"}
    if full and full != content:
        inner: dict[str, Any] = {
            "elements": [svg.TSpan(text=_clean(content)), svg.Title(text=_clean(full))]
        }
    else:
        inner = {"text": _clean(content)}
    if halo:
        inner |= {"paint_order": "stroke", "stroke": _LIGHT["paper"], "stroke_width": 3}
        inner |= {"stroke_linejoin": "round", "class_": ["cg-halo"]}
    return svg.Text(
        x=rounded(x),
        y=rounded(y),
        text_anchor=None if anchor == "start" else anchor,  # type: ignore[arg-type]
        font_size=size,
        font_weight="bold" if bold else None,
        extra=extra,
        **inner,
    )


def tooltip(content: str) -> list[svg.Element]:
    """Return the child of a mark that shows a text when pointed at."""
    return [svg.Title(text=_clean(content))]


def _clean(content: str) -> str:
    """Escape a text and drop the characters that XML 1.0 does not allow."""
    kept = "".join(c if c >= " " or c in "\t\n" else " " for c in content)
    kept = "".join(c for c in kept if not ("\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"))
    return escape(kept)


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


def legend(names: Sequence[str], top: float) -> tuple[list[svg.Element], float]:
    """Return the names of series with their colours, in lines, and the height they take.

    Args:
        names: The series, in the order of their colours.
        top: Where it begins.
    """
    marks: list[svg.Element] = []
    x, y, step = 0.0, top + 8, SIZE + 7
    for number, name in enumerate(names, start=1):
        short = shortened(name, WIDTH - 30)
        width = text_width(short) + 34
        if x and x + width > WIDTH:
            x, y = 0.0, y + step
        marks.append(
            group([svg.Rect(x=rounded(x), y=rounded(y - 5), width=10, height=10, rx=2)], str(number))
        )
        marks.append(group([text(x + 15, y, short, full=name)], "ink"))
        x += width
    return marks, (y - top + step / 2 + 6 if names else 0)
