"""`citygraph extract`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from citygraph.cli.corpus import corpus_options, read_corpus
from citygraph.cli.options import output_option, release_option, write

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["command"]


@click.command(name="extract")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="table for people, json (one object a line and document), csv (the project's tables).",
)
@click.option("--language", help="Language of the documents (ISO 639-1), where it is known.")
@click.option(
    "--date",
    "published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the documents appeared on, where they do not say.",
)
@release_option
@output_option
@corpus_options
def command(
    paths: tuple[Path, ...],
    form: str,
    language: str | None,
    published: datetime | None,
    release: Path,
    output: Path | None,
    corpus: Path | None,
    results: Path | None,
    processes: int,
    cluster: str,
) -> None:
    """Propose facts from documents: text, HTML or PDF, in 34 languages of Europe.

    \b
    Example:
      citygraph extract article.txt
      citygraph extract *.html --format json -o proposals.jsonl
      citygraph extract --corpus articles --out proposals
    """  # noqa: D301
    from citygraph.errors import CitygraphError, UsageError

    if bool(paths) == bool(corpus):
        raise UsageError("Name files to read, or a folder with --corpus, one of the two.")
    if corpus:
        from citygraph.extraction.files import FileExtractor

        day = published.date() if published else None
        extract = FileExtractor(release.resolve(), language or "", day)
        raise SystemExit(
            read_corpus(corpus, results, extract=extract, processes=processes, cluster=cluster)
        )
    from citygraph.extraction.opening import open_extractor
    from citygraph.extraction.reading import read_document

    extractor = open_extractor(release)
    pieces: list[str] = []
    worst = 0
    for path in paths:
        try:
            document = read_document(path)
            found = extractor.extract(
                document.text,
                language=language or "",
                published=published.date() if published else document.published,
            )
        except CitygraphError as error:
            click.echo(f"citygraph: {error}", err=True)
            worst = max(worst, error.exit_status)
            continue
        pieces.append(_rendered(form, document, found))
    write(
        "".join(piece if piece.endswith("\n") else piece + "\n" for piece in pieces).encode(),
        output,
    )
    if worst:
        raise SystemExit(worst)


def _rendered(form: str, document: object, found: object) -> str:
    from citygraph.extraction.output import as_table, to_json

    if form == "json":
        return to_json(document, found)  # type: ignore[arg-type]
    if form == "csv":
        from citygraph.extraction.rows import as_rows

        return as_rows(document, found)  # type: ignore[arg-type]
    return as_table(document, found)  # type: ignore[arg-type]
