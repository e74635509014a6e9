"""`citygraph load`: its kinds of input, each with the options that it takes."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citygraph.cli.options import engine_option, progress
from citygraph.cli.outcome import print_faults
from citygraph.errors import UnreadableInput, UsageError
from citygraph.namespaces import Namespaces
from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.loading.graphs import GraphLoad
    from citygraph.release import BuildOutcome

__all__ = ["command"]

_into_option = click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the tables that takes it. Default: data/ in this folder if it holds a "
    "datapackage.json.",
)
_dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Check all of it and say what would happen; write nothing."
)


def _source_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that describe a source; each fills the column of sources.csv of its name."""
    for name, words in reversed(
        (
            ("title", "Its title."),
            ("publisher", "Who publishes it, by name in English."),
            ("language", "Its language, as a tag such as en."),
            ("address", "Its web address."),
            ("licence", "The address of its licence."),
            ("published", "When it was published: 2017, 2017-06 or 2017-06-07."),
            ("retrieved", "The day it was read. Default: today."),
        )
    ):
        function = click.option(f"--{name}", help=words)(function)
    return function


@click.group(name="load")
def command() -> None:
    """Load facts into the tables: rows, CORDIS, RDF files, remote endpoints.

    Everything is checked before anything is written, and it is written whole or not at all. Rows
    are merged into the tables; the rest becomes a file graphs/SOURCE.nt beside them, with a row
    in sources.csv, and `citygraph build` takes it up as the graph of that source.

    \b
    Example:
      citygraph load tables new-facts.xlsx --into data
      citygraph load --help
    """  # noqa: D301


@command.command(name="tables", short_help="Merge rows into the tables: CSV files or a workbook.")
@click.argument("path", type=click.Path(path_type=Path))
@_into_option
@_dry_run_option
@engine_option
def tables(path: Path, into: Path | None, dry_run: bool, engine: str) -> None:  # noqa: FBT001
    """Merge the rows in PATH into the tables: a folder of CSV files, one CSV file, or a workbook.

    A file or sheet is named like its table. A row whose primary key is there already takes the
    place of the old one. Exit status 1 says that something is invalid.

    \b
    Example:
      citygraph load tables new-facts.xlsx --into data
      citygraph load tables patch/ --dry-run
    """  # noqa: D301
    from citygraph.loading.tables import Change, load_tables

    with progress() as step:
        done = load_tables(path, _folder(into), engine, Namespaces(), step, dry_run=dry_run)
    _stop_where_invalid(done.outcome)
    changes = {file: change for file, change in done.changes.items() if change != Change()}
    if not changes:
        click.echo(f"{path} holds no rows.")
    width = max(map(len, changes), default=0)
    for file, change in changes.items():
        click.echo(
            f"{file:<{width}}  {change.added:,} added, {change.replaced:,} replaced, "
            f"{change.unchanged:,} unchanged"
        )
    _say_whether_written(written=done.written)


@command.command(name="rdf", short_help="Load an RDF file, mapped by a CONSTRUCT query.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--construct",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A CONSTRUCT query from the file's terms to the model's. Without it, the file must be in "
    "the model's terms already.",
)
@click.option("--source", required=True, metavar="KEY", help="The key of its source.")
@_source_options
@_into_option
@_dry_run_option
@engine_option
def rdf(
    file: Path,
    construct: Path | None,
    source: str,
    into: Path | None,
    dry_run: bool,  # noqa: FBT001
    engine: str,
    **details: str | None,
) -> None:
    """Load an RDF FILE as the source KEY: N-Triples, Turtle, TriG, RDF/XML, JSON-LD ...

    Claims that name no source or status get KEY and "stated". The result is checked together with
    the tables, and becomes graphs/KEY.nt; loading it again replaces that file.

    \b
    Example:
      citygraph load rdf members.ttl --construct members.rq --source network-members-2026 \\
        --title "Members of the network" --publisher "Network of cities" --into data
    """  # noqa: D301
    from citygraph.loading.rdf import load_rdf

    namespaces = Namespaces()
    query = namespaces.localise(_text(construct)) if construct else ""
    with progress() as step:
        done = load_rdf(
            file,
            query,
            _folder(into),
            source,
            _filled(details),
            engine,
            namespaces,
            step,
            dry_run=dry_run,
        )
    _print_graph_load(done)


@command.command(name="endpoint", short_help="Load what a remote SPARQL endpoint answers.")
@click.argument("url")
@click.option(
    "--construct",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="A CONSTRUCT query from the endpoint's terms to the model's, sorted with ORDER BY: a "
    "file, or one that comes with citygraph: wikidata/mayors, wikidata/twin-towns.",
)
@click.option(
    "--source",
    metavar="KEY",
    help="The key of its source. Default: the one in the query's front matter.",
)
@click.option(
    "--page-size",
    type=click.IntRange(min=0),
    help="Rows to ask for at a time; 0 asks for everything at once. Default: the setting "
    "CITYGRAPH_ENDPOINT_PAGE.",
)
@_source_options
@_into_option
@_dry_run_option
@engine_option
def endpoint(
    url: str,
    construct: Path,
    source: str | None,
    page_size: int | None,
    into: Path | None,
    dry_run: bool,  # noqa: FBT001
    engine: str,
    **details: str | None,
) -> None:
    """Load what the SPARQL endpoint at URL answers to a CONSTRUCT query as a source.

    The answer is asked for page by page; where the endpoint fails in passing, the request is made
    again after a growing wait. Exit status 3 says that the endpoint failed for good: then nothing
    was written.

    \b
    Example:
      citygraph load endpoint https://query.wikidata.org/sparql \\
        --construct wikidata/mayors --into data
    """  # noqa: D301
    from citygraph.loading.endpoint import load_endpoint, read_recipe

    recipe = read_recipe(construct.stem, _text(construct))
    key = source or recipe.source.get("key", "")
    if not key:
        raise UsageError("The source has no key.", hint="Give one with --source.")
    with progress() as step:
        done = load_endpoint(
            url,
            recipe,
            _folder(into),
            key,
            _filled(details),
            engine,
            Namespaces(),
            step,
            page_size=page_size,
            dry_run=dry_run,
        )
    _print_graph_load(done)


@command.command(name="cordis", short_help="Load the bulk files of CORDIS.")
@click.option(
    "--projects",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file project.csv.",
)
@click.option(
    "--organisations",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The file organization.csv.",
)
@click.option(
    "--source", metavar="KEY", default="cordis", show_default=True, help="The key of the source."
)
@click.option(
    "--skip-bad-rows",
    is_flag=True,
    help="Leave bad rows out and say which. Default: where a row is bad, nothing is written.",
)
@_source_options
@_into_option
@_dry_run_option
def cordis(
    projects: Path,
    organisations: Path,
    source: str,
    skip_bad_rows: bool,  # noqa: FBT001
    into: Path | None,
    dry_run: bool,  # noqa: FBT001
    **details: str | None,
) -> None:
    """Load the bulk files of CORDIS: projects, organisations and their participations.

    Both are read row by row, so the whole of Horizon Europe or Horizon 2020 needs little memory. A
    public body whose name and town are those of a city in the tables acts for that city.

    \b
    Example:
      citygraph load cordis --projects project.csv --organisations organization.csv --into data
    """  # noqa: D301
    from citygraph.loading.cordis import load_cordis

    with progress() as step:
        done = load_cordis(
            projects,
            organisations,
            _folder(into),
            source,
            _filled(details),
            Namespaces(),
            step,
            skip_bad_rows=skip_bad_rows,
            dry_run=dry_run,
        )
    _print_graph_load(done)


def _text(path: Path) -> str:
    """Return a query: of a file, or one of the project's own, such as wikidata/mayors."""
    from citygraph.resources import queries_folder

    own = queries_folder() / path.with_suffix(".rq")
    if not path.exists() and own.is_file():
        path = own
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} cannot be read: {error}.") from error


def _filled(details: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in details.items() if value}


def _print_graph_load(done: GraphLoad) -> None:
    _stop_where_invalid(done.outcome)
    if done.left_out:
        for line in done.left_out.lines(setting_as_int("problems_shown")):
            click.echo(line, err=True)
    click.echo(f"{done.file}: {done.statements:,} statements")
    for what, count in done.counts.items():
        click.echo(f"  {count:,} {what}")
    _say_whether_written(written=done.written)


def _folder(into: Path | None) -> Path:
    here = Path("data")
    if into is not None:
        return into
    if (here / "datapackage.json").is_file():
        return here
    raise UsageError(
        "It is not said which folder of tables takes it.",
        hint="Name the folder with --into, such as --into data.",
    )


def _stop_where_invalid(outcome: BuildOutcome) -> None:
    """End with status 1 where something is invalid."""
    if outcome.valid:
        return
    stopping = [f for f in outcome.findings if f.result.severity == "Violation"]
    print_faults(replace(outcome, findings=stopping))
    click.echo("Nothing was written.", err=True)
    sys.exit(1)


def _say_whether_written(*, written: bool) -> None:
    if not written:
        click.echo("Nothing was written (--dry-run).")
