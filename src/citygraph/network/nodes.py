"""What is known of the nodes of a network: name, kind, country, place, size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.namespaces import Namespaces
    from citygraph.store import Store

__all__ = ["Node", "describe_nodes"]



@dataclass(frozen=True, slots=True)
class Node:
    """A node of a network.

    Attributes:
        key: Its key, such as ``city/sofia-bg``.
        iri: Its IRI.
        label: Its name in the reader's language, else in English, else in any.
        kind: The path of its IRI: ``city``, ``initiative``, ``person`` ...
        classes: The local names of its classes.
        country: The ISO 3166-1 alpha-2 code of its country; empty where there is none.
        lat: Degrees north; None where not known.
        long: Degrees east.
        population: The latest number of inhabitants.
        names: Its names in all languages.
    """

    key: str
    iri: str
    label: str
    kind: str
    classes: frozenset[str] = frozenset()
    country: str = ""
    lat: float | None = None
    long: float | None = None
    population: int | None = None
    names: frozenset[str] = frozenset()

    @property
    def type(self) -> str:
        """The narrowest of its classes, such as ``Partnership``; the first one where several."""
        own = sorted(self.classes - {"Actor", "Initiative", "Event"})
        return ", ".join(own) or next(iter(sorted(self.classes - {"Actor"})), "")

    @property
    def attributes(self) -> dict[str, str | float | int]:
        """The attributes of the node in a networkx graph; those not known are left out."""
        values = {
            "iri": self.iri,
            "label": self.label,
            "kind": self.kind,
            "type": self.type,
            "country": self.country,
            "lat": self.lat,
            "long": self.long,
            "population": self.population,
        }
        return {name: value for name, value in values.items() if value is not None and value != ""}


def describe_nodes(
    store: Store, namespaces: Namespaces, keys: Iterable[str], language: str = "en"
) -> dict[str, Node]:
    """Describe nodes.

    Args:
        store: The store.
        namespaces: The base of the names.
        keys: The keys of the nodes.
        language: The language of the labels, where there is a choice.

    Returns:
        Each key with its description, in the order of the keys.
    """
    from citygraph.network.links import rows

    wanted = sorted(set(keys))
    base = f"{namespaces.base}id/"
    ontology = namespaces.term("").value
    values: dict[str, dict[str, set[str]]] = {key: {} for key in wanted}
    kinds = {"initiative": "Initiative", "event": "Event"}
    for kind in sorted({kinds.get(key.partition("/")[0], "Actor") for key in wanted}):
        for name, path in (
            ("label", "rdfs:label ?value"),
            ("class", "a ?value"),
            ("country", "cg:country/skos:notation ?value"),
            ("code", "skos:notation ?value"),
            ("lat", "geo:lat ?value"),
            ("long", "geo:long ?value"),
            ("population", "cg:population ?value"),
        ):
            if kind != "Actor" and name in {"code", "lat", "long", "population"}:
                continue
            for row in rows(store, f"SELECT ?x ?value {{ ?x a cg:{kind} ; {path} }}", namespaces):
                key = str(getattr(row["x"], "value", "")).removeprefix(base)
                if key in values:
                    term = row["value"]
                    text = str(getattr(term, "value", ""))
                    if name == "label":
                        text = f"{getattr(term, 'language', None) or ''}\t{text}"
                    values[key].setdefault(name, set()).add(text)
    return {key: _node(key, values[key], base, ontology, language) for key in wanted}


def _node(
    key: str, values: dict[str, set[str]], base: str, ontology: str, language: str
) -> Node:
    def only(name: str) -> str:
        return min(values.get(name, {""}))

    def number(name: str) -> float | None:
        return float(only(name)) if only(name) else None

    classes = {c.removeprefix(ontology) for c in values.get("class", ()) if c.startswith(ontology)}
    kind = key.partition("/")[0]
    population = number("population")
    return Node(
        key,
        base + key,
        _label(values.get("label", set()), language) or key.partition("/")[2],
        kind,
        frozenset(classes),
        only("country") or (only("code") if kind == "country" else ""),
        number("lat"),
        number("long"),
        int(population) if population is not None else None,
        frozenset(label.partition("\t")[2] for label in values.get("label", ())),
    )


def _label(labels: set[str], language: str) -> str:
    by_language = dict(reversed(sorted(label.split("\t", 1) for label in labels)))
    for wanted in (language, "en", ""):
        if wanted in by_language:
            return by_language[wanted]
    return by_language[min(by_language)] if by_language else ""
