"""One document of a corpus: the task to read it, and what came of it.

The same few lines run in a process of this machine and in a worker of a cluster.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from citygraph.errors import CitygraphError
from citygraph.extraction.collecting import collecting_afterwards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import Protocol, TypeAlias

    Extract: TypeAlias = Callable[[Path], dict[str, Any]]

    class Engine(Protocol):
        """Whatever reads documents: processes of this machine, or a cluster."""

        def run(self, tasks: Iterator[Task]) -> Iterator[Answer]:
            """Take tasks as they can be worked on, and give answers as they come."""


__all__ = ["UNREADABLE", "Answer", "Task", "carry_out"]

UNREADABLE = 2
"""The exit status for a document that could not be read and gave no other status."""


@dataclass(frozen=True)
class Task:
    """A document to read.

    Attributes:
        path: Where it is.
        name: Its path below the folder of the corpus, with ``/``.
        sha256: Of its bytes.
        size: In bytes.
        changed: When it was last modified, in nanoseconds.
    """

    path: Path
    name: str
    sha256: str
    size: int
    changed: int


@dataclass(frozen=True)
class Answer:
    """What came of a document: a result, or why there is none.

    Attributes:
        task: The document.
        result: The JSON of the result; None where it failed.
        message: Why it failed.
        exit_status: What the failure makes of the exit status.
        cpu: The processor time it took, in seconds.
    """

    task: Task
    result: bytes | None = None
    message: str = ""
    exit_status: int = 0
    cpu: float = 0.0


def carry_out(extract: Extract, task: Task, path: Path | None = None) -> Answer:
    """Read a document, whatever it is; never raises for what is in it.

    Args:
        extract: Reads a file and returns the object of the output format.
        task: The document.
        path: Where its bytes are, when not at the place the task names.

    Returns:
        The result as one line of JSON, with the path below the corpus's folder and the hash that
        names it; or the reason why there is none.
    """
    begin = time.process_time()
    with collecting_afterwards():
        answer = _attempt(extract, task, path or task.path)
    return replace(answer, cpu=round(time.process_time() - begin, 4))


def _attempt(extract: Extract, task: Task, path: Path) -> Answer:
    try:
        found = extract(path)
        head = found.setdefault("document", {})
        head["path"] = task.name
        head["sha256"] = task.sha256
        line = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return Answer(task, result=line.encode() + b"\n")
    except CitygraphError as error:
        return Answer(task, message=str(error), exit_status=error.exit_status)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Answer(task, message=f"It cannot be read: {reason}.", exit_status=UNREADABLE)
    except Exception as error:  # noqa: BLE001 - one bad document must not end the batch
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return Answer(task, message=f"It could not be read ({what}).", exit_status=UNREADABLE)
