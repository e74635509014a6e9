"""The measures of networks beside a release: `network.nq` and what it says it was made from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import ReleaseError

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.release.folder import Manifest

__all__ = ["NETWORK_FILE", "NETWORK_MANIFEST", "carry_network", "current_network", "write_network"]

NETWORK_FILE: Final = "network.nq"
NETWORK_MANIFEST: Final = "network.manifest.json"
_AGAIN: Final = "Make it again with `citygraph network publish`"


def write_network(
    folder: Path, manifest: Manifest, data: bytes, contents: dict[str, Any]
) -> dict[str, Any]:
    """Write `network.nq` and its manifest beside a release, each whole or not at all.

    Args:
        folder: The release's folder.
        manifest: The release's manifest.
        data: The N-Quads.
        contents: What the manifest shall say of them.

    Returns:
        The manifest of the network.

    Raises:
        ReleaseError: The folder cannot be written to.
    """
    told = {
        "release": {
            "version": manifest.version,
            "date": manifest.date,
            "sha256": _release_digest(manifest),
        },
        "software": manifest.software,
        "licence": manifest.licence,
        "files": {NETWORK_FILE: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}},
        **contents,
    }
    text = json.dumps(told, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    try:
        for name, content in ((NETWORK_FILE, data), (NETWORK_MANIFEST, text.encode())):
            part = folder / f".{name}.part"
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name in (NETWORK_FILE, NETWORK_MANIFEST):
            (folder / f".{name}.part").replace(folder / name)
    except OSError as error:
        for name in (NETWORK_FILE, NETWORK_MANIFEST):
            (folder / f".{name}.part").unlink(missing_ok=True)
        raise ReleaseError(
            f"{folder / NETWORK_FILE} cannot be written: {error.strerror}.",
            hint="Check who may write to that folder, and how much room is left.",
        ) from error
    return told


def current_network(folder: Path, manifest: Manifest) -> Path | None:
    """Return the path of a release's `network.nq`; None where there is none.

    Args:
        folder: The release's folder.
        manifest: The release's manifest.

    Raises:
        ReleaseError: It was made from another release, or is damaged.
    """
    path = folder / NETWORK_FILE
    if not path.exists():
        return None
    told = _told(folder)
    if told is None or not isinstance(told.get("release"), dict):
        raise ReleaseError(
            f"{path} has no manifest that says which release it was made from.",
            hint=f"{_AGAIN}, or delete the file.",
        )
    if told["release"].get("sha256") != _release_digest(manifest):
        raise ReleaseError(
            f"{path} was made from another release ({told['release'].get('version')}), "
            f"not from this one ({manifest.version}).",
            hint=f"{_AGAIN}, or delete the file.",
        )
    entry = told.get("files", {}).get(NETWORK_FILE, {})
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if entry.get("sha256") != digest:
        raise ReleaseError(
            f"{path} is damaged: it is not the file that its manifest describes.",
            hint=f"{_AGAIN}, or delete the file.",
        )
    return path


def carry_network(old: Path, new: Path, manifest: Manifest) -> list[str]:
    """Take the measures of a network over into a new build where they still fit.

    Args:
        old: The folder of the release before.
        new: The folder of the new one.
        manifest: The manifest of the new one.

    Returns:
        A sentence for the reader where they do not fit and are left behind.
    """
    if not (old / NETWORK_FILE).exists():
        return []
    try:
        path = current_network(old, manifest)
    except ReleaseError:
        return [f"{NETWORK_FILE} was made from the release before and is gone. {_AGAIN}."]
    assert path is not None
    for name in (NETWORK_FILE, NETWORK_MANIFEST):
        shutil.copyfile(old / name, new / name)
    return []


def _told(folder: Path) -> dict[str, Any] | None:
    try:
        told = json.loads((folder / NETWORK_MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _release_digest(manifest: Manifest) -> str:
    digest: str = manifest.files["citygraph.nq"]["sha256"]
    return digest
