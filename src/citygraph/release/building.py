"""Building a release: read, check, map, derive, validate, write."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from citygraph.errors import UnreadableInput, UsageError, did_you_mean
from citygraph.mapping import Facts, map_rows
from citygraph.release.contents import write_contents
from citygraph.release.folder import Manifest, replaced_folder, require_replaceable
from citygraph.release.graph import BuiltGraph
from citygraph.release.networks import carry_network
from citygraph.resources import data_folder
from citygraph.tables import ProblemReport, check_tables, load_package, read_tables, suppress
from citygraph.validation import Finding, Result, describe, validate_lines
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from citygraph.namespaces import Namespaces

__all__ = [
    "NO_DATE",
    "BuildOutcome",
    "build",
    "check",
    "graph_files",
    "judge",
    "load_graph",
    "merge_with_vocabulary",
]

NO_DATE = "1970-01-01"


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
        notes: Sentences on what the new release lacks of the one before.
    """

    problems: ProblemReport
    findings: Sequence[Finding] = ()
    results: Sequence[Result] = ()
    manifest: Manifest | None = None
    notes: Sequence[str] = ()

    @property
    def violations(self) -> int:
        """How many results break a rule outright."""
        return sum(result.severity == "Violation" for result in self.results)

    @property
    def valid(self) -> bool:
        """Whether the tables and the graph keep all rules."""
        return not self.problems and not self.violations


def load_graph(
    data: Path | None, namespaces: Namespaces, progress: Callable[[str], None] = _quiet
) -> tuple[ProblemReport, BuiltGraph | None]:
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
    progress("Deriving")
    files = graph_files(folder, namespaces, {row["key"] for row in rows.get("sources", ())})
    return report, BuiltGraph(
        facts,
        namespaces,
        date.replace("-", "."),
        date,
        files,
        {row["name_sha256"] for row in rows.get("suppressed", ())},
    )


def graph_files(
    folder: Path, namespaces: Namespaces, sources: set[str]
) -> dict[Path, ox.NamedNode]:
    """Find the RDF files of a data folder: ``graphs/KEY.nt`` or ``.ttl`` is what source KEY says.

    Args:
        folder: The data folder.
        namespaces: The base of the graphs' names.
        sources: The keys of the sources.

    Returns:
        Each file with its graph.

    Raises:
        UnreadableInput: A file is named after no source.
    """
    found = {}
    for path in sorted((folder / "graphs").glob("*")):
        if path.suffix not in {".nt", ".ttl"}:
            continue
        if path.stem not in sources:
            raise UnreadableInput(
                f"{path} is named after no source.",
                hint=did_you_mean(path.stem, sources) or "Add a row with this key to sources.csv.",
            )
        found[path] = namespaces.source(path.stem)
    return found


def merge_with_vocabulary(quads: Iterable[ox.Quad], namespaces: Namespaces) -> BuiltGraph:
    """Make a graph of statements from elsewhere, with the vocabulary and what the rules derive."""
    return BuiltGraph(Facts(quads=set(quads)), namespaces, "", NO_DATE)


def judge(graph: BuiltGraph, engine: str) -> tuple[list[Result], list[Finding]]:
    """Validate a graph, and put the results into words."""
    graph.freeze()
    graph.require_no_blank_nodes()
    namespaces = graph.namespaces
    results = validate_lines(graph.merged, graph.shapes, engine, namespaces)
    named = {r.focus for r in results} | {r.value for r in results if r.value.startswith("http")}
    findings = describe(results, graph.labels(named), graph.facts.rows, graph.shapes, namespaces)
    return results, findings


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
    results, findings = judge(graph, engine)
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
    results, findings = judge(graph, engine)
    outcome = BuildOutcome(problems, findings, results)
    if not outcome.valid:
        return outcome
    progress("Writing the release")
    with replaced_folder(out) as folder:
        manifest = write_contents(folder, graph, results, findings)
        notes = carry_network(out, folder, manifest)
    return BuildOutcome(problems, findings, results, manifest, notes)


def _release_date(retrieved: str) -> str:
    """Return SOURCE_DATE_EPOCH's day, else the newest retrieval."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return retrieved or NO_DATE
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH must be a number of seconds, not '{epoch}'.") from None
