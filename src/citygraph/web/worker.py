"""A worker: takes one job after the other from the server and sends the answer back."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import CitygraphError
from citygraph.opening import Release, open_folder
from citygraph.web.jobs import (
    BODY,
    END,
    HEAD,
    PROBLEM,
    FrameReader,
    PageRequest,
    frame,
    pack,
    unpack,
)
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["Output", "Workplace"]

_PIECE: Final = 65_536


class Output:
    """Where the answer to one job goes: a file for the serialiser, frames for the server.

    Args:
        work: The socket to the server.
        rows: How many rows may be written; 0 for any number.
        size: How many bytes may be written; 0 for any number.
    """

    def __init__(self, work: socket.socket, rows: int = 0, size: int = 0) -> None:
        self._work = work
        self._buffer = bytearray()
        self._most_rows = rows
        self._most_bytes = size
        self.marker = b""
        self.rows = 0
        self.bytes = 0
        self.refused: Problem | None = None

    def head(self, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Say with which status and headers the answer begins."""
        self._buffer += frame(HEAD, pack({"status": status, "headers": headers}))

    def write(self, data: bytes) -> int:
        """Take a piece of the body."""
        self.bytes += len(data)
        if self.marker:
            self.rows += data.count(self.marker)
            if self._most_rows and self.rows > self._most_rows:
                self._refuse("row-limit", "rows", self._most_rows)
        if self._most_bytes and self.bytes > self._most_bytes:
            self._refuse("byte-limit", "bytes", self._most_bytes)
        self._buffer += frame(BODY, data)
        if len(self._buffer) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is waiting."""
        self._work.sendall(self._buffer)
        self._buffer.clear()

    def end(self) -> None:
        """Say that the answer is complete."""
        self._buffer += frame(END, pack({"rows": self.rows, "bytes": self.bytes}))
        self.flush()

    def fail(self, problem: Problem) -> None:
        """Say that there will be no answer, or no more of it."""
        self._buffer.clear()
        members = {
            "kind": problem.kind,
            "status": problem.status,
            "title": problem.title,
            "detail": problem.detail,
            "hint": problem.hint,
            "extra": dict(problem.extra),
            "headers": list(problem.headers),
        }
        self._buffer += frame(PROBLEM, pack(members))
        self.flush()

    def _refuse(self, kind: str, unit: str, limit: int) -> None:
        self.refused = Problem(
            kind,
            503,
            "The answer is too large.",
            f"The answer has more than {limit:,} {unit}, the most that this server sends.",
            "Ask for less: add a LIMIT, count instead of listing, or narrow the pattern. The whole "
            "graph is there to download.",
            {"limit": limit, "unit": unit},
        )
        raise Refused(self.refused)


@dataclass(frozen=True)
class Workplace:
    """What all workers share: the opened release, with everything they need already in memory.

    Attributes:
        release: The release.
    """

    release: Release

    @classmethod
    def prepare(cls, folder: Path) -> Workplace:
        """Load a release.

        Raises:
            ReleaseError: There is none in the folder, or it is damaged.
        """
        from citygraph.web import pages

        release = open_folder(folder)
        _ = release.store, pages.PAGES
        return cls(release)

    def serve(self, work: socket.socket) -> None:
        """Work until the server closes the socket."""
        reader = FrameReader()
        while data := work.recv(_PIECE):
            for _kind, payload in reader.feed(data):
                self._do(unpack(payload), work)

    def _do(self, job: dict[str, Any], work: socket.socket) -> None:
        output = Output(work, job.get("rows", 0), job.get("bytes", 0))
        try:
            _JOBS[job["kind"]](self.release, job, output)
            output.end()
        except Refused as refusal:
            output.fail(refusal.problem)
        except CitygraphError as error:
            output.fail(Problem.of_error(error))
        except (MemoryError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception:  # noqa: BLE001 - a fault of ours must be told to the reader as one
            if output.refused is not None:
                output.fail(output.refused)
                return
            traceback.print_exc()
            output.fail(
                Problem.of_status(
                    500,
                    "The server made a mistake while it answered this.",
                    "Please report the address that you asked for.",
                )
            )


def _page(release: Release, job: Mapping[str, Any], output: Output) -> None:
    from citygraph.web.pages import PAGES

    request = PageRequest.from_dict(job["request"])
    response = PAGES[request.name](release, request)
    names = {name.lower() for name, _ in response.headers}
    headers = response.headers
    if "content-type" not in names:
        headers = (("Content-Type", "text/html; charset=utf-8"), *headers)
    output.head(response.status, headers)
    output.write(response.body)


_JOBS: Final[dict[str, Callable[[Release, Mapping[str, Any], Output], None]]] = {"page": _page}
