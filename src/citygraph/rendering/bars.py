"""Bar charts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import svg

from citygraph.rendering.marks import frame, group, legend, rounded, text, tooltip
from citygraph.rendering.series import Series
from citygraph.rendering.style import SIZE, WIDTH, Picture, number_text, shortened, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.rendering.columns import Columns

__all__ = ["MOST_BARS", "Bar", "bar_chart", "bars_of"]

MOST_BARS: Final = 30
"""How many bars are drawn; the rest is counted in words."""

_STEP: Final = 22
_THICK: Final = 15
_WIDEST_LABEL: Final = 210
_ORDERED: Final = re.compile(r"^\d{4}(-\d\d){0,2}$")


class Bar(NamedTuple):
    """A bar: its label, and its parts by series."""

    label: str
    parts: list[tuple[str, float]]

    @property
    def total(self) -> float:
        """The length of the whole bar."""
        return sum(value for _series, value in self.parts)


def bar_chart(
    columns: Columns, identity: str, caption: str = "", top: int = MOST_BARS
) -> Picture | None:
    """Return horizontal bars, the largest first; labels that are dates keep their order.

    Args:
        columns: Holds ``label``, ``value`` and perhaps ``series``. Without ``value``, the rows of
            each label are counted.
        identity: Begins the ids.
        caption: The title, if it is not to be made from those of the columns.
        top: How many bars are drawn at most.

    Returns:
        The picture; None where no row has a number.
    """
    bars, left_out = bars_of(columns, top)
    if not bars:
        return None
    what = columns.title("value", "Rows")
    title = caption or f"{what} by {_lower(columns.title('label'))}"
    return _draw(bars, identity, title, what, left_out)


def bars_of(columns: Columns, top: int = MOST_BARS) -> tuple[list[Bar], int]:
    """Return the bars to draw, and how many are left out; see :func:`bar_chart`."""
    if not columns.comparable("value"):
        return [], 0
    bars = _bars(columns)
    if not all(_ORDERED.match(bar.label) for bar in bars):
        bars.sort(key=lambda bar: -bar.total)
    shown = bars[: max(1, min(top, MOST_BARS))]
    return shown, len(bars) - len(shown)


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _bars(columns: Columns) -> list[Bar]:
    """Return the bars of the rows; only counted rows are ever added up."""
    labels, series = columns.labels(), columns.texts("series")
    if not columns.name("value"):
        counts: dict[str, dict[str, float]] = {}
        for label, name in zip(labels, series, strict=True):
            if label:
                parts = counts.setdefault(label, {})
                parts[name] = parts.get(name, 0) + 1
        return [Bar(label, list(parts.items())) for label, parts in counts.items()]
    values = columns.numbers("value")
    found: dict[tuple[str, int], dict[str, float]] = {}
    seen: dict[tuple[str, str], int] = {}
    addable = not columns.of_measures() and all(
        value is None or (value >= 0 and value == int(value)) for value in values
    )
    for number, (label, name, value) in enumerate(zip(labels, series, values, strict=True)):
        if value is None or not label:
            continue
        turn = seen.get((label, name), 0)
        seen[label, name] = turn + 1
        key = (label, turn) if addable and columns.name("series") else (label, -number - 1)
        found.setdefault(key, {})[name] = value
    return [Bar(label, list(parts.items())) for (label, _), parts in found.items()]


def _draw(bars: Sequence[Bar], identity: str, title: str, what: str, left_out: int) -> Picture:
    room = min(_WIDEST_LABEL, max(text_width(" ".join(bar.label.split())) for bar in bars)) + 4
    values = max(text_width(number_text(bar.total)) for bar in bars) + 10
    low = min(0.0, *(bar.total for bar in bars))
    high = max(0.0, *(bar.total for bar in bars))
    left = room + 6 + (values if low < 0 else 0)
    right = WIDTH - (values if high > 0 else 4)
    span = (high - low) or 1.0
    unit = (right - left) / span if span < float("inf") else 0.0
    zero = left - low * unit
    series = Series(part for bar in bars for part in bar.parts)
    marks, y = ([], 0.0) if series.plain else legend(series.names, 0)
    top = y
    boxes: dict[str, list[svg.Element]] = {name: [] for name in series.names}
    labels: list[svg.Element] = []
    numbers: list[svg.Element] = []
    for bar in bars:
        middle = y + _STEP / 2
        labels.append(
            text(room, middle, shortened(bar.label, room), "end", full=" ".join(bar.label.split()))
        )
        at = zero
        parts: dict[str, float] = {}
        for name, value in bar.parts:
            parts[series.of(name)] = parts.get(series.of(name), 0) + value
        for name in series.names:
            value = parts.get(name, 0.0)
            if not value:
                continue
            length = max(0.6, abs(value) * unit)
            said = f"{bar.label}{'' if series.plain else f', {name}'}: {number_text(value)}"
            boxes[name].append(
                svg.Rect(
                    x=rounded(min(at if value >= 0 else at - length, WIDTH - 0.6)),
                    y=rounded(middle - _THICK / 2),
                    width=rounded(length),
                    height=_THICK,
                    elements=tooltip(said),
                )
            )
            at += length if value >= 0 else -length
        total = number_text(bar.total)
        if bar.total < 0:
            numbers.append(text(at - 4, middle, total, "end"))
        else:
            numbers.append(text(at + 4, middle, total))
        y += _STEP
    marks += [group(boxes[name], str(place)) for place, name in enumerate(series.names, start=1)]
    marks.append(
        group([svg.Path(d=[svg.M(rounded(zero), rounded(top)), svg.V(rounded(y))])], None, "soft")
    )
    marks += [group(labels, "ink"), group(numbers, "soft")]
    if left_out:
        y += _STEP
        note = f"{left_out:,} more {'is' if left_out == 1 else 'are'} in the table."
        marks.append(group([text(room + 6, y - _STEP / 2, note, size=SIZE - 1)], "soft"))
    first = bars[0]
    description = f"Bars of {what}. First: {first.label}, {number_text(first.total)}. "
    description += (
        f"Last drawn: {bars[-1].label}, {number_text(bars[-1].total)}. " if bars[1:] else ""
    )
    description += f"{len(bars):,} of {len(bars) + left_out:,} bars are drawn."
    return frame(identity, title, description, y + 4, marks)
