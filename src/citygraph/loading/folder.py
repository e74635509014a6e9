"""The folder of the tables that a load writes into: its description, its rows, its graph files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput
from citygraph.resources import data_folder
from citygraph.tables import Package, ProblemReport, Row, load_package, read_tables

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["GRAPHS", "folder_package", "folder_rows", "graph_files"]

GRAPHS: Final = "graphs"


def folder_package(folder: Path) -> Package:
    """Return what the tables of a folder are: its own description, else the project's.

    Raises:
        UnreadableInput: The folder is missing, or its description cannot be read.
    """
    if not folder.is_dir():
        raise UnreadableInput(
            f"There is no folder {folder}.",
            hint="Name the folder of the tables with --into; make it first to begin a new one.",
        )
    own = folder / "datapackage.json"
    return load_package(own if own.exists() else data_folder() / "datapackage.json")


def folder_rows(folder: Path, package: Package, report: ProblemReport) -> dict[str, list[Row]]:
    """Return the rows of a folder's tables; a folder without any table is empty.

    Args:
        folder: The folder.
        package: What the tables are.
        report: Takes the problems met.
    """
    if not any(folder.glob("*.csv")) and not any(folder.glob("*/*.csv")):
        return {}
    return read_tables(folder, package, report)


def graph_files(folder: Path) -> Iterator[Path]:
    """Yield the RDF files beside the tables; the stem of each is the key of its source."""
    for path in sorted((folder / GRAPHS).glob("*")):
        if path.suffix in {".nt", ".ttl"} and not path.name.startswith("."):
            yield path
