"""What the tables of a folder say, looked up by key and by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput
from citygraph.loading.folder import folder_rows
from citygraph.reviewing.drafts import TABLES
from citygraph.tables import ProblemReport

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.tables import Package, Row

__all__ = ["Known"]

_NEAR: Final = 85


class Known:
    """The rows of a folder of tables.

    Args:
        folder: The folder.
        package: What the tables are.

    Raises:
        UnreadableInput: The tables cannot be read, or have problems.
    """

    def __init__(self, folder: Path, package: Package) -> None:
        report = ProblemReport()
        self.rows: dict[str, list[Row]] = folder_rows(folder, package, report)
        if report:
            raise UnreadableInput(
                f"The tables in {folder} have problems.",
                hint=f"See `citygraph validate --data {folder}`, and mend them first.",
            )
        self.table_of: dict[str, str] = {}
        self.name_of: dict[str, str] = {}
        for table in TABLES.values():
            for row in self.rows.get(table, ()):
                self.table_of[row["key"]] = table
                if row["name"]:
                    self.name_of.setdefault(row["key"], row["name"])

    def source(self, sums: set[str]) -> Row | None:
        """Return the row of the source with one of some checksums."""
        return next((row for row in self.rows.get("sources", ()) if row["sha256"] in sums), None)

    def near(self, kind: str, name: str) -> str:
        """Return the known thing of a kind whose name is nearest; empty where none is near."""
        from rapidfuzz import fuzz, process

        table = TABLES.get(kind, "")
        names = {key: name for key, name in self.name_of.items() if self.table_of[key] == table}
        best = process.extractOne(name, names, scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR)
        return f"{best[0]} ({best[2]})" if best else ""
