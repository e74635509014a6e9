"""From documents to proposed facts: entities, dates and relations, each with its passage."""

from __future__ import annotations

from citygraph.extraction.extractor import Extraction, Extractor
from citygraph.extraction.opening import open_extractor
from citygraph.extraction.reading import Document, read_document

__all__ = ["Document", "Extraction", "Extractor", "open_extractor", "read_document"]
