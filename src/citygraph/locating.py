"""Where the places of a report's maps lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from citygraph.store import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.namespaces import Namespaces
    from citygraph.queries import StoredQuery
    from citygraph.store import Store

__all__ = ["Place", "located", "place_column"]


@dataclass(frozen=True)
class Place:
    """Where a place lies: on coordinates (degrees, WGS 84), or as a whole country."""

    latitude: float | None = None
    longitude: float | None = None
    country: str = ""


def located(
    query: StoredQuery, answer: Answer, store: Store, namespaces: Namespaces
) -> dict[str, Place]:
    """Find where the places of a report's maps lie; a venue lies where its city is.

    Args:
        query: The stored query, whose charts name the columns of places.
        answer: Its rows.
        store: The release's store; it is asked once, and not at all where there is no map.
        namespaces: The release's base.

    Returns:
        IRI to place, for the places that have one.
    """
    wanted = {place_column(chart) for chart in query.charts if chart.get("kind") == "map"}
    places = [place for place, column in enumerate(answer.columns) if column in wanted]
    prefix = f"{namespaces.base}id/"
    found: dict[str, Place] = {}
    nodes = {
        cell.value for place in places for cell in {row[place] for row in answer.rows}
        if isinstance(cell, NamedNode) and cell.value.startswith(prefix)
    }  # fmt: skip
    for iri in sorted(nodes):
        kind, _, key = iri[len(prefix) :].partition("/")
        if kind == "country":
            found[iri] = Place(country=key)
    values = " ".join(f"<{iri}>" for iri in sorted(nodes - set(found)))
    if not values:
        return found
    found_rows = store.query(
        f"""PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
        PREFIX cg: <{namespaces.base}ontology#>
        SELECT ?place ?lat ?long WHERE {{
          VALUES ?place {{ {values} }}
          ?place cg:inCity? ?at .
          ?at geo:lat ?lat ; geo:long ?long .
        }} ORDER BY ?place ?lat ?long"""
    )
    assert isinstance(found_rows, Answer)
    for place, latitude, longitude in found_rows.rows:
        assert isinstance(place, NamedNode)
        assert isinstance(latitude, Literal)
        assert isinstance(longitude, Literal)
        at = Place(float(latitude.value), float(longitude.value))
        found.setdefault(place.value, at)
    return found


def place_column(chart: Mapping[str, object]) -> str:
    """Return the column that holds the places of a map."""
    return str(chart.get("place") or str(chart.get("label") or "").removesuffix("Label"))
