"""Opening a graph: the folder of a release, a file of RDF, or a SPARQL endpoint."""

from __future__ import annotations

import gzip
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from citygraph.errors import UnreadableInput
from citygraph.namespaces import Namespaces
from citygraph.queries import find_report
from citygraph.release.folder import Manifest, open_release
from citygraph.reports import Report, run_report
from citygraph.settings import SETTINGS, setting
from citygraph.store import Answer, LocalStore, Store, Triples, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citygraph.graph import Graph

__all__ = ["Release", "open_folder", "open_graph"]

_ADDRESSES: Final = ("http://", "https://")
_DATA_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Release:
    """An opened release.

    Attributes:
        folder: Where it lies.
        manifest: What it says of itself.
    """

    folder: Path
    manifest: Manifest

    @cached_property
    def namespaces(self) -> Namespaces:
        """The base its names begin with."""
        return Namespaces(self.manifest.base)

    @cached_property
    def store(self) -> LocalStore:
        """Its graph in memory, loaded at the first use."""
        return LocalStore.open(self.folder / "citygraph.nq", self.folder / "citygraph.ttl")

    @property
    def title(self) -> str:
        """Version and date, for the reader of a report."""
        return f"{self.manifest.version} ({self.manifest.date})"

    def query(self, text: str) -> Answer | Triples | Truth:
        """Answer a SPARQL 1.1 query; see :meth:`citygraph.store.Store.query`."""
        return self.store.query(text)

    def report(self, name: str, **parameters: str | Iterable[str]) -> Report:
        """Run a report.

        Args:
            name: The report's name.
            **parameters: Its parameters; one value or several.

        Returns:
            The report.

        Raises:
            UnknownName: There is no such report.
            ParameterError: A parameter is missing, unknown or wrong.
        """
        values = {key: [v] if isinstance(v, str) else list(v) for key, v in parameters.items()}
        return run_report(
            find_report(name),
            values,
            self.store,
            self.namespaces,
            self.title,
            self.manifest.licence,
        )


def open_folder(path: str | Path) -> Release:
    """Open a release folder.

    Args:
        path: The folder that a build wrote.

    Returns:
        The release; its graph is loaded at the first query.

    Raises:
        ReleaseError: There is no release there.
    """
    folder = Path(path)
    return Release(folder, open_release(folder))


def open_graph(location: str | os.PathLike[str] | None = None, base: str | None = None) -> Graph:
    """Open a graph wherever it lies; see :func:`citygraph.open`."""
    from citygraph.graph import Graph

    text = os.fspath(location) if location is not None else setting("out")
    if text.startswith(_ADDRESSES):
        from citygraph.remote import RemoteStore

        return _described(RemoteStore(text), Namespaces(base), text)
    path = Path(text)
    if path.is_file():
        store = _read_dump(path)
        return _described(store, Namespaces(base or _base_of(store)), text)
    opened = open_folder(path)
    namespaces = Namespaces(base) if base else opened.namespaces
    return Graph(opened.store, namespaces, opened.title, opened.manifest.licence, text)


def _described(store: Store, namespaces: Namespaces, location: str) -> Graph:
    """Return a graph with the version, date and licence that it states itself."""
    from citygraph.graph import Graph

    answer = store.query(
        f"""PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX dct: <http://purl.org/dc/terms/>
        SELECT ?version ?date ?licence WHERE {{
          OPTIONAL {{ <{namespaces.base}dataset> dcat:version ?version }}
          OPTIONAL {{ <{namespaces.base}dataset> dct:issued ?date }}
          OPTIONAL {{ <{namespaces.base}dataset> dct:license ?licence }}
        }} ORDER BY ?version LIMIT 1"""
    )
    assert isinstance(answer, Answer)
    version, day, licence = (getattr(cell, "value", "") for cell in answer.rows[0])
    title = f"{version} ({day})" if version else ""
    return Graph(store, namespaces, title, licence or _DATA_LICENCE, location)


def _read_dump(path: Path) -> LocalStore:
    """Load a file of RDF; of quads, the merged graph is made, each distinct statement once."""
    import pyoxigraph as ox

    from citygraph.release.files import read_quads

    if path.suffix == ".gz":
        form = ox.RdfFormat.from_extension(path.with_suffix("").suffix.removeprefix("."))
        if form is None:
            raise UnreadableInput(
                f"{path} has no suffix that tells its RDF syntax.", hint="Name it like dump.nq.gz."
            )
        try:
            quads = list(ox.parse(gzip.decompress(path.read_bytes()), format=form))
        except (OSError, EOFError) as error:
            raise UnreadableInput(f"{path} cannot be unpacked: {error}.") from error
        except SyntaxError as error:
            raise UnreadableInput(f"{path} does not parse: {error.msg}.") from error
    else:
        quads = read_quads(path)
    local = LocalStore()
    local.raw.bulk_extend(quads)
    local.raw.bulk_extend(ox.Quad(*quad.triple) for quad in quads)
    return local


def _base_of(store: Store) -> str:
    """Return what the graph's own names begin with, told by its ontology; else the default."""
    answer = store.query(
        "SELECT ?ontology WHERE { ?ontology a <http://www.w3.org/2002/07/owl#Ontology>"
        ' FILTER(STRENDS(STR(?ontology), "/ontology")) } ORDER BY ?ontology LIMIT 1'
    )
    assert isinstance(answer, Answer)
    for (ontology,) in answer.rows:
        return str(getattr(ontology, "value", "")).removesuffix("ontology")
    return SETTINGS["base"].default
