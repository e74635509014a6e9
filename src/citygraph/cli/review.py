"""`citygraph review`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citygraph.cli.options import engine_option, progress, write
from citygraph.errors import InvalidData, UsageError

if TYPE_CHECKING:
    from citygraph.reviewing import Review

__all__ = ["command"]

_path = click.Path(path_type=Path, dir_okay=False)


@click.command(name="review")
@click.argument("proposals", type=click.Path(path_type=Path))
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the tables that takes the facts. Default: data/ in this folder if it holds a "
    "datapackage.json.",
)
@click.option(
    "--decisions", type=_path, help="File of decisions. Default: beside PROPOSALS, .decisions.csv."
)
@click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the documents. Default: this folder and that of PROPOSALS.",
)
@click.option("--to-csv", "sheet", type=_path, help="Write a sheet to be edited, and stop.")
@click.option("--from-csv", "edited", type=_path, help="Take the decisions of an edited sheet.")
@click.option("--page", is_flag=True, help="Review in a browser on this machine.")
@click.option("--port", default=0, show_default="a free one", help="Port of --page.")
@click.option("--write", "writing", is_flag=True, help="Write what is accepted, without asking.")
@click.option("--dry-run", is_flag=True, help="Check what is accepted; write no table.")
@click.option(
    "--keep-texts",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the text of PDF documents, and of those not in UTF-8, here: the spans count in it.",
)
@engine_option
def command(
    proposals: Path,
    data: Path | None,
    decisions: Path | None,
    documents: Path | None,
    sheet: Path | None,
    edited: Path | None,
    page: bool,  # noqa: FBT001
    port: int,
    writing: bool,  # noqa: FBT001
    dry_run: bool,  # noqa: FBT001
    keep_texts: Path | None,
    engine: str,
) -> None:
    """Accept, change or reject what `citygraph extract` proposes; write what was accepted.

    PROPOSALS is a file of its JSON, or a folder of such files, as --corpus writes them. Each
    proposal is shown with its passage, with the known thing it would be linked to, and with what
    the tables say already. Decisions are remembered. Exit status 1 says that what was accepted is
    invalid; nothing is written then.

    \b
    Example:
      citygraph extract article.txt --format json -o article.json
      citygraph review article.json --data data
      citygraph review article.json --data data --to-csv article.csv
      citygraph review article.json --data data --from-csv article.csv --write
      citygraph review article.json --data data --page
    """  # noqa: D301
    from citygraph import reviewing

    if sum(map(bool, (sheet, edited, page))) > 1:
        raise UsageError("--to-csv, --from-csv and --page do not go together.")
    places = [documents] if documents else [Path(), proposals.parent]
    review = reviewing.Review(
        reviewing.read_proposals(proposals),
        reviewing.DecisionFile(decisions or proposals.with_name(f"{proposals.stem}.decisions.csv")),
        _folder(data),
        places,
    )
    if keep_texts:
        for path in reviewing.keep_texts(review, keep_texts):
            click.echo(f"Text kept as {path}", err=True)
    if sheet:
        from citygraph.reviewing.sheet import to_sheet

        write(to_sheet(review), sheet)
        click.echo(f"{len(review.proposals):,} proposals written to {sheet}.", err=True)
        return
    if page:
        from citygraph.reviewing.page import serve

        serve(review, engine, port, click.echo)
        return
    if edited:
        _take_over(review, edited)
    elif not (writing or dry_run):
        if not sys.stdin.isatty():
            raise UsageError(
                "A review at the keyboard needs a terminal.",
                hint="Use --to-csv and --from-csv, --page, or --write for what is accepted.",
            )
        from citygraph.reviewing.terminal import review_at_keyboard

        review_at_keyboard(review)
        if not review.drafts():
            _tell(review)
            return
        writing = click.confirm(f"Write what is accepted into {review.folder}?", default=False)
    _tell(review)
    if writing or dry_run:
        _write(review, engine, dry_run=dry_run)
    else:
        click.echo("No table was changed. Run it again with --write.", err=True)


def _folder(data: Path | None) -> Path:
    here = Path("data")
    if data is not None:
        return data
    if (here / "datapackage.json").is_file():
        return here
    raise UsageError(
        "It is not said which folder of tables takes the facts.",
        hint="Name the folder with --data, such as --data data.",
    )


def _take_over(review: Review, path: Path) -> None:
    from citygraph.reviewing.sheet import from_sheet

    done, wrong = from_sheet(review, path)
    for sentence in wrong:
        click.echo(sentence, err=True)
    if wrong:
        raise InvalidData(
            f"{len(wrong)} of {done + len(wrong)} decisions of {path} could not be taken over.",
            hint="The others are kept. Mend these rows and read the sheet again.",
        )


def _tell(review: Review) -> None:
    counts = review.counts()
    click.echo(
        f"{counts['accepted']:,} accepted, {counts['rejected']:,} rejected, "
        f"{counts['fallen']:,} fallen with them, {counts['open']:,} open.",
        err=True,
    )


def _write(review: Review, engine: str, *, dry_run: bool) -> None:
    from citygraph.cli.outcome import print_faults
    from citygraph.namespaces import Namespaces
    from citygraph.reviewing import write_accepted

    with progress() as step:
        done = write_accepted(review, engine, Namespaces(), step, dry_run=dry_run)
    if not done.outcome.valid:
        stopping = [f for f in done.outcome.findings if f.result.severity == "Violation"]
        print_faults(replace(done.outcome, findings=stopping))
        click.echo("No table was changed.", err=True)
        sys.exit(1)
    for file, change in done.changes.items():
        click.echo(f"{file}: {change.added:,} added, {change.replaced:,} changed")
    click.echo(f"Written to {review.folder}." if done.written else "No table was changed.")
