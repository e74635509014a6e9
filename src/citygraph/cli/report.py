"""`citygraph report`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from citygraph.cli.options import output_option, release_option, write
from citygraph.errors import ParameterError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

_FORMATS = ("table", "csv", "json", "xlsx", "html", "markdown")


@click.command(name="report")
@click.argument("name", required=False)
@click.option(
    "-p",
    "--param",
    "params",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter of the report; may be given again, also for several values of one name.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="Form of the report.",
)
@click.option("--explain", is_flag=True, help="Say what the report takes and gives; run nothing.")
@release_option
@output_option
def command(
    name: str | None,
    params: tuple[str, ...],
    form: str,
    explain: bool,  # noqa: FBT001
    release: Path,
    output: Path | None,
) -> None:
    """Run the report NAME on the release; without NAME, list the reports.

    \b
    Example:
      citygraph report coordinators
      citygraph report city-profile --param city=sofia-bg --format xlsx -o sofia.xlsx
    """  # noqa: D301
    if name is None or explain:
        from citygraph.cli.listing import explanation, listing
        from citygraph.queries import find_report

        text = listing() if name is None else explanation(find_report(name))
        write(text.encode(), output)
        return
    if form == "xlsx" and output is None:
        raise UsageError("A workbook needs a file to go into.", hint=f"Add -o {name}.xlsx")
    from citygraph.opening import open_folder
    from citygraph.rendering.reports import render_report

    opened = open_folder(release)
    report = opened.report(name, **_values(params))
    write(render_report(report, form, opened.namespaces), output)
    if form == "csv" and output is not None:
        from citygraph.rendering.csvw import METADATA_SUFFIX, csv_metadata

        beside = output.with_name(output.name + METADATA_SUFFIX)
        write(csv_metadata(report, output.name, opened.namespaces), beside)


def _values(params: tuple[str, ...]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for entry in params:
        key, separator, value = entry.partition("=")
        if not separator:
            raise ParameterError(
                f"'{entry}' is not a parameter.", hint="Write NAME=VALUE, such as city=sofia-bg."
            )
        values.setdefault(key.strip(), []).append(value.strip())
    return values
