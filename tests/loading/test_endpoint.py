"""Remote endpoints: a real one, and small real servers that are slow, busy, cut off or wrong."""

from __future__ import annotations

import itertools
import re
import time
from email.utils import formatdate

import pytest

from citygraph.errors import EndpointError, UsageError
from citygraph.loading.endpoint import fetch
from citygraph.remote import RemoteStore
from tests.loading.conftest import contents
from tests.loading.servers import Reply, serving

QUERY = "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:p> ?o } ORDER BY ?s ?o"
LINES = "".join(f"<urn:s{n}> <urn:p> {n} .\n" for n in range(3))

# A remote list of who joined what, and the query that maps it.
REMOTE = """
@prefix ex: <https://example.org/> .
ex:hilltown ex:joined ex:pact . ex:riverton ex:joined ex:pact .
"""
MAP = """
PREFIX ex: <https://example.org/>
PREFIX cg: <https://w3id.org/citygraph/ontology#>
PREFIX id: <https://w3id.org/citygraph/id/>
PREFIX role: <https://w3id.org/citygraph/role/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT {
  ?pact a cg:Declaration ; skos:prefLabel "Ocean Pact"@en .
  ?claim a cg:Participation ; cg:initiative ?pact ; cg:participant ?city ; cg:role role:signatory .
}
WHERE {
  ?town ex:joined ex:pact .
  BIND(STRAFTER(STR(?town), "example.org/") AS ?name)
  BIND(IRI(CONCAT(STR(id:), "initiative/ocean-pact")) AS ?pact)
  BIND(IRI(CONCAT(STR(id:), "city/", ?name, "-fi")) AS ?city)
  BIND(IRI(CONCAT(STR(id:), "participation/ocean-pact--", ?name, "-fi--signatory")) AS ?claim)
}
ORDER BY ?town
"""


def quiet(_step):
    pass


def pages(lines=LINES):
    """Serve the lines of a graph as pages, as LIMIT and OFFSET of the query say."""
    rows = lines.splitlines(keepends=True)

    def script(query, _number):
        match = re.search(r"LIMIT (\d+) OFFSET (\d+)", query)
        start, size = int(match[2]), int(match[1])
        return Reply("".join(rows[start : start + size]))

    return script


@pytest.fixture
def load(run, data, tmp_path, quick):
    def call(address, query=MAP, *options):
        (tmp_path / "map.rq").write_text(query, encoding="utf-8")
        return run(
            "load", "endpoint", address, "--construct", tmp_path / "map.rq", "--source", "pact",
            "--title", "Pact", "--publisher", "Ocean Office", "--retrieved", "2026-11-21",
            "--into", data, *options,
        )  # fmt: skip

    return call


# Against a real SPARQL server


def test_what_a_server_answers_becomes_a_source(run, load, data, oxigraph):
    done = load(oxigraph(REMOTE))
    assert done.status == 0, done.err
    text = (data / "graphs" / "pact.nt").read_text(encoding="utf-8")
    assert "ocean-pact--riverton-fi--signatory" in text
    assert "wasDerivedFrom> <https://w3id.org/citygraph/source/pact> ." in text
    assert run("validate", "--data", data).status == 0


def test_pages_of_any_size_give_the_same(oxigraph):
    turtle = "".join(f"<urn:s{n:03}> <urn:p> {n % 7}, {n} .\n" for n in range(100))
    store = RemoteStore(oxigraph(turtle))
    whole = fetch(store, QUERY, 0, quiet)
    assert len(whole) >= 193
    for size in (7, 50, 100, 1_000):
        assert fetch(store, QUERY, size, quiet) == whole


def test_a_query_that_the_server_cannot_parse_is_not_asked_again(load, data, oxigraph):
    before = contents(data)
    done = load(oxigraph(REMOTE), MAP.replace("ORDER BY ?town", "ORDER BY ?town ?"))
    assert done.status == 2
    assert "does not parse" in done.err
    assert contents(data) == before


def test_a_graph_that_breaks_the_rules_is_not_written(load, data, oxigraph):
    before = contents(data)
    done = load(oxigraph(REMOTE.replace("ex:hilltown", "ex:atlantis")))
    assert done.status == 1
    assert "Violation" in done.err
    assert contents(data) == before


# Against servers on bad days


def test_how_it_introduces_itself(quick):
    with serving(pages()) as server:
        fetch(RemoteStore(server.address_of_endpoint), QUERY, 10, quiet)
    headers = server.seen[0][1]
    assert headers["User-Agent"].startswith("citygraph (+https://")
    assert "text/turtle" in headers["Accept"]


def test_the_text_of_the_query_is_kept(quick):
    query = f"# a remark\n{QUERY}   # the end"
    with serving(pages()) as server:
        found = fetch(RemoteStore(server.address_of_endpoint), query, 2, quiet)
    assert len(found) == 3
    assert [text for text, _ in server.seen] == [
        f"{query}\nLIMIT 2 OFFSET {offset}\n" for offset in (0, 2, 4)
    ]


def test_a_limit_of_the_query_itself_is_respected(quick):
    with serving(lambda _query, _number: Reply(LINES)) as server:
        fetch(RemoteStore(server.address_of_endpoint), f"{QUERY} LIMIT 3", 2, quiet)
    assert [text for text, _ in server.seen] == [f"{QUERY} LIMIT 3"]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(quick, status):
    def script(query, number):
        return Reply("busy", status, kind="text/plain") if number < 3 else pages()(query, number)

    with serving(script) as server:
        found = fetch(RemoteStore(server.address_of_endpoint), QUERY, 10, quiet)
    assert len(found) == 3
    assert len(server.seen) == 4


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_wait_that_is_asked_for_is_kept(quick, form):
    def script(query, number):
        if number > 1:
            return pages()(query, number)
        wait = "1" if form == "seconds" else formatdate(time.time() + 2, usegmt=True)
        return Reply("", 503, headers={"Retry-After": wait})

    steps = []
    began = time.monotonic()
    with serving(script) as server:
        fetch(RemoteStore(server.address_of_endpoint), QUERY, 10, steps.append)
    assert time.monotonic() - began >= 0.9
    assert any("waiting" in step for step in steps)


def test_a_wait_that_is_too_long_ends_the_load_at_once(load, data):
    before = contents(data)
    began = time.monotonic()
    with serving(lambda _q, _n: Reply("", 429, headers={"Retry-After": "3600"})) as server:
        done = load(server.address_of_endpoint)
    assert done.status == 3
    assert "answered with status 429" in done.err
    assert "It asks to wait 3,600 seconds." in done.err
    assert time.monotonic() - began < 3
    assert len(server.seen) == 1
    assert contents(data) == before


def test_waits_grow(quick, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_FIRST_DELAY", "40")
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_ATTEMPTS", "5")
    moments = []

    def script(_query, _number):
        moments.append(time.monotonic())
        return Reply("", 503)

    with serving(script) as server, pytest.raises(EndpointError, match="status 503"):
        fetch(RemoteStore(server.address_of_endpoint), QUERY, 10, quiet)
    gaps = [b - a for a, b in itertools.pairwise(moments)]
    assert len(gaps) == 4
    for number, gap in enumerate(gaps):
        assert gap >= 0.04 * 2**number


@pytest.mark.parametrize("status", [401, 403, 404, 414])
def test_a_refusal_is_not_argued_with(load, data, status):
    before = contents(data)
    with serving(lambda _q, _n: Reply("no", status, kind="text/plain")) as server:
        done = load(server.address_of_endpoint)
    assert done.status == 3
    assert len(server.seen) == 1
    assert "Traceback" not in done.err
    assert contents(data) == before


@pytest.mark.parametrize(
    "reply",
    [
        Reply(LINES, cut=60),  # fewer bytes than announced
        Reply(LINES, chunked=True, cut=60),  # no last chunk
        Reply(LINES, chunked=True, cut=len(LINES) // 3),
        Reply(LINES, length=None, cut=60),  # in the middle of a statement
    ],
    ids=["length", "chunks", "chunks-at-a-line", "statement"],
)
def test_an_answer_that_is_cut_is_never_taken_for_whole(load, data, reply):
    before = contents(data)
    with serving(lambda _q, _n: reply) as server:
        done = load(server.address_of_endpoint)
    assert done.status == 3
    assert len(server.seen) == 3
    assert "broke off" in done.err or "cut off" in done.err
    assert contents(data) == before


def test_an_answer_that_was_cut_once_is_asked_for_again(quick):
    def script(query, number):
        return Reply(LINES, cut=60) if number == 1 else pages()(query, number)

    with serving(script) as server:
        assert len(fetch(RemoteStore(server.address_of_endpoint), QUERY, 10, quiet)) == 3


def test_a_cut_between_two_statements_is_noticed_where_nothing_announces_the_end(quick):
    """Without length or chunks a cut graph parses; the second answer gives it away."""

    def script(_query, number):
        return Reply(LINES, length=None, cut=len(LINES) // 3 if number == 1 else None)

    with serving(script) as server:
        found = fetch(RemoteStore(server.address_of_endpoint), f"{QUERY} LIMIT 9", 0, quiet)
    assert len(found) == 3
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    "reply", [Reply(LINES, wait=4), Reply(LINES, drip=0.1)], ids=["silent", "dripping"]
)
def test_a_slow_server_meets_the_time_limit(load, data, monkeypatch, reply):
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_TIMEOUT", "1")
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_ATTEMPTS", "2")
    before = contents(data)
    began = time.monotonic()
    with serving(lambda _q, _n: reply) as server:
        done = load(server.address_of_endpoint)
        took = time.monotonic() - began
    assert done.status == 3
    assert "did not answer within" in done.err
    assert took < 8
    assert contents(data) == before


def test_a_server_that_is_slow_but_in_time_is_waited_for(quick):
    def script(query, number):
        reply = pages()(query, number)
        reply.wait = 0.5
        return reply

    with serving(script) as server:
        assert len(fetch(RemoteStore(server.address_of_endpoint), QUERY, 10, quiet)) == 3


def test_a_web_page_is_told_as_one(load, data):
    before = contents(data)
    page = Reply("<!DOCTYPE html><title>Log in</title>", kind="text/html; charset=utf-8")
    with serving(lambda _q, _n: page) as server:
        done = load(server.address_of_endpoint)
    assert done.status == 3
    assert "sent a web page instead of an answer" in done.err
    assert "<title>Log in</title>" in done.err
    assert len(server.seen) == 1
    assert contents(data) == before


def test_a_web_page_that_claims_to_be_turtle_is_not_taken(load, data):
    before = contents(data)
    with serving(lambda _q, _n: Reply("<!DOCTYPE html><p>Sorry</p>")) as server:
        done = load(server.address_of_endpoint)
    assert done.status == 3
    assert "cannot be read" in done.err
    assert contents(data) == before


def test_an_answer_too_large_is_stopped(quick, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_ANSWER_LIMIT", "0")
    with (
        serving(lambda _q, _n: Reply(LINES)) as server,
        pytest.raises(EndpointError, match="more than 0 MB"),
    ):
        fetch(RemoteStore(server.address_of_endpoint), QUERY, 0, quiet)
    assert len(server.seen) == 1


def test_a_failure_on_a_late_page_loses_nothing_and_writes_nothing(load, data):
    before = contents(data)

    def script(query, _number):
        return Reply("", 503) if "OFFSET 2" in query else pages()(query, 0)

    with serving(script) as server:
        done = load(server.address_of_endpoint, QUERY, "--page-size", "1")
    assert done.status == 3
    assert len(server.seen) == 5
    assert contents(data) == before


def test_a_server_that_does_not_heed_offset_is_noticed(quick):
    with (
        serving(lambda _q, _n: Reply(LINES)) as server,
        pytest.raises(EndpointError, match="same page twice"),
    ):
        fetch(RemoteStore(server.address_of_endpoint), QUERY, 3, quiet)
    assert len(server.seen) == 2


def test_no_server_at_all(load, data):
    before = contents(data)
    with serving(pages()) as server:
        address = server.address_of_endpoint
    done = load(address)
    assert done.status == 3
    assert "cannot be reached" in done.err
    assert contents(data) == before


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }", "has no ORDER BY"),
        (f"{QUERY} VALUES ?s {{ <urn:s> }}", "ends in a VALUES block"),
    ],
)
def test_a_query_that_cannot_be_paged_is_refused_before_anything_is_asked(quick, query, words):
    with serving(pages()) as server, pytest.raises(UsageError, match=words):
        fetch(RemoteStore(server.address_of_endpoint), query, 10, quiet)
    assert not server.seen


def test_only_construct_queries_are_taken(load, oxigraph):
    done = load(oxigraph(REMOTE), "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s")
    assert done.status == 2
    assert "is no CONSTRUCT query" in done.err


def test_an_address_must_be_one(load):
    assert load("endpoint.example").status == 2
