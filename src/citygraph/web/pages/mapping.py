"""Maps as SVG: places in an equal-area projection of Europe, over the outlines of its countries."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.web.pages.gathered import Gathered

__all__ = ["Map", "Point", "coordinates", "draw", "project"]

_LAT: Final = foreign("geo:lat")
_LONG: Final = foreign("geo:long")
# Lambert's azimuthal equal-area projection on a sphere; web/europe.mjs draws the outlines alike.
_RADIUS: Final = 6371.0
_LON0: Final = radians(10)
_LAT0: Final = radians(52)
_LEAST: Final = 700.0
_MARGIN: Final = 0.12
_WEST, _NORTH, _EAST, _SOUTH = -2900.0, -2300.0, 3400.0, 2500.0


@dataclass(frozen=True)
class Point:
    """A place on a map.

    Attributes:
        iri: The place.
        title: Its name.
        link: Its page.
        latitude: Degrees north.
        longitude: Degrees east.
        size: The radius in pixels of a map as wide as the page.
        group: A class for its colour.
    """

    iri: str
    title: str
    link: str
    latitude: float
    longitude: float
    size: float = 4.0
    group: str = ""


@dataclass(frozen=True)
class Map:
    """A map ready to be drawn: its frame in kilometres, and its points in it."""

    view: tuple[float, float, float, float]
    points: tuple[tuple[Point, float, float, float], ...]
    left_out: int = 0

    @property
    def box(self) -> str:
        """The frame as SVG writes it."""
        return " ".join(f"{number:.0f}" for number in self.view)


def project(latitude: float, longitude: float) -> tuple[float, float]:
    """Place a point: kilometres east and south of 52 degrees north, 10 degrees east."""
    lat, lon = radians(latitude), radians(longitude) - _LON0
    cosine = sin(_LAT0) * sin(lat) + cos(_LAT0) * cos(lat) * cos(lon)
    k = _RADIUS * sqrt(2 / max(1 + cosine, 1e-9))
    return k * cos(lat) * sin(lon), -k * (cos(_LAT0) * sin(lat) - sin(_LAT0) * cos(lat) * cos(lon))


def coordinates(known: Gathered, iri: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a thing; None where the release has none."""
    node, default = ox.NamedNode(iri), ox.DefaultGraph()
    found = []
    for predicate in (_LAT, _LONG):
        for quad in known.store.quads_for_pattern(node, predicate, None, default):
            if isinstance(quad.object, ox.Literal):
                try:
                    found.append(float(quad.object.value))
                except ValueError:
                    return None
                break
    return (found[0], found[1]) if len(found) == 2 else None  # noqa: PLR2004


def draw(points: Iterable[Point], *, ratio: float = 1.5, pixels: int = 1000) -> Map | None:
    """Fit a map to points.

    Args:
        points: The places; those outside Europe are counted and left out where others are in it.
        ratio: Width by height.
        pixels: The width at which the sizes of the points hold.

    Returns:
        The map; None where there is no point.
    """
    placed = [(point, *project(point.latitude, point.longitude)) for point in points]
    inside = [each for each in placed if _WEST < each[1] < _EAST and _NORTH < each[2] < _SOUTH]
    if not inside:
        return None
    xs, ys = [each[1] for each in inside], [each[2] for each in inside]
    width = max((max(xs) - min(xs)) * (1 + 2 * _MARGIN), _LEAST)
    height = max((max(ys) - min(ys)) * (1 + 2 * _MARGIN), width / ratio)
    width = max(width, height * ratio)
    left, top = (max(xs) + min(xs) - width) / 2, (max(ys) + min(ys) - height) / 2
    scale = width / pixels
    dots = tuple(
        (point, round(x, 1), round(y, 1), round(point.size * scale, 1)) for point, x, y in inside
    )
    return Map((left, top, width, height), dots, len(placed) - len(inside))
