"""What stands beside a CSV file: its metadata for programs (W3C CSV on the Web, CSVW).

A CSV file has no place to say where it comes from that every reader would pass over, so the project
puts nothing but the header and the rows in it. The metadata stand in a second file whose name is
that of the CSV file with ``-metadata.json`` after it, where programs look for it by default
(Model for Tabular Data and Metadata on the Web, section 5.3). A server links to it by
``Link: <...>; rel="describedby"; type="application/csvm+json"``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.reports import Report

__all__ = ["METADATA_SUFFIX", "csv_metadata"]

METADATA_SUFFIX: Final = "-metadata.json"
"""What is added to the name of a CSV file for that of its metadata."""

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_DATATYPES: Final = {
    _XSD + name: name
    for name in (
        "integer", "decimal", "double", "boolean", "date", "dateTime", "gYear", "gYearMonth",
    )
}  # fmt: skip


def csv_metadata(report: Report, url: str, namespaces: Namespaces) -> bytes:
    """Return the metadata of a report's CSV file.

    Args:
        report: The report.
        url: Where the CSV file is, seen from its metadata: its name, if they lie side by side.
        namespaces: The base of the release.

    Returns:
        JSON, UTF-8.
    """
    from citygraph.rendering.reports import citation
    from citygraph.summaries import sentence

    columns = []
    helps = {column.name: column.help for column in report.query.columns}
    for place, name in enumerate(report.columns):
        entry: dict[str, Any] = {
            "name": name,
            "titles": list(dict.fromkeys([name, report.title_of(name)])),
        }
        entry["datatype"] = _datatype(report, place)
        if helps.get(name):
            entry["dc:description"] = helps[name]
        columns.append(entry)
    data = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": report.query.title,
        "dc:description": report.question_line,
        "dc:abstract": sentence(report, namespaces),
        "dc:license": {"@id": report.licence},
        "dc:hasVersion": report.release,
        "dc:bibliographicCitation": citation(report),
        "dc:source": [{"@id": source.iri} for source in report.sources],
        "notes": [
            {
                "release": report.release,
                "complete": report.complete,
                "rows": len(report.rows),
                "method": " ".join(report.query.method.split()),
                "query": report.sparql,
            }
        ],
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": columns},
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _datatype(report: Report, place: int) -> str:
    """Return the one datatype that all cells of a column have, or string."""
    kinds = set()
    for cell in {row[place] for row in report.rows} - {None}:
        if isinstance(cell, NamedNode):
            kinds.add("anyURI")
        else:
            known = _DATATYPES.get(cell.datatype.value, "") if isinstance(cell, Literal) else ""
            kinds.add(known or "string")
    return kinds.pop() if len(kinds) == 1 else "string"
