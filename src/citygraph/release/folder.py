"""The folder of a release: which files it has, how it is replaced in one step, how it is opened."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from citygraph.errors import ReleaseError, UnreadableInput

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FILES",
    "MANIFEST",
    "Manifest",
    "open_release",
    "replaced_folder",
    "require_replaceable",
]

MANIFEST: Final = "manifest.json"
FILES: Final[dict[str, str]] = {
    "citygraph.nq": "every statement in the graph of its source (canonical N-Quads, sorted)",
    "citygraph.ttl": "the merged graph: each distinct statement once (Turtle, sorted)",
    "ontology.ttl": "the ontology with its code lists and alignments",
    "shapes.ttl": "the SHACL shapes the graph was validated with",
    "void.ttl": "statistics of the graph (VoID)",
    "dcat.ttl": "the catalogue entry with all files (DCAT)",
    "validation.ttl": "the SHACL validation report",
    "validation.txt": "the validation report in words",
    "rows.json": "which table rows stand behind which node",
}

_RENAME_EXCHANGE: Final = 2
_AT_FDCWD: Final = -100


@dataclass(frozen=True)
class Manifest:
    """What a release says of itself.

    Attributes:
        version: The release's version: its date, as ``2026.11.21``.
        date: The newest retrieval of a source, or SOURCE_DATE_EPOCH, as an ISO date.
        base: The IRI that all names begin with.
        software: The version of citygraph that built it.
        licence: The licence of the data.
        counts: Statements, entities and claims by class, sources, validation results.
        files: Bytes and SHA-256 of each file.
    """

    version: str
    date: str
    base: str
    software: str
    licence: str
    counts: dict[str, Any] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Add the checksums of a folder's files and write the manifest there."""
        for name in sorted(FILES):
            data = (folder / name).read_bytes()
            self.files[name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True)
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def open_release(folder: Path) -> Manifest:
    """Read the manifest of a release.

    Args:
        folder: The release's folder.

    Returns:
        The manifest.

    Raises:
        ReleaseError: There is no release in the folder, or its manifest is damaged.
    """
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except OSError as error:
        raise ReleaseError(
            f"There is no release in {folder}{os.sep}.",
            hint="Build one with `citygraph build`, or name its folder with --release.",
        ) from error
    except (ValueError, TypeError) as error:
        raise ReleaseError(
            f"The manifest in {folder}{os.sep} is damaged: {error}.",
            hint="Build the release again with `citygraph build`.",
        ) from error


def require_replaceable(target: Path) -> None:
    """Make sure that a folder may be replaced by a release.

    Raises:
        UnreadableInput: The target is a file, or holds something that is not a release.
    """
    if target.exists() and not target.is_dir():
        raise UnreadableInput(f"{target} is a file.", hint="Name a folder with --out.")
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).exists():
        raise UnreadableInput(
            f"{target} holds files that are not a release, so it is left alone.",
            hint="Name a new or empty folder with --out.",
        )


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which takes the target's place in one step at the end.

    Whatever happens on the way, also a killed process or a lost power supply, the target holds
    either the whole of what it held before or the whole of what was written.

    Args:
        target: The folder to replace; it may be missing, empty, or hold a release.

    Yields:
        The folder to fill, beside the target.

    Raises:
        UnreadableInput: The target is a file, or holds something that is not a release.
    """
    target = target.absolute()
    require_replaceable(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(target)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}.", dir=target.parent))
    work.chmod(0o755)
    try:
        yield work
        for path in work.iterdir():
            _sync(path)
        _sync(work)
        _swap(work, target)
        _sync(target.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _remove_leftovers(target: Path) -> None:
    """Remove what killed builds left beside the target."""
    for path in target.parent.glob(f".{target.name}.*.*"):
        pid = path.name.removeprefix(f".{target.name}.").split(".")[0]
        if path.is_dir() and pid.isdigit() and not _is_alive(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(work: Path, target: Path) -> None:
    """Put ``work`` in the place of ``target``; the old content ends up in ``work``."""
    if not target.exists():
        work.rename(target)
        return
    if _exchange(work, target):
        return
    # No exchange on this system or file system: two renames, a moment apart.
    aside = work.with_name(work.name + ".old")
    target.rename(aside)
    work.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux renameat2); tell whether that is possible here."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    status = rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if status == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP}:
        return False
    raise OSError(code, os.strerror(code), str(other))
