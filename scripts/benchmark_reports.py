"""Measure what each report costs, in CPU time, once a release is open.

    python scripts/benchmark_reports.py build [NAME ...]

Each report is asked with the examples of the parameters it needs, and nothing else. A line names
the report, its rows, and the median of five runs in milliseconds: of the query alone, and of query
and rendering together in each format. The first run of each is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.opening import open_folder
from citygraph.queries import REPORT_KINDS, load_queries
from citygraph.rendering import REPORT_FORMATS, render_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.opening import Release
    from citygraph.queries import StoredQuery

RUNS = 5


def median(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median CPU time of some runs, in milliseconds, after one that is not counted."""
    work()
    taken = []
    for _ in range(runs):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return statistics.median(taken) * 1000


def given(query: StoredQuery) -> dict[str, str]:
    """Return the examples of the parameters that a report needs."""
    return {
        p.name: p.example
        for place, p in enumerate(query.parameters)
        if p.required or (query.narrow and place == 0)
    }


def measure(release: Release, query: StoredQuery, forms: list[str]) -> list[str]:
    """Return a line of the table: name, rows, the query alone, each format."""
    values = given(query)
    report = release.report(query.name, **values)
    alone = median(lambda: release.query(report.sparql).rows)  # type: ignore[union-attr]

    def whole(form: str) -> float:
        return median(
            lambda: render_report(release.report(query.name, **values), form, release.namespaces)
        )

    times = [alone, *(whole(form) for form in forms)]
    return [query.name, str(len(report.rows)), *(f"{t:.0f}" for t in times)]


def main() -> None:
    """Print the table, the dearest last, and the largest of each column."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", type=Path, help="folder of a release")
    parser.add_argument("names", nargs="*", help="reports; all by default")
    parser.add_argument("--query-only", action="store_true", help="leave the formats out")
    chosen = parser.parse_intermixed_args()
    queries = {n: q for kind in REPORT_KINDS for n, q in load_queries(kind).items()}
    forms = [] if chosen.query_only else list(REPORT_FORMATS)
    release = open_folder(chosen.release)
    release.query("ASK {}")
    rows = []
    for name in chosen.names or queries:
        rows.append(measure(release, queries[name], forms))
        print(*rows[-1], file=sys.stderr)
    rows.sort(key=lambda row: max(float(t) for t in row[2:]))
    titles = ["report", "rows", "query", *forms]
    print(*titles, sep="\t")
    for row in rows:
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
