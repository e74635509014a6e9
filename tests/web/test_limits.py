"""Limits hold, are told in words, and never cut an answer without a sign."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.web.serving import ENDLESS, children, escaped

ALL = "SELECT * { ?s ?p ?o }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?a ?d"


def _problem(answer, status, kind):
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"].endswith(f"/help#{kind}")
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"].endswith(".")
    return problem


def test_time(tight):
    began = time.monotonic()
    problem = _problem(tight.query(ENDLESS), 504, "time-limit")
    assert 1.9 < time.monotonic() - began < 6
    assert problem["limit"] == 2
    assert problem["unit"] == "seconds"
    assert problem["elapsed"] >= 2
    assert "Narrow" in problem["hint"]


def test_rows(tight):
    text = "SELECT ?s { ?s ?p ?o } LIMIT %d"
    for accept in (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ):
        assert tight.query(text % 1000, accept).status_code == 200
        problem = _problem(tight.query(text % 1001, accept), 503, "row-limit")
        assert problem["limit"] == 1000
        assert "LIMIT" in problem["hint"]


def test_statements(tight):
    text = "CONSTRUCT { ?s a ?o } WHERE { ?s ?p ?o } LIMIT %d"
    for accept in ("text/turtle", "application/n-triples", "application/ld+json"):
        assert tight.query(text % 300, accept).status_code == 200
    _problem(
        tight.query("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1001", "text/turtle"), 503, "row-limit"
    )


def test_an_answer_that_is_cut_breaks_the_connection(tight):
    """More than what is held back has gone out when the limit of bytes is met."""
    numbers = " ".join(map(str, range(900)))
    long = f"SELECT ?x {{ VALUES ?i {{ {numbers} }} VALUES ?y {{ '{'y' * 10_000}' }} "
    long += f"BIND(CONCAT({'?y, ' * 5} STR(?i)) AS ?x) }}"
    kind = {"Content-Type": "application/sparql-query"}
    with pytest.raises(httpx.RemoteProtocolError):
        tight.client.post("sparql", content=long, headers=kind)
    # An old client could not tell a broken answer from a whole one: it gets none.
    head = f"POST /sparql HTTP/1.0\r\nContent-Type: {kind['Content-Type']}\r\n"
    got = tight.raw(f"{head}Content-Length: {len(long)}\r\n\r\n{long}".encode())
    assert got.startswith(b"HTTP/1.1 503")
    assert b"byte-limit" in got


def test_memory(start, release_folder):
    server = start(release_folder, memory=150, seconds=60)
    problem = _problem(server.query(SORTED), 503, "memory-limit")
    assert problem["limit"] == 150
    assert problem["elapsed"] > 0
    assert server.query("ASK {}").json()["boolean"] is True


def test_memory_of_all_together(start, release_folder):
    server = start(release_folder, total_memory=100, memory=1000, seconds=60)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(server.query, SORTED + " " * n) for n in range(2)]
        problems = [future.result() for future in asked]
    problem = _problem(problems[0], 503, "memory-limit")
    assert problem["limit"] == 100
    assert "together" in problem["detail"]


def test_a_body_may_be_so_large(tight):
    query = "ASK {} # " + "x" * 20_000
    answer = tight.client.post(
        "sparql", content=query, headers={"Content-Type": "application/sparql-query"}
    )
    _problem(answer, 413, "request-too-large")

    def pieces():
        yield b"ASK {} # "
        for _ in range(30):
            yield b"x" * 1000

    answer = tight.client.post(
        "sparql", content=pieces(), headers={"Content-Type": "application/sparql-query"}
    )
    _problem(answer, 413, "request-too-large")


def test_an_address_may_be_so_long(server):
    answer = server.query("ASK {} # " + "x" * 20_000)
    _problem(answer, 414, "address-too-long")
    assert server.raw(b"GET /" + b"x" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n").startswith(
        b"HTTP/1.1 400"
    )


def _running(server, name):
    return server.client.get(f"sparql/queries/{name}").status_code == 200


def test_cancelling(server):
    name = "a-name-of-my-own"
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.query, ENDLESS, **{"Query-Id": name})
        server.wait_for(lambda: _running(server, name))
        assert server.client.get(f"sparql/queries/{name}").json()["state"] == "running"
        taken = server.query("ASK {} # the name is taken", **{"Query-Id": name})
        _problem(taken, 409, "name-taken")
        assert server.client.delete(f"sparql/queries/{name}").status_code == 204
        _problem(asked.result(5), 503, "cancelled")
    assert server.client.delete(f"sparql/queries/{name}").status_code == 404


def test_a_name_comes_back(server):
    assert server.query("ASK {}", **{"Query-Id": "12345678"}).headers["Query-Id"] == "12345678"
    assert len(server.query("ASK {}").headers["Query-Id"]) >= 8
    _problem(server.query("ASK {}", **{"Query-Id": "x y"}), 400, "bad-name")


def _at_work(server):
    workers = server.state()["workers"]
    return workers["quick"] + workers["slow"]


def test_a_client_that_hangs_up_frees_its_worker(server):
    server.wait_for(lambda: not _at_work(server))
    link = socket.create_connection(("127.0.0.1", server.port))
    link.sendall(f"GET /sparql?query={escaped(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    server.wait_for(lambda: _at_work(server))
    link.close()
    server.wait_for(lambda: not _at_work(server))


@pytest.fixture(scope="module")
def narrow(start, release_folder):
    return start(
        release_folder, workers=1, slow_workers=0, queue=2, patience=2, seconds=6, client_queries=1
    )


def test_a_full_queue_says_so(narrow):
    with ThreadPoolExecutor(8) as pool:
        blocked = pool.submit(narrow.query, ENDLESS, **{"Query-Id": "blocking"})
        narrow.wait_for(lambda: _running(narrow, "blocking"))
        answers = [
            future.result() for future in [pool.submit(narrow.query, "ASK {}") for _ in range(6)]
        ]
        narrow.client.delete("sparql/queries/blocking")
        blocked.result()
    for answer in answers:
        problem = _problem(answer, 503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        assert problem["hint"]
    details = {answer.json()["detail"] for answer in answers}
    assert len(details) == 2, details  # no room in the queue; waited too long
    assert narrow.query("ASK {}").status_code == 200


def test_one_client_does_not_keep_out_another(start, release_folder):
    server = start(release_folder, workers=3, client_queries=2, slow_workers=0)

    def endless(name):
        with httpx.Client(
            timeout=40, transport=httpx.HTTPTransport(local_address="127.0.0.2")
        ) as c:
            c.get(server.sparql, params={"query": ENDLESS, "query-id": name})

    threads = [threading.Thread(target=endless, args=(f"endless-{i}",)) for i in range(6)]
    for thread in threads:
        thread.start()
    server.wait_for(lambda: server.state()["waiting"] == 4)
    began = time.monotonic()
    assert server.query("ASK {}").json()["boolean"] is True
    assert time.monotonic() - began < 2
    for i in range(6):
        assert server.client.delete(f"sparql/queries/endless-{i}").status_code == 204
    for thread in threads:
        thread.join(10)
    server.wait_for(lambda: server.state()["workers"]["idle"] == 3)


def test_a_killed_worker_loses_only_its_own_request(server):
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(server.query, ENDLESS, **{"Query-Id": "doomed-one"})
        server.wait_for(lambda: _running(server, "doomed-one"))
        before = {pid: _ticks(pid) for pid in server.workers()}
        busy = []
        while not busy:
            time.sleep(0.05)
            busy = [pid for pid, ticks in before.items() if _ticks(pid) > ticks + 5]
        os.kill(busy[0], signal.SIGKILL)
        problem = _problem(asked.result(5), 503, "worker-ended")
        assert problem["hint"] == "Ask again."
    for worker in server.workers():
        os.kill(worker, signal.SIGKILL)
    server.wait_for(lambda: server.query("ASK {}").status_code == 200)


def test_a_long_query_gives_way_with_all_its_threads(start, release_folder):
    server = start(release_folder)
    usual = os.getpriority(os.PRIO_PROCESS, server.pid)
    lower = min(usual + 5, 19)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(server.query, ENDLESS, **{"Query-Id": "a-slow-one"})
        server.wait_for(lambda: _running(server, "a-slow-one"))
        server.wait_for(
            lambda: any(min(_niceness(pid), default=-20) >= lower for pid in server.workers())
        )
        assert server.client.delete("sparql/queries/a-slow-one").status_code == 204
        asked.result(5)
    server.wait_for(lambda: all(set(_niceness(pid)) <= {usual} for pid in server.workers()))


def _niceness(pid):
    """The priorities of a process's threads; none where it has just ended."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):
            found.append(int(path.read_text().rpartition(")")[2].split()[16]))
    return found


def _ticks(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_workers_killed_at_random_while_others_ask(start, release_folder):
    server = start(release_folder, workers=4, client_queries=8)
    stop = threading.Event()
    bad, good = [], []

    def ask():
        with httpx.Client(base_url=server.base, timeout=20) as client:
            while not stop.is_set():
                answer = client.get("sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 500"})
                right = (
                    answer.status_code == 200 and len(answer.json()["results"]["bindings"]) == 500
                )
                (good if right else bad).append(answer)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(8):
        time.sleep(0.1)
        if workers := server.workers():
            try:
                os.kill(workers[number % len(workers)], signal.SIGKILL)
            except ProcessLookupError:
                continue
    stop.set()
    for thread in threads:
        thread.join(20)
    assert len(good) > 20
    assert len(bad) <= 8
    for answer in bad:
        _problem(answer, 503, "worker-ended")
    server.wait_for(lambda: server.state()["workers"]["idle"] == 4)


def test_the_process_that_forks_may_be_killed_too(start, release_folder):
    server = start(release_folder)
    (zygote,) = children(server.pid)
    os.kill(zygote, signal.SIGKILL)
    server.wait_for(lambda: zygote not in children(server.pid) and server.state()["status"] == "ok")
    server.wait_for(lambda: server.query("ASK {}").status_code == 200)


def test_other_endpoints_are_not_asked(server):
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.5)
        address = f"http://127.0.0.1:{trap.getsockname()[1]}/"
        for text in (
            f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ sErViCe SILENT <{address}> {{ ?s ?p ?o }} }}",
            f"PREFIX x: <{address}> SELECT * {{ SERVICE x: {{ ?s ?p ?o }} }}",
            f"SELECT * {{ BIND(<{address}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
        ):
            _problem(server.query(text), 403, "service-refused")
        with pytest.raises(TimeoutError):
            trap.accept()
    for fine in (
        "PREFIX service: <http://x/> ASK { ?service service:service 'SERVICE <x>' }",
        "ASK { ?s ?p <http://x/SERVICE> } # SERVICE <http://x/>",
    ):
        assert server.query(fine).status_code == 200


def test_a_worker_reaches_nobody(server):
    """Whatever the parser lets through, a worker's network leads nowhere."""
    own = Path(f"/proc/{server.pid}/ns/net").readlink()
    for worker in server.workers():
        try:
            assert Path(f"/proc/{worker}/ns/net").readlink() != own
        except PermissionError:
            pytest.skip("this system does not let processes leave the network")


def test_an_endpoint_on_the_list_is_asked(start, release_folder, server):
    asking = start(release_folder, services=server.sparql)
    text = f"SELECT ?x {{ SERVICE <{server.sparql}> {{ SELECT ?x {{ VALUES ?x {{ 42 }} }} }} }}"
    assert asking.value(text) == "42"
    other = text.replace(server.sparql, "http://127.0.0.1:9/sparql")
    _problem(asking.query(other), 403, "service-refused")
