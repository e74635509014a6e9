"""From a worker to the client: holding back, streaming, hanging up, problems."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from citygraph.web.jobs import pack
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from starlette.types import Receive, Scope, Send

    from citygraph.web.dispatch import Dispatcher, Run

__all__ = ["BrokenOff", "Relayed", "client_of"]

_GONE = Problem("client-gone", 503, "The client hung up.", "The client hung up.")


class BrokenOff(Exception):
    """An answer failed after its beginning was sent: the connection has to break."""


def client_of(scope: Scope) -> str:
    """Return who asks: an address, or for IPv6 the network that one household has."""
    client = scope.get("client")
    if not client:
        return ""
    host: str = client[0]
    return ":".join(host.split(":")[:4]) + "::" if ":" in host else host


class Relayed:
    """A response that a worker makes.

    Args:
        dispatcher: Gives the job to a worker.
        job: The job.
        name: The name by which it can be cancelled.
        held_back: How many bytes are held back before the status goes out.
        headers: Headers to add to the worker's.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        job: Mapping[str, Any],
        *,
        name: str = "",
        held_back: int = 2_000_000,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.dispatcher = dispatcher
        self.job = job
        self.name = name
        self.held_back = held_back
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request (ASGI)."""
        client = client_of(scope)
        async with self.dispatcher.run(pack(self.job), client, self.name) as run:
            watch = asyncio.get_running_loop().create_task(self._watch(receive, run))
            try:
                await self._answer(run, send)
            finally:
                watch.cancel()

    async def _watch(self, receive: Receive, run: Run) -> None:
        """Free the worker as soon as the client hangs up."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.dispatcher.stop(run, _GONE)

    async def _answer(self, run: Run, send: Send) -> None:
        answer = run.answer
        await answer.wait(self.held_back)
        if answer.problem is not None:
            raise Refused(answer.problem)
        pairs = [*answer.headers, *self.headers]
        headers = [(name.lower().encode(), value.encode("latin-1")) for name, value in pairs]
        whole = answer.finished
        body = answer.take()
        if whole:
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": not whole})
        while not whole:
            await answer.wait(0)
            if answer.problem is not None:
                raise BrokenOff(answer.problem.detail)
            whole = answer.finished
            await send(
                {"type": "http.response.body", "body": answer.take(), "more_body": not whole}
            )


async def hang_up(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait for its end."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
