"""Measure how long the portal takes to make the pages of things: the processor's time, in ms.

    python scripts/measure_pages.py [RELEASE] [MOST]

For each kind of thing it makes the page of the things that most statements point at (30 by default),
each once before and once while it measures, and prints the median and the largest of them.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from citygraph.opening import Release, open_folder
from citygraph.web.jobs import PageRequest
from citygraph.web.pages import PAGES, prepare
from citygraph.web.pages.gathered import gather

KINDS = ("city", "country", "region", "organisation", "person", "initiative", "event", "venue")
PATTERN = "/page/{path:path}"


def measure(folder: str, most: int) -> None:
    """Measure the pages of a release and print a table."""
    release = open_folder(folder)
    _ = release.store
    begun = time.process_time()
    prepare(release)
    print(f"gathered once, before the first page: {(time.process_time() - begun) * 1000:.0f} ms")
    known, base = gather(release), release.namespaces.base
    print(f"{'kind':14} {'pages':>5} {'median':>8} {'largest':>8}  slowest")
    for kind in (*(f"id/{name}" for name in KINDS), "role", "topic", "source", "id/participation"):
        found = [iri for iri in known.kinds if iri.startswith(f"{base}{kind}/")]
        found += [iri for iri in known.names if iri.startswith(f"{base}{kind}/")]
        found = sorted(set(found), key=lambda iri: (-known.weight[iri], iri))[:most]
        times = sorted((page_time(release, iri.removeprefix(base)), iri) for iri in found)
        if times:
            middle, (largest, slowest) = median(t for t, _iri in times), times[-1]
            print(f"{kind:14} {len(times):5} {middle:8.1f} {largest:8.1f}  {slowest[len(base) :]}")


def page_time(release: Release, path: str) -> float:
    """Return the processor's time for one page."""
    request = PageRequest(PATTERN, f"/page/{path}", {"path": path}, languages=("bg", "en"))
    for _time in range(2):
        begun = time.process_time()
        PAGES[PATTERN](release, request)
        spent = (time.process_time() - begun) * 1000
    return spent


if __name__ == "__main__":
    measure((sys.argv[1:] or ["build"])[0], int((sys.argv[2:] or ["30"])[0]))
