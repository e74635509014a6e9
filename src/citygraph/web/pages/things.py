"""The page of a thing, with what machines read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from citygraph.errors import UnknownName
from citygraph.web.pages.entities import read_entity
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.reading import Reader
from citygraph.web.pages.rendering import page

if TYPE_CHECKING:
    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest, PageResponse
    from citygraph.web.pages.entities import Entity

__all__ = ["DOWNLOADS", "linked_data", "thing"]

DOWNLOADS: Final = (
    ("ttl", "text/turtle", "Turtle"),
    ("jsonld", "application/ld+json", "JSON-LD"),
    ("nt", "application/n-triples", "N-Triples"),
    ("rdf", "application/rdf+xml", "RDF/XML"),
)
_LONGEST_NUMBER: Final = 5
_SCHEMA_TYPES: Final = {
    "City": "City",
    "Country": "Country",
    "Region": "AdministrativeArea",
    "Organisation": "Organization",
    "Person": "Person",
    "Venue": "Place",
    "Source": "CreativeWork",
    "Network": "Organization",
}
_EVENTS: Final = {
    "Event", "Summit", "Lab", "Workshop", "Conference", "Meeting", "Panel", "Session", "Webinar",
    "Training", "Ceremony",
}  # fmt: skip
_PROJECTS: Final = {
    "Initiative", "Programme", "Partnership", "Project", "Declaration", "Platform", "Mission",
    "WorkingGroup", "Policy", "Agenda", "Fund",
}  # fmt: skip
_REPORTS: Final = {
    "City": (
        ("Profile of the city", "city-profile", "city"),
        ("Cities it shares initiatives with", "shared-initiatives", "city"),
    ),
    "Country": (("Cities of the country", "country-cities", "country"),),
    "initiative": (
        ("Cities by role", "cities-by-initiative", "initiative"),
        ("Parts of it", "initiative-parts", "initiative"),
    ),
    "event": (("Participants", "event-participants", "event"),),
}


def thing(release: Release, request: PageRequest) -> PageResponse:
    """Return the page of a thing.

    Raises:
        UnknownName: The release says nothing about it.
    """
    reader = Reader(gather(release), request)
    path = request.parameters["path"].strip("/")
    pages = {
        key: int(value)
        for key, value in request.query
        if value.isdecimal() and len(value) <= _LONGEST_NUMBER
    }
    found = read_entity(reader, path, pages)
    if found is None:
        raise UnknownName(
            f"Release {release.title} says nothing about '{path}'.",
            hint="Search for it by name; names of things are case-sensitive.",
        )
    return page(
        "entity.html",
        request,
        reader,
        title=found.name.text,
        thing=found,
        summary=_summary(found),
        downloads=DOWNLOADS,
        linked=linked_data(reader, found),
        query_url=reader.url("sparql", show=reader.namespaces.localise(_query(found))),
        network=path.startswith(("id/city/", "id/initiative/")),
        reports=_reports(reader, found),
    )


def _summary(found: Entity) -> str:
    if found.descriptions:
        return found.descriptions[0].value.name.text[:300]
    what = f"{found.name.text}: {found.kind.text or 'entry'} in citygraph"
    return ", ".join([what, *(f"{g.total} {g.view.title.lower()}" for g in found.groups)]) + "."


def _query(found: Entity) -> str:
    """Return a query for the claims about a thing, with their sources."""
    return (
        "PREFIX cg: <https://w3id.org/citygraph/ontology#>\n"
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n"
        f"# What is said of {' '.join(found.name.text.split())}, and by which source\n"
        "SELECT ?property ?value ?valueLabel ?source WHERE {\n"
        f"  GRAPH ?source {{ <{found.iri}> ?property ?value }}\n"
        '  OPTIONAL { ?value rdfs:label ?valueLabel FILTER(LANG(?valueLabel) = "en") }\n'
        "}\nORDER BY ?property ?valueLabel\nLIMIT 500\n"
    )


def _reports(reader: Reader, found: Entity) -> list[tuple[str, str]]:
    kind = found.path.split("/")[1] if found.path.startswith("id/") else ""
    chosen = _REPORTS.get(found.kind_key, _REPORTS.get(kind, ()))
    key = found.path.rpartition("/")[2]
    return [
        (title, reader.url(f"reports/{quote(name)}", **{parameter: key}))
        for title, name, parameter in chosen
    ]


def linked_data(reader: Reader, found: Entity) -> dict[str, Any]:
    """Return a thing in the terms of schema.org, for search engines."""
    kind = found.kind_key
    word = "Event" if kind in _EVENTS else "Project" if kind in _PROJECTS else "Thing"
    if found.path.startswith(("role/", "topic/")):
        word = "DefinedTerm"
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _SCHEMA_TYPES.get(kind, word),
        "@id": found.iri,
        "name": found.name.text,
        "url": f"{reader.request.base}page/{quote(found.path)}",
    }
    others = {text for _tag, _label, spellings, _who in found.names for text in spellings}
    if others := others - {found.name.text}:
        values["alternateName"] = sorted(others)[:40]
    if found.descriptions:
        values["description"] = found.descriptions[0].value.name.text
    if found.elsewhere:
        values["sameAs"] = [
            f.value.iri for f in found.elsewhere if f.predicate.endswith("#exactMatch")
        ]
    for fact in found.facts:
        local = fact.predicate.rpartition("/")[2].rpartition("#")[2]
        if local in {"startDate", "endDate"} and fact.predicate.startswith("https://schema.org/"):
            values.setdefault(local, fact.value.raw)
        elif local == "homepage":
            values.setdefault("mainEntityOfPage", fact.value.iri)
        elif local == "location":
            values.setdefault("location", {"@type": "Place", "name": fact.value.name.text})
    if found.map and found.map.points and found.map.points[0][0].group == "self":
        point = found.map.points[0][0]
        values["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": point.latitude,
            "longitude": point.longitude,
        }
    return values
