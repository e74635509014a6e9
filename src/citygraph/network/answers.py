"""The tables that the commands show: measures, communities, peers, ways."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import UnknownName, did_you_mean
from citygraph.network.centrality import strength as strength_of
from citygraph.network.communities import joints, reach
from citygraph.network.measures import MEASURES, stable
from citygraph.network.tables import NetworkTable

if TYPE_CHECKING:
    import networkx as nx

    from citygraph.network.adjacency import Adjacency
    from citygraph.network.connections import Connection
    from citygraph.network.links import Link
    from citygraph.network.measures import Measures
    from citygraph.network.peers import Peer

__all__ = ["communities_table", "connection_table", "measures_table", "peers_table"]

_NAMED: Final = 5
_CITED: Final = 3
_DASH: Final = " \N{EN DASH} "


def measures_table(
    measures: Measures, release: str, by: str, only: str | None = None
) -> NetworkTable:
    """Return the measures, one row a node.

    Args:
        measures: The measures.
        release: The release's title.
        by: The column to sort by.
        only: The kind of nodes to show; all by default.

    Raises:
        UnknownName: There is no such column, or no node of that kind.
    """
    rows = measures.rows(by)
    kinds = {row[2] for row in rows}
    if only is not None and only not in kinds:
        raise UnknownName(
            f"This network has no nodes of the kind '{only}'.",
            hint=did_you_mean(only, kinds) or f"It has {', '.join(sorted(kinds))}.",
        )
    rows = [row for row in rows if only is None or row[2] == only]
    notes = [measures.network.graph["meaning"]]
    notes += [f"{name}: {MEASURES[name].meaning}" for name in measures.values]
    notes += [
        "community: the number of its community; 1 is the largest.",
        "bridging: near 1 where its lines go evenly into many communities, 0 where into one.",
        *measures.notes,
    ]
    return NetworkTable(
        f"Measures: {_title(measures.network)}",
        release,
        measures.columns,
        rows,
        measures.whole,
        notes,
    )


def communities_table(measures: Measures, release: str, what: str) -> NetworkTable:
    """Return the communities, their members, or what joins them.

    Args:
        measures: The measures of the network.
        release: The release's title.
        what: ``communities``, ``members``, ``bridges`` (nodes) or ``lines``.
    """
    network, found = measures.network, measures.communities
    notes = [
        network.graph["meaning"],
        (
            f"Found by {found.method.title()} with {found.seeds} seeds; the division with the "
            "largest modularity is shown."
        ),
        (
            f"stability {stable(found.stability)}: how far the seeds agree (mean adjusted Rand "
            "index; 1 is wholly). Below some 0.7 the borders are a matter of chance."
        ),
        *(note for note in measures.notes if "date" in note),
    ]
    columns, rows = _LISTS[what](measures)
    if what == "lines":
        notes.append(
            "share: the line's part of all the weight between the two communities; 1 where it "
            "alone joins them."
        )
    if what == "bridges":
        notes.append(
            "bridging: near 1 where the lines go evenly into many communities, 0 where into one."
        )
    keys = ("nodes", "edges", "communities", "modularity", "stability")
    facts = {key: measures.whole[key] for key in keys}
    return NetworkTable(f"Communities: {_title(network)}", release, columns, rows, facts, notes)


def _communities(measures: Measures) -> tuple[list[str], list[list[Any]]]:
    network = measures.network
    strength = strength_of(network)
    rows: list[list[Any]] = []
    for number, members in measures.communities.members.items():
        kinds = Counter(network.nodes[node].get("kind", "") for node in members)
        countries = Counter(
            c for node in members if (c := network.nodes[node].get("country")) is not None
        )
        first = sorted(members, key=lambda node: (-strength[node], node))[:_NAMED]
        rows.append(
            [
                number,
                len(members),
                ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())),
                "; ".join(network.nodes[node].get("label", node) for node in first),
                ", ".join(
                    f"{code} {n}"
                    for code, n in sorted(countries.items(), key=lambda i: (-i[1], i[0]))[:_NAMED]
                ),
            ]
        )
    return ["community", "size", "kinds", "strongest", "countries"], rows


def _members(measures: Measures) -> tuple[list[str], list[list[Any]]]:
    data = measures.network.nodes
    rows = [
        [
            n,
            node,
            data[node].get("label", node),
            data[node].get("kind", ""),
            data[node].get("country", ""),
        ]
        for n, members in measures.communities.members.items()
        for node in members
    ]
    return ["community", "node", "label", "kind", "country"], rows


def _bridges(measures: Measures) -> tuple[list[str], list[list[Any]]]:
    network, of = measures.network, measures.communities.of
    joined = reach(network, of)
    rows = []
    for node, value in measures.bridging.items():
        if joined[node] > 1:
            data = network.nodes[node]
            rows.append(
                [
                    node,
                    data.get("label", node),
                    data.get("kind", ""),
                    data.get("country", ""),
                    of[node],
                    joined[node],
                    stable(value),
                ]
            )
    rows.sort(key=lambda row: (-row[6], -row[5], row[0]))
    columns = ["node", "label", "kind", "country", "community", "joins", "bridging"]
    return columns, rows


def _lines(measures: Measures) -> tuple[list[str], list[list[Any]]]:
    data = measures.network.nodes
    rows = [
        [
            joint.one,
            data[joint.one].get("label", joint.one),
            joint.communities[0],
            joint.other,
            data[joint.other].get("label", joint.other),
            joint.communities[1],
            joint.weight,
            stable(joint.share),
        ]
        for joint in joints(measures.network, measures.communities.of)
    ]
    columns = [
        "node",
        "label",
        "community",
        "other",
        "other label",
        "other community",
        "weight",
        "share",
    ]
    return columns, rows


_LISTS = {"communities": _communities, "members": _members, "bridges": _bridges, "lines": _lines}


def peers_table(network: nx.Graph[str], node: str, found: list[Peer], release: str) -> NetworkTable:
    """Return the peers of a node, with what they share."""
    name = network.nodes[node].get("label", node)
    own = network.degree(node)
    rows = [
        [
            peer.node,
            network.nodes[peer.node].get("label", peer.node),
            network.nodes[peer.node].get("country", ""),
            len(peer.shared),
            stable(peer.jaccard),
            stable(peer.weight),
            "; ".join(network.nodes[n].get("label", n) for n in peer.shared),
        ]
        for peer in found
    ]
    notes = [
        f"shared: in how many of the {own:,} initiatives of {name} the other one takes part too.",
        (
            "jaccard: shared initiatives as a share of all in which either of the two takes part; "
            "1 where both take part in the same."
        ),
        (
            "weight (Adamic-Adar): each shared initiative counts 1 divided by the natural "
            "logarithm of its number of cities: a small circle says more than one that "
            "everybody joined."
        ),
        (
            "The last column has the smallest initiatives first. They are shared also where the "
            "two took part at different times; --year or --since and --until tell."
        ),
    ]
    columns = ["node", "label", "country", "shared", "jaccard", "weight", "initiatives"]
    return NetworkTable(
        f"Peers of {name}: {_title(network)}", release, columns, rows, {"peers": len(rows)}, notes
    )


def connection_table(
    connection: Connection, titles: dict[str, str], release: str, selection: str
) -> NetworkTable:
    """Return the ways between two actors, one row for each claim of each step."""
    one, other = connection.one.label, connection.other.label
    rows = []
    for number, way in enumerate(connection.ways, 1):
        for place, step in enumerate(way, 1):
            for link in step.claims:
                turned = link.who != step.one.key
                who, what = (step.other, step.one) if turned else (step.one, step.other)
                rows.append(
                    [
                        number,
                        place,
                        who.label,
                        link.role.replace("-", " ") if " " not in link.role else link.role,
                        what.label,
                        _dates(link),
                        link.status,
                        "; ".join(titles.get(key, key) for key in link.sources),
                    ]
                )
    shown = len(connection.ways)
    if not shown:
        notes = [f"Nothing connects {one} and {other} in this network."]
    else:
        steps = f"{connection.length} step{'' if connection.length == 1 else 's'}"
        notes = [
            (
                f"{one} and {other} are {steps} apart; there are {connection.total:,} shortest "
                f"ways, {shown:,} of them shown, those through things with few participants first."
            ),
            "Dates are what the sources say; a post or part without an end is not known to go on.",
        ]
    columns = ["way", "step", "who", "as", "in", "when", "status", "sources"]
    chosen = f" ({selection})" if selection else ""
    return NetworkTable(
        f"How {one} and {other} are connected{chosen}",
        release,
        columns,
        rows,
        {"ways": connection.total, "steps": connection.length},
        notes,
        connection.as_data(titles),
        _ways_text(connection, titles),
    )


def _ways_text(connection: Connection, titles: dict[str, str]) -> str:
    """Return the ways as indented lines: the names, then each claim with its sources below."""
    lines = []
    for number, way in enumerate(connection.ways, 1):
        names = [way[0].one.label, *(step.other.label for step in way)]
        lines.append(f"{number}. {_DASH.join(names)}")
        for step in way:
            for link in step.claims:
                who = step.one if link.who == step.one.key else step.other
                what = step.other if who is step.one else step.one
                stated = "" if link.status == "stated" else f", {link.status}"
                role = link.role.replace("-", " ") if " " not in link.role else link.role
                lines.append(f"   {who.label}: {role}, {what.label} ({_dates(link)}{stated})")
                cited = [titles.get(key, key) for key in link.sources]
                more = len(cited) - _CITED
                lines += [f"      source: {title}" for title in cited[:_CITED]]
                if more > 0:
                    lines.append(f"      and {more} more source{'' if more == 1 else 's'}")
        lines.append("")
    return "\n".join(lines)


def _dates(link: Link) -> str:
    if link.since and link.until:
        return f"{link.since} to {link.until}"
    if link.since:
        return f"from {link.since}"
    return f"until {link.until}" if link.until else "no date"


def _title(network: nx.Graph[str] | Adjacency) -> str:
    chosen = network.graph.get("selection", "")
    title: str = network.graph["title"]
    return f"{title} ({chosen})" if chosen else title
