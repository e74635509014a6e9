"""Worker processes, seen from the server: one pool for each loaded release."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import ReleaseError
from citygraph.web.dumps import ReleaseFiles
from citygraph.web.problems import Problem
from citygraph.web.workers import Answer, Worker
from citygraph.web.zygote import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Pool", "out_of_memory"]

_LAST_WORDS: Final = 0.5  # seconds that the news of a worker's end may take


class Pool:
    """The workers of one release.

    Args:
        folder: The folder of the release.
        memory: Megabytes that a worker may use above the release.
    """

    def __init__(self, folder: Path, memory: int) -> None:
        self.folder = folder
        self.memory = memory
        self.manifest: dict[str, Any] = {}
        self.digest = ""
        self.files = ReleaseFiles()
        self.resident = 0
        self.space = 0
        self.idle: list[Worker] = []
        self.busy: set[Worker] = set()
        self.expected = 0
        self.ended = 0
        self.on_change: Callable[[], None] | None = None
        self.closing = False
        self._ends: dict[int, int] = {}
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._networked: deque[asyncio.Future[Worker]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_lost: Callable[[], None] | None = None

    async def open(self) -> None:
        """Start the process that loads the release, and wait until it has.

        Raises:
            ReleaseError: The release cannot be loaded.
        """
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)  # noqa: FBT003 - it has no name
        self._control = ours
        self._ready = loop.create_future()
        self._process = subprocess.Popen(  # noqa: ASYNC220, S603 - it must not wait
            [sys.executable, "-m", "citygraph.web.zygote", str(theirs.fileno()), str(self.folder)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        loop.add_reader(ours.fileno(), self._on_news)
        try:
            await self._ready
        except BaseException:
            self.close()
            raise
        self.files = ReleaseFiles.open(self.folder, self.manifest["files"])

    def ask(self, *, network: bool = False) -> None:
        """Ask for one more worker."""
        if self._control is None or self.closing:
            return
        self.expected += 1
        order = {"network": network, "memory": self.memory}
        # Where the process that forks has just died, the reader of its news finds that out.
        with suppress(BrokenPipeError, ConnectionResetError):
            self._control.send(json.dumps(order).encode())

    async def networked(self) -> Worker:
        """Return a new worker that may reach the network."""
        waiting: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._networked.append(waiting)
        self.ask(network=True)
        return await waiting

    @property
    def version(self) -> str:
        """The version of the release."""
        return str(self.manifest.get("version", ""))

    @property
    def modified(self) -> str:
        """The date of the release, as HTTP writes dates."""
        day = datetime.fromisoformat(str(self.manifest["date"])).replace(tzinfo=UTC)
        return format_datetime(day, usegmt=True)

    @property
    def count(self) -> int:
        """How many workers there are or will be in a moment."""
        return len(self.idle) + len(self.busy) + self.expected

    def take(self) -> Worker | None:
        """Return an idle worker, the one used last."""
        if not self.idle:
            return None
        worker = self.idle.pop()
        self.busy.add(worker)
        return worker

    def give_back(self, worker: Worker) -> None:
        """Take a worker back that has finished its job."""
        self.busy.discard(worker)
        if not worker.dead:
            self.idle.append(worker)

    def close(self) -> None:
        """End all processes."""
        self.closing = True
        self.files.close()
        for worker in [*self.idle, *self.busy]:
            worker.kill()
        if self._control is not None:
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            self._control.close()
            self._control = None
        process = self._process
        if process is not None:
            self._process = None
            process.kill()
            process.wait()

    def _on_news(self) -> None:
        assert self._control is not None
        try:
            data, handles, _, _ = socket.recv_fds(self._control, LONGEST_MESSAGE, 2)
        except BlockingIOError:
            return
        except ConnectionResetError:  # killed before it had read what it was asked
            data, handles = b"", []
        if not data:
            asyncio.get_running_loop().remove_reader(self._control.fileno())
            if self._ready is not None and not self._ready.done():
                self._ready.set_exception(ReleaseError(f"Loading {self.folder} failed."))
            self._lost()
            return
        news = json.loads(data)
        match news["event"]:
            case "ready":
                self.manifest, self.digest = news["manifest"], news["digest"]
                self.space, self.resident = news["space"], news["resident"]
                if self._ready is not None and not self._ready.done():
                    self._ready.set_result(None)
            case "failed":
                error = ReleaseError(news["message"], hint=news["hint"])
                if self._ready is not None and not self._ready.done():
                    self._ready.set_exception(error)
            case "worker":
                self._adopt(news, handles)
            case "exit":
                self._ends[news["pid"]] = news["code"]
                if len(self._ends) > 256:  # noqa: PLR2004
                    del self._ends[next(iter(self._ends))]

    def _lost(self) -> None:
        """The process that holds the release has ended: so have its workers."""
        if not self.closing and self.on_lost is not None:
            self.on_lost()

    def _adopt(self, news: dict[str, Any], handles: list[int]) -> None:
        handle = handles[1] if len(handles) > 1 else -1
        network = news["order"]["network"]
        worker = Worker(news["pid"], handle, network=network, gone=self._gone)
        link = socket.socket(fileno=handles[0])
        link.setblocking(False)  # noqa: FBT003 - it has no name
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._connect(worker, link))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, worker: Worker, link: socket.socket) -> None:
        await asyncio.get_running_loop().create_unix_connection(lambda: worker, sock=link)
        self.expected -= 1
        if worker.dead:
            return
        if worker.network and self._networked:
            self.busy.add(worker)
            self._networked.popleft().set_result(worker)
            return
        self.idle.append(worker)
        if self.on_change is not None:
            self.on_change()

    def _gone(self, worker: Worker) -> None:
        """Take note that a worker has ended, and say so to whoever waits for its answer."""
        self.busy.discard(worker)
        if worker in self.idle:
            self.idle.remove(worker)
        if not self.closing:
            self.ended += 1
        answer, worker.answer = worker.answer, None
        if answer is not None and not answer.finished:
            loop = asyncio.get_running_loop()
            loop.call_later(0.0, self._explain, worker, answer, loop.time() + _LAST_WORDS)
        if self.on_change is not None:
            self.on_change()

    def _explain(self, worker: Worker, answer: Answer, until: float) -> None:
        """Say why a worker ended, as soon as that is known."""
        loop = asyncio.get_running_loop()
        code = self._ends.pop(worker.pid, None)
        if code is None and loop.time() < until:
            loop.call_later(0.01, self._explain, worker, answer, until)
            return
        answer.fail(_why(code, self.memory))


def out_of_memory(limit: int, *, together: bool) -> Problem:
    """Return the problem of a query that needs too much memory.

    Args:
        limit: Megabytes.
        together: Whether that is the limit of all queries together.
    """
    if together:
        detail = f"All queries together needed more than {limit:,} MB of memory, and this one most."
    else:
        detail = f"The query was stopped because it needed more than {limit:,} MB of memory."
    return Problem(
        "memory-limit",
        503,
        "The query needs too much memory.",
        detail,
        "Ask for less: sorting and grouping keep everything in memory, so narrow the pattern "
        "first. A pattern whose parts share no variable multiplies its rows.",
        {"limit": limit, "unit": "megabytes"},
    )


def _why(code: int | None, memory: int) -> Problem:
    if code == -signal.SIGABRT:
        return out_of_memory(memory, together=False)
    if code == -signal.SIGSEGV:
        return Problem(
            "too-deep",
            400,
            "The query is too deeply nested.",
            "The query is nested more deeply than the engine can follow.",
            "Use fewer brackets, groups or sub-queries inside each other.",
        )
    return Problem(
        "worker-ended",
        503,
        "The answer was interrupted.",
        "The process that worked on this answer ended before it was complete.",
        "Ask again.",
        headers=(("Retry-After", "1"),),
    )
