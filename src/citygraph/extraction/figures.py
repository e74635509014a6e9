"""Dates in figures: "12.04.2024", "14.-16.5.2024", "12/4 2024", "12 IV 2024", "2024-04-12", "12.3."."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from citygraph.extraction.mentions import DateMention
from citygraph.extraction.month_patterns import DASH
from citygraph.extraction.tenses import lean

__all__ = ["date_in_figures"]

_ISO: Final = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])")
_NUMERIC: Final = re.compile(
    rf"(\d{{1,2}})(?:\.|/)?(?:{DASH}(\d{{1,2}}))?(?:\.\s?|/|-)(\d{{1,2}})(?:\.\s?|/|-)((?:19|20)\d\d)(?!\d)"
)
_TWO_MONTHS: Final = re.compile(
    rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.?{DASH}(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?((?:19|20)\d\d)(?!\d)"
)
_NO_YEAR: Final = re.compile(r"([0-3]?\d)\.(?:\s?[-–]\s?([0-3]?\d)\.)?\s?([01]?\d)\.(?!\s?\d|\w)")
_LEAD: Final = re.compile(r"(?<!\w)([^\W\d_]+)\.?,?\s$")
_NO_LEAD: Final = frozenset(
    "kohta kohdan luku luvun kap kapitel kapitola kapitole kapitoly kapitolu oddíl oddílu článek článku bodu bodě abschnitt punkt pkt nr čl odst tab obr bod ods article section version versio § str poglavje glava člen".split()  # noqa: SIM905
)
_POINTED: Final = frozenset("fi de cs sk et lv sl hr sr no da is".split())  # noqa: SIM905
# Where figures with points are often something else: the word that a day stands behind.
_LEADING: Final = {
    "de": re.compile(r"am|vom|bis|zum|ab|den|dem|seit|\w+tag|Mittwoch|Mo|Di|Mi|Do|Fr|Sa|So"),
}
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)\s?[./]\s?(\d{1,2})[./]\s?(\d{1,2})(?!\d)")
_SLASHED: Final = re.compile(
    r"([0-3]?\d)(?:\s?[-–]\s?([0-3]?\d))?/([01]?\d)(?:[\s-]{1,2}((?:19|20)\d\d))?(?![\d/])"
)
_SLASHING: Final = frozenset("da sv no is fi".split())  # noqa: SIM905
_SHORT_YEAR: Final = re.compile(r"([0-3]?\d)([./])([01]?\d)\2([1-4]\d)(?![\d.:/]\d|\d|\w)")
_ROMAN: Final = re.compile(
    r"([0-3]?\d)\.?(?:\s?[-–]\s?([0-3]?\d)\.?)?\s?(?<=[\s.])(I{1,3}|IV|VI{0,3}|IX|XI{0,2})\.?\s?((?:19|20)\d\d)(?!\d)"
)
_ROMAN_LATER: Final = re.compile(
    r"((?:19|20)\d\d)\.?\s(I{1,3}|IV|VI{0,3}|IX|XI{0,2})\.?\s([0-3]?\d)(?:\.?\s?[-–]\s?([0-3]?\d))?(?!\d)"
)
_ROMANS: Final = "I II III IV V VI VII VIII IX X XI XII".split()  # noqa: SIM905
_DAY_WORDS: Final = re.compile(
    r"(?<!\w)(?:den?|d\.|\w+(?:dag|dags|tai|dagur|dagen|daginn)(?: den| d\.)?),?\s$", re.IGNORECASE
)


def date_in_figures(text: str, at: int, end: int, language: str) -> DateMention | None:
    """Return the date in figures that begins at an offset.

    Args:
        text: The text.
        at: Where its first figure stands.
        end: Where to stop.
        language: ISO 639-1 code.
    """
    match = _TWO_MONTHS.match(text, at, end)
    if match:
        day, month, last_day, last_month, year = (int(part) for part in match.groups())
        try:
            first, last = date(year, month, day), date(year, last_month, last_day)
        except ValueError:
            return None
        return DateMention(at, match.end(), match[0], first.isoformat(), last.isoformat())
    match = _NUMERIC.match(text, at, end)
    if match:
        return _in_figures(match, int(match[4]), int(match[3]), int(match[1]), match[2])
    match = _ISO.match(text, at, end) or _YEAR_FIRST.match(text, at, end)
    if match:
        return _in_figures(match, int(match[1]), int(match[2]), int(match[3]), None)
    mention = _rarer(text, at, end, language)
    if mention is None and language in _POINTED:
        mention = _without_year(text, at, end, language)
    return mention


def _rarer(text: str, at: int, end: int, language: str) -> DateMention | None:
    """Return the date with a Roman month, a year of two figures, or a day and month with a slash."""
    match = _ROMAN.match(text, at, end)
    if match:
        month = _ROMANS.index(match[3]) + 1
        return _in_figures(match, int(match[4]), month, int(match[1]), match[2])
    match = _ROMAN_LATER.match(text, at, end)
    if match:
        month = _ROMANS.index(match[2]) + 1
        return _in_figures(match, int(match[1]), month, int(match[3]), match[4])
    match = _SHORT_YEAR.match(text, at, end)
    if match:
        if int(match[3]) > 12:
            return None
        return _in_figures(match, 2000 + int(match[4]), int(match[3]), int(match[1]), None)
    match = _SLASHED.match(text, at, end) if language in _SLASHING else None
    if match is None or int(match[3]) > 12:
        return None
    if match[4]:
        return _in_figures(match, int(match[4]), int(match[3]), int(match[1]), match[2])
    first, last = int(match[1]), int(match[2] or match[1])
    if not _DAY_WORDS.search(text, max(0, at - 20), at) or not 0 < first <= last <= 31:
        return None
    return DateMention(
        at, match.end(), match[0], f"--{int(match[3]):02}-{first:02}", f"--{int(match[3]):02}-{last:02}",
        resolved=False, lean=lean(text, at, match.end(), language),
    )  # fmt: skip


def _without_year(text: str, at: int, end: int, language: str) -> DateMention | None:
    """Return the date like "12.3." that begins at an offset."""
    match = _NO_YEAR.match(text, at, end)
    lead = _LEAD.search(text, max(0, at - 16), at)
    if match is None or lead is None or lead[1].lower() in _NO_LEAD:
        return None
    if language in _LEADING and not _LEADING[language].fullmatch(lead[1]):
        return None
    first, last, month = int(match[1]), int(match[2] or match[1]), int(match[3])
    if not (0 < first <= last <= 31 and 0 < month <= 12):
        return None
    return DateMention(
        at, match.end(), match[0], f"--{month:02}-{first:02}", f"--{month:02}-{last:02}",
        resolved=False, lean=lean(text, at, match.end(), language),
    )  # fmt: skip


def _in_figures(
    match: re.Match[str], year: int, month: int, day: int, until: str | None
) -> DateMention | None:
    if month > 12 and day <= 12:
        month, day = day, month
    try:
        first = date(year, month, day)
        last = date(year, month, int(until)) if until else first
    except ValueError:
        return None
    return DateMention(
        match.start(), match.end(), match[0], first.isoformat(), max(first, last).isoformat()
    )
