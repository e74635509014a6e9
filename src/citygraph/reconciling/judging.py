"""Whether two entries are one thing: one judge a kind, each with its reasons in plain words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from citygraph.reconciling.comparing import (
    Level,
    NameMatch,
    compare_people,
    compare_places,
    compare_titles,
    names_of_countries,
)
from citygraph.reconciling.names import DEMONYMS, fold, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.dates import KnownDate
    from citygraph.reconciling.entries import Entry, Office

__all__ = ["AMBIGUOUS", "DIFFERENT", "SAME", "Judge", "Judgement"]

SAME: Final = "same"
AMBIGUOUS: Final = "ambiguous"
DIFFERENT: Final = "different"

_SURE: Final = 0.9
_NEAR: Final = 5.0  # kilometres
_FAR: Final = 30.0
_LONG_BETWEEN: Final = 15  # years between two posts of one person at one place
_ENOUGH_SHARED: Final = 3
_SOME_SHARED: Final = 2
_TITLE_ALIKE: Final = 65.0
_EVENT_ALIKE: Final = 80.0
_EVENT_WORDS_ALIKE: Final = 60.0
_EVENT_WORTH_ASKING: Final = 75.0
_SHORT_NAME: Final = 2  # words
_LONG_ACRONYM: Final = 4
_LARGE_BODIES: Final = frozenset(
    {
        "eu-institution",
        "eu-body",
        "european-commission-department",
        "national-authority",
        "university",
        "company",
        "research-organisation",
        "other",
    }
)
_SESSIONS: Final = frozenset({"session", "panel", "workshop"})
_OFFICES: Final = (("vice", "deputy"), ("lord mayor", "mayor"), ("alderman", "councillor"))


@dataclass(frozen=True)
class Judgement:
    """What a judge says of a pair.

    Attributes:
        verdict: ``same``, ``ambiguous`` or ``different``.
        score: 0 to 1; from 0.9 up for ``same``, below it for ``ambiguous``.
        reasons: What speaks for and against it.
        forbidden: Whether a hard fact stands against one identity: no decision overrides it.
        weak: Whether it rests on less than the main names: two such steps do not add up.
        sure: Whether it rests on a common identifier or on a decision, beyond names.
    """

    verdict: str
    score: float
    reasons: tuple[str, ...]
    forbidden: bool = False
    weak: bool = False
    sure: bool = False


class Judge:
    """Judges pairs of entries of one kind.

    Args:
        entries: All entries by key.
        resolve: Gives the key that a key stands for, as far as identities are settled.
    """

    def __init__(self, entries: Mapping[str, Entry], resolve: Callable[[str], str]) -> None:
        self.entries = entries
        self.resolve = resolve
        names = {e.name for e in entries.values() if e.kind == "country"}
        self.country_names = names_of_countries(frozenset(names))
        self.place_words = frozenset(
            word
            for entry in entries.values()
            if entry.kind in {"country", "city", "region"}
            for word in name_of(entry.name).all_words
        ) | frozenset(DEMONYMS)
        self.judges: dict[str, Callable[[Entry, Entry], Judgement]] = {
            "country": self._country,
            "region": self._place,
            "city": self._place,
            "venue": self._place,
            "organisation": self._organisation,
            "initiative": self._initiative,
            "event": self._event,
            "person": self._person,
        }

    def judge(self, left: Entry, right: Entry) -> Judgement:
        """Judge a pair of one kind."""
        against = self.hard_facts(left, right)
        if against:
            return Judgement(DIFFERENT, 0.0, (against,), forbidden=True)
        return self.judges[left.kind](left, right)

    # Hard facts

    def hard_facts(self, left: Entry, right: Entry) -> str:
        """Return the fact that forbids one identity; empty where there is none."""
        countries = self._apart(left, right, "country")
        if countries and left.kind != "person":
            return f"in different countries: {countries}"
        for scheme in sorted(left.ids.keys() & right.ids.keys()):
            if scheme in {"GeoNames", "Wikidata"} and left.ids[scheme].isdisjoint(
                right.ids[scheme]
            ):
                return (
                    f"different {scheme} ids: {min(left.ids[scheme])} and {min(right.ids[scheme])}"
                )
        if self._within(left, right) or self._within(right, left):
            return "one is part of the other"
        if left.kind in {"city", "region"}:
            return self._facts_of_places(left, right)
        if left.kind == "organisation":
            return self._facts_of_organisations(left, right)
        if left.kind in {"initiative", "event"}:
            return self._facts_of_undertakings(left, right)
        return ""

    def _apart(self, left: Entry, right: Entry, column: str) -> str:
        one = {self.resolve(key) for key in left.values(column)}
        two = {self.resolve(key) for key in right.values(column)}
        if one and two and one.isdisjoint(two):
            return f"{self._named(min(one))} and {self._named(min(two))}"
        return ""

    def _named(self, key: str) -> str:
        entry = self.entries.get(key)
        return entry.name if entry and entry.name else key

    def _within(self, inner: Entry, outer: Entry) -> bool:
        seen: set[str] = set()
        waiting = [inner]
        while waiting:
            entry = waiting.pop()
            for column in ("part_of", "acts_for") if entry is inner else ("part_of",):
                for key in entry.values(column):
                    if key == outer.key:
                        return True
                    if key not in seen and key in self.entries:
                        seen.add(key)
                        waiting.append(self.entries[key])
        return False

    def _facts_of_places(self, left: Entry, right: Entry) -> str:
        ignored = {"region"} if left.kind == "region" else set()
        one = self._place_bodies(left) - ignored
        two = self._place_bodies(right) - ignored
        if one != two:
            body = min(one ^ two)
            return f"one is a {body}, or a part of a place, by its name, and the other is not"
        if name_of(left.name).editions != name_of(right.name).editions:
            return "different numbers in the names"
        between = _distance(left, right)
        if between is not None and between > _FAR:
            return f"{between:,.0f} km apart"
        return ""

    def _place_bodies(self, entry: Entry) -> frozenset[str]:
        return name_of(entry.name).bodies

    def _facts_of_organisations(self, left: Entry, right: Entry) -> str:
        one, two = name_of(left.name), name_of(right.name)
        if one.directorate != two.directorate and (
            (one.directorate and two.directorate) or "commission" in one.words + two.words
        ):
            return "different departments of the European Commission"
        regional = {"region"} if "regional-authority" in _types(left, right) else set()
        if one.bodies - regional != two.bodies - regional:
            body = min((one.bodies ^ two.bodies) - regional)
            return f"one is a body of a {body} by its name, and the other is not"
        mine = left.values("country") or one.countries_named
        yours = right.values("country") or two.countries_named
        if _public(one.words) and _public(two.words) and mine and yours and mine.isdisjoint(yours):
            return "authorities of different countries"
        return ""

    def _facts_of_undertakings(self, left: Entry, right: Entry) -> str:
        one, two = name_of(left.name), name_of(right.name)
        if one.years and two.years and one.years.isdisjoint(two.years):
            return f"different years: {min(one.years)} and {min(two.years)}"
        if one.editions and two.editions and one.editions.isdisjoint(two.editions):
            return "different editions or phases"
        if left.kind == "initiative":
            if one.editions != two.editions:
                return "one names an edition or phase, and the other does not"
            return _years_apart(left.starts, right.starts)
        if left.starts and right.starts and not _spans_overlap(left, right):
            return "on different dates"
        places = self._places(left), self._places(right)
        if all(places) and places[0].isdisjoint(places[1]):
            return "in different places"
        return ""

    def _places(self, event: Entry) -> frozenset[str]:
        found = set()
        for key in event.values("location"):
            found.add(self.resolve(key))
            if key in self.entries:
                found.update(self.resolve(city) for city in self.entries[key].values("city"))
        return frozenset(found)

    # Places

    def _country(self, left: Entry, right: Entry) -> Judgement:
        match = compare_places(left, right, self.country_names)
        if match.level >= Level.SPELLING and left.values("iso2") & right.values("iso2"):
            return _same(match, ["same country code"])
        return _ambiguous(match, ["the country codes are not the same"], least=Level.SPELLING)

    def _place(self, left: Entry, right: Entry) -> Judgement:
        match = compare_places(left, right, self.country_names)
        where = "city" if left.kind == "venue" else "country"
        shared = self._shared(left, right, where)
        reasons = self._ids_shared(left, right)
        if reasons and match.level >= Level.PART:
            return _same(match, reasons, sure=True)
        if shared:
            reasons.append(f"same {where}: {self._named(min(shared))}")
        between = _distance(left, right)
        if between is not None:
            reasons.append(f"{between:,.1f} km apart")
        if not shared:
            return _ambiguous(match, [*reasons, f"no common {where}"], least=Level.OTHER_NAME)
        near = between is not None and between <= _NEAR
        reasons += self._in_common(left, right)
        if match.level >= Level.OTHER_NAME or (match.level >= Level.ALIKE and near):
            return _same(match, reasons)
        return _ambiguous(match, reasons, least=Level.ALIKE)

    def _shared(self, left: Entry, right: Entry, column: str) -> frozenset[str]:
        one = {self.resolve(key) for key in left.values(column)}
        return frozenset(one & {self.resolve(key) for key in right.values(column)})

    def _ids_shared(self, left: Entry, right: Entry) -> list[str]:
        return [
            f"same {scheme if '/' not in scheme else 'authority'} id: "
            f"{min(left.ids[scheme] & right.ids[scheme])}"
            for scheme in sorted(left.ids.keys() & right.ids.keys())
            if left.ids[scheme] & right.ids[scheme]
        ]

    def _in_common(self, left: Entry, right: Entry) -> list[str]:
        """Say what two entries take part in together, in the same role."""
        reasons = []
        for mine, yours, words in (
            (left.parts, right.parts, "initiatives or events"),
            (left.members, right.members, "participants"),
        ):
            one = {(self.resolve(p.other), p.role) for p in mine}
            two = {(self.resolve(p.other), p.role) for p in yours}
            count = len(one & two)
            if count >= _SOME_SHARED:
                sourced = len(
                    {(self.resolve(p.other), p.role, p.source) for p in mine}
                    & {(self.resolve(p.other), p.role, p.source) for p in yours}
                )
                source = " and source" if sourced else ""
                reasons.append(f"shares {count} {words} with the same role{source}")
        return reasons

    # Organisations

    def _organisation(self, left: Entry, right: Entry) -> Judgement:
        match = compare_titles(left, right)
        if left.values("type") & right.values("type") & {"regional-authority"}:
            match = _without_word_for_region(match, left, right)
        reasons = self._ids_shared(left, right)
        if reasons and match.level >= Level.PART:
            return _same(match, reasons, sure=True)
        country = self._shared(left, right, "country")
        if country:
            reasons.append(f"same country: {self._named(min(country))}")
        homepage = _hosts(left) & _hosts(right)
        if homepage:
            reasons.append(f"same homepage: {min(homepage)}")
        common = self._in_common(left, right)
        types = left.values("type"), right.values("type")
        clash = all(types) and types[0].isdisjoint(types[1]) and "other" not in _types(*types)
        if clash:
            reasons.append(f"different types: {min(types[0])} and {min(types[1])}")
        reasons += common
        backed = bool(homepage or country or common)
        if match.level >= Level.SPELLING:
            name = name_of(left.name)
            known = left.name == right.name and (
                not name.acronyms or len(name.folded) >= _LONG_ACRONYM
            )
            short = len(name.words) <= 1 and not known
            sure = (backed or not short) and not (clash and short and not homepage)
            return _same(match, reasons) if sure else _ambiguous(match, reasons)
        if match.level in {Level.ACRONYM, Level.OTHER_NAME}:
            long = max(map(len, name_of(left.name).acronyms | name_of(right.name).acronyms or {""}))
            sure = backed or (not clash and long >= _LONG_ACRONYM)
            return _same(match, reasons) if sure else _ambiguous(match, reasons)
        if match.level == Level.PART and homepage and not clash:
            return _same(match, reasons)
        return _ambiguous(match, reasons, least=Level.ACRONYM if clash else Level.ALIKE)

    # Initiatives and events

    def _initiative(self, left: Entry, right: Entry) -> Judgement:
        match = compare_titles(left, right)
        reasons = self._ids_shared(left, right)
        if reasons and match.level >= Level.PART:
            return _same(match, reasons, sure=True)
        backing = self._backing(left, right)
        types = left.values("type"), right.values("type")
        clash = all(types) and types[0].isdisjoint(types[1]) and "initiative" not in _types(*types)
        if clash:
            reasons.append(f"different types: {min(types[0])} and {min(types[1])}")
        parents = self._apart(left, right, "part_of")
        if parents:
            reasons.append(f"parts of different things: {parents}")
        one, two = name_of(left.name), name_of(right.name)
        if not (one.years ^ two.years) <= _years(left) | _years(right):
            reasons.append("one names a year that the other does not")
            return _ambiguous(match, backing + reasons, least=Level.PART)
        reasons = backing + reasons
        telling = min(len(one.core), len(two.core)) > _SHORT_NAME or (
            left.name == right.name and bool(types[0] & types[1])
        )
        homepage = _hosts(left) & _hosts(right)
        if match.level == Level.EQUAL and homepage and not parents:
            return _same(match, reasons)
        if match.level >= Level.SPELLING and not clash and (backing or (telling and not parents)):
            return _same(match, reasons)
        if match.level == Level.ACRONYM and backing and not clash:
            return _same(match, reasons)
        least = Level.ACRONYM if clash or (parents and not backing) else Level.PART
        return _ambiguous(match, reasons, least)

    def _backing(self, left: Entry, right: Entry) -> list[str]:
        """Say what else two initiatives have in common."""
        reasons = []
        parents = self._shared(left, right, "part_of")
        if parents:
            reasons.append(f"both part of {self._named(min(parents))}")
        if left.starts and right.starts and _overlap(left.starts, right.starts):
            reasons.append("same start")
        homepage = _hosts(left) & _hosts(right)
        if homepage:
            reasons.append(f"same homepage: {min(homepage)}")
        return reasons + self._in_common(left, right)

    def _event(self, left: Entry, right: Entry) -> Judgement:
        match = compare_titles(left, right)
        one, two = self._event_words(left), self._event_words(right)
        reasons = []
        exact = _same_days(left, right)
        if exact:
            reasons.append(f"same dates: {left.starts[0].lexical}")
        places = self._places(left) & self._places(right)
        if places:
            reasons.append(f"same place: {self._named(min(places))}")
        common = self._in_common(left, right)
        reasons += common
        parents = self._shared(left, right, "part_of")
        words = fuzz.token_set_ratio(" ".join(sorted(one)), " ".join(sorted(two)))
        order = fuzz.token_sort_ratio(" ".join(sorted(one)), " ".join(sorted(two)))
        named_apart = (one - two) & self.place_words and (two - one) & self.place_words
        if named_apart:
            return Judgement(DIFFERENT, 0.0, ("the names tell of different places",))
        if match.level < Level.SPELLING and words >= _EVENT_WORTH_ASKING:
            match = NameMatch(
                Level.SPELLING if one == two else Level.ALIKE,
                words / 100,
                f"similar names {left.name!r}/{right.name!r}",
            )
        if match.level < Level.ALIKE:
            return Judgement(DIFFERENT, words / 200, ("the names differ",))
        sessions = bool(_types(left, right) & _SESSIONS) and bool(parents)
        alike = one == two or (
            not sessions and words >= _EVENT_ALIKE and order >= _EVENT_WORDS_ALIKE
        )
        if exact and alike and (places or common or (one == two and parents)):
            return _same(match, reasons)
        if match.level >= Level.SPELLING and places and not self._apart(left, right, "part_of"):
            return _same(match, reasons)
        if left.starts and right.starts and not exact and match.level < Level.SPELLING:
            return Judgement(DIFFERENT, words / 200, ("neither the same days nor the same name",))
        return _ambiguous(match, reasons, least=Level.ALIKE)

    def _event_words(self, event: Entry) -> frozenset[str]:
        """Return the words of an event's name, less its number, year and place."""
        name = name_of(event.name)
        own = {
            word
            for key in self._places(event)
            if key in self.entries
            for word in name_of(self.entries[key].name).all_words
        }
        drop = own | name.years | {"announced"}
        kept = {
            word
            for word in name.core
            if word not in drop and not name_of(word).editions and not word.isdigit()
        }
        return frozenset(kept or name.core)

    # People

    def _person(self, left: Entry, right: Entry) -> Judgement:
        match = compare_people(left, right)
        if match.level < Level.ALIKE:
            return Judgement(DIFFERENT, match.likeness / 2, ("the names differ",))
        reasons = self._ids_shared(left, right)
        if reasons and match.level >= Level.PART:
            return _same(match, reasons, sure=True)
        strong, weak = self._same_post(left, right)
        strong += self._same_part(left, right)
        if match.level >= Level.SPELLING:
            if strong:
                return _same(match, strong + weak)
            return _ambiguous(match, weak or ["nothing in common but the name"])
        if match.level == Level.PART and strong and not weak:
            return _same(match, strong)
        if strong or weak:
            return _ambiguous(match, strong + weak, least=Level.ALIKE)
        return Judgement(
            DIFFERENT, match.likeness / 2, ("neither the same name nor a common post",)
        )

    def _same_post(self, left: Entry, right: Entry) -> tuple[list[str], list[str]]:
        """Compare the posts of two people: what proves one person, and what only hints at it."""
        strong: list[str] = []
        weak: list[str] = []
        for mine in left.offices:
            for yours in right.offices:
                here, there = self.resolve(mine.at), self.resolve(yours.at)
                alike = _titles_alike(mine, yours)
                near = here in self._represented(yours) or there in self._represented(mine)
                if here == there and _long_between(mine, yours):
                    weak.append(f"posts at {self._named(here)}, but many years apart")
                elif here == there and (alike or not self._large(mine.at)):
                    words = "same office" if alike else "posts"
                    strong.append(f"{words} at {self._named(here)}")
                elif here == there:
                    weak.append(f"both at {self._named(here)}, in other posts")
                elif near and alike:
                    strong.append(f"same office at {self._named(here)} and {self._named(there)}")
                elif alike and (named := self._named_in_title(mine, yours)):
                    strong.append(f"the posts of both are at {named} by their titles")
                elif near:
                    weak.append(f"posts at {self._named(here)} and {self._named(there)}")
        return list(dict.fromkeys(strong)), list(dict.fromkeys(weak))

    def _named_in_title(self, mine: Office, yours: Office) -> str:
        """Return the place of one post that the title of the other one names."""
        for office, other in ((mine, yours), (yours, mine)):
            entry = self.entries.get(office.at)
            title = set(fold(other.title).split())
            for text in (entry.name, *sorted(entry.others)) if entry else ():
                name = name_of(text)
                if set(name.words) <= title or name.acronyms & title:
                    return self._named(office.at)
        return ""

    def _represented(self, office: Office) -> frozenset[str]:
        entry = self.entries.get(office.at)
        if entry is None:
            return frozenset()
        keys = entry.values("acts_for") | entry.values("part_of")
        return frozenset(self.resolve(key) for key in keys)

    def _large(self, key: str) -> bool:
        entry = self.entries.get(key)
        if entry is None or entry.kind in {"country", "initiative"}:
            return True
        return entry.kind == "organisation" and bool(entry.values("type") & _LARGE_BODIES)

    def _same_part(self, left: Entry, right: Entry) -> list[str]:
        one = {(self.resolve(part.other), part.role) for part in left.parts}
        two = {(self.resolve(part.other), part.role) for part in right.parts}
        return [f"{role} at {self._named(key)} both" for key, role in sorted(one & two)][:3]


# Small measures


def _same(match: NameMatch, reasons: list[str], *, sure: bool = False) -> Judgement:
    said = tuple(filter(None, (match.reason, *reasons)))
    score = round(_SURE + (1 - _SURE) * match.likeness, 2)
    weak = match.level < Level.SPELLING and not sure
    return Judgement(SAME, score, said, weak=weak, sure=sure)


def _without_word_for_region(match: NameMatch, left: Entry, right: Entry) -> NameMatch:
    """Compare the names of two regional authorities without their word for region."""
    cores = [
        frozenset(word for word in name_of(entry.name).core if name_of(word).bodies != {"region"})
        for entry in (left, right)
    ]
    if match.level < Level.SPELLING and cores[0] and cores[0] == cores[1]:
        reason = f"the same words but for the region: {left.name!r}/{right.name!r}"
        return NameMatch(Level.SPELLING, 0.96, reason)
    return match


def _ambiguous(match: NameMatch, reasons: list[str], least: Level = Level.ALIKE) -> Judgement:
    said = tuple(filter(None, (match.reason, *reasons)))
    score = round(min(match.likeness * 0.85, _SURE - 0.01), 2)
    return Judgement(AMBIGUOUS if match.level >= least else DIFFERENT, score, said)


def _types(*given: Entry | frozenset[str]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for one in given:
        found |= one if isinstance(one, frozenset) else one.values("type")
    return found


def _years(entry: Entry) -> frozenset[str]:
    return frozenset(str(date.first.year) for date in (*entry.starts, *entry.ends))


def _public(words: tuple[str, ...]) -> bool:
    return bool({"ministry", "government", "federal", "national"} & set(words))


def _hosts(entry: Entry) -> frozenset[str]:
    """Return the homepages, without what may differ in writing."""
    found = set()
    for address in entry.values("homepage"):
        rest = address.partition("://")[2] or address
        found.add(rest.removeprefix("www.").rstrip("/").lower())
    return frozenset(found)


def _distance(left: Entry, right: Entry) -> float | None:
    """Return the least distance in kilometres between the points of two places."""
    radius = 6371.0
    found = []
    for first in left.points:
        for second in right.points:
            one, two = (tuple(map(math.radians, point)) for point in (first, second))
            half = (
                math.sin((two[0] - one[0]) / 2) ** 2
                + math.cos(one[0]) * math.cos(two[0]) * math.sin((two[1] - one[1]) / 2) ** 2
            )
            found.append(2 * radius * math.asin(math.sqrt(half)))
    return min(found, default=None)


def _overlap(left: list[KnownDate], right: list[KnownDate]) -> bool:
    return any(one.first <= two.last and two.first <= one.last for one in left for two in right)


def _years_apart(left: list[KnownDate], right: list[KnownDate]) -> str:
    if left and right and not _overlap(left, right):
        least = min(abs(one.first.year - two.first.year) for one in left for two in right)
        if least > 1:
            return f"begun {least} years apart"
    return ""


def _spans_overlap(left: Entry, right: Entry) -> bool:
    spans = [
        (min(d.first for d in entry.starts), max(d.last for d in (entry.ends or entry.starts)))
        for entry in (left, right)
    ]
    return spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]


def _same_days(left: Entry, right: Entry) -> bool:
    """Tell whether two events began on the same known day, and do not end on different ones."""
    starts = {d.first for d in left.starts if d.first == d.last} & {
        d.first for d in right.starts if d.first == d.last
    }
    if not starts:
        return False
    return not left.ends or not right.ends or _overlap(left.ends, right.ends)


def _titles_alike(mine: Office, yours: Office) -> bool:
    one, two = (_office(office.title) for office in (mine, yours))
    if ("deputy" in one.split()) != ("deputy" in two.split()):
        return False
    return fuzz.token_set_ratio(one, two) >= _TITLE_ALIKE


def _office(title: str) -> str:
    folded = fold(title)
    for written, meant in _OFFICES:
        folded = folded.replace(written, meant)
    return folded


def _long_between(mine: Office, yours: Office) -> bool:
    if not mine.dates or not yours.dates:
        return False
    return (
        min(abs(one.first.year - two.first.year) for one in mine.dates for two in yours.dates)
        > _LONG_BETWEEN
    )
