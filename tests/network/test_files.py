"""What is written is read again as the same network."""

from __future__ import annotations

import csv
import io
import json

import networkx as nx
import pytest

from citygraph.errors import ParameterError, UsageError
from citygraph.network import KINDS, graph
from citygraph.network.files import FILE_FORMATS, network_file

KIND = [kind for kind in KINDS if kind != "organisations-partnerships"]


def same(found: nx.Graph, wanted: nx.Graph) -> None:
    assert not found.is_directed()
    assert dict(found.nodes(data=True)) == dict(wanted.nodes(data=True))
    assert {frozenset(e[:2]): e[2] for e in found.edges(data=True)} == {
        frozenset(e[:2]): e[2] for e in wanted.edges(data=True)
    }


@pytest.mark.parametrize("kind", KIND)
def test_graphml(world, kind):
    network = graph(world, kind)
    found = nx.read_graphml(io.BytesIO(network_file(network, "graphml")))
    same(found, network)
    assert found.graph["meaning"] == network.graph["meaning"]


@pytest.mark.parametrize("kind", KIND)
def test_gexf(world, kind):
    network = graph(world, kind)
    data = network_file(network, "gexf")
    found = nx.read_gexf(io.BytesIO(data))
    for _one, _other, attributes in found.edges(data=True):
        del attributes["id"]  # GEXF numbers its edges
    same(found, network)
    assert b"lastmodified" not in data


@pytest.mark.parametrize("kind", KIND)
def test_node_link_json(world, kind):
    network = graph(world, kind)
    found = nx.node_link_graph(json.loads(network_file(network, "json")), edges="edges")
    same(found, network)
    assert found.graph == network.graph


@pytest.mark.parametrize("kind", KIND)
def test_lists_of_edges_and_nodes(world, kind):
    network = graph(world, kind)
    edges = list(csv.DictReader(io.StringIO(network_file(network, "edges").decode(), newline="")))
    nodes = list(csv.DictReader(io.StringIO(network_file(network, "nodes").decode(), newline="")))
    assert {row["Type"] for row in edges} == {"Undirected"}
    assert nodes[0]["Label"] == network.nodes[nodes[0]["Id"]]["label"]
    numbers = {"weight": int, "newman": float, "since": int, "until": int, "lat": float}
    numbers |= {"long": float, "population": int}

    def typed(row: dict) -> dict:
        row = {n.lower() if n in {"Weight", "Label"} else n: v for n, v in row.items()}
        return {n: numbers.get(n, str)(v) for n, v in row.items() if v != ""}

    found = nx.Graph()
    for row in nodes:
        found.add_node(row.pop("Id"), **typed(row))
    for row in edges:
        ends = row.pop("Source"), row.pop("Target")
        for name in ("Type", "SourceLabel", "TargetLabel"):
            del row[name]
        found.add_edge(*ends, **typed(row))
    same(found, network)


@pytest.mark.parametrize("form", FILE_FORMATS)
def test_the_real_network_is_the_same_bytes_twice(full_release, form):
    one = network_file(graph(full_release.store), form)
    assert one == network_file(graph(full_release.store), form)
    assert "Sofia" in one.decode()


def test_gexf_and_graphml_of_the_real_network_are_read_again(full_release):
    network = graph(full_release.store)
    same(nx.read_graphml(io.BytesIO(network_file(network, "graphml"))), network)
    found = nx.read_gexf(io.BytesIO(network_file(network, "gexf")))
    assert dict(found.nodes(data=True)) == dict(network.nodes(data=True))


def test_an_unknown_form_and_an_empty_network_are_refused(world):
    with pytest.raises(UsageError, match="no form 'pajek'"):
        network_file(graph(world), "pajek")
    with pytest.raises(ParameterError, match="The network is empty"):
        network_file(graph(world, year=1901), "gexf")
