"""Sorted lines on disk: what keeps a large graph out of memory once it is derived."""

from __future__ import annotations

import mmap
import shutil
import tempfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["Lines"]


class Lines:
    """Lines of N-Triples or N-Quads in a temporary file, which goes when this object does.

    Args:
        lines: The lines in order, each with its end.
    """

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="citygraph-")  # noqa: SIM115
        self._file.writelines(lines)
        self._file.flush()
        self._count = len(lines)

    def __len__(self) -> int:
        """Return how many lines there are."""
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        """Yield the lines in order; several readers do not disturb one another."""
        if not self._count:
            return
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            yield from iter(view.readline, b"")

    def write(self, path: Path) -> None:
        """Write all lines to a file."""
        self._file.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(self._file, target, 1 << 20)
