"""Networks as networkx graphs."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

import networkx as nx

from citygraph.errors import ParameterError, UsageError
from citygraph.namespaces import Namespaces
from citygraph.network.kinds import find_kind
from citygraph.network.links import Links, read_links
from citygraph.network.selection import select
from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.network.adjacency import Adjacency
    from citygraph.network.links import Link
    from citygraph.network.nodes import Node
    from citygraph.store import Store

__all__ = ["about_links", "attributes_of", "graph", "graph_of", "groups_of", "require_edges"]


def graph(
    store: Store,
    kind: str = "cities",
    *,
    year: str | int | None = None,
    since: str | int | None = None,
    until: str | int | None = None,
    types: Iterable[str] = (),
    roles: Iterable[str] = (),
    countries: Iterable[str] = (),
    undated: bool = False,
    language: str = "en",
    namespaces: Namespaces | None = None,
) -> nx.Graph[str]:
    """Return a network of the graph.

    Nodes are keys such as ``city/sofia-bg``, with the attributes ``iri``, ``label``, ``kind``,
    ``type``, ``country``, ``lat``, ``long`` and ``population``. Edges have ``weight``; those that
    claims make have ``roles``, ``since``, ``until`` (years), ``status`` and ``sources``; those of a
    projection have ``newman`` and ``shared``: what the two ends share. When, and who says so, is on
    the edges of the two-mode kind. What is not known is absent. Several values of one attribute are
    joined by ``; ``. Nodes and edges come in a fixed order.

    Args:
        store: A store, local or remote, whose default graph is the merged graph.
        kind: One of :data:`citygraph.network.KINDS`.
        year: Only what holds in that year.
        since: Only what holds in that year, month or day, or later.
        until: Only what holds then or before.
        types: Classes of initiatives or events, such as ``Partnership``.
        roles: Keys of roles, such as ``coordinator``; the roles below count too.
        countries: ISO codes of the actors' countries.
        undated: With a period: keep claims that have no date at all. They are left out otherwise,
            and their number is in ``graph.graph["undated_left_out"]``.
        language: The language of labels, where there is a choice.
        namespaces: The base of the names in the store; the default base otherwise.

    Returns:
        An undirected graph; ``graph.graph`` says what it is.

    Raises:
        UnknownName: There is no such kind, type or role.
        ParameterError: A date, role or country is wrong, or the period is upside down.
        UsageError: A projection would have more edges than the setting ``network_edges`` allows.
    """
    selection = select(
        year=year,
        since=since,
        until=until,
        types=tuple(types),
        roles=tuple(roles),
        countries=tuple(countries),
        undated=undated,
    )
    found = find_kind(kind)
    return graph_of(read_links(store, found, selection, namespaces or Namespaces(), language))


def graph_of(links: Links) -> nx.Graph[str]:
    """Return the networkx graph of claims.

    Args:
        links: The claims.

    Returns:
        The graph; see :func:`graph`.

    Raises:
        UsageError: A projection would have more edges than the setting ``network_edges`` allows.
    """
    kind = links.kind
    result: nx.Graph[str] = nx.Graph(**about_links(links))
    if kind.onto:
        _project(result, links)
        return result
    pairs = _pairs(links)
    for key in sorted({key for pair in pairs for key in pair}):
        result.add_node(key, **attributes_of(links.nodes, key))
    for (who, what), claims in sorted(pairs.items()):
        result.add_edge(who, what, **_evidence(claims, "roles"))
    return result


def about_links(links: Links) -> dict[str, Any]:
    """Return what the network of these claims is, for the attributes of the graph."""
    return {
        "kind": links.kind.name,
        "title": links.kind.title,
        "meaning": links.kind.meaning,
        "selection": links.selection.words,
        "claims": len(links.links),
        "undated_left_out": links.undated,
    }


def groups_of(links: Links) -> dict[str, list[str]]:
    """Return, for a projection, the nodes that share each thing, all in a fixed order."""
    groups: dict[str, list[str]] = defaultdict(list)
    for who, what in sorted(_pairs(links)):
        if links.kind.onto == "what":
            groups[who].append(what)
        else:
            groups[what].append(who)
    return dict(sorted(groups.items()))


def attributes_of(nodes: dict[str, Node], key: str) -> dict[str, Any]:
    """Return the attributes of a node; none where nothing is known of it."""
    return dict(nodes[key].attributes) if key in nodes else {}


def require_edges(network: nx.Graph[str] | Adjacency) -> None:
    """Make sure that there is something to measure or draw.

    Raises:
        ParameterError: The graph has no edge.
    """
    if network.number_of_edges():
        return
    chosen = network.graph.get("selection", "")
    undated = network.graph.get("undated_left_out", 0)
    hint = (
        "Take a longer period, or fewer filters." if chosen else "The release holds no such claim."
    )
    if undated:
        hint += f" {undated:,} claims without a date were left out; --undated keeps them."
    raise ParameterError(
        f"The network is empty: nothing joins {network.graph['title'].lower()}"
        f"{f' ({chosen})' if chosen else ''}.",
        hint=hint,
    )


def _pairs(links: Links) -> dict[tuple[str, str], list[Link]]:
    """Return the claims by the two nodes that they join."""
    pairs: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links.links:
        if link.who != link.what:
            pairs[link.who, link.what].append(link)
    return pairs


def _evidence(claims: list[Link], count: str) -> dict[str, Any]:
    """Return the attributes of an edge that claims make."""
    roles = sorted({claim.role for claim in claims})
    attributes: dict[str, Any] = {"weight": len(roles) if count == "roles" else 1}
    attributes["roles"] = "; ".join(roles)
    starts = [claim.since.year for claim in claims if claim.since]
    ends = [claim.until.year for claim in claims if claim.until]
    if starts:
        attributes["since"] = min(starts)
    if ends and len(ends) == len(claims):
        attributes["until"] = max(ends)
    attributes["status"] = "; ".join(sorted({claim.status for claim in claims}))
    attributes["sources"] = "; ".join(sorted({s for claim in claims for s in claim.sources}))
    return attributes


def _project(result: nx.Graph[str], links: Links) -> None:
    """Join two nodes of one side for what they share on the other."""
    groups = groups_of(links)
    largest = sum(len(members) * (len(members) - 1) // 2 for members in groups.values())
    limit = setting_as_int("network_edges")
    if largest > limit:
        raise UsageError(
            f"This projection could have {largest:,} lines; more than {limit:,} are not drawn up.",
            hint="Take the two-mode kind, a period or a filter, or raise CITYGRAPH_NETWORK_EDGES.",
        )
    for key in sorted({key for members in groups.values() for key in members}):
        result.add_node(key, **attributes_of(links.nodes, key))
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group, members in groups.items():
        for pair in combinations(sorted(members), 2):
            shared[pair].append(group)
    share = {group: 1 / (len(members) - 1) for group, members in groups.items() if len(members) > 1}
    for (one, other), common in sorted(shared.items()):
        result.add_edge(
            one,
            other,
            weight=len(common),
            newman=round(sum(share[group] for group in common), 12),
            shared="; ".join(group.partition("/")[2] for group in common),
        )
