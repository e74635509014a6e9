"""Dates that name a month alone ("in February") or a day alone ("on the 12th of this month")."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from citygraph.extraction.mentions import DateMention
from citygraph.extraction.tenses import lean

__all__ = ["days_alone", "months_alone"]

# What stands before a month without day and year.
_BEFORE: Final = {
    "en": "in|since|until|till|by|last|next|this|during|early in|late in|of", "bg": "през|в|от|до|месец|миналия|следващия|края на|началото на",
    "hr": "u|od|do|tijekom|krajem|početkom|sredinom|mjesecu?|mjeseca", "sr": "u|od|do|tokom|krajem|početkom|sredinom|mesecu?|meseca|у|од|до|током|крајем|почетком|средином|месецу?|месеца",
    "cs": "v|ve|od|do|během|koncem|začátkem|počátkem|v průběhu|letos v", "sk": "v|vo|od|do|koncom|začiatkom|v priebehu", "sl": "v|od|do|konec|v začetku|mesecu?|meseca",
    "pl": "w|we|od|do", "uk": "у|в|з|до|від|на початку|наприкінці", "mk": "во|од|до|месец|крајот на|почетокот на",
    "da": "i|fra|til|siden|slutningen af|begyndelsen af", "no": "i|fra|til|siden|slutten av|begynnelsen av", "sv": "i|från|till|sedan|slutet av|början av", "is": "í|frá",
    "nl": "in|sinds|vanaf|tot|eind|begin|medio|half", "de": "im|seit|ab|bis|Ende|Anfang|Mitte", "fr": "en|depuis|dès|fin|début|mi|courant|au mois de|mois de|au mois d['’]|mois d['’]",
    "es": "en|desde|hasta|finales de|principios de|mes de|pasado|próximo", "gl": "en|desde|ata|finais de|mes de|pasado|próximo", "pt": "em|desde|até|finais de|início de|fim de|mês de",
    "ca": "al|el|l['’]|a l['’]|mes d['’]|mes de|pel|per l['’]|finals de|finals d['’]|principis de|principis d['’]|del|de l['’]", "it": "a|in|nel|da|dal|entro|fino a|mese di|fine|metà|inizio|scorso|prossimo|ad",
    "ro": "în|din|până în|luna|lunii|sfârșitul lunii", "el": "το|τον|μέχρι τον|από τον|τέλη|αρχές|μηνός|μήνα", "sq": "në|nga|gjatë|muajit|muajin|muajt",
    "mt": "f['’]|fi|sa|minn|f’xahar ta['’]|xahar ta['’]", "ga": "i|mí na|mí an|mí|i mí|i mí na|go", "tr": "geçen|gelecek|bu",
    "lt": "nuo|iki", "lv": "no|līdz", "hu": "idén|tavaly|jövő", "et": "tänavu|mullu", "fi": "viime|ensi|tämän vuoden", "eu": "joan den",
}  # fmt: skip
# The form of a month that says "in" by itself, or the word after it.
_FORMS: Final = {
    "fi": r"\w+kuu(?:ssa|sta|n|hun)", "et": r"\w+(?:is|ist|il|ini|ikuus|uaris|ris)", "hu": r"\w+(?:ban|ben|tól|től)", "lv": r"\w+(?:ī|ā)",
    "lt": r"\w+(?:į|ą|ę)|\w+ (?:mėnesį|mėn\.)", "tr": r"\w+['’]?(?:ta|te|da|de)|\w+ ayı(?:nda|nın)?", "eu": r"\w+an",
    "sl": r"(?:[Jj]anuar|[Ff]ebruar)ja|(?:[Ss]eptem|[Oo]kto|[Nn]ovem|[Dd]ecem)bra|marca|aprila|junija|julija|avgusta",
}  # fmt: skip
_DAY_BEFORE: Final = {
    "es": r"(?:el|del|al)(?: pasado| próximo| mismo)? día", "gl": r"(?:o|do|ao|no)(?: pasado| próximo)? día", "pt": r"(?:no|o|do|ao)(?: passado| próximo)? dia",
    "ca": r"(?:el|del|al)(?: passat| proper)? dia", "hu": r"e hó|folyó hó", "fi": r"tämän kuun|kuluvan kuun", "et": r"selle kuu|käesoleva kuu", "lt": r"šio mėnesio",
    "lv": r"šā mēneša|šī mēneša", "tr": r"bu ayın", "eu": r"hilaren|hil honen",
}  # fmt: skip
_DAY_AFTER: Final = {
    "en": r"of (?:this|the) month|(?:of )?inst\b", "bg": r"(?:този|настоящия) месец|т\.\s?м\.|числа? този месец", "mk": r"(?:овој|тековниот) месец", "hr": r"(?:ovog|ovoga|tekućeg) mjeseca|o\. ?m\.",
    "sr": r"(?:ovog|tekućeg) meseca|(?:овог|текућег) месеца", "cs": r"(?:tohoto|t\.) ?m(?:ěsíce|\.)", "sk": r"tohto mesiaca|t\. ?m\.", "sl": r"(?:tega|tekočega) meseca|t\. ?m\.",
    "pl": r"(?:tego|bieżącego) miesiąca|bm\.", "uk": r"(?:числа )?(?:цього|поточного) місяця|ц\. ?м\.", "de": r"(?:dieses|des laufenden) Monats|d\. ?M\.", "nl": r"(?:van )?de(?:ze|zer) maand",
    "da": r"(?:i )?denne måned", "no": r"(?:i )?denne måneden", "sv": r"(?:i )?denna månad", "is": r"þessa mánaðar", "fr": r"(?:de ce|du) mois|courant", "es": r"de(?:l| este) (?:mes|presente mes)|del corriente",
    "pt": r"d(?:este|o corrente) mês", "gl": r"deste mes", "ca": r"d['’]aquest mes", "it": r"(?:di questo|del) mese|c\. ?m\.", "ro": r"(?:ale )?(?:lunii acesteia|acestei luni|luna aceasta)", "el": r"(?:αυτού )?του (?:μηνός|μήνα|τρέχοντος μηνός)",
    "sq": r"të këtij muaji", "mt": r"ta['’] dan ix-xahar", "ga": r"lá den mhí seo|den mhí seo",
}  # fmt: skip
_ORDINAL: Final = r"(?:st|nd|rd|th|-?[^\W\d_]{1,3}|\.|:\w{1,2}|['’]\w{1,4})?"
# One of these is in every text that names a day of this month.
_DAY_WORDS: Final = {
    "en": ("the month", "this month", "inst"), "bg": ("месец", "т.м", "т. м"), "mk": ("месец",), "hr": ("mjeseca", "o.m.", "o. m."), "sr": ("meseca", "месеца"), "cs": ("měsíce", "t.m.", "t. m."),
    "sk": ("mesiaca", "t.m.", "t. m."), "sl": ("meseca", "t.m.", "t. m."), "pl": ("miesiąca", "bm."), "uk": ("місяця", "ц. м", "ц.м"), "de": ("Monats", "d. M", "d.M"), "nl": ("maand",),
    "da": ("denne måned",), "no": ("denne måneden",), "sv": ("denna månad",), "is": ("mánaðar",), "fr": ("ce mois", "du mois", "courant"), "es": (" día ", "este mes", "del mes", "presente mes", "corriente"),
    "pt": (" dia ", "mês"), "gl": (" día ", "mes"), "ca": (" dia ", "mes"), "it": ("mese", "c.m.", "c. m."), "ro": ("luni", "luna"), "el": ("μηνός", "μήνα"), "sq": ("muaji",), "mt": ("xahar",),
    "ga": ("mhí seo",), "hu": ("e hó", "folyó hó"), "fi": ("tämän kuun", "kuluvan kuun"), "et": ("selle kuu", "käesoleva kuu"), "lt": ("mėnesio",), "lv": ("mēneša",), "tr": ("bu ayın",), "eu": ("hilaren", "hil honen"),
}  # fmt: skip
_SHORTEST: Final = 4


@cache
def _needles(language: str, names: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in sorted(names, key=len):
        if len(name) < _SHORTEST and name not in {"mai", "maj", "mei", "maí", "máj", "май", "мај", "юни", "юли", "јун", "јул", "jun", "jul", "juin", "mar", "lut", "lip", "gen", "set", "may"}:  # fmt: skip
            continue
        for form in (name, name[:1].upper() + name[1:], name.title()):
            if not any(form.startswith(known) for known in found):
                found[form] = None
    if language in {"en", "de"}:
        found = {form: None for form in found if form[0].isupper()}
    return tuple(found)


@cache
def _month_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    before = re.compile(rf"(?<!\w)(?:{_BEFORE[language]})[\s-]?$", re.IGNORECASE)
    form = _FORMS.get(language)
    return before, re.compile(form) if form else None


def months_alone(
    text: str, start: int, end: int, language: str, table: dict[str, int], month: re.Pattern[str]
) -> list[DateMention]:
    """Return the months without day and year that a text says something happens in.

    Args:
        text: The text.
        start: Where to begin.
        end: Where to stop.
        language: ISO 639-1 code.
        table: Names of months (or their beginnings) in lower case, with their numbers.
        month: What matches the name of a month.
    """
    found: list[DateMention] = []
    before, form = _month_patterns(language)
    for needle in _needles(language, tuple(table)):
        at = text.find(needle, start, end)
        while at >= 0:
            mention = None
            if not at or not text[at - 1].isalnum():
                mention = _month_at(text, at, end, language, table, month, before, form)
            if mention is not None:
                found.append(mention)
            at = text.find(needle, at + len(needle), end)
    return found


def _month_at(
    text: str, at: int, end: int, language: str, table: dict[str, int],
    month: re.Pattern[str], before: re.Pattern[str], form: re.Pattern[str] | None,
) -> DateMention | None:  # fmt: skip
    match = month.match(text, at, end)
    if match is None or text[match.end() : match.end() + 2].strip(" .-").isdigit():
        return None
    if text[match.end() : match.end() + 1] == "-":
        return None
    lead = text[max(0, at - 24) : at]
    if lead.rstrip()[-1:].isdigit() or lead.rstrip()[-2:-1].isdigit():
        return None
    stands = before.search(lead) is not None
    if not stands and form is not None:
        told = form.match(text, at, min(end, match.end() + 12))
        stands = told is not None and told.end() >= match.end()
    if not stands:
        return None
    lowered = match[0].lower()
    number = table.get(lowered) or next(
        (table[key] for key in sorted(table, key=len, reverse=True) if lowered.startswith(key)), 0
    )
    if not number:
        return None
    value = f"--{number:02}-00"
    return DateMention(
        at, match.end(), match[0], value, value, resolved=False,
        lean=lean(text, at, match.end(), language),
    )  # fmt: skip


@cache
def _day_pattern(language: str) -> re.Pattern[str] | None:
    parts = []
    if language in _DAY_BEFORE:
        parts.append(
            rf"(?<!\w)(?:{_DAY_BEFORE[language]})\s(?P<a>[0-3]?\d)(?![\d:/])(?:\.|{_ORDINAL})(?!\w)"
        )
    if language in _DAY_AFTER:
        parts.append(rf"(?<![\d.,:/])(?P<b>[0-3]?\d){_ORDINAL}\s(?:{_DAY_AFTER[language]})")
    return re.compile("|".join(parts)) if parts else None


def days_alone(text: str, start: int, end: int, language: str) -> list[DateMention]:
    """Return the days without a month: those of this month, or the nearest.

    Args:
        text: The text.
        start: Where to begin.
        end: Where to stop.
        language: ISO 639-1 code.
    """
    pattern = _day_pattern(language)
    if pattern is None or not any(word in text for word in _DAY_WORDS.get(language, ())):
        return []
    found = []
    for match in pattern.finditer(text, start, end):
        groups = match.groupdict()
        day = int(groups.get("a") or groups.get("b") or 0)
        if not 0 < day < 32:
            continue
        value = f"--{0 if groups.get('a') else 99:02}-{day:02}"
        found.append(
            DateMention(
                match.start(),
                match.end(),
                match[0],
                value,
                value,
                resolved=False,
                lean=lean(text, match.start(), match.end(), language),
            )
        )
    return found
