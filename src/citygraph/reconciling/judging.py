"""Whether two entries are one thing: one judge a kind, each with its reasons in plain words."""

from __future__ import annotations

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
from citygraph.reconciling.distances import distance, overlap, same_days, years
from citygraph.reconciling.facts import hard_facts
from citygraph.reconciling.links import Links
from citygraph.reconciling.names import DEMONYMS, name_of
from citygraph.reconciling.posts import common_parts, common_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.reconciling.entries import Entry

__all__ = ["AMBIGUOUS", "DIFFERENT", "SAME", "Judge", "Judgement"]

SAME: Final = "same"
AMBIGUOUS: Final = "ambiguous"
DIFFERENT: Final = "different"

_SURE: Final = 0.9
_NEAR: Final = 5.0  # kilometres
_EVENT_ALIKE: Final = 80.0
_EVENT_WORDS_ALIKE: Final = 60.0
_EVENT_WORTH_ASKING: Final = 75.0
_SHORT_NAME: Final = 2  # words
_LONG_ACRONYM: Final = 4
_SESSIONS: Final = frozenset({"session", "panel", "workshop"})


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
        self.links = Links(entries, resolve)
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
        against = hard_facts(left, right, self.links)
        if against:
            return Judgement(DIFFERENT, 0.0, (against,), forbidden=True)
        return self.judges[left.kind](left, right)

    # Places

    def _country(self, left: Entry, right: Entry) -> Judgement:
        match = compare_places(left, right, self.country_names)
        if match.level >= Level.SPELLING and left.values("iso2") & right.values("iso2"):
            return _same(match, ["same country code"])
        return _ambiguous(match, ["the country codes are not the same"], least=Level.SPELLING)

    def _place(self, left: Entry, right: Entry) -> Judgement:
        match = compare_places(left, right, self.country_names)
        where = "city" if left.kind == "venue" else "country"
        shared = self.links.shared(left, right, where)
        reasons = self._ids_shared(left, right)
        if reasons and match.level >= Level.PART:
            return _same(match, reasons, sure=True)
        if shared:
            reasons.append(f"same {where}: {self.links.named(min(shared))}")
        between = distance(left, right)
        if between is not None:
            reasons.append(f"{between:,.1f} km apart")
        if not shared:
            return _ambiguous(match, [*reasons, f"no common {where}"], least=Level.OTHER_NAME)
        near = between is not None and between <= _NEAR
        reasons += self.links.in_common(left, right)
        if match.level >= Level.OTHER_NAME or (match.level >= Level.ALIKE and near):
            return _same(match, reasons)
        return _ambiguous(match, reasons, least=Level.ALIKE)

    def _ids_shared(self, left: Entry, right: Entry) -> list[str]:
        return [
            f"same {scheme if '/' not in scheme else 'authority'} id: "
            f"{min(left.ids[scheme] & right.ids[scheme])}"
            for scheme in sorted(left.ids.keys() & right.ids.keys())
            if left.ids[scheme] & right.ids[scheme]
        ]

    # Organisations

    def _organisation(self, left: Entry, right: Entry) -> Judgement:
        match = compare_titles(left, right)
        if left.values("type") & right.values("type") & {"regional-authority"}:
            match = _without_word_for_region(match, left, right)
        reasons = self._ids_shared(left, right)
        if reasons and match.level >= Level.PART:
            return _same(match, reasons, sure=True)
        country = self.links.shared(left, right, "country")
        if country:
            reasons.append(f"same country: {self.links.named(min(country))}")
        homepage = _hosts(left) & _hosts(right)
        if homepage:
            reasons.append(f"same homepage: {min(homepage)}")
        common = self.links.in_common(left, right)
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
        parents = self.links.apart(left, right, "part_of")
        if parents:
            reasons.append(f"parts of different things: {parents}")
        one, two = name_of(left.name), name_of(right.name)
        if not (one.years ^ two.years) <= years(left) | years(right):
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
        parents = self.links.shared(left, right, "part_of")
        if parents:
            reasons.append(f"both part of {self.links.named(min(parents))}")
        if left.starts and right.starts and overlap(left.starts, right.starts):
            reasons.append("same start")
        homepage = _hosts(left) & _hosts(right)
        if homepage:
            reasons.append(f"same homepage: {min(homepage)}")
        return reasons + self.links.in_common(left, right)

    def _event(self, left: Entry, right: Entry) -> Judgement:
        match = compare_titles(left, right)
        one, two = self._event_words(left), self._event_words(right)
        reasons = []
        exact = same_days(left, right)
        if exact:
            reasons.append(f"same dates: {left.starts[0].lexical}")
        places = self.links.places(left) & self.links.places(right)
        if places:
            reasons.append(f"same place: {self.links.named(min(places))}")
        common = self.links.in_common(left, right)
        reasons += common
        parents = self.links.shared(left, right, "part_of")
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
        if (
            match.level >= Level.SPELLING
            and places
            and not self.links.apart(left, right, "part_of")
        ):
            return _same(match, reasons)
        if left.starts and right.starts and not exact and match.level < Level.SPELLING:
            return Judgement(DIFFERENT, words / 200, ("neither the same days nor the same name",))
        return _ambiguous(match, reasons, least=Level.ALIKE)

    def _event_words(self, event: Entry) -> frozenset[str]:
        """Return the words of an event's name, less its number, year and place."""
        name = name_of(event.name)
        own = {
            word
            for key in self.links.places(event)
            if key in self.links.entries
            for word in name_of(self.links.entries[key].name).all_words
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
        strong, weak = common_posts(left, right, self.links)
        strong += common_parts(left, right, self.links)
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


def _hosts(entry: Entry) -> frozenset[str]:
    """Return the homepages, without what may differ in writing."""
    found = set()
    for address in entry.values("homepage"):
        rest = address.partition("://")[2] or address
        found.add(rest.removeprefix("www.").rstrip("/").lower())
    return frozenset(found)
