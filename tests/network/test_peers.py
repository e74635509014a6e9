from __future__ import annotations

from math import log

import networkx as nx
import pytest

from citygraph.network import graph
from citygraph.network.answers import peers_table
from citygraph.network.peers import peers


def test_peers_by_hand(world):
    found = {p.node: p for p in peers(graph(world), "city/bree-xa")}
    ada = found["city/ada-xa"]
    assert ada.shared == ("initiative/green", "initiative/wide")
    assert ada.jaccard == pytest.approx(2 / 3)
    assert ada.weight == pytest.approx(1 / log(2) + 1 / log(4))
    assert found["city/dale-xb"].jaccard == pytest.approx(1 / 3)
    assert list(found) == ["city/ada-xa", "city/cove-xb", "city/dale-xb"]


def test_the_weight_is_that_of_networkx(full_release):
    network = graph(full_release.store)
    found = peers(network, "city/sofia-bg")
    pairs = [("city/sofia-bg", peer.node) for peer in found]
    wanted = [w for _a, _b, w in nx.adamic_adar_index(network, pairs)]
    assert [p.weight for p in found] == pytest.approx(wanted, abs=1e-9)
    jaccard = [j for _a, _b, j in nx.jaccard_coefficient(network, pairs)]
    assert [p.jaccard for p in found] == pytest.approx(jaccard, abs=1e-9)


def test_the_table_explains_its_columns(world):
    network = graph(world)
    said = peers_table(network, "city/ada-xa", peers(network, "city/ada-xa"), "1").render("table")
    text = said.decode()
    assert "in how many of the 2 initiatives of Ada" in text
    assert "natural logarithm" in text
    assert "Green & <fair>; Wide" in text
