from __future__ import annotations

import random
import subprocess
import sys
from math import isnan

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.errors import UsageError
from citygraph.network import communities, graph
from citygraph.network.measures import measure

from .conftest import graphs
from .test_centrality import other

TWO_TRIANGLES = nx.Graph(
    [("a", "b"), ("b", "c"), ("a", "c"), ("x", "y"), ("y", "z"), ("x", "z"), ("c", "x")]
)


@pytest.mark.parametrize("method", communities.METHODS)
def test_two_triangles_are_two_communities(method):
    found = communities.find(TWO_TRIANGLES, method)
    assert found.members == {1: ["a", "b", "c"], 2: ["x", "y", "z"]}
    assert found.modularity == pytest.approx(6 / 7 - 1 / 2)
    assert found.stability == 1


def test_the_lines_between_communities(world):
    of = {"a": 1, "b": 1, "c": 1, "x": 2, "y": 2, "z": 2}
    joint = communities.Joint("c", "x", (1, 2), 1, 1.0)
    assert communities.joints(TWO_TRIANGLES, of) == [joint]
    spread = communities.bridging(TWO_TRIANGLES, of)
    assert spread["a"] == 0
    assert spread["c"] == pytest.approx(1 - (2 / 3) ** 2 - (1 / 3) ** 2)


@given(graphs())
@settings(max_examples=40, deadline=None)
def test_modularity_is_that_of_igraph(network):
    found = communities.find(network, seeds=3)
    if network.number_of_edges():
        wanted = other(network).modularity(list(found.of.values()), weights="weight")
        assert found.modularity == pytest.approx(wanted, abs=1e-9)
    assert set(found.of) == set(network)
    assert sorted(set(found.of.values())) == list(range(1, len(found.members) + 1))


divisions = st.integers(1, 12).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n)] * 2)
)


@given(divisions)
@settings(max_examples=80, deadline=None)
def test_the_adjusted_rand_index_is_that_of_igraph(pair):
    one, other_one = pair
    found = communities.adjusted_rand(one, other_one)
    wanted = (
        igraph.compare_communities(one, other_one, method="adjusted_rand") if len(one) > 1 else 1
    )
    if not isnan(wanted):  # igraph answers not-a-number where the index is 0 divided by 0
        assert found == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("kind", ["cities", "cities-projection", "initiatives-projection"])
def test_modularity_is_within_a_hundredth_of_igraphs_best_of_twenty(full_release, kind):
    network = graph(full_release.store, kind)
    rival = other(network)
    best = 0.0
    for seed in range(20):
        random.seed(seed)
        igraph.set_random_number_generator(random)
        found = rival.community_multilevel(weights="weight")
        best = max(best, rival.modularity(found, weights="weight"))
        found = rival.community_leiden("modularity", weights="weight", n_iterations=2)
        best = max(best, rival.modularity(found, weights="weight"))
    ours = communities.find(network)
    assert ours.modularity >= 0.99 * best
    assert 0 < ours.stability <= 1


def test_a_very_large_network_gets_fewer_seeds_and_that_is_said(monkeypatch):
    network = nx.relabel_nodes(nx.davis_southern_women_graph(), str)
    assert communities.find(network).seeds == 20
    monkeypatch.setattr(communities, "_LINES", 400)  # there are 89
    few = communities.find(network)
    assert few.seeds == 4
    assert few.modularity == pytest.approx(communities.find(network, seeds=20).modularity, abs=0.05)
    network.graph["title"] = "Women and events"
    assert any("from 4 seeds rather than 20" in note for note in measure(network).notes)
    monkeypatch.setattr(communities, "_LINES", 1)
    assert communities.find(network).seeds == 3


def test_neighbours_in_how_many_communities():
    of = {"a": 1, "b": 1, "c": 1, "x": 2, "y": 2, "z": 2}
    assert communities.reach(TWO_TRIANGLES, of) == {"a": 1, "b": 1, "c": 2, "x": 2, "y": 1, "z": 1}


def test_the_same_in_another_process_whatever_the_hash_seed():
    code = (
        "import networkx as nx; from citygraph.network.communities import find;"
        "g = nx.relabel_nodes(nx.davis_southern_women_graph(), str);"
        "print(sorted(find(g).of.items()), sorted(find(g, 'louvain', 5).of.items()))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": s, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for s in ("1", "2")
    ]
    assert said[0] == said[1]
    assert said[0]


def test_an_unknown_method_is_refused():
    with pytest.raises(UsageError, match="no method 'luck'"):
        communities.find(TWO_TRIANGLES, "luck")
