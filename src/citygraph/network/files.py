"""Networks as files for Gephi, yEd, Cytoscape, networkx and spreadsheets.

Formats: GraphML (http://graphml.graphdrawing.org/), GEXF 1.2 (https://gexf.net/), networkx's
node-link JSON, and lists of edges and of nodes as CSV with the headings that Gephi looks for.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from citygraph.errors import UsageError
from citygraph.network.graphs import require_edges

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["FILE_FORMATS", "network_file"]

_FIRST: Final = {"iri": 0, "label": 1, "kind": 2, "weight": 0, "newman": 1}


def network_file(network: nx.Graph[str], form: str) -> bytes:
    """Return a network in a file format; the same network gives the same bytes.

    Args:
        network: The graph.
        form: One of :data:`FILE_FORMATS`.

    Returns:
        UTF-8 text.

    Raises:
        ParameterError: The graph has no edge.
        UsageError: There is no such format.
    """
    if form not in _WRITERS:
        raise UsageError(f"There is no form '{form}'.", hint=f"Take {', '.join(_WRITERS)}.")
    require_edges(network)
    return _WRITERS[form](network)


def _graphml(network: nx.Graph[str]) -> bytes:
    sink = io.BytesIO()
    nx.write_graphml_xml(network, sink, named_key_ids=True)
    return sink.getvalue().rstrip() + b"\n"


def _gexf(network: nx.Graph[str]) -> bytes:
    sink = io.BytesIO()
    nx.write_gexf(network, sink, version="1.2draft")
    # networkx writes the day of today.
    dated = re.sub(rb' lastmodifieddate="[^"]*"', b"", sink.getvalue(), count=1)
    return dated.rstrip() + b"\n"


def _json(network: nx.Graph[str]) -> bytes:
    data = nx.node_link_data(network, edges="edges")
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _edges(network: nx.Graph[str]) -> bytes:
    edges = list(network.edges(data=True))
    names = _names(data for _a, _b, data in edges)
    labels = dict(network.nodes(data="label"))
    head = ["Source", "Target", "Type", "SourceLabel", "TargetLabel"]
    rows = (
        [one, other, "Undirected", labels[one], labels[other], *_cells(data, names)]
        for one, other, data in edges
    )
    return _csv([*head, *("Weight" if n == "weight" else n for n in names)], rows)


def _nodes(network: nx.Graph[str]) -> bytes:
    nodes = list(network.nodes(data=True))
    names = _names(data for _node, data in nodes)
    rows = ([node, *_cells(data, names)] for node, data in nodes)
    return _csv(["Id", *("Label" if n == "label" else n for n in names)], rows)


def _names(attributes: Iterable[Mapping[str, Any]]) -> list[str]:
    names = {name for data in attributes for name in data}
    return sorted(names, key=lambda name: (_FIRST.get(name, 9), name))


def _cells(data: Mapping[str, Any], names: Iterable[str]) -> list[Any]:
    return [data.get(name, "") for name in names]


def _csv(head: list[str], rows: Iterable[list[Any]]) -> bytes:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return sink.getvalue().encode()


_WRITERS: Final[dict[str, Callable[[nx.Graph[str]], bytes]]] = {
    "graphml": _graphml,
    "gexf": _gexf,
    "json": _json,
    "edges": _edges,
    "nodes": _nodes,
}
FILE_FORMATS: Final = tuple(_WRITERS)
