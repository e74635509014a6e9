"""A worker: takes one job after the other from the server and sends the answer back."""

from __future__ import annotations

import hashlib
import time
import traceback
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from citygraph.errors import CitygraphError, ReleaseError
from citygraph.namespaces import Namespaces
from citygraph.opening import Release, open_folder
from citygraph.settings import setting
from citygraph.store import LocalStore
from citygraph.web import documents, reporting
from citygraph.web.answering import answer_query
from citygraph.web.confinement import give_back_memory, memory_in_use
from citygraph.web.description import describe_service
from citygraph.web.jobs import FrameReader, PageRequest, unpack
from citygraph.web.output import Output
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["Workplace"]

_PIECE: Final = 65_536
_LONG: Final = 0.05  # seconds after which a job may have left something behind
_MUCH: Final = 32_000_000  # bytes that are worth giving back


@dataclass(frozen=True)
class Workplace:
    """What all workers share: the opened release, with everything they need already in memory.

    Attributes:
        release: The release.
    """

    release: Release

    @property
    def digest(self) -> str:
        """A checksum that no other release has."""
        files = self.release.manifest.files
        texts = [str(files[name].get("sha256", "")) for name in sorted(files)]
        return hashlib.sha256(" ".join(texts).encode()).hexdigest()

    @classmethod
    def prepare(cls, folder: Path) -> Workplace:
        """Load a release.

        Raises:
            ReleaseError: There is none in the folder, or it is damaged.
        """
        from citygraph.web import pages

        release = _renamed(open_folder(folder))
        _ = release.store, reporting.all_reports()
        pages.prepare(release)
        pages.prepare(release)
        for name in documents.KEPT:
            documents.read_file(release, name)
        if _renamed(open_folder(folder)).manifest != release.manifest:
            raise ReleaseError(
                f"The release in {folder} was replaced while it was loaded.",
                hint="Load it again.",
            )
        return cls(release)

    def serve(self, work: socket.socket) -> None:
        """Work until the server closes the socket."""
        reader = FrameReader()
        _, resident = memory_in_use()
        while data := work.recv(_PIECE):
            for _kind, payload in reader.feed(data):
                self._do(unpack(payload), work, resident)

    def _do(self, job: dict[str, Any], work: socket.socket, resident: int) -> None:
        began = time.monotonic()
        output = Output(
            work, job.get("rows", 0), job.get("bytes", 0), packed=job.get("packed", False)
        )
        try:
            _JOBS[job["kind"]](self.release, job, output)
            long = time.monotonic() - began > _LONG
            output.end(_grown(resident) if long else 0)
        except Refused as refusal:
            output.fail(refusal.problem)
        except CitygraphError as error:
            output.fail(Problem.of_error(error))
        except (MemoryError, BrokenPipeError, ConnectionResetError):
            raise
        except Exception:  # noqa: BLE001 - a fault of ours must be told to the reader as one
            if output.refused is not None:
                output.fail(output.refused)
                return
            traceback.print_exc()
            output.fail(
                Problem.of_status(
                    500,
                    "The server made a mistake while it answered this.",
                    "Please report the address that you asked for.",
                )
            )


def _grown(resident: int) -> int:
    """Return by how many bytes this process has grown, after giving back what it can."""
    grown = memory_in_use()[1] - resident
    if grown > _MUCH:
        give_back_memory()
        grown = memory_in_use()[1] - resident
    return grown


def _renamed(release: Release) -> Release:
    """Return a release with the base that this server gives its names, where that is another."""
    wanted = setting("serve_base")
    if not wanted:
        return release
    base = Namespaces(wanted).base
    own = release.manifest.base.encode()
    renamed = Release(release.folder, replace(release.manifest, base=base))
    store = ox.Store()
    for name, form in (
        ("citygraph.nq", ox.RdfFormat.N_QUADS),
        ("citygraph.ttl", ox.RdfFormat.TURTLE),
    ):
        text = (release.folder / name).read_bytes().replace(own, base.encode())
        store.bulk_load(text, form)
    renamed.__dict__["store"] = LocalStore(store)
    return renamed


def _page(release: Release, job: Mapping[str, Any], output: Output) -> None:
    from citygraph.web.pages import PAGES

    request = PageRequest.from_dict(job["request"])
    response = PAGES[request.name](release, request)
    names = {name.lower() for name, _ in response.headers}
    headers = response.headers
    if "content-type" not in names:
        headers = (("Content-Type", "text/html; charset=utf-8"), *headers)
    output.head(response.status, headers)
    output.write(response.body)


_JOBS: Final[dict[str, Callable[[Release, Mapping[str, Any], Output], None]]] = {
    "page": _page,
    "query": answer_query,
    "description": describe_service,
    "find": documents.find_thing,
    "thing": documents.write_thing,
    "file": documents.write_file,
    "void": documents.write_void,
    "catalogue": documents.write_catalogue,
    "examples": documents.write_examples,
    "context": documents.write_context,
    "report": reporting.write_report,
    "openapi": reporting.write_openapi,
}
