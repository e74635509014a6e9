"""Who gets a worker when: the queue, the limits of time and of each client, the end of a query."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
import uuid
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import CitygraphError
from citygraph.settings import setting_as_int
from citygraph.web.caching import AnswerCache
from citygraph.web.confinement import memory_of
from citygraph.web.pool import Pool, out_of_memory
from citygraph.web.problems import Problem, Refused
from citygraph.web.workers import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from pathlib import Path

    from citygraph.web.workers import Worker

__all__ = ["Dispatcher", "Limits", "Run"]

_SLOW: Final = 1.0  # seconds after which a job no longer takes the place of a quick one
# Seconds after which a job gives way to others, and its priority then (nice, 19 the last).
_STEPS: Final = ((0.3, 5), (1.0, 15), (5.0, 19))
_KEPT_SHARE: Final = 1_000_000 // 4  # of the megabytes a worker may use, in bytes
_LOOK: Final = 0.25  # seconds between two looks at the memory in use
_PAUSE: Final = 1.0  # seconds between two attempts to load a release again


@dataclass(frozen=True)
class Limits:
    """The limits in force; see the settings that begin with ``serve_``."""

    workers: int
    slow: int
    seconds: int
    memory: int
    total_memory: int
    queue: int
    patience: int
    per_client: int

    @classmethod
    def from_settings(cls) -> Limits:
        """Read the limits from the settings."""
        return cls(
            workers=setting_as_int("serve_workers") or 2 * (os.cpu_count() or 1),
            slow=setting_as_int("serve_slow_workers"),
            seconds=setting_as_int("serve_seconds"),
            memory=setting_as_int("serve_memory"),
            total_memory=setting_as_int("serve_total_memory"),
            queue=setting_as_int("serve_queue"),
            patience=setting_as_int("serve_patience"),
            per_client=setting_as_int("serve_client_queries"),
        )


class Run:
    """One job under way: waiting, running or finished."""

    def __init__(self, name: str, client: str, job: bytes) -> None:
        self.name = name
        self.client = client
        self.job = job
        self.answer = Answer()
        self.began = time.monotonic()
        self.worker: Worker | None = None
        self.pool: Pool | None = None
        self.slow = False
        self.timers: list[asyncio.TimerHandle] = []
        self.admitted: asyncio.Future[None] | None = None

    @property
    def seconds(self) -> float:
        """How long it has been under way."""
        return time.monotonic() - self.began


class Dispatcher:
    """Gives jobs to workers, one for each, within the limits.

    Args:
        folder: The folder of the release.
        limits: The limits.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.folder = folder
        self.limits = limits
        self.pool = Pool(folder, limits.memory)
        self.runs: dict[str, Run] = {}
        self.waiting: deque[Run] = deque()
        self.quick: Counter[str] = Counter()
        self.slow: Counter[str] = Counter()
        self.cache = AnswerCache(setting_as_int("serve_cache") * 1_000_000)
        self.making: dict[str, asyncio.Future[Problem | None]] = {}
        self.stopped: Counter[str] = Counter()
        self._old: set[Pool] = set()
        self._ended = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Load the release and fork the first workers."""
        await self._start(self.pool)
        self._begin(self._watch_memory())

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch_memory(self) -> None:
        """Stop the query that uses the most when all together use too much."""
        while True:
            await asyncio.sleep(_LOOK)
            used = {
                run: memory_of(run.worker.pid)[1] - run.pool.resident
                for run in self.runs.values()
                if run.worker is not None and run.pool is not None
            }
            if sum(used.values()) > self.limits.total_memory * 1_000_000:
                largest = max(used, key=lambda run: used[run])
                self.stop(largest, out_of_memory(self.limits.total_memory, together=True))

    async def _start(self, pool: Pool) -> None:
        await pool.open()
        pool.on_change = self._attend
        pool.on_lost = self._restart
        for _ in range(self.limits.workers):
            pool.ask()

    def _restart(self) -> None:
        """Load the release again after the process that held it was killed."""
        self._begin(self._recover())

    async def _recover(self) -> None:
        error = await self.try_reload()
        while error is not None:
            await asyncio.sleep(_PAUSE)
            error = await self.try_reload()

    async def reload(self) -> None:
        """Load the release in the folder anew; jobs under way finish on the old one.

        Raises:
            ReleaseError: It cannot be loaded; the old one stays.
        """
        fresh = Pool(self.folder, self.limits.memory)
        await self._start(fresh)
        old, self.pool = self.pool, fresh
        self._old.add(old)
        self.cache.clear()
        self._drain()
        self._dispatch()

    @property
    def ended(self) -> int:
        """How many workers have ended since the server began."""
        return self._ended + self.pool.ended + sum(pool.ended for pool in self._old)

    def state(self) -> dict[str, object]:
        """Return how the server is, for those who watch it."""
        alive = bool(self.pool.idle or self.pool.busy)
        return {
            "status": "ok" if alive else "starting",
            "release": self.pool.version,
            "workers": {
                "idle": len(self.pool.idle),
                "quick": self.quick.total(),
                "slow": self.slow.total(),
            },
            "waiting": len(self.waiting),
        }

    def close(self) -> None:
        """End all processes."""
        for task in self._tasks:
            task.cancel()
        for pool in [self.pool, *self._old]:
            pool.close()

    def _drain(self) -> None:
        for pool in [pool for pool in self._old if not pool.busy]:
            self._old.discard(pool)
            self._ended += pool.ended
            pool.close()

    @contextlib.asynccontextmanager
    async def run(
        self, job: bytes, client: str, name: str = "", *, network: bool = False
    ) -> AsyncIterator[Run]:
        """Give a job to a worker as soon as one is free.

        Args:
            job: The job, packed.
            client: Who asks, for the limits of each client.
            name: The name by which the job can be cancelled; one is made where it is empty.
            network: Whether the job may reach the network; it gets a worker of its own then.

        Yields:
            The job under way. Leaving the context before the answer is finished ends its worker.

        Raises:
            Refused: The queue is full, or waiting took too long.
        """
        run = Run(name or uuid.uuid4().hex, client, job)
        if run.name in self.runs:
            raise Refused(
                Problem(
                    "name-taken",
                    409,
                    "A query of this name is running.",
                    f"A query with the name '{run.name}' is running already.",
                    "Give each query a name of its own.",
                )
            )
        self.runs[run.name] = run
        try:
            if network:
                self._start_on(run, await self.pool.networked())
            else:
                await self._admit(run)
            yield run
        finally:
            self._leave(run)

    async def _admit(self, run: Run) -> None:
        if not self.waiting and self._try_start(run):
            return
        if len(self.waiting) >= self.limits.queue:
            raise Refused(self._full("The server has too many queries to answer."))
        run.admitted = asyncio.get_running_loop().create_future()
        self.waiting.append(run)
        self._dispatch()
        try:
            async with asyncio.timeout(self.limits.patience):
                await run.admitted
        except TimeoutError:
            seconds = self.limits.patience
            raise Refused(
                self._full(f"No worker was free for this query within {seconds} seconds.")
            ) from None

    def _full(self, detail: str) -> Problem:
        return Problem(
            "busy",
            503,
            "The server is busy.",
            detail,
            "Try again in a few seconds.",
            {"queue": len(self.waiting)},
            (("Retry-After", "5"),),
        )

    def _try_start(self, run: Run) -> bool:
        if (
            self.quick[run.client] >= self.limits.per_client
            or self.quick.total() >= self.limits.workers
        ):
            return False
        worker = self.pool.take()
        if worker is None:
            return False
        self._start_on(run, worker)
        return True

    def _start_on(self, run: Run, worker: Worker) -> None:
        run.worker, run.pool = worker, self.pool
        self.quick[run.client] += 1
        loop = asyncio.get_running_loop()
        run.timers = [
            *(loop.call_later(seconds, worker.calm, nice) for seconds, nice in _STEPS),
            loop.call_later(_SLOW, self._slow_down, run),
            loop.call_later(self.limits.seconds, self._time_out, run),
        ]
        worker.start(run.job, run.answer)
        worker.done = lambda _worker: self._finished(run)

    def _dispatch(self) -> None:
        """Start every waiting job that may start now, the oldest first."""
        if not self.waiting:
            return
        for run in list(self.waiting):
            if not self.pool.idle:
                break
            if self._try_start(run):
                self.waiting.remove(run)
                if run.admitted is not None and not run.admitted.done():
                    run.admitted.set_result(None)

    def _slow_down(self, run: Run) -> None:
        """Let a long job go on beside the quick ones, and give its place to another."""
        if run.worker is None:
            return
        if self.slow.total() < self.limits.slow:
            run.slow = True
            self.quick[run.client] -= 1
            self.slow[run.client] += 1
            self._replenish()

    def _time_out(self, run: Run) -> None:
        limit = self.limits.seconds
        self.stop(
            run,
            Problem(
                "time-limit",
                504,
                "The query takes too long.",
                f"The query was stopped after {limit} seconds, the most that this server works on "
                "one.",
                "Narrow it: name a city, a country or an initiative, ask for fewer columns, or "
                "count instead of listing. A pattern whose parts share no variable multiplies its "
                "rows.",
                {"limit": limit, "unit": "seconds", "elapsed": round(run.seconds, 1)},
            ),
        )

    def stop(self, run: Run, problem: Problem) -> None:
        """End a job with a problem."""
        if run.answer.finished:
            return
        self.stopped[problem.kind] += 1
        if run.admitted is not None and not run.admitted.done():
            run.admitted.set_exception(Refused(problem))
            return
        worker = run.worker
        run.answer.fail(problem)
        if worker is not None:
            worker.answer = None
        self._release(run, kill=True)

    def _finished(self, run: Run) -> None:
        # What a large answer leaves behind goes with the process.
        grown = run.answer.summary.get("grown", 0)
        self._release(run, kill=grown > self.limits.memory * _KEPT_SHARE)

    def _leave(self, run: Run) -> None:
        """Free everything that a job holds, whatever became of it."""
        self.runs.pop(run.name, None)
        with contextlib.suppress(ValueError):
            self.waiting.remove(run)
        self._release(run, kill=not run.answer.finished)

    def _release(self, run: Run, *, kill: bool) -> None:
        worker, pool = run.worker, run.pool
        if worker is None or pool is None:
            return
        run.worker = None
        for timer in run.timers:
            timer.cancel()
        counter = self.slow if run.slow else self.quick
        counter[run.client] -= 1
        if counter[run.client] <= 0:
            del counter[run.client]
        worker.done = None
        too_many = pool.count > self.limits.workers + self.slow.total()
        tired = worker.slow and (too_many or not worker.wake())
        if kill or worker.network or pool.closing or tired:
            worker.answer = None
            worker.kill()
            pool.busy.discard(worker)
        else:
            pool.give_back(worker)
        self._replenish()
        self._dispatch()
        if self._old:
            self._drain()

    def _attend(self) -> None:
        """Put right what a worker's coming or going has changed."""
        self._replenish()
        self._dispatch()

    def _replenish(self) -> None:
        """Fork workers until there are as many as can be used at once."""
        wanted = self.limits.workers + self.slow.total()
        for _ in range(wanted - self.pool.count):
            self.pool.ask()

    async def try_reload(self) -> CitygraphError | None:
        """Load the release anew; keep the old one where that fails, and return the error."""
        try:
            await self.reload()
        except CitygraphError as error:
            return error
        return None
