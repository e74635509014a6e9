"""Opening a release: its manifest, its base and its store in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.namespaces import Namespaces
from citygraph.queries import find_report
from citygraph.release.folder import Manifest, open_release
from citygraph.release.networks import current_network
from citygraph.reports import Report, run_report
from citygraph.store import Answer, LocalStore, Triples, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Release", "open_folder"]


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
        """Its graph in memory, with the measures of networks beside it, loaded at the first use.

        Raises:
            ReleaseError: A file is damaged, or the measures were made from another release.
        """
        return LocalStore.open(
            self.folder / "citygraph.nq",
            self.folder / "citygraph.ttl",
            current_network(self.folder, self.manifest),
        )

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
