"""Extraction from a file, in whatever process it is asked for.

An extractor takes about a second to load, so each process loads one and keeps it. What travels
between processes is only which one that is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from citygraph._version import __version__

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from citygraph.extraction.extractor import Extractor

__all__ = ["FileExtractor"]


@dataclass(frozen=True)
class FileExtractor:
    """Reads a file and returns the object of the output format.

    Attributes:
        release: Folder of the release whose names are known; where there is none, the tables that
            come with citygraph.
        language: Of all documents, where it is known (ISO 639-1).
        published: The day they appeared on, where they do not say.
    """

    release: Path
    language: str = ""
    published: date | None = None

    def __call__(self, path: Path) -> dict[str, Any]:
        """Extract from a file.

        Raises:
            UnreadableInput: The file cannot be read, or holds no text.
        """
        from citygraph.extraction.output import as_object
        from citygraph.extraction.reading import read_document

        document = read_document(path)
        found = _extractor(self.release).extract(
            document.text,
            language=self.language,
            published=self.published or document.published,
        )
        return as_object(document, found)

    @property
    def version(self) -> str:
        """What the results depend on besides the documents: citygraph, release and options."""
        try:
            known = hashlib.sha256((self.release / "manifest.json").read_bytes()).hexdigest()[:12]
        except OSError:
            known = "tables"
        options = [self.language, self.published.isoformat() if self.published else ""]
        return "+".join(part for part in (__version__, known, *options) if part)


@cache
def _extractor(release: Path) -> Extractor:
    from citygraph.extraction.opening import open_extractor

    return open_extractor(release)
