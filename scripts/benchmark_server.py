"""Measure `citygraph serve` beside other SPARQL servers, and write docs/benchmarks-server.md.

    python scripts/benchmark_server.py RELEASE [--copies N] [--oxigraph] [--rdflib] [--virtuoso]
    python scripts/benchmark_server.py RELEASE --attack
    python scripts/benchmark_server.py RELEASE --soak SECONDS

Each run writes its own section of the page and leaves the others. The queries are the reports, as
SPARQL, with example values for the parameters they need. Everything runs on this machine, on free
ports of the loopback; the servers and their files are gone afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from server_load import Family, Load, Target, ask, free_port, percentile, put_under_load

from citygraph.choices import known_values
from citygraph.opening import Release, open_folder
from citygraph.queries import bind, load_queries
from citygraph.rendering.tables import markdown_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks-server.md"
LONGEST = 10.0
LONGEST_WARM_UP = 120.0
_REST = 0.1
_INTRODUCTION = """# Benchmarks of the server

Made with `python scripts/benchmark_server.py`; each section names its command. Client and servers
share one machine, so compare the figures of one table with each other, not with other machines.
"""


def report_queries(release: Release) -> dict[str, str]:
    """Return the reports as SPARQL, with example values for the parameters they need."""
    queries = {}
    for name, query in load_queries("reports").items():
        values = {name: [example] for name, example in query.needed_examples.items()}
        text = bind(
            query,
            values,
            release.namespaces,
            lambda p: known_values(p, release.store, release.namespaces),
        )
        queries[name] = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    return queries


def enlarge(release: Release, copies: int, folder: Path) -> Path:
    """Write a release whose things stand there several times, each time under other names."""
    base = re.escape(release.namespaces.base)
    thing = re.compile(rf"<({base}id/(?!country/|region/)[^>]+)>")
    folder.mkdir(parents=True)
    for path in release.folder.iterdir():
        shutil.copy(path, folder)
    merged = ox.parse(path=str(release.folder / "citygraph.ttl"), format=ox.RdfFormat.TURTLE)
    lines = [f"{quad.triple} .\n" for quad in merged]
    quads = (release.folder / "citygraph.nq").read_text(encoding="utf-8").splitlines(keepends=True)
    for name, source in (("citygraph.ttl", lines), ("citygraph.nq", quads)):
        with (folder / name).open("w", encoding="utf-8") as sink:
            sink.writelines(source)
            for number in range(2, copies + 1):
                for line in source:
                    if "/id/" in line:
                        sink.write(thing.sub(rf"<\1-copy-{number}>", line))
    return folder


@contextmanager
def citygraph(folder: Path, name: str, **settings: object) -> Iterator[Target]:
    """Run our server."""
    port = free_port()
    variables = {f"CITYGRAPH_SERVE_{key.upper()}": str(value) for key, value in settings.items()}
    command = [sys.executable, "-m", "citygraph", "serve", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--release", str(folder)],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **variables},
    )
    with running(Target(name, port, "/sparql", Family(process))) as target:
        yield target


@contextmanager
def oxigraph(folder: Path) -> Iterator[Target]:
    """Run Oxigraph's own server, in memory."""
    port = free_port()
    command = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    process = subprocess.Popen(
        [command, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with running(Target("oxigraph serve", port, "/query", Family(process)), ready="/") as target:
        for name, kind, query in (
            ("citygraph.nq", "application/n-quads", ""),
            ("citygraph.ttl", "text/turtle", "?default"),
        ):
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/store{query}",
                (folder / name).read_bytes(),
                {"Content-Type": kind},
                method="POST",
            )
            urllib.request.urlopen(request, timeout=600).close()  # noqa: S310
        yield target


@contextmanager
def rdflib_endpoint(folder: Path, work: Path) -> Iterator[Target]:
    """Run rdflib-endpoint in a virtual environment of its own."""
    venv = work / "rdflib-endpoint"
    if not venv.exists():
        subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
        install = [str(venv / "bin" / "pip"), "install", "-q", "rdflib-endpoint[cli]"]
        subprocess.run(install, check=True, timeout=600, stderr=subprocess.DEVNULL)
    merged = work / "merged.nt"
    quads = ox.parse(path=str(folder / "citygraph.ttl"), format=ox.RdfFormat.TURTLE)
    with merged.open("wb") as sink:
        ox.serialize((q.triple for q in quads), sink, format=ox.RdfFormat.N_TRIPLES)
    port = free_port()
    process = subprocess.Popen(
        [str(venv / "bin" / "rdflib-endpoint"), "serve", "--port", str(port), str(merged)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with running(Target("rdflib-endpoint", port, "/", Family(process))) as target:
        yield target


@contextmanager
def virtuoso(folder: Path, work: Path) -> Iterator[Target]:
    """Run Virtuoso 7 with the merged graph as its default graph."""
    home = Path(tempfile.mkdtemp(dir=work))
    port, sql = free_port(), free_port()
    shutil.copy(folder / "citygraph.ttl", home / "merged.ttl")
    (home / "virtuoso.ini").write_text(
        f"""[Database]
DatabaseFile = {home}/v.db
ErrorLogFile = {home}/v.log
LockFile = {home}/v.lck
TransactionFile = {home}/v.trx
xa_persistent_file = {home}/v.pxa
[TempDatabase]
DatabaseFile = {home}/t.db
TransactionFile = {home}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 85000
MaxDirtyBuffers = 65000
DirsAllowed = {home}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 1000000
DefaultGraph = urn:x-merged
MaxQueryExecutionTime = {int(LONGEST)}
""",
        encoding="utf-8",
    )
    command = shutil.which("virtuoso-t")
    client = shutil.which("isql-vt") or shutil.which("isql-v")
    if command is None or client is None:
        sys.exit("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    process = subprocess.Popen(
        [command, "+wait", "+foreground", "+configfile", str(home / "virtuoso.ini")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
    )
    with running(Target("Virtuoso 7", port, "/sparql", Family(process)), ready="/sparql") as target:
        load = f"DB.DBA.TTLP_MT(file_to_string_output('{home}/merged.ttl'),'','urn:x-merged');"
        call = [client, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load} checkpoint;"]
        subprocess.run(call, check=True, stdout=subprocess.DEVNULL, timeout=600)
        yield target


@contextmanager
def running(target: Target, ready: str = "") -> Iterator[Target]:
    """Wait until a server answers, and end it afterwards."""
    until = time.monotonic() + 300
    try:
        while True:
            if ready:
                try:
                    urllib.request.urlopen(
                        f"http://127.0.0.1:{target.port}{ready}", timeout=5
                    ).close()
                    break
                except OSError:
                    pass
            elif ask(target, "ASK {}", 5)[0] == 200:  # noqa: PLR2004
                break
            if target.family.process.poll() is not None or time.monotonic() > until:
                sys.exit(f"{target.name} does not start")
            time.sleep(0.2)
        yield target
    finally:
        target.family.end()


def warm_up(target: Target, queries: dict[str, str]) -> dict[str, int]:
    """Ask each query twice; return how many rows each has, and note what is not answered."""
    rows = {}
    until = time.monotonic() + LONGEST_WARM_UP
    for name, text in queries.items():
        if time.monotonic() > until:
            target.left_out[name] = f"not asked: the others took {LONGEST_WARM_UP:.0f} s"
            continue
        status, data, seconds = ask(target, text, LONGEST)
        if status == 0:
            target.left_out[name] = f"no answer within {seconds:.0f} s"
        elif status != 200:  # noqa: PLR2004
            target.left_out[name] = f"status {status}, {data[:80]!r}"
        else:
            rows[name] = len(json.loads(data)["results"]["bindings"])
            ask(target, text, LONGEST)
    print(f"{target.name}: {len(rows)} of {len(queries)} answered", *target.left_out)
    return rows


def compare(arguments: argparse.Namespace, folder: Path, work: Path) -> None:
    """Measure the servers side by side and write the section."""
    release = open_folder(folder)
    queries = report_queries(open_folder(arguments.release))
    clients = [int(number) for number in arguments.clients.split(",")]
    wanted: list[tuple[str, Callable[[], AbstractContextManager[Target]]]] = [
        ("citygraph", lambda: citygraph(folder, "citygraph", cache=0)),
        ("citygraph, cache on", lambda: citygraph(folder, "citygraph, cache on")),
    ]
    if arguments.oxigraph:
        wanted.append(("oxigraph serve", lambda: oxigraph(folder)))
    if arguments.rdflib:
        wanted.append(("rdflib-endpoint", lambda: rdflib_endpoint(folder, work)))
    if arguments.virtuoso:
        wanted.append(("Virtuoso 7", lambda: virtuoso(folder, work)))
    answered: dict[str, dict[str, int]] = {}
    notes = []
    loads = {(name, number): Load() for name, _ in wanted for number in clients}
    with ExitStack() as stack:
        # All run at once, and take turns: what else the machine does falls on all of them alike.
        targets = {}
        for name, start in wanted:
            targets[name] = target = stack.enter_context(start())
            answered[name] = warm_up(target, queries)
            notes += [f"{name}: {query}, {why}." for query, why in sorted(target.left_out.items())]
        for name in [name for name, rows in answered.items() if not rows]:
            targets.pop(name).family.end()  # it may still be at work on what it was asked
            del answered[name]
        common = sorted(set.intersection(*(set(rows) for rows in answered.values())))
        ours = answered["citygraph"]
        for name, rows in answered.items():
            if other := [f"{q} ({rows[q]}, not {ours[q]})" for q in common if rows[q] != ours[q]]:
                notes.append(f"{name} gives another number of rows: {', '.join(other)}.")
        for number in clients:
            for turn in range(arguments.rounds):
                for name, target in targets.items():
                    asked = [queries[query] for query in common]
                    load = put_under_load(target, asked, number, 0, rounds=1, seed=turn)
                    loads[name, number].add(load)
                    print(name, number, len(load.times), f"p50 {percentile(load.times, 0.5):.3f}")
    size = sum(1 for _ in (folder / "citygraph.nq").open("rb"))
    title = f"The reports, {size:,} statements in the graphs of their sources"
    write_section(title, _comparison(loads, list(targets), clients, common, notes, release))


def _comparison(
    loads: dict[tuple[str, int], Load],
    names: list[str],
    clients: list[int],
    common: list[str],
    notes: list[str],
    release: Release,
) -> str:
    rows = []
    best = "oxigraph serve" if "oxigraph serve" in names else names[-1]
    for number in clients:
        for name in names:
            load, other = loads[name, number], loads[best, number]
            rows.append(
                [
                    str(number),
                    name,
                    f"{1000 * percentile(load.times, 0.5):.1f}",
                    f"{1000 * percentile(load.times, 0.95):.1f}",
                    f"{load.rate:.1f}",
                    f"{load.cost:.1f}",
                    f"{load.rate / other.rate:.2f}" if other.rate else "",
                    str(load.failures),
                ]
            )
    header = ["Clients", "Server", "p50, ms", "p95, ms", "Answers a second"]
    header += ["CPU, ms an answer", f"Rate, of {best}", "Failures"]
    text = (
        f"Release {release.manifest.version}; {len(common)} reports that all servers answer within "
        f"{LONGEST:.0f} s: {', '.join(common)}.\n\n{markdown_table(header, rows)}"
    )
    if notes:
        text += "\nNot measured, or different:\n\n" + "".join(f"- {note}\n" for note in notes)
    return text


def attack(arguments: argparse.Namespace, folder: Path) -> None:
    """Measure the reports with and without four clients that send a query without an end."""
    release = open_folder(folder)
    queries = list(report_queries(release).values())
    rows = []
    for name, settings in (("off", {"cache": 0}), ("on", {})):
        with citygraph(folder, "citygraph", **settings) as target:
            warm_up(target, dict(enumerate(queries)))  # type: ignore[arg-type]
            before = target.family.pids()[:2]
            idle = put_under_load(target, queries, 16, arguments.seconds)
            attacked = put_under_load(target, queries, 16, arguments.seconds, attackers=4)
            memory = target.family.memory()
            same = target.family.pids()[:2] == before and target.family.process.poll() is None
            p95 = [1000 * percentile(load.times, 0.95) for load in (idle, attacked)]
            rows.append(
                [
                    name,
                    f"{p95[0]:.0f}",
                    f"{p95[1]:.0f}",
                    f"{p95[1] / p95[0]:.2f}",
                    f"{idle.rate:.1f}",
                    f"{attacked.rate:.1f}",
                    str(attacked.failures),
                    f"{memory:.0f}",
                    "no" if same else "yes",
                ]
            )
            print(rows[-1])
    header = ["Cache", "p95 idle, ms", "p95 under attack, ms", "Ratio", "Answers a second, idle"]
    header += ["under attack", "Failures", "Memory of all processes, MB", "Anything restarted"]
    write_section(
        "Under attack",
        "Sixteen clients ask reports one after the other, each from an address of its own; under "
        "attack four more clients send a cross join without an end, all the time.\n\n"
        + markdown_table(header, rows),
    )


def soak(arguments: argparse.Namespace, folder: Path) -> None:
    """Keep the server busy for long, and look for growth."""
    queries = list(report_queries(open_folder(folder)).values())
    samples = []
    with citygraph(folder, "citygraph", cache=8, seconds=5) as target:
        warm_up(target, dict(enumerate(queries)))  # type: ignore[arg-type]
        until = time.monotonic() + arguments.soak
        failures = answers = 0
        while time.monotonic() < until:
            share = min(20.0, max(1.0, until - time.monotonic()))
            load = put_under_load(target, queries, 8, share, attackers=1, pause=_REST)
            failures, answers = failures + load.failures, answers + len(load.times)
            time.sleep(2)  # until the queries of those who left are ended
            family = target.family
            memory, lasting = family.memory(), family.memory(lasting=True)
            samples.append((memory, len(family.pids()), family.handles(), lasting))
            print(samples[-1], answers, failures)
    third = max(1, len(samples) // 3)
    rows = []
    for name, column in (
        ("Memory of the two processes that stay, MB (PSS)", 3),
        ("Memory with the workers, MB (PSS)", 0),
        ("Processes", 1),
        ("Open files", 2),
    ):
        first = percentile([sample[column] for sample in samples[:third]], 0.5)
        last = percentile([sample[column] for sample in samples[-third:]], 0.5)
        grown = "yes" if last > first * 1.05 + 1 else "no"
        rows.append([name, f"{first:.0f}", f"{last:.0f}", grown])
    header = ["", "First third", "Last third", "Grown by more than 5 %"]
    write_section(
        "Soak",
        f"{arguments.soak:,.0f} seconds of eight clients asking reports, each resting {_REST} s "
        "between two, and one sending cross joins that are stopped after 5 s: "
        f"{answers:,} answers, {failures} failures. Medians of samples taken every 20 s.\n\n"
        + markdown_table(header, rows),
    )


def write_section(title: str, text: str) -> None:
    """Put a section in the place of the one with the same title, or at the end of the page."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else _INTRODUCTION
    command = "python " + " ".join(["scripts/benchmark_server.py", "RELEASE", *sys.argv[2:]])
    python = platform.python_version()
    machine = f"`{command}`, {platform.machine()}, {os.cpu_count()} processors, Python {python}."
    section = f"## {title}\n\n{machine}\n\n{text.strip()}\n"
    parts = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    kept = [part.rstrip() + "\n" for part in parts if not part.startswith(f"## {title}\n")]
    PAGE.write_text("\n".join([*kept, section]), encoding="utf-8")


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("release", type=Path, help="folder of the release to serve")
    parser.add_argument("--copies", type=int, default=1, help="how often everything stands there")
    parser.add_argument("--seconds", type=float, default=20, help="seconds of an attack")
    parser.add_argument("--rounds", type=int, default=3, help="how often each report is asked")
    parser.add_argument("--clients", default="1,4,16", help="numbers of clients")
    for name in ("oxigraph", "rdflib", "virtuoso", "attack"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--soak", type=float, default=0, metavar="SECONDS")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = arguments.release
        if arguments.copies > 1:
            folder = enlarge(open_folder(folder), arguments.copies, work / "release")
        if arguments.attack:
            attack(arguments, folder)
        elif arguments.soak:
            soak(arguments, folder)
        else:
            compare(arguments, folder, work)


if __name__ == "__main__":
    main()
