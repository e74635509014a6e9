"""Which claims a network is made of: a period, kinds of initiatives, roles, countries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from citygraph.dates import DateProblem, parse_known_date
from citygraph.errors import ParameterError

__all__ = ["Selection", "select"]


@dataclass(frozen=True)
class Selection:
    """What to take of a network.

    Attributes:
        since: The first day of the period; None for no bound.
        until: Its last day; None for no bound.
        types: Local names of classes, of which an initiative or event must have one.
        roles: Keys of roles; a claim must have one of them, or one below.
        countries: ISO codes of countries, upper case, from which an actor must be.
        undated: Whether claims without any date stay in although a period is given.
    """

    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    undated: bool = False

    @property
    def has_period(self) -> bool:
        """Whether a period is given."""
        return self.since is not None or self.until is not None

    def covers(self, start: date | None, end: date | None) -> bool:
        """Tell whether a claim holds on some day of the period.

        A claim without an end goes on; one of which only the end is known holds on that day.

        Args:
            start: The claim's first day; None where it is not known.
            end: Its last day; None where it is open.
        """
        if not self.has_period:
            return True
        if start is None and end is None:
            return self.undated
        start = start or end
        if self.since and end and end < self.since:
            return False
        return not (self.until and start and start > self.until)

    @property
    def words(self) -> str:
        """The selection as a phrase, such as ``2019-01-01 to 2020-12-31; roles coordinator``."""
        parts = []
        if self.has_period:
            parts.append(f"{self.since or '...'} to {self.until or '...'}")
        for name, values in (
            ("types", self.types),
            ("roles", self.roles),
            ("countries", self.countries),
        ):
            if values:
                parts.append(f"{name} {', '.join(values)}")
        if self.undated and self.has_period:
            parts.append("with undated claims")
        return "; ".join(parts)


@dataclass(frozen=True)
class _Days:
    first: date
    last: date


def select(
    *,
    year: str | int | None = None,
    since: str | int | None = None,
    until: str | int | None = None,
    types: tuple[str, ...] = (),
    roles: tuple[str, ...] = (),
    countries: tuple[str, ...] = (),
    undated: bool = False,
) -> Selection:
    """Make a selection of what a person wrote.

    Args:
        year: A year, for a period that is one year long.
        since: A year, month or day with which the period begins.
        until: A year, month or day with which it ends.
        types: See :class:`Selection`.
        roles: See :class:`Selection`.
        countries: Codes in either case; ``EL`` and ``UK`` mean ``GR`` and ``GB``.
        undated: See :class:`Selection`.

    Raises:
        ParameterError: A date cannot be read, or the period is upside down.
    """
    if year is not None and (since is not None or until is not None):
        raise ParameterError(
            "A year and a period are given together.", hint="Give either one of them."
        )
    first = _days("since" if year is None else "year", since if year is None else year)
    last = _days("until" if year is None else "year", until if year is None else year)
    if first and last and first.first > last.last:
        raise ParameterError(
            f"The period is upside down: it begins on {first.first} and ends on {last.last}.",
            hint=f"Did you mean since {until} until {since}?",
        )
    return Selection(
        first.first if first else None,
        last.last if last else None,
        tuple(types),
        tuple(roles),
        tuple({"EL": "GR", "UK": "GB"}.get(c.upper(), c.upper()) for c in countries),
        undated,
    )


def _days(name: str, value: str | int | None) -> _Days | None:
    if value is None or value == "":
        return None
    try:
        known = parse_known_date(str(value))
    except DateProblem as error:
        raise ParameterError(
            f"'{value}' as {name} {error.reason}.",
            hint="Write a year (2017), a month (2017-06) or a day (2017-06-07).",
        ) from None
    return _Days(known.first, known.last)
