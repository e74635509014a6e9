from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import write_release
from tests.web.serving import ENDLESS, children

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _write(folder, size):
    merged = "".join(f"<http://x/{n}> <http://x/p> <http://x/o> .\n" for n in range(size))
    quads = merged.replace(" .\n", " <http://x/g> .\n")
    fresh = write_release(folder.with_name(f"fresh-{size}"), quads, merged, version=str(size))
    if folder.exists():
        folder.rename(folder.with_name(f"old-{size}"))
    fresh.rename(folder)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "release"
    _write(folder, 1)
    return folder


def test_a_new_release_is_served_without_dropping_a_request(start, folder):
    server = start(folder, watch=0, cache=8)
    stop, bad, seen = threading.Event(), [], set()

    def ask():
        with httpx.Client(timeout=20) as client:
            while not stop.is_set():
                answer = client.get(server.sparql, params={"query": COUNT})
                if answer.status_code != 200:
                    bad.append(answer.text)
                    continue
                (row,) = answer.json()["results"]["bindings"]
                seen.add((answer.headers["Citygraph-Release"], row["n"]["value"]))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for size in (2, 3):
        _write(folder, size)
        os.kill(server.pid, signal.SIGHUP)
        server.wait_for(lambda size=size: server.value(COUNT) == str(size))
    stop.set()
    for thread in threads:
        thread.join(20)
    assert bad == []
    assert {number for _, number in seen} == {"1", "2", "3"}
    server.wait_for(lambda: len(children(server.pid)) == 1)  # the processes of the old ones ended
    assert [line["release"] for line in server.lines() if line["event"] == "reloaded"] == ["2", "3"]


def test_a_new_release_is_noticed(start, folder):
    server = start(folder, watch=1)
    old = server.get("dump/citygraph.nq").text
    _write(folder, 5)
    assert server.get("dump/citygraph.nq").text == old  # still the release that is served
    server.wait_for(lambda: server.state()["release"] == "5")
    assert server.value(COUNT) == "5"
    assert server.get("dump/citygraph.nq").text.count("\n") == 5
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    server.wait_for(lambda: any(line["event"] == "not reloaded" for line in server.lines()))
    assert server.value(COUNT) == "5"


def test_a_query_under_way_ends_on_the_release_it_began_with(start, folder):
    server = start(folder, watch=0, seconds=4)
    _write(folder, 30)
    os.kill(server.pid, signal.SIGHUP)
    server.wait_for(lambda: server.state()["release"] == "30")
    answers = []
    endless = ENDLESS.replace("?j ?k ?l", "?j ?k ?l . ?m ?n ?o . ?q ?r ?s . ?t ?u ?v")
    thread = threading.Thread(
        target=lambda: answers.append(server.query(endless, **{"Query-Id": "long-one"}))
    )
    thread.start()
    server.wait_for(lambda: server.client.get("sparql/queries/long-one").status_code == 200)
    _write(folder, 6)
    os.kill(server.pid, signal.SIGHUP)
    server.wait_for(lambda: server.state()["release"] == "6")
    assert server.value(COUNT) == "6"
    assert answers == []
    thread.join(10)
    assert answers[0].status_code == 504
    time.sleep(0.1)
    server.wait_for(lambda: len(children(server.pid)) == 1)


def test_ending_leaves_no_process(start, folder):
    server = start(folder)
    family = [server.pid, *children(server.pid), *server.workers()]
    assert len(family) > 3
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(15) in {0, -signal.SIGTERM}
    until = time.monotonic() + 5
    while alive := [pid for pid in family if _alive(pid)]:
        assert time.monotonic() < until, alive
        time.sleep(0.05)


def test_a_killed_server_leaves_no_process_either(start, folder):
    server = start(folder)
    family = [*children(server.pid), *server.workers()]
    server.process.kill()
    server.process.wait(5)
    until = time.monotonic() + 5
    while alive := [pid for pid in family if _alive(pid)]:
        assert time.monotonic() < until, alive
        time.sleep(0.05)


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
