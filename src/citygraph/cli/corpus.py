"""A corpus on the terminal: the options of `citygraph extract --corpus`, progress and the end."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citygraph.extraction.corpus import CorpusReport
    from citygraph.extraction.journal import Entry
    from citygraph.extraction.tasks import Extract

__all__ = ["corpus_options", "read_corpus"]

_Command = TypeVar("_Command", bound="Callable[..., Any]")

_OPTIONS = (
    click.option(
        "--corpus",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Read all documents of a folder; the results go to --out.",
    ),
    click.option(
        "--out",
        "results",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Folder of the results of a corpus: a file a document, named by its sha256, and "
        "journal.jsonl.",
    ),
    click.option(
        "--processes",
        type=click.IntRange(min=0),
        default=0,
        help="How many processes read a corpus at once. Default: one for each processor.",
    ),
    click.option(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help="Read a corpus on the workers of this Dask scheduler, such as tcp://10.0.0.5:8786.",
    ),
)


def corpus_options(command: _Command) -> _Command:
    """Give a command the options ``corpus``, ``results``, ``processes`` and ``cluster``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_corpus(
    folder: Path,
    results: Path | None,
    *,
    extract: Extract,
    processes: int = 0,
    cluster: str = "",
) -> int:
    """Read a corpus, show how far it is, and say what it came to.

    Bad documents are named on standard error as they come. An interruption ends the run; the same
    command resumes it.

    Returns:
        The exit status: the worst of the documents', 130 when it was interrupted.

    Raises:
        CitygraphError: The run could not go on; see :func:`citygraph.extraction.corpus.run_corpus`.
    """
    from citygraph.errors import UsageError
    from citygraph.extraction.corpus import run_corpus

    if results is None:
        raise UsageError("A corpus needs a folder for its results.", hint="Name it with --out.")
    try:
        with _shown() as watch:
            report = run_corpus(
                folder,
                results,
                extract=extract,
                processes=processes,
                cluster=cluster,
                watch=watch,
            )
    except KeyboardInterrupt:
        click.echo("Interrupted. What is done is kept: run the same command again.", err=True)
        return 130
    click.echo(_summary(report, results))
    return report.exit_status


@contextmanager
def _shown() -> Iterator[Callable[[CorpusReport, Entry | None], None]]:
    """Give a function that shows progress: a bar on a terminal, only what is bad elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _report, entry: _tell(entry, lambda line: click.echo(line, err=True))
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    bar = Progress(
        "Documents",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=None)

        def watch(report: CorpusReport, entry: Entry | None) -> None:
            _tell(entry, lambda line: console.print(line, markup=False, highlight=False))
            bar.update(task, total=report.total, completed=report.finished)

        yield watch


def _tell(entry: Entry | None, say: Callable[[str], None]) -> None:
    if entry is not None and entry.state == "failed":
        say(f"citygraph: {entry.path}: {entry.message}")


def _summary(report: CorpusReport, results: Path) -> str:
    """Return a line on what was read, and one on what was not."""
    total = (
        f"{report.total:,} documents ({report.size / 1e6:,.1f} MB): {report.read:,} read, "
        f"{report.skipped:,} done before, {report.shared:,} with the text of another. "
        f"Results in {results}/"
    )
    lines = [total]
    if report.cpu:
        speed = report.megabytes / report.cpu
        lines.append(
            f"{report.megabytes:,.1f} MB were read in {report.cpu:,.1f} seconds of processor time, "
            f"{speed:.2f} MB a second."
        )
    if report.failures:
        number = len(report.failures)
        what = "1 document was" if number == 1 else f"{number:,} documents were"
        lines.append(f"{what} passed over; journal.jsonl says why.")
    return "\n".join(lines)
