"""Measure citygraph as a user meets it, and write docs/benchmarks.md.

`python scripts/benchmark.py` times whole processes: each command runs once to warm up and then five
times; the page gives the median of processor time (user and system), of elapsed time, and of the
largest resident memory. `--install` also times the installation into a new virtual environment.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from citygraph.rendering.tables import markdown_table

ROOT = Path(__file__).parents[1]
RUNS = 5
PAGE = ROOT / "docs" / "benchmarks.md"


class Measure(NamedTuple):
    """Processor seconds, elapsed seconds and largest resident memory in MB of one run."""

    cpu: float
    wall: float
    memory: float


def run(command: list[str]) -> Measure:
    """Run a command to its end and measure it by the system's own account."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _pid, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        sys.exit(f"{' '.join(command)} ended with status {status}")
    return Measure(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(command: list[str], runs: int = RUNS) -> Measure:
    """Return the median of several runs after a warm-up."""
    run(command)
    measures = [run(command) for _ in range(runs)]
    return Measure(*(statistics.median(column) for column in zip(*measures, strict=True)))


def install() -> float:
    """Return the seconds that `make run` takes with a new virtual environment."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        subprocess.run(
            ["make", "run", f"VENV={folder}/venv"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )
        return time.perf_counter() - started


def memory_of_tree(root: int) -> float:
    """Return the resident memory, in MB, of a process and its children (Linux)."""
    parents, sizes = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.name)] = int(fields[1])
        sizes[int(entry.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(sizes.get(pid, 0) for pid in family) / 1024**2


def watched(command: list[str]) -> Measure:
    """Run a command once and measure it with all its children."""
    before = os.times()
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, memory_of_tree(process.pid))
        time.sleep(0.2)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with status {process.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Measure(cpu, time.perf_counter() - started, peak)


def large(program: str) -> str:
    """Measure a graph of the size of CORDIS and return a section of the page."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, ROOT / "scripts" / "synthetic_cordis.py", "--projects", "35000",
             "--participations", "180000", "--organisations", "60000", f"{folder}/dump"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        shutil.copytree(ROOT / "data", f"{folder}/data")
        load = [program, "load", "cordis", "--projects", f"{folder}/dump/project.csv",
                "--organisations", f"{folder}/dump/organization.csv", "--into", f"{folder}/data"]  # fmt: skip
        build = [program, "build", "--data", f"{folder}/data", "--out", f"{folder}/out"]
        rows = []
        for name, command in (("citygraph load cordis", load), ("citygraph build", build)):
            measure = watched(command)
            rows.append(
                [name, f"{measure.cpu:.0f}", f"{measure.wall:.0f}", f"{measure.memory:.0f}"]
            )
            print(*rows[-1], sep="\t")
    table = markdown_table(["Command", "CPU, s", "Elapsed, s", "Memory of all processes, MB"], rows)
    return (
        "## A graph of the size of CORDIS\n\n"
        "35,000 projects, 60,000 organisations and 180,000 participations, invented by\n"
        "`scripts/synthetic_cordis.py`, beside the project's own tables; one run of\n"
        f"`python scripts/benchmark.py --large`.\n\n{table}"
    )


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", action="store_true", help="time `make run` from nothing too")
    parser.add_argument("--large", action="store_true", help="measure a CORDIS-sized graph too")
    options = parser.parse_args()
    program = str(Path(sys.executable).parent / "citygraph")
    with tempfile.TemporaryDirectory() as folder:
        out, small = f"{folder}/build", f"{folder}/small"
        commands = {
            "citygraph --help": [program, "--help"],
            "citygraph build": [program, "build", "--out", out],
            "citygraph build --data tests/five-documents": [
                program, "build", "--data", "tests/five-documents", "--out", small,
            ],
            "citygraph build --data tests/five-documents --engine pyshacl": [
                program, "build", "--data", "tests/five-documents", "--engine", "pyshacl",
                "--out", small,
            ],
            "citygraph reconcile": [program, "reconcile", "--data", "data"],
            "citygraph report coordinators": [
                program, "report", "coordinators", "--release", out,
            ],
            "citygraph report coordinators --format xlsx": [
                program, "report", "coordinators", "--release", out,
                "--format", "xlsx", "-o", f"{folder}/c.xlsx",
            ],
            "citygraph dump --format jsonld": [
                program, "dump", "--format", "jsonld", "--release", out,
            ],
        }  # fmt: skip
        rows = []
        for name, command in commands.items():
            measure = median(command)
            rows.append(
                [name, f"{measure.cpu:.2f}", f"{measure.wall:.2f}", f"{measure.memory:.0f}"]
            )
            print(*rows[-1], sep="\t")
    titles = ["Command", "CPU, s", "Elapsed, s", "Memory, MB"]
    tables = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "data").glob("*.csv"))
    parts = [
        "# Benchmarks\n",
        f"Made with `make bench` on {platform.machine()}, {os.cpu_count()} processors, Python "
        f"{platform.python_version()}: whole processes,\nmedian of {RUNS} runs after one to warm up. "
        "The machine was shared, so compare figures within\nthe table rather than with other "
        "machines.\n",
        f"The tables had {tables.count(chr(10)):,} lines.\n",
        markdown_table(titles, rows),
    ]
    if options.install:
        parts.append(
            f"`make run` in a new clone, with a new virtual environment and the package index at "
            f"hand: {install():.0f} s\nelapsed, nearly all of it the download and installation of "
            "the pinned requirements\n(`python scripts/benchmark.py --install`).\n"
        )
    if options.large:
        parts.append(large(program))
    old = PAGE.read_text(encoding="utf-8")
    for heading in ("## Network analysis\n", "## Reports\n"):
        # Measured by scripts/benchmark_network.py and scripts/benchmark_reports.py.
        _before, found, rest = old.partition(heading)
        if found:
            kept, _next, _after = rest.partition("\n## ")
            parts.append(f"{heading}{kept.rstrip()}\n")
    PAGE.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
