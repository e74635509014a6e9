"""Where the answer to one job goes: a file for the serialiser, frames for the server."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from citygraph.web.jobs import BODY, END, HEAD, PROBLEM, frame, pack
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    import socket

__all__ = ["Output", "too_large"]

_PIECE: Final = 65_536
_SMALLEST_PACKED: Final = 1_000
_GZIP: Final = 31  # zlib's number for a gzip envelope with the largest window
_LEVEL: Final = 4
_PACKABLE: Final = (
    "text/",
    "application/json",
    "application/sparql-results",
    "application/ld",
    "application/n-",
    "application/rdf",
    "application/trig",
    "application/problem",
    "application/schema",
    "application/geo",
    "image/svg",
)


class Output:
    """Takes the answer to one job.

    Args:
        work: The socket to the server.
        rows: How many rows may be written; 0 for any number.
        size: How many bytes may be written; 0 for any number.
        pack: Whether the client takes compressed answers (gzip).
    """

    def __init__(
        self, work: socket.socket, rows: int = 0, size: int = 0, *, packed: bool = False
    ) -> None:
        self._work = work
        self._frames = bytearray()
        self._body = bytearray()
        self._head: tuple[int, tuple[tuple[str, str], ...]] | None = None
        self._pack = packed
        self._packer: zlib._Compress | None = None
        self._most_bytes = size
        self.most_rows = rows
        self.marker = b""
        self._tail = b""
        self.rows = 0
        self.bytes = 0
        self.refused: Problem | None = None

    def head(self, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Say with which status and headers the answer begins."""
        self._head = (status, headers)

    def write(self, data: bytes) -> int:
        """Take a piece of the body.

        Raises:
            Refused: The answer has more rows or bytes than it may.
        """
        self.bytes += len(data)
        if self.marker:
            seen = self._tail + data
            self.rows += seen.count(self.marker)
            self._tail = seen[1 - len(self.marker) :]
            if self.most_rows and self.rows > self.most_rows:
                self._refuse("row-limit", "rows", self.most_rows)
        if self._most_bytes and self.bytes > self._most_bytes:
            self._refuse("byte-limit", "bytes", self._most_bytes)
        self._body += data
        if len(self._body) >= _PIECE:
            self._send()
        return len(data)

    def count_rows(self, separator: bytes, first: int) -> None:
        """Count rows by what parts them.

        Args:
            separator: The bytes between two rows.
            first: The number to begin with: -1 where a header has a separator too.
        """
        self.marker, self.rows = separator, first

    def flush(self) -> None:
        """Do nothing: the pieces go out when they are large enough."""

    def end(self) -> None:
        """Say that the answer is complete."""
        if len(self._body) < _SMALLEST_PACKED and self._head is not None:
            self._pack = False
        self._move()
        if self._packer is not None:
            self._frames += frame(BODY, self._packer.flush())
        self._frames += frame(END, pack({"rows": self.rows, "bytes": self.bytes}))
        self._work.sendall(self._frames)
        self._frames.clear()

    def fail(self, problem: Problem) -> None:
        """Say that there will be no answer, or no more of it."""
        members = {
            "kind": problem.kind,
            "status": problem.status,
            "title": problem.title,
            "detail": problem.detail,
            "hint": problem.hint,
            "extra": dict(problem.extra),
            "headers": list(problem.headers),
        }
        self._work.sendall(frame(PROBLEM, pack(members)))

    def _move(self) -> None:
        """Turn what was written into frames."""
        if self._head is not None:
            status, headers = self._head
            self._head = None
            kind = next((v for name, v in headers if name.lower() == "content-type"), "")
            if self._pack and kind.startswith(_PACKABLE):
                self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
                headers = (*headers, ("Content-Encoding", "gzip"))
            self._frames += frame(HEAD, pack({"status": status, "headers": headers}))
        body: bytes | bytearray = self._body
        if self._packer is not None:
            body = self._packer.compress(body)
        if body:
            self._frames += frame(BODY, bytes(body))
        self._body.clear()

    def _send(self) -> None:
        self._move()
        self._work.sendall(self._frames)
        self._frames.clear()

    def _refuse(self, kind: str, unit: str, limit: int) -> None:
        self.refused = too_large(kind, unit, limit)
        raise Refused(self.refused)


def too_large(kind: str, unit: str, limit: int) -> Problem:
    """Return the problem of an answer that has more than it may.

    Args:
        kind: The name of the limit.
        unit: What it counts.
        limit: How much of it is allowed.
    """
    return Problem(
        kind,
        503,
        "The answer is too large.",
        f"The answer has more than {limit:,} {unit}, the most that this server sends.",
        "Ask for less: add a LIMIT, count instead of listing, or narrow the pattern. The whole "
        "graph is there to download.",
        {"limit": limit, "unit": unit},
    )
