"""The portal's own files: styles, scripts, fonts, pictures; each with a hash in its address."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

__all__ = ["FOLDER", "Asset", "asset_path", "find_asset"]

FOLDER: Final = Path(__file__).parent / "static"
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".map": "application/json",
}
_SMALLEST_PACKED: Final = 500
_PACKABLE: Final = ("text/", "image/svg", "application/json", "application/geo", "application/man")


@dataclass(frozen=True)
class Asset:
    """A file of the portal.

    Attributes:
        data: Its bytes.
        packed: The same, compressed (gzip); empty where that does not pay.
        digest: The beginning of its SHA-256.
        media_type: Its media type.
    """

    data: bytes
    packed: bytes
    digest: str
    media_type: str


@lru_cache(maxsize=256)
def _read(name: str, stamp: tuple[int, int]) -> Asset:  # noqa: ARG001 - the stamp is the key
    path = FOLDER / name
    data = path.read_bytes()
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    media_type = _TYPES.get(path.suffix, guessed)
    packed = b""
    if len(data) >= _SMALLEST_PACKED and media_type.startswith(_PACKABLE):
        packed = gzip.compress(data, 9, mtime=0)
    return Asset(data, packed, hashlib.sha256(data).hexdigest()[:16], media_type)


def find_asset(name: str) -> Asset | None:
    """Return a file of the portal; None where there is none of that name.

    Args:
        name: Its path in the folder of static files, with slashes.
    """
    parts = name.split("/")
    if any(part in {"", ".", ".."} or part.startswith(".") for part in parts) or "\\" in name:
        return None
    try:
        status = (FOLDER / name).stat()
        return _read(name, (status.st_mtime_ns, status.st_size))
    except (OSError, ValueError):
        return None


def asset_path(name: str) -> str:
    """Return the address of a file below the server's base: ``static/NAME?v=HASH``.

    Args:
        name: Its path in the folder of static files.

    Raises:
        FileNotFoundError: There is no such file.
    """
    found = find_asset(name)
    if found is None:
        raise FileNotFoundError(name)
    return f"static/{name}?v={found.digest}"
