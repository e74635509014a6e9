"""Time lines: a line for each row, or, where they are many, how many begin in each period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import svg

from citygraph.rendering.marks import Dot, frame, group, legend, rounded, text, tooltip
from citygraph.rendering.series import Series
from citygraph.rendering.style import SIZE, WIDTH, Picture, shortened, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.rendering.columns import Columns

__all__ = ["MOST_LINES", "timeline"]

MOST_LINES: Final = 40
"""Up to how many rows each have a line of their own."""

_STEP: Final = 20
_WIDEST_LABEL: Final = 230
_HEIGHT: Final = 220
_FEW_YEARS: Final = 3
_MOST_TICKS: Final = 8


class _Span(NamedTuple):
    label: str
    series: str
    first: date
    last: date


def timeline(columns: Columns, identity: str, caption: str = "") -> Picture | None:
    """Return a time line.

    Args:
        columns: Holds ``label``, ``start`` and perhaps ``end`` and ``series``. A year or a month
            is drawn as long as it is: the day within it is not known.
        identity: Begins the ids.
        caption: The title, if it is not to be made from those of the columns.

    Returns:
        The picture; None where no row has a date.
    """
    spans = []
    rows = zip(
        columns.texts("label"), columns.texts("series"), columns.periods("start"),
        columns.periods("end"), strict=True,
    )  # fmt: skip
    for label, name, start, end in rows:
        if start or end:
            days = [*(start or ()), *(end or ())]
            spans.append(_Span(label or "Without a name", name, min(days), max(days)))
    if not spans:
        return None
    spans.sort(key=lambda span: (span.first, span.last, span.label))
    undated = len(columns) - len(spans)
    series = Series((span.series, 1) for span in spans)
    what = columns.title("label")
    if len(spans) > MOST_LINES:
        verb = "begin"
        if _one_month(spans):
            # All begin together, so that only their ends tell something.
            verb, all_spans = "end", spans
            spans = [span._replace(first=span.last) for span in spans if span.last > span.first]
            undated += len(all_spans) - len(spans)
            if _one_month(spans):
                return None
            spans.sort(key=lambda span: (span.first, span.label))
        title = caption or f"{what}: how many {verb} when"
        return _counted(spans, series, identity, title, undated, verb)
    return _drawn(spans, series, identity, caption or f"{what}: when", undated)


def _one_month(spans: Sequence[_Span]) -> bool:
    return len({(span.first.year, span.first.month) for span in spans}) <= 1


def _days(span: _Span) -> str:
    if span.first == span.last:
        return span.first.isoformat()
    if (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31):
        years = (span.first.year, span.last.year)
        return str(years[0]) if years[0] == years[1] else f"{years[0]} to {years[1]}"
    return f"{span.first.isoformat()} to {span.last.isoformat()}"


def _foot(undated: int, x: float, y: float) -> list[svg.Element]:
    note = f"{undated:,} without a date {'is' if undated == 1 else 'are'} in the table."
    return [group([text(x, y, note, size=SIZE - 1)], "soft")]


def _said(count: int, undated: int, spans: Sequence[_Span]) -> str:
    last = max(span.last for span in spans)
    return (
        f"{count:,} with a date, from {spans[0].first.isoformat()} to {last.isoformat()}"
        f"{f'; {undated:,} without one' if undated else ''}."
    )


def _ticks(first: date, last: date) -> list[tuple[date, str]]:
    years = last.year - first.year
    if years <= 1:
        months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
        months = [month for month in months if first <= month <= last]
        step = max(1, -(-len(months) // 6))
        return [(month, month.strftime("%Y-%m")) for month in months[::step]]
    step = next(
        size for size in (1, 2, 5, 10, 20, 50, 100, 500, 5000) if years / size <= _MOST_TICKS
    )
    marked = range(first.year, last.year + 2)
    return [
        (date(year, 1, 1), str(year))
        for year in marked
        if year % step == 0 and year <= date.max.year and first <= date(year, 1, 1) <= last
    ]


def _drawn(
    spans: Sequence[_Span], series: Series, identity: str, title: str, undated: int
) -> Picture:
    marks, top = ([], 0.0) if series.plain else legend(series.names, 0)
    room = min(_WIDEST_LABEL, max(text_width(" ".join(span.label.split())) for span in spans)) + 4
    first = date(min(span.first for span in spans).year, 1, 1)
    last = date(max(span.last for span in spans).year, 12, 31)
    left, right = room + 12.0, WIDTH - 8.0
    y = float(top) + 4
    bottom = y + len(spans) * _STEP
    unit = (right - left) / max(1, last.toordinal() - first.toordinal())

    def across(day: date) -> float:
        return left + (day.toordinal() - first.toordinal()) * unit

    rules: list[svg.Element] = []
    words: list[svg.Element] = []
    for day, said in _ticks(first, last):
        x = across(day)
        rules.append(svg.Path(d=[svg.M(rounded(x), rounded(y)), svg.V(rounded(bottom + 4))]))
        half = text_width(said) / 2
        words.append(text(min(max(x, half), WIDTH - half), bottom + 14, said, "middle"))
    boxes: dict[str, list[svg.Element]] = {name: [] for name in series.names}
    labels: list[svg.Element] = []
    for span in spans:
        middle = y + _STEP / 2
        whole = " ".join(span.label.split())
        labels.append(text(room, middle, shortened(whole, room), "end", full=whole))
        start, end = across(span.first), across(span.last)
        said = f"{whole}: {_days(span)}"
        if end - start < 9:  # noqa: PLR2004
            mark: svg.Element = Dot(
                cx=rounded((start + end) / 2), cy=rounded(middle), r=4.5, elements=tooltip(said)
            )
        else:
            mark = svg.Rect(
                x=rounded(start), y=rounded(middle - 4.5), width=rounded(end - start), height=9,
                rx=4.5, elements=tooltip(said),
            )  # fmt: skip
        boxes[series.of(span.series)].append(mark)
        y += _STEP
    marks += [group(rules, None, "line"), group(words, "soft"), group(labels, "ink")]
    marks += [group(boxes[name], str(place)) for place, name in enumerate(series.names, start=1)]
    height = bottom + 26
    if undated:
        marks += _foot(undated, left, height + 4)
        height += 18
    return frame(identity, title, _said(len(spans), undated, spans), height, marks)


def _counted(
    spans: Sequence[_Span], series: Series, identity: str, title: str, undated: int, verb: str
) -> Picture:
    """Return columns of how many begin or end in each month, or each year where they span many."""
    begin, end = spans[0].first, max(span.first for span in spans)
    yearly = end.year - begin.year >= _FEW_YEARS
    where = [
        span.first.year - begin.year if yearly
        else (span.first.year - begin.year) * 12 + span.first.month - begin.month
        for span in spans
    ]  # fmt: skip
    counts: dict[int, dict[str, int]] = {}
    for place, span in zip(where, spans, strict=True):
        name = series.of(span.series)
        parts = counts.setdefault(place, {})
        parts[name] = parts.get(name, 0) + 1
    marks, top = ([], 0.0) if series.plain else legend(series.names, 0)
    many = max(where) + 1
    most = max(sum(parts.values()) for parts in counts.values())
    left, right, bottom = 4.0, WIDTH - 4.0, float(top) + 18 + _HEIGHT
    step = min(60.0, (right - left) / many)
    thick = max(0.5, step * 0.8)
    boxes: dict[str, list[svg.Element]] = {name: [] for name in series.names}
    words: list[svg.Element] = []
    wide = text_width("2000" if yearly else "2000-00") + 10
    every = max(1, -int(-wide // step))
    for place in range(many):
        x = left + place * step
        year, month = begin.year + place, 1
        if not yearly:
            year, month = (
                begin.year + (begin.month - 1 + place) // 12,
                (begin.month - 1 + place) % 12 + 1,
            )
        said = str(year) if yearly else f"{year}-{month:02}"
        if place % every == 0:
            middle = min(max(x + step / 2, wide / 2 - 4), WIDTH - wide / 2 + 4)
            words.append(text(middle, bottom + 14, said, "middle"))
        y, parts = bottom, counts.get(place, {})
        for name in series.names:
            if count := parts.get(name, 0):
                height = count / most * _HEIGHT
                y -= height
                boxes[name].append(
                    svg.Rect(
                        x=rounded(x + (step - thick) / 2), y=rounded(y), width=rounded(thick),
                        height=rounded(height),
                        elements=tooltip(f"{said}{'' if series.plain else f', {name}'}: {count:,}"),
                    )
                )  # fmt: skip
        total = f"{sum(parts.values()):,}"
        if parts and text_width(total) <= step:
            words.append(text(x + step / 2, y - 8, total, "middle"))
    rule = svg.Path(d=[svg.M(rounded(left), rounded(bottom)), svg.H(rounded(right))])
    marks += [group([rule], None, "soft"), group(words, "soft")]
    marks += [group(boxes[name], str(place)) for place, name in enumerate(series.names, start=1)]
    height = bottom + 28
    note = f"How many {verb} in each {'year' if yearly else 'month'}."
    if undated:
        missing = "a date" if verb == "begin" else "an end"
        note += f" {undated:,} without {missing} {'is' if undated == 1 else 'are'} in the table."
    marks.append(group([text(left, height + 4, note, size=SIZE - 1)], "soft"))
    return frame(identity, title, f"{note} {_said(len(spans), undated, spans)}", height + 18, marks)
