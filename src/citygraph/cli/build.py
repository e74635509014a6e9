"""`citygraph build`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from citygraph.cli.options import data_folder_or_default, data_option, engine_option, progress
from citygraph.cli.outcome import print_faults, print_totals
from citygraph.namespaces import Namespaces
from citygraph.settings import setting

__all__ = ["command"]


@click.command(name="build")
@data_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=lambda: Path(setting("out")),
    show_default="build",
    help="Folder of the release. What it holds is replaced in one step, and only if all is well.",
)
@engine_option
def command(data: Path | None, out: Path, engine: str) -> None:
    """Build a release: read and check the tables, derive, validate, write.

    Exit status 1 says that the data is invalid; the report says where and how to mend it, and the
    release that was there stays as it was.

    \b
    Example:
      citygraph build --data data --out build
    """  # noqa: D301
    from citygraph.release import build

    with progress() as step:
        outcome = build(data_folder_or_default(data), out, engine, Namespaces(), step)
    print_faults(outcome)
    if outcome.manifest is None:
        click.echo("No release was written; what was there stays as it was.", err=True)
        sys.exit(1)
    print_totals(outcome, out)
