"""Judging names of places: a city, somebody's surname, or an ordinary word."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from citygraph.extraction.folding import fold_name

if TYPE_CHECKING:
    from citygraph.extraction.entities import EntityTable
    from citygraph.extraction.extractor import Analysed
    from citygraph.extraction.known import KnownNames
    from citygraph.extraction.mentions import Mention
    from citygraph.extraction.tokens import Word

__all__ = ["judge_places"]

_ENOUGH: Final = 0.5
_NEAR: Final = 4
_LARGE: Final = 100_000
_TOWN: Final = 10_000
_TREATIES: Final = (
    "pakt", "pact", "charta", "charter", "carta", "charte", "traite", "treaty", "vertrag", "tratado", "trattato", "patto", "pacto", "pacte", "tratat",
    "verdrag", "pacte", "traktat", "umow", "smlouv", "zmluv", "пакт", "договор", "харта", "συνθηκ", "συμφωνο", "χαρτα", "declaration", "dichiarazione", "declaracion",
    "declaracao", "declaratia", "declaracio", "erklarung", "eurometropol", "metropole", "metropolitan", "metropolregion", "metropoolregio",
)  # fmt: skip
# A quarter, a street, a square: what follows is no city there.
_QUARTERS: Final = frozenset(
    [
        "quartier",
        "quartiers",
        "osiedle",
        "osiedla",
        "osiedlu",
        "osiedlem",
        "dzielnica",
        "dzielnicy",
        "dzielnice",
        "barrio",
        "barri",
        "bairro",
        "quartiere",
        "rione",
        "wijk",
        "stadtteil",
        "stadtviertel",
        "ortsteil",
        "viertel",
        "bydel",
        "bydelen",
        "stadsdel",
        "stadsdelen",
        "ctvrt",
        "ctvrti",
        "mestska",
        "kvart",
        "kvarta",
        "naselje",
        "naselju",
        "naselja",
        "cetrt",
        "cetrti",
        "kaupunginosa",
        "linnaosa",
        "kerulet",
        "varosresz",
        "cartier",
        "cartierul",
        "cartierului",
        "mahalle",
        "mahallesi",
        "квартал",
        "квартала",
        "мікрорайон",
        "насеље",
        "населба",
        "συνοικια",
        "γειτονια",
        "auzo",
        "auzoa",
        "lagje",
        "lagjja",
        "rue",
        "avenue",
        "boulevard",
        "piazza",
        "via",
        "viale",
        "corso",
        "calle",
        "plaza",
        "avenida",
        "paseo",
        "rua",
        "praca",
        "largo",
        "carrer",
        "placa",
        "praza",
        "ulica",
        "ulice",
        "ulici",
        "ul",
        "trg",
        "trgu",
        "namesti",
        "nam",
        "namestie",
        "strada",
        "bulevardul",
        "piata",
        "улица",
        "ул",
        "площад",
        "бул",
        "площа",
        "вулиця",
        "трг",
        "οδος",
        "οδο",
        "πλατεια",
        "triq",
        "pjazza",
        "sraid",
        "gata",
        "gatan",
        "torg",
        "kaare",
        "gatve",
        "gatves",
        "iela",
        "ielas",
        "utca",
        "sokak",
        "caddesi",
    ]
)
_TITLE_BEFORE_SURNAME: Final = frozenset("en fr es it pt ca gl".split())  # noqa: SIM905
# Languages in which the country stands in the genitive behind a body, or before it.
_ENDS_NAME: Final = frozenset("hr sr sl cs sk pl uk is el".split())  # noqa: SIM905
_OPENS_NAME: Final = frozenset("lt lv".split())  # noqa: SIM905
_GREAT: Final = 300_000


def judge_places(
    text: str, analysed: list[Analysed], table: EntityTable, known: KnownNames
) -> None:
    """Choose the place of each name and leave out names that are no place here.

    Args:
        text: The text.
        analysed: Its sentences; cities that fail are taken out of them.
        table: Entities of the document; gets the countries that it names.
        known: The names of the graph.
    """
    surnames: set[str] = set()
    for item in analysed:
        for mention in item.mentions:
            if mention.kind == "country":
                table.countries[mention.country] += 1
            elif mention.kind == "person" and mention.last > mention.first:
                surnames.add(item.sentence.words[mention.last].folded)
    for item in analysed:
        if not any(mention.kind in {"city", "country"} for mention in item.mentions):
            continue
        kept = []
        for position, mention in enumerate(item.mentions):
            if mention.kind != "city":
                if mention.kind != "country" or not _of_a_body(text, item, mention):
                    kept.append(mention)
                continue
            _locate(text, item, position, table, known)
            score = _worth(text, item, position, surnames, table)
            if score >= _ENOUGH:
                mention.score = min(score, 1.0)
                kept.append(mention)
        item.mentions = kept


def _of_a_body(text: str, item: Analysed, country: Mention) -> bool:
    """Return whether a country in the genitive ends, or opens, the name of a body."""
    sentence = item.sentence
    words = sentence.words
    if item.language in _OPENS_NAME:
        for position in range(country.last + 1, min(country.last + 4, len(words))):
            if text[sentence.ends[position - 1] : sentence.starts[position]] != " ":
                return False
            if "organisation" in words[position].categories:
                return True
            if words[position].trigger:
                return False
        return False
    if item.language not in _ENDS_NAME:
        return False
    position = country.first - 1
    while position >= max(0, country.first - 4):
        word = words[position]
        if text[sentence.ends[position] : sentence.starts[position + 1]] != " ":
            return False
        if not word.categories.isdisjoint({"in", "from", "by", "with"}) or (
            word.trigger and "organisation" not in word.categories
        ):
            return False
        if "organisation" in word.categories:
            return word.upper or (position > 0 and words[position - 1].upper)
        position -= 1
    return False


def _locate(
    text: str, item: Analysed, position: int, table: EntityTable, known: KnownNames
) -> None:
    mention = item.mentions[position]
    near = ""
    if position + 1 < len(item.mentions):
        following = item.mentions[position + 1]
        if following.kind == "country" and following.start - mention.end <= _NEAR:
            near = following.country
    code = text[mention.end : mention.end + 5]
    if code.startswith(" (") and code[2:4].isalpha() and code[2:4].isupper() and code[4:] == ")":
        near = {"EL": "GR", "UK": "GB"}.get(code[2:4], code[2:4])
    table.choose(mention, near)
    if mention.places:
        place = mention.places[0]
        key = fold_name(place.name)
        candidates = known.cities.get(mention.name, []) + known.cities.get(key, [])
        mention.known = next(
            (c for c in candidates if c.iri.endswith("-" + place.country.lower())), None
        )


def _treaty(words: list[Word], first: int) -> bool:
    """Return whether a place is in the name of a treaty: "the Pact of Amsterdam"."""
    position = first - 1
    if "of" not in words[position].categories:
        return False
    while position and not words[position].upper and first - position < _NEAR:
        position -= 1
    return words[position].upper and words[position].folded.startswith(_TREATIES)


def _in_a_quarter(words: list[Word], first: int) -> bool:
    """Return whether the noun for a quarter, a street or a square stands before a place."""
    position = first - 1
    while position > max(first - 4, 0) and words[position].categories & {"of", "article"}:
        position -= 1
    return words[position].folded in _QUARTERS


def _worth(
    text: str, item: Analysed, position: int, surnames: set[str], table: EntityTable
) -> float:
    mention: Mention = item.mentions[position]
    words = item.sentence.words
    first, last = mention.first, mention.last
    word = words[first]
    place = mention.places[0] if mention.places else None
    score = 0.55
    own = (
        last == first
        and place is not None
        and place.population >= _TOWN
        and mention.name == word.folded == fold_name(place.name)
    )
    opening = first == 0 and last == first and (place is None or place.population < _LARGE)
    own_land = mention.known is not None or (
        place is not None and (place.country == table.home or table.countries[place.country] > 0)
    )
    if place is not None:
        score += 0.12 * (math.log10(place.population + 100) - 4.3)
        if place.country == table.home:
            score += 0.12
        elif table.countries[place.country]:
            score += 0.1
    if mention.known is not None:
        score += 0.3
    if not mention.rule.startswith("place"):
        score -= 0.12
    if last > first:
        score += 0.25
    before = words[first - 1] if first else None
    if before is not None:
        if before.categories & {"in", "from"}:
            score += 0.3
        elif before.categories & {"city", "title", "of"}:
            score += 0.2
        gap = text[item.sentence.ends[first - 1] : mention.start]
        if before.upper and before.shape != "d" and gap == " " and not before.categories:
            score -= 0.35
            if before.first:
                score -= 0.5
        if "title" in before.categories and before.shape == "t" and first > 1:
            score -= 0.2
        if (
            "title" in before.categories
            and last == first
            and gap == " "
            and before.categories.isdisjoint({"of", "city", "in", "organisation"})
            and item.language in _TITLE_BEFORE_SURNAME
        ):
            score -= 0.5
    elif not item.sentence.opens_line or len(words) > 3:
        score -= 0.08
    after = words[last + 1] if last + 1 < len(words) else None
    if after is not None:
        gap = text[mention.end : item.sentence.starts[last + 1]]
        if after.upper and gap == " " and after.shape != "d" and not after.categories:
            score -= 0.3
        elif gap in "-–" and after.shape == "l":
            score -= 0.1
        elif "city" in after.categories or "title" in after.categories:
            score += 0.2
    if word.folded in surnames and last == first:
        great = place is not None and place.population >= _GREAT
        placed = before is not None and not before.categories.isdisjoint({"in", "city"})
        score -= 0.3 if great and placed else 0.8
    if (
        word.first
        and last == first
        and mention.known is None
        and (place is None or place.population < _LARGE)
    ):
        score -= 0.1 if own and place is not None and place.country == table.home else 0.25
    if word.categories and last == first:
        score -= 0.1 if own else 0.4
    if opening and after is not None and after.shape == "l" and not own_land:
        score -= 0.15
    if first > 1 and _treaty(words, first):
        score -= 1.2
    if first and _in_a_quarter(words, first):
        score -= 1.0
    if word.shape == "u" and len(word.text) < 5 and last == first:
        score -= 0.6
    return score
