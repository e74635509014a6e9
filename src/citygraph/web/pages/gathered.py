"""What the pages need of a whole release, gathered once: names, kinds, weights, use of terms."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.web.pages.searching import NameIndex

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.opening import Release

__all__ = ["Gathered", "gather"]

_NAMING: Final = tuple(
    foreign(name) for name in ("rdfs:label", "skos:prefLabel", "dct:title", "foaf:name")
)
_OTHER_NAMES: Final = (foreign("skos:altLabel"), foreign("skos:hiddenLabel"))
_TYPE: Final = foreign("rdf:type")
_SUBCLASS: Final = foreign("rdfs:subClassOf")
_KEPT: Final = 2
# What stands for everything and says nothing to a reader.
_BROAD: Final = ("Actor", "Claim", "Initiative", "Event")

_DONE: list[tuple[Release, Gathered]] = []


@dataclass
class Gathered:
    """What is known of all things of a release.

    Attributes:
        release: The release.
        names: IRI to its names by language tag.
        kinds: IRI to the narrowest class of ours that it has.
        weight: IRI to the number of statements that point at it.
        uses: IRI of a property or class to the number of its uses.
        derived: The properties that rules write and claims stand behind.
        index: Finds things by name.
    """

    release: Release
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    weight: Counter[str] = field(default_factory=Counter)
    uses: Counter[str] = field(default_factory=Counter)
    derived: frozenset[str] = frozenset()
    index: NameIndex = field(default_factory=NameIndex)

    @property
    def namespaces(self) -> Namespaces:
        """The base of the release."""
        return self.release.namespaces

    @property
    def store(self) -> ox.Store:
        """The graph."""
        return self.release.store.raw

    def languages(self) -> list[str]:
        """The languages in which anything has a name, the most frequent first."""
        counts: Counter[str] = Counter()
        for names in self.names.values():
            counts.update(language for language in names if language)
        return [language for language, _count in counts.most_common()]


def gather(release: Release) -> Gathered:
    """Return what is known of a release; the first call does the work.

    A server calls it before it forks its workers, which then share the memory.

    Args:
        release: The release.
    """
    for known, done in _DONE:
        if known is release:
            return done
    done = _gather(release)
    _DONE.append((release, done))
    del _DONE[:-_KEPT]
    return done


def _gather(release: Release) -> Gathered:
    done = Gathered(release)
    store, base = release.store.raw, release.namespaces.base
    classes: dict[str, list[str]] = {}
    naming = {predicate: place for place, predicate in enumerate(_NAMING)}
    others: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        subject, predicate, thing = quad.subject, quad.predicate, quad.object
        if not isinstance(subject, ox.NamedNode):
            continue
        done.uses[predicate.value] += 1
        if isinstance(thing, ox.NamedNode):
            if predicate == _TYPE:
                done.uses[thing.value] += 1
                classes.setdefault(subject.value, []).append(thing.value)
            elif thing.value.startswith(base):
                done.weight[thing.value] += 1
        elif isinstance(thing, ox.Literal):
            if predicate in naming:
                names = done.names.setdefault(subject.value, {})
                names.setdefault(thing.language or "", thing.value)
            elif predicate in _OTHER_NAMES:
                others.setdefault(subject.value, set()).add(thing.value)
    narrower = _depths(store)
    for iri, found in classes.items():
        own = [name for name in found if name.startswith(base)]
        if own:
            done.kinds[iri] = max(own, key=lambda name: (narrower.get(name, 0), name))
    done.derived = frozenset(
        quad.subject.value
        for quad in store.quads_for_pattern(
            None, release.namespaces.term("derivedBy"), None, ox.DefaultGraph()
        )
        if isinstance(quad.subject, ox.NamedNode)
    )
    _fill_index(done, others)
    return done


def _depths(store: ox.Store) -> dict[str, int]:
    """Return how far each class lies below the broadest one."""
    above: dict[str, set[str]] = {}
    for quad in store.quads_for_pattern(None, _SUBCLASS, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            above.setdefault(quad.subject.value, set()).add(quad.object.value)

    def depth(name: str, seen: frozenset[str]) -> int:
        return 1 + max(
            (depth(up, seen | {name}) for up in above.get(name, ()) if up not in seen), default=0
        )

    return {name: depth(name, frozenset({name})) for name in above}


def _fill_index(done: Gathered, others: dict[str, set[str]]) -> None:
    """Put every thing that has a page of its own worth finding into the index."""
    base = done.namespaces.base
    searched = (f"{base}id/", f"{base}topic/", f"{base}role/", f"{base}source/")
    for iri, names in done.names.items():
        if not iri.startswith(searched) or "/id/annotation/" in iri or "/id/milestone/" in iri:
            continue
        spellings = {*names.values(), *others.get(iri, ())}
        weight = 0 if iri.startswith(searched[-1]) else 4 + done.weight[iri]
        done.index.add(iri, spellings, weight)
    done.index.freeze()
