"""Graph files: the statements of one source as `graphs/KEY.nt` beside the tables.

Where a source is too large for tables, or is RDF already, its statements stand in a file whose name
is the source's key in `sources.csv`; a build loads it into that source's graph. File and row are
written together, after everything in them was checked.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.errors import InvalidData, UnreadableInput, UsageError
from citygraph.loading.checking import check_rows, described_elsewhere
from citygraph.loading.folder import GRAPHS, folder_package, folder_rows, graph_files
from citygraph.loading.literals import canonical
from citygraph.loading.private import suppressed_names, without_suppressed
from citygraph.loading.tables import merge
from citygraph.model import CLAIMS
from citygraph.namespaces import foreign
from citygraph.release import BuildOutcome
from citygraph.tables import ProblemReport, Row, check_tables, lock_tables, write_tables
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from citygraph.namespaces import Namespaces
    from citygraph.tables import Package

__all__ = ["GraphLoad", "Target", "complete", "load_statements", "open_target"]

_KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NEEDED: Final = ("title", "publisher")


@dataclass(frozen=True)
class GraphLoad:
    """What a load of statements came to.

    Attributes:
        outcome: The problems of rows, and the SHACL results of the graph with the statements.
        statements: How many statements the source makes.
        file: The graph file.
        written: Whether file and row were written.
        counts: Other numbers worth telling, by what they count.
        left_out: The problems of rows that were left out.
    """

    outcome: BuildOutcome
    statements: int
    file: Path
    written: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    left_out: ProblemReport = field(default_factory=ProblemReport)


@dataclass
class Target:
    """The folder that takes a source, locked while it is open.

    Attributes:
        folder: The folder of the tables.
        package: What the tables are.
        rows: The rows of each table, with the row of the source.
        source: The key of the source.
        report: The problems of the tables with that row.
    """

    folder: Path
    package: Package
    rows: dict[str, list[Row]]
    source: str
    report: ProblemReport

    @property
    def file(self) -> Path:
        """The source's graph file."""
        return self.folder / GRAPHS / f"{self.source}.nt"

    @property
    def source_row(self) -> Row:
        """The source's row."""
        return next(row for row in self.rows["sources"] if row["key"] == self.source)

    @contextmanager
    def writing(self) -> Iterator[IO[bytes]]:
        """Give a file to fill, which becomes the graph file at the end if all goes well.

        The row in sources.csv is written first: a source without statements harms nobody, but
        statements need their source.
        """
        part = self.file.with_name(f".{self.file.name}.part")
        try:
            self.file.parent.mkdir(exist_ok=True)
            with part.open("wb") as sink:
                yield sink
                sink.flush()
                os.fsync(sink.fileno())
            sources = [row.cells for row in self.rows["sources"]]
            write_tables(self.folder, {"sources": sources}, self.package)
            part.replace(self.file)
        except OSError as error:
            raise UnreadableInput(
                f"{self.file} cannot be written: {error.strerror or error}.",
                hint="The old file, if there was one, is as it was.",
            ) from error
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def open_target(
    into: Path,
    source: str,
    details: Mapping[str, str],
    namespaces: Namespaces,
    *,
    defaults: Mapping[str, str] | None = None,
) -> Iterator[Target]:
    """Lock a folder of tables for a source, read it, and add the source's row in memory.

    Args:
        into: The folder.
        source: The source's key.
        details: Cells of its row; where it is there already, those that are given change it.
        namespaces: The base.
        defaults: Cells for what neither the row nor the details say.

    Yields:
        The target; its report has the problems of the tables, if any.

    Raises:
        UsageError: The key has another form, a detail that is needed is missing, the source has
            a graph file in another syntax, or another process is changing the tables.
        UnreadableInput: The folder is missing.
    """
    if not _KEY.fullmatch(source):
        raise UsageError(
            f"'{source}' cannot be the key of a source.",
            hint="A key is made of lower-case letters a to z, digits and single hyphens.",
        )
    package = folder_package(into)
    with lock_tables(into):
        report = ProblemReport()
        old = folder_rows(into, package, report)
        other = (into / GRAPHS / source).with_suffix(".ttl")
        if other.exists():
            raise UsageError(
                f"{other} holds statements of the source '{source}'.",
                hint="Choose another key with --source, or remove that file.",
            )
        row = _source_row(old, source, details, defaults or {})
        rows, _changes = merge(old, {"sources": [row]}, package)
        check_tables(rows, package, load_vocabulary(namespaces).schemes, report)
        yield Target(into, package, rows, source, report)


def _source_row(
    rows: Mapping[str, list[Row]],
    source: str,
    details: Mapping[str, str],
    defaults: Mapping[str, str],
) -> Row:
    known = next((row for row in rows.get("sources", ()) if row["key"] == source), None)
    cells = {"language": "en", **defaults, **(known.cells if known else {})}
    cells |= {column: value for column, value in details.items() if value}
    cells |= {"key": source, "role": "document"}
    if not details.get("retrieved"):
        cells["retrieved"] = datetime.now(UTC).date().isoformat()
    for column in _NEEDED:
        if not cells.get(column):
            raise UsageError(
                f"The source '{source}' is not in sources.csv, and its {column} is not given.",
                hint=f"Add --{column}; title and publisher are needed.",
            )
    return Row("sources", "options of the source", 1, cells)


def load_statements(
    triples: Iterable[ox.Triple],
    target: Target,
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None],
    *,
    dry_run: bool = False,
) -> GraphLoad:
    """Check statements with the tables and, if all is well, write the graph file and its row.

    Args:
        triples: The statements, in the terms of the model.
        target: The folder that takes them.
        engine: The SHACL engine.
        namespaces: The base.
        progress: Is told each step.
        dry_run: Whether to check only.

    Returns:
        What it came to.

    Raises:
        InvalidData: There is no statement, or one has a blank node.
    """
    whole = complete(triples, target.source, namespaces)
    whole = without_suppressed(whole, suppressed_names(target.rows), namespaces)
    load = GraphLoad(BuildOutcome(target.report), len(whole), target.file)
    if target.report:
        return load
    graph = namespaces.source(target.source)
    others = [path for path in graph_files(target.folder) if path != target.file]
    around = described_elsewhere(whole, others, namespaces)
    statements = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in whole | around]
    outcome = check_rows(target.rows, statements, engine, namespaces, progress)
    load = GraphLoad(outcome, len(whole), target.file)
    if not outcome.valid or dry_run:
        return load
    progress("Writing")
    with target.writing() as sink:
        sink.write(_sorted_lines(whole))
    return GraphLoad(outcome, len(whole), target.file, written=True)


def complete(triples: Iterable[ox.Triple], source: str, namespaces: Namespaces) -> set[ox.Triple]:
    """Return statements as they are stored: canonical, each claim with its source and status.

    Args:
        triples: The statements as they came.
        source: The key of their source.
        namespaces: The base.

    Returns:
        The statements, with `prov:wasDerivedFrom` and `cg:status` added to claims without them.

    Raises:
        InvalidData: There is no statement, or one has a blank node.
    """
    derived, status = foreign("prov:wasDerivedFrom"), namespaces.term("status")
    classes = {namespaces.term(entry.class_name) for entry in CLAIMS.values()}
    classes.add(namespaces.term("Target"))
    whole: set[ox.Triple] = set()
    said: dict[ox.NamedNode, set[ox.NamedNode]] = defaultdict(set)
    claims: set[ox.NamedNode] = set()
    for triple in triples:
        subject, value = triple.subject, triple.object
        if not isinstance(subject, ox.NamedNode) or isinstance(value, ox.BlankNode | ox.Triple):
            raise InvalidData(
                f"A statement has a blank node, which has no name to refer to it by: {triple}.",
                hint="Make a name for it in the CONSTRUCT query: "
                'BIND(IRI(CONCAT("https://w3id.org/citygraph/id/...", ?key)) AS ?node).',
            )
        if isinstance(value, ox.Literal):
            value = canonical(value)
        whole.add(ox.Triple(subject, triple.predicate, value))
        said[subject].add(triple.predicate)
        if value in classes and triple.predicate == foreign("rdf:type"):
            claims.add(subject)
    if not whole:
        raise InvalidData(
            "There is no statement to load.",
            hint="Look at the CONSTRUCT query: it may match nothing in the input.",
        )
    for claim in claims:
        if derived not in said[claim]:
            whole.add(ox.Triple(claim, derived, namespaces.source(source)))
        if status not in said[claim]:
            whole.add(ox.Triple(claim, status, namespaces.concept("status", "stated")))
    return whole


def _sorted_lines(triples: Iterable[ox.Triple]) -> bytes:
    """Return statements as N-Triples: one a line, lines in code-point order."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    return b"".join(sorted(data.splitlines(keepends=True)))
