"""Processes of this machine that read documents, and are renewed.

A document may kill the process that reads it, or keep it busy for ever. Each process therefore
reads one document at a time and is watched: when it dies, another takes its place and the document
gets a second chance; when it takes too long it is ended and the document is passed over.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from citygraph.extraction.tasks import UNREADABLE, Answer, carry_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    from citygraph.extraction.tasks import Extract, Task

__all__ = ["Workers", "processors"]

_CHANCES = 2


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass
class _Worker:
    """A process, the line to it and what it is at."""

    process: BaseProcess
    connection: Connection
    task: Task | None = None
    deadline: float = 0.0
    given: int = 0


@dataclass
class Workers:
    """A set of processes that read documents.

    Attributes:
        extract: Reads a file; a function at the top of a module, so that a process finds it.
        processes: How many run at once.
        timeout: How long a document may take, in seconds.
        renew_after: How many documents a process reads before another takes its place; what a
            library leaks in the long run goes with it.
    """

    extract: Extract
    processes: int
    timeout: float
    renew_after: int
    _deaths: dict[Task, int] = field(default_factory=dict)

    def run(self, tasks: Iterator[Task]) -> Iterator[Answer]:
        """Read documents, and give answers in the order in which they are ready.

        Args:
            tasks: The documents; taken one by one, as a process becomes free.

        Yields:
            One answer a document.
        """
        context = _context(self.extract)
        again: list[Task] = []
        workers: list[_Worker] = []
        try:
            while True:
                self._hand_out(tasks, again, workers, context)
                busy = [worker for worker in workers if worker.task is not None]
                if not busy:
                    return
                yield from self._collect(busy, workers, again)
        finally:
            for worker in workers:
                _end(worker)

    def _hand_out(
        self,
        tasks: Iterator[Task],
        again: list[Task],
        workers: list[_Worker],
        context: BaseContext,
    ) -> None:
        """Give each free process a document, starting processes as they are needed."""
        free = [worker for worker in workers if worker.task is None]
        while free or len(workers) < self.processes:
            task = again.pop() if again else next(tasks, None)
            if task is None:
                return
            worker = free.pop() if free else None
            if worker is not None and worker.given >= self.renew_after:
                workers.remove(worker)
                _end(worker)
                worker = None
            if worker is None:
                worker = _start(context, self.extract)
                workers.append(worker)
            try:
                worker.connection.send(task)
            except OSError:  # it died while it had nothing to do
                workers.remove(worker)
                _end(worker)
                again.append(task)
                continue
            worker.task = task
            worker.given += 1
            worker.deadline = time.monotonic() + self.timeout

    def _collect(
        self, busy: list[_Worker], workers: list[_Worker], again: list[Task]
    ) -> Iterator[Answer]:
        """Wait until something happens; give what is ready, deal with deaths and delays."""
        nearest = min(worker.deadline for worker in busy)
        ready = wait(
            [worker.connection for worker in busy],
            timeout=max(0.0, nearest - time.monotonic()),
        )
        for worker in busy:
            task = worker.task
            assert task is not None
            if worker.connection in ready:
                try:
                    answer = worker.connection.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    _end(worker)
                    died = self._deaths[task] = self._deaths.get(task, 0) + 1
                    if died < _CHANCES:
                        again.append(task)
                        continue
                    answer = _failed(
                        task, f"The process that read it died {died} times{_how(worker.process)}."
                    )
                worker.task = None
                yield answer
            elif time.monotonic() >= worker.deadline:
                workers.remove(worker)
                _end(worker)
                worker.task = None
                yield _failed(task, f"It took more than {self.timeout:g} seconds.")


def _context(extract: Extract) -> BaseContext:
    """Return how processes are started: from a clean process that has read the modules once."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    function = getattr(extract, "func", extract)  # of a functools.partial
    context.set_forkserver_preload([__name__, function.__module__])
    return context


def _start(context: BaseContext, extract: Extract) -> _Worker:
    ours, theirs = context.Pipe()
    # Daemonic: should this process end without a word, the others end with it.
    process = context.Process(target=_work, args=(theirs, extract), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _end(worker: _Worker) -> None:
    """End a process; one that is at a document is not waited for."""
    worker.connection.close()
    if worker.task is not None:
        worker.process.kill()
    worker.process.join(timeout=5)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _work(connection: Connection, extract: Extract) -> None:
    """Read documents until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
    with suppress(EOFError, OSError):
        while True:
            connection.send(carry_out(extract, connection.recv()))


def _failed(task: Task, message: str) -> Answer:
    return Answer(task, message=message, exit_status=UNREADABLE)


def _how(process: BaseProcess) -> str:
    """Return how a process ended, in brackets."""
    code = process.exitcode
    if code is None or code >= 0:
        return ""
    with suppress(ValueError):
        return f" ({signal.Signals(-code).name})"
    return ""
