"""From a worker to the client: holding back, streaming, hanging up, the cache, problems."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from citygraph.settings import setting_as_int
from citygraph.web.caching import CachedAnswer, matches
from citygraph.web.jobs import pack
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    from typing import Any

    from starlette.types import Receive, Scope, Send

    from citygraph.web.dispatch import Dispatcher, Run

__all__ = ["BrokenOff", "Relayed", "client_of"]

_GONE: Final = Problem("client-gone", 503, "The client hung up.", "The client hung up.")
_OK: Final = 200
_SLOW_CLIENT: Final = 60  # seconds that a client may take for one piece of an answer


class BrokenOff(Exception):
    """An answer failed after its beginning was sent: the connection has to break."""


def client_of(scope: Scope) -> str:
    """Return who asks: an address, or for IPv6 the network that one household has."""
    client = scope.get("client")
    if not client:
        return ""
    host: str = client[0]
    return ":".join(host.split(":")[:4]) + "::" if ":" in host else host


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for k, v in scope["headers"] if k == name), "")


class Relayed:
    """A response that a worker makes.

    Args:
        dispatcher: Gives the job to a worker.
        job: The job.
        name: The name by which it can be cancelled.
        tag: The entity tag of the answer; None where asking again may give another.
        headers: Headers to add to the worker's.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        job: dict[str, Any],
        *,
        name: str = "",
        tag: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.dispatcher = dispatcher
        self.job = job
        self.name = name
        self.tag = tag
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request (ASGI)."""
        packed = "gzip" in _header(scope, b"accept-encoding")
        tag = self.tag and (f"{self.tag}-gz" if packed else self.tag)
        if tag:
            self.headers = (*self.headers, ("ETag", f'"{tag}"'))
            if matches(_header(scope, b"if-none-match"), tag):
                await _send(send, CachedAnswer(304, _encoded(self.headers), b""))
                return
            cached = self.dispatcher.cache.find(tag)
            if cached is not None:
                await _send(send, cached)
                return
        self.job["packed"] = packed
        client = client_of(scope)
        job = pack(self.job)
        network = bool(self.job.get("network"))
        async with self.dispatcher.run(job, client, self.name, network=network) as run:
            scope.setdefault("state", {})["run"] = run
            watch = asyncio.get_running_loop().create_task(self._watch(receive, run))
            try:
                await self._answer(run, scope, send, tag)
            finally:
                watch.cancel()

    async def _watch(self, receive: Receive, run: Run) -> None:
        """Free the worker as soon as the client hangs up."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.dispatcher.stop(run, _GONE)

    async def _answer(self, run: Run, scope: Scope, send: Send, tag: str | None) -> None:
        answer = run.answer
        held_back = setting_as_int("serve_held_back") * 1_000
        if scope["http_version"] == "1.0":
            # There a broken connection looks like the end of the answer: send it whole, or not.
            held_back = 1 << 62
        await answer.wait(held_back)
        if answer.problem is not None:
            raise Refused(_with_time(answer.problem, run))
        pairs = _encoded((*answer.headers, *self.headers))
        whole = answer.finished
        body = answer.take()
        if whole:
            complete = CachedAnswer(answer.status, pairs, body)
            if tag and answer.status == _OK:
                self.dispatcher.cache.keep(tag, complete)
            await _send(send, complete)
            return
        await send({"type": "http.response.start", "status": answer.status, "headers": list(pairs)})
        await _piece(send, body, more=True)
        while not whole:
            await answer.wait(0)
            if answer.problem is not None:
                raise BrokenOff(answer.problem.detail)
            whole = answer.finished
            await _piece(send, answer.take(), more=not whole)


def _encoded(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(
        (name.lower().encode(), value.encode("latin-1", "replace")) for name, value in pairs
    )


async def _send(send: Send, answer: CachedAnswer) -> None:
    headers = list(answer.headers)
    if answer.status != 304:  # noqa: PLR2004 - it says nothing about a body
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


async def _piece(send: Send, body: bytes, *, more: bool) -> None:
    """Send a piece; give up on a client that does not read.

    Raises:
        BrokenOff: The client has read nothing for too long.
    """
    try:
        async with asyncio.timeout(_SLOW_CLIENT):
            await send({"type": "http.response.body", "body": body, "more_body": more})
    except TimeoutError:
        raise BrokenOff("The client reads too slowly.") from None


def _with_time(problem: Problem, run: Run) -> Problem:
    """Say after how long a limit was met."""
    if not problem.kind.endswith("-limit") or "elapsed" in problem.extra:
        return problem
    seconds = round(run.seconds, 1)
    return replace(
        problem,
        detail=f"{problem.detail} It had run for {seconds} seconds.",
        extra={**problem.extra, "elapsed": seconds},
    )
