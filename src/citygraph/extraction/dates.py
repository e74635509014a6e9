"""Finding dates: one expression a language, made from the names of its months."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date
from typing import Final

from citygraph.extraction.figures import date_in_figures
from citygraph.extraction.mentions import DateMention
from citygraph.extraction.month_patterns import YEAR, date_patterns, month_names
from citygraph.extraction.partial_dates import days_alone, months_alone
from citygraph.extraction.tenses import lean

__all__ = ["DateFinder", "document_date"]

_YEARS: Final = re.compile(
    rf"([12][09]\d\d)(?:\.?\s?(?:[-–—/]|(?:bis|až|do|au|al|till?|tot|до|līdz|iki|kuni|deri(?: në)?) )\s?({YEAR}|\d\d))?(?![\w/:€%]|[.,]\d)"
)
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
    r"|έως(?: τις)?|μέχρι(?: τις)?|ως(?: τις)?|deri(?: m?ë)?|go dtí|sa[tdsrnxżlċ]?|kadar|arte))[\s-]*(?:the |den |de |el |l['’]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?",
    re.IGNORECASE,
)
_AND: Final = re.compile(
    r"\s(?:and|und|et|e|y|i|og|och|ja|ir|un|és|și|şi|και|и|та|і|й|in|u|ve|eta|agus|dhe|en|&)(?: (?:on|am|le|el|il|o|den|στις|на|в|an))?\s",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(
    r"(?<!\w)(?:between|zwischen|mezi|medzi|med|između|između|између|между|помеѓу|меѓу|між|entre|tra|fra|mellem|mellan|mellom|milli|tussen|po?między"
    r"|pomiędzy|între|μεταξύ|bejn|idir|midis|ndërmjet|starp|tarp|arasında|között|vahel|välillä|bitartean|artean)(?!\w)",
    re.IGNORECASE,
)
_FEW_DAYS: Final = 7
_OF_YEARS: Final = ("jahr", "jahre", "jahren", "zeitraum", "periode", "årene", "åren")
# The end of a first day that says "from" by itself.
_FROM: Final = re.compile(r"(?:t[óő]l|tik|[td][ae]n|st[aä]?|alkaen)$")
_AGAINST: Final = 5  # how much farther away a day is that the tense speaks against
_PAST: Final = 1.4  # a day gone by counts as farther away than one to come


def _by_start(mention: DateMention) -> int:
    return mention.start_offset


def _quoted(match: re.Match[str]) -> bool:
    """Return whether a date is all that stands between quotation marks: somebody's name."""
    text = match.string
    before, after = (
        text[max(0, match.start() - 1) : match.start()],
        text[match.end() : match.end() + 1],
    )
    return bool(before and after) and before in _OPENING and after in _CLOSING


def _apart(match: re.Match[str], month: int, second: int, days: list[str | None]) -> bool:
    """Return whether "and" stands between two dates that are too far apart for a range."""
    if not _AND.search(match[0]):
        return False
    gap = (second - month) % 12
    if days[0] and days[1]:
        gap = gap * 30 + int(days[1]) - int(days[0])
        if gap <= _FEW_DAYS:
            return False
    elif gap <= 1 and not match["y1"]:
        return False
    around = match.string[max(0, match.start() - 24) : match.end() + 12]
    return not _BETWEEN.search(around)


def _joined(mentions: list[DateMention], text: str) -> list[DateMention]:
    """Put two days, or two months, with "until" or a dash between them together to one range."""
    joined: list[DateMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before is not None and mention.start_offset - before.end_offset < _WINDOW:
            _lend_year(before, mention, text)
            if _makes_range(before, mention, text):
                joined[-1] = DateMention(
                    before.start_offset, mention.end_offset,
                    text[before.start_offset : mention.end_offset], before.start, mention.end,
                )  # fmt: skip
                continue
        joined.append(mention)
    return joined


def _makes_range(before: DateMention, mention: DateMention, text: str) -> bool:
    if (
        not (before.resolved and mention.resolved)
        or len(before.start) != len(mention.start)
        or len(before.start) < len("2017-06")
        or not before.start == before.end < mention.start == mention.end
    ):
        return False
    first, last = (f"{value}-01"[:10] for value in (before.start, mention.start))
    return (date.fromisoformat(last) - date.fromisoformat(first)).days < _LONGEST_RANGE and bool(
        _UNTIL.fullmatch(text, before.end_offset, mention.start_offset)
        or (
            _FROM.search(before.text)
            and text[before.end_offset : mention.start_offset].isspace()
            and "\n" not in text[before.end_offset : mention.start_offset]
        )
    )


def _lend_year(before: DateMention, mention: DateMention, text: str) -> None:
    """Give a date without a year the year of the one it is joined to."""
    if before.resolved == mention.resolved:
        return
    told, bare = (before, mention) if before.resolved else (mention, before)
    if len(told.start) < len("2017-06") or bare.start[2:4] in {"00", "99"}:
        return
    gap = text[before.end_offset : mention.start_offset]
    if not (
        _UNTIL.fullmatch(gap)
        or _AND.fullmatch(gap)
        or (gap.isspace() and _FROM.search(before.text))
    ):
        return
    month = int(bare.start[2:4])
    year, other = int((told.end if told is before else told.start)[:4]), int(told.start[5:7])
    if told is before and month < other:
        year += 1
    elif told is mention and month > other:
        year -= 1
    if bare.start[5:] == "00":
        bare.start = bare.end = f"{year}-{month:02}"
    else:
        try:
            first = date.fromisoformat(f"{year}-{bare.start[2:]}")
            last = date.fromisoformat(f"{year}-{bare.end[2:]}")
        except ValueError:
            return
        bare.start, bare.end = first.isoformat(), max(first, last).isoformat()
    bare.resolved = True


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
                mention = date_in_figures(text, first, end, self.language)
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
                mention = self._around(text, match.start(), match.end(), covered, end)
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
        found = _joined(found, text)
        if published is not None:
            settle(found, published)
        return found

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
                and not before[-1].lower().endswith(_OF_YEARS)
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
        self, text: str, start: int, end: int, covered: int, limit: int
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
                    mention = self._dated(match)
                    if mention:
                        return mention
        return None

    def _dated(self, match: re.Match[str]) -> DateMention | None:
        groups = match.groupdict()
        month = self._number(groups["m1"])
        second = self._number(groups["m2"]) if groups.get("m2") else month
        if self.language == "en" and groups["m1"].islower():
            return None
        days = [groups.get("d1") or groups.get("dd"), groups.get("d2") or groups.get("de")]
        year = groups.get("y2") or groups.get("y1")
        first_year = groups.get("y1") or year
        if not month or not second or (groups.get("m2") and _apart(match, month, second, days)):
            return None
        if not year:
            looking = lean(match.string, match.start(), match.end(), self.language)
            return DateMention(
                match.start(), match.end(), match[0], f"--{month:02}-{int(days[0] or 1):02}",
                f"--{second:02}-{int(days[1] or days[0] or 1):02}", resolved=False, lean=looking,
            )  # fmt: skip
        try:
            if not days[0]:
                if second < month and first_year == year:
                    first_year = str(int(str(year)) - 1)
                return DateMention(
                    match.start(), match.end(), match[0],
                    f"{first_year}-{month:02}", f"{year}-{second:02}",
                )  # fmt: skip
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
