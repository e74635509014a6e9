"""`citygraph network` and its subcommands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from citygraph.cli.options import output_option, progress, release_option, write
from citygraph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import networkx as nx

    from citygraph.namespaces import Namespaces
    from citygraph.network.adjacency import Adjacency
    from citygraph.network.links import Links
    from citygraph.store import Store

__all__ = ["command"]

_TABLES = ("table", "csv", "json", "markdown", "xlsx")
_LONG = 20


@click.group(name="network")
def command() -> None:
    """Analyse who is joined to whom: cities, initiatives, people, events, organisations.

    \b
    Example:
      citygraph network measures
      citygraph network peers Sofia
      citygraph network connect Oulu Sofia
      citygraph network export --kind cities-projection --format gexf -o cities.gexf
    """  # noqa: D301


@dataclass(frozen=True)
class _Asked:
    """What the options that all subcommands share came to."""

    store: Store
    namespaces: Namespaces
    release: str
    choice: dict[str, Any]

    def links(self, kind: str) -> Links:
        from citygraph.network.kinds import find_kind
        from citygraph.network.links import read_links
        from citygraph.network.selection import select

        chosen = dict(self.choice)
        language = chosen.pop("language")
        return read_links(self.store, find_kind(kind), select(**chosen), self.namespaces, language)

    def network(self, kind: str) -> nx.Graph[str]:
        from citygraph.network.graphs import graph_of, require_edges

        network = graph_of(self.links(kind))
        require_edges(network)
        return network

    def adjacency(self, kind: str) -> Adjacency:
        from citygraph.network.adjacency import adjacency_of

        return adjacency_of(self.links(kind))


def _selecting(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which network is meant; the function gets them as ``asked``."""
    import functools

    @functools.wraps(function)
    def wrapped(release: Path, endpoint: str | None, **values: Any) -> None:  # noqa: ANN401
        names = ("year", "since", "until", "undated", "language")
        choice = {name: values.pop(name) for name in names}
        for name, option in (("types", "type_"), ("roles", "role"), ("countries", "country")):
            choice[name] = tuple(values.pop(option))
        function(asked=_asked(release, endpoint, choice), **values)

    for option in reversed(
        (
            click.option("--year", help="Only what holds in this year."),
            click.option("--since", help="Only what holds in this year, month or day, or later."),
            click.option("--until", help="Only what holds in this year, month or day, or before."),
            click.option(
                "--undated", is_flag=True, help="With a period: keep claims without any date."
            ),
            click.option(
                "--type",
                "type_",
                multiple=True,
                help="Type of initiative or event, such as Partnership; may be given again.",
            ),
            click.option(
                "--role",
                multiple=True,
                help="Role, such as coordinator, with the roles below it; may be given again.",
            ),
            click.option(
                "--country", multiple=True, help="Country of the actors, such as BG; may repeat."
            ),
            click.option(
                "--language", default="en", show_default=True, help="Language of the names."
            ),
            click.option("--endpoint", help="SPARQL endpoint to ask instead of the release."),
            release_option,
        )
    ):
        wrapped = option(wrapped)
    return wrapped


def _asked(release: Path, endpoint: str | None, choice: dict[str, Any]) -> _Asked:
    from citygraph.namespaces import Namespaces

    if endpoint:
        from citygraph.remote import RemoteStore

        return _Asked(RemoteStore(endpoint), Namespaces(), endpoint, choice)
    from citygraph.opening import open_folder

    opened = open_folder(release)
    return _Asked(opened.store, opened.namespaces, opened.title, choice)


def _kind_option(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--kind",
        default=default,
        show_default=True,
        help="cities, cities-projection, initiatives-projection, people-events, "
        "organisations-partnerships or everything.",
    )


_format_option = click.option(
    "--format",
    "form",
    type=click.Choice(_TABLES),
    default="table",
    show_default=True,
    help="Form of the answer.",
)
_limit_option = click.option(
    "--limit",
    type=click.IntRange(0),
    help=f"Most rows; 0 for all. Default: {_LONG} in table and markdown, all in the others.",
)
_method_option = click.option(
    "--method",
    type=click.Choice(("leiden", "louvain")),
    default="leiden",
    show_default=True,
    help="How communities are found.",
)


def _show(table: Any, form: str, limit: int | None, output: Path | None) -> None:  # noqa: ANN401
    if form == "xlsx" and output is None:
        raise UsageError("A workbook needs a file to go into.", hint="Add -o network.xlsx")
    if limit is None:
        limit = _LONG if form in {"table", "markdown"} else 0
    write(table.render(form, limit), output)


@command.command()
@_kind_option("cities")
@click.option("--by", default="betweenness", show_default=True, help="Column to sort by.")
@click.option("--only", help="Show only nodes of this kind, such as city; all are measured.")
@_selecting
@_method_option
@_limit_option
@_format_option
@output_option
def measures(
    asked: _Asked,
    kind: str,
    by: str,
    only: str | None,
    method: str,
    limit: int | None,
    form: str,
    output: Path | None,
) -> None:
    """Measure every node and the network as a whole.

    \b
    Example:
      citygraph network measures --by pagerank --only city
      citygraph network measures --kind cities-projection --year 2022 --format xlsx -o 2022.xlsx
    """  # noqa: D301
    from citygraph.network.answers import measures_table
    from citygraph.network.measures import measure

    found = measure(asked.adjacency(kind), method=method)
    _show(measures_table(found, asked.release, by, only), form, limit, output)


@command.command()
@_kind_option("cities-projection")
@click.option(
    "--list",
    "what",
    type=click.Choice(("communities", "members", "bridges", "lines")),
    default="communities",
    show_default=True,
    help="What to list: communities, members of each, nodes or lines that join them.",
)
@_selecting
@_method_option
@_limit_option
@_format_option
@output_option
def communities(
    asked: _Asked,
    kind: str,
    what: str,
    method: str,
    limit: int | None,
    form: str,
    output: Path | None,
) -> None:
    """Find the communities, and what joins them.

    \b
    Example:
      citygraph network communities
      citygraph network communities --list bridges --format csv -o bridges.csv
    """  # noqa: D301
    from citygraph.network.answers import communities_table
    from citygraph.network.measures import measure

    found = measure(asked.adjacency(kind), (), method)
    _show(communities_table(found, asked.release, what), form, limit, output)


@command.command()
@_kind_option("cities")
@_selecting
@click.option(
    "--format",
    "form",
    type=click.Choice(("graphml", "gexf", "json", "edges", "nodes")),
    default="graphml",
    show_default=True,
    help="graphml (yEd, Cytoscape), gexf (Gephi), json (node-link), edges or nodes (CSV lists).",
)
@output_option
def export(asked: _Asked, kind: str, form: str, output: Path | None) -> None:
    """Write the network for another program.

    \b
    Example:
      citygraph network export --format gexf -o cities.gexf
      citygraph network export --kind people-events --format edges -o edges.csv
    """  # noqa: D301
    from citygraph.network.files import network_file

    write(network_file(asked.network(kind), form), output)


@command.command()
@_kind_option("cities")
@_selecting
@_method_option
@click.option(
    "--format",
    "form",
    type=click.Choice(("svg", "png")),
    help="Form of the picture. Default: what the name of the file ends with, else svg.",
)
@output_option
def draw(asked: _Asked, kind: str, method: str, form: str | None, output: Path | None) -> None:
    """Draw the network, with a legend in words.

    \b
    Example:
      citygraph network draw -o cities.svg
      citygraph network draw --type Partnership --format png -o partnerships.png
    """  # noqa: D301
    from citygraph.network.drawing import draw as draw_network
    from citygraph.network.drawing import to_png

    ending = output.suffix.lower().removeprefix(".") if output else ""
    form = form or (ending if ending == "png" else "svg")
    if form == "png" and output is None:
        raise UsageError("A PNG picture needs a file to go into.", hint="Add -o network.png")
    picture = draw_network(asked.network(kind), asked.release, method)
    write(to_png(picture) if form == "png" else picture.encode(), output)


@command.command(short_help="Show how two actors are connected.")
@click.argument("one")
@click.argument("other")
@_kind_option("everything")
@_selecting
@click.option(
    "--limit", type=click.IntRange(1), default=10, show_default=True, help="Most ways to show."
)
@_format_option
@output_option
def connect(
    asked: _Asked, one: str, other: str, kind: str, limit: int, form: str, output: Path | None
) -> None:
    """Show how ONE and OTHER are connected, with roles, dates and sources of each step.

    ONE and OTHER are names or keys of cities, organisations, people, initiatives or events.

    \b
    Example:
      citygraph network connect Oulu Sofia
      citygraph network connect sofia-bg helsinki-fi --kind cities --since 2019
    """  # noqa: D301
    from citygraph.network.answers import connection_table
    from citygraph.network.connections import connect as find_connection
    from citygraph.network.links import source_titles

    links = asked.links(kind)
    found = find_connection(links, one, other, limit)
    titles = source_titles(asked.store, asked.namespaces)
    table = connection_table(found, titles, asked.release, links.selection.words)
    _show(table, form, 0, output)


@command.command()
@click.argument("city")
@_selecting
@_limit_option
@_format_option
@output_option
def peers(asked: _Asked, city: str, limit: int | None, form: str, output: Path | None) -> None:
    """List the peers of CITY: the cities in the same initiatives.

    \b
    Example:
      citygraph network peers Sofia
      citygraph network peers oulu-fi --type Partnership --format csv
    """  # noqa: D301
    from citygraph.network.answers import peers_table
    from citygraph.network.finding import find_node
    from citygraph.network.graphs import graph_of, require_edges
    from citygraph.network.peers import peers as find_peers

    links = asked.links("cities")
    network = graph_of(links)
    require_edges(network)
    node = find_node(city, links.nodes, "city")
    table = peers_table(network, node, find_peers(network, node), asked.release)
    _show(table, form, limit, output)


@command.command()
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    help="Kind of network; may be given again. Default: cities and cities-projection.",
)
@release_option
def publish(kinds: tuple[str, ...], release: Path) -> None:
    """Write the measures as data, network.nq, beside the release, for SPARQL.

    \b
    Example:
      citygraph network publish
      citygraph query queries/network/central-cities.rq
    """  # noqa: D301
    from citygraph.network.publishing import PUBLISHED
    from citygraph.network.publishing import publish as publish_measures
    from citygraph.opening import open_folder

    opened = open_folder(release)
    with progress() as step:
        step("Measuring networks")
        told = publish_measures(opened, kinds or PUBLISHED)
    click.echo(f"Measures of release {opened.title} in {release / 'network.nq'}")
    for name, figures in told["networks"].items():
        click.echo(
            f"  {name}: {figures['nodes']:,} nodes, {figures['edges']:,} lines, "
            f"{figures['communities']:,} communities (modularity {figures['modularity']})"
        )
