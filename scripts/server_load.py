"""Load on SPARQL servers: who runs, what it costs, how fast it answers. For benchmark_server.py."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

__all__ = ["Family", "Load", "Target", "ask", "free_port", "percentile", "put_under_load"]

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def percentile(values: list[float], share: float) -> float:
    """Return the value below which so large a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


@dataclass
class Family:
    """A server's process and all that it started."""

    process: subprocess.Popen[bytes]

    def pids(self, *, lasting: bool = False) -> list[int]:
        """Return the processes that are alive.

        Args:
            lasting: Only the server's own process and those it started, not what these started:
                of citygraph, the two that stay, without the workers, which come and go.
        """
        parents: dict[int, list[int]] = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError):
                rest = path.read_text().rpartition(")")[2].split()
                if rest[0] != "Z":
                    parents.setdefault(int(rest[1]), []).append(int(path.parent.name))
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            if not lasting or pid == self.process.pid:
                queue += parents.get(pid, [])
        return found

    def cpu(self) -> float:
        """Return processor seconds used so far, those of ended children among them."""
        total = 0
        for pid in self.pids():
            with contextlib.suppress(OSError, ValueError):
                rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                total += sum(map(int, rest[11:15]))
        return total / _TICK

    def memory(self, *, lasting: bool = False) -> float:
        """Return megabytes in use, pages shared between processes counted once (PSS)."""
        total = 0
        for pid in self.pids(lasting=lasting):
            with contextlib.suppress(OSError, AttributeError):
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
                found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
                total += int(found[1]) if found else 0
        return total / 1000

    def handles(self) -> int:
        """Return how many files the server's own process has open."""
        try:
            return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))
        except OSError:
            return 0

    def end(self) -> None:
        """End the server."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Target:
    """A SPARQL server under test: its name, the address of its endpoint, its processes."""

    name: str
    port: int
    path: str
    family: Family
    graph: str = ""
    left_out: dict[str, str] = field(default_factory=dict)


@dataclass
class Load:
    """What a load came to: seconds of each answer, failures, and what it cost."""

    times: list[float] = field(default_factory=list)
    failures: int = 0
    seconds: float = 0.0
    cpu: float = 0.0

    def add(self, other: Load) -> None:
        """Add another load to this one."""
        self.times += other.times
        self.failures += other.failures
        self.seconds += other.seconds
        self.cpu += other.cpu

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    @property
    def cost(self) -> float:
        """Milliseconds of processor time for an answer."""
        return 1000 * self.cpu / len(self.times) if self.times else float("nan")


class _Connection:
    """One client's connection, kept as long as the server keeps it."""

    def __init__(self, target: Target, number: int) -> None:
        self.target = target
        self.address = f"127.0.{number // 200 + 1}.{number % 200 + 2}"
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, query: str) -> tuple[int, bytes]:
        """Send a query; return the status and the body."""
        if self.streams is None:
            self.streams = await asyncio.open_connection(
                "127.0.0.1", self.target.port, local_addr=(self.address, 0), limit=1 << 26
            )
        reader, writer = self.streams
        body = b"query=" + quote(query).encode()  # the one way that every server takes
        head = (
            f"POST {self.target.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.target.port}\r\n"
            "Accept: application/sparql-results+json\r\nAccept-Encoding: identity\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        try:
            answer = (await reader.readuntil(b"\r\n\r\n")).lower()
            status = int(answer.split(None, 2)[1])
            length = re.search(rb"\r\ncontent-length:\s*(\d+)", answer)
            if length:
                data = await reader.readexactly(int(length[1]))
            elif b"\r\ntransfer-encoding: chunked" in answer:
                data = await _chunks(reader)
            else:
                data = await reader.read()
                self.close()
            if b"\r\nconnection: close" in answer:
                self.close()
        except BaseException:
            self.close()
            raise
        return status, data

    def close(self) -> None:
        """Hang up."""
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append(await reader.readexactly(size + 2))
    await reader.readline()
    return b"".join(piece[:-2] for piece in pieces)


def ask(target: Target, query: str, seconds: float) -> tuple[int, bytes, float]:
    """Ask once; return the status (0: no answer in time), the body and the seconds."""

    async def once() -> tuple[int, bytes]:
        connection = _Connection(target, 0)
        try:
            async with asyncio.timeout(seconds):
                return await connection.send(query)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            return 0, b""
        finally:
            connection.close()

    began = time.perf_counter()
    status, data = asyncio.run(once())
    return status, data, time.perf_counter() - began


def put_under_load(
    target: Target,
    queries: list[str],
    clients: int,
    seconds: float,
    *,
    attackers: int = 0,
    rounds: int = 0,
    longest: float = 30.0,
    pause: float = 0.0,
    seed: int = 7,
) -> Load:
    """Let clients ask one query after the other for some time.

    Args:
        target: The server.
        queries: The queries; each client begins at another one.
        clients: How many clients ask at once, each from an address of its own.
        seconds: How long.
        attackers: How many more clients send a cross join without an end, all the time.
        rounds: Where not 0, the clients share so many rounds of all queries, however long it takes.
        longest: Seconds after which an answer counts as a failure.
        pause: Seconds that a client rests between two queries.
        seed: Decides the order of the queries.
    """
    load = Load()
    load_seed = random.Random(seed)  # noqa: S311 - the same order each time
    work = [query for _ in range(rounds) for query in load_seed.sample(queries, len(queries))]

    async def client(number: int, until: float, order: list[str]) -> None:
        connection = _Connection(target, number)
        place = number * 7
        while work or (not rounds and time.perf_counter() < until):
            query = work.pop() if rounds else order[place % len(order)]
            place += 1
            if pause:
                await asyncio.sleep(pause)
            began = time.perf_counter()
            try:
                async with asyncio.timeout(longest):
                    status, _ = await connection.send(query)
            except (TimeoutError, OSError, asyncio.IncompleteReadError):
                status = 0
            if status == 200:  # noqa: PLR2004
                load.times.append(time.perf_counter() - began)
            else:
                load.failures += 1
        connection.close()

    async def attacker(number: int) -> None:
        connection = _Connection(target, 150 + number)
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await connection.send(f"{ENDLESS} # {number} {time.time()}")

    async def everybody() -> None:
        attacks = [asyncio.create_task(attacker(number)) for number in range(attackers)]
        if attackers:
            await asyncio.sleep(2)
        load.cpu = -target.family.cpu()
        began = time.perf_counter()
        orders = [load_seed.sample(queries, len(queries)) for _ in range(clients)]
        await asyncio.gather(
            *(client(number, began + seconds, order) for number, order in enumerate(orders))
        )
        load.seconds = time.perf_counter() - began
        load.cpu += target.family.cpu()
        for task in attacks:
            task.cancel()
        await asyncio.gather(*attacks, return_exceptions=True)

    asyncio.run(everybody())
    return load
