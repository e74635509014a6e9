"""What a run over a corpus has done so far, in a file beside the results.

``journal.jsonl`` has a line for each document a run came to an end with, good or bad. It is only
ever appended to, and a line is written after the result it tells of: whatever moment a run is
killed at, what the journal says is true. A last line that was cut off is ignored.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any, Self

from citygraph.errors import UnreadableInput, UsageError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["JOURNAL", "Entry", "Journal"]

JOURNAL = "journal.jsonl"


@dataclass(frozen=True)
class Entry:
    """How one document ended.

    Attributes:
        path: The document's path below the folder of the corpus, with ``/``.
        sha256: Of the document's bytes, in hexadecimal; the name of its result.
        size: Of the document, in bytes.
        changed: When the document was last modified, in nanoseconds.
        version: The version of citygraph that read it.
        state: ``done`` or ``failed``.
        result_size: Of the result, in bytes; 0 where there is none.
        message: Why it failed; empty where it did not.
        exit_status: What the failure makes of the exit status; 0 where there is none.
        cpu: The processor time it took, in seconds; 0 where it was not read.
    """

    path: str
    sha256: str
    size: int
    changed: int
    version: str
    state: str
    result_size: int = 0
    message: str = ""
    exit_status: int = 0
    cpu: float = 0.0


class Journal:
    """The journal of a folder of results, held by one run at a time.

    Use it as a context manager.

    Attributes:
        entries: The last entry of each document, by its path.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, Entry] = {}
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        """Read what is there and hold the folder.

        Raises:
            UnreadableInput: The folder cannot be made or written.
            UsageError: Another run is writing there.
        """
        path = self.folder / JOURNAL
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a+", encoding="utf-8", newline="\n")
        except OSError as error:
            raise UnreadableInput(
                f"{self.folder} cannot be written: {error.strerror}.",
                hint="Name another folder with --out.",
            ) from error
        self._hold(self._file)
        self._file.seek(0)
        text = self._file.read()
        for line in text.splitlines():
            entry = _entry(line)
            if entry is not None:
                self.entries[entry.path] = entry
        if text and not text.endswith("\n"):
            self._file.write("\n")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def add(self, entry: Entry) -> None:
        """Write an entry at once, so that a killed run loses nothing it had finished."""
        assert self._file is not None, "the journal is not open"
        self._file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
        self._file.flush()
        self.entries[entry.path] = entry

    def _hold(self, file: IO[str]) -> None:
        try:
            from fcntl import LOCK_EX, LOCK_NB, flock
        except ImportError:  # pragma: no cover - a system without flock
            return
        try:
            flock(file, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            file.close()
            raise UsageError(
                f"Another run is writing to {self.folder}.",
                hint="Wait until it has ended, or name another folder with --out.",
            ) from None


def _entry(line: str) -> Entry | None:
    """Return the entry a line holds, or None where the line was cut off or is no entry."""
    try:
        fields: Any = json.loads(line)
        return Entry(**fields)
    except (ValueError, TypeError):
        return None
