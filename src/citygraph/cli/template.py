"""`citygraph template`."""

from __future__ import annotations

from pathlib import Path

import click

from citygraph.cli.options import data_folder_or_default, data_option, write
from citygraph.errors import UsageError
from citygraph.namespaces import Namespaces

__all__ = ["command"]


@click.command(name="template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--table",
    "tables",
    multiple=True,
    metavar="NAME",
    help="A table that gets a sheet; may be given again. Default: all tables.",
)
@data_option
def command(file: Path, tables: tuple[str, ...], data: Path | None) -> None:
    """Write an empty workbook FILE (.xlsx) with a sheet a table.

    Each header has the column's description as a comment; cells offer the words, code lists and
    keys that may be written there. Fill it in, and merge it with `citygraph load tables`.

    \b
    Example:
      citygraph template new-facts.xlsx --table cities --table participations
      citygraph load tables new-facts.xlsx --into data
    """  # noqa: D301
    from citygraph.loading.folder import folder_package
    from citygraph.loading.template import template
    from citygraph.resources import data_folder
    from citygraph.tables import ProblemReport, read_tables
    from citygraph.vocabulary import load_vocabulary

    if file.suffix.lower() != ".xlsx":
        raise UsageError(f"{file} is not the name of a workbook.", hint="Let it end in .xlsx.")
    folder = data_folder_or_default(data) or data_folder()
    package = folder_package(folder)
    rows = read_tables(folder, package, ProblemReport())
    schemes = load_vocabulary(Namespaces()).schemes
    write(template(package, tables, rows, schemes), file)
    click.echo(f"{file}: {len(tables) or len(package.tables)} sheets", err=True)
