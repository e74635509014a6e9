"""Rows too many for memory: mapped in batches, their statements written as they come."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.mapping.claims import ClaimMapper
from citygraph.mapping.entities import EntityMapper
from citygraph.mapping.facts import Pen
from citygraph.tables import ProblemReport, Row

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.vocabulary import Vocabulary

__all__ = ["FAULTS_KEPT", "Faults", "RowStream"]

FAULTS_KEPT: Final = 1_000
_BATCH: Final = 2_000


@dataclass
class Faults(ProblemReport):
    """The problems of many rows: all are counted, the first are kept.

    Attributes:
        count: How many there are.
        rows: How many rows have any.
    """

    count: int = 0
    rows: int = 0
    last: tuple[str, int] = ("", 0)

    def add(
        self, file: str, row: int, column: str, code: str, value: str, reason: str, hint: str = ""
    ) -> None:
        """Note a problem; see :meth:`citygraph.tables.ProblemReport.add`."""
        self.count += 1
        self.rows += (file, row) != self.last
        self.last = (file, row)
        if len(self) < FAULTS_KEPT:
            super().add(file, row, column, code, value, reason, hint)


class RowStream:
    """Takes rows of entities and claims of one source and writes their statements.

    Rows of one claim must come in one call's batch or be told apart by the caller: a claim's key
    is made of its own columns, without regard to intervals.

    Args:
        source: The row of the source.
        vocabulary: The classes that a ``type`` cell may name.
        namespaces: The base of the IRIs.
        sink: Takes N-Triples.

    Attributes:
        statements: How many statements were written.
    """

    def __init__(
        self, source: Row, vocabulary: Vocabulary, namespaces: Namespaces, sink: IO[bytes]
    ) -> None:
        self.statements = 0
        self._source = source
        self._vocabulary = vocabulary
        self._ns = namespaces
        self._sink = sink
        self._rows: dict[str, list[Row]] = defaultdict(list)
        self._known: dict[str, str] = {}
        self._size = 0

    def add(self, table: str, place: str, number: int, cells: dict[str, str]) -> None:
        """Take a row.

        Args:
            table: The table whose columns it has.
            place: The file it comes from; place and number tell claims apart.
            number: Its number there.
            cells: Its cells; the source is added.
        """
        cells["source"] = self._source["key"]
        self._rows[table].append(Row(table, place, number, cells))
        self._size += 1

    def know(self, key: str, kind: str) -> None:
        """Say of which kind a thing is that the rows of this batch refer to."""
        self._known[key] = kind

    def flush_if_full(self) -> None:
        """Write what was gathered where it is enough for a batch."""
        if self._size >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Map the rows gathered and write their statements."""
        rows = self._rows
        pen = Pen({"sources": [self._source], **rows}, self._vocabulary, self._ns)
        for key, kind in self._known.items():
            pen.nodes.setdefault(key, self._ns.node(kind, key))
        for mapper in (EntityMapper(pen), ClaimMapper(pen, rows)):
            for table, write in mapper.tables.items():
                for row in rows.get(table, ()):
                    write(row)
        triples = (q.triple for q in pen.facts.quads)
        lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        assert lines is not None
        self.statements += len(pen.facts.quads)
        self._sink.write(b"".join(sorted(lines.splitlines(keepends=True))))
        self._rows = defaultdict(list)
        self._known = {}
        self._size = 0
