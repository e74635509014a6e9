"""Things, vocabularies and catalogues, as a client of linked data meets them."""

from __future__ import annotations

import json

import pytest
from rdflib import Dataset, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID

from citygraph.namespaces import Namespaces
from tests.web.conftest import write_release

BASE = Namespaces().base
SH = Namespace("http://www.w3.org/ns/shacl#")
SOFIA = "id/city/sofia-bg"
FORMATS = {
    "ttl": ("text/turtle", "turtle"),
    "nt": ("application/n-triples", "nt"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "nq": ("application/n-quads", "nquads"),
    "trig": ("application/trig", "trig"),
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_thing_leads_to_a_document(server, suffix):
    kind, form = FORMATS[suffix]
    for path, accept in ((SOFIA, kind), (f"{SOFIA}.{suffix}", "*/*")):
        answer = server.get(path, accept)
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{server.base}data/{SOFIA}.{suffix}"
        assert answer.headers["Vary"] == "Accept"
    document = server.get(answer.headers["Location"], "image/png")
    assert document.status_code == 200
    assert document.headers["Content-Type"].partition(";")[0] == kind
    graph = Dataset(default_union=True).parse(data=document.text, format=form)
    city = URIRef(BASE + SOFIA)
    assert (city, RDFS.label, None) in graph
    assert (URIRef(answer.headers["Location"]), FOAF.primaryTopic, city) in graph


def test_a_reader_is_led_to_a_page(server):
    answer = server.get(SOFIA, BROWSER)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{server.base}page/{SOFIA}"
    assert server.get(f"{SOFIA}.html").headers["Location"] == f"{server.base}page/{SOFIA}"
    page = server.client.get(f"page/{SOFIA}", headers={"Accept": BROWSER}, follow_redirects=True)
    assert page.status_code == 200


def test_links(server):
    answer = server.get(f"data/{SOFIA}", "text/turtle")
    links = answer.headers["Link"]
    assert (
        f'<{server.base}data/{SOFIA}.jsonld>; rel="alternate"; type="application/ld+json"' in links
    )
    assert f'<{server.base}page/{SOFIA}>; rel="alternate"; type="text/html"' in links
    assert 'rel="describedby"' in links
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in links
    assert answer.headers["Last-Modified"].endswith("GMT")
    assert answer.headers["Content-Location"] == f"{server.base}data/{SOFIA}.ttl"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_kind_of_thing_is_known(server, release):
    rows = release.query(
        f"""SELECT (MIN(STR(?s)) AS ?one) {{ ?s ?p ?o
        FILTER(STRSTARTS(STR(?s), "{BASE}")) FILTER(!CONTAINS(STR(?s), "#"))
        BIND(REPLACE(STR(?s), "^(.*/)[^/]*$", "$1") AS ?kind) }} GROUP BY ?kind"""
    ).rows
    paths = sorted(row[0].value.removeprefix(BASE) for row in rows)
    assert len(paths) > 15
    for path in paths:
        if path.partition("/")[0] in {"dataset", "ontology", "alignments"}:
            assert server.get(path, "text/turtle").status_code == 200
            continue
        answer = server.get(path, "text/turtle")
        assert answer.status_code == 303, path
        there = server.get(answer.headers["Location"])
        assert there.status_code == 200, path
        assert URIRef(BASE + path) in set(Graph().parse(data=there.text).all_nodes()), path


def test_a_graph_and_a_source_are_known(server, release):
    for graph in release.store.raw.named_graphs():
        path = graph.value.removeprefix(BASE)
        assert server.get(path).status_code == 303, path


def test_what_is_not_there(server):
    for path in ("id/city/atlantis", "data/id/city/atlantis.ttl", "id/nothing", "role/x.ttl", "id"):
        answer = server.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert server.get("id/city/atlantis", BROWSER).headers["Content-Type"].startswith("text/html")
    answer = server.get(SOFIA, "image/png")
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["hint"]


def test_a_document_has_each_claim_whole(server):
    graph = Graph().parse(data=server.get(f"data/{SOFIA}.ttl").text)
    cg = Namespace(f"{BASE}ontology#")
    claims = set(graph.subjects(cg.participant, URIRef(BASE + SOFIA)))
    assert claims
    for claim in claims:
        assert (claim, cg.role, None) in graph
        assert (graph.value(claim, cg.role), RDFS.label, None) in graph


def test_quads_name_the_source_of_each_statement(server):
    data = Dataset().parse(data=server.get(f"data/{SOFIA}.trig").text, format="trig")
    graphs = {str(graph.identifier) for graph in data.graphs() if len(graph)}
    assert any(name.startswith(f"{BASE}source/") for name in graphs)
    merged = Graph().parse(data=server.get(f"data/{SOFIA}.ttl").text)
    address = f"{server.base}data/{SOFIA}"
    plain = {t for t in merged if not str(t[0]).startswith(address)}
    assert {t for t in data.default_graph if not str(t[0]).startswith(address)} == plain


@pytest.fixture(scope="module")
def small(start, tmp_path_factory):
    """A server of one city that took the place of another, under its own base."""
    old, new = f"{BASE}id/city/old-xx", f"{BASE}id/city/new-xx"
    merged = (
        f"<{old}> <{DCTERMS.isReplacedBy}> <{new}> .\n"
        f'<{new}> <{RDFS.label}> "New"@en .\n<{new}> a <{BASE}ontology#City> .\n'
    )
    quads = merged.replace(" .\n", f" <{BASE}graph/reference> .\n").replace(
        " a ", f" <{RDF.type}> "
    )
    folder = write_release(tmp_path_factory.mktemp("small") / "release", quads, merged)
    return start(folder, base="https://cities.example/")


def test_a_key_that_was_merged_away_leads_on(small):
    answer = small.get("id/city/old-xx", "text/turtle")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{small.base}id/city/new-xx"
    assert small.get("id/city/old-xx.nt").headers["Location"] == f"{small.base}id/city/new-xx.nt"


def test_names_can_begin_with_the_server_s_own_address(small):
    text = small.get("data/id/city/new-xx.nt").text
    assert (
        "<https://cities.example/id/city/new-xx> <http://www.w3.org/2000/01/rdf-schema#label>"
        in text
    )
    assert BASE not in text
    assert (
        small.value("SELECT (COUNT(*) AS ?n) { ?s a <https://cities.example/ontology#City> }")
        == "1"
    )
    assert small.value("SELECT ?l { <id/city/new-xx> rdfs:label ?l }") == "New"


def test_the_ontology_in_every_format(server):
    sizes, texts = set(), {}
    for suffix, (kind, _) in FORMATS.items():
        for path, accept in ((f"ontology.{suffix}", "*/*"), ("ontology", kind)):
            answer = server.get(path, accept)
            assert answer.status_code == 200
            assert answer.headers["Content-Type"].partition(";")[0] == kind
            texts[suffix] = answer.text
    for suffix in ("nt", "rdf"):
        sizes.add(len(Graph().parse(data=texts[suffix], format=FORMATS[suffix][1])))
    assert len(sizes) == 1
    assert server.get("ontology", "image/png").status_code == 406


# What DCAT-AP 3.0 makes mandatory, and what it recommends and can be said here.
DCAT_AP = {
    DCAT.Catalog: (
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.language,
        DCTERMS.modified, DCTERMS.spatial, DCAT.themeTaxonomy, DCAT.dataset, DCAT.service,
        FOAF.homepage,
    ),
    DCAT.Dataset: (
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.spatial, DCAT.theme,
        DCAT.keyword, DCAT.distribution,
    ),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL, DCAT.endpointDescription, DCAT.servesDataset),
    DCAT.Distribution: (DCAT.accessURL, DCTERMS.description, DCTERMS.format, DCTERMS.license),
    FOAF.Agent: (FOAF.name,),
}  # fmt: skip


def test_statistics_and_catalogue(server):
    void = Graph().parse(data=server.get(".well-known/void").text)
    assert (URIRef(f"{BASE}dataset"), VOID.sparqlEndpoint, URIRef(server.sparql)) in void
    dcat = Graph().parse(data=server.get("dcat").text)
    (catalogue,) = dcat.subjects(RDF.type, DCAT.Catalog)
    (service,) = dcat.subjects(RDF.type, DCAT.DataService)
    (dataset,) = dcat.objects(service, DCAT.servesDataset)
    assert (catalogue, DCAT.dataset, dataset) in dcat
    for node, needed in DCAT_AP.items():
        for subject in dcat.subjects(RDF.type, node):
            for predicate in needed:
                assert (subject, predicate, None) in dcat, (subject, predicate)
    for file in dcat.objects(dataset, DCAT.distribution):
        address = str(dcat.value(file, DCAT.downloadURL))
        assert address.startswith(server.base)
        got = server.client.head(address)
        assert got.status_code == 200
        assert got.headers["Content-Length"] == str(dcat.value(file, DCAT.byteSize))


def test_examples_are_executable(server):
    graph = Graph().parse(data=server.get("query").text)
    examples = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) > 40
    one = URIRef(f"{server.base}query/mentor-cities")
    query = str(graph.value(one, SH.select))
    assert server.query(query).json()["results"]["bindings"]
    assert server.client.get(str(one), follow_redirects=True).status_code == 200


def test_the_context_makes_json_linked(server):
    context = json.loads(server.get("context.jsonld").text)
    assert server.get("context.jsonld").headers["Content-Type"] == "application/ld+json"
    document = {**context, "@id": f"{BASE}id/city/x", "@type": "cg:City"}
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    assert (URIRef(f"{BASE}id/city/x"), RDF.type, URIRef(f"{BASE}ontology#City")) in graph
