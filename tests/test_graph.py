"""One suite over every place a graph can lie: a folder, dumps, and an endpoint."""

from __future__ import annotations

import gzip

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF

import citygraph
from citygraph.errors import (
    EndpointError,
    ParameterError,
    QuerySyntaxError,
    ReleaseError,
    UnknownName,
    UnreadableInput,
    UsageError,
)
from citygraph.namespaces import Namespaces
from tests.conftest import free_port


@pytest.fixture(scope="module")
def packed(release_folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("packed") / "dump.nq.gz"
    path.write_bytes(gzip.compress((release_folder / "citygraph.nq").read_bytes()))
    return path


@pytest.fixture(params=["folder", "quads", "packed", "turtle", "endpoint"])
def g(request, release_folder):
    return citygraph.open(
        {
            "folder": lambda: release_folder,
            "quads": lambda: release_folder / "citygraph.nq",
            "packed": lambda: request.getfixturevalue("packed"),
            "turtle": lambda: release_folder / "citygraph.ttl",
            "endpoint": lambda: request.getfixturevalue("endpoint"),
        }[request.param]()
    )


def test_it_says_which_release_it_is(g, release):
    assert release.manifest.version in repr(g)
    assert g.licence == release.manifest.licence


def test_a_query_gives_rows(g):
    rows = g.query(
        "SELECT ?city ?n WHERE { ?city a cg:City ; rdfs:label ?n FILTER(LANG(?n)='bg') }"
    )
    assert ("София", "sofia-bg") in {(row.n, row.city.rpartition("/")[2]) for row in rows}


def test_statements_of_several_sources_count_once(g, release):
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s cg:participant ?o }"
    assert g.query(text)[0].n == int(
        release.query(f"PREFIX cg: <{release.namespaces.term('').value}> {text}").rows[0][0].value
    )


def test_ask(g):
    assert g.ask("ASK { <https://w3id.org/citygraph/id/city/sofia-bg> a cg:City }") is True
    assert g.ask("ASK { <https://w3id.org/citygraph/id/city/sofia-bg> a cg:Event }") is False


def test_construct_gives_an_rdflib_graph(g):
    graph = g.construct("CONSTRUCT { ?s a ?c } WHERE { VALUES ?c { cg:City } ?s a ?c }")
    assert isinstance(graph, rdflib.Graph)
    assert (rdflib.URIRef(g.city("Sofia").iri), RDF.type, None) in graph


def test_a_report(g):
    report = g.report("coordinators", initiative="uaeu-digital-transition-partnership")
    assert {"Sofia", "Oulu", "Estonia"} <= set(report.to_rows().column("coordinatorLabel"))


def test_things_by_name_key_and_iri(g):
    oulu = g.city("oulu-fi")
    assert g.city("Uleåborg") == g.city("OULU") == g.city(oulu.iri) == oulu
    assert oulu.country == g.country("Finland") == g.country("fi")


@pytest.mark.parametrize("form", ["SELECT * {}", "ASK {}", "DESCRIBE <x:y>"])
def test_each_method_takes_its_own_form_of_query(release_folder, form):
    g = citygraph.open(release_folder)
    calls = {"SELECT": g.query, "ASK": g.ask, "DESCRIBE": g.construct}
    for word, call in calls.items():
        if form.startswith(word):
            call(form)
        else:
            with pytest.raises(UsageError, match="This is not"):
                call(form)


def test_what_is_wrong_is_said(release_folder, tmp_path):
    g = citygraph.open(release_folder)
    with pytest.raises(QuerySyntaxError):
        g.query("SELECT WHERE")
    with pytest.raises(UnknownName, match="Did you mean"):
        g.report("coordinator")
    with pytest.raises(ParameterError):
        g.report("coordinators", town="Sofia")
    with pytest.raises(ReleaseError):
        citygraph.open(tmp_path / "nothing")
    with pytest.raises(UnreadableInput, match="suffix"):
        (tmp_path / "x.odt").write_text("x")
        citygraph.open(tmp_path / "x.odt")
    with pytest.raises(UnreadableInput, match="parse"):
        (tmp_path / "x.ttl").write_text("<a> <b")
        citygraph.open(tmp_path / "x.ttl")
    with pytest.raises(UnreadableInput, match="unpacked"):
        (tmp_path / "x.nq.gz").write_text("plain")
        citygraph.open(tmp_path / "x.nq.gz")
    with pytest.raises(EndpointError):
        citygraph.open(f"http://127.0.0.1:{free_port()}/")


def test_another_base_is_told_from_the_dump(tmp_path):
    ns = Namespaces("https://graph.example/")
    path = tmp_path / "x.nt"
    path.write_text(
        "<https://graph.example/ontology> a <http://www.w3.org/2002/07/owl#Ontology> .".replace(
            " a ", f" <{RDF.type}> "
        )
        + f"\n{ns.node('city', 'a')} <{RDF.type}> {ns.term('City')} .\n"
    )
    assert citygraph.open(path).city("a").iri == "https://graph.example/id/city/a"


def test_the_copy_in_rdflib_is_the_merged_graph(release_folder, release):
    g = citygraph.open(release_folder)
    merged = g.to_rdflib()
    assert len(merged) == len(
        list(release.store.raw.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    )
    assert merged.namespace_manager.store.namespace("cg") is not None


def test_the_copy_with_sources_has_their_graphs(release_folder, release):
    dataset = citygraph.open(release_folder).to_rdflib(dataset=True)
    theirs = {str(graph.identifier) for graph in dataset.graphs()} - {"urn:x-rdflib:default"}
    assert theirs == {graph.value for graph in release.store.raw.named_graphs()}


def test_a_remote_graph_is_not_copied_whole(endpoint):
    with pytest.raises(UsageError, match="not copied whole"):
        citygraph.open(endpoint).to_rdflib()
