"""All tables, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.mapping.claims import ClaimMapper
from citygraph.mapping.entities import EntityMapper
from citygraph.mapping.facts import Facts, Pen
from citygraph.mapping.reference import ReferenceMapper
from citygraph.mapping.sources import SourceMapper

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.tables import Row
    from citygraph.vocabulary import Vocabulary

__all__ = ["map_rows"]


def map_rows(rows: dict[str, list[Row]], vocabulary: Vocabulary, namespaces: Namespaces) -> Facts:
    """Turn checked rows into statements.

    Args:
        rows: The rows of each table, without problems.
        vocabulary: The classes that a ``type`` cell may name.
        namespaces: The base of the IRIs.

    Returns:
        The statements and where they come from.
    """
    pen = Pen(rows, vocabulary, namespaces)
    for mapper in (
        SourceMapper(pen),
        EntityMapper(pen),
        ClaimMapper(pen, rows),
        ReferenceMapper(pen),
    ):
        for table, write in mapper.tables.items():
            for row in rows.get(table, ()):
                write(row)
    pen.write_evidence()
    return pen.facts
