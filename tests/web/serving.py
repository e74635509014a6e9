"""A real server as a process of its own, on a free port of the loopback."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import httpx

from tests.conftest import ROOT

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
"""A cross join that takes longer than anybody waits."""


class Server:
    """A running server.

    Attributes:
        base: Its address, ending in a slash.
        pid: Its process.
    """

    def __init__(self, folder, log, **settings):
        self.folder, self._log, self._settings = folder, Path(log), settings
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}/"
        self.client = httpx.Client(base_url=self.base, timeout=120)
        self.sparql = self.base + "sparql"

    def __enter__(self):
        variables = {f"CITYGRAPH_SERVE_{k.upper()}": str(v) for k, v in self._settings.items()}
        command = [sys.executable, "-m", "citygraph", "serve", "--port", str(self.port)]
        self._sink = self._log.open("wb")
        self.process = subprocess.Popen(
            [*command, "--release", str(self.folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables},
            stdout=self._sink,
            stderr=subprocess.STDOUT,
        )
        self.pid = self.process.pid
        self.wait_for(lambda: self.state()["status"] == "ok")
        return self

    def __exit__(self, *_exc):
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        finally:
            self._sink.close()

    def wait_for(self, condition, seconds=60.0):
        """Wait until something is so."""
        until = time.monotonic() + seconds
        while True:
            try:
                if condition():
                    return
            except httpx.TransportError:
                assert self.process.poll() is None, self._log.read_text()
            assert time.monotonic() < until, self._log.read_text()[-3000:]
            time.sleep(0.03)

    def state(self):
        """What /health says."""
        return self.client.get("health").json()

    def lines(self):
        """The lines of the log."""
        text = self._log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    def query(self, text, accept="application/sparql-results+json", **headers):
        """Ask a query by GET."""
        return self.client.get(
            "sparql", params={"query": text}, headers={"Accept": accept, **headers}
        )

    def value(self, text):
        """Return the one value of a query."""
        (row,) = self.query(text).json()["results"]["bindings"]
        (cell,) = row.values()
        return cell["value"]

    def get(self, path, accept="*/*", **headers):
        """Ask for an address."""
        return self.client.get(path, headers={"Accept": accept, **headers})

    def workers(self):
        """Return the processes that answer, without the one that forks them."""
        (zygote,) = children(self.pid)
        return children(zygote)

    def raw(self, data, seconds=30.0):
        """Send bytes as they are, and return all that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as link:
            link.sendall(data)
            got = bytearray()
            try:
                while piece := link.recv(65_536):
                    got += piece
            except (TimeoutError, ConnectionResetError):
                pass
            return bytes(got)


def children(pid):
    """Return the processes that a process started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def escaped(text):
    """Return a text as a part of an address."""
    return quote(text, safe="")
