"""The hard facts that forbid a merge, whatever the names say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.reconciling.distances import distance, spans_overlap, years_apart
from citygraph.reconciling.names import name_of

if TYPE_CHECKING:
    from citygraph.reconciling.entries import Entry
    from citygraph.reconciling.links import Links

__all__ = ["hard_facts"]

_FAR: Final = 30.0  # kilometres


def hard_facts(left: Entry, right: Entry, links: Links) -> str:
    """Return the fact that forbids one identity; empty where there is none.

    Args:
        left: The one entry.
        right: The other entry, of the same kind.
        links: What the entries are linked to.

    Returns:
        The fact in words.
    """
    countries = links.apart(left, right, "country")
    if countries and left.kind != "person":
        return f"in different countries: {countries}"
    for scheme in sorted(left.ids.keys() & right.ids.keys()):
        if scheme in {"GeoNames", "Wikidata"} and left.ids[scheme].isdisjoint(right.ids[scheme]):
            return f"different {scheme} ids: {min(left.ids[scheme])} and {min(right.ids[scheme])}"
    if _within(left, right, links) or _within(right, left, links):
        return "one is part of the other"
    if left.kind in {"city", "region"}:
        return _facts_of_places(left, right)
    if left.kind == "organisation":
        return _facts_of_organisations(left, right)
    if left.kind in {"initiative", "event"}:
        return _facts_of_undertakings(left, right, links)
    return ""


def _within(inner: Entry, outer: Entry, links: Links) -> bool:
    seen: set[str] = set()
    waiting = [inner]
    while waiting:
        entry = waiting.pop()
        for column in ("part_of", "acts_for") if entry is inner else ("part_of",):
            for key in entry.values(column):
                if key == outer.key:
                    return True
                if key not in seen and key in links.entries:
                    seen.add(key)
                    waiting.append(links.entries[key])
    return False


def _facts_of_places(left: Entry, right: Entry) -> str:
    ignored = {"region"} if left.kind == "region" else set()
    one = name_of(left.name).bodies - ignored
    two = name_of(right.name).bodies - ignored
    if one != two:
        body = min(one ^ two)
        return f"one is a {body}, or a part of a place, by its name, and the other is not"
    if name_of(left.name).editions != name_of(right.name).editions:
        return "different numbers in the names"
    between = distance(left, right)
    if between is not None and between > _FAR:
        return f"{between:,.0f} km apart"
    return ""


def _facts_of_organisations(left: Entry, right: Entry) -> str:
    one, two = name_of(left.name), name_of(right.name)
    if one.directorate != two.directorate and (
        (one.directorate and two.directorate) or "commission" in one.words + two.words
    ):
        return "different departments of the European Commission"
    types = left.values("type") | right.values("type")
    regional = {"region"} if "regional-authority" in types else set()
    if one.bodies - regional != two.bodies - regional:
        body = min((one.bodies ^ two.bodies) - regional)
        return f"one is a body of a {body} by its name, and the other is not"
    mine = left.values("country") or one.countries_named
    yours = right.values("country") or two.countries_named
    if _public(one.words) and _public(two.words) and mine and yours and mine.isdisjoint(yours):
        return "authorities of different countries"
    return ""


def _facts_of_undertakings(left: Entry, right: Entry, links: Links) -> str:
    one, two = name_of(left.name), name_of(right.name)
    if one.years and two.years and one.years.isdisjoint(two.years):
        return f"different years: {min(one.years)} and {min(two.years)}"
    if one.editions and two.editions and one.editions.isdisjoint(two.editions):
        return "different editions or phases"
    if left.kind == "initiative":
        if one.editions != two.editions:
            return "one names an edition or phase, and the other does not"
        return years_apart(left.starts, right.starts)
    if left.starts and right.starts and not spans_overlap(left, right):
        return "on different dates"
    places = links.places(left), links.places(right)
    if all(places) and places[0].isdisjoint(places[1]):
        return "in different places"
    return ""


def _public(words: tuple[str, ...]) -> bool:
    return bool({"ministry", "government", "federal", "national"} & set(words))
