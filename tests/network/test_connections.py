from __future__ import annotations

import networkx as nx
import pytest

from citygraph.errors import ParameterError, UnknownName, UsageError
from citygraph.network.answers import connection_table
from citygraph.network.connections import connect
from citygraph.network.finding import find_node
from citygraph.network.graphs import graph_of


def test_all_shortest_ways_are_found_the_smallest_circle_first(links):
    found = connect(links(), "Ada", "bree-xa")
    assert (found.length, found.total) == (2, 2)
    assert [way[0].other.key for way in found.ways] == ["initiative/green", "initiative/wide"]
    assert len(connect(links(), "Ada", "bree-xa", limit=1).ways) == 1


def test_each_step_has_its_claims(links):
    way = connect(links(), "Ada", "Bree").ways[0]
    first, second = way
    assert [(c.role, str(c.since), str(c.until), c.sources) for c in first.claims] == [
        ("coordinator", "2018-01-01", "2020-12-31", ("one",)),
        ("member", "2018-01-01", "2020-12-31", ("one", "two")),
    ]
    assert [(c.role, c.until) for c in second.claims] == [("lead-city", None)]


def test_a_person_is_connected_through_a_post(links):
    found = connect(links("everything"), "Eva", "Ada")
    assert [step.other.key for step in found.ways[0]] == [
        "city/dale-xb",
        "initiative/wide",
        "city/ada-xa",
    ]
    assert [c.role for c in found.ways[0][0].claims] == ["Mayor", "speaker"]


def test_the_number_of_ways_is_that_of_networkx(links):
    network = graph_of(links("everything"))
    for one, other in [("city/ada-xa", "city/cove-xb"), ("person/eva", "initiative/small")]:
        found = connect(links("everything"), one, other, limit=1)
        assert found.total == len(list(nx.all_shortest_paths(network, one, other)))


def test_two_that_nothing_connects(links):
    found = connect(links(since=2022, types=("Project", "Partnership")), "Bree", "Cove")
    assert (found.ways, found.total, found.length) == ([], 0, 0)
    said = connection_table(found, {}, "1", "").render("table").decode()
    assert "Nothing connects Bree and Cove in this network." in said


def test_what_is_said_of_a_way(links):
    table = connection_table(
        connect(links(), "Ada", "Bree"), {"one": "The first paper"}, "1 (2026-01-01)", ""
    )
    said = table.render("table").decode()
    assert "1. Ada – Green & <fair> – Bree" in said
    assert "Ada: coordinator, Green & <fair> (2018-01-01 to 2020-12-31)" in said
    assert "source: The first paper" in said
    assert "source: two" in said
    assert "Ada: member, Wide (no date)" in said
    assert "Bree: lead city, Green & <fair> (from 2019-01-01)" in said
    assert "2 steps apart; there are 2 shortest ways" in said


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("city/ada-xa", "city/ada-xa"),
        ("ada-xa", "city/ada-xa"),
        ("ADA", "city/ada-xa"),
        ("ада", "city/ada-xa"),
        (" Ada ", "city/ada-xa"),
        ("https://w3id.org/citygraph/id/city/ada-xa", "city/ada-xa"),
    ],
)
def test_a_node_is_found_by_key_iri_and_name(links, text, key):
    assert find_node(text, links().nodes) == key


def test_an_unknown_name_gets_near_ones(links):
    with pytest.raises(UnknownName) as caught:
        find_node("Dail", links().nodes, "city")
    assert str(caught.value) == "This network holds no city named 'Dail'.\nDid you mean 'Dale'?"
    with pytest.raises(UnknownName, match="no city named 'green'"):
        find_node("green", links().nodes, "city")


def test_a_name_of_two_things_is_refused(links):
    nodes = dict(links().nodes)
    nodes["organisation/ada"] = nodes["city/ada-xa"]
    with pytest.raises(ParameterError, match="'Ada' may mean 2 things"):
        find_node("Ada", nodes)


def test_a_thing_is_not_connected_with_itself(links):
    with pytest.raises(UsageError, match="'Ada' and 'ada-xa' are the same"):
        connect(links(), "Ada", "ada-xa")


def test_a_projection_has_no_evidence(links):
    with pytest.raises(UsageError, match="no claims of its own"):
        connect(links("cities-projection"), "Ada", "Bree")
