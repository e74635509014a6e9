"""Measure what each report costs, in CPU time, once a release is open.

    python scripts/benchmark_reports.py build [NAME ...] [--write]

Each report is asked with the examples of the parameters it needs, and nothing else. A line names
the report, its rows, and the median of some runs (five by default) in milliseconds: of the query alone, and of query
and rendering together in each format. The first run of each is not counted. With `--write`, the
table goes into the section "Reports" of docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from citygraph.opening import open_folder
from citygraph.queries import REPORT_KINDS, load_queries
from citygraph.rendering import REPORT_FORMATS, render_report
from citygraph.rendering.tables import markdown_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.opening import Release
    from citygraph.queries import StoredQuery

RUNS = 5
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEADING = "## Reports\n"


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


def measure(release: Release, query: StoredQuery, forms: list[str], runs: int = RUNS) -> list[str]:
    """Return a line of the table: name, rows, the query alone, each format."""
    values = given(query)
    report = release.report(query.name, **values)
    alone = median(lambda: release.query(report.sparql).rows, runs)  # type: ignore[union-attr]

    def whole(form: str) -> float:
        return median(
            lambda: render_report(release.report(query.name, **values), form, release.namespaces),
            runs,
        )

    times = [alone, *(whole(form) for form in forms)]
    return [query.name, str(len(report.rows)), *(f"{t:.0f}" for t in times)]


def section(titles: list[str], rows: list[list[str]], runs: int = RUNS) -> str:
    """Return the section of the page, with the reports by name."""
    largest = [f"{max(int(row[place]) for row in rows):,}" for place in range(1, len(titles))]
    shown = [["largest", *largest], *sorted(rows)]
    table = markdown_table([titles[0], titles[1], *(f"{t}, ms" for t in titles[2:])], shown)
    rule = "| --- |" + " ---: |" * (len(titles) - 1)
    table = table.replace("| " + " | ".join(["---"] * len(titles)) + " |", rule, 1)
    return (
        f"{HEADING}\nCPU time of each report on the full graph, beyond start-up and the opening of "
        f"the release: of its\nquery alone, and of query and rendering in each format. Median of "
        f"{runs} runs after one that is not counted,\non {os.cpu_count()} processors with Python "
        f"{platform.python_version()}; other work ran beside it, so it is to be run again on a quiet\n"
        "machine. Reports that need a parameter were given its example. Made with\n"
        f"`python scripts/benchmark_reports.py build --write`.\n\n{table}"
    )


def write(text: str) -> None:
    """Put the section in the place of the one before, or at the end of the page."""
    before, _heading, old = PAGE.read_text(encoding="utf-8").partition(HEADING)
    _old, following, after = old.partition("\n## ")
    PAGE.write_text(f"{before.rstrip()}\n\n{text}{following}{after}", encoding="utf-8")


def main() -> None:
    """Print the table, the dearest last, and the largest of each column."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", type=Path, help="folder of a release")
    parser.add_argument("names", nargs="*", help="reports; all by default")
    parser.add_argument("--query-only", action="store_true", help="leave the formats out")
    parser.add_argument("--runs", type=int, default=RUNS, help="how many runs; %(default)s")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    chosen = parser.parse_intermixed_args()
    if chosen.write and (chosen.names or chosen.query_only):
        parser.error("--write takes all reports and all formats")
    queries = {n: q for kind in REPORT_KINDS for n, q in load_queries(kind).items()}
    forms = [] if chosen.query_only else list(REPORT_FORMATS)
    release = open_folder(chosen.release)
    release.query("ASK {}")
    rows = []
    for name in chosen.names or queries:
        rows.append(measure(release, queries[name], forms, chosen.runs))
        print(*rows[-1], file=sys.stderr)
    rows.sort(key=lambda row: max(float(t) for t in row[2:]))
    titles = ["report", "rows", "query", *forms]
    if chosen.write:
        write(section(titles, rows, chosen.runs))
    print(*titles, sep="\t")
    for row in rows:
        print(*row, sep="\t")


if __name__ == "__main__":
    main()
