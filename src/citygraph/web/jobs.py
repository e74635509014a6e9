"""What goes between the server and its workers: jobs, answers, and the frames they travel in.

The server's own process holds no graph. It sends a job, one JSON document, to a worker, a process
forked from the loaded release; the worker sends the answer back in frames: a head (status, headers),
any number of pieces of the body, and an end, or a problem in the place of any of these.

A page is a pure function of the release and a :class:`PageRequest`, and runs in a worker.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = [
    "BODY",
    "END",
    "HEAD",
    "PROBLEM",
    "FrameReader",
    "PageRequest",
    "PageResponse",
    "frame",
    "pack",
    "unpack",
]

HEAD: Final = b"H"
BODY: Final = b"B"
END: Final = b"E"
PROBLEM: Final = b"P"
JOB: Final = b"J"

_FRAME: Final = struct.Struct("!cI")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a page is asked for.

    Attributes:
        name: The route's pattern, a key of ``citygraph.web.pages.PAGES``.
        path: The path as it was asked, decoded.
        parameters: The parts of the path that the pattern names.
        query: The pairs of the query string, decoded, in order.
        languages: The languages wanted, best first, as lower-case tags; the switch ``?lang=`` and
            the cookie ``lang`` come before Accept-Language.
        nonce: The nonce that inline scripts and styles need; where the answer does not hold it, the
            policy allows none.
        base: The address of this server as the reader sees it, ending in a slash.
        flags: Choices of the reader kept in cookies, such as ``theme``.
    """

    name: str
    path: str = "/"
    parameters: Mapping[str, str] = field(default_factory=dict)
    query: tuple[tuple[str, str], ...] = ()
    languages: tuple[str, ...] = ("en",)
    nonce: str = ""
    base: str = "/"
    flags: Mapping[str, str] = field(default_factory=dict)

    def first(self, name: str, default: str = "") -> str:
        """Return the first value of a parameter of the query string."""
        return next((value for key, value in self.query if key == name), default)

    def all(self, name: str) -> list[str]:
        """Return all values of a parameter of the query string, in order."""
        return [value for key, value in self.query if key == name]

    def as_dict(self) -> dict[str, Any]:
        """Return the request as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> PageRequest:
        """Return a request from plain values, as JSON gives them back."""
        return cls(
            **{
                **values,
                "query": tuple((key, value) for key, value in values["query"]),
                "languages": tuple(values["languages"]),
            }
        )


@dataclass(frozen=True, slots=True)
class PageResponse:
    """What a page answers.

    Attributes:
        body: The bytes of the answer.
        status: The HTTP status.
        headers: Pairs of name and value; a Content-Type is HTML unless one is given.
    """

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """Return one frame."""
    return _FRAME.pack(kind, len(payload)) + payload


def pack(values: Mapping[str, Any]) -> bytes:
    """Return plain values as the payload of a frame."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def unpack(payload: bytes) -> dict[str, Any]:
    """Return the plain values of a payload."""
    values: dict[str, Any] = json.loads(payload.decode("utf-8", "surrogatepass"))
    return values


class FrameReader:
    """Puts frames together from the pieces in which a socket delivers them."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Take bytes in, and give the kind and payload of each frame that is whole."""
        buffer = self._buffer
        buffer += data
        start = 0
        while len(buffer) - start >= _FRAME.size:
            kind, size = _FRAME.unpack_from(buffer, start)
            end = start + _FRAME.size + size
            if len(buffer) < end:
                break
            yield kind, bytes(buffer[start + _FRAME.size : end])
            start = end
        del buffer[:start]
