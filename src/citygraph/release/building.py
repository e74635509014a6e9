"""Building a release: read, check, map, derive, validate, write."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph._version import __version__
from citygraph.errors import UsageError
from citygraph.mapping import Facts, map_rows
from citygraph.namespaces import Namespaces, foreign
from citygraph.release.folder import FILES, Manifest, replaced_folder, require_replaceable
from citygraph.release.metadata import DATA_LICENCE, catalogue, release_quads, statistics
from citygraph.release.writing import sorted_nquads, sorted_ntriples, sorted_turtle
from citygraph.resources import data_folder, ontology_folder
from citygraph.rules import apply_rules, load_rules
from citygraph.tables import ProblemReport, check_tables, load_package, read_tables, suppress
from citygraph.validation import Finding, Result, describe, finding_lines, report_quads, validate
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["BuildOutcome", "build", "check", "load_graph", "merge_with_vocabulary"]

_NO_DATE = "1970-01-01"


def _quiet(_step: str) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class BuildOutcome:
    """What a build, or a check without a release, came to.

    Attributes:
        problems: The problems of the tables; where there are any, nothing else was done.
        findings: The SHACL results in words.
        results: The same as the engine gave them.
        manifest: The release's manifest; None where no release was written.
    """

    problems: ProblemReport
    findings: Sequence[Finding] = ()
    results: Sequence[Result] = ()
    manifest: Manifest | None = None

    @property
    def violations(self) -> int:
        """How many results break a rule outright."""
        return sum(result.severity == "Violation" for result in self.results)

    @property
    def valid(self) -> bool:
        """Whether the tables and the graph keep all rules."""
        return not self.problems and not self.violations


class _Graph:
    """The graph in the making."""

    def __init__(self, facts: Facts, namespaces: Namespaces, version: str, date: str) -> None:
        self.facts = facts
        self.namespaces = namespaces
        self.version = version
        self.date = date
        self.store = ox.Store()

    def fill(self) -> None:
        """Load facts, vocabulary and metadata, and merge them into the default graph."""
        vocabulary = load_vocabulary(self.namespaces)
        graph = self.namespaces.graph("vocabulary")
        metadata = self.facts.metadata | set(
            release_quads(self.namespaces, self.version, self.date, self.facts.reference_sources)
        )
        quads = self.facts.quads | metadata
        quads |= {ox.Quad(t.subject, t.predicate, t.object, graph) for t in vocabulary.triples}
        self.store.bulk_extend(quads)
        self.store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)

    def derive(self) -> None:
        """Run the rules."""
        apply_rules(self.store, load_rules(self.namespaces), self.namespaces)

    @cached_property
    def merged(self) -> list[ox.Triple]:
        """The merged graph."""
        default = ox.DefaultGraph()
        return [q.triple for q in self.store.quads_for_pattern(None, None, None, default)]

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """Every statement in its named graph."""
        return [q for q in self.store if not isinstance(q.graph_name, ox.DefaultGraph)]

    def labels(self) -> dict[str, str]:
        """Return an English name, else any name, for each IRI that has one."""
        found: dict[str, str] = {}
        label = foreign("rdfs:label")
        for quad in self.store.quads_for_pattern(None, label, None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                iri = quad.subject.value
                if quad.object.language == "en" or iri not in found:
                    found[iri] = quad.object.value
        return found

    def shapes(self) -> str:
        """Return the shapes as Turtle under the release's base."""
        text = (ontology_folder() / "shapes.ttl").read_text(encoding="utf-8")
        return self.namespaces.localise(text)

    def validate(self, engine: str) -> tuple[list[Result], list[Finding]]:
        """Validate the merged graph."""
        results = validate(sorted_ntriples(self.merged), self.shapes(), engine)
        findings = describe(results, self.labels(), self.facts.rows, self.shapes(), self.namespaces)
        return results, findings


def load_graph(
    data: Path | None, namespaces: Namespaces, progress: Callable[[str], None] = _quiet
) -> tuple[ProblemReport, _Graph | None]:
    """Read and check tables and, where they are sound, make the graph of them.

    Args:
        data: The folder of the tables; the project's own by default.
        namespaces: The base of the graph.
        progress: Is told each step.

    Returns:
        The problems, and the graph where there are none.

    Raises:
        UnreadableInput: The folder or the description of the tables cannot be read.
    """
    folder = data or data_folder()
    progress("Reading the tables")
    description = folder / "datapackage.json"
    if not description.exists():
        description = data_folder() / "datapackage.json"
    package = load_package(description)
    vocabulary = load_vocabulary(namespaces)
    report = ProblemReport()
    rows = read_tables(folder, package, report)
    progress("Checking the tables")
    check_tables(rows, package, vocabulary.schemes, report)
    if report:
        return report, None
    facts = map_rows(suppress(rows), vocabulary, namespaces)
    date = _release_date(facts.retrieved)
    graph = _Graph(facts, namespaces, date.replace("-", "."), date)
    graph.fill()
    progress("Deriving")
    graph.derive()
    return report, graph


def merge_with_vocabulary(quads: Iterable[ox.Quad], namespaces: Namespaces) -> _Graph:
    """Make a graph of statements from elsewhere, with the vocabulary and what the rules derive."""
    graph = _Graph(Facts(quads=set(quads)), namespaces, "", _NO_DATE)
    graph.fill()
    graph.derive()
    return graph


def check(
    data: Path | None,
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None] = _quiet,
) -> BuildOutcome:
    """Check tables and graph without writing a release; see :func:`build`."""
    problems, graph = load_graph(data, namespaces, progress)
    if graph is None:
        return BuildOutcome(problems)
    progress("Validating")
    results, findings = graph.validate(engine)
    return BuildOutcome(problems, findings, results)


def build(
    data: Path | None,
    out: Path,
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None] = _quiet,
) -> BuildOutcome:
    """Build a release.

    Args:
        data: The folder of the tables; the project's own by default.
        out: The release's folder; what it held stays as it was unless all goes well.
        engine: The SHACL engine.
        namespaces: The base of the graph.
        progress: Is told each step.

    Returns:
        The outcome; a release was written where it is valid.

    Raises:
        UnreadableInput: Tables or target folder are not what they should be.
    """
    require_replaceable(out)
    problems, graph = load_graph(data, namespaces, progress)
    if graph is None:
        return BuildOutcome(problems)
    progress("Validating")
    results, findings = graph.validate(engine)
    outcome = BuildOutcome(problems, findings, results)
    if not outcome.valid:
        return outcome
    progress("Writing the release")
    with replaced_folder(out) as folder:
        manifest = _write(folder, graph, results, findings)
    return BuildOutcome(problems, findings, results, manifest)


def _release_date(retrieved: str) -> str:
    """Return SOURCE_DATE_EPOCH's day, else the newest retrieval."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return retrieved or _NO_DATE
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH must be a number of seconds, not '{epoch}'.") from None


def _write(
    folder: Path, graph: _Graph, results: Sequence[Result], findings: Sequence[Finding]
) -> Manifest:
    namespaces = graph.namespaces
    prefixes = namespaces.prefixes
    per_graph: Counter[str] = Counter()
    for quad in graph.quads:
        assert isinstance(quad.graph_name, ox.NamedNode)
        per_graph[quad.graph_name.value] += 1
    void, counts = statistics(graph.merged, per_graph, namespaces, graph.date)
    severities = Counter(result.severity for result in results)
    counts["sources"] = sum(
        1 for q in graph.facts.metadata if q.object == namespaces.term("Source")
    )
    counts["validation"] = {n: severities[n] for n in ("Violation", "Warning", "Info")}

    (folder / "citygraph.nq").write_bytes(sorted_nquads(graph.quads))
    (folder / "citygraph.ttl").write_bytes(sorted_turtle(graph.merged, prefixes))
    (folder / "ontology.ttl").write_bytes(_ontology(namespaces))
    (folder / "shapes.ttl").write_text(graph.shapes(), encoding="utf-8")
    (folder / "void.ttl").write_bytes(sorted_turtle(void, prefixes))
    report = report_quads(results, conforms=not severities["Violation"], namespaces=namespaces)
    (folder / "validation.ttl").write_bytes(sorted_turtle(report, prefixes))
    (folder / "validation.txt").write_text(
        "".join(f"{line}\n" for line in finding_lines(findings)), encoding="utf-8"
    )
    (folder / "rows.json").write_text(_rows(graph.facts.rows), encoding="utf-8")
    files = {}
    for name, description in FILES.items():
        if name.endswith((".nq", ".ttl")) and name != "dcat.ttl":
            data = (folder / name).read_bytes()
            files[name] = (len(data), hashlib.sha256(data).hexdigest(), description)
    dcat = catalogue(namespaces, graph.version, graph.date, files)
    (folder / "dcat.ttl").write_bytes(sorted_turtle(dcat, prefixes))
    manifest = Manifest(
        graph.version, graph.date, namespaces.base, __version__, DATA_LICENCE, counts
    )
    manifest.write(folder)
    return manifest


def _ontology(namespaces: Namespaces) -> bytes:
    """The ontology's files one after another: they share no blank node."""
    parts = []
    for name in ("citygraph.ttl", "roles.ttl", "topics.ttl", "codes.ttl", "alignments.ttl"):
        text = (ontology_folder() / name).read_text(encoding="utf-8")
        parts.append(namespaces.localise(text).rstrip() + "\n")
    return "\n".join(parts).encode()


def _rows(rows: Mapping[str, Sequence[str]]) -> str:
    lines = (
        f"  {json.dumps(node)}: {json.dumps(sorted(set(places)))}"
        for node, places in sorted(rows.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"
