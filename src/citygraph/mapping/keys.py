"""The keys of claims: which rows tell of one and the same membership, post or award."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from citygraph.dates import parse_known_date
from citygraph.model import CLAIMS
from citygraph.vocabulary import slug

if TYPE_CHECKING:
    from citygraph.tables import Row

__all__ = ["claim_keys"]


def claim_keys(rows: dict[str, list[Row]]) -> dict[str, str]:
    """Give the row of each claim (by its place) the key of its node.

    Rows that tell of one membership share a node even where their dates differ. Only intervals
    that certainly do not overlap are two nodes; the later ones get ``--2`` and on.
    """
    keys: dict[str, str] = {}
    for table, entry in CLAIMS.items():
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in rows.get(table, ()):
            parts = (slug(row[column]) for column in entry.key_columns if row[column])
            groups["--".join(parts)].append(row)
        for key, group in groups.items():
            for number, cluster in enumerate(_clusters(group), start=1):
                for row in cluster:
                    keys[row.place] = key if number == 1 else f"{key}--{number}"
    return keys


def _clusters(group: list[Row]) -> list[list[Row]]:
    """Part rows into runs of overlapping intervals, the earliest first."""
    if len(group) == 1:
        return [group]
    spans = sorted(((*_bounds(row), index) for index, row in enumerate(group)))
    clusters: list[list[Row]] = []
    reach = date.min
    for first, last, index in spans:
        if clusters and first <= reach:
            clusters[-1].append(group[index])
            reach = max(reach, last)
        else:
            clusters.append([group[index]])
            reach = last
    return clusters


def _bounds(row: Row) -> tuple[date, date]:
    start, end = (
        parse_known_date(row[c], row["time_zone"]) if row[c] else None for c in ("start", "end")
    )
    return (start.first if start else date.min, end.last if end else date.max)
