"""`citygraph dump`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from citygraph.cli.options import output_option, release_option, write

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["command"]

_FORMATS = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")


@click.command(name="dump")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="turtle",
    show_default=True,
    help="RDF syntax. nquads and trig keep the source of each statement; the others hold the "
    "merged graph.",
)
@release_option
@output_option
def command(form: str, release: Path, output: Path | None) -> None:
    """Write the release's graph in an RDF syntax.

    \b
    Example:
      citygraph dump --format jsonld -o citygraph.jsonld
    """  # noqa: D301
    from citygraph.release.dumping import dump

    write(dump(release, form), output)
