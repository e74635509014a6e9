from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import strategies as st

from citygraph.namespaces import Namespaces
from citygraph.network.kinds import find_kind
from citygraph.network.links import Link, Links, read_links
from citygraph.network.nodes import Node
from citygraph.network.selection import Selection, select
from citygraph.store import LocalStore

NS = Namespaces()
WORLD = Path(__file__).with_name("world.ttl")


@pytest.fixture(scope="session")
def world() -> LocalStore:
    """Four invented cities in three initiatives, of which every answer can be counted by hand."""
    store = LocalStore()
    store.raw.bulk_load(path=str(WORLD), format=ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def links(world):
    def read(kind: str = "cities", **choice):
        return read_links(world, find_kind(kind), select(**choice), NS)

    return read


@st.composite
def graphs(draw, least: int = 2, most: int = 24) -> nx.Graph:
    """Graphs with weights, in several parts, with nodes that nothing joins."""
    size = draw(st.integers(least, most))
    network = nx.Graph(title="Random", meaning="A line.")
    network.add_nodes_from(f"city/{n:02d}" for n in range(size))
    nodes = list(network)
    pairs = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes), st.integers(1, 5))
    for one, other, weight in draw(st.lists(pairs, max_size=3 * size)):
        if one != other:
            network.add_edge(one, other, weight=weight)
    return network


@st.composite
def taking_part(draw, kind: str) -> Links:
    """Claims of cities from three countries, or none, in initiatives of one to many."""
    cities = [f"city/{n:02d}" for n in range(draw(st.integers(1, 14)))]
    things = [f"initiative/{n}" for n in range(draw(st.integers(1, 8)))]
    pairs = draw(st.sets(st.tuples(st.sampled_from(cities), st.sampled_from(things)), min_size=1))
    links = [Link(who, what, role="member") for who, what in sorted(pairs)]
    nodes = {thing: Node(thing, thing, thing, "initiative") for thing in things}
    for city in cities:
        country = draw(st.sampled_from(["XA", "XB", "XC", ""]))
        nodes[city] = Node(city, city, city, "city", country=country)
    return Links(find_kind(kind), Selection(), links, nodes)
