"""Problems found in tables: each names file, row, column and value, and says how to mend it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Problem", "ProblemReport"]

_LONGEST_VALUE = 80


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a table.

    Attributes:
        file: The file's name within the data folder.
        row: The row as a spreadsheet counts it: the header is row 1; 0 for the file as a whole.
        column: The column's header; empty where the row as a whole is meant.
        code: A short fixed name of the kind of problem.
        value: What stands in the cell.
        reason: What is wrong with it, in words.
        hint: What to do about it.
    """

    file: str
    row: int
    column: str
    code: str
    value: str
    reason: str
    hint: str = ""

    @property
    def place(self) -> str:
        """Where it is, in words."""
        parts = [self.file]
        if self.row:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return ", ".join(parts)

    def sentence(self) -> str:
        """The problem as one line of text."""
        value = self.value
        if len(value) > _LONGEST_VALUE:
            value = value[:_LONGEST_VALUE] + "…"
        said = f"{value!r} {self.reason}" if value else self.reason
        ends = "" if said.endswith((".", "?", "!")) else "."
        return f"{self.place}: {said}{ends}" + (f" {self.hint}" if self.hint else "")


@dataclass
class ProblemReport:
    """All problems of one set of tables.

    Attributes:
        problems: The problems, in the order in which they were found.
        unread: The tables of which rows could not be read: what refers to their keys is not held
            against the other tables.
    """

    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def add(
        self,
        file: str,
        row: int,
        column: str,
        code: str,
        value: str,
        reason: str,
        hint: str = "",
    ) -> None:
        """Note a problem; the arguments are those of :class:`Problem`."""
        self.problems.append(Problem(file, row, column, code, value, reason, hint))

    def lines(self, shown: int) -> Iterator[str]:
        """Yield the report as lines of text.

        Args:
            shown: How many problems of one kind in one column are written out; the rest of the
                kind is counted in one line.

        Yields:
            A line a problem, in the order of file and row, then the totals.
        """
        seen: Counter[tuple[str, str, str]] = Counter()
        total = Counter((p.file, p.column, p.code) for p in self.problems)
        for problem in sorted(self.problems):
            kind = (problem.file, problem.column, problem.code)
            seen[kind] += 1
            if seen[kind] <= shown:
                yield problem.sentence()
        for kind, count in sorted(total.items()):
            if count > shown:
                file, column, code = kind
                where = f"{file}, column {column}" if column else file
                yield f"{where}: {count - shown:,} more of the same kind ({code})."
        files = len({p.file for p in self.problems})
        yield (
            f"{len(self.problems):,} problem{'s' if len(self.problems) != 1 else ''} in "
            f"{files} file{'s' if files != 1 else ''}."
        )

    def as_data(self) -> list[dict[str, Any]]:
        """Return every problem as a plain mapping, for JSON."""
        return [asdict(problem) for problem in sorted(self.problems)]
