"""The W3C's tests of the SPARQL 1.1 Protocol, sent to a running server byte by byte."""

from __future__ import annotations

import http.client
import json
import re
import tarfile

import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection

from tests.conftest import SHARED
from tests.web.conftest import write_release

ARCHIVE = SHARED / "datasets" / "test-suites" / "w3c-sparql11-protocol-and-friends.tar.gz"
pytestmark = pytest.mark.skipif(not ARCHIVE.exists(), reason=f"{ARCHIVE} is not there")

HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
TYPES = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}
ACCEPT = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/csv;q=0.8, "
    "text/turtle, application/rdf+xml;q=0.9"
)


def _read(name):
    with tarfile.open(ARCHIVE) as archive:
        member = next(m for m in archive.getnames() if m.endswith(f"sparql11/protocol/{name}"))
        return archive.extractfile(member).read().decode()


def _tests():
    if not ARCHIVE.exists():
        return []
    graph = Graph().parse(data=_read("manifest.ttl"), format="turtle", publicID="http://test/")
    return [
        (graph, test)
        for test in sorted(graph.subjects(RDF.type, MF.ProtocolTest))
        if test.partition("#")[2].startswith(("query", "bad_query", "bad_multiple_queries"))
    ]


@pytest.fixture(scope="module")
def protocol_server(start, tmp_path_factory):
    quads = []
    for number in (1, 2, 3):
        graph = Graph().parse(data=_read(f"data{number}.nt"), format="nt")
        for triple in graph:
            s, p, o = (term.n3() for term in triple)
            quads.append(f"{s} {p} {o} <{DATA.format(number)}> .\n")
    folder = tmp_path_factory.mktemp("protocol") / "release"
    return start(write_release(folder, "".join(quads), ""))


def test_the_suite_is_whole():
    assert len(_tests()) == 20


@pytest.mark.parametrize(
    ("graph", "test"), [pytest.param(*pair, id=pair[1].partition("#")[2]) for pair in _tests()]
)
def test_protocol(graph, test, protocol_server):
    action = graph.value(test, MF.action)
    for request in Collection(graph, graph.value(action, HT.requests)):
        status, kind, body = _send(protocol_server, graph, request)
        expected = graph.value(request, HT.resp)
        classes = {s.rpartition("StatusCode")[2][0] for s in graph.objects(expected, MF.expectedStatus)}
        assert str(status)[0] in classes, (status, body[:500])
        wanted = graph.value(expected, MF.expectedFormat)
        if wanted is not None:
            assert kind.partition(";")[0] in TYPES[str(wanted)]
        truth = graph.value(expected, MF.expectedBoolean)
        if truth is not None:
            assert json.loads(body)["boolean"] is truth.toPython()


def _send(server, graph, request):
    headers = {"Accept": ACCEPT}
    listed = graph.value(request, HT.headers)
    for header in Collection(graph, listed) if listed is not None else ():
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = None
    content = graph.value(request, HT.body)
    if content is not None:
        encoding = str(graph.value(content, CNT.characterEncoding) or "utf-8")
        body = str(graph.value(content, CNT.chars)).encode(encoding)
    path = re.sub(r"^/sparql/?", "/sparql", str(graph.value(request, HT.absolutePath)))
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    link.request(str(graph.value(request, HT.methodName)), path, body, headers)
    response = link.getresponse()
    answer = response.read()
    link.close()
    return response.status, response.headers.get("Content-Type", ""), answer


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", "update=CLEAR%20ALL"),
        ("application/sparql-update", "CLEAR ALL"),
        ("application/x-www-form-urlencoded", "query=INSERT%20DATA%20%7B%7D"),
        ("application/sparql-query", "LOAD <http://127.0.0.1/>"),
    ],
)
def test_updates_are_refused(server, kind, body):
    answer = server.client.post("sparql", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "refused" in answer.json()["detail"]
