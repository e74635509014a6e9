"""One worker process and the answer that comes from it, seen from the server."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from citygraph.web.jobs import BODY, END, HEAD, JOB, PROBLEM, FrameReader, frame, unpack
from citygraph.web.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Answer", "Worker"]

_HIGH_WATER: Final = 8_000_000
_LAST: Final = 19  # the lowest priority there is


class Answer:
    """The answer to one job, as it comes in from a worker."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: list[tuple[str, str]] = []
        self.summary: dict[str, Any] = {}
        self.problem: Problem | None = None
        self.finished = False
        self.buffered = 0
        self.received = 0
        self.begun = False
        self.most_buffered = _HIGH_WATER
        self.on_room: Callable[[], None] | None = None
        self._pieces: deque[bytes] = deque()
        self._wake: asyncio.Future[None] | None = None

    def take_in(self, kind: bytes, payload: bytes) -> None:
        """Take in one frame."""
        if kind == BODY:
            self._pieces.append(payload)
            self.buffered += len(payload)
            self.received += len(payload)
        elif kind == HEAD:
            head = unpack(payload)
            self.status = head["status"]
            self.headers = [(name, value) for name, value in head["headers"]]
            self.begun = True
        elif kind == END:
            self.summary = unpack(payload)
            self.finished = True
        elif kind == PROBLEM:
            members = unpack(payload)
            members["headers"] = tuple((name, value) for name, value in members["headers"])
            self.fail(Problem(**members))
        self._notify()

    def fail(self, problem: Problem) -> None:
        """End the answer with a problem."""
        if not self.finished:
            self.problem = problem
            self.finished = True
            self._notify()

    def _notify(self) -> None:
        if self._wake is not None and not self._wake.done():
            self._wake.set_result(None)

    async def wait(self, held_back: int) -> None:
        """Wait until the answer is finished, or more than so many bytes of it are there."""
        while not self.finished and self.buffered <= held_back:
            self._wake = asyncio.get_running_loop().create_future()
            await self._wake

    def take(self) -> bytes:
        """Return what has come in so far."""
        data = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self._pieces.clear()
        self.buffered = 0
        if self.on_room is not None:
            self.on_room()
        return data


class Worker(asyncio.Protocol):
    """One worker process.

    Args:
        pid: Its process number.
        handle: Its process handle (pidfd); -1 where the system has none.
        network: Whether it may reach the network.
        gone: Called when it has ended.
    """

    def __init__(
        self, pid: int, handle: int, *, network: bool, gone: Callable[[Worker], None]
    ) -> None:
        self.pid = pid
        self.network = network
        self.answer: Answer | None = None
        self.jobs = 0
        self.dead = False
        self.slow = False
        self._handle = handle
        self._gone = gone
        self._reader = FrameReader()
        self._transport: asyncio.Transport | None = None
        self._paused = False
        self.done: Callable[[Worker], None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the connection."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take in frames."""
        answer = self.answer
        if answer is None:
            return
        for kind, payload in self._reader.feed(data):
            answer.take_in(kind, payload)
        if answer.finished:
            self.answer = None
            answer.on_room = None
            if self.done is not None:
                self.done(self)
        elif (
            answer.buffered > answer.most_buffered
            and self._transport is not None
            and not self._paused
        ):
            self._paused = True
            self._transport.pause_reading()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Learn that the process has ended."""
        self.dead = True
        self._gone(self)
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def start(self, job: bytes, answer: Answer) -> None:
        """Send a job."""
        assert self._transport is not None
        self.answer = answer
        self.jobs += 1
        answer.on_room = self._resume
        self._transport.write(frame(JOB, job))

    def _resume(self) -> None:
        if self._paused and self._transport is not None:
            self._paused = False
            self._transport.resume_reading()

    def calm(self, nice: int) -> None:
        """Let other processes go first: the more so, the higher the number (1 to 19)."""
        if not self.dead:
            self._set_priority(min(_own_priority() + nice, _LAST))
            self.slow = True

    def wake(self) -> bool:
        """Take the usual priority again; tell whether the system allows it."""
        self.slow = not self._set_priority(_own_priority())
        return not self.slow

    def _set_priority(self, nice: int) -> bool:
        try:
            for thread in _threads(self.pid):
                os.setpriority(os.PRIO_PROCESS, thread, nice)
        except (OSError, AttributeError):
            return False
        return True

    def kill(self) -> None:
        """End the process at once."""
        if self.dead:
            return
        with contextlib.suppress(ProcessLookupError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
            else:
                os.kill(self.pid, signal.SIGKILL)
        self._resume()
        if self._transport is not None:
            self._transport.abort()


def _own_priority() -> int:
    """Return the priority that this process, and with it an idle worker, has."""
    return os.getpriority(os.PRIO_PROCESS, 0) if hasattr(os, "getpriority") else 0


def _threads(pid: int) -> list[int]:
    """Return what has a priority of its own in a process: on Linux each thread."""
    try:
        return [int(path.name) for path in Path(f"/proc/{pid}/task").iterdir()]
    except FileNotFoundError:
        return [pid]
