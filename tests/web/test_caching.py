from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest

from citygraph.web.caching import AnswerCache, CachedAnswer, matches
from tests.web.serving import ENDLESS

QUERY = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 300"


def test_an_answer_is_kept_until_there_is_no_room():
    cache = AnswerCache(10_000)
    answers = {str(n): CachedAnswer(200, (), bytes(1_500)) for n in range(6)}
    for key, answer in answers.items():
        cache.keep(key, answer)
        assert cache.find("0") or key > "0"  # asked for again and again, so it stays
    assert cache.find("0") is answers["0"]
    assert cache.find("1") is None
    assert cache.held <= 10_000
    cache.keep("large", CachedAnswer(200, (), bytes(5_000)))
    assert cache.find("large") is None
    cache.clear()
    assert cache.find("0") is None
    assert cache.held == 0


def test_nothing_is_kept_without_room():
    cache = AnswerCache(0)
    cache.keep("x", CachedAnswer(200, (), b"x"))
    assert cache.find("x") is None


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ('"b"', False),
        ("", False),
        ('"aa"', False),
    ],
)
def test_conditions(header, found):
    assert matches(header, "a") is found


def test_a_client_that_has_the_answer_gets_none(server):
    first = server.query(QUERY)
    tag = first.headers["ETag"]
    again = server.query(QUERY, **{"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == tag
    assert server.query(QUERY, "text/csv").headers["ETag"] != tag
    assert server.query(QUERY + " # else", **{"If-None-Match": tag}).status_code == 200
    assert "Accept" in first.headers["Vary"]


def test_the_second_answer_comes_from_the_cache(server):
    text = QUERY + "# asked twice"
    before = _hits(server)
    first, second = server.query(text), server.query(text)
    assert first.content == second.content
    assert _hits(server) == before + 1
    assert first.headers["Query-Id"]


def _hits(server):
    lines = server.get("metrics").text.splitlines()
    (line,) = (each for each in lines if each.startswith('citygraph_cache_total{result="hit"}'))
    return float(line.rpartition(" ")[2])


def test_what_changes_is_not_kept(server):
    for text in (
        "SELECT (RAND() AS ?x) {}",
        "SELECT (STRUUID() AS ?x) {}",
        "SELECT (UUID() AS ?x) {}",
    ):
        first, second = server.query(text), server.query(text)
        assert first.content != second.content
        assert "ETag" not in first.headers
        assert first.headers["Cache-Control"] == "no-store"


def test_problems_are_not_kept(server):
    answer = server.query("SELECT * {")
    assert answer.status_code == 400
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_compression(server):
    plain = server.query(QUERY, **{"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    with server.client.stream(
        "GET", "sparql", params={"query": QUERY}, headers={"Accept-Encoding": "gzip"}
    ) as packed:
        body = b"".join(packed.iter_raw())
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == plain.content
    assert len(body) * 3 < len(plain.content)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in server.query("ASK {}").headers  # too small to pay


def test_every_answer_names_its_release(server, release):
    for path in ("sparql?query=ASK{}", "reports/coordinators.csv", "dump/citygraph.ttl"):
        assert server.get(path).headers["Citygraph-Release"] == release.manifest.version


def test_a_page_that_is_kept_keeps_its_nonce(server):
    path = "page/id/city/sofia-bg"
    first, second = server.get(path, "text/html"), server.get(path, "text/html")
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    policy = first.headers["Content-Security-Policy"]
    assert second.headers.get_list("Content-Security-Policy") == [policy]
    assert "'nonce-" in policy
    again = server.get(path, "text/html", **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    other = server.get(f"{path}?x=1", "text/html")
    assert other.headers["Content-Security-Policy"] != policy
    assert "Accept-Language" in first.headers["Vary"]


def test_each_asks_under_its_own_name(server):
    text = QUERY + "# under two names"
    names = ["first-name", "second-name"]
    assert [server.query(text, **{"Query-Id": n}).headers["Query-Id"] for n in names] == names


def test_who_asks_the_same_at_the_same_time_shares_the_answer(start, release_folder):
    server = start(release_folder, client_queries=8, workers=4)
    slow = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 200 } ?d ?p ?e }"
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: server.query(slow), range(6)))
    assert {answer.content for answer in answers} == {answers[0].content}
    assert all(answer.status_code == 200 for answer in answers)
    assert len({answer.headers["Query-Id"] for answer in answers}) == 6
    made = [line for line in server.lines() if "run" in line]
    assert len(made) == 1


def test_a_limit_is_shared_too(tight):
    endless = ENDLESS + " # shared by four"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: tight.query(endless), range(4)))
    assert [answer.status_code for answer in answers] == [504] * 4
    assert len({answer.json()["elapsed"] for answer in answers}) == 1
