"""Options and habits that several commands share."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from citygraph.errors import UnreadableInput
from citygraph.settings import setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["data_option", "engine_option", "output_option", "progress", "release_option", "write"]

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Folder of the tables. Default: data/ in this folder if it holds a datapackage.json, "
    "else the tables that come with citygraph.",
)
engine_option = click.option(
    "--engine",
    default=lambda: setting("engine"),
    show_default="pyshifty",
    help="SHACL engine: pyshifty (fast) or pyshacl (the reference).",
)
release_option = click.option(
    "--release",
    type=click.Path(path_type=Path),
    default=lambda: Path(setting("out")),
    show_default="build",
    help="Folder of the release to read.",
)
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write instead of standard output.",
)


def data_folder_or_default(data: Path | None) -> Path | None:
    """Return the folder of tables named, else ``data/`` here where it is one, else None."""
    here = Path("data")
    return here if data is None and (here / "datapackage.json").is_file() else data


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the step a long command is at on a terminal; stay quiet elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("Starting") as status:
        yield status.update


def write(data: bytes, output: Path | None) -> None:
    """Write bytes to a file, whole or not at all, or to standard output.

    Raises:
        UnreadableInput: The file cannot be written.
    """
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f".{output.name}.part")
    try:
        part.write_bytes(data)
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise UnreadableInput(f"{output} cannot be written: {error.strerror}.") from error
