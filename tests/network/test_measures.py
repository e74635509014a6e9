from __future__ import annotations

import json

import igraph
import networkx as nx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citygraph.errors import UnknownName
from citygraph.network import graph
from citygraph.network.answers import communities_table, measures_table
from citygraph.network.measures import assortativity, measure, stable

from .conftest import graphs


def test_the_table_by_hand(world):
    found = measure(graph(world))
    row = dict(zip(found.columns, found.rows("degree")[0], strict=True))
    assert (row["node"], row["degree"], row["strength"]) == ("initiative/wide", 4, 4)
    assert found.values["degree"]["city/bree-xa"] == 3
    assert found.values["strength"]["city/ada-xa"] == 3
    assert found.whole["nodes"] == 7
    assert found.whole["edges"] == 8
    assert found.whole["density"] == round(8 / 12, 6)  # of the pairs of a city and an initiative
    assert found.whole["components"] == 1
    assert found.whole["assortativity_by_country"] is None


def test_clustering_is_for_networks_with_triangles(world):
    two_sided = measure(graph(world))
    assert "clustering" not in two_sided.values
    assert any(note.startswith("Clustering is left out") for note in two_sided.notes)
    one_sided = measure(graph(world, "cities-projection"))
    assert one_sided.values["clustering"]["city/ada-xa"] == 1
    # Two cities that share one initiative make no triangle, and yet it is no two-sided network.
    assert "clustering" in measure(graph(world, "cities-projection", roles=["coordination"])).values


def test_assortativity_by_hand():
    network = nx.Graph([("a", "b"), ("b", "c"), ("c", "d")])
    nx.set_node_attributes(network, {"a": "XA", "b": "XA", "c": "XB", "d": "XB"}, "country")
    # Two of three lines join one country; by chance it would be half of them.
    assert assortativity(network) == pytest.approx((2 / 3 - 1 / 2) / (1 - 1 / 2))
    assert assortativity(network.subgraph("ab")) is None


@given(graphs(), st.data())
@settings(max_examples=40, deadline=None)
def test_assortativity_is_that_of_igraph(network, data):
    countries = [data.draw(st.sampled_from(["XA", "XB", "XC"])) for _node in network]
    nx.set_node_attributes(network, dict(zip(network, countries, strict=True)), "country")
    found = assortativity(network)
    if found is None:
        return
    place = {node: i for i, node in enumerate(network)}
    rival = igraph.Graph(len(place), [(place[a], place[b]) for a, b in network.edges()])
    wanted = rival.assortativity_nominal([ord(c[1]) - 65 for c in countries], directed=False)
    assert found == pytest.approx(wanted, abs=1e-9)


def test_what_was_estimated_is_said(world, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_NETWORK_EXACT", "5")
    monkeypatch.setenv("CITYGRAPH_NETWORK_PIVOTS", "3")
    notes = measure(graph(world)).notes
    assert any("an estimate from 3 of 7 nodes" in note for note in notes)


def test_what_was_left_out_is_said(world):
    assert any("1 claims without a date" in n for n in measure(graph(world, year=2018)).notes)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (0.0000005, 0.0),
        (0.00000050000000000001, 0.0),
        (0.1234565000000001, 0.123456),
        (3, 3),
        (-1e-9, 0.0),
        (None, None),
    ],
)
def test_numbers_are_rounded_the_same_way_on_every_machine(value, wanted):
    assert stable(value) == wanted


def test_an_unknown_measure_or_column_is_refused(world):
    with pytest.raises(UnknownName, match="Did you mean 'betweenness'"):
        measure(graph(world), ["betweeness"])
    found = measure(graph(world), ["degree"])
    with pytest.raises(UnknownName, match="no column 'betweenness'"):
        found.rows("betweenness")
    with pytest.raises(UnknownName, match="no nodes of the kind 'person'"):
        measures_table(found, "1", "degree", "person")


def test_the_forms_of_a_table_say_the_same(world, tmp_path):
    table = measures_table(measure(graph(world)), "1 (2026-01-01)", "degree", "city")
    data = json.loads(table.render("json"))
    assert data["release"] == "1 (2026-01-01)"
    assert data["rows"][0]["node"] == "city/bree-xa"
    assert data["facts"]["edges"] == 8
    assert table.render("csv").decode().splitlines()[1].startswith("city/bree-xa,Bree,city,XA,3,3,")
    (tmp_path / "m.xlsx").write_bytes(table.render("xlsx"))
    book = openpyxl.load_workbook(tmp_path / "m.xlsx")
    assert book["Rows"]["A2"].value == "city/bree-xa"
    assert book["Rows"]["E2"].value == 3
    assert book["About"]["B2"].value == "1 (2026-01-01)"
    assert table.render("xlsx") == table.render("xlsx")
    shown = table.render("table", 2).decode()
    assert "2 of 4 rows; --limit 0 shows all. Release 1 (2026-01-01)." in shown
    assert table.render("markdown").decode().startswith("# Measures: Cities and initiatives\n")


@pytest.mark.parametrize("what", ["communities", "members", "bridges", "lines"])
def test_lists_of_communities(world, what):
    found = measure(graph(world), ())
    table = communities_table(found, "1", what)
    assert table.rows
    assert all(len(row) == len(table.columns) for row in table.rows)
    if what == "members":
        assert len(table.rows) == 7
    if what == "communities":
        assert sum(row[1] for row in table.rows) == 7
    assert any("20 seeds" in note for note in table.notes)
