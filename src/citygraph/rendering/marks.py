"""The marks of SVG that pictures are put together from.

svg.py writes what it is given as it is, so every text passes through this module, which escapes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import svg

from citygraph.rendering.style import LIGHT, SIZE, WIDTH, Picture, shortened, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Dot", "frame", "group", "legend", "rounded", "text", "tooltip"]


@dataclass
class Dot(svg.Element):
    """A circle with the few attributes that a dot has; a map has a thousand of them.

    The library's own circle has a hundred attributes and is several times as slow to write.
    """

    element_name = "circle"
    class_: list[str] | None = None
    cx: float = 0.0
    cy: float = 0.0
    r: float = 0.0
    fill: str | None = None

    def as_str(self) -> str:
        """Return the element as text, as the library would, without looking at each attribute."""
        kind = f' class="{" ".join(self.class_)}"' if self.class_ else ""
        inside = "".join(element.as_str() for element in self.elements or ())
        paint = f' fill="{self.fill}"' if self.fill else ""
        place = f'cx="{self.cx}" cy="{self.cy}" r="{self.r}"'
        return f"<circle{kind} {place}{paint}>{inside}</circle>"


@dataclass
class _Tip(svg.Element):
    """A title with no attributes."""

    element_name = "title"

    def as_str(self) -> str:
        """Return the element as text."""
        return f"<title>{self.text}</title>"


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
        fill=LIGHT[fill] if fill else ("none" if stroke else None),
        stroke=LIGHT[stroke] if stroke else None,
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
        inner |= {"paint_order": "stroke", "stroke": LIGHT["paper"], "stroke_width": 3}
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
    return [_Tip(text=_clean(content))]


def _clean(content: str) -> str:
    """Escape a text and drop the characters that XML 1.0 does not allow."""
    if content.isprintable():
        return escape(content)
    kept = "".join(c if c >= " " or c in "\t\n" else " " for c in content)
    kept = "".join(c for c in kept if not ("\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"))
    return escape(kept)


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
            group(
                [svg.Rect(x=rounded(x), y=rounded(y - 5), width=10, height=10, rx=2)], str(number)
            )
        )
        marks.append(group([text(x + 15, y, short, full=name)], "ink"))
        x += width
    return marks, (y - top + step / 2 + 6 if names else 0)
