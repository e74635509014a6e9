"""The tables a curator keeps: read, checked, and turned into rows.

`datapackage.json` (Frictionless Table Schema) is the single description of the tables; see
:mod:`citygraph.tables.schema` for the few properties citygraph adds to it.
"""

from __future__ import annotations

from citygraph.tables.checks import check_tables
from citygraph.tables.problems import Problem, ProblemReport
from citygraph.tables.reader import Row, read_tables
from citygraph.tables.schema import Field, Package, Table, load_package
from citygraph.tables.suppression import name_digest, suppress
from citygraph.tables.writer import lock_tables, table_bytes, write_tables

__all__ = [
    "Field",
    "Package",
    "Problem",
    "ProblemReport",
    "Row",
    "Table",
    "check_tables",
    "load_package",
    "lock_tables",
    "name_digest",
    "read_tables",
    "suppress",
    "table_bytes",
    "write_tables",
]
