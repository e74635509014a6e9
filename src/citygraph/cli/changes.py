"""`citygraph changes`."""

from __future__ import annotations

from pathlib import Path

import click

from citygraph.cli.options import output_option, write
from citygraph.errors import UsageError
from citygraph.settings import setting

__all__ = ["command"]

_FORMATS = ("table", "csv", "json", "xlsx", "html", "markdown", "nquads", "patch")
_KINDS = (
    "city", "region", "country", "organisation", "person", "initiative", "event", "venue",
    "participation", "event-participation", "position", "award", "figure", "milestone",
    "source", "vocabulary",
)  # fmt: skip


@click.command(name="changes")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path), required=False)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(_KINDS),
    metavar="KIND",
    help="Only things of this kind, such as city or participation; may be given again. The formats "
    "nquads and patch hold everything in any case.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="Form of the report; or all statements: nquads, where the graph tells whether a statement "
    "was added or removed, or patch, an RDF Patch that turns OLD into NEW.",
)
@output_option
def command(
    old: Path, new: Path | None, kinds: tuple[str, ...], form: str, output: Path | None
) -> None:
    """Say what changed between the release in the folder OLD and that in NEW (default: build).

    \b
    Example:
      citygraph changes last-month/
      citygraph changes last-month/ build/ --kind city --format csv -o cities.csv
    """  # noqa: D301
    if form == "xlsx" and output is None:
        raise UsageError("A workbook needs a file to go into.", hint="Add -o changes.xlsx")
    from citygraph.changes import change_report, compare

    changes = compare(old, new or Path(setting("out")))
    if form in {"nquads", "patch"}:
        write(changes.nquads() if form == "nquads" else changes.patch(), output)
        return
    from citygraph.namespaces import Namespaces
    from citygraph.rendering.reports import render_report

    report = change_report(changes, kinds)
    write(render_report(report, form, Namespaces(changes.new.base)), output)
