"""`citygraph validate`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citygraph.cli.options import (
    data_folder_or_default,
    data_option,
    engine_option,
    progress,
    write,
)
from citygraph.errors import UnreadableInput
from citygraph.namespaces import Namespaces

if TYPE_CHECKING:
    from citygraph.release import BuildOutcome

__all__ = ["command"]


@click.command(name="validate")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@data_option
@engine_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    show_default=True,
    help="Form of the report.",
)
def command(file: Path | None, data: Path | None, engine: str, form: str) -> None:
    """Check the tables and the graph made from them, or an RDF FILE, and write no release.

    Exit status 1 says that something is invalid.

    \b
    Example:
      citygraph validate --data data
      citygraph validate build/citygraph.ttl --format json
    """  # noqa: D301
    from citygraph.release import check
    from citygraph.release.files import check_file

    if file is not None and data is not None:
        raise click.UsageError("Name a FILE or a folder with --data, not both.")
    namespaces = Namespaces()
    with progress() as step:
        if file is None:
            outcome = check(data_folder_or_default(data), engine, namespaces, step)
        else:
            outcome = check_file(file, engine, namespaces, step)
    write(_render(outcome, form, namespaces), None)
    if not outcome.valid:
        sys.exit(1)


def _render(outcome: BuildOutcome, form: str, namespaces: Namespaces) -> bytes:
    from citygraph.release.writing import sorted_turtle
    from citygraph.settings import setting_as_int
    from citygraph.validation import finding_lines, report_quads

    if form == "json":
        data = {
            "valid": outcome.valid,
            "problems": outcome.problems.as_data(),
            "findings": [finding.as_data() for finding in outcome.findings],
        }
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
    if form == "turtle":
        if outcome.problems:
            raise UnreadableInput(
                f"The tables have {len(outcome.problems)} problems, so there is no graph to report "
                "on in Turtle.",
                hint="Use --format text or json to see them.",
            )
        triples = report_quads(outcome.results, conforms=outcome.valid, namespaces=namespaces)
        return sorted_turtle(triples, namespaces.prefixes)
    if outcome.problems:
        lines = list(outcome.problems.lines(setting_as_int("problems_shown")))
    else:
        lines = list(finding_lines(outcome.findings, setting_as_int("problems_shown")))
    return "".join(f"{line}\n" for line in lines).encode()
