"""The first page, the search, and the way to report an error."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from citygraph.settings import SETTINGS, setting
from citygraph.web.jobs import PageResponse
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.reading import Reader
from citygraph.web.pages.rendering import page

if TYPE_CHECKING:
    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest
    from citygraph.web.pages.searching import Hit

__all__ = ["correction", "home", "labels", "search", "suggest"]

_NUMBERS: Final = (
    ("City", "cities"),
    ("Initiative", "initiatives"),
    ("Event", "events"),
    ("Organisation", "organisations"),
    ("Person", "people"),
    ("Claim", "claims"),
    ("Source", "sources"),
)
_SUGGESTED: Final = 8
_FOUND: Final = 60
_MOST_LABELS: Final = 200
_KINDS: Final = (
    ("", "Everything"),
    ("city", "Cities"),
    ("initiative", "Initiatives"),
    ("event", "Events"),
    ("organisation", "Organisations"),
    ("person", "People"),
    ("country", "Countries"),
    ("source", "Sources"),
)
_CORRECTIONS: Final = "correction_address"


def home(release: Release, request: PageRequest) -> PageResponse:
    """Return the first page."""
    known = gather(release)
    reader = Reader(known, request)
    counts = release.manifest.counts.get("classes", {})
    numbers = [(counts[name], label) for name, label in _NUMBERS if counts.get(name)]
    groups = []
    for kind, title in (("city", "Cities"), ("initiative", "Initiatives"), ("event", "Events")):
        prefix = f"{known.namespaces.base}id/{kind}/"
        found = [item for item in known.weight.items() if item[0].startswith(prefix)]
        found = [item for item in found if item[0] in known.names]
        found.sort(key=lambda item: (-item[1], item[0]))
        groups.append((title, [reader.show_iri(iri) for iri, _count in found[:7]]))
    return page("home.html", request, reader, title="citygraph", numbers=numbers, groups=groups)


def search(release: Release, request: PageRequest) -> PageResponse:
    """Return the page of what a search found."""
    reader = Reader(gather(release), request)
    text, kind = request.first("q")[:200], request.first("kind")
    found = reader.known.index.find(text, 400)
    base = reader.namespaces.base
    counts = {
        key: sum(1 for hit in found if not key or _is(hit, base, key)) for key, _title in _KINDS
    }
    chosen = [hit for hit in found if not kind or _is(hit, base, kind)][:_FOUND]
    rows = [
        (reader.show_iri(hit.iri), reader.kind(hit.iri).text, hit.name, _context(reader, hit.iri))
        for hit in chosen
    ]
    kinds = [(key, title, counts[key]) for key, title in _KINDS if counts[key]]
    return page(
        "search.html",
        request,
        reader,
        title=f"Search: {text}" if text else "Search",
        text=text,
        kind=kind,
        kinds=kinds,
        rows=rows,
        total=counts.get(kind, len(rows)),
    )


def _is(hit: Hit, base: str, kind: str) -> bool:
    return hit.iri.startswith((f"{base}id/{kind}/", f"{base}{kind}/"))


def _context(reader: Reader, iri: str) -> str:
    """Return the country of a thing, or how much the graph says of it."""
    import pyoxigraph as ox

    country = reader.namespaces.term("country")
    for quad in reader.known.store.quads_for_pattern(
        ox.NamedNode(iri), country, None, ox.DefaultGraph()
    ):
        if isinstance(quad.object, ox.NamedNode):
            return reader.name(quad.object.value).text
    return ""


def suggest(release: Release, request: PageRequest) -> PageResponse:
    """Return, as JSON, the things whose names begin like, or nearly like, what was typed."""
    reader = Reader(gather(release), request)
    found = reader.known.index.find(request.first("q"), _SUGGESTED)
    rows = [
        {
            "name": (name := reader.name(hit.iri)).text,
            "language": name.language,
            "also": hit.name if hit.name != name.text else "",
            "kind": " · ".join(
                filter(None, (reader.kind(hit.iri).text, _context(reader, hit.iri)))
            ),
            "link": reader.link(hit.iri),
        }
        for hit in found
    ]
    return _json(rows)


def labels(release: Release, request: PageRequest) -> PageResponse:
    """Return, as JSON, the names of things for a table of results, and their pages."""
    reader = Reader(gather(release), request)
    found = {}
    for iri in request.all("iri")[:_MOST_LABELS]:
        if iri in reader.known.names or iri in reader.known.kinds:
            name = reader.name(iri)
            found[iri] = {"name": name.text, "language": name.language, "link": reader.link(iri)}
        elif iri.startswith(reader.namespaces.base):
            found[iri] = {"name": reader.name(iri).text, "language": "", "link": reader.link(iri)}
    return _json(found)


def _json(value: object) -> PageResponse:
    text = json.dumps(value, ensure_ascii=False)
    return PageResponse(text.encode(), headers=(("Content-Type", "application/json"),))


def correction(release: Release, request: PageRequest) -> PageResponse:
    """Return the page that helps to report an error in a fact."""
    reader = Reader(gather(release), request)
    thing = request.first("thing")[:500]
    facts = [("Entry", thing)] if thing else []
    facts += [
        (label, request.first(key)[:500])
        for key, label in (("property", "Fact"), ("value", "Value shown"))
        if request.first(key)
    ]
    facts.append(("Release", release.title))
    known = thing in reader.known.names or thing in reader.known.kinds
    subject = f"Error in {reader.name(thing).text if known else 'citygraph'}"
    body = "\n".join(f"{label}: {value}" for label, value in facts)
    body += "\n\nWhat is wrong:\n\nWhat is right, and which document says so:\n"
    template = setting(_CORRECTIONS) if _CORRECTIONS in SETTINGS else ""
    address = template.replace("{title}", quote(subject)).replace("{body}", quote(body))
    return page(
        "correction.html",
        request,
        reader,
        title="Report an error",
        facts=facts,
        body=f"{subject}\n\n{body}",
        address=address if address.startswith(("https://", "http://", "mailto:")) else "",
        back=reader.show_iri(thing) if known else None,
    )
