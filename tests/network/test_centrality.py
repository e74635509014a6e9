"""The measures agree with igraph and with networkx, on graphs made at random and on the real one."""

from __future__ import annotations

from random import Random

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.network import centrality
from citygraph.network.adjacency import Adjacency, adjacency_of
from citygraph.network.graphs import graph_of
from citygraph.network.kinds import find_kind
from citygraph.network.links import Link, Links, read_links
from citygraph.network.selection import Selection

from .conftest import graphs, taking_part

EXACT = pytest.approx


def other(network: nx.Graph) -> igraph.Graph:
    place = {node: i for i, node in enumerate(network)}
    made = igraph.Graph(len(place), [(place[a], place[b]) for a, b in network.edges()])
    made.es["weight"] = [weight for _a, _b, weight in network.edges(data="weight", default=1)]
    return made


def close(found: dict, wanted) -> None:
    assert list(found.values()) == pytest.approx(list(wanted), abs=1e-9)


def check(network: nx.Graph, matrix: Adjacency | None = None) -> None:
    """Hold all measures, of the matrix where there is one, against the two libraries."""
    rival = other(network)
    count = len(network)
    ours = matrix or network
    close(centrality.degree(ours), rival.degree())
    close(centrality.strength(ours), rival.strength(weights="weight"))
    close(centrality.core_number(ours), rival.coreness())
    pairs = (count - 1) * (count - 2) / 2 or 1
    close(centrality.betweenness(ours), [b / pairs for b in rival.betweenness()])
    close(centrality.pagerank(ours), rival.pagerank(weights="weight", damping=0.85))
    close(centrality.clustering(ours), rival.transitivity_local_undirected(mode="zero"))
    reach = [len(rival.subcomponent(v)) - 1 for v in range(count)]
    near = rival.closeness(normalized=True)
    close(
        centrality.closeness(ours),
        [c * r / max(1, count - 1) if r else 0.0 for c, r in zip(near, reach, strict=True)],
    )
    # networkx is slow: on a large network some nodes have to do.
    some = list(network)[:: max(1, count // 40)]
    found = centrality.closeness(ours)
    close({n: found[n] for n in some}, [nx.closeness_centrality(network, n) for n in some])
    found = centrality.weighted_clustering(ours)
    wanted = nx.clustering(network, some, weight="weight")
    close({n: found[n] for n in some}, wanted.values())


DENSE = pytest.mark.parametrize("dense", [0, 2], ids=["dense", "sparse"])


@DENSE
@given(network=graphs())
@settings(max_examples=50, deadline=None)
def test_measures_agree_with_igraph_on_random_graphs(dense, network):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(centrality, "_DENSE", dense)
        check(network)


@DENSE
@pytest.mark.parametrize("kind", ["cities-projection", "initiatives-projection"])
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_projections_from_their_incidence_agree_too(dense, kind, data):
    links = data.draw(taking_part(kind))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(centrality, "_DENSE", dense)
        check(graph_of(links), adjacency_of(links))


@pytest.mark.parametrize("kind", ["cities", "cities-projection", "initiatives-projection"])
def test_measures_agree_with_igraph_on_the_real_graph(full_release, kind):
    links = read_links(full_release.store, find_kind(kind), Selection(), full_release.namespaces)
    check(graph_of(links), adjacency_of(links))


def test_in_a_large_projection_dense_blocks_agree_too():
    """More than 512 sources, two parts, and ways of up to four steps."""
    random = Random(1)
    links = [
        Link(f"city/{city:03d}", f"initiative/{thing}")
        for city in range(600)
        for thing in random.sample(range(6) if city % 2 else range(5, 9), 1 + city % 2)
    ]
    links += [Link("city/alone", "initiative/own"), Link("city/pair", "initiative/two")]
    links += [Link("city/pear", "initiative/two")]
    found = Links(find_kind("cities-projection"), Selection(), links)
    matrix = adjacency_of(found)
    assert centrality._is_dense(matrix.pattern())
    check(graph_of(found), matrix)


def test_a_path_of_three():
    network = nx.path_graph(["a", "b", "c"])
    assert centrality.betweenness(network) == {"a": 0, "b": 1, "c": 0}
    assert centrality.closeness(network) == EXACT({"a": 2 / 3, "b": 1, "c": 2 / 3})
    assert centrality.core_number(network) == {"a": 1, "b": 1, "c": 1}
    assert centrality.clustering(network) == {"a": 0, "b": 0, "c": 0}


def test_a_triangle_with_a_tail():
    network = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")])
    nx.set_edge_attributes(network, 1, "weight")
    assert centrality.clustering(network) == EXACT({"a": 1, "b": 1, "c": 1 / 3, "d": 0})
    assert centrality.core_number(network) == {"a": 2, "b": 2, "c": 2, "d": 1}
    assert centrality.betweenness(network) == EXACT({"a": 0, "b": 0, "c": 2 / 3, "d": 0})


def test_two_nodes_lie_between_nobody():
    assert centrality.betweenness(nx.path_graph(["a", "b"])) == {"a": 0, "b": 0}


@given(graphs(least=6))
@settings(max_examples=20, deadline=None)
def test_an_estimate_from_some_sources_is_theirs_scaled_up(network):
    sources = [0, 2, 5]
    nodes = list(network)
    count = len(nodes)
    wanted = nx.betweenness_centrality_subset(
        network, [nodes[i] for i in sources], nodes, normalized=False
    )
    # networkx halves the sum for undirected graphs, since all pairs would be counted twice.
    scale = 2 * count / len(sources) / ((count - 1) * (count - 2))
    close(centrality.betweenness(network, sources), [w * scale for w in wanted.values()])


def test_a_large_network_is_sampled_the_same_way_each_time(monkeypatch):
    network = nx.relabel_nodes(nx.karate_club_graph(), str)
    assert centrality.pivots(network) == list(range(34))
    monkeypatch.setenv("CITYGRAPH_NETWORK_EXACT", "20")
    monkeypatch.setenv("CITYGRAPH_NETWORK_PIVOTS", "10")
    assert len(centrality.pivots(network)) == 10
    assert centrality.pivots(network) == centrality.pivots(network)
    estimate = centrality.betweenness(network)
    assert max(estimate, key=estimate.get) == "0"


def test_more_sources_than_fit_into_one_round():
    """More than 1,024 sources for closeness, and more than 64 for betweenness."""
    network = nx.relabel_nodes(nx.random_labeled_tree(1_100, seed=1), str)
    rival = other(network)
    close(centrality.closeness(network), rival.closeness(normalized=True))
    pairs = 1_099 * 1_098 / 2
    close(centrality.betweenness(network), [b / pairs for b in rival.betweenness()])
