"""Finding dates: one expression a language, made from the names of its months."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from datetime import date
from functools import cache
from typing import Final

from citygraph.extraction.folding import fold_word
from citygraph.extraction.lexicon import months
from citygraph.extraction.mentions import DateMention

__all__ = ["DateFinder", "document_date"]

_MORE_MONTHS: Final = {
    "bg": "ян:1 фев:2 септ:9", "en": "sept:9", "ca": "set:9", "hr": "siječ:1 velja:2 ožuj:3 travn:4 svib:5 lipnj:6 srpnj:7 kolovoz:8 rujn:9 listopad:10 studen:11 prosin:12",
    "sr": "јан:1 феб:2 мар:3 апр:4 мај:5 јун:6 јул:7 авг:8 септ:9 окт:10 нов:11 дец:12 januar:1 februar:2 mart:3 april:4 maj:5 jun:6 jul:7 avgust:8 septemb:9 oktob:10 novemb:11 decemb:12",
    "fi": "tammikuu:1 helmikuu:2 maaliskuu:3 huhtikuu:4 toukokuu:5 kesäkuu:6 heinäkuu:7 elokuu:8 syyskuu:9 lokakuu:10 marraskuu:11 joulukuu:12",
    "cs": "led:1 únor:2 březn:3 břez:3 dub:4 květ:5 červenc:7 červenec:7 červn:6 červen:6 srp:8 zář:9 říj:10 listopad:11 prosin:12",
    "pl": "stycz:1 lut:2 mar:3 kwie:4 maj:5 czerw:6 lip:7 sierp:8 wrze:9 paździer:10 listopad:11 grud:12",
    "uk": "січ:1 лют:2 берез:3 квіт:4 трав:5 черв:6 лип:7 серп:8 верес:9 жовт:10 листопад:11 груд:12",
    "el": "ιανουαρ:1 φεβρουαρ:2 μαρτ:3 απριλ:4 μαι:5 μαϊ:5 ιουν:6 ιουλ:7 αυγουστ:8 σεπτεμβρ:9 οκτωβρ:10 νοεμβρ:11 δεκεμβρ:12",
    "lv": "janvār:1 februār:2 mart:3 aprīl:4 maij:5 jūnij:6 jūlij:7 august:8 septembr:9 oktobr:10 novembr:11 decembr:12",
    "lt": "saus:1 vasar:2 kov:3 baland:4 geguž:5 biržel:6 liep:7 rugpjū:8 rugsėj:9 spal:10 lapkri:11 gruod:12",
    "et": "jaanuar:1 veebruar:2 märts:3 aprill:4 mai:5 juuni:6 juuli:7 august:8 septemb:9 oktoob:10 novemb:11 detsemb:12",
    "sk": "január:1 február:2 marc:3 apríl:4 máj:5 jún:6 júl:7 august:8 septemb:9 októb:10 novemb:11 decemb:12",
    "sl": "januar:1 februar:2 mar:3 april:4 maj:5 junij:6 julij:7 avgust:8 septemb:9 oktob:10 novemb:11 decemb:12",
    "hu": "január:1 február:2 március:3 április:4 május:5 június:6 július:7 augusztus:8 szeptember:9 október:10 november:11 december:12",
    "tr": "ocak:1 şubat:2 mart:3 nisan:4 mayıs:5 haziran:6 temmuz:7 ağustos:8 eylül:9 ekim:10 kasım:11 aralık:12",
    "eu": "urtarril:1 otsail:2 martxo:3 apiril:4 maiatz:5 ekain:6 uztail:7 abuztu:8 irail:9 urri:10 azaro:11 abendu:12",
    "sq": "janar:1 shkurt:2 mars:3 prill:4 maj:5 qershor:6 korrik:7 gusht:8 shtator:9 tetor:10 nëntor:11 dhjetor:12",
    "is": "janúar:1 febrúar:2 mars:3 apríl:4 maí:5 júní:6 júlí:7 ágúst:8 septemb:9 októb:10 nóvemb:11 desemb:12",
    "ga": "eanáir:1 feabhra:2 márta:3 aibreán:4 aibreáin:4 bealtaine:5 meitheamh:6 meithimh:6 mheitheamh:6 iúil:7 lúnasa:8 meán_fómhair:9 deireadh_fómhair:10 samhain:11 samhna:11 nollaig:12 nollag:12 mheán_fómhair:9 dheireadh_fómhair:10 shamhain:11 bhealtaine:5 fheabhra:2 mhárta:3",
    "ro": "ianuar:1 februar:2 mart:3 april:4 mai:5 iun:6 iul:7 august:8 septembr:9 octombr:10 noiembr:11 decembr:12",
    "mt": "jannar:1 frar:2 marzu:3 april:4 mejju:5 ġunju:6 lulju:7 awwissu:8 settembru:9 ottubru:10 novembru:11 diċembru:12",
    "mk": "јануар:1 февруар:2 март:3 април:4 мај:5 јун:6 јул:7 август:8 септемвр:9 октомвр:10 ноемвр:11 декемвр:12",
}  # fmt: skip
_SHORT_NAME: Final = 4
_INFLECTING: Final = frozenset("hr sr fi cs pl uk el lv lt et sk sl hu tr eu is mk".split())  # noqa: SIM905
_DASH: Final = (
    r"\s?(?:[-–—−]|‑|bis\s(?:zum\s)?|to\s(?:the\s)?|do\s|až\s|al\s|all['’]|alla\s|au\s|a\s|à\s|e\s|i\s|y\s|et\s|en\s|und\s|and\s|"
    r"og\s|och\s|ja\s|ir\s|un\s|és\s|és\sa\s|az\s|și\s|si\s|până\s(?:la|pe)\s|pe\s|t/m\s|tot\s(?:en\smet\s)?|till\s|til\s|până\sîn\s|"
    r"kuni\s|līdz\s|iki\s|και\s|έως\s|ως\s|εως\s|μέχρι\s|и\s|до\s|по\s|та\s|і\s|й\s|in\s|u\s|ve\s|eta\s|agus\s|go\s|sa\s|dhe\s|deri\smë\s|"
    r"ile\s|to\s|w\s|hasta\s(?:el\s)?|fins\s(?:al|a\sl['’])\s?|ata\s(?:o\s)?|até\s(?:ao?\s)?|fino\sal\s|o\s|and\son\s|&\s|/|,\s)\s?"
)
_ORDINAL: Final = r"(?:st|nd|rd|th|er|º|ª|°|\.|:?(?:e|a)\b|ου|ης|η|-?(?:го|ти|ви|ри|ми|и|е|ої|о|го)|ú|-?an|ste|de|er|e|ain|-i|-a|-án|-én|-ei|-ai|an|tik|etik|ra)?"
_YEAR: Final = r"(?:19|20)\d\d"
_ISO: Final = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\d-])")
_NUMERIC: Final = re.compile(
    r"(\d{1,2})(?:\.|/)?(?:\s?[-–]\s?(\d{1,2}))?(?:\.\s?|/|-)(\d{1,2})(?:\.\s?|/|-)((?:19|20)\d\d)(?![\d])"
)
_YEAR_FIRST: Final = re.compile(r"((?:19|20)\d\d)\s?[./]\s?(\d{1,2})[./]\s?(\d{1,2})(?!\d)")
_YEARS: Final = re.compile(rf"([12][09]\d\d)(?:\s?[-–/]\s?({_YEAR}|\d\d))?(?![\w/:€%]|[.,]\d)")
_NOT_BEFORE: Final = "0123456789.:,/-"
_PARTS: Final = frozenset("./- –")
_DIGITS: Final = re.compile(r"\d+")
_WINDOW: Final = 32
_LONGEST_MONTH: Final = 20
_PAST: Final = 1.4  # a day gone by counts as farther away than one to come


@cache
def _names(language: str) -> tuple[str, dict[str, int]]:
    table: dict[str, int] = {}
    for number, names in months().get(language, {}).items():
        if number == "days":
            continue
        for name in names:
            for part in (name, re.sub(r"^(?:de\s|d['’]|d’)", "", name)):
                if len(part) > 2 or part.isdigit():
                    table[part.lower()] = int(number)
    stems: set[str] = set()
    for entry in _MORE_MONTHS.get(language, "").split():
        name, _, number = entry.partition(":")
        table[name.replace("_", " ")] = int(number)
        if (
            name not in {"mar", "maj", "mai", "led", "lut", "lip", "dub", "jun", "jul"}
            or language in _INFLECTING
        ):
            stems.add(name)
    table = {name: number for name, number in table.items() if not name[0].isdigit()}
    ordered = sorted(table, key=len, reverse=True)
    pieces = [
        re.escape(name) + (r"\w{0,6}" if len(name) > _SHORT_NAME or name in stems else r"\.?")
        for name in ordered
    ]
    return "|".join(pieces), table


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names, _ = _names(language)
    month = rf"(?P<@>(?:{names}))(?!\w)\.?"
    of = r"(?:\s(?:de|d['’]|ta['’]|of|del|de\sl['’]|tal-|do|da|dh['’]?)\s?|\s?d['’]|\s|\sta['’]\s?|\.\s?|\s?\.\s)?\s?"
    y_of = r"(?:,?\s(?:de[l]?\s|di\s|tal-|ta['’]\s|do\s|του\s|року\s|g\.\s)?|\s?[,/]\s?|\.\s?)"
    day = rf"(?<![\d.,:/])(?P<@>[0-3]?\d)(?:\s(?!\d))?{_ORDINAL}"
    tail = rf"(?:{y_of}(?P<@>{_YEAR}))?"
    m1, m2 = month.replace("@", "m1"), month.replace("@", "m2")
    plain_day = rf"(?P<@>[0-3]?\d){_ORDINAL}"
    # "28 September 2020 to 2 October 2020", "28 September - 2 October", "7 and 8 June 2017", "7 June"
    a_range = (
        day.replace("@", "d1")
        + of
        + m1
        + tail.replace("@", "y1")
        + r"(?:\sг(?:\.|од\w*)?)?"
        + _DASH
        + r"(?:the\s|el\s|al\s|il\s|zum\s|den\s|le\s)?"
        + plain_day.replace("@", "d2")
        + of
        + m2
        + tail.replace("@", "y2")
    )
    b_days = (
        day.replace("@", "d1")
        + r"(?:,\s?\d{1,2}\.?)*"
        + _DASH
        + r"(?:the\s|el\s|al\s|il\s|zum\s|den\s|le\s|d['’]|l['’])?"
        + plain_day.replace("@", "d2")
        + of
        + m1
        + tail.replace("@", "y1")
    )
    c_day = day.replace("@", "d1") + of + m1 + tail.replace("@", "y1")
    # "June 7-8, 2017", "September 28 - October 2, 2020"
    d_first = (
        r"(?<!\w)"
        + m1
        + r"\s"
        + rf"(?P<d1>[0-3]?\d)(?!\d){_ORDINAL}"
        + rf"(?:{_DASH}(?:{m2}\s)?(?P<d2>[0-3]?\d)(?!\d){_ORDINAL})?"
        + rf"(?:,?\s(?P<y1>{_YEAR}))?"
    )
    e_year_first = (
        rf"(?<![\w.])(?P<y1>{_YEAR})(?:\.\sgada|\.|\sm\.|(?:e)?ko|\smetų|\sm\.\s)?\s(?:gada\s|aasta\s)?"
        rf"(?:(?P<dd>[0-3]?\d)\.(?:{_DASH}(?P<de>[0-3]?\d)\.)?\s)?"
        + m1
        + rf"(?:\s(?P<d1>[0-3]?\d)(?!\d){_ORDINAL}(?:{_DASH}(?:{m2}\s)?(?P<d2>[0-3]?\d)(?!\d){_ORDINAL})?)?"
    )
    f_month = (
        r"(?<!\w)"
        + m1
        + rf"(?:\s(?:de\s|del\s|di\s|of\s|do\s|του\s|tal-|ta['’]\s)?|,\s|-)(?P<y1>{_YEAR})(?!\d)"
    )
    flags = re.IGNORECASE
    ordered = (
        (e_year_first, a_range, b_days, c_day, d_first, f_month)
        if language in {"hu", "lv", "lt", "eu"}
        else (a_range, b_days, c_day, e_year_first, d_first, f_month)
    )
    return tuple(re.compile(text, flags) for text in ordered)


def _by_start(mention: DateMention) -> int:
    return mention.start_offset


def _numeric(text: str, at: int, end: int) -> DateMention | None:
    """Return the date in figures that begins at an offset."""
    match = _NUMERIC.match(text, at, end)
    if match:
        first, until, month, year = match.groups()
        return _in_figures(match, int(year), int(month), int(first), until)
    match = _ISO.match(text, at, end) or _YEAR_FIRST.match(text, at, end)
    if match:
        return _in_figures(match, int(match[1]), int(match[2]), int(match[3]), None)
    return None


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


def settle(mentions: list[DateMention], published: date) -> None:
    """Give the dates without a year the year that puts them nearest to a day."""
    for mention in mentions:
        if mention.resolved:
            continue
        month, day = (int(part) for part in mention.start[2:].split("-"))
        last_month, last_day = (int(part) for part in mention.end[2:].split("-"))
        year = nearest_year(month, day, published)
        try:
            first = date(year, month, day)
            last = date(year + (last_month < month), last_month, last_day)
        except ValueError:
            continue
        mention.start, mention.end = first.isoformat(), max(first, last).isoformat()
        mention.resolved = True


class DateFinder:
    """Finds the dates of a text in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        _, self._table = _names(language)
        self._keys = sorted(self._table, key=len, reverse=True)
        self._month = re.compile(rf"(?<![^\W\d_])(?:{_names(language)[0]})(?!\w)", re.IGNORECASE)
        self._patterns = _patterns(language)
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
                mention = _numeric(text, first, end)
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
        found.sort(key=_by_start)
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
        for pattern in self._patterns:
            for match in pattern.finditer(text, low, high):
                if match.start() <= start < match.end():
                    mention = self._dated(match, published)
                    if mention:
                        return mention
        return None

    def _dated(self, match: re.Match[str], published: date | None) -> DateMention | None:
        groups = match.groupdict()
        month = self._number(groups["m1"])
        second = self._number(groups["m2"]) if groups.get("m2") else month
        days = [groups.get("d1") or groups.get("dd"), groups.get("d2") or groups.get("de")]
        year = groups.get("y2") or groups.get("y1")
        first_year = groups.get("y1") or year
        if not month or not second:
            return None
        if not year:
            if published is None:
                return DateMention(match.start(), match.end(), match[0], f"--{month:02}-{int(days[0] or 1):02}",
                                   f"--{second:02}-{int(days[1] or days[0] or 1):02}", resolved=False)  # fmt: skip
            year = first_year = str(nearest_year(month, int(days[0] or 1), published))
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
        return DateMention(
            match.start(), match.end(), match[0].rstrip(" ,."), first.isoformat(), last.isoformat()
        )


def nearest_year(month: int, day: int, published: date) -> int:
    """Return the year that puts a day and month nearest to a date."""
    best = published.year
    smallest = 10_000
    for year in (published.year - 1, published.year, published.year + 1):
        try:
            away = (date(year, month, min(day, monthrange(year, month)[1])) - published).days
            distance = away if away >= 0 else int(-away * _PAST)
        except ValueError:
            continue
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
