"""The programs that people really use get right answers."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

import citygraph
from citygraph.namespaces import Namespaces
from citygraph.remote import RemoteStore
from citygraph.web.protocol import tag_of
from tests.web.serving import escaped

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SOFIA = f"{Namespaces().base}id/city/sofia-bg"
NAME = f"SELECT ?name {{ <{SOFIA}> <{LABEL}> ?name }} ORDER BY ?name"


@pytest.fixture(scope="module")
def names(release):
    return [row[0].value for row in release.query(NAME).rows]


def test_sparqlwrapper(server, names):
    client = SPARQLWrapper(server.sparql)
    client.setQuery(NAME)
    client.setReturnFormat(JSON)
    found = client.query().convert()["results"]["bindings"]
    assert [row["name"]["value"] for row in found] == names
    client.setReturnFormat(XML)
    assert [
        n.firstChild.data for n in client.query().convert().getElementsByTagName("literal")
    ] == names
    client.setMethod(POST)
    client.setReturnFormat(CSV)
    assert client.query().convert().decode().split() == ["name", *names]
    client.setQuery(f"DESCRIBE <{SOFIA}>")
    client.setReturnFormat(TURTLE)
    graph = Graph().parse(data=client.query().convert())
    assert (URIRef(SOFIA), URIRef(LABEL), None) in graph


def test_sparqlwrapper_learns_what_is_wrong(server):
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    client = SPARQLWrapper(server.sparql)
    client.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed, match="does not parse"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(server, names, method):
    graph = Graph(SPARQLStore(server.sparql, method=method))
    assert sorted(str(o) for o in graph.objects(URIRef(SOFIA), URIRef(LABEL))) == names
    assert [str(row.name) for row in graph.query(NAME)] == names
    assert bool(graph.query(f"ASK {{ <{SOFIA}> ?p ?o }}")) is True


def test_our_own_client(server, release):
    store = RemoteStore(server.sparql)
    query = "SELECT ?s ?o { ?s <http://purl.org/dc/terms/title> ?o } ORDER BY ?s ?o"
    assert store.query(query).rows == release.query(query).rows


def _curl(*arguments):
    command = ["curl", "-sS", "--max-time", "20", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(server, names):
    lines = _curl("-H", "Accept: text/csv", "--data-urlencode", f"query={NAME}", server.sparql)
    assert [row["name"] for row in csv.DictReader(io.StringIO(lines))] == names
    got = json.loads(_curl("-G", "--data-urlencode", f"query={NAME}", server.sparql))
    assert [row["name"]["value"] for row in got["results"]["bindings"]] == names
    kind = "Content-Type: application/sparql-query"
    tsv = _curl("-H", kind, "-H", "Accept: text/tab-separated-values", "-d", NAME, server.sparql)
    assert tsv.splitlines()[0] == "?name"
    turtle = _curl("-L", "-H", "Accept: text/turtle", f"{server.base}id/city/sofia-bg")
    assert (URIRef(SOFIA), URIRef(LABEL), None) in Graph().parse(data=turtle)
    packed = _curl("--compressed", f"{server.sparql}?format=json&query={escaped(NAME)}")
    assert json.loads(packed) == got


ACCEPTS = {
    "R, SPARQL": ("application/sparql-results+xml", "xml"),
    "R, WikidataQueryServiceR": ("text/csv", "csv"),
    "R, httr2": ("application/json, text/xml, application/xml, */*", "json"),
    "Java, Jena": (
        "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
        "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, "
        "application/xml;q=0.2, */*;q=0.1",
        "json",
    ),
    "Java, RDF4J": (
        "application/x-sparqlstar-results+json;q=0.8, application/sparql-results+xml;q=0.8, "
        "application/xml;q=0.8, application/x-binary-rdf-results-table;q=0.8, "
        "application/sparql-results+json;q=0.8, text/csv;q=0.8",
        "json",
    ),
    "Java, HttpURLConnection": ("text/html, image/gif, image/jpeg, */*; q=.2", "json"),
    "Yasgui": ("application/sparql-results+json,*/*;q=0.9", "json"),
    "Excel, Power Query": ("", "json"),
    "LibreOffice": ("*/*", "json"),
}


@pytest.mark.parametrize("client", ACCEPTS)
def test_what_clients_accept(server, names, client):
    accept, form = ACCEPTS[client]
    answer = server.client.post(
        "sparql", data={"query": NAME}, headers={"Accept": accept, "Origin": "https://yasgui.org"}
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    kind = answer.headers["Content-Type"]
    if form == "json":
        assert kind == "application/sparql-results+json"
        found = [row["name"]["value"] for row in answer.json()["results"]["bindings"]]
    elif form == "xml":
        assert kind == "application/sparql-results+xml"
        tree = ET.fromstring(answer.text)
        found = [node.text for node in tree.iter("{http://www.w3.org/2005/sparql-results#}literal")]
    else:
        assert kind.startswith("text/csv")
        found = [row["name"] for row in csv.DictReader(io.StringIO(answer.text))]
    assert found == names


def test_a_browser_may_ask_from_elsewhere(server):
    asked = {
        "Origin": "https://yasgui.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = server.client.options("sparql", headers=asked)
    assert answer.status_code == 204
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_head(server):
    got = server.query(NAME)
    head = server.client.head("sparql", params={"query": NAME}, headers={"Accept": "*/*"})
    assert head.content == b""
    for name in ("Content-Length", "Content-Type", "ETag"):
        assert head.headers[name] == got.headers[name]


def test_several_default_graphs_count_a_statement_once(server, release):
    """The engine would count it once for each graph."""
    counted = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    pair = release.query(
        "SELECT ?g ?h { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(STR(?g) < STR(?h)) } LIMIT 1"
    ).rows[0]
    one, two = (graph.value for graph in pair)
    union = (
        f"SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?p ?o {{ VALUES ?g {{ <{one}> <{two}> }} "
        "GRAPH ?g { ?s ?p ?o } } }"
    )
    right = server.value(union)
    given = {"query": counted, "default-graph-uri": [one, two]}
    (row,) = server.client.get("sparql", params=given).json()["results"]["bindings"]
    assert row["n"]["value"] == right
    assert (
        server.value(f"SELECT (COUNT(*) AS ?n) FROM <{one}> FROM <{two}> {{ ?s ?p ?o }}") == right
    )
    short = one.removeprefix(Namespaces().base)
    assert (
        server.value(f"SELECT (COUNT(*) AS ?n) FROM <{short}> FROM <{two}> {{ ?s ?p ?o }}") == right
    )
    apart = sum(
        int(server.value(f"SELECT (COUNT(*) AS ?n) FROM <{g}> {{ ?s ?p ?o }}")) for g in (one, two)
    )
    assert apart > int(right)
    assert server.value("SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == str(
        len(list(release.store.raw.named_graphs()))
    )


def test_tags_tell_answers_apart():
    assert tag_of("1", "a", "b") != tag_of("1", "ab", "")
    assert tag_of("1", "a") != tag_of("2", "a")
    assert citygraph.__version__
