"""Validation results in words, for the curator who has to mend the table."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from rdflib import SH, Graph, URIRef

from citygraph.namespaces import Namespaces, foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from citygraph.validation.engines import Result

__all__ = ["Finding", "counted", "describe", "finding_lines", "report_quads"]

_ORDER = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Finding:
    """A validation result with what a person needs to act on it.

    Attributes:
        result: The engine's result.
        label: The name of the thing, or its key.
        property: The name of the property checked, in words.
        value: The offending value, with its name where it has one.
        mend: How to mend it.
        rows: The table rows behind the thing, as ``file:row``.
    """

    result: Result
    label: str
    property: str
    value: str
    mend: str
    rows: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield the finding as lines of text."""
        yield f"{self.result.severity}: {self.label}: {self.result.message}"
        if self.property:
            yield f"  property: {self.property}"
        if self.value:
            yield f"  value: {self.value}"
        if self.rows:
            more = f" and {len(self.rows) - 3} more" if len(self.rows) > 3 else ""  # noqa: PLR2004
            places = "; ".join(row.replace(":", ", row ") for row in self.rows[:3])
            yield f"  stands in: {places}{more}"
        if self.mend:
            yield f"  mend: {self.mend}"
        yield f"  node: {self.result.focus}"

    def as_data(self) -> dict[str, Any]:
        """Return the finding as a plain mapping, for JSON."""
        return {
            **asdict(self.result),
            "label": self.label,
            "property": self.property,
            "mend": self.mend,
            "rows": list(self.rows),
        }


def describe(
    results: Iterable[Result],
    labels: Mapping[str, str],
    rows: Mapping[str, Sequence[str]],
    shapes: str,
    namespaces: Namespaces,
) -> list[Finding]:
    """Put results into words.

    Args:
        results: The engine's results.
        labels: A name for each IRI that has one.
        rows: The table rows behind each node.
        shapes: The shapes graph as Turtle: its names and descriptions say what is checked and how
            to mend it.
        namespaces: For short names of IRIs.

    Returns:
        The findings, violations first.
    """
    graph = Graph().parse(data=shapes, format="turtle")

    def name(iri: str) -> str:
        short = namespaces.compact(iri)
        return f"{labels[iri]} ({short})" if iri in labels else short

    def of_shape(shape: str, predicate: URIRef) -> str:
        value = graph.value(URIRef(shape), predicate) if shape else None
        return str(value) if value is not None else ""

    findings = [
        Finding(
            result=result,
            label=name(result.focus),
            property=of_shape(result.shape, SH.name)
            or (namespaces.compact(result.path) if result.path else ""),
            value=name(result.value) if result.value.startswith("http") else result.value,
            mend=of_shape(result.shape, SH.description),
            rows=tuple(rows.get(result.focus, ())),
        )
        for result in results
    ]
    return sorted(findings, key=lambda f: (_ORDER.index(f.result.severity), f.label, f.result))


def counted(severities: Mapping[str, int]) -> str:
    """Return how many results there are of each severity, in words."""
    words = (("Violation", "violation"), ("Warning", "warning"), ("Info", "remark"))
    numbers = ((severities.get(name, 0), word) for name, word in words)
    return ", ".join(f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in numbers)


def finding_lines(findings: Sequence[Finding], shown: int | None = None) -> Iterator[str]:
    """Yield a report of all findings as text.

    Args:
        findings: The findings.
        shown: How many of one shape are written out; all where it is None.

    Yields:
        Lines; the last one has the totals.
    """
    seen: Counter[str] = Counter()
    total = Counter(finding.result.shape for finding in findings)
    for finding in findings:
        shape = finding.result.shape
        seen[shape] += 1
        if shown is None or seen[shape] <= shown:
            yield from finding.lines()
        elif seen[shape] == shown + 1:
            yield f"{finding.result.severity}: {total[shape] - shown:,} more like the last one."
    severities = Counter(finding.result.severity for finding in findings)
    yield f"{counted(severities)}."


def report_quads(
    results: Sequence[Result],
    *,
    conforms: bool,
    namespaces: Namespaces,
) -> Iterator[ox.Triple]:
    """Yield the results as a SHACL validation report without blank nodes.

    Args:
        results: All results.
        conforms: Whether there is no violation.
        namespaces: The base of the report's IRIs.

    Yields:
        The triples of the report.
    """
    report = ox.NamedNode(f"{namespaces.base}validation/report")
    yield ox.Triple(report, foreign("rdf:type"), foreign("sh:ValidationReport"))
    truth = ox.Literal("true" if conforms else "false", datatype=foreign("xsd:boolean"))
    yield ox.Triple(report, foreign("sh:conforms"), truth)
    for result in results:
        identity = repr(result).encode()
        node = ox.NamedNode(
            f"{namespaces.base}validation/result/{hashlib.sha256(identity).hexdigest()[:16]}"
        )
        yield ox.Triple(report, foreign("sh:result"), node)
        yield ox.Triple(node, foreign("rdf:type"), foreign("sh:ValidationResult"))
        yield ox.Triple(node, foreign("sh:resultSeverity"), foreign(f"sh:{result.severity}"))
        component = foreign(f"sh:{result.component}ConstraintComponent")
        yield ox.Triple(node, foreign("sh:sourceConstraintComponent"), component)
        yield ox.Triple(node, foreign("sh:focusNode"), ox.NamedNode(result.focus))
        yield ox.Triple(
            node, foreign("sh:resultMessage"), ox.Literal(result.message, language="en")
        )
        if result.path:
            yield ox.Triple(node, foreign("sh:resultPath"), ox.NamedNode(result.path))
        if result.shape:
            yield ox.Triple(node, foreign("sh:sourceShape"), ox.NamedNode(result.shape))
        if result.value:
            value = (
                ox.NamedNode(result.value)
                if result.value.startswith("http")
                else ox.Literal(result.value)
            )
            yield ox.Triple(node, foreign("sh:value"), value)
