"""What the server tells about itself: a line of JSON for each request, and metrics (Prometheus)."""

from __future__ import annotations

import ipaddress
import json
import sys
import time
import traceback
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from citygraph.web.relay import BrokenOff

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from citygraph.web.dispatch import Dispatcher

__all__ = ["AccessLog", "Metrics", "log"]

_LONGEST: Final = 2_000
_KINDS: Final = frozenset(
    {"sparql", "id", "page", "data", "reports", "dump", "dumps", "static", "health", "metrics"}
)
_ERROR: Final = 500


def log(event: str, **members: object) -> None:
    """Write one line of JSON to standard output."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = json.dumps({"time": moment, "event": event, **members}, ensure_ascii=False, default=str)
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except (OSError, ValueError):
        return  # whoever read the log has gone: serving matters more


class Metrics:
    """Counts what the server does.

    Args:
        dispatcher: Knows the workers, the queue and the cache.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self.registry = CollectorRegistry(auto_describe=True)
        self.registry.register(self)
        self.requests = Counter(
            "citygraph_requests",
            "Requests answered.",
            ["kind", "status"],
            registry=self.registry,
        )
        self._labelled_requests = cache(self.requests.labels)
        self.seconds = Histogram(
            "citygraph_request_seconds",
            "Seconds from a request to the end of its answer.",
            ["kind"],
            buckets=(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
            registry=self.registry,
        )
        self._labelled_seconds = cache(self.seconds.labels)
        self.sent = Counter("citygraph_sent_bytes", "Bytes sent.", registry=self.registry)
        self.broken = Counter(
            "citygraph_broken_answers",
            "Answers that failed after their beginning was sent.",
            registry=self.registry,
        )

    def count(self, kind: str, status: int, seconds: float, size: int) -> None:
        """Count a request."""
        self._labelled_requests(kind, status).inc()
        self._labelled_seconds(kind).observe(seconds)
        self.sent.inc(size)

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        """Give the state of the workers, the queue and the cache (prometheus_client)."""
        dispatcher = self._dispatcher
        workers = GaugeMetricFamily("citygraph_workers", "Worker processes.", labels=["state"])
        workers.add_metric(["idle"], len(dispatcher.pool.idle))
        workers.add_metric(["quick"], dispatcher.quick.total())
        workers.add_metric(["slow"], dispatcher.slow.total())
        yield workers
        yield GaugeMetricFamily(
            "citygraph_waiting", "Requests that wait for a worker.", len(dispatcher.waiting)
        )
        yield CounterMetricFamily(
            "citygraph_workers_ended", "Workers that have ended.", dispatcher.ended
        )
        stopped = CounterMetricFamily(
            "citygraph_stopped", "Jobs that were stopped, by why.", labels=["why"]
        )
        for why, count in sorted(dispatcher.stopped.items()):
            stopped.add_metric([why], count)
        yield stopped
        cache = dispatcher.cache
        yield GaugeMetricFamily("citygraph_cache_bytes", "Bytes in the cache.", cache.held)
        found = CounterMetricFamily("citygraph_cache", "Look-ups in the cache.", labels=["result"])
        found.add_metric(["hit"], cache.hits)
        found.add_metric(["miss"], cache.misses)
        yield found
        release = GaugeMetricFamily(
            "citygraph_release", "The release that is served.", labels=["version"]
        )
        release.add_metric([dispatcher.pool.version], 1)
        yield release

    def text(self) -> bytes:
        """Return the metrics in Prometheus's text format."""
        return generate_latest(self.registry)


@lru_cache(maxsize=4096)
def _shortened(address: str) -> str:
    """Return the network a client is in: enough to see patterns, not whom."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    length = 24 if parsed.version == 4 else 48  # noqa: PLR2004 - the version of the protocol
    return str(ipaddress.ip_network(f"{address}/{length}", strict=False))


class AccessLog:
    """Logs and counts each request; the outermost layer of the application (ASGI).

    Args:
        app: The application.
        metrics: Where requests are counted.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and write a line about it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.monotonic()
        status, size, failure = 0, 0, ""

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, counted)
        except BrokenOff as error:
            failure = str(error)
            self.metrics.broken.inc()
        except Exception as error:  # noqa: BLE001 - the last place where it can be told
            failure = repr(error)
            log("mistake", path=scope["path"], trace=traceback.format_exc())
        seconds = time.monotonic() - began
        first = scope["path"].split("/", 2)[1]
        kind = first if first in _KINDS else "other"
        self.metrics.count(kind, status, seconds, size)
        log("request", **_members(scope, status, size, seconds), **_failed(failure))


def _failed(failure: str) -> dict[str, str]:
    return {"failure": failure} if failure else {}


def _members(scope: Scope, status: int, size: int, seconds: float) -> dict[str, Any]:
    members: dict[str, Any] = {
        "method": scope["method"],
        "path": scope["path"][:_LONGEST],
        "status": status,
        "bytes": size,
        "ms": round(seconds * 1000, 2),
        "client": _shortened((scope.get("client") or ("",))[0]),
    }
    if scope["query_string"]:
        members["query"] = scope["query_string"].decode("latin-1")[:_LONGEST]
    run = scope.get("state", {}).get("run")
    if run is not None:
        members["run"] = run.name
        if run.answer.problem is not None:
            members["problem"] = run.answer.problem.kind
        if "rows" in run.answer.summary:
            members["rows"] = run.answer.summary["rows"]
    return members
