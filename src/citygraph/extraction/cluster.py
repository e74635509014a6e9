"""Documents read by the workers of a Dask cluster that is already there.

The bytes of each document travel with its task and the result travels back, so the workers need
no folder in common with this machine; they need citygraph, in the same version. This process alone
writes results: a task that runs twice, because a worker died on the way, still gives one result.
"""

from __future__ import annotations

import hashlib
import logging
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from citygraph._version import __version__
from citygraph.errors import EndpointError, UsageError
from citygraph.extraction.tasks import UNREADABLE, Answer, carry_out
from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, Future

    from citygraph.extraction.tasks import Extract, Task

__all__ = ["Cluster"]

_AHEAD = 3  # documents a thread of a worker has in hand or on the way
_IN_FLIGHT = 64 << 20  # bytes of documents on the way at once, besides one
_LOOK = 0.5  # seconds between two looks at the cluster's state
_KEPT = "What is done is kept: run the same command again."


@dataclass
class Cluster:
    """A Dask scheduler and its workers.

    Attributes:
        address: Of the scheduler, such as ``tcp://10.0.0.5:8786``.
        extract: Reads a file; a function at the top of a module that the workers can import.
    """

    address: str
    extract: Extract

    def run(self, tasks: Iterator[Task]) -> Iterator[Answer]:
        """Read documents on the cluster, and give answers in the order in which they are ready.

        Args:
            tasks: The documents; taken one by one, as there is room.

        Yields:
            One answer a document.

        Raises:
            UsageError: Dask is not installed here, or the workers lack this citygraph.
            EndpointError: The scheduler cannot be reached or went away, or no worker is left.
        """
        client = self._connect()
        try:
            self._compare(client)
            yield from self._read(client, tasks)
        finally:
            with suppress(Exception):  # the scheduler may be gone: nothing is left to be told
                client.close(timeout=2)

    def _connect(self) -> Client:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(
                "The package distributed is not installed, so no cluster can be used.",
                hint="Install it with: pip install 'citygraph[cluster]'.",
            ) from error
        # What Dask would log, this module says in plain words, or deals with.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        wait = setting_as_int("cluster_wait")
        try:
            client = Client(self.address, timeout=wait, set_as_default=False, name="citygraph")
        except (OSError, TimeoutError, ValueError) as error:
            raise EndpointError(
                f"No Dask scheduler answers at {self.address}.",
                hint="Look whether it runs, and whether the address and port are right.",
            ) from error
        try:
            client.wait_for_workers(1, timeout=wait)
        except TimeoutError as error:
            client.close(timeout=2)
            raise EndpointError(
                f"The scheduler at {self.address} has had no worker for {wait} seconds.",
                hint="Start workers, for instance with: dask worker ADDRESS --nthreads 1.",
            ) from error
        return client

    def _compare(self, client: Client) -> None:
        """See to it that the workers read as this machine would."""
        ours = _versions(self.extract)
        try:
            found: dict[str, Any] = client.run(_versions, self.extract, on_error="return")
        except ModuleNotFoundError:
            found = {"of the cluster": None}
        for worker, theirs in found.items():
            if theirs == ours:
                continue
            what = "has no citygraph"
            if isinstance(theirs, tuple):
                what = f"has citygraph {theirs[0]}"
                if theirs[0] == ours[0]:
                    what = "knows another release"
            raise UsageError(
                f"The worker {worker} {what}; this is citygraph {__version__}.",
                hint="Install the same version, with the same release, on all workers.",
            )

    def _read(self, client: Client, tasks: Iterator[Task]) -> Iterator[Answer]:
        ready: SimpleQueue[Future[Answer]] = SimpleQueue()
        pending: dict[str, tuple[Task, Future[Answer]]] = {}
        state = _State()
        exhausted = False
        while True:
            self._look(client, state)
            while not exhausted and _has_room(pending, state.threads):
                task = next(tasks, None)
                if task is None:
                    exhausted = True
                    break
                answer = self._submit(client, task, pending, ready)
                if answer is not None:
                    yield answer
            if not pending:
                return
            try:
                future = ready.get(timeout=_LOOK)
            except Empty:
                continue
            if future.status == "cancelled":
                raise self._gone(state)
            if future.status == "lost":  # with the worker that had it: another reads it again
                future.add_done_callback(ready.put)
                continue
            task, _ = pending.pop(str(future.key))
            yield self._answer(future, task, state)
            state.done += 1

    def _submit(
        self,
        client: Client,
        task: Task,
        pending: dict[str, tuple[Task, Future[Answer]]],
        ready: SimpleQueue[Future[Answer]],
    ) -> Answer | None:
        """Send a document; return an answer only where it cannot even be read here."""
        try:
            data = task.path.read_bytes()
        except OSError as error:
            message = f"It cannot be read: {error.strerror}."
            return Answer(task, message=message, exit_status=UNREADABLE)
        if hashlib.sha256(data).hexdigest() != task.sha256:
            message = "It changed while it was being read; run the same command again."
            return Answer(task, message=message, exit_status=UNREADABLE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a document of many megabytes is meant to be sent
            future = client.submit(
                _read_bytes, self.extract, task, data, key=f"citygraph-{task.sha256}", pure=False
            )
        pending[str(future.key)] = (task, future)
        future.add_done_callback(ready.put)
        return None

    def _answer(self, future: Future[Answer], task: Task, state: _State) -> Answer:
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            answer: Answer = future.result(timeout=setting_as_int("cluster_wait"))
        except KilledWorker as error:
            message = f"The workers that read it died, {error.allowed_failures + 1} of them."
            return Answer(task, message=message, exit_status=UNREADABLE)
        except (CommClosedError, TimeoutError) as error:
            raise self._gone(state) from error
        except Exception as error:  # noqa: BLE001 - whatever a worker's environment raises
            message = f"It could not be read on the cluster ({type(error).__name__}: {error})."
            return Answer(task, message=message, exit_status=UNREADABLE)
        return replace(answer, task=task)

    def _look(self, client: Client, state: _State) -> None:
        """Count the workers' threads now and then; raise when nothing can be done any more."""
        now = time.monotonic()
        if now - state.looked < _LOOK:
            return
        try:
            if client.status != "running":
                raise self._gone(state)
            workers = client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, TimeoutError) as error:
            raise self._gone(state) from error
        state.looked = now
        state.threads = sum(worker["nthreads"] for worker in workers.values())
        if workers:
            state.last_worker = now
        wait = setting_as_int("cluster_wait")
        if now - state.last_worker > wait:
            raise EndpointError(
                f"The scheduler at {self.address} has had no worker for {wait} seconds; "
                f"{state.done} documents had been read.",
                hint=f"Start workers. {_KEPT}",
            )

    def _gone(self, state: _State) -> EndpointError:
        return EndpointError(
            f"The scheduler at {self.address} went away; {state.done} documents had been read.",
            hint=f"Start it again. {_KEPT}",
        )


@dataclass
class _State:
    """What is known of the cluster, and how far the run is."""

    done: int = 0
    threads: int = 1
    looked: float = float("-inf")
    last_worker: float = field(default_factory=time.monotonic)


def _has_room(pending: dict[str, tuple[Task, Future[Answer]]], threads: int) -> bool:
    """Tell whether another document may be sent; one always may."""
    size = sum(task.size for task, _ in pending.values())
    return not pending or (len(pending) < _AHEAD * max(1, threads) and size < _IN_FLIGHT)


def _versions(extract: Extract) -> tuple[str, str]:
    """Return the version of citygraph where this runs, and what the results depend on there."""
    from citygraph._version import __version__ as version

    return version, getattr(extract, "version", "")


def _read_bytes(extract: Extract, task: Task, data: bytes) -> Answer:
    """Read a document on a worker, from a file of its own."""
    with TemporaryDirectory(prefix="citygraph-") as folder:
        path = Path(folder) / PurePosixPath(task.name).name
        path.write_bytes(data)
        return carry_out(extract, task, path)
