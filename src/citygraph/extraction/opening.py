"""Making an extractor from a release, or from the tables where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.extraction.extractor import Extractor
from citygraph.extraction.known import KnownNames

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_extractor"]


def open_extractor(release: Path) -> Extractor:
    """Return an extractor that knows the names of a release.

    Args:
        release: Folder of a release; where there is none, the tables that come with citygraph.
    """
    path = release / "citygraph.nq"
    if path.is_file():
        return Extractor(KnownNames.from_release(path))
    from citygraph.resources import data_folder
    from citygraph.settings import setting

    return Extractor(KnownNames.from_tables(data_folder(), setting("base")))
