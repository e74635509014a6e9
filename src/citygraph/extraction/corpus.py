"""A folder of documents, read on all processors or on a cluster, and resumed where it stopped.

Each document gives one file in the folder of results, ``{sha256 of its bytes}.json``, written
whole or not at all, and a line in the journal. A second run passes over what is done, and reads
what is new, what changed, what failed and what an earlier version of citygraph read. Two documents
with the same bytes share a result.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph._version import __version__
from citygraph.errors import UnreadableInput, UsageError
from citygraph.extraction.journal import Entry, Journal
from citygraph.extraction.tasks import UNREADABLE, Answer, Task
from citygraph.extraction.workers import Workers, processors
from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citygraph.extraction.tasks import Engine, Extract

__all__ = ["SUFFIXES", "CorpusReport", "run_corpus"]

SUFFIXES = frozenset({".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf"})
"""The documents of a corpus, by the ends of their names."""

_BLOCK = 1 << 20


@dataclass
class CorpusReport:
    """What a run came to.

    Attributes:
        total: How many documents the folder has.
        size: Of all of them, in bytes.
        skipped: How many were done before.
        read: How many were read now.
        shared: How many have the bytes of another document and share its result.
        cpu: The processor time that reading took, in seconds.
        megabytes: How much was read in that time, in millions of bytes.
        failures: The documents that were passed over.
    """

    total: int = 0
    size: int = 0
    skipped: int = 0
    read: int = 0
    shared: int = 0
    cpu: float = 0.0
    megabytes: float = 0.0
    failures: list[Entry] = field(default_factory=list)

    @property
    def finished(self) -> int:
        """How many documents the run has come to an end with."""
        return self.skipped + self.read + self.shared + len(self.failures)

    @property
    def exit_status(self) -> int:
        """The worst of the failures' exit statuses; 0 when there was none."""
        return max((entry.exit_status for entry in self.failures), default=0)


def run_corpus(
    folder: Path,
    out: Path,
    *,
    extract: Extract,
    processes: int = 0,
    cluster: str = "",
    version: str = "",
    watch: Callable[[CorpusReport, Entry | None], None] | None = None,
) -> CorpusReport:
    """Read all documents of a folder and the folders in it.

    Args:
        folder: The documents; :data:`SUFFIXES` says which files are some. Files and folders whose
            names begin with a dot are passed over.
        out: Where the results and the journal are written; made where it is missing.
        extract: Reads a file and returns the object of the output format; a function at the top
            of a module, so that other processes find it.
        processes: How many read at once; 0 takes the setting ``extract_processes``.
        cluster: The address of a Dask scheduler to use instead of this machine's processes.
        version: Of whatever extracts: what another version read is read again. Empty takes
            ``extract.version`` where there is one, else the version of citygraph.
        watch: Called with the report so far, and the document just ended, after each document,
            and once before the first with None.

    Returns:
        What the run came to. A bad document is in it and ends nothing.

    Raises:
        UnreadableInput: The folder is none, or the results cannot be written.
        UsageError: Another run is writing to the same folder, or the results would be documents.
        EndpointError: The cluster cannot be reached, or went away; what is done is kept.
    """
    if not folder.is_dir():
        raise UnreadableInput(
            f"{folder} is no folder.", hint="Give a folder with text, HTML or PDF files."
        )
    if out.resolve() == folder.resolve():
        raise UsageError(
            "The results cannot be written among the documents.",
            hint="Name another folder with --out.",
        )
    engine = _engine(extract, processes, cluster)
    with Journal(out) as journal:
        version = version or getattr(extract, "version", "") or __version__
        run = _Run(folder, out, journal, version)
        watch = watch or (lambda _report, _entry: None)
        pending = run.plan()
        watch(run.report, None)
        for answer in engine.run(run.tasks(pending)):
            for entry in run.keep(answer):
                watch(run.report, entry)
            while run.ended:
                watch(run.report, run.ended.pop())
        while run.ended:
            watch(run.report, run.ended.pop())
        return run.report


def _engine(extract: Extract, processes: int, cluster: str) -> Engine:
    """Return what is to read the documents."""
    if cluster:
        from citygraph.extraction.cluster import Cluster

        return Cluster(address=cluster, extract=extract)
    return Workers(
        extract,
        processes=processes or setting_as_int("extract_processes") or processors(),
        timeout=setting_as_int("extract_timeout"),
        renew_after=setting_as_int("extract_renew_after"),
    )


class _Run:
    """One run: what is to do, and what is kept of it."""

    def __init__(self, folder: Path, out: Path, journal: Journal, version: str) -> None:
        self.folder = folder
        self.out = out
        self.journal = journal
        self.version = version
        self.report = CorpusReport()
        self.ended: list[Entry] = []  # without being read: shared, or not readable at all
        self._waiting: dict[str, list[Task]] = {}  # documents with the bytes of one in work
        self._results = {
            entry.sha256: entry.result_size
            for entry in journal.entries.values()
            if entry.state == "done" and entry.version == version and self._has_result(entry)
        }

    def plan(self) -> list[tuple[Path, str, os.stat_result]]:
        """Count the documents, and return those that are not done."""
        pending = []
        for path, name, stat in _documents(self.folder, self.out):
            self.report.total += 1
            self.report.size += stat.st_size
            entry = self.journal.entries.get(name)
            if (
                entry is not None
                and entry.state == "done"
                and entry.version == self.version
                and (entry.size, entry.changed) == (stat.st_size, stat.st_mtime_ns)
                and entry.sha256 in self._results
            ):
                self.report.skipped += 1
            else:
                pending.append((path, name, stat))
        return pending

    def tasks(self, pending: list[tuple[Path, str, os.stat_result]]) -> Iterator[Task]:
        """Give the documents to be read; the others end here."""
        for path, name, stat in pending:
            try:
                sha256 = _sha256(path)
            except OSError as error:
                task = Task(path, name, "", stat.st_size, stat.st_mtime_ns)
                message = f"It cannot be read: {error.strerror}."
                self.ended.extend(self.keep(Answer(task, message=message, exit_status=UNREADABLE)))
                continue
            task = Task(path, name, sha256, stat.st_size, stat.st_mtime_ns)
            if sha256 in self._results:
                self.ended.append(self._shared(task))
            elif sha256 in self._waiting:
                self._waiting[sha256].append(task)
            else:
                self._waiting[sha256] = []
                yield task

    def keep(self, answer: Answer) -> list[Entry]:
        """Write a result and its line in the journal; return the entries it ended."""
        task = answer.task
        if answer.result is None:
            twins = self._waiting.pop(task.sha256, [])
            return [
                self._failed(each, answer.message, answer.exit_status) for each in (task, *twins)
            ]
        _write(self.out / f"{task.sha256}.json", answer.result)
        self._results[task.sha256] = len(answer.result)
        self.report.read += 1
        self.report.cpu += answer.cpu
        self.report.megabytes += task.size / 1e6
        entries = [self._done(task, answer.cpu)]
        entries += [self._shared(twin) for twin in self._waiting.pop(task.sha256, [])]
        return entries

    def _done(self, task: Task, cpu: float = 0.0) -> Entry:
        before = self.journal.entries.get(task.name)
        entry = self._entry(task, "done", result_size=self._results[task.sha256], cpu=cpu)
        self.journal.add(entry)
        if before is not None and before.sha256 != task.sha256:
            self._drop(before.sha256)
        return entry

    def _shared(self, task: Task) -> Entry:
        self.report.shared += 1
        return self._done(task)

    def _failed(self, task: Task, message: str, exit_status: int) -> Entry:
        entry = self._entry(task, "failed", message=message, exit_status=exit_status)
        before = self.journal.entries.get(task.name)
        self.journal.add(entry)
        self.report.failures.append(entry)
        if before is not None and before.sha256 != task.sha256:
            self._drop(before.sha256)
        return entry

    def _entry(
        self,
        task: Task,
        state: str,
        *,
        result_size: int = 0,
        message: str = "",
        exit_status: int = 0,
        cpu: float = 0.0,
    ) -> Entry:
        return Entry(
            path=task.name,
            sha256=task.sha256,
            size=task.size,
            changed=task.changed,
            version=self.version,
            state=state,
            result_size=result_size,
            message=message,
            exit_status=exit_status,
            cpu=cpu,
        )

    def _drop(self, sha256: str) -> None:
        """Remove the result of what a document was before it changed, unless another has it."""
        if sha256 and all(entry.sha256 != sha256 for entry in self.journal.entries.values()):
            self._results.pop(sha256, None)
            (self.out / f"{sha256}.json").unlink(missing_ok=True)

    def _has_result(self, entry: Entry) -> bool:
        try:
            return (self.out / f"{entry.sha256}.json").stat().st_size == entry.result_size
        except OSError:
            return False


def _documents(folder: Path, out: Path) -> Iterator[tuple[Path, str, os.stat_result]]:
    """Give the documents below a folder in the order of their names, without the results."""
    results = out.resolve()
    for here, folders, files in os.walk(folder):
        place = Path(here)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (place / name).resolve() != results
        )
        for name in sorted(files):
            path = place / name
            if name.startswith(".") or path.suffix.lower() not in SUFFIXES:
                continue
            try:
                stat = path.stat()
            except OSError:  # a link to nowhere, or gone since
                continue
            yield path, path.relative_to(folder).as_posix(), stat


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        UnreadableInput: It cannot be written.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnreadableInput(
            f"{path} cannot be written: {error.strerror}.",
            hint="What is done is kept: run the same command again.",
        ) from error
