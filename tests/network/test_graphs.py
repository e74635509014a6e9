from __future__ import annotations

import pyoxigraph as ox
import pytest

from citygraph.errors import ParameterError, UnknownName, UsageError
from citygraph.network import KINDS, graph
from citygraph.network.graphs import require_edges
from citygraph.remote import RemoteStore
from tests.loading.servers import Reply, serving


def edges(network):
    return {
        tuple(sorted(end.partition("/")[2].split("-")[0] for end in edge)): data
        for *edge, data in network.edges(data=True)
    }


def test_who_takes_part_is_joined_and_who_applied_or_is_disputed_is_not(world):
    found = edges(graph(world))
    assert set(found) == {
        ("ada", "green"),
        ("ada", "wide"),
        ("bree", "green"),
        ("bree", "small"),
        ("bree", "wide"),
        ("cove", "small"),
        ("cove", "wide"),
        ("dale", "wide"),
    }


def test_an_edge_has_its_roles_years_and_sources(world):
    found = edges(graph(world))
    assert found["ada", "green"] == {
        "weight": 2,
        "roles": "coordinator; member",
        "since": 2018,
        "until": 2020,
        "status": "stated",
        "sources": "one; two",
    }
    assert "since" not in found["ada", "wide"]
    assert found["bree", "green"]["since"] == 2019
    assert "until" not in found["bree", "green"]


def test_a_node_has_what_is_known_of_it(world):
    assert graph(world).nodes["city/ada-xa"] == {
        "iri": "https://w3id.org/citygraph/id/city/ada-xa",
        "label": "Ada",
        "kind": "city",
        "type": "City",
        "country": "XA",
        "lat": 42.5,
        "long": 23.25,
        "population": 1000,
    }
    assert graph(world, language="bg").nodes["city/ada-xa"]["label"] == "Ада"
    assert graph(world, language="bg").nodes["city/dale-xb"]["label"] == "Dale"
    assert graph(world).nodes["initiative/green"]["type"] == "Partnership"


def test_cities_are_joined_by_what_they_share(world):
    found = edges(graph(world, "cities-projection"))
    assert {pair: (d["weight"], d["newman"]) for pair, d in found.items()} == {
        ("ada", "bree"): (2, round(1 + 1 / 3, 12)),
        ("ada", "cove"): (1, round(1 / 3, 12)),
        ("ada", "dale"): (1, round(1 / 3, 12)),
        ("bree", "cove"): (2, round(1 + 1 / 3, 12)),
        ("bree", "dale"): (1, round(1 / 3, 12)),
        ("cove", "dale"): (1, round(1 / 3, 12)),
    }
    assert found["ada", "bree"]["shared"] == "green; wide"


def test_newmans_weight_adds_up_to_the_initiatives_that_are_shared_with_anybody(world):
    network = graph(world, "cities-projection")
    assert network.degree("city/ada-xa", weight="newman") == pytest.approx(2)


def test_initiatives_are_joined_by_the_cities_they_share(world):
    found = edges(graph(world, "initiatives-projection"))
    assert {pair: (d["weight"], d["newman"]) for pair, d in found.items()} == {
        ("green", "small"): (1, 0.5),
        ("green", "wide"): (2, 1.5),
        ("small", "wide"): (2, 1.5),
    }


def test_the_other_kinds(world):
    assert set(edges(graph(world, "people-events"))) == {("eva", "fair")}
    assert set(edges(graph(world, "organisations-partnerships"))) == {("green", "guild")}
    found = edges(graph(world, "everything"))
    assert found["dale", "eva"]["roles"] == "Mayor; speaker"
    assert ("green", "guild") in found
    assert ("guild", "wide") not in found  # a supporter does not take part
    assert ("ada", "fair") not in found  # the event was only meant for the city


@pytest.mark.parametrize(
    ("choice", "pairs", "undated"),
    [
        ({"year": 2018}, {("ada", "green")}, 1),
        ({"year": "2015"}, {("bree", "wide")}, 1),
        (
            {"since": 2022},
            {("bree", "green"), ("cove", "wide"), ("cove", "small"), ("dale", "wide")},
            1,
        ),
        ({"until": "2016-06"}, {("bree", "wide")}, 1),
        ({"year": 2018, "undated": True}, {("ada", "green"), ("ada", "wide")}, 0),
        # Of a claim of which only the end is known, only that day is certain.
        ({"year": 2021, "types": ["Project"]}, {("bree", "small")}, 0),
        ({"year": 2020, "types": ["Project"]}, set(), 0),
        ({"types": ["Partnership"]}, {("ada", "green"), ("bree", "green")}, 0),
        ({"roles": ["coordination"]}, {("ada", "green"), ("bree", "green")}, 0),
        ({"roles": ["coordinator"]}, {("ada", "green")}, 0),
        ({"countries": ["xb"]}, {("cove", "small"), ("cove", "wide"), ("dale", "wide")}, 0),
    ],
)
def test_a_period_and_filters_choose(world, choice, pairs, undated):
    network = graph(world, **choice)
    assert set(edges(network)) == pairs
    assert network.graph["undated_left_out"] == undated


@pytest.mark.parametrize(
    ("kind", "choice", "error", "words"),
    [
        ("citis", {}, UnknownName, "Did you mean 'cities'?"),
        ("cities", {"since": 2022, "until": 2020}, ParameterError, "upside down"),
        ("cities", {"year": 2022, "until": 2020}, ParameterError, "Give either"),
        ("cities", {"year": "soon"}, ParameterError, "'soon' as year is not a date"),
        ("cities", {"types": ["Partnerschip"]}, UnknownName, "Did you mean 'Partnership'?"),
        ("cities", {"roles": ["coordinater"]}, UnknownName, "Did you mean 'coordinator'"),
        ("cities", {"roles": ["applicant"]}, ParameterError, "does not imply taking part"),
        ("cities", {"countries": ["ZZ"]}, ParameterError, "The countries are XA, XB."),
    ],
)
def test_a_wrong_choice_is_refused(world, kind, choice, error, words):
    with pytest.raises(error) as caught:
        graph(world, kind, **choice)
    assert words in str(caught.value)


def test_an_empty_network_says_why(world):
    with pytest.raises(ParameterError) as caught:
        require_edges(graph(world, year=1901))
    assert "nothing joins cities and initiatives (1901-01-01 to 1901-12-31)" in str(caught.value)
    assert "1 claims without a date were left out; --undated keeps them" in str(caught.value)


def test_a_projection_that_is_too_large_is_refused(world, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_NETWORK_EDGES", "7")
    with pytest.raises(UsageError, match="could have 8 lines; more than 7 are not drawn up"):
        graph(world, "cities-projection")


@pytest.mark.parametrize("kind", KINDS)
def test_the_order_is_fixed(world, kind):
    network = graph(world, kind)
    assert list(network) == sorted(network)
    assert list(network.edges(data=True)) == list(graph(world, kind).edges(data=True))


def test_a_remote_store_gives_the_same_network(world):
    def answer(query: str, _number: int) -> Reply:
        data = world.query(query).serialize(ox.QueryResultsFormat.JSON)
        return Reply(data.decode(), kind="application/sparql-results+json")

    with serving(answer) as server:
        found = graph(RemoteStore(server.address_of_endpoint), "everything", since=2016)
    wanted = graph(world, "everything", since=2016)
    assert list(found.nodes(data=True)) == list(wanted.nodes(data=True))
    assert list(found.edges(data=True)) == list(wanted.edges(data=True))
    assert found.graph == wanted.graph


def test_the_short_cuts_of_the_release_say_the_same(full_release):
    """Whoever participates by the rules is joined, and nobody else."""
    network = graph(full_release.store)
    answer = full_release.query(
        """PREFIX cg: <https://w3id.org/citygraph/ontology#>
        SELECT DISTINCT ?city ?initiative WHERE { ?city a cg:City ; cg:participatesIn ?initiative }"""
    )
    base = f"{full_release.namespaces.base}id/"
    rules = {tuple(term.value.removeprefix(base) for term in row) for row in answer.rows}
    assert {tuple(sorted(edge)) for edge in network.edges()} == {tuple(sorted(e)) for e in rules}
