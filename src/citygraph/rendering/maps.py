"""Maps of Europe without tiles: dots for places, shades for countries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import sqrt
from typing import TYPE_CHECKING, Final

import svg

from citygraph.rendering.ground import View, ground, outlines
from citygraph.rendering.marks import Dot, frame, group, legend, rounded, text, tooltip
from citygraph.rendering.projection import project
from citygraph.rendering.series import Series
from citygraph.rendering.style import (
    LIGHT,
    SIZE,
    WIDTH,
    Picture,
    number_text,
    shortened,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.locating import Place
    from citygraph.rendering.columns import Columns
    from citygraph.rendering.ground import Box

__all__ = ["map_of"]

# In kilometres of ETRS89-LAEA, north down: what the outlines cover without their cut edges.
_WINDOW: Final[Box] = (1230, -5500, 7950, -420)
_SMALLEST: Final = 900.0
_PADDING: Final = 0.07
_FLATTEST, _STEEPEST = 1.7, 1.05
_SMALLEST_DOT, _DOT = 2.4, 4.0
_LARGEST_DOT: Final = 15.0
_MANY: Final = 150
_MOST_LABELS: Final = 28
_LABEL: Final = SIZE - 1
_RIM: Final = 2
_RINGS, _INNER = 2, 0.55
_MOST_SAID: Final = 8
_TRIED: Final = 150
_SHADES: Final = 4


@dataclass(frozen=True)
class _Spot:
    label: str
    series: str
    value: float | None
    country: str
    x: float
    y: float
    rows: int = 1
    note: str = ""

    @property
    def said(self) -> str:
        """What shows when one points at it."""
        if self.note:
            return self.note
        said = f"{self.label}, {self.series}" if self.series else self.label
        return said if self.value is None else f"{said}: {number_text(self.value)}"


def map_of(
    columns: Columns, places: Mapping[str, Place], identity: str, caption: str = ""
) -> Picture | None:
    """Return a map.

    Dots grow with the value in area; if all places are countries, they are shaded instead. Places
    beyond Europe and its neighbours are named below the map.

    Args:
        columns: Holds ``place``, ``label`` and perhaps ``value`` and ``series``.
        places: Where the places lie, by IRI.
        identity: Begins the ids.
        caption: The title, if it is not to be made from those of the columns.

    Returns:
        The picture; None where no place has coordinates within Europe.
    """
    spots, far, unplaced = _spots(columns, places)
    if not spots:
        return None
    what = columns.title("value")
    title = caption or f"{columns.title('label')} on the map"
    if what and not caption:
        title = f"{what} by {columns.title('label')[:1].lower()}{columns.title('label')[1:]}"
    notes = []
    if far:
        names = list(dict.fromkeys(spot.said for spot in far))
        notes.append(f"Not on this map: {'; '.join(names)}.")
    if unplaced:
        notes.append(
            f"{unplaced:,} without coordinates {'is' if unplaced == 1 else 'are'} in the table."
        )
    countries = all(spot.country for spot in spots)
    view = _view(spots, countries=countries)
    marks, height = _shaded(spots, view) if countries else _dotted(spots, view)
    return _finish(identity, title, spots, view, marks, height, what, notes)


def _spots(columns: Columns, places: Mapping[str, Place]) -> tuple[list[_Spot], list[_Spot], int]:
    near: list[_Spot] = []
    far: list[_Spot] = []
    unplaced = 0
    rows = zip(
        columns.terms("place"), columns.texts("label"), columns.texts("series"),
        columns.numbers("value"), strict=True,
    )  # fmt: skip
    for (term, label, series, value), count in Counter(rows).items():
        iri = getattr(term, "value", "")
        place = places.get(iri)
        name = " ".join(label.split()) or iri.rpartition("/")[2]
        if place is None:
            unplaced += count
            continue
        spot = _Spot(name, series, value, place.country, 0.0, 0.0)
        if place.country in outlines():
            x, y = outlines()[place.country]["at"]
            near.append(_Spot(name, series, value, place.country, x, y, count))
            continue
        at = None
        if place.latitude is not None and place.longitude is not None:
            at = project(place.latitude, place.longitude)
        if at is None or not _within(at[0] / 1000, -at[1] / 1000):
            far.append(spot)
        else:
            near.append(_Spot(name, series, value, "", at[0] / 1000, -at[1] / 1000, count))
    return near, far, unplaced


def _within(x: float, y: float) -> bool:
    return _WINDOW[0] <= x <= _WINDOW[2] and _WINDOW[1] <= y <= _WINDOW[3]


def _view(spots: Sequence[_Spot], *, countries: bool) -> View:
    """Return the part of the map that holds all spots, with room around and of a fair shape."""
    boxes = [(spot.x, spot.y, spot.x, spot.y) for spot in spots]
    if countries:
        # Russia would take all the room.
        boxes += [tuple(outlines()[spot.country]["main"]) for spot in spots if spot.country != "ru"]
    low_x, low_y = min(box[0] for box in boxes), min(box[1] for box in boxes)
    high_x, high_y = max(box[2] for box in boxes), max(box[3] for box in boxes)
    width = max(_SMALLEST, (high_x - low_x) * (1 + 2 * _PADDING))
    height = max(_SMALLEST / _FLATTEST, (high_y - low_y) * (1 + 2 * _PADDING))
    width, height = max(width, height * _STEEPEST), max(height, width / _FLATTEST)
    width = min(width, _WINDOW[2] - _WINDOW[0])
    height = min(height, _WINDOW[3] - _WINDOW[1])
    x = min(max((low_x + high_x - width) / 2, _WINDOW[0]), _WINDOW[2] - width)
    y = min(max((low_y + high_y - height) / 2, _WINDOW[1]), _WINDOW[3] - height)
    return View((x, y, x + width, y + height))


def _dotted(spots: Sequence[_Spot], view: View) -> tuple[list[svg.Element], float]:
    """Return dots, the largest below, and the height that their legend takes."""
    series = Series((spot.series, 1) for spot in spots)
    most = max((spot.value or 0 for spot in spots), default=0)
    together: dict[tuple[str, float, float], list[_Spot]] = {}
    for spot in spots:
        together.setdefault((spot.label, spot.x, spot.y), []).append(spot)
    for parts in together.values():
        parts.sort(key=lambda spot: (-(spot.value or 0), series.colour(spot.series), spot.series))
    order = sorted(
        together.values(),
        key=lambda parts: (-(parts[0].value or 0), -sum(p.rows for p in parts), parts[0].label),
    )
    dots: list[svg.Element] = []
    taken: list[Box] = []
    for parts in order:
        x, y = view.at(parts[0].x, parts[0].y)
        radius = _radius(parts[0], most, len(order))
        taken.append((x - radius, y - radius, x + radius, y + radius))
        said = tooltip(_together(parts))
        before, ring = radius / _INNER, 1.0
        for colour, same in groupby(parts[:_RINGS], lambda spot: series.colour(spot.series)):
            radius = min(_radius(next(same), most, len(order)) * ring, before * _INNER)
            ring *= _INNER
            dots.append(
                Dot(
                    cx=rounded(x),
                    cy=rounded(y),
                    r=rounded(radius),
                    class_=[f"cg-{colour}"],
                    fill=LIGHT[colour],
                    elements=said,
                )
            )
            before = radius
    marks: list[svg.Element] = [ground(view, {})]
    marks.append(group(dots, None, "border", fill_opacity=0.85, stroke_width=0.6))
    marks.append(group(_labels([parts[0] for parts in order], view, taken), "ink"))
    if series.plain:
        return marks, 0.0
    lines, height = legend(series.names, view.height + 8)
    return [*marks, *lines], height + 4


def _together(parts: Sequence[_Spot]) -> str:
    """Return what shows when one points at the dots of a place."""
    said = list(dict.fromkeys(part.said for part in parts))
    more = f"; {len(said) - _MOST_SAID:,} more" if len(said) > _MOST_SAID else ""
    return "; ".join(said[:_MOST_SAID]) + more


def _radius(spot: _Spot, most: float, count: int) -> float:
    """Return the radius of a dot; where they are many, all are smaller."""
    if spot.value is None or most <= 0:
        return _DOT if spot.value is None else _SMALLEST_DOT
    largest = _LARGEST_DOT * min(1.0, max(0.55, sqrt(_MANY / count)))
    return max(_SMALLEST_DOT, largest * sqrt(max(0.0, spot.value) / most))


def _labels(order: Sequence[_Spot], view: View, taken: Sequence[Box]) -> list[svg.Element]:
    """Return names for the largest dots: beside, above or below them, where nothing is covered."""
    placed: list[Box] = []
    labels: list[svg.Element] = []
    named: set[str] = set()
    for spot, dot in zip(order[:_TRIED], taken, strict=False):
        if len(labels) >= _MOST_LABELS:
            break
        if spot.label in named:
            continue
        near = (dot[0] - 150, dot[1] - 30, dot[2] + 150, dot[3] + 30)
        others = [o for o in taken[: 2 * _TRIED] if o is not dot and _overlap(near, o)]
        short = shortened(spot.label, 120, _LABEL)
        width, half = text_width(short, _LABEL), _LABEL * 0.62
        middle_x, middle_y = (dot[0] + dot[2]) / 2, (dot[1] + dot[3]) / 2
        for x, y, anchor in (
            (dot[2] + 3, middle_y, "start"),
            (dot[0] - 3, middle_y, "end"),
            (middle_x, dot[1] - half - 1, "middle"),
            (middle_x, dot[3] + half + 1, "middle"),
        ):
            left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            box = (left, y - half, left + width, y + half)
            inside = (
                box[0] >= _RIM
                and box[2] <= WIDTH - _RIM
                and box[1] >= _RIM
                and box[3] <= view.height - _RIM
            )
            if inside and not any(_overlap(box, other) for other in (*placed, *others)):
                labels.append(text(x, y, short, anchor, full=spot.label, size=_LABEL, halo=True))
                placed.append(box)
                named.add(spot.label)
                break
    return labels


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _added(spots: Sequence[_Spot]) -> list[_Spot]:
    """Put the rows of a country together: counts of series are added, else the largest stands."""
    whole = all(spot.value is None or spot.value == int(spot.value) >= 0 for spot in spots)
    found: dict[str, list[_Spot]] = {}
    for spot in spots:
        found.setdefault(spot.country, []).append(spot)
    together = []
    for parts in found.values():
        values = [part.value for part in parts if part.value is not None]
        distinct = len({part.series for part in parts}) == len(parts)
        value = (sum(values) if whole and distinct else max(values)) if values else None
        together.append(replace(parts[0], value=value, note="; ".join(p.said for p in parts)))
    return together


def _shaded(rows: Sequence[_Spot], view: View) -> tuple[list[svg.Element], float]:
    """Return shaded countries with their numbers, and the height that the legend takes."""
    spots = _added(rows)
    values = sorted({spot.value for spot in spots if spot.value is not None})
    classes = _classes(values)
    shades: dict[str, float] = {}
    for spot in spots:
        rank = next(
            (
                n
                for n, (_low, high) in enumerate(classes)
                if spot.value is not None and spot.value <= high
            ),
            len(classes) - 1,
        )
        shade = _shade(rank, classes) if classes else 0.7
        shades[spot.country] = shade
    marks: list[svg.Element] = [ground(view, shades)]
    order = sorted(spots, key=lambda spot: (-(spot.value or 0), spot.label))
    placed: list[Box] = []
    words: list[svg.Element] = []
    for spot in order:
        x, y = view.at(spot.x, spot.y)
        short = spot.country.upper() if spot.value is None else number_text(spot.value)
        half = text_width(short, _LABEL) / 2
        box = (x - half, y - 6, x + half, y + 6)
        inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= view.height
        if inside and not any(_overlap(box, other) for other in placed):
            words.append(text(x, y, short, "middle", full=spot.said, size=_LABEL, halo=True))
            placed.append(box)
    marks.append(group(words, "ink"))
    if len(classes) <= 1:
        return marks, 0.0
    x, y = 0.0, view.height + 15
    for n, (low, high) in enumerate(classes):
        said = number_text(low) if low == high else f"{number_text(low)} to {number_text(high)}"
        sample = svg.Rect(
            x=rounded(x), y=rounded(y - 5), width=14, height=10, fill_opacity=_shade(n, classes)
        )
        marks += [group([sample], "1"), group([text(x + 19, y, said, size=_LABEL)], "soft")]
        x += 19 + text_width(said, _LABEL) + 14
    return marks, 22.0


def _shade(rank: int, classes: Sequence[tuple[float, float]]) -> float:
    return round((rank + 1) / len(classes) * 0.76 + 0.24, 2)


def _classes(values: Sequence[float]) -> list[tuple[float, float]]:
    """Return ranges that hold about equally many of the distinct values."""
    count = min(_SHADES, len(values))
    bounds = [round(n * len(values) / count) for n in range(count + 1)] if count else []
    return [(values[start], values[end - 1]) for start, end in pairwise(bounds)]


def _finish(
    identity: str,
    title: str,
    spots: Sequence[_Spot],
    view: View,
    marks: list[svg.Element],
    legend_height: float,
    what: str,
    notes: list[str],
) -> Picture:
    y = view.height + legend_height + 14
    values = [spot.value for spot in spots if spot.value is not None]
    sizes = []
    if values and what and not all(spot.country for spot in spots):
        span = f"{number_text(min(values))} to {number_text(max(values))}."
        sizes = [f"The larger the dot, the larger “{what}”: {span}"]
    for note in (*sizes, *notes):
        for line in _wrapped(note):
            marks.append(group([text(0, y, line, size=_LABEL)], "soft"))
            y += _LABEL + 4
    credit = "Outlines: Natural Earth."
    marks.append(group([text(WIDTH, view.height - 8, credit, "end", size=8, halo=True)], "soft"))
    largest = max(spots, key=lambda spot: spot.value or 0)
    description = f"Map with {len(spots):,} {'mark' if len(spots) == 1 else 'marks'}. "
    if values:
        description += f"Largest: {largest.said}. "
    return frame(identity, title, description + " ".join(notes), y - 4, marks)


def _wrapped(note: str, most: int = 6) -> list[str]:
    """Return a note in lines as wide as the picture; what does not fit is counted out."""
    lines: list[str] = []
    line = ""
    for word in note.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, _LABEL) > WIDTH:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], "and more, which are in the table."]
    return [shortened(line, WIDTH, _LABEL) for line in lines]
