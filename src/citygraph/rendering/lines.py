"""Line charts over years, or over other numbers."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import svg

from citygraph.rendering.marks import Dot, frame, group, legend, rounded, text, tooltip
from citygraph.rendering.series import UNNAMED
from citygraph.rendering.style import (
    SERIES,
    SIZE,
    WIDTH,
    Picture,
    number_text,
    shortened,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.rendering.columns import Columns

__all__ = ["line_chart", "nice_ticks", "points_of"]

_HEIGHT: Final = 260
_DIRECT: Final = 6
_NAMES: Final = 150
_YEARS: Final = (1000, 2999)

Points = list[tuple[float, float]]


def line_chart(columns: Columns, identity: str, caption: str = "") -> Picture | None:
    """Return lines of ``y`` over ``x``, one for each series.

    A series that has several values at one ``x`` is drawn as dots without a line: which of them to
    follow is not for the picture to say. Without ``y``, rows are counted.

    Args:
        columns: Holds ``x``, ``y`` and perhaps ``series``.
        identity: Begins the ids.
        caption: The title, if it is not to be made from those of the columns.

    Returns:
        The picture; None where no row has both numbers.
    """
    lines = points_of(columns)
    if not lines:
        return None
    names = sorted(lines, key=lambda name: (-max(y for _x, y in lines[name]), name))
    left_out = names[SERIES:]
    lines = {name: lines[name] for name in names[:SERIES]}
    what = columns.title("y", "Rows")
    over = columns.title("x")
    title = caption or f"{what} by {over[:1].lower() + over[1:]}"
    return _draw(lines, identity, title, what, len(left_out))


def points_of(columns: Columns) -> dict[str, Points]:
    """Return the points of each series, from left to right."""
    series = columns.texts("series")
    across: list[float | None] = [
        number if number is not None else (period[0].year if period else None)
        for number, period in zip(columns.numbers("x"), columns.periods("x"), strict=True)
    ]
    found: dict[str, Points] = {}
    if not columns.name("y"):
        counts: dict[tuple[str, float], int] = {}
        for name, x in zip(series, across, strict=True):
            if x is not None:
                counts[name, x] = counts.get((name, x), 0) + 1
        for (name, x), count in counts.items():
            found.setdefault(name, []).append((x, float(count)))
    else:
        for name, x, y in zip(series, across, columns.numbers("y"), strict=True):
            if x is not None and y is not None:
                found.setdefault(name, []).append((x, y))
    return {name: sorted(points) for name, points in found.items()}


_TINY: Final = 1e-290  # what is less has no steps that a float can tell apart


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers that span a range: steps of 1, 2 or 5 times a power of ten.

    Args:
        low: The smallest value.
        high: The largest value.
        most: About how many there may be.
    """
    if high - low < _TINY:
        high = low + (abs(low) if abs(low) > _TINY else 1.0)
    raw = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * size for size in (1, 2, 5, 10) if power * size >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]


def _draw(lines: dict[str, Points], identity: str, title: str, what: str, left_out: int) -> Picture:
    every = [point for points in lines.values() for point in points]
    whole = all(y == int(y) for _x, y in every)
    low, high = min(0.0, *(y for _x, y in every)), max(0.0, *(y for _x, y in every))
    ticks = nice_ticks(low, high)
    if whole:
        ticks = [tick for tick in ticks if tick == int(tick)] or [low, high]
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    direct = 1 < len(lines) <= _DIRECT
    named = [name or UNNAMED for name in lines]
    marks, top = legend(named, 0) if len(lines) > _DIRECT else ([], 0.0)
    top += 10
    left = max(text_width(number_text(tick)) for tick in ticks) + 8
    right = WIDTH - (min(_NAMES, max(map(text_width, named))) + 12 if direct else 14)
    first, last = min(x for x, _y in every), max(x for x, _y in every)
    bottom = top + _HEIGHT

    def across(x: float) -> float:
        return left + 8 + (x - first) / ((last - first) or 1) * (right - left - 16)

    def down(y: float) -> float:
        return bottom - (y - low) / ((high - low) or 1) * _HEIGHT

    rules: list[svg.Element] = []
    words: list[svg.Element] = []
    for tick in ticks:
        rules.append(svg.Path(d=[svg.M(rounded(left), rounded(down(tick))), svg.H(rounded(right))]))
        words.append(text(left - 6, down(tick), number_text(tick), "end"))
    years = _YEARS[0] <= first <= last <= _YEARS[1] and all(x == int(x) for x, _y in every)
    for x in _along(first, last, years=years):
        said = str(int(x)) if years else number_text(x)
        words.append(text(across(x), bottom + 14, said, "middle"))
    marks += [group(rules, None, "line"), group(words, "soft")]
    for place, (name, points) in enumerate(lines.items(), start=1):
        tips = [
            f"{name + ', ' if name else ''}{int(x) if years else number_text(x)}: {number_text(y)}"
            for x, y in points
        ]
        placed = [(rounded(across(x)), rounded(down(y))) for x, y in points]
        if len({x for x, _y in points}) == len(points) > 1:
            marks += _path(points, placed, str(place))
        dots = [
            Dot(cx=x, cy=y, r=3.5, elements=tooltip(tip))
            for (x, y), tip in zip(placed, tips, strict=True)
        ]
        marks.append(group(dots, str(place)))
    if direct:
        marks.append(
            _names(lines, right, bottom, [down(points[-1][1]) for points in lines.values()])
        )
    y = bottom + 30
    if left_out:
        note = f"{left_out:,} more {'is' if left_out == 1 else 'are'} in the table."
        marks.append(group([text(left, y, note, size=SIZE - 1)], "soft"))
        y += 16
    peak = max(every, key=lambda point: point[1])
    when = str(int(peak[0])) if years else number_text(peak[0])
    description = (
        f"{what} over time. Highest: {number_text(peak[1])} at {when}. "
        f"{len(lines):,} of {len(lines) + left_out:,} lines are drawn."
    )
    return frame(identity, title, description, y, marks)


def _path(points: Points, placed: Points, colour: str) -> list[svg.Element]:
    """Return a line, with dashes where steps between its points are left out."""
    step = min(b[0] - a[0] for a, b in pairwise(points))
    solid: list[svg.PathData] = []
    dashed: list[svg.PathData] = []
    for (a, b), (start, end) in zip(pairwise(points), pairwise(placed), strict=True):
        into = solid if b[0] - a[0] <= step * 1.5 else dashed
        into += [svg.M(*start), svg.L(*end)]
    lines = [svg.Path(d=solid, stroke_width=2, stroke_linecap="round")] if solid else []
    if dashed:
        lines.append(svg.Path(d=dashed, stroke_width=1.2, stroke_dasharray=[1, 4]))
    return [group(lines, None, colour)]


def _along(first: float, last: float, *, years: bool) -> list[float]:
    if first == last:
        return [first]
    inside = [tick for tick in nice_ticks(first, last, 8) if first <= tick <= last]
    if years:
        inside = [tick for tick in inside if tick == int(tick)]
        if last - first <= 10:  # noqa: PLR2004
            inside = [float(year) for year in range(int(first), int(last) + 1)]
    return inside


def _names(lines: dict[str, Points], right: float, bottom: float, ends: Sequence[float]) -> svg.G:
    """Return the names at the ends of the lines, moved apart where they would overlap."""
    order = sorted(range(len(ends)), key=lambda place: ends[place])
    names, labels = list(lines), []
    step = SIZE + 3
    heights: list[float] = []
    for place in order:
        heights.append(max(ends[place], heights[-1] + step if heights else -math.inf))
    for number in reversed(range(len(heights))):
        most = heights[number + 1] - step if number + 1 < len(heights) else bottom
        heights[number] = min(heights[number], most)
    for place, y in zip(order, heights, strict=True):
        name = names[place] or UNNAMED
        label = text(right + 8, y, shortened(name, WIDTH - right - 10), full=name)
        labels.append(group([label], str(place + 1)))
    return svg.G(elements=list(labels))
