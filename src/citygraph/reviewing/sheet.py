"""A review on a sheet: proposals as CSV, to be decided on in a spreadsheet, and read back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from citygraph.errors import CitygraphError, UnreadableInput, UsageError
from citygraph.reviewing.proposals import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.reviewing.session import Review

__all__ = ["from_sheet", "to_sheet"]

_WORDS: Final = {
    "": "", "open": "", "skip": "", "s": "",
    "accept": "accept", "accepted": "accept", "a": "accept", "yes": "accept",
    "reject": "reject", "rejected": "reject", "r": "reject", "no": "reject",
}  # fmt: skip
_EDITABLE: Final = tuple(dict.fromkeys(name for names in FIELDS.values() for name in names))
_COLUMNS: Final = (
    "id", "decision", "kind", "standing", "proposal", *_EDITABLE,
    "passage", "link", "graph", "problem", "confidence", "document",
)  # fmt: skip
_ENDS: Final = ("subject", "object")
_FORMULA: Final = ("=", "+", "-", "@", "\t")


def to_sheet(review: Review) -> bytes:
    """Return all proposals as CSV in UTF-8, with a byte order mark for spreadsheets.

    The words around a place in the text stand in square brackets twice. Cells that a spreadsheet
    would take for a formula begin with an apostrophe.

    Args:
        review: The review.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for ident in review.proposals:
        view = review.view(ident)
        words = {"accepted": "accept", "rejected": "reject"}.get(view.state, "")
        marked = "".join(f"[[{p.text}]]" if p.marked else p.text for p in view.pieces)
        cells = {
            "id": ident,
            "decision": words,
            "kind": view.proposal.kind,
            "standing": view.standing.word,
            "proposal": view.headline,
            **view.fields,
            "passage": " ".join(marked.split()),
            "link": view.link,
            "graph": " | ".join(view.standing.says),
            "problem": view.problem or view.advice,
            "confidence": f"{view.proposal.confidence:.2f}",
            "document": view.proposal.document.path,
        }
        writer.writerow([_guarded(cells.get(column, "")) for column in _COLUMNS])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


def from_sheet(review: Review, path: Path) -> tuple[int, list[str]]:
    """Take over the decisions and changes of an edited sheet.

    Rows may have been sorted or removed; a removed row is a proposal that stays as it was. Cells
    of the columns that are no fields are not read.

    Args:
        review: The review.
        path: The sheet.

    Returns:
        How many decisions were taken over, and what could not be, in sentences.

    Raises:
        UnreadableInput: The file is not such a sheet.
    """
    rows = _read(path)
    order = {ident: number for number, ident in enumerate(review.proposals)}
    wrong: list[str] = []
    known = []
    for number, row in rows:
        if row["id"] not in order:
            wrong.append(f"Row {number}: no proposal has the id '{row['id']}'.")
        else:
            known.append((order[row["id"]], number, row))
    done = 0
    with review.decisions.at_once():
        for _, number, row in sorted(known, key=lambda entry: entry[:2]):
            try:
                done += _take_over(review, row)
            except CitygraphError as error:
                wrong.append(f"Row {number}, {row.get('proposal') or row['id']}: {error.message}")
    return done, wrong


def _take_over(review: Review, row: dict[str, str]) -> bool:
    """Take over one row; tell whether it holds a decision."""
    ident, word = row["id"], row["decision"].strip().casefold()
    if word not in _WORDS:
        raise UsageError(f"'{row['decision']}' is no decision: accept, reject or nothing.")
    if _WORDS[word] == "accept":
        review.accept(ident, _changes(review, ident, row))
    elif _WORDS[word] == "reject":
        review.reject(ident)
    else:
        review.reopen(ident)
    return bool(_WORDS[word])


def _changes(review: Review, ident: str, row: dict[str, str]) -> dict[str, str]:
    fields, proposed = review.fields(ident), review.proposals[ident].fields
    told = {name: _plain(row[name]) for name in fields if name in row}
    # The ends of a relation follow their entities: a key that was proposed is no change.
    return {
        name: value
        for name, value in told.items()
        if value != fields[name] and not (name in _ENDS and value == proposed[name])
    }


def _read(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        # A spreadsheet may part the cells by semicolons, as its language has it.
        head = text.partition("\n")[0]
        mark = max(",;\t", key=head.count)
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        rows = [
            (number, {k: v or "" for k, v in row.items() if k})
            for number, row in enumerate(reader, start=2)
        ]
        names = set(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableInput(
            f"{path} cannot be read: {error}.", hint="Save the sheet as CSV in UTF-8."
        ) from error
    if not {"id", "decision"} <= names:
        raise UnreadableInput(
            f"{path} has no columns 'id' and 'decision'.",
            hint="Begin with the sheet that --to-csv writes.",
        )
    return rows


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _plain(cell: str) -> str:
    return " ".join((cell[1:] if cell.startswith("'") and cell[1:2] in _FORMULA else cell).split())
