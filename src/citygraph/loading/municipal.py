"""Which public bodies are municipalities, and of which of our cities."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from citygraph.vocabulary import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citygraph.tables import Row

__all__ = ["Gazetteer", "municipality", "public_kind"]

# Words for a municipality at the beginning of its name, and at the end.
_FIRST: Final = re.compile(
    r"(?:the-)?(?:city|municipality|town|borough|stadt|landeshauptstadt|bundeshauptstadt|"
    r"hansestadt|freie-und-hansestadt|ville|commune|comune|roma-capitale|gemeente|stad|"
    r"ayuntamiento|ajuntament|excelentisimo-ayuntamiento|excmo-ayuntamiento|concello|municipio|"
    r"camara-municipal|gmina|miasto|mesto|statutarni-mesto|hlavni-mesto|hlavne-mesto|obec|"
    r"mestna-obcina|obcina|opstina|opcina|grad|municipiul|primaria|obshtina|stolichna-obshtina|"
    r"dimos|bashkia|comuna|magistrat-der-stadt)-(?P<rest>.+)"
)
_LAST: Final = re.compile(
    r"(?P<rest>.+)-(?:kommune|kommun|stads-kommun|kaupunki|kunta|savivaldybe|"
    r"(?:miesto-)?savivaldybes-administracija|valstspilsetas-pasvaldiba|dome|linnavalitsus|linn|"
    r"onkormanyzata?|belediyesi|buyuksehir-belediyesi|city-council|municipality|dimos|obshtina)"
)
# Words that tell a body of a municipality, or of something larger, from the municipality itself.
_OTHER: Final = re.compile(
    r"\b(?:agency|agence|agencia|agenzia|area|association|authority|company|county|development|"
    r"district|energy|foundation|fundacion|fondazione|health|holding|hospital|housing|institut|"
    r"institute|library|metro|metropol\w*|museum|office|park|police|port|provinc\w*|region\w*|"
    r"research|school|services|theatre|transport|trust|universit\w*|urban|utilities|water|zoo)\b"
)
_AGENCY: Final = re.compile(r"\b(?:agency|agence|agencia|agenzia|agentur|agentura)\b")
_REGION: Final = re.compile(
    r"\b(?:region|regione|regional|provinc\w*|diputacio\w*|land|landkreis|county|departement|"
    r"comunidad|generalitat|junta-de-(?:andalucia|castilla|comunidades|extremadura)\w*|xunta|"
    r"voivodeship|wojewodztwo|kraj|zupanija|perifereia|lansstyrelsen|maakunta|metropol\w*)\b"
)
_NATION: Final = re.compile(r"\b(?:minist\w*|bundesminist\w*|ypourgeio|government-of)\b")
_DOUBLED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "ß": "ss"}
)
_SHORTEST: Final = 3
_LONGEST_ENDING: Final = 6


def public_kind(name: str) -> str:
    """Return the kind of a public body (a key of the list of kinds) as far as its name tells."""
    text = slug(name)
    if municipality(name):
        return "local-authority"
    for kind, words in (
        ("national-authority", _NATION),
        ("agency", _AGENCY),
        ("regional-authority", _REGION),
    ):
        if words.search(text):
            return kind
    return "other"


def municipality(name: str) -> str:
    """Return a municipality's name without the word for municipality, as a key.

    Args:
        name: The name of a public body.

    Returns:
        What is left of it; nothing where it is no municipality's.
    """
    text = slug(name)
    match = _FIRST.fullmatch(text) or _LAST.fullmatch(text)
    if not match or _OTHER.search(text):
        return ""
    return match["rest"]


class Gazetteer:
    """Finds the city that a municipality is, by country, town and its own name.

    Args:
        rows: The rows of the tables: cities, and their names in all languages.
    """

    def __init__(self, rows: Mapping[str, Sequence[Row]]) -> None:
        countries = {row["key"]: row["country"] for row in rows.get("cities", ()) if row["country"]}
        places: dict[tuple[str, str], set[str]] = defaultdict(set)
        for table in ("cities", "labels", "names"):
            for row in rows.get(table, ()):
                country = countries.get(row["key"])
                if country and row["name"]:
                    for spelling in _spellings(row["name"]):
                        places[country, spelling].add(row["key"])
        # A spelling that two cities of one country share finds neither.
        self.places = {where: min(keys) for where, keys in places.items() if len(keys) == 1}

    def city(self, name: str, town: str, country: str) -> str:
        """Return the key of the city whose municipality a body is; empty where it is none.

        The body's name must be that of a municipality, its town must be a city of the tables, and
        the name must hold the town's: an office that a municipality has in another town is not
        taken for that town.

        Args:
            name: The body's name.
            town: The town of its address.
            country: The key of its country.
        """
        rest = municipality(name)
        if not rest:
            return ""
        for spelling in _spellings(town):
            key = self.places.get((country, spelling))
            if key and any(_names(text, spelling) for text in (rest, *_spellings(name))):
                return key
        return ""


def _spellings(name: str) -> Iterable[str]:
    """Return a name as keys: without accents, and with ä written ae."""
    return dict.fromkeys((slug(name), slug(name.casefold().translate(_DOUBLED))))


def _names(text: str, place: str) -> bool:
    """Tell whether a text names a place, which may be inflected: Helsingin, Göteborgs."""
    words = text.split("-")
    return all(
        any(_alike(word, part) for word in words)
        for part in place.split("-")
        if len(part) > _SHORTEST
    ) and any(_alike(word, part) for word in words for part in place.split("-"))


def _alike(word: str, part: str) -> bool:
    shared = 0
    for one, other in zip(word, part, strict=False):
        if one != other:
            break
        shared += 1
    return shared >= max(_SHORTEST, len(part) - 2) and len(word) - shared <= _LONGEST_ENDING
