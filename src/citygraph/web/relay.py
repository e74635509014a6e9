"""From a worker to the client: holding back, streaming, hanging up, the cache, problems."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from hashlib import sha256
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
        key: What the answer is kept under where the tag depends on the answer itself.
        headers: Headers to add to the worker's.
        kept_headers: Headers that belong to the answer and are kept with it.
        shared: Whether others who ask the same meanwhile wait for this answer.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        job: dict[str, Any],
        *,
        name: str = "",
        tag: str | None = None,
        key: str | None = None,
        headers: tuple[tuple[str, str], ...] = (),
        kept_headers: tuple[tuple[str, str], ...] = (),
        shared: bool = True,
    ) -> None:
        self.dispatcher = dispatcher
        self.job = job
        self.name = name
        self.tag = tag
        self.key = key
        self.headers = headers
        self.kept_headers = kept_headers
        self.shared = shared
        self._waited_for: asyncio.Future[Problem | None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request (ASGI)."""
        packed = "gzip" in _header(scope, b"accept-encoding")
        wanted = _header(scope, b"if-none-match")
        suffix = "-gz" if packed else ""
        tag = self.tag and self.tag + suffix
        if tag:
            self.headers = (*self.headers, ("ETag", f'"{tag}"'))
            if wanted and matches(wanted, tag):
                await _send(send, CachedAnswer(304, _encoded(self.headers), b""))
                return
        key = tag or (self.key and self.key + suffix)
        cached = self.dispatcher.cache.find(key) if key else None
        if cached is not None:
            await self._send_cached(cached, wanted, send)
            return
        self.job["packed"] = packed
        if not key or not self.shared or not self.dispatcher.cache.size:
            await self._make(scope, receive, send, key)
            return
        making = self.dispatcher.making
        if other := making.get(key):
            problem = await asyncio.shield(other)
            if problem is not None:
                raise Refused(problem)
            cached = self.dispatcher.cache.find(key)
            if cached is not None:
                await self._send_cached(cached, wanted, send)
            else:
                await self._make(scope, receive, send, key)
            return
        making[key] = self._waited_for = asyncio.get_running_loop().create_future()
        try:
            await self._make(scope, receive, send, key)
        except Refused as refusal:
            limit = refusal.problem.kind.endswith("-limit")
            self._tell(refusal.problem if limit else None)
            raise
        finally:
            self._tell(None)
            if making.get(key) is self._waited_for:
                del making[key]

    def _tell(self, problem: Problem | None) -> None:
        """Let those go on who wait for this answer: it is kept, or met a limit, or neither."""
        if self._waited_for is not None and not self._waited_for.done():
            self._waited_for.set_result(problem)

    async def _make(self, scope: Scope, receive: Receive, send: Send, key: str | None) -> None:
        """Have a worker make the answer."""
        client = client_of(scope)
        job = pack(self.job)
        network = bool(self.job.get("network"))
        async with self.dispatcher.run(job, client, self.name, network=network) as run:
            scope.setdefault("state", {})["run"] = run
            watch = asyncio.get_running_loop().create_task(self._watch(receive, run))
            try:
                await self._answer(run, scope, send, key)
            finally:
                watch.cancel()

    async def _send_cached(self, cached: CachedAnswer, wanted: str, send: Send) -> None:
        headers = (*cached.headers, *_encoded(self.headers))
        tag = next((value.decode() for name, value in headers if name == b"etag"), "")
        if wanted and matches(wanted, tag.strip('"')):
            await _send(send, CachedAnswer(304, headers, b""))
            return
        await _send(send, CachedAnswer(cached.status, headers, cached.body))

    async def _watch(self, receive: Receive, run: Run) -> None:
        """Free the worker as soon as the client hangs up."""
        while (await receive())["type"] != "http.disconnect":
            pass
        self.dispatcher.stop(run, _GONE)

    async def _answer(self, run: Run, scope: Scope, send: Send, key: str | None) -> None:
        answer = run.answer
        held_back = setting_as_int("serve_held_back") * 1_000
        if scope["http_version"] == "1.0":
            # There a broken connection looks like the end of the answer: send it whole, or not.
            held_back = answer.most_buffered = 1 << 62
        await answer.wait(held_back)
        if answer.problem is not None:
            raise Refused(_with_time(answer.problem, run))
        own = _encoded((*answer.headers, *self.kept_headers))
        whole = answer.finished
        body = answer.take()
        if whole and self.key:
            own = (*own, (b"etag", f'"{sha256(body).hexdigest()[:32]}"'.encode()))
        pairs = (*own, *_encoded(self.headers))
        if whole:
            if key and answer.status == _OK:
                self.dispatcher.cache.keep(key, CachedAnswer(answer.status, own, body))
            self._tell(None)
            await _send(send, CachedAnswer(answer.status, pairs, body))
            return
        self._tell(None)
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
