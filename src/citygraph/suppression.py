"""People who asked to be left out, in statements: dropped with all that is said about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.namespaces import foreign
from citygraph.tables import name_digest

if TYPE_CHECKING:
    from collections.abc import Collection

    from citygraph.namespaces import Namespaces

__all__ = ["remove_suppressed"]


def remove_suppressed(store: ox.Store, digests: Collection[str], namespaces: Namespaces) -> None:
    """Remove people who asked to be left out, their claims, and whatever points to either.

    Args:
        store: The statements; each stands in the default graph, and may stand in others too.
        digests: The digests of the names of these people, as :func:`name_digest` writes them.
        namespaces: The base.
    """
    if not digests:
        return
    person = namespaces.term("Person")
    everywhere = ox.DefaultGraph()
    people = {
        q.subject for q in store.quads_for_pattern(None, foreign("rdf:type"), person, everywhere)
    }
    gone = {
        q.subject
        for name in (foreign("skos:prefLabel"), foreign("skos:altLabel"))
        for q in store.quads_for_pattern(None, name, None, everywhere)
        if q.subject in people
        and isinstance(q.object, ox.Literal)
        and name_digest(q.object.value) in digests
    }
    for term in ("participant", "holder", "recipient", "about"):
        for someone in tuple(gone):
            claims = store.quads_for_pattern(None, namespaces.term(term), someone)
            gone.update(q.subject for q in claims)
    for node in gone:
        for pattern in ((node, None, None, None), (None, None, node, None)):
            for quad in list(store.quads_for_pattern(*pattern)):
                store.remove(quad)
