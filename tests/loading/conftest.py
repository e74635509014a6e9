from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

VALID = Path(__file__).parents[1] / "tables" / "folders" / "valid"


@pytest.fixture
def data(tmp_path):
    """A small sound folder of tables."""
    folder = tmp_path / "data"
    shutil.copytree(VALID, folder)
    return folder


@pytest.fixture
def quick(monkeypatch):
    """Settings of the back-off that make tests quick."""
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_FIRST_DELAY", "10")
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_LONGEST_DELAY", "2")
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_ATTEMPTS", "3")
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_TIMEOUT", "2")


def contents(folder: Path) -> dict[str, bytes]:
    """All files below a folder, for a comparison before and after."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Oxigraph:
    """A real SPARQL server on loopback, with one Turtle file in its default graph."""

    def __init__(self, folder: Path, turtle: str) -> None:
        binary = Path(sys.executable).parent / "oxigraph"
        file = folder / "content.ttl"
        file.write_text(turtle, encoding="utf-8")
        store = folder / "store"
        subprocess.run(
            [binary, "load", "--location", store, "--file", file], check=True, capture_output=True
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.server = subprocess.Popen(
            [binary, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.address = f"http://127.0.0.1:{port}/query"
        for _ in range(100):
            with suppress(OSError):
                urllib.request.urlopen(f"{self.address}?query=ASK%7B%7D", timeout=1).read()
                return
            time.sleep(0.1)
        self.stop()
        raise RuntimeError("the server did not start")

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(timeout=10)


@pytest.fixture
def oxigraph(tmp_path):
    """Start servers; they are stopped at the end."""
    servers: list[Oxigraph] = []

    def start(turtle: str) -> str:
        folder = tmp_path / f"server-{len(servers)}"
        folder.mkdir()
        servers.append(Oxigraph(folder, turtle))
        return servers[-1].address

    yield start
    for server in servers:
        server.stop()
