"""The posts of two people, and the parts they take: what speaks for one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from citygraph.reconciling.distances import long_between
from citygraph.reconciling.names import fold, name_of

if TYPE_CHECKING:
    from citygraph.reconciling.entries import Entry, Office
    from citygraph.reconciling.links import Links

__all__ = ["common_parts", "common_posts"]

_TITLE_ALIKE: Final = 65.0
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
_OFFICES: Final = (("vice", "deputy"), ("lord mayor", "mayor"), ("alderman", "councillor"))


def common_posts(left: Entry, right: Entry, links: Links) -> tuple[list[str], list[str]]:
    """Compare the posts of two people: what proves one person, and what only hints at it."""
    strong: list[str] = []
    weak: list[str] = []
    for mine in left.offices:
        for yours in right.offices:
            here, there = links.resolve(mine.at), links.resolve(yours.at)
            alike = _titles_alike(mine, yours)
            near = here in _represented(yours, links) or there in _represented(mine, links)
            if here == there and long_between(mine, yours):
                weak.append(f"posts at {links.named(here)}, but many years apart")
            elif here == there and (alike or not _large(mine.at, links)):
                words = "same office" if alike else "posts"
                strong.append(f"{words} at {links.named(here)}")
            elif here == there:
                weak.append(f"both at {links.named(here)}, in other posts")
            elif near and alike:
                strong.append(f"same office at {links.named(here)} and {links.named(there)}")
            elif alike and (named := _named_in_title(mine, yours, links)):
                strong.append(f"the posts of both are at {named} by their titles")
            elif near:
                weak.append(f"posts at {links.named(here)} and {links.named(there)}")
    return list(dict.fromkeys(strong)), list(dict.fromkeys(weak))


def common_parts(left: Entry, right: Entry, links: Links) -> list[str]:
    """Say what two people take part in together, in the same role."""
    one = {(links.resolve(part.other), part.role) for part in left.parts}
    two = {(links.resolve(part.other), part.role) for part in right.parts}
    return [f"{role} at {links.named(key)} both" for key, role in sorted(one & two)][:3]


def _named_in_title(mine: Office, yours: Office, links: Links) -> str:
    """Return the place of one post that the title of the other one names."""
    for office, other in ((mine, yours), (yours, mine)):
        entry = links.entries.get(office.at)
        title = set(fold(other.title).split())
        for text in (entry.name, *sorted(entry.others)) if entry else ():
            name = name_of(text)
            if set(name.words) <= title or name.acronyms & title:
                return links.named(office.at)
    return ""


def _represented(office: Office, links: Links) -> frozenset[str]:
    entry = links.entries.get(office.at)
    if entry is None:
        return frozenset()
    keys = entry.values("acts_for") | entry.values("part_of")
    return frozenset(links.resolve(key) for key in keys)


def _large(key: str, links: Links) -> bool:
    entry = links.entries.get(key)
    if entry is None or entry.kind in {"country", "initiative"}:
        return True
    return entry.kind == "organisation" and bool(entry.values("type") & _LARGE_BODIES)


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
