"""One compliance suite over every store: the release in memory, and a real server on loopback."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, QueryResultsFormat

from citygraph.errors import EndpointError, QuerySyntaxError, UsageError
from citygraph.namespaces import Namespaces
from citygraph.remote import RemoteStore
from citygraph.store import Answer, Triples, Truth
from tests.conftest import free_port

NS = Namespaces()
SOFIA = NS.node("city", "sofia-bg")


@pytest.fixture(params=["memory", "remote"])
def store(request, release):
    if request.param == "memory":
        return release.store
    return RemoteStore(request.getfixturevalue("endpoint"))


def test_select(store):
    answer = store.query(
        f"SELECT ?p WHERE {{ {SOFIA} <{NS.term('coordinates').value}> ?p }} ORDER BY ?p"
    )
    assert isinstance(answer, Answer)
    assert answer.columns == ["p"]
    assert answer.rows == [[NS.node("initiative", "uaeu-digital-transition-partnership")]]


def test_unbound_cells_are_none_and_literals_keep_their_kind(store):
    answer = store.query('SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) { (UNDEF "Дунав"@bg 7) } }')
    assert isinstance(answer, Answer)
    assert answer.rows == [[None, Literal("Дунав", language="bg"), Literal(7)]]


def test_ask(store):
    answer = store.query(f"ASK {{ {SOFIA} ?p ?o }}")
    assert isinstance(answer, Truth)
    assert answer.value is True


def test_construct(store):
    answer = store.query(f"CONSTRUCT {{ {SOFIA} a ?c }} WHERE {{ {SOFIA} a ?c }}")
    assert isinstance(answer, Triples)
    assert NS.term("City") in {t.object for t in answer.triples}


def test_describe(store):
    answer = store.query(f"DESCRIBE {SOFIA}")
    assert isinstance(answer, Triples)
    assert SOFIA in {t.subject for t in answer.triples}


def test_the_default_graph_is_merged(store):
    answer = store.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    distinct = store.query(
        "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } }"
    )
    assert answer.rows == distinct.rows


def test_provenance_is_reached_by_graph(store):
    answer = store.query(
        f"""SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?claim <{NS.term("participant").value}> {SOFIA} ;
        <{NS.term("role").value}> <{NS.concept("role", "coordinator").value}> }} }}"""
    )
    assert answer.rows == [[NS.source("sofia-digital-transition-2017")]]


def test_serialised_results(store):
    answer = store.query('SELECT ("a,b" AS ?x) WHERE {}')
    assert answer.serialize(QueryResultsFormat.CSV) == b'x\r\n"a,b"\r\n'


def test_syntax_errors_are_told_from_other_faults(store):
    with pytest.raises(QuerySyntaxError, match="does not parse"):
        store.query("SELECT * WHERE { ?s ?p }")


def test_long_queries_pass(store):
    names = " ".join(f'"name {n}"' for n in range(2_000))
    answer = store.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?x {{ {names} }} }}")
    assert answer.rows == [[Literal(2000)]]


def test_words_in_comments_do_not_mislead(store):
    answer = store.query("# ask, load, describe, insert\nSELECT (1 AS ?ask) WHERE {} # construct")
    assert answer.rows == [[Literal(1)]]


def test_no_server_is_a_clear_error():
    with pytest.raises(EndpointError, match="cannot be reached"):
        RemoteStore(f"http://127.0.0.1:{free_port()}/query").query("ASK {}")


def test_an_address_must_be_one():
    with pytest.raises(UsageError, match="not the address"):
        RemoteStore("localhost:7878")


def test_service_without_a_network_is_a_clear_error(release):
    address = f"http://127.0.0.1:{free_port()}/query"
    with pytest.raises(UsageError, match="cannot be answered"):
        _ = release.store.query(f"SELECT * WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}").rows


def test_the_command_asks_a_remote_store(run, endpoint):
    done = run(
        "query", "SELECT ?p WHERE { id:city/sofia-bg cg:coordinates ?p }".replace(
            "id:city/sofia-bg", str(SOFIA)
        ), "--endpoint", endpoint, "--format", "csv",
    )  # fmt: skip
    assert done.status == 0
    assert "uaeu-digital-transition-partnership" in done.out
