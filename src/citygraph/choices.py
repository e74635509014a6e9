"""What a parameter of a report can be: the things that the graph holds, by key and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from citygraph.collation import folded
from citygraph.parameters import ENTITY_TYPES
from citygraph.store import Answer

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.parameters import Parameter
    from citygraph.store import Store

__all__ = ["choices", "known_values"]

_CLASSES: Final = {
    "city": "City",
    "country": "Country",
    "event": "Event",
    "initiative": "Initiative",
    "organisation": "Organisation",
    "person": "Person",
    "region": "Region",
    "venue": "Venue",
    "source": "Source",
}
_PREFIXES: Final = """PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def choices(
    parameter: Parameter, store: Store, namespaces: Namespaces, language: str = "en"
) -> list[tuple[str, str]]:
    """Return what a reader can choose for a parameter.

    Args:
        parameter: The parameter.
        store: The release's store.
        namespaces: The release's base.
        language: The reader's language, as a language tag. A thing without a name in it has its
            English name, one without that either any name it has, else its key.

    Returns:
        Key and name of each thing, by name; nothing for a date, a number or a text.
    """
    if parameter.type not in ENTITY_TYPES:
        return []
    wanted = language.lower().partition("-")[0]
    best: dict[str, tuple[int, str, str]] = {}
    for key, name, tag in _names(parameter, store, namespaces, "rdfs:label|dct:title"):
        rank = 3 if name is None else 0 if tag == wanted else 1 if tag == "en" else 2
        offer = (rank, name or key, tag)
        best[key] = min(best.get(key, offer), offer)
    named = ((key, name) for key, (_rank, name, _tag) in best.items())
    return sorted(named, key=lambda choice: (folded(choice[1]), choice[0]))


def known_values(
    parameter: Parameter, store: Store, namespaces: Namespaces
) -> dict[str, list[str]]:
    """Return the keys that a parameter can name, each with its names.

    Args:
        parameter: A parameter of a kind that the graph holds.
        store: The release's store.
        namespaces: The release's base.

    Returns:
        Key to names: the English one first, then those in other languages.
    """
    found: dict[str, list[tuple[bool, str]]] = {}
    for key, name, tag in _names(
        parameter, store, namespaces, "rdfs:label|skos:altLabel|dct:title"
    ):
        names = found.setdefault(key, [])
        if name is not None:
            names.append((tag != "en", name))
    return {key: [name for _other, name in sorted(names)] for key, names in sorted(found.items())}


def _names(
    parameter: Parameter, store: Store, namespaces: Namespaces, path: str
) -> list[tuple[str, str | None, str]]:
    """Return key, name and language of everything that a parameter can be."""
    prefix = f"{namespaces.base}{ENTITY_TYPES[parameter.type]}/"
    if parameter.type in _CLASSES:
        pattern = f"?x a <{namespaces.term(_CLASSES[parameter.type]).value}> ."
    else:
        pattern = f"?x skos:inScheme <{namespaces.base}{parameter.type}> ."
    answer = store.query(
        f"{_PREFIXES}SELECT ?x ?name WHERE {{ {pattern} OPTIONAL {{ ?x {path} ?name }} }}"
    )
    assert isinstance(answer, Answer)
    rows: list[tuple[str, str | None, str]] = []
    for thing, name in answer.rows:
        assert isinstance(thing, NamedNode)
        key = thing.value.removeprefix(prefix)
        if isinstance(name, Literal):
            rows.append((key, name.value, name.language or ""))
        else:
            rows.append((key, None, ""))
    return rows
