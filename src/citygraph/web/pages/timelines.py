"""Time lines as SVG: what began and ended when, one bar a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.web.pages.claims import ClaimRow

__all__ = ["Bar", "Timeline", "draw"]

_WIDTH: Final = 1000
_ROW: Final = 34
_LETTER: Final = 7.0
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_TOP: Final = 26
_LARGEST: Final = 24
_YEARS_MARKED: Final = 14


@dataclass(frozen=True)
class Bar:
    """One bar: its place in the picture, what it says, and where it leads."""

    x: float
    y: float
    width: float
    text: str
    dates: str
    link: str
    open: bool
    kind: str
    text_x: float
    anchor: str


@dataclass(frozen=True)
class Timeline:
    """A time line ready to be drawn."""

    width: int
    height: int
    years: tuple[tuple[int, float], ...]
    bars: tuple[Bar, ...]
    left_out: int


def _moment(text: str) -> float | None:
    """Return a date as a number of years; None where it is none."""
    match = _DATE.match(text)
    if match is None:
        return None
    return int(match[1]) + (int(match[2] or 1) - 1) / 12 + (int(match[3] or 1) - 1) / 372


def draw(rows: Iterable[tuple[str, ClaimRow]], date: str) -> Timeline | None:
    """Return a time line.

    Args:
        rows: The kind of each claim, and the claim.
        date: The release's date, to which what has no end is drawn.

    Returns:
        The picture; None where fewer than two claims have a date.
    """
    found: dict[str, tuple[str, ClaimRow]] = {}
    for kind, row in rows:
        if _moment(row.first) is not None:
            found.setdefault(f"{row.other.iri if row.other else row.iri}{row.first}", (kind, row))
    chosen = sorted(found.values(), key=lambda each: (each[1].first, each[1].iri))
    if len(chosen) < 2:  # noqa: PLR2004
        return None
    left_out = max(0, len(chosen) - _LARGEST)
    chosen = chosen[-_LARGEST:]
    starts = [_moment(row.first) or 0.0 for _kind, row in chosen]
    ends = [
        _moment(row.last.split(" ")[-1]) or start
        for start, (_kind, row) in zip(starts, chosen, strict=True)
    ]
    first, last = int(min(starts)), int(max(*ends, *starts)) + 1
    scale = _WIDTH / (last - first)
    step = -(-(last - first) // _YEARS_MARKED)
    years = tuple((year, (year - first) * scale) for year in range(first, last, step))
    now = min(max(_moment(date) or last, min(starts)), last)
    bars = []
    for place, (kind, row) in enumerate(chosen):
        begin = starts[place]
        end = ends[place] if row.last else (begin if kind in {"events", "figures"} else now)
        x, width = (begin - first) * scale, max((end - begin) * scale, 4)
        text = _short(row.other.name.text if row.other else "")
        fits = x + _LETTER * len(text) < _WIDTH
        bars.append(
            Bar(
                round(x, 1),
                _TOP + place * _ROW,
                round(min(width, _WIDTH - x), 1),
                text,
                " to ".join(part for part in (row.since, row.until) if part) or row.first,
                row.link,
                not row.last and kind not in {"events", "figures"},
                kind,
                round(x if fits else _WIDTH, 1),
                "start" if fits else "end",
            )
        )
    return Timeline(_WIDTH, _TOP + len(bars) * _ROW + 4, years, tuple(bars), left_out)


def _short(text: str, most: int = 56) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
