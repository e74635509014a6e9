"""The graph of a release in any RDF syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.errors import ReleaseError
from citygraph.namespaces import Namespaces
from citygraph.release.folder import open_release

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["dump"]

_FORMATS: Final = {
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def dump(folder: Path, form: str) -> bytes:
    """Return a release's graph.

    Args:
        folder: The release's folder.
        form: ``turtle``, ``ntriples``, ``jsonld`` or ``rdfxml`` for the merged graph, ``nquads`` or
            ``trig`` for every statement in the graph of its source.

    Returns:
        The bytes of the document, in a fixed order.

    Raises:
        ReleaseError: There is no release in the folder, or it is damaged.
    """
    prefixes = Namespaces(open_release(folder).base).prefixes
    name = "citygraph.nq" if form in {"nquads", "trig"} else "citygraph.ttl"
    try:
        data = (folder / name).read_bytes()
        if form in {"nquads", "turtle"}:
            return data
        if form == "trig":
            quads = sorted(
                ox.parse(data, format=ox.RdfFormat.N_QUADS),
                key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object)),
            )
            out = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes)
        else:
            triples = (q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE))
            if form == "rdfxml":
                out = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes)
            else:
                out = ox.serialize(triples, format=_FORMATS[form])
    except (OSError, SyntaxError) as error:
        raise ReleaseError(
            f"{folder / name} cannot be read: {error}.",
            hint="Build the release again with `citygraph build`.",
        ) from error
    assert out is not None
    return out
