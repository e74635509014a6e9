"""Finding dates: one expression a language, made from the names of its months."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date
from typing import Final

from citygraph.extraction.folding import fold_word
from citygraph.extraction.mentions import DateMention
from citygraph.extraction.month_patterns import YEAR, date_patterns, month_names
from citygraph.extraction.partial_dates import days_alone, months_alone
from citygraph.extraction.tenses import lean

__all__ = ["DateFinder", "document_date"]

_ISO: Final = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])")
_NUMERIC: Final = re.compile(
    r"(\d{1,2})(?:\.|/)?(?:\s?[-–]\s?(\d{1,2}))?(?:\.\s?|/|-)(\d{1,2})(?:\.\s?|/|-)((?:19|20)\d\d)(?![\d])"
)
_TWO_MONTHS: Final = re.compile(
    r"(\d{1,2})\.\s?(\d{1,2})\.\s?[-–]\s?(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?!\d)"
)
_NO_YEAR: Final = re.compile(r"([0-3]?\d)\.(?:\s?[-–]\s?([0-3]?\d)\.)?\s?([01]?\d)\.(?!\s?\d|\w)")
_LEAD: Final = re.compile(r"(?<!\w)([^\W\d_]+)\.?,?\s$")
_NO_LEAD: Final = frozenset(
    "kohta kohdan luku luvun kap kapitel kapitola abschnitt punkt pkt nr čl odst tab obr bod ods article section version versio § str poglavje glava člen".split()  # noqa: SIM905
)
_POINTED: Final = frozenset("fi de cs sk et lv sl hr sr no da is".split())  # noqa: SIM905
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)\s?[./]\s?(\d{1,2})[./]\s?(\d{1,2})(?!\d)")
_YEARS: Final = re.compile(rf"([12][09]\d\d)(?:\s?[-–/]\s?({YEAR}|\d\d))?(?![\w/:€%]|[.,]\d)")
_NOT_BEFORE: Final = "0123456789.:,/-"
_PARTS: Final = frozenset("./- –")
_OPENING: Final = "„“\"«‚‘'”"
_CLOSING: Final = "“”\"»‘’'"
_DIGITS: Final = re.compile(r"\d+")
_WINDOW: Final = 32
_LONGEST_MONTH: Final = 20
_THIS_MONTH: Final = 99
_LONGEST_RANGE: Final = 400  # days
# What stands between the first and the last day of a range, where each is a whole date.
_UNTIL: Final = re.compile(
    r"[\s.]*(?:г\.|год\w*|р\.|рок\w*|r\.|god\.)?\s*(?:[-–—−]|(?:to|until|through|bis(?: zum)?|au|jusqu['’]au|al|hasta el"
    r"|hasta|até|ata|ao|fins al?|t/m|tot(?: en met)?|till|til|až|do|do dnia|до|по|līdz|iki|kuni|pân[ăa] (?:la|pe|în)"
    r"|έως(?: τις)?|μέχρι(?: τις)?|ως(?: τις)?|deri(?: më)?|go dtí|sa|sal))\s*(?:the |den |de |el |l['’])?",
    re.IGNORECASE,
)
_AGAINST: Final = 5  # how much farther away a day is that the tense speaks against
_PAST: Final = 1.4  # a day gone by counts as farther away than one to come


def _by_start(mention: DateMention) -> int:
    return mention.start_offset


def _numeric(text: str, at: int, end: int, language: str) -> DateMention | None:
    """Return the date in figures that begins at an offset."""
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
    return _without_year(text, at, end, language) if language in _POINTED else None


def _without_year(text: str, at: int, end: int, language: str) -> DateMention | None:
    """Return the date like "12.3." that begins at an offset."""
    match = _NO_YEAR.match(text, at, end)
    lead = _LEAD.search(text, max(0, at - 16), at)
    if match is None or lead is None or lead[1].lower() in _NO_LEAD:
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


def _quoted(match: re.Match[str]) -> bool:
    """Return whether a date is all that stands between quotation marks: somebody's name."""
    text = match.string
    before, after = (
        text[max(0, match.start() - 1) : match.start()],
        text[match.end() : match.end() + 1],
    )
    return bool(before and after) and before in _OPENING and after in _CLOSING


def _joined(mentions: list[DateMention], text: str) -> list[DateMention]:
    """Put two days with "until" or a dash between them together to one range."""
    joined: list[DateMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if (
            before is not None
            and mention.start_offset - before.end_offset < _WINDOW
            and len(before.start) == len(mention.start) == len("2017-06-07")
            and before.start == before.end < mention.start == mention.end
            and _UNTIL.fullmatch(text, before.end_offset, mention.start_offset)
            and (date.fromisoformat(mention.start) - date.fromisoformat(before.start)).days
            < _LONGEST_RANGE
        ):
            joined[-1] = DateMention(
                before.start_offset,
                mention.end_offset,
                text[before.start_offset : mention.end_offset],
                before.start,
                mention.end,
            )
        else:
            joined.append(mention)
    return joined


def settle(mentions: list[DateMention], published: date) -> None:
    """Give the dates without a year the year that puts them nearest to a day."""
    for mention in mentions:
        if mention.resolved:
            continue
        month, day = (int(part) for part in mention.start[2:].split("-"))
        last_month, last_day = (int(part) for part in mention.end[2:].split("-"))
        try:
            if month in {0, _THIS_MONTH}:
                first = last = _nearest_day(day, month == 0, mention.lean, published)
            elif not day:
                year = nearest_year(month, 15, published, mention.lean)
                mention.start = mention.end = f"{year}-{month:02}"
                mention.resolved = True
                continue
            else:
                year = nearest_year(month, day, published, mention.lean)
                first = date(year, month, day)
                last = date(year + (last_month < month), last_month, last_day)
        except ValueError:
            continue
        mention.start, mention.end = first.isoformat(), max(first, last).isoformat()
        mention.resolved = True


def _nearest_day(day: int, free: bool, looking: int, published: date) -> date:  # noqa: FBT001
    """Return the day of this month, or of the month before or after where it is nearer."""
    same = date(published.year, published.month, day)
    if not free or (looking >= 0 and same >= published) or (looking <= 0 and same <= published):
        return same
    month = published.year * 12 + published.month - 1 + (1 if looking > 0 else -1)
    return date(month // 12, month % 12 + 1, day)


class DateFinder:
    """Finds the dates of a text in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        _, self._table = month_names(language)
        self._keys = sorted(self._table, key=len, reverse=True)
        initials = {letter for key in self._table for letter in (key[0], key[0].upper())}
        # The set of first letters spares most places the list of names.
        self._month = re.compile(
            rf"(?<![^\W\d_])(?=[{''.join(sorted(initials))}])(?:{month_names(language)[0]})(?!\w)",
            re.IGNORECASE,
        )
        self._patterns = date_patterns(language)
        self._folded = {fold_word(key): value for key, value in self._table.items()}

    def find(self, text: str, start: int, end: int, published: date | None) -> list[DateMention]:
        """Return the dates between two offsets, in order.

        Args:
            text: The text.
            start: Where to begin.
            end: Where to stop.
            published: The day the text appeared on; decides missing years.
        """
        found: list[DateMention] = []
        covered = seen = start
        match_month = self._month.search
        for digits in _DIGITS.finditer(text, start, end):
            first = digits.start()
            if first < covered:
                continue
            if (first == 0 or text[first - 1] not in _NOT_BEFORE) and text[
                digits.end() : digits.end() + 1
            ] in (_PARTS):
                mention = _numeric(text, first, end, self.language)
                if mention is not None:
                    found.append(mention)
                    covered = mention.end_offset
                    continue
            low, high = max(first - _WINDOW, seen), min(digits.end() + _WINDOW, end)
            while low < high:
                match = match_month(text, low, high)
                if match is None:
                    break
                low = seen = match.end()
                if match.start() < covered:
                    continue
                mention = self._around(text, match.start(), match.end(), covered, end, published)
                if mention:
                    found.append(mention)
                    covered = mention.end_offset
            seen = max(seen, high - _LONGEST_MONTH)
        alone = months_alone(text, start, end, self.language, self._table, self._month)
        alone += days_alone(text, start, end, self.language)
        if alone:
            found.sort(key=_by_start)
            ends = [mention.end_offset for mention in found]
            for one in alone:
                index = bisect_right(ends, one.start_offset)
                if index == len(ends) or found[index].start_offset >= one.end_offset:
                    found.append(one)
        found.sort(key=_by_start)
        return _joined(found, text)

    def years(self, text: str, taken: list[tuple[int, int]]) -> list[DateMention]:
        """Return the years on their own in a text, outside the spans taken (which are in order)."""
        found = []
        starts = [first for first, _ in taken]
        for match in _YEARS.finditer(text):
            at = match.start()
            if match[1][:2] not in {"19", "20"} or (
                at and (text[at - 1] in "./:,€$£-+" or text[at - 1].isalnum())
            ):
                continue
            index = bisect_left(starts, match.end())
            if any(last > match.start() for _, last in taken[max(0, index - 3) : index]):
                continue
            before = text[max(0, at - 14) : at].split()
            if (
                before
                and at
                and text[at - 1].isspace()
                and before[-1][0].isupper()
                and len(before[-1]) > 5
            ):
                continue
            first = match[1]
            last = match[2] or first
            if len(last) == 2:
                last = first[:2] + last
            if last < first:
                continue
            found.append(
                DateMention(match.start(), match.end(), match[0], first, last, year_only=True)
            )
        return found

    def _number(self, name: str) -> int:
        lowered = name.lower().rstrip(".")
        exact = self._table.get(lowered)
        if exact:
            return exact
        for key in self._keys:
            if lowered.startswith(key):
                return self._table[key]
        return 0

    def _around(
        self, text: str, start: int, end: int, covered: int, limit: int, published: date | None
    ) -> DateMention | None:
        low = max(covered, start - 45)
        newline = text.rfind("\n", low, start)
        low = newline + 1 if newline >= 0 else low
        high = min(limit, end + 45)
        newline = text.find("\n", end, high)
        high = newline if newline >= 0 else high
        numbers = len(_DIGITS.findall(text, low, start))
        months = 1
        if self._month.search(text, end, high) or self._month.search(text, low, start):
            months = 2
        for pattern in self._patterns:
            if pattern.numbers > numbers or pattern.months > months:
                continue  # spares most dates the long expressions
            for match in pattern.expression.finditer(text, low, high):
                if match.start() <= start < match.end():
                    if _quoted(match):
                        return None
                    mention = self._dated(match, published)
                    if mention:
                        return mention
        return None

    def _dated(self, match: re.Match[str], published: date | None) -> DateMention | None:
        groups = match.groupdict()
        month = self._number(groups["m1"])
        second = self._number(groups["m2"]) if groups.get("m2") else month
        if self.language == "en" and groups["m1"].islower():
            return None
        days = [groups.get("d1") or groups.get("dd"), groups.get("d2") or groups.get("de")]
        year = groups.get("y2") or groups.get("y1")
        first_year = groups.get("y1") or year
        if not month or not second:
            return None
        if not year:
            looking = lean(match.string, match.start(), match.end(), self.language)
            if published is None:
                return DateMention(match.start(), match.end(), match[0], f"--{month:02}-{int(days[0] or 1):02}",
                                   f"--{second:02}-{int(days[1] or days[0] or 1):02}", resolved=False, lean=looking)  # fmt: skip
            year = first_year = str(nearest_year(month, int(days[0] or 1), published, looking))
            if second < month:
                year = str(int(year) + 1)
        try:
            if not days[0]:
                value = f"{year}-{month:02}"
                return DateMention(match.start(), match.end(), match[0], value, value)
            if second < month and first_year == year:
                first_year = str(int(str(year)) - 1)
            first = date(int(str(first_year)), month, int(days[0]))
            last = date(int(str(year)), second, int(days[1])) if days[1] else first
        except ValueError:
            return None
        last = max(last, first)
        written = match[0].rstrip(" ,.")
        return DateMention(
            match.start(),
            match.start() + len(written),
            written,
            first.isoformat(),
            last.isoformat(),
        )


def nearest_year(month: int, day: int, published: date, looking: int = 0) -> int:
    """Return the year that puts a day and month nearest to a date.

    Args:
        month: 1 to 12.
        day: 1 to 31.
        published: The date.
        looking: 1 where the day is to come, -1 where it is gone by, 0 where nothing tells.
    """
    best = published.year
    smallest = 100_000.0
    for year in (published.year - 1, published.year, published.year + 1):
        away = (date(year, month, min(day, monthrange(year, month)[1])) - published).days
        distance = away if away >= 0 else -away * _PAST
        if (looking > 0 and away < 0) or (looking < 0 and away > 0):
            distance *= _AGAINST
        if distance < smallest:
            best, smallest = year, distance
    return best


def document_date(mentions: list[DateMention], text: str) -> date | None:
    """Return the day a text says it appeared on: a full date alone, or nearly, on a line near its edge."""
    lines = text.split("\n")
    edge = sum(len(line) + 1 for line in lines[:14])
    tail = len(text) - sum(len(line) + 1 for line in lines[-4:])
    for mention in mentions:
        if not mention.resolved or mention.start != mention.end or len(mention.start) < 10:
            continue
        if mention.start_offset > edge and mention.start_offset < tail:
            continue
        start = text.rfind("\n", 0, mention.start_offset) + 1
        stop = text.find("\n", mention.end_offset)
        line = text[start : stop if stop >= 0 else len(text)]
        rest = len(line.strip()) - len(mention.text)
        before = line[: mention.start_offset - start].strip()
        if rest <= 35 or (len(before) <= 30 and len(before.split()) <= 3):
            return date.fromisoformat(mention.start)
    return None
