"""The map of all cities, with the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.web.pages import mapping
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.reading import Reader
from citygraph.web.pages.rendering import page

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest, PageResponse

__all__ = ["city_map", "choices", "linked"]


def city_map(release: Release, request: PageRequest) -> PageResponse:
    """Return the map, filtered by country and by initiative."""
    reader = Reader(gather(release), request)
    base, term = reader.namespaces.base, reader.namespaces.term
    country, initiative = request.first("country"), request.first("initiative")
    prefix = f"{base}id/city/"
    cities = {iri for iri in reader.known.names if iri.startswith(prefix)}
    if country:
        node = f"{base}id/country/{country}"
        cities &= set(linked(reader, None, term("country"), node))
    if initiative:
        node = f"{base}id/initiative/{initiative}"
        cities &= set(linked(reader, None, term("participatesIn"), node))
    counts = {
        iri: sum(1 for _ in linked(reader, iri, term("participatesIn"), None)) for iri in cities
    }
    rows = []
    points = []
    for iri in cities:
        shown = reader.show_iri(iri)
        lands = [reader.show_iri(land) for land in linked(reader, iri, term("country"), None)]
        place = mapping.coordinates(reader.known, iri)
        rows.append((shown, lands, counts[iri], place))
        if place:
            size = min(2.6 + counts[iri] ** 0.5 * 1.1, 9)
            title = f"{shown.name.text}: {counts[iri]} initiatives"
            points.append(mapping.Point(iri, title, shown.link, *place, size=size))
    rows.sort(key=lambda row: (-row[2], row[0].name.text.casefold()))
    points.sort(key=lambda point: -point.size)
    return page(
        "map.html",
        request,
        reader,
        active="map",
        title="Map",
        rows=rows,
        map=mapping.draw(points, ratio=1.35),
        country=country,
        initiative=initiative,
        countries=choices(reader, "country", "country"),
        initiatives=choices(reader, "initiative", "participatesIn"),
    )


def linked(
    reader: Reader, subject: str | None, predicate: ox.NamedNode, thing: str | None
) -> Iterable[str]:
    """Return the other ends of statements of one property."""
    ends = [ox.NamedNode(end) if end and _is_iri(end) else None for end in (subject, thing)]
    if ends == [None, None]:
        return
    for quad in reader.known.store.quads_for_pattern(
        ends[0], predicate, ends[1], ox.DefaultGraph()
    ):
        other = quad.subject if subject is None else quad.object
        if isinstance(other, ox.NamedNode):
            yield other.value


def _is_iri(text: str) -> bool:
    return not any(mark in text for mark in ' <>"{}|\\^`') and text.isprintable()


def choices(reader: Reader, kind: str, predicate: str) -> list[tuple[str, str]]:
    """Return the things of a kind that a property leads to, by key and name."""
    prefix = f"{reader.namespaces.base}id/{kind}/"
    term = reader.namespaces.term(predicate)
    found = {
        quad.object.value
        for quad in reader.known.store.quads_for_pattern(None, term, None, ox.DefaultGraph())
        if isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(prefix)
    }
    pairs = [(iri.removeprefix(prefix), reader.name(iri).text) for iri in found]
    return sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))
