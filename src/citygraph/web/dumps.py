"""The files of the release: in whole or in part, with checksums, also compressed."""

from __future__ import annotations

import asyncio
import base64
import gzip
import os
import re
import tempfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from citygraph.web.caching import matches
from citygraph.web.problems import Problem, Refused
from citygraph.web.requests import base_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from starlette.requests import Request

    from citygraph.web.dispatch import Dispatcher

__all__ = ["ReleaseFiles", "dump_routes"]

_PIECE: Final = 262_144
_TYPES: Final = {
    ".nq": "application/n-quads",
    ".ttl": "text/turtle; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".gz": "application/gzip",
}
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True)
class _File:
    """An open file: it can be read to its end, whatever becomes of its name."""

    handle: int
    size: int
    digest: str


@dataclass
class ReleaseFiles:
    """The files of a release, held open, so that a new release in the same folder hurts nobody.

    Attributes:
        files: Name to open file.
    """

    files: dict[str, _File] = field(default_factory=dict)
    _packing: dict[str, asyncio.Task[_File]] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, listed: Mapping[str, Mapping[str, Any]]) -> ReleaseFiles:
        """Open the files.

        Args:
            folder: The folder of the release.
            listed: What its manifest says of them.
        """
        found = cls()
        for name, entry in listed.items():
            try:
                handle = os.open(folder / name, os.O_RDONLY | os.O_CLOEXEC)
            except OSError:
                continue
            size = os.fstat(handle).st_size
            found.files[name] = _File(handle, size, str(entry["sha256"]))
        return found

    async def find(self, name: str) -> _File | None:
        """Return a file; ``NAME.gz`` is made at its first use."""
        if name in self.files:
            return self.files[name]
        plain = name.removesuffix(".gz")
        if plain == name or plain not in self.files:
            return None
        if name not in self._packing:
            work = asyncio.to_thread(_packed, self.files[plain])
            self._packing[name] = asyncio.get_running_loop().create_task(work)
        self.files[name] = await asyncio.shield(self._packing[name])
        return self.files[name]

    def close(self) -> None:
        """Close all files."""
        for entry in self.files.values():
            os.close(entry.handle)
        self.files.clear()


def _packed(plain: _File) -> _File:
    """Return a file compressed, without a name in the file system; the bytes are always the same."""
    import hashlib

    digest = hashlib.sha256()
    with tempfile.TemporaryFile() as sink:
        with gzip.GzipFile(filename="", fileobj=sink, mode="wb", compresslevel=6, mtime=0) as out:
            for start in range(0, plain.size, _PIECE):
                out.write(os.pread(plain.handle, _PIECE, start))
        sink.flush()
        size = sink.tell()
        sink.seek(0)
        while data := sink.read(_PIECE):
            digest.update(data)
        return _File(os.dup(sink.fileno()), size, digest.hexdigest())


def dump_routes(dispatcher: Dispatcher) -> list[Route]:
    """Return the routes of the files.

    Args:
        dispatcher: Knows the release that is served.
    """

    async def listing(request: Request) -> Response:
        files = dispatcher.pool.files.files
        base = base_of(request)
        entries = [
            {"name": n, "bytes": f.size, "sha256": f.digest, "address": f"{base}dump/{n}"}
            for n, f in sorted(files.items())
        ]
        return JSONResponse({"release": dispatcher.pool.version, "files": entries})

    async def sums(_request: Request) -> Response:
        files = dispatcher.pool.files.files
        text = "".join(f"{f.digest}  {name}\n" for name, f in sorted(files.items()))
        return Response(text, media_type="text/plain")

    async def dump(request: Request) -> Response:
        name = request.path_params["name"]
        found = await dispatcher.pool.files.find(name)
        if found is None:
            raise Refused(
                Problem(
                    "unknown-file",
                    404,
                    "There is no such file.",
                    f"The release has no file '{name[:100]}'.",
                    f"Its files are {', '.join(sorted(dispatcher.pool.files.files))}, each also "
                    "with .gz.",
                )
            )
        return _answer(request, name, found, dispatcher)

    return [
        Route("/dump", listing),
        Route("/dumps", listing),
        *(Route(f"/{path}/SHA256SUMS", sums) for path in ("dump", "dumps")),
        *(Route(f"/{path}/{{name}}", dump) for path in ("dump", "dumps")),
    ]


def _answer(request: Request, name: str, found: _File, dispatcher: Dispatcher) -> Response:
    suffix = "." + name.rpartition(".")[2]
    tag = f'"{found.digest[:32]}"'
    checksum = base64.b64encode(bytes.fromhex(found.digest)).decode()
    licence = dispatcher.pool.manifest["licence"]
    headers = {
        "ETag": tag,
        "Accept-Ranges": "bytes",
        "Last-Modified": dispatcher.pool.modified,
        "Cache-Control": "no-cache",
        "Repr-Digest": f"sha-256=:{checksum}:",
        "Citygraph-Release": dispatcher.pool.version,
        "Link": f'<{licence}>; rel="license"',
    }
    if matches(request.headers.get("if-none-match", ""), tag.strip('"')):
        return Response(status_code=304, headers=headers)
    kind = _TYPES.get(suffix, "application/octet-stream")
    start, end, status = 0, found.size, 200
    wanted = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    current = request.headers.get("if-range", tag) in {tag, dispatcher.pool.modified}
    if wanted and current and (wanted[1] or wanted[2]):
        if wanted[1]:
            start = int(wanted[1])
            end = min(int(wanted[2]) + 1, found.size) if wanted[2] else found.size
        else:
            start = max(0, found.size - int(wanted[2]))
        if start >= end:
            raise Refused(
                Problem(
                    "range-not-satisfiable",
                    416,
                    "The file has no such part.",
                    f"{name} has {found.size:,} bytes.",
                    headers=(("Content-Range", f"bytes */{found.size}"),),
                )
            )
        status = 206
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    headers["Content-Length"] = str(end - start)
    handle = os.dup(found.handle)  # a reload may close the other one meanwhile
    return StreamingResponse(_pieces(handle, start, end), status, headers, media_type=kind)


async def _pieces(handle: int, start: int, end: int) -> AsyncIterator[bytes]:
    try:
        while start < end:
            data = os.pread(handle, min(_PIECE, end - start), start)
            if not data:
                return
            start += len(data)
            yield data
    finally:
        os.close(handle)
