"""The names of months of a language, and the expressions for dates made from them."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from citygraph.extraction.lexicon import months

__all__ = ["DASH", "YEAR", "DatePattern", "date_patterns", "month_names"]

_MORE_MONTHS: Final = {
    "de": "jänner:1 feber:2", "es": "setiembre:9", "bg": "ян:1 фев:2 септ:9", "en": "sept:9", "ca": "set:9", "hr": "siječ:1 velja:2 ožuj:3 travn:4 svib:5 lipnj:6 srpnj:7 kolovoz:8 rujn:9 listopad:10 studen:11 prosin:12",
    "sr": "септемб:9 октоб:10 новемб:11 децемб:12 јан:1 феб:2 мар:3 апр:4 мај:5 јун:6 јул:7 авг:8 септ:9 окт:10 нов:11 дец:12 januar:1 februar:2 mart:3 april:4 maj:5 jun:6 jul:7 avgust:8 septemb:9 oktob:10 novemb:11 decemb:12",
    "fi": "tammikuu:1 helmikuu:2 maaliskuu:3 huhtikuu:4 toukokuu:5 kesäkuu:6 heinäkuu:7 elokuu:8 syyskuu:9 lokakuu:10 marraskuu:11 joulukuu:12",
    "cs": "lednu:1 dubnu:4 srpnu:8 říjnu:10 led:1 únor:2 březn:3 břez:3 dub:4 květ:5 červenc:7 červenec:7 červn:6 červen:6 srp:8 zář:9 říj:10 listopad:11 prosin:12",
    "pl": "stycz:1 lut:2 mar:3 kwie:4 maj:5 czerw:6 lip:7 sierp:8 wrze:9 paździer:10 listopad:11 grud:12",
    "uk": "січні:1 лютому:2 липні:7 січ:1 лют:2 берез:3 квіт:4 трав:5 черв:6 лип:7 серп:8 верес:9 жовт:10 листопад:11 груд:12",
    "el": "ιανουάρι:1 φεβρουάρι:2 μάρτι:3 απρίλι:4 μάιο:5 ιούνι:6 ιούλι:7 αύγουστ:8 σεπτέμβρι:9 οκτώβρι:10 νοέμβρι:11 δεκέμβρι:12 ιανουαρ:1 φεβρουαρ:2 μαρτ:3 απριλ:4 μαι:5 μαϊ:5 ιουν:6 ιουλ:7 αυγουστ:8 σεπτεμβρ:9 οκτωβρ:10 νοεμβρ:11 δεκεμβρ:12",
    "lv": "aprīļ:4 janvār:1 februār:2 mart:3 aprīl:4 maij:5 jūnij:6 jūlij:7 august:8 septembr:9 oktobr:10 novembr:11 decembr:12",
    "lt": "kovą:3 saus:1 vasar:2 kov:3 baland:4 geguž:5 biržel:6 liep:7 rugpjū:8 rugsėj:9 spal:10 lapkri:11 gruod:12",
    "et": "jaanuar:1 veebruar:2 märts:3 aprill:4 mai:5 juuni:6 juuli:7 august:8 septemb:9 oktoob:10 novemb:11 detsemb:12",
    "sk": "júni:6 júli:7 január:1 február:2 marc:3 apríl:4 máj:5 jún:6 júl:7 august:8 septemb:9 októb:10 novemb:11 decemb:12",
    "sl": "januar:1 februar:2 mar:3 april:4 maj:5 junij:6 julij:7 avgust:8 septemb:9 oktob:10 novemb:11 decemb:12",
    "hu": "január:1 február:2 március:3 április:4 május:5 június:6 július:7 augusztus:8 szeptember:9 október:10 november:11 december:12",
    "tr": "ocak:1 şubat:2 mart:3 nisan:4 mayıs:5 haziran:6 temmuz:7 ağustos:8 eylül:9 ekim:10 kasım:11 aralık:12",
    "eu": "urtarril:1 otsail:2 martxo:3 apiril:4 maiatz:5 ekain:6 uztail:7 abuztu:8 irail:9 urri:10 azaro:11 abendu:12",
    "sq": "janar:1 shkurt:2 mars:3 prill:4 maj:5 majit:5 majin:5 qershor:6 korrik:7 gusht:8 shtator:9 tetor:10 nëntor:11 dhjetor:12",
    "is": "janúar:1 febrúar:2 mars:3 apríl:4 maí:5 júní:6 júlí:7 ágúst:8 septemb:9 októb:10 nóvemb:11 desemb:12",
    "ga": "eanáir:1 feabhra:2 márta:3 aibreán:4 aibreáin:4 bealtaine:5 meitheamh:6 meithimh:6 mheitheamh:6 iúil:7 lúnasa:8 meán_fómhair:9 deireadh_fómhair:10 samhain:11 samhna:11 nollaig:12 nollag:12 mheán_fómhair:9 dheireadh_fómhair:10 shamhain:11 bhealtaine:5 fheabhra:2 mhárta:3 mheithimh:6 mbealtaine:5 bhfeabhra:2 ndeireadh_fómhair:10 mbealtaine:5 aibreáin:4 n-aibreán:4",
    "ro": "ianuar:1 februar:2 mart:3 april:4 mai:5 iun:6 iul:7 august:8 septembr:9 octombr:10 noiembr:11 decembr:12",
    "mt": "jannar:1 frar:2 marzu:3 april:4 mejju:5 ġunju:6 lulju:7 awwissu:8 settembru:9 ottubru:10 novembru:11 diċembru:12",
    "mk": "јануар:1 февруар:2 март:3 април:4 мај:5 јун:6 јул:7 август:8 септемвр:9 октомвр:10 ноемвр:11 декемвр:12",
}  # fmt: skip
_SHORT_NAME: Final = 4
_LONG_DAY: Final = 7
_INFLECTING: Final = frozenset("hr sr fi cs pl uk el lv lt et sk sl hu tr eu is mk".split())  # noqa: SIM905
DASH: Final = (
    r"(?:,?\s?(?:[-–—−]|‑|και\sστις\s|bis\s(?:zum\s)?|to\s(?:the\s)?|through\s|až\s|al\s|all['’]|alla\s|au\s|a\s|à\s|e\s|i\s|y\s|et\s|en\s|und\s|and\s|"
    r"og\s|och\s|ja\s|ir\s|un\s|és\s|és\sa\s|az\s|și\s|şi\s|si\s|până\s(?:la|pe|în)\s|pe\s|la\s|t/m\s|tot\s(?:en\smet\s)?|till\s|til\s|"
    r"kuni\s|līdz\s|iki\s|και\s|έως\s|ως\s|εως\s|μέχρι\s|и\s|до\s|по\s|та\s|і\s|й\s|in\s|ter\s|e\smais\s|u\s|ve\s|eta\s|agus\s|go\s(?:dtí\s)?|sa\s|sa[tdsrnxżlċ]?-|dhe\s|deri\s(?:më|në)\s|do\s|"
    r"ile\s|w\s|hasta\s|fins\s|ata\s|até\s|ao\s|fino\s|o\s|&\s|/)\s?"
    r"|(?<=t[óő]l)\s|(?<=tik)\s|(?<=an)\s(?=[0-3]?\d\w)|(?<=[td][ae]n)\s|(?<=st)\s(?=[0-3]?\d\.)|(?<=\sd\.)\siki\s)"
)
_ARTICLE: Final = r"(?:(?:the|el|al|il|zum|de[mn]|le|les|o|os|ao|den|τις|την|an|at|on\sthe|data|datë|më|në|i)\s|d['’]|l['’]|all['’]|l-|[iltd]+[tdsnrxżz]?-)?"
_ORDINAL: Final = r"(?:\(e?an?\)|st|nd|rd|th|\.?[ºª]|°|ᵉʳ|etik|tik|ean|:?an|er|erako|era|ra|-?t[óő]l|-?ig|:?(?:e|a)\b|ου|ης|η|-?(?:го|ого|тих|ти|ви|ри|ми|те|й|и|е|ої|о|ма)|ú|-?an|-go|ste|de|e|ain|-j?[eé]n|-i|-a|-án|-én|-ei|-ai|['’]?\w{0,2}[td][ae]n(?=\s\d)|\.\sja(?!\s\d)|\.|\sd\.|n\b|k\b)?"
YEAR: Final = r"(?:19|20)\d\d"


_SISTERS: Final = {
    "hr": "sr", "sr": "hr", "da": "no", "no": "da", "gl": "pt", "pt": "gl", "bg": "mk", "mk": "bg", "cs": "sk", "sk": "cs",
}  # fmt: skip


@cache
def month_names(language: str) -> tuple[str, dict[str, int]]:
    """Return an expression for the names of months, and their numbers.

    The months of a language that is easily taken for this one are known too.
    """
    pattern, table = _own_names(language)
    if language in _SISTERS:
        more, others = _own_names(_SISTERS[language])
        return f"{pattern}|{more}", {**others, **table}
    return pattern, table


def _own_names(language: str) -> tuple[str, dict[str, int]]:
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


class DatePattern(NamedTuple):
    """One way to write a date with the name of a month.

    Attributes:
        expression: What matches it.
        months: How many months it names.
        numbers: How many numbers stand before its first month.
    """

    expression: re.Pattern[str]
    months: int
    numbers: int


@cache
def date_patterns(language: str) -> tuple[DatePattern, ...]:
    """Return the expressions for the dates of a language, in the order to try them in."""
    names, _ = month_names(language)
    month = rf"(?P<@>(?:{names}))(?!\w)\.?"
    of = r"(?:\s(?:lá\sde|de|d['’]|ta['’]|of|del|de\sl['’]|tal-|do|da|dh['’]?)\s?|\s?d['’]|\s|\sta['’]\s?|\.\s?|\s?\.\s|-(?=[^\W\d_]))?\s?"
    y_of = r"(?:,?\s(?:de[l]?\s(?:año\s|any\s)?|do\sano\s(?:de\s)?|a\sanului\s|të\s(?:vitit\s)?|di\s|tal-|ta['’]\s|do\s|του\s|року\s|g\.\s)?|\s?[,/]\s?|\.\s?|-)"
    days = "|".join(
        re.escape(
            name.lower()[: -2 if len(name) > _LONG_DAY else -1] if len(name) > _SHORT_NAME else name
        )
        for name in months().get(language, {}).get("days", ())
    )
    weekday = rf"(?:(?:(?:ve?|vo|we?|u|у|в|на?|na|em|më|në|au?|le|el|il|al|o|ao)\s)?(?:{days})\w{{0,6}}\.?,?\s(?:de[nm]\s|the\s|d\.\s|an\s|më\s)?)?"
    day = rf"(?<![\d.,:/])(?P<@>[0-3]?\d)(?:\s(?!\d))?{_ORDINAL}"
    tail = rf"(?:{y_of}(?P<@>{YEAR}))?"
    m1, m2 = month.replace("@", "m1"), month.replace("@", "m2")
    plain_day = rf"(?P<@>[0-3]?\d){_ORDINAL}"
    # "28 September 2020 to 2 October 2020", "28 September - 2 October", "7 and 8 June 2017", "7 June"
    a_range = (
        day.replace("@", "d1")
        + of
        + m1
        + tail.replace("@", "y1")
        + r"(?:\sг(?:\.|од\w*)?)?(?:['’][td][ae]n)?"
        + DASH
        + _ARTICLE
        + weekday
        + plain_day.replace("@", "d2")
        + of
        + m2
        + tail.replace("@", "y2")
    )
    b_days = (
        day.replace("@", "d1")
        + r"(?:,\s?\d{1,2}\.?)*"
        + DASH
        + _ARTICLE
        + weekday
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
        + rf"(?:{DASH}(?:{m2}\s)?(?P<d2>[0-3]?\d)(?!\d){_ORDINAL})?(?:\späiv\w+)?"
        + rf"(?:,?\s(?P<y1>{YEAR}))?"
    )
    e_year_first = (
        rf"(?<![\w.])(?P<y1>{YEAR})(?:\.\sgada|\.|-[^\W\d_]{{2,5}}(?:\smetų)?|\sm\.|\(?e?\)?['’]?ko|\smetų|\syılı(?:nın)?|\sm\.\s)?\s(?:gada\s|aasta\s)?"
        rf"(?:(?P<dd>[0-3]?\d)\.(?:(?:,\s?\d{{1,2}}\.)*{DASH}(?P<de>[0-3]?\d)\.)?\s)?"
        + m1
        + rf"(?:\s(?P<d1>[0-3]?\d)(?!\d){_ORDINAL}(?:(?:,\s[0-3]?\d{_ORDINAL})*{DASH}(?:{m2}\s)?(?P<d2>[0-3]?\d)(?!\d){_ORDINAL})?)?"
    )
    f_month = (
        r"(?<!\w)"
        + m1
        + rf"(?:\s(?:de\s|del\s(?:año\s|any\s)?|do\sano\s(?:de\s)?|dell['’]anno\s|di\s|of\s|do\s|του\s|a\sanului\s|të\s(?:vitit\s)?|tal-|ta['’]\s)?|,\s|-)(?P<y1>{YEAR})(?!\d)"
    )
    g_months = (
        r"(?<!\w)"
        + m1
        + rf"(?:\s(?P<y1>{YEAR}))?{DASH}(?:(?:de|da|el|l|na|do)['’\s]\s?)?"
        + m2
        + rf"(?:\s(?:de\s|del\s|di\s|of\s|do\s|του\s|tal-|ta['’]\s)?|,\s|-)(?P<y2>{YEAR})(?!\d)"
    )
    flags = re.IGNORECASE
    range_of_days = DatePattern(re.compile(a_range, flags), 2, 1)
    days_of_month = DatePattern(re.compile(b_days, flags), 1, 2)
    one_day = DatePattern(re.compile(c_day, flags), 1, 1)
    two_months = DatePattern(re.compile(g_months, flags), 2, 0)
    year_first, month_first, month_alone = (
        DatePattern(re.compile(text, flags), 1, 0) for text in (e_year_first, d_first, f_month)
    )
    day_first = (range_of_days, days_of_month, one_day)
    if language in {"hu", "lv", "lt", "eu", "et"}:
        return year_first, *day_first, month_first, two_months, month_alone
    return *day_first, year_first, month_first, two_months, month_alone
