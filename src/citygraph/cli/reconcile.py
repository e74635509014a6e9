"""`citygraph reconcile`."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citygraph.cli.options import data_folder_or_default, data_option, progress, write
from citygraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.reconciling import Proposal

__all__ = ["command"]

_COLUMNS = (
    "kind", "left", "left_name", "right", "right_name", "score", "verdict", "keep", "reasons",
)  # fmt: skip
_TITLES = ("Kind", "Left", "Right", "Score", "Verdict", "Reasons")


@click.command(name="reconcile")
@data_option
@click.option(
    "--with",
    "other",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Compare with this other folder of tables, instead of the tables among themselves.",
)
@click.option(
    "--kind",
    "kinds",
    metavar="KIND,...",
    help="Only these kinds: country, region, city, organisation, initiative, venue, event, person.",
)
@click.option(
    "--apply",
    "apply",
    is_flag=True,
    help="Merge the pairs whose verdict is 'same'. With --with, only the other folder changes: it "
    "takes over the keys of the tables.",
)
@click.option(
    "--decide",
    nargs=3,
    type=(str, str, click.Choice(["same", "different"])),
    metavar="LEFT RIGHT same|different",
    help="Record a decision on two keys; the same are merged at once.",
)
@click.option("--reason", default="", help="Why, for --decide: a few words.")
@click.option("--keep", multiple=True, metavar="KEY", help="A key that stays; may be given again.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="Form of the list.",
)
def command(
    data: Path | None,
    other: Path | None,
    kinds: str | None,
    apply: bool,  # noqa: FBT001
    decide: tuple[str, str, str] | None,
    reason: str,
    keep: tuple[str, ...],
    form: str,
) -> None:
    """Find entries of the tables that may be one thing under two keys.

    Each proposal has a score and the reasons. Nothing is written without --apply or --decide;
    both record what was decided in decisions.csv, and the next run keeps to it.

    \b
    Example:
      citygraph reconcile
      citygraph reconcile --kind city,person --format csv
      citygraph reconcile --apply
      citygraph reconcile --decide porto-pt porto-br different --reason "two cities"
    """  # noqa: D301
    from citygraph import reconciling
    from citygraph.resources import data_folder

    folder = data_folder_or_default(data) or data_folder()
    wanted = [kind.strip() for kind in kinds.split(",")] if kinds else []
    if decide:
        if apply or other or kinds:
            raise UsageError(
                "--decide goes with --data, --reason and --keep only.",
                hint="Run the command once for each of the two.",
            )
        done = reconciling.decide(folder, *decide, reason, keep=keep)
        write(_render(done, form) if done else b"", None)
        words = "merged" if done else "recorded as different"
        click.echo(f"{decide[0]} and {decide[1]}: {words}.", err=True)
        return
    if reason:
        raise UsageError("--reason goes with --decide.", hint="Add --decide LEFT RIGHT same.")
    with progress() as step:
        step("Comparing")
        run = reconciling.apply_merges if apply else reconciling.propose
        found = run(folder, other=other, kinds=wanted, keep=keep)
    write(_render(found, form), None)
    click.echo(_total(found, merged=apply), err=True)


def _total(found: Sequence[Proposal], *, merged: bool) -> str:
    counts = Counter(proposal.verdict for proposal in found)
    if merged:
        return f"{counts['same']:,} pairs merged." if found else "Nothing to merge."
    if not found:
        return "Nothing to propose."
    return f"{counts['same']:,} the same, {counts['ambiguous']:,} ambiguous."


def _render(found: Sequence[Proposal], form: str) -> bytes:
    if form == "json":
        data = [{column: getattr(p, column) for column in _COLUMNS} for p in found]
        return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
    if form == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(_cells(p, _COLUMNS) for p in found)
        return text.getvalue().encode()
    if not found:
        return b""
    from citygraph.rendering.tables import text_table

    rows = [
        [
            p.kind,
            f"{p.left}\n{p.left_name}",
            f"{p.right}\n{p.right_name}",
            f"{p.score:.2f}",
            p.verdict,
            "; ".join(p.reasons),
        ]
        for p in found
    ]
    return text_table(_TITLES, rows).encode()


def _cells(proposal: Proposal, columns: Sequence[str]) -> list[str]:
    values = (getattr(proposal, column) for column in columns)
    return [
        "; ".join(v) if isinstance(v, tuple) else f"{v:.2f}" if isinstance(v, float) else v
        for v in values
    ]
