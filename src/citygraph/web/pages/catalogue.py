"""Pages about the release itself: data, ontology, validation, help, the model on one page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.release.folder import FILES
from citygraph.settings import SETTINGS, setting
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.reading import Reader
from citygraph.web.pages.rendering import page, stored

if TYPE_CHECKING:
    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest, PageResponse

__all__ = ["data", "help_page", "schema", "validation"]

_TITLES: Final = {
    "citygraph.nq": "The whole graph, each statement with its source (N-Quads)",
    "citygraph.ttl": "The whole graph, merged (Turtle)",
    "ontology.ttl": "The ontology and its code lists (Turtle)",
    "shapes.ttl": "The rules the graph is checked by (SHACL)",
    "void.ttl": "Statistics (VoID)",
    "dcat.ttl": "Catalogue entry (DCAT)",
    "validation.ttl": "Results of the validation (SHACL)",
    "validation.txt": "Results of the validation, in words",
    "rows.json": "Which row of a table stands behind which thing",
}
_TEN: Final = (
    "coordinators-of-partnerships",
    "events-hosted-by-sofia",
    "mentor-cities",
    "parts-of-an-initiative",
    "figures-and-targets",
    "statements-with-their-source",
    "evidence-passages",
    "where-sources-differ",
    "names-in-several-languages",
    "counting-each-thing-once",
)
# What each limit means for who asks; the numbers come from the settings in force.
_LIMITS: Final = {
    "serve_seconds": "The longest that a query may run. After that it is stopped.",
    "serve_rows": "The most that an answer may hold.",
    "serve_bytes": "The largest that an answer may be.",
    "serve_memory": "The most that a query may use beside the graph itself.",
    "serve_client_queries": "So many of one reader are worked on at once; more of them wait.",
    "serve_queue": "So many may wait in all; further ones are asked to come back.",
    "serve_patience": "The longest that a request waits for its turn.",
    "serve_request": "The longest that a query sent by POST may be.",
    "serve_url": "The longest that an address may be. Longer queries go by POST.",
}
_SHOWN_FINDINGS: Final = 30
_FINDING: Final = re.compile(
    r"(Violation|Warning|Info|Remark): (?:.*?(?:\(id:[^)]+\)|\bid:\S+): )?(.+)"
)


def data(release: Release, request: PageRequest) -> PageResponse:
    """Return the page of the release's files and numbers."""
    reader = Reader(gather(release), request)
    files = [
        (name, entry["bytes"], entry["sha256"], _TITLES.get(name, FILES.get(name, "")))
        for name, entry in release.manifest.files.items()
    ]
    order = list(_TITLES)
    files.sort(key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    counts = dict(release.manifest.counts)
    classes = sorted(counts.get("classes", {}).items(), key=lambda item: (-item[1], item[0]))
    term = reader.namespaces.term
    properties = [
        (reader.show_iri(iri), count)
        for iri, count in reader.known.uses.most_common()
        if iri.startswith(term("").value) and iri[len(term("").value)].islower()
    ]
    return page(
        "data.html",
        request,
        reader,
        active="data",
        title="Data",
        files=files,
        counts=counts,
        classes=[(reader.show(term(name)), count) for name, count in classes],
        properties=properties,
    )


def validation(release: Release, request: PageRequest) -> PageResponse:
    """Return the findings of the validation, grouped by rule."""
    reader = Reader(gather(release), request)
    text = (release.folder / "validation.txt").read_text(encoding="utf-8")
    findings = _findings(reader.namespaces.localise(text))
    groups: dict[tuple[str, str], list[dict[str, str]]] = {}
    for finding in findings:
        groups.setdefault((finding["severity"], finding["message"]), []).append(finding)
    severities = {"Violation": 0, "Warning": 1, "Info": 2}
    ordered = sorted(groups.items(), key=lambda g: (severities.get(g[0][0], 3), -len(g[1])))
    rows = [
        (
            severity,
            message,
            len(found),
            found[0].get("mend", ""),
            [
                (reader.show_iri(f["node"]) if f.get("node") else None, f.get("stands in", ""))
                for f in found[:_SHOWN_FINDINGS]
            ],
        )
        for (severity, message), found in ordered
    ]
    return page(
        "validation.html",
        request,
        reader,
        title="Validation",
        rows=rows,
        totals=release.manifest.counts.get("validation", {}),
    )


def _findings(text: str) -> list[dict[str, str]]:
    """Read the validation report in words: a line each, with indented particulars."""
    found: list[dict[str, str]] = []
    for line in text.splitlines():
        if line.startswith("  ") and found:
            key, _, value = line.strip().partition(": ")
            found[-1][key] = value
        elif match := _FINDING.match(line):
            found.append({"severity": match[1], "message": match[2]})
    return [
        each
        for each in found
        if "node" not in each or each["node"].startswith(("http://", "https://"))
    ]


def help_page(release: Release, request: PageRequest) -> PageResponse:
    """Return the page of help: how to query, and the limits in plain words."""
    reader = Reader(gather(release), request)
    limits = [
        (f"{int(value):,} {SETTINGS[name].unit}", text)
        for name, text in _LIMITS.items()
        if name in SETTINGS and (value := setting(name)).isdecimal() and value != "0"
    ]
    return page("help.html", request, reader, active="help", title="Help", limits=limits)


def schema(release: Release, request: PageRequest) -> PageResponse:
    """Return the model on one page, with ten queries to copy."""
    reader = Reader(gather(release), request)
    queries = {query.name: query for query in stored("examples")}
    chosen = [
        (query.title, query.question, reader.namespaces.localise(_bare(query.text)))
        for name in _TEN
        if (query := queries.get(name))
    ]
    prefixes = {
        prefix: iri
        for prefix, iri in reader.namespaces.prefixes.items()
        if prefix
        in {"cg", "id", "role", "topic", "src", "graph", "rdfs", "skos", "schema", "prov", "dct"}
    }
    return page(
        "schema.html",
        request,
        reader,
        title="The model on one page",
        queries=chosen,
        prefixes=prefixes,
    )


def _bare(text: str) -> str:
    """Return a query without its front matter."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")) + "\n"
