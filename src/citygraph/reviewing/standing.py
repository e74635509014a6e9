"""How a proposed fact stands to what the tables say already: new, confirmed or contradicted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citygraph.reviewing.drafts import Draft
    from citygraph.tables import Row

__all__ = ["Standing", "standing_of"]

Word = Literal["new", "confirms", "contradicts"]
Rows = dict[str, list["Row"]]

# The columns that tell which thing a row is about; the others say something about it.
_ABOUT: Final = {
    "participations": ("initiative", "participant"),
    "event_participations": ("event", "participant"),
    "positions": ("holder", "at"),
}
_SILENT: Final = {
    "key", "name", "source", "spans", "note", "status", "as_of", "language", "title_in_source",
    "on_behalf_of",
}  # fmt: skip
_DATES: Final = {"start", "end"}
# One thing may have several of these, so another one is no contradiction.
_MANY: Final = {"part_of"}
# Roles that do not even say that somebody takes part; roles that say that somebody leads.
_SEEKING: Final = {
    "applicant", "candidacy-coordinator", "proposed-signatory", "observer", "listed-city",
    "meeting-host", "supporter", "auditor",
}  # fmt: skip
_LEADING: Final = {
    "chair", "coordinator", "lead-city", "lead-partner", "leader", "main-urban-authority",
    "manager", "president", "vice-president", "coordination",
}  # fmt: skip
_SHOWN: Final = 6


@dataclass(frozen=True)
class Standing:
    """How a fact stands to the tables.

    Attributes:
        word: New, confirmed or contradicted.
        says: What the tables say on the same things, one line a row.
    """

    word: Word
    says: tuple[str, ...] = ()


def standing_of(drafts: Sequence[Draft], tables: Rows) -> Standing:
    """Compare the rows of a fact with those of the tables.

    Args:
        drafts: The rows that the fact would become.
        tables: The rows of each table.

    Returns:
        Contradicted when a value that can only be one differs; confirmed when all values of all
        rows are there; new otherwise.
    """
    words: set[Word] = set()
    says: dict[str, None] = {}
    for draft in drafts:
        about = _ABOUT.get(draft.table, ("key",))
        same = [
            row
            for row in tables.get(draft.table, ())
            if all(row[column] == draft.cells.get(column, "") for column in about)
        ]
        words.add(_word(draft, same, about))
        for row in same:
            line = _line(row, about)
            if line:
                says[line] = None
    if "contradicts" in words:
        word: Word = "contradicts"
    else:
        word = "confirms" if words == {"confirms"} else "new"
    lines = list(says)
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return Standing(word, tuple(lines[:_SHOWN] + more))


def _word(draft: Draft, rows: Sequence[Row], about: Iterable[str]) -> Word:
    cells = draft.cells
    told = {c: v for c, v in cells.items() if v and c not in _SILENT and c not in about}
    if not rows:
        return "new"
    if "role" in told or "title" in told:
        rows = [row for row in rows if _says(draft, row)]
        if not rows:
            return "new"
    found: Word = "confirms"
    for column, value in told.items():
        if column in {"role", "title"}:
            continue
        there = {part for row in rows for part in row[column].split(";") if part}
        if not there:
            # Who takes part from when on is one statement; a date alone is none of its own.
            if column not in _DATES or "role" not in told:
                found = "new"
        elif not all(any(_agree(column, one, v) for v in there) for one in value.split(";")):
            if column not in _MANY:
                return "contradicts"
            found = "new"
    return found


def _says(draft: Draft, row: Row) -> bool:
    """Tell whether a row names the role or the title of a draft, or one that includes it."""
    cells = draft.cells
    if cells.get("title"):
        titles = {row["title"].casefold(), row["title_in_source"].casefold()}
        return not titles.isdisjoint(
            {cells["title"].casefold(), cells.get("title_in_source", cells["title"]).casefold()}
        )
    role = cells.get("role", "")
    if draft.assumed and role in {"participant", "attendee"}:
        return row["role"] not in _SEEKING
    if draft.assumed and role == "coordinator":
        return row["role"] in _LEADING
    return row["role"] == role


def _agree(column: str, one: str, other: str) -> bool:
    if column in _DATES:
        return one.startswith(other) or other.startswith(one)
    return one == other


def _line(row: Row, about: Iterable[str]) -> str:
    cells = [
        f"{column} {value}"
        for column, value in row.cells.items()
        if value and column not in about and (column not in _SILENT or column == "as_of")
    ]
    return f"{', '.join(cells)} ({row['source']})" if cells else ""
