"""From rows to statements: which quads a row of each table says.

The model is told in `docs/model.md`; in short, a row of a table of entities describes
`id:{kind}/{key}`, a row of a table of claims makes one node with participants, role, dates, status
and source. Each statement's graph is the row's source (`src:{key}`), or `graph:reference` where the
source is a reference work.
"""

from __future__ import annotations

from citygraph.mapping.facts import EDITORIAL_LANGUAGE, Facts
from citygraph.mapping.mapper import map_rows

__all__ = ["EDITORIAL_LANGUAGE", "Facts", "map_rows"]
