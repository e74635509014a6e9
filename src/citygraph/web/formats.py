"""The formats of answers: their names, media types and how the engine writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citygraph.web.negotiation import best_type
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "GRAPHS",
    "RESULTS",
    "SUFFIXES",
    "Format",
    "choose",
    "formats_for",
    "not_acceptable",
    "unknown_format",
]


@dataclass(frozen=True)
class Format:
    """A format of answers.

    Attributes:
        name: What ``?format=`` calls it.
        media_type: Its media type.
        aliases: Further media types, or names, by which clients ask for it.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of Content-Type."""
        if self.media_type.startswith("text/"):
            header = "; header=present" if self.name == "csv" else ""
            return f"{self.media_type}; charset=utf-8{header}"
        return self.media_type


RESULTS: Final = (
    Format("json", "application/sparql-results+json", ("application/json", "srj")),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml", "srx")),
    Format("csv", "text/csv"),
    Format("tsv", "text/tab-separated-values"),
)
"""Formats of SELECT and ASK."""
GRAPHS: Final = (
    Format("turtle", "text/turtle", ("ttl", "application/x-turtle", "text/rdf+n3", "text/n3")),
    Format("ntriples", "application/n-triples", ("nt", "text/plain")),
    Format("jsonld", "application/ld+json", ("application/json", "json")),
    Format("rdfxml", "application/rdf+xml", ("rdf", "application/xml", "text/xml", "xml")),
    Format("nquads", "application/n-quads", ("nq", "text/x-nquads")),
    Format("trig", "application/trig", ("application/x-trig",)),
)
"""Formats of CONSTRUCT and DESCRIBE, and of all documents of linked data."""
SUFFIXES: Final[Mapping[str, str]] = {
    "ttl": "turtle",
    "nt": "ntriples",
    "jsonld": "jsonld",
    "rdf": "rdfxml",
    "nq": "nquads",
    "trig": "trig",
}
"""Suffixes of addresses and the formats they stand for."""


def formats_for(form: str) -> tuple[Format, ...]:
    """Return the formats that a form of query can be answered in, the preferred one first."""
    if form in {"CONSTRUCT", "DESCRIBE"}:
        return GRAPHS
    return RESULTS[:2] if form == "ASK" else RESULTS


def choose(accept: str, wanted: str, formats: tuple[Format, ...]) -> Format:
    """Return the format to answer in.

    Args:
        accept: The value of Accept.
        wanted: The value of ``?format=`` or a suffix, which comes before Accept; empty for none.
        formats: The formats there are.

    Raises:
        Refused: There is no such format (400), or none that the client takes (406).
    """
    if wanted:
        name = wanted.strip().lower()
        for entry in formats:
            if name in {entry.name, entry.media_type, *entry.aliases}:
                return entry
        raise Refused(unknown_format(wanted, formats))
    offered = {entry.media_type: entry for entry in formats}
    for entry in formats:
        for alias in entry.aliases:
            if "/" in alias:
                offered.setdefault(alias, entry)
    best = best_type(accept, tuple(offered))
    if best is None:
        raise Refused(not_acceptable(accept, formats))
    return offered[best]


def _listing(formats: tuple[Format, ...]) -> list[dict[str, str]]:
    return [{"format": entry.name, "mediaType": entry.media_type} for entry in formats]


def unknown_format(wanted: str, formats: tuple[Format, ...]) -> Problem:
    """Return the problem of a format that does not exist."""
    names = ", ".join(entry.name for entry in formats)
    return Problem(
        "unknown-format",
        400,
        "There is no such format.",
        f"This cannot be written as '{wanted[:40]}'.",
        f"The formats are {names}.",
        {"formats": _listing(formats)},
    )


def not_acceptable(accept: str, formats: tuple[Format, ...]) -> Problem:
    """Return the problem of a client that takes none of the formats there are."""
    names = ", ".join(entry.media_type for entry in formats)
    return Problem(
        "not-acceptable",
        406,
        "There is no format that you accept.",
        f"None of the formats there are is among those asked for: {accept[:200]}",
        f"The formats are {names}.",
        {"formats": _listing(formats)},
    )
