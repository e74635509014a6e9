"""What a build or a check came to, for the reader of a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.release import BuildOutcome

__all__ = ["print_faults", "print_totals"]


def print_faults(outcome: BuildOutcome) -> None:
    """Print the problems of the tables, and the violations, to standard error."""
    from citygraph.validation import finding_lines

    shown = setting_as_int("problems_shown")
    if outcome.problems:
        for line in outcome.problems.lines(shown):
            click.echo(line, err=True)
    elif outcome.violations:
        for line in finding_lines(outcome.findings, shown):
            click.echo(line, err=True)


def print_totals(outcome: BuildOutcome, out: Path) -> None:
    """Print what a release holds."""
    from citygraph.validation import counted

    manifest = outcome.manifest
    assert manifest is not None
    counts = manifest.counts
    classes = counts["classes"]

    def many(name: str, one: str, more: str) -> str:
        number = classes.get(name, 0)
        return f"{number:,} {one if number == 1 else more}"

    things = ", ".join(
        (
            many("City", "city", "cities"),
            many("Country", "country", "countries"),
            many("Organisation", "organisation", "organisations"),
            many("Person", "person", "people"),
            many("Initiative", "initiative", "initiatives"),
            many("Event", "event", "events"),
        )
    )
    click.echo(f"Release {manifest.version} in {out}/")
    click.echo(f"  {things}")
    click.echo(
        f"  {counts['statements']:,} statements ({counts['distinct_statements']:,} distinct) "
        f"from {counts['sources']:,} sources"
    )
    for note in outcome.notes:
        click.echo(f"  {note}")
    click.echo(f"  valid: {counted(counts['validation'])} (validation.txt)")
