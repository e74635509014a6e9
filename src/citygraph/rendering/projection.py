"""The map projection of European statistics: ETRS89-LAEA (EPSG:3035).

Lambert's azimuthal equal-area projection of the ellipsoid GRS 80, centred on 52 degrees north and
10 degrees east: J. P. Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395,
1987), page 187, formulas 3-11, 3-12 and 24-2 to 24-20. Within a map of Europe, WGS 84 and ETRS89
are the same to less than a metre.
"""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, log, radians, sin, sqrt
from typing import Final

__all__ = ["project"]

_AXIS: Final = 6_378_137.0
_FLATTENING: Final = 1 / 298.257222101
_CENTRE: Final = (radians(52), radians(10))
_FALSE: Final = (4_321_000.0, 3_210_000.0)

_E2: Final = _FLATTENING * (2 - _FLATTENING)
_E: Final = sqrt(_E2)


def _q(sine: float) -> float:
    return (1 - _E2) * (
        sine / (1 - _E2 * sine * sine) - log((1 - _E * sine) / (1 + _E * sine)) / (2 * _E)
    )


_QP: Final = _q(1.0)
_RQ: Final = _AXIS * sqrt(_QP / 2)
_BETA1: Final = asin(_q(sin(_CENTRE[0])) / _QP)
_D: Final = _AXIS * cos(_CENTRE[0]) / sqrt(1 - _E2 * sin(_CENTRE[0]) ** 2) / (_RQ * cos(_BETA1))


@lru_cache(maxsize=65_536)
def project(latitude: float, longitude: float) -> tuple[float, float] | None:
    """Return the easting and northing of a point in metres.

    Args:
        latitude: Degrees north.
        longitude: Degrees east.

    Returns:
        The coordinates; None for the far side of the earth, which no map of Europe shows.
    """
    beta = asin(max(-1.0, min(1.0, _q(sin(radians(latitude))) / _QP)))
    along = radians(longitude) - _CENTRE[1]
    across = sin(_BETA1) * sin(beta) + cos(_BETA1) * cos(beta) * cos(along)
    if across <= 0:
        return None
    scale = _RQ * sqrt(2 / (1 + across))
    east = scale * _D * cos(beta) * sin(along)
    north = scale / _D * (cos(_BETA1) * sin(beta) - sin(_BETA1) * cos(beta) * cos(along))
    return _FALSE[0] + east, _FALSE[1] + north
