"""What was decided on proposals, kept in a file so that nothing is asked twice.

The file is CSV: one row a proposal that was accepted or rejected, with what was changed in it. It
says nothing of who decided. It is written anew, whole, after each decision.
"""

from __future__ import annotations

import csv
import io
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from citygraph.errors import UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Decision", "DecisionFile", "Verdict"]

Verdict = Literal["accepted", "rejected"]
_COLUMNS: Final = ("id", "decision", "changes", "about")


@dataclass(frozen=True)
class Decision:
    """A verdict on a proposal.

    Attributes:
        verdict: What was decided.
        changes: The fields that the reviewer wrote anew.
        about: The proposal in a few words, for readers of the file.
    """

    verdict: Verdict
    changes: Mapping[str, str] = field(default_factory=dict)
    about: str = ""


class DecisionFile:
    """The decisions of a file, read when it is opened and written after each change.

    Args:
        path: The file; it is made with the first decision.

    Raises:
        UnreadableInput: The file is not a file of decisions.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._decisions: dict[str, Decision] = {}
        self._waiting = False
        if not path.exists():
            return
        try:
            with path.open(newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    self._decisions[row["id"]] = Decision(
                        _verdict(row["decision"]), json.loads(row["changes"] or "{}"), row["about"]
                    )
        except (OSError, KeyError, ValueError, csv.Error) as error:
            raise UnreadableInput(
                f"{path} is not a file of decisions: {error}.",
                hint="Name another one with --decisions, or remove it to begin anew.",
            ) from error

    def __getitem__(self, ident: str) -> Decision | None:
        return self._decisions.get(ident)

    def __len__(self) -> int:
        return len(self._decisions)

    def record(self, decisions: Mapping[str, Decision | None]) -> None:
        """Enter decisions, or take them back (None), and write the file.

        Raises:
            UnreadableInput: The file cannot be written; the old one is still there.
        """
        after = dict(self._decisions)
        for ident, decision in decisions.items():
            if decision is None:
                after.pop(ident, None)
            else:
                after[ident] = decision
        if after == self._decisions and self.path.exists():
            return
        if not self._waiting:
            self._write(after)
        self._decisions = after

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Write the file once, after all that is recorded inside, as for a whole sheet.

        Raises:
            UnreadableInput: The file cannot be written.
        """
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False
            self._write(self._decisions)

    def _write(self, decisions: Mapping[str, Decision]) -> None:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for ident, decision in decisions.items():
            changes = json.dumps(dict(decision.changes), ensure_ascii=False, sort_keys=True)
            writer.writerow(
                [ident, decision.verdict, changes if decision.changes else "", decision.about]
            )
        part = self.path.with_name(f".{self.path.name}.part")
        try:
            with part.open("w", encoding="utf-8", newline="") as file:
                file.write(text.getvalue())
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise UnreadableInput(
                f"{self.path} cannot be written: {error.strerror}.",
                hint="Name another place with --decisions.",
            ) from error


def _verdict(word: str) -> Verdict:
    if word == "accepted":
        return "accepted"
    if word == "rejected":
        return "rejected"
    raise ValueError(f"'{word}' is no decision")
