"""Dates as known: a year, a month, a day or a clock time, never more exact than the source.

The datatypes are XML Schema's ``xsd:gYear``, ``xsd:gYearMonth``, ``xsd:date`` and ``xsd:dateTime``
(https://www.w3.org/TR/xmlschema11-2/). A clock time always carries its offset from UTC.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

__all__ = ["DateProblem", "KnownDate", "parse_known_date"]

_FORM = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2}))?)?)?"
)


class DateProblem(ValueError):
    """A date that cannot be read; the text says why and what to write."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True)
class KnownDate:
    """A date at the precision its source gives.

    Attributes:
        lexical: The canonical lexical form.
        datatype: Local name of the XML Schema datatype, such as ``gYearMonth``.
        first: The first day it can mean.
        last: The last day it can mean.
        instant: The moment, where a clock time is given.
    """

    lexical: str
    datatype: str
    first: date
    last: date
    instant: datetime | None = None

    def is_after(self, other: KnownDate) -> bool:
        """Tell whether this date certainly lies after another one."""
        if self.instant and other.instant:
            return self.instant > other.instant
        return self.first > other.last


def parse_known_date(text: str, time_zone: str = "") -> KnownDate:
    """Read ``2017``, ``2017-06``, ``2017-06-07`` or ``2021-12-02T15:30``.

    Args:
        text: The cell.
        time_zone: IANA name of the zone the clock shows, such as ``Europe/Sofia``; needed for a
            clock time and ignored otherwise.

    Returns:
        The date with its datatype and the days it spans.

    Raises:
        DateProblem: The text has another form, names a day that does not exist, or has a clock
            time without a zone.
    """
    match = _FORM.fullmatch(text)
    if not match:
        raise DateProblem(
            "is not a date in a form that is read here",
            "Write a year (2017), a month (2017-06), a day (2017-06-07) or a day with a clock "
            "time (2021-12-02T15:30).",
        )
    year = int(match["year"])
    if not match["month"]:
        return KnownDate(text, "gYear", date(year, 1, 1), date(year, 12, 31))
    month = int(match["month"])
    if not 1 <= month <= 12:  # noqa: PLR2004
        raise DateProblem(
            f"has month {match['month']}; months run from 01 to 12",
            "Write year, month and day in that order: 2017-06-07.",
        )
    days = calendar.monthrange(year, month)[1]
    if not match["day"]:
        return KnownDate(text, "gYearMonth", date(year, month, 1), date(year, month, days))
    day = int(match["day"])
    if not 1 <= day <= days:
        raise DateProblem(
            f"has day {match['day']}; {calendar.month_name[month]} {year} has {days} days",
            "Look the day up in the source.",
        )
    if not match["hour"]:
        return KnownDate(text, "date", date(year, month, day), date(year, month, day))
    return _clock_time(match, time_zone)


def _clock_time(match: re.Match[str], time_zone: str) -> KnownDate:
    if not time_zone:
        raise DateProblem(
            "has a clock time but the row names no time zone",
            "Fill the column time_zone with an IANA name such as Europe/Sofia.",
        )
    try:
        zone = ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        from citygraph.errors import did_you_mean

        raise DateProblem(
            f"stands beside the unknown time zone '{time_zone}'",
            did_you_mean(time_zone, sorted(available_timezones()))
            or "Use an IANA name such as Europe/Sofia.",
        ) from None
    try:
        instant = datetime.fromisoformat(match[0]).replace(tzinfo=zone)
    except ValueError:
        raise DateProblem(
            f"has the clock time {match['hour']}:{match['minute']}, which does not exist",
            "Hours run from 00 to 23, minutes from 00 to 59.",
        ) from None
    day = instant.date()
    return KnownDate(instant.isoformat(), "dateTime", day, day, instant)
