from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from citygraph.errors import EndpointError, UsageError
from citygraph.extraction.corpus import run_corpus
from citygraph.extraction.journal import JOURNAL
from tests.conftest import ROOT
from tests.extraction.readers import capitals, slowly

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("distributed")

DOCUMENTS = 60


class Engine:
    """A scheduler and its workers, each a process of its own on loopback."""

    def __init__(self, folder: Path, *, workers: int, source: str = f"{ROOT / 'src'}:{ROOT}"):
        self.folder = folder
        self.processes: list[subprocess.Popen] = []
        self.environment = os.environ | {
            "PYTHONPATH": source,
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2]
        )
        self.workers = [self._worker() for _ in range(workers)]

    def wait(self) -> Engine:
        """Until all workers are there."""
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=30)
        return self

    def _worker(self) -> subprocess.Popen:
        return self._start(
            "worker",
            self.address,
            *("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny"),
            *("--local-directory", str(self.folder)),
        )

    def _start(self, what: str, *args: str) -> subprocess.Popen:
        log = (self.folder / f"{what}-{len(self.processes)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", what, *args, "--no-dashboard"],
            env=self.environment,
            cwd=self.folder,
            stdout=log,
            stderr=log,
        )
        log.close()
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
        for process in self.processes:
            process.wait(timeout=30)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "engine").mkdir()
    started = Engine(tmp_path / "engine", workers=2)
    try:
        yield started.wait()
    finally:
        started.stop()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(DOCUMENTS):
        (folder / f"{number:03}.txt").write_text(f"Place {number} meets Helsinki.")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "results"


def results(out: Path) -> dict[str, dict]:
    found = [json.loads(path.read_text()) for path in out.glob("*.json")]
    return {each["document"]["path"]: each for each in found}


def journal(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / JOURNAL).read_text().splitlines()]


def test_a_worker_is_killed_on_the_way_and_nothing_is_lost_or_done_twice(engine, corpus, out):
    (corpus / "bad.txt").write_bytes(b"\xff")
    killed = []

    def watch(report, entry):
        if report.finished == 15 and not killed:
            victim = engine.workers[0]
            victim.send_signal(signal.SIGKILL)
            killed.append(victim.wait(timeout=10))

    report = run_corpus(corpus, out, extract=slowly, cluster=engine.address, watch=watch)
    assert killed == [-signal.SIGKILL]
    assert engine.workers[1].poll() is None

    assert (report.total, report.read, report.exit_status) == (DOCUMENTS + 1, DOCUMENTS, 2)
    assert [(failure.path, failure.exit_status) for failure in report.failures] == [("bad.txt", 2)]
    assert "is not UTF-8" in report.failures[0].message
    found = results(out)
    assert sorted(found) == [f"{number:03}.txt" for number in range(DOCUMENTS)]
    assert all(each["entities"][0]["mention"] == "Place" for each in found.values())
    ended = [line["path"] for line in journal(out)]
    assert sorted(ended) == sorted([*found, "bad.txt"])
    assert len({each["process"] for each in found.values()}) == 2, "one worker did it all"

    again = run_corpus(corpus, out, extract=slowly, cluster=engine.address)
    assert (again.skipped, again.read) == (DOCUMENTS, 0)

    (corpus / "bad.txt").write_text("KILL")
    local = run_corpus(corpus, out, extract=capitals, processes=1)
    assert (local.skipped, len(local.failures)) == (DOCUMENTS, 1), "both ways share a journal"


def test_a_scheduler_that_goes_away_is_told_and_what_is_done_is_kept(engine, corpus, out):
    def watch(report, entry):
        if report.finished == 10:
            engine.scheduler.kill()

    with pytest.raises(EndpointError, match="went away") as caught:
        run_corpus(corpus, out, extract=slowly, cluster=engine.address, watch=watch)
    assert "run the same command again" in caught.value.hint
    kept = len(results(out))
    assert 10 <= kept < DOCUMENTS
    report = run_corpus(corpus, out, extract=capitals, processes=2)
    assert (report.skipped, report.read) == (kept, DOCUMENTS - kept)


def test_a_document_that_kills_its_workers_is_passed_over(tmp_path, corpus, out):
    (corpus / "bad.txt").write_text("KILL")
    (tmp_path / "engine").mkdir()
    engine = Engine(tmp_path / "engine", workers=3)
    try:
        report = run_corpus(corpus, out, extract=capitals, cluster=engine.wait().address)
    finally:
        engine.stop()
    (failure,) = (each for each in report.failures if each.path == "bad.txt")
    assert (failure.message, failure.exit_status) == (
        "The workers that read it died, 2 of them.",
        2,
    )
    assert report.finished == DOCUMENTS + 1
    assert run_corpus(corpus, out, extract=capitals, processes=1).read == len(report.failures) - 1


def test_nobody_at_the_address_is_told(corpus, out, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_CLUSTER_WAIT", "1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(EndpointError, match="No Dask scheduler answers"):
            run_corpus(corpus, out, extract=capitals, cluster=address)


def test_a_scheduler_without_workers_is_told(corpus, out, tmp_path, monkeypatch):
    alone = Engine(tmp_path, workers=0)
    try:
        deadline = time.monotonic() + 20
        port = int(alone.address.rpartition(":")[2])
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        monkeypatch.setenv("CITYGRAPH_CLUSTER_WAIT", "2")
        with pytest.raises(EndpointError, match="no worker for 2 seconds"):
            run_corpus(corpus, out, extract=capitals, cluster=alone.address)
    finally:
        alone.stop()


class Elsewhere:
    """Reads with what is installed where it runs, and says so."""

    @property
    def version(self) -> str:
        return str(os.getpid())

    __call__ = staticmethod(capitals)


def test_workers_that_would_read_with_another_release_are_told(engine, corpus, out):
    with pytest.raises(UsageError, match="knows another release"):
        run_corpus(corpus, out, extract=Elsewhere(), cluster=engine.address)


def test_workers_without_citygraph_are_told(corpus, out, tmp_path):
    (tmp_path / "engine").mkdir()
    (tmp_path / "elsewhere" / "citygraph").mkdir(parents=True)
    (tmp_path / "elsewhere" / "citygraph" / "__init__.py").write_text("")
    strange = Engine(tmp_path / "engine", workers=1, source=str(tmp_path / "elsewhere"))
    try:
        with pytest.raises(UsageError, match="has no citygraph"):
            run_corpus(corpus, out, extract=capitals, cluster=strange.address)
    finally:
        strange.stop()
