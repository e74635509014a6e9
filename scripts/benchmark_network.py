"""Measure how long network analysis takes, and how much memory, on invented networks.

Each city takes part in some ten initiatives; a few cities and a few initiatives are far busier than
the rest, as in the real graph. Each step runs in a process of its own, so that its memory is its own.

    python scripts/benchmark_network.py 500 5000
    python scripts/benchmark_network.py 500 5000 --kind cities-projection
    python scripts/benchmark_network.py 500 5000 --shape build
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import numpy as np

from citygraph.network.adjacency import Adjacency, adjacency_of
from citygraph.network.centrality import pivots
from citygraph.network.communities import bridging, find, usual_seeds
from citygraph.network.graphs import graph_of
from citygraph.network.kinds import find_kind
from citygraph.network.links import Link, Links, read_links
from citygraph.network.measures import MEASURES, assortativity, whole
from citygraph.network.nodes import Node
from citygraph.network.selection import Selection
from citygraph.opening import open_folder

if TYPE_CHECKING:
    from collections.abc import Callable

PER_CITY = 10
COUNTRIES = 30


def invented(cities: int, kind: str) -> Links:
    """Return claims of a skewed network, the same at every call."""
    random = np.random.default_rng(1)
    initiatives = max(20, int(cities * 0.43))
    busy = 1 / np.arange(1, initiatives + 1) ** 0.8
    eager = 1 / np.sqrt(np.arange(1, cities + 1))
    wanted = 0.5 * PER_CITY * (1 + cities * eager / eager.sum())
    links = []
    nodes = {}
    for city in range(cities):
        who = f"city/c{city:05d}"
        nodes[who] = Node(who, who, who, "city", country=f"X{city % COUNTRIES:02d}")
        number = min(initiatives, max(1, random.poisson(wanted[city])))
        chosen = random.choice(initiatives, number, replace=False, p=busy / busy.sum())
        links += [Link(who, f"initiative/i{what:05d}", role="member") for what in chosen]
    for key in sorted({link.what for link in links}):
        nodes[key] = Node(key, key, key, "initiative")
    return Links(find_kind(kind), Selection(), links, nodes)


def alone(function: Callable[[], Any]) -> tuple[float, float]:
    """Run a function in a forked process; return its seconds of CPU and its peak in MB."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def work() -> None:
        start = resource.getrusage(resource.RUSAGE_SELF)
        function()
        end = resource.getrusage(resource.RUSAGE_SELF)
        used = end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime
        sender.send((used, end.ru_maxrss / 1024))

    process = context.Process(target=work)
    process.start()
    sender.close()  # so that a process that fails ends the waiting
    result: tuple[float, float] = receiver.recv()
    process.join()
    return result


def measure_all(network: Adjacency, *, triangles: bool) -> None:
    """Print a line for each measure, and the sum."""
    steps: dict[str, Callable[[], Any]] = {
        name: (lambda m=entry: m.function(network))
        for name, entry in MEASURES.items()
        if triangles or not entry.triangles
    }
    seeds = usual_seeds(network.number_of_edges())
    steps[f"communities (Leiden, {seeds} seeds)"] = lambda: find(network)
    communities = find(network, seeds=1)
    steps["bridging"] = lambda: bridging(network, communities.of)
    if triangles:
        steps["assortativity by country"] = lambda: assortativity(network)
    steps["the network as a whole"] = lambda: whole(network, communities)
    total = 0.0
    for name, step in steps.items():
        seconds, peak = alone(step)
        total += seconds
        print(f"| {name} | {seconds:,.2f} s | {peak:,.0f} MB |", flush=True)
    print(f"| **all measures** | **{total:,.1f} s** | |", flush=True)


def compare(network: nx.Graph[str]) -> None:
    """Print what networkx itself takes for the measures that are computed otherwise."""
    for name, step in {
        "betweenness (networkx)": lambda: nx.betweenness_centrality(network),
        "closeness (networkx)": lambda: nx.closeness_centrality(network),
        "clustering (networkx)": lambda: nx.clustering(network),
        "communities (Louvain of networkx, 20 seeds)": lambda: find(network, "louvain"),
    }.items():
        seconds, peak = alone(step)
        print(f"| {name} | {seconds:,.2f} s | {peak:,.0f} MB |", flush=True)


def shape(name: str, links: Links) -> None:
    """Print how large and how uneven a network of cities is, and how dense its projection."""
    pairs = sorted({(link.who, link.what) for link in links.links})
    cities, initiatives = (
        np.array(sorted(Counter(side).values())) for side in zip(*pairs, strict=True)
    )
    lines = adjacency_of(links).number_of_edges()
    possible = len(cities) * (len(cities) - 1) / 2
    shared = float((initiatives * (initiatives - 1)).sum()) / 2
    columns = [
        name,
        f"{len(cities):,}",
        f"{len(initiatives):,}",
        f"{len(pairs):,}",
        f"{len(pairs) / len(cities):.1f}",
        f"{initiatives[-1] / len(cities):.1%}",
        f"{cities[-1] / len(initiatives):.1%}",
        f"{lines:,}",
        f"{lines / possible:.1%}",
        f"{shared / possible:.1%}",
    ]
    print(f"| {' | '.join(columns)} |")


def compare_shapes(sizes: list[int], release: Path) -> None:
    """Print the shape of a release's network beside those of invented ones."""
    opened = open_folder(release)
    kind = find_kind("cities-projection")
    print(
        "| network | cities | initiatives | participations | per city | largest initiative, of "
        "all cities | busiest city, of all initiatives | lines of the projection | of all possible "
        "| the same, each as often as an initiative is shared |\n|" + " --- |" * 10
    )
    shape(opened.title, read_links(opened.store, kind, Selection(), opened.namespaces))
    for size in sizes:
        shape(f"invented, {size:,}", invented(size, kind.name))


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", nargs="+", type=int)
    parser.add_argument("--kind", default="cities", choices=("cities", "cities-projection"))
    parser.add_argument("--compare", action="store_true", help="time networkx itself too")
    parser.add_argument("--shape", type=Path, help="compare with this release, time nothing")
    options = parser.parse_args()
    if options.shape:
        compare_shapes(options.cities, options.shape)
        return
    for cities in options.cities:
        links = invented(cities, options.kind)
        seconds, peak = alone(lambda links=links: adjacency_of(links))
        network = adjacency_of(links)
        print(
            f"\n{options.kind}: {cities:,} cities, {len(links.links):,} participations, "
            f"{network.number_of_nodes():,} nodes, {network.number_of_edges():,} lines; "
            f"{len(pivots(network)):,} pivots\n"
        )
        print("| step | CPU | peak |\n| --- | ---: | ---: |")
        print(f"| the matrix | {seconds:,.2f} s | {peak:,.0f} MB |", flush=True)
        measure_all(network, triangles=options.kind != "cities")
        if options.compare:
            compare(graph_of(links))


if __name__ == "__main__":
    main()
