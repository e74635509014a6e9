"""The service description, and the W3C's three tests of it."""

from __future__ import annotations

from rdflib import RDF, Graph, Namespace, URIRef

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")


def _described(server, accept="text/turtle", form="turtle"):
    answer = server.get("sparql", accept)
    assert answer.status_code == 200
    return answer, Graph().parse(data=answer.text, format=form)


def test_get_on_the_endpoint_returns_rdf(server):
    for accept, form in (("text/turtle", "turtle"), ("application/rdf+xml", "xml")):
        answer, graph = _described(server, accept, form)
        assert answer.headers["Content-Type"].partition(";")[0] == accept
        assert len(graph) > 50


def test_it_has_an_endpoint_triple(server):
    _, graph = _described(server)
    assert (None, SD.endpoint, URIRef(server.sparql)) in graph


def test_it_conforms_to_the_schema(server):
    _, graph = _described(server)
    (service,) = graph.subjects(RDF.type, SD.Service)
    (dataset,) = graph.objects(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert len(list(graph.objects(dataset, SD.defaultGraph))) == 1
    assert SD.SPARQL11Query in set(graph.objects(service, SD.supportedLanguage))
    classes = {SD.Service, SD.Dataset, SD.Graph, SD.NamedGraph, SD.GraphCollection}
    used = {o for o in graph.objects(None, RDF.type) if str(o).startswith(str(SD))}
    assert used <= classes
    for part in graph.objects(dataset, SD.namedGraph):
        assert len(list(graph.objects(part, SD.name))) == 1
        assert len(list(graph.objects(part, SD.graph))) == 1


def test_it_lists_every_named_graph(server, release):
    _, graph = _described(server)
    named = {str(name) for name in graph.objects(None, SD.name)}
    assert named == {g.value for g in release.store.raw.named_graphs()}


def test_a_graph_is_as_large_as_it_says(server):
    _, graph = _described(server)
    void = Namespace("http://rdfs.org/ns/void#")
    for part in list(graph.subjects(RDF.type, SD.NamedGraph))[:3]:
        name = graph.value(part, SD.name)
        size = graph.value(graph.value(part, SD.graph), void.triples)
        asked = server.value(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
        assert int(size) == int(asked)
