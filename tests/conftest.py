from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from citygraph.cli import main
from citygraph.namespaces import Namespaces
from citygraph.opening import Release, open_folder
from citygraph.release import build

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
DOCUMENTS = ROOT / "tests" / "five-documents"


class Outcome(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


def build_release(data: Path, folder: Path) -> Path:
    """Build a release and return its folder."""
    outcome = build(data, folder, "pyshifty", Namespaces())
    assert outcome.manifest is not None, list(outcome.problems.lines(20)) or outcome.findings
    return folder


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of what five documents say, whose answers are known to the last row."""
    return build_release(DOCUMENTS, tmp_path_factory.mktemp("release") / "build")


@pytest.fixture(scope="session")
def release(release_folder: Path) -> Release:
    """The same, opened."""
    return open_folder(release_folder)


@pytest.fixture(scope="session")
def full_release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the project's own tables."""
    return build_release(ROOT / "data", tmp_path_factory.mktemp("full-release") / "build")


@pytest.fixture(scope="session")
def full_release(full_release_folder: Path) -> Release:
    """The same, opened."""
    return open_folder(full_release_folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def endpoint(release_folder, tmp_path_factory):
    """`oxigraph serve-read-only` on the release: the merged graph as default, sources beside it."""
    folder = tmp_path_factory.mktemp("oxigraph") / "store"
    binary = Path(sys.executable).parent / "oxigraph"
    for name, graph in (("citygraph.nq", []), ("citygraph.ttl", [])):
        subprocess.run(
            [binary, "load", "--location", folder, "--file", release_folder / name, *graph],
            check=True,
            capture_output=True,
        )
    port = free_port()
    server = subprocess.Popen(
        [binary, "serve-read-only", "--location", folder, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}/query"
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}?query=ASK%7B%7D", timeout=1).read()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command line in this process."""

    def call(*args: str | Path) -> Outcome:
        capfd.readouterr()
        try:
            main([str(arg) for arg in args])
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capfd.readouterr()
        return Outcome(status, out, err)

    return call
