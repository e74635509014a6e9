"""A network as a matrix is the same network."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.errors import ParameterError, UsageError
from citygraph.network import communities
from citygraph.network.adjacency import adjacency, adjacency_of
from citygraph.network.graphs import graph_of
from citygraph.network.measures import measure

from .conftest import taking_part

KINDS = ["cities", "cities-projection", "initiatives-projection"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_matrix_by_hand(links, kind):
    found = adjacency_of(links(kind))
    network = graph_of(links(kind))
    assert found.nodes == dict(network.nodes.items())
    assert found.graph == network.graph
    assert found.number_of_nodes() == network.number_of_nodes()
    assert found.number_of_edges() == network.number_of_edges()
    wanted = nx.to_numpy_array(network, weight="weight")
    assert found.matrix.toarray().tolist() == wanted.tolist()
    assert (found.incidence is None) == (kind == "cities")


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_all_measures_are_those_of_the_networkx_graph(kind, data):
    claims = data.draw(taking_part(kind))
    network = graph_of(claims)
    if not network.number_of_edges():
        return
    ours, theirs = measure(adjacency_of(claims)), measure(network)
    assert ours.rows("degree") == theirs.rows("degree")
    assert ours.whole == theirs.whole
    assert communities.joints(adjacency_of(claims), ours.communities.of) == communities.joints(
        network, ours.communities.of
    )


def test_a_graph_without_weights_or_in_another_order():
    network = nx.Graph([("z", "a"), ("a", "m")])
    found = adjacency(network)
    assert list(found.nodes) == ["z", "a", "m"]
    assert found.matrix.toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert adjacency(found) is found
    assert list(communities.find(network).of) == ["a", "m", "z"]
    assert adjacency(nx.Graph()).number_of_edges() == 0


def test_an_empty_projection(links):
    found = adjacency_of(links("cities-projection", year=1901))
    assert (found.number_of_nodes(), found.number_of_edges()) == (0, 0)
    with pytest.raises(ParameterError, match="The network is empty"):
        measure(found)


def test_a_projection_too_large_for_networkx_is_measured(links, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_NETWORK_EDGES", "5")
    with pytest.raises(UsageError, match="are not drawn up"):
        graph_of(links("cities-projection"))
    found = measure(adjacency_of(links("cities-projection")))
    assert found.whole["edges"] == 6
    with pytest.raises(UsageError, match="Louvain is not run on more than 5 lines"):
        measure(adjacency_of(links("cities-projection")), method="louvain")


def test_a_projection_too_large_for_a_matrix_is_refused(links, monkeypatch):
    # Its initiatives hold 8 pairs; four cities have 6.
    monkeypatch.setenv("CITYGRAPH_NETWORK_LINES", "5")
    with pytest.raises(UsageError, match="could have 6 lines; more than 5 are not measured"):
        adjacency_of(links("cities-projection"))
