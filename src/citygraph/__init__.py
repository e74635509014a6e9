"""citygraph: the open knowledge graph of European cities and the initiatives they join."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph._version import __version__

if TYPE_CHECKING:
    from os import PathLike

    from citygraph.graph import Graph

__all__ = ["__version__", "open"]


def open(location: str | PathLike[str] | None = None, *, base: str | None = None) -> Graph:  # noqa: A001
    """Open a release, a dump or an endpoint.

    Args:
        location: The folder of a release; a file with RDF (Turtle, N-Triples, N-Quads, TriG,
            RDF/XML or JSON-LD, also packed with gzip); or the http address of a SPARQL endpoint.
            The setting ``out`` by default, which is the folder that ``citygraph build`` writes.
        base: What the graph's own names begin with; by default what the release says, else the
            setting ``base``.

    Returns:
        The graph, ready to be asked.

    Raises:
        ReleaseError: There is no release in the folder.
        UnreadableInput: The file is missing, of an unknown kind, or damaged.
        UsageError: The address is not one of HTTP.

    Example:
        >>> g = citygraph.open(folder)
        >>> g.city("Sofia").country.label
        'Bulgaria'
    """
    from citygraph.opening import open_graph

    return open_graph(location, base=base)
