"""Who says so: the sources of statements, with what each of them says and where in its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.web.pages.reading import Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.web.pages.reading import Reader, Shown

__all__ = ["Statement", "Voucher", "passages", "statements", "vouchers"]

_PAGE: Final = foreign("foaf:page")
_PUBLISHER: Final = foreign("dct:publisher")
_ISSUED: Final = foreign("dct:issued")
_BODY: Final = foreign("oa:hasBody")
_TARGET: Final = foreign("oa:hasTarget")
_SOURCE: Final = foreign("oa:hasSource")
_SELECTOR: Final = foreign("oa:hasSelector")
_START: Final = foreign("oa:start")
_END: Final = foreign("oa:end")
_LARGEST: Final = 5000


@dataclass(frozen=True)
class Statement:
    """A statement about a thing, with the graphs that hold it."""

    predicate: str
    term: ox.NamedNode | ox.Literal
    graphs: tuple[str, ...]


@dataclass(frozen=True)
class Voucher:
    """Who stands behind a statement.

    Attributes:
        kind: ``source``, ``rule``, ``reference`` (gazetteers and editors) or ``other``.
        name: What it is called.
        link: Its page here.
        address: The document itself, where it has an address.
        publisher: Who published the document.
        issued: When it was published.
        says: What this source says of the thing, as pairs of property and value.
        passages: Where in the text of the document it says so: first character and end.
    """

    kind: str
    name: Name
    link: str
    address: str = ""
    publisher: str = ""
    issued: str = ""
    says: tuple[tuple[Name, Shown], ...] = ()
    passages: tuple[tuple[int, int], ...] = field(default=())

    @cached_property
    def places(self) -> str:
        """The passages in words."""
        return ", ".join(f"{start} to {end}" for start, end in self.passages)


def statements(store: ox.Store, node: ox.NamedNode) -> list[Statement]:
    """Return the statements about a thing, each once, with the graphs that hold it."""
    found: dict[tuple[str, ox.NamedNode | ox.Literal], list[str]] = {}
    for count, quad in enumerate(store.quads_for_pattern(node, None, None, None)):
        if count > _LARGEST:
            break
        if not isinstance(quad.object, ox.NamedNode | ox.Literal):
            continue
        graphs = found.setdefault((quad.predicate.value, quad.object), [])
        if isinstance(quad.graph_name, ox.NamedNode):
            graphs.append(quad.graph_name.value)
    return [
        Statement(predicate, term, tuple(sorted(graphs)))
        for (predicate, term), graphs in found.items()
    ]


def passages(store: ox.Store, node: ox.NamedNode) -> dict[str, list[tuple[int, int]]]:
    """Return, for each source, where in its text it speaks of a thing."""
    found: dict[str, list[tuple[int, int]]] = {}
    default = ox.DefaultGraph()
    annotations = [
        quad.subject
        for predicate in (_BODY, _TARGET)
        for quad in store.quads_for_pattern(None, predicate, node, default)
    ]
    for annotation in annotations:
        for target in store.quads_for_pattern(annotation, _TARGET, None, default):
            source = _value(store, target.object, _SOURCE)
            selector = _node(store, target.object, _SELECTOR)
            start, end = _value(store, selector, _START), _value(store, selector, _END)
            if source and start.isdecimal() and end.isdecimal():
                found.setdefault(source, []).append((int(start), int(end)))
    return {source: sorted(set(places)) for source, places in found.items()}


def vouchers(
    reader: Reader,
    graphs: Iterable[str],
    says: dict[str, list[tuple[Name, Shown]]] | None = None,
    places: dict[str, list[tuple[int, int]]] | None = None,
) -> list[Voucher]:
    """Return who stands behind a statement, documents first.

    Args:
        reader: The reader.
        graphs: The graphs that hold the statement.
        says: What each source says, where that is to be shown.
        places: The passages of each source.
    """
    base = reader.namespaces.base
    found = []
    for graph in graphs:
        if graph.startswith(f"{base}source/"):
            found.append(_source(reader, graph, says or {}, places or {}))
        elif graph.startswith(f"{base}graph/derived/"):
            found.append(Voucher("rule", _plain(graph.rpartition("/")[2]), reader.link(graph)))
        else:
            kind = "reference" if graph.endswith("/reference") else "other"
            found.append(Voucher(kind, _plain(graph.rpartition("/")[2]), reader.link(graph)))
    return sorted(found, key=lambda each: (each.kind != "source", each.issued or "9", each.link))


def _source(
    reader: Reader,
    iri: str,
    says: dict[str, list[tuple[Name, Shown]]],
    places: dict[str, list[tuple[int, int]]],
) -> Voucher:
    store, node = reader.known.store, ox.NamedNode(iri)
    publisher = _node(store, node, _PUBLISHER)
    address = _value(store, node, _PAGE)
    return Voucher(
        "source",
        reader.name(iri),
        reader.link(iri),
        address=address if address.startswith(("https://", "http://")) else "",
        publisher=reader.name(publisher.value).text if publisher else "",
        issued=_value(store, node, _ISSUED),
        says=tuple(says.get(iri, ())),
        passages=tuple(places.get(iri, ())),
    )


def _plain(text: str) -> Name:
    return Name(text.replace("-", " "))


def _node(store: ox.Store, subject: object, predicate: ox.NamedNode) -> ox.NamedNode | None:
    if isinstance(subject, ox.NamedNode):
        for quad in store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.NamedNode):
                return quad.object
    return None


def _value(store: ox.Store, subject: object, predicate: ox.NamedNode) -> str:
    if isinstance(subject, ox.NamedNode):
        for quad in store.quads_for_pattern(subject, predicate, None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.NamedNode | ox.Literal):
                return quad.object.value
    return ""
