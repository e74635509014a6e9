"""Loaders: how what users bring gets into the folder of the tables.

Rows of the tables (:mod:`citygraph.loading.tables`), from CSV files or a workbook, are merged into
the tables. What is too large or too foreign for tables becomes an RDF file of its own source in
`graphs/` (:mod:`citygraph.loading.graphs`): the CORDIS dump, an RDF file, a remote endpoint.
Nothing is written before all of it was read and checked.
"""

from __future__ import annotations

__all__: list[str] = []
