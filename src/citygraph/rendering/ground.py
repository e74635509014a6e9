"""The ground that maps are drawn on: the outlines of countries, and the part that is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import svg

from citygraph.rendering.marks import group, rounded
from citygraph.rendering.style import WIDTH

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Box", "View", "ground", "outlines"]

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@cache
def outlines() -> dict[str, Any]:
    """Return the outlines of countries by key; see ``scripts/outlines.py``."""
    path = Path(__file__).with_name("outlines.json")
    countries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["countries"]
    return countries


@dataclass(frozen=True)
class View:
    """A part of the world on the picture."""

    box: Box

    @property
    def height(self) -> float:
        """The height it takes in the picture."""
        return WIDTH * (self.box[3] - self.box[1]) / (self.box[2] - self.box[0])

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the map, in kilometres, stands in the picture."""
        scale = WIDTH / (self.box[2] - self.box[0])
        return (x - self.box[0]) * scale, (y - self.box[1]) * scale


def ground(view: View, shades: Mapping[str, float]) -> svg.Element:
    """Return sea and land, with countries in their shades."""
    low_x, low_y, high_x, high_y = view.box
    seen = {
        key: entry for key, entry in outlines().items()
        if entry["box"][0] < high_x and entry["box"][2] > low_x
        and entry["box"][1] < high_y and entry["box"][3] > low_y
    }  # fmt: skip
    plain = "".join(entry["path"] for key, entry in seen.items() if key not in shades)
    border: dict[str, Any] = {"stroke_width": 0.7}
    fixed: dict[str, Any] = {"vector_effect": "non-scaling-stroke", "stroke_linejoin": "round"}
    layers: list[svg.Element] = [
        group([_path(plain, **fixed)], "land", "border", **border) if plain else svg.G()
    ]
    layers += [
        group([_path(seen[key]["path"], fill_opacity=shade, **fixed)], "1", "border", **border)
        for key, shade in shades.items() if key in seen
    ]  # fmt: skip
    inner = svg.SVG(
        xmlns=None,
        width=WIDTH,
        height=rounded(view.height),
        viewBox=svg.ViewBoxSpec(
            round(low_x), round(low_y), round(high_x - low_x), round(high_y - low_y)
        ),
        elements=layers,
    )
    sea = svg.Rect(width=WIDTH, height=rounded(view.height))
    return svg.G(elements=[group([sea], "sea"), inner])


def _path(data: str, **attributes: Any) -> svg.Path:  # noqa: ANN401
    """Return a path whose data are written already."""
    return svg.Path(extra={"d": data}, **attributes)
