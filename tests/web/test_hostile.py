"""Hostile input: no crash, no mistake without a problem document, no script; the limits hold."""

from __future__ import annotations

import html
import socket
import time

import pytest

from tests.web.serving import escaped

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def _well(server):
    assert server.query("ASK {}").json()["boolean"] is True


def _problem(answer, statuses):
    assert answer.status_code in statuses, answer.text[:300]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "static/../../../../etc/passwd",
        "static/..%2f..%2f..%2fsettings.py",
        "static/%2e%2e/%2e%2e/settings.py",
        "static/..%5c..%5csettings.py",
        "static/%00",
        "static//etc/passwd",
        "dump/..%2fmanifest.json",
        "data/id/../../etc/passwd",
        "data/%2e%2e/%2e%2e/etc/passwd.ttl",
        "page/id/%00",
        "id/city/%ff%fe",
        "id/city/<script>",
        "reports/%2e%2e%2f%2e%2e%2fpyproject",
        "query/%0d%0aSet-Cookie:%20x=1",
        "%c0%ae%c0%ae/",
    ],
)
def test_paths(server, path):
    got = server.raw(f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    status = int(got.split()[1])
    assert status in {303, 400, 404}
    if status == 404:
        assert b"application/problem+json" in got
    assert b"root:" not in got
    assert b"Setting(" not in got
    assert b"\r\nset-cookie:" not in got.lower()
    _well(server)


@pytest.mark.parametrize(
    "query",
    [
        "query=%FF%FE",
        "query=ASK%20%7B%7D&query=ASK%20%7B%7D",
        "query=" + "%25" * 500,
        "query=ASK%20%7B%7D&default-graph-uri=%3Cnot%20an%20iri",
        "query=ASK%20%7B%7D&format=%0d%0aX-Bad:%201",
        "query=ASK%20%7B%7D&query-id=%0d%0aX-Bad:1",
        "query=ASK%20%7B%7D%00",
        "query=%F0%9F%92%A9",
        "query=",
    ],
)
def test_parameters(server, query):
    got = server.raw(
        f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    )
    assert got.startswith(b"HTTP/1.1 400"), got[:200]
    assert b"application/problem+json" in got
    assert b"\r\nx-bad" not in got.lower()
    _well(server)


@pytest.mark.parametrize(
    "host", ["evil.example/<script>", "x y", '"><script>', "a" * 500, "evil.example\x01"]
)
def test_a_false_host_gets_nowhere(server, host):
    got = server.raw(f"GET /nothing HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert got.split()[1] in {b"404", b"400"}
    assert b"<script>" not in got
    assert b"evil.example/<" not in got


@pytest.mark.parametrize(
    "data",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: b\r\n folded\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X-Long: " + b"y" * 200_000 + b"\r\n\r\n",
    ],
)
def test_what_is_not_http(server, data):
    got = server.raw(data, seconds=3)
    assert not got or got.split()[1] in {b"400", b"404", b"415", b"200"}, got[:200]
    _well(server)


def _post(server, query):
    return server.client.post(
        "sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"}
    )


def test_deep_nesting(tight):
    for query in (
        "SELECT * " + "{" * 8000 + "}" * 8000,
        "SELECT * { FILTER(" + "(" * 8000 + "1" + ")" * 8000 + ") }",
        "SELECT * { ?s " + "(" * 8000 + "<x:p>" + ")" * 8000 + " ?o }",
        "SELECT * { FILTER(" + "!" * 15_000 + "true) }",
    ):
        answer = _post(tight, query)
        if answer.status_code != 200:
            _problem(answer, {400, 503, 504})
    _well(tight)


def test_bombs(tight):
    """Each would run for ever, or fill the memory."""
    evil = "a" * 3000
    for query in (
        f'ASK {{ FILTER(REGEX("{evil}!", "^(a+)+$")) }}',
        f'ASK {{ FILTER(REGEX("{evil}", "(((a{{1,100}}){{1,100}}){{1,100}}){{1,100}}")) }}',
        "SELECT (COUNT(*) AS ?n) { ?a (<x:p>|!<x:q>)*/(<x:p>|!<x:q>)*/(<x:p>|!<x:q>)* ?b }",
        "SELECT * { ?a (!<x:q>)+ ?b . ?b (!<x:q>)+ ?c } ORDER BY ?c",
        "SELECT (GROUP_CONCAT(CONCAT(STR(?a),STR(?c),STR(?e)); SEPARATOR=',') AS ?x) { ?a ?b ?c . ?d ?p ?e }",
        "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ):
        answer = _post(tight, query)
        assert answer.status_code in {200, 400, 503, 504}
        if answer.status_code != 200:
            _problem(answer, {400, 503, 504})
    _well(tight)


def test_a_huge_list(server):
    values = ", ".join(f"<http://x/{n}>" for n in range(2_000))
    answer = _post(server, f"ASK {{ ?s ?p ?o FILTER(?s IN ({values})) }}")
    assert answer.status_code == 200
    assert answer.json()["boolean"] is False
    _problem(
        _post(server, f"ASK {{ VALUES ?s {{ {' '.join(['<http://x/y>'] * 100_000)} }} }}"), {413}
    )


def test_no_script_runs(server):
    """What a stranger writes into an address comes back as text."""
    for path in (
        f"?q={escaped(SCRIPT)}",
        f"search?q={escaped(SCRIPT)}",
        f"reports/coordinators?country={escaped(SCRIPT)}",
        f"reports/{escaped(SCRIPT)}",
        f"sparql?query={escaped(SCRIPT)}",
        f"page/id/city/{escaped(SCRIPT)}",
        f"nothing/{escaped(SCRIPT)}?lang={escaped(SCRIPT)}",
    ):
        answer = server.get(path, BROWSER)
        assert answer.status_code != 500, path
        assert answer.headers["Content-Type"].startswith("text/html"), path
        assert "<script>alert" not in answer.text, path
        assert "<img src=x" not in answer.text, path
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
    assert html.escape(SCRIPT, quote=False) != SCRIPT


def test_documents_are_not_pages(server):
    """A label with a script in it, asked for as JSON, must never be shown as a page."""
    text = f"SELECT ('{SCRIPT}' AS ?x) {{}}"
    for accept in ("application/sparql-results+json", "text/csv", "application/sparql-results+xml"):
        answer = server.query(text, accept)
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"] or (
            "default-src 'none'" in answer.headers["Content-Security-Policy"]
        )


def test_slow_and_idle_clients(server):
    links = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(1000)]
    try:
        for link in links[:200]:
            link.sendall(b"GET /sparql?query=ASK{} HTTP/1.1\r\nHo")
        for link in links[200:300]:
            link.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 100\r\n\r\nASK"
            )
        began = time.monotonic()
        for _ in range(20):
            _well(server)
        assert time.monotonic() - began < 5
    finally:
        for link in links:
            link.close()
    server.wait_for(lambda: server.state()["waiting"] == 0)


def test_a_client_that_reads_slowly_keeps_nobody_else(server):
    wide = escaped("SELECT * { ?s ?p ?o . ?s ?q ?r }")
    link = socket.create_connection(("127.0.0.1", server.port))
    link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    link.sendall(f"GET /sparql?query={wide} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    began = time.monotonic()
    for _ in range(20):
        _well(server)
    assert time.monotonic() - began < 5
    link.close()


def test_no_mistake_was_logged(server, tight):
    """Runs last in this file: nothing above was answered with a mistake of ours."""
    for each in (server, tight):
        assert [line for line in each.lines() if line["event"] == "mistake"] == []
        assert [line for line in each.lines() if line.get("status") == 500] == []
