"""Every command on docs/queries.md runs, and prints what the page says that it prints."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest

from tests.examples.answers import EXAMPLES, ask_rdflib, ask_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib import Dataset

    from citygraph.opening import Release

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
SERVER = "oxigraph serve "
ADDRESS = "localhost:7878"


class Block(NamedTuple):
    """A block of the page: its language, its text, and the output shown after it, if any."""

    language: str
    text: str
    output: str | None


def blocks() -> list[Block]:
    """Read the blocks of the page."""
    found = re.findall(r"^```([\w ]+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    following = [*found[1:], ("", "")]
    return [
        Block(language, text, after if kind == "text" else None)
        for (language, text), (kind, after) in zip(found, following, strict=True)
        if language != "text"
    ]


BLOCKS = blocks()
PREFIXES = next(block.text for block in BLOCKS if block.language == "sparql prefixes")
PATTERNS = [block.text for block in BLOCKS if block.language == "sparql"]
COMMANDS = [
    block
    for block in BLOCKS
    if block.language in {"bash", "python", "r"} and not block.text.startswith(SERVER)
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, release_folder: Path) -> Path:
    """A folder like the reader's: with a release in build/, and the queries."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "build").symlink_to(release_folder)
    (folder / "queries").symlink_to(ROOT / "queries")
    return folder


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """The environment in which this Python's programs come first."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    return os.environ | {"PATH": path, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}


@pytest.fixture(scope="module")
def server(desk: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of a server that was loaded and started as the page tells."""
    load = next(block.text for block in BLOCKS if "oxigraph load" in block.text)
    subprocess.run(["bash", "-ec", load], cwd=desk, env=environment, check=True)
    with socket.socket() as free:
        free.bind(("localhost", 0))
        address = f"localhost:{free.getsockname()[1]}"
    command = next(block.text for block in BLOCKS if block.text.startswith(SERVER))
    program, *arguments = command.replace(ADDRESS, address).split()
    found = shutil.which(program, path=environment["PATH"])
    assert found
    with subprocess.Popen([found, *arguments], cwd=desk, env=environment) as process:
        try:
            wait_for(address)
            yield address
        finally:
            process.terminate()


def wait_for(address: str) -> None:
    """Wait until a server answers."""
    host, _, port = address.partition(":")
    for _attempt in range(200):
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"nothing answers at {address}")


def command_line(block: Block) -> list[str]:
    """Return the command line that runs a block."""
    match block.language:
        case "python":
            return [sys.executable, "-c", block.text]
        case "r":
            return [rscript(), "-e", block.text]
        case _:
            return ["bash", "-ec", block.text]


def rscript() -> str:
    if found := shutil.which("Rscript"):
        return found
    if os.environ.get("CITYGRAPH_TEST_FULL"):
        pytest.fail("R is not installed; it is in the Debian package r-base-core")
    pytest.skip("R is not installed; it is in the Debian package r-base-core")


def runs(block: Block, desk: Path, environment: dict[str, str]) -> str:
    """Run a block and return what it prints."""
    if "curl " in block.text and not shutil.which("curl"):
        pytest.skip("curl is not installed")
    done = subprocess.run(
        command_line(block),
        cwd=desk,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, marks=pytest.mark.system if block.language == "r" else ())
        for block in COMMANDS
        if ADDRESS not in block.text and "oxigraph load" not in block.text
    ],
    ids=lambda block: block.language,
)
def test_commands_run_on_a_release(block: Block, desk: Path, environment: dict[str, str]):
    printed = runs(block, desk, environment)
    if block.output is not None:
        assert printed == block.output
    assert printed.strip() or " -o " in block.text


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(block, marks=pytest.mark.system if block.language == "r" else ())
        for block in COMMANDS
        if ADDRESS in block.text
    ],
    ids=lambda block: block.language,
)
def test_commands_run_against_a_server(
    block: Block, server: str, desk: Path, environment: dict[str, str]
):
    block = block._replace(text=block.text.replace(ADDRESS, server))
    printed = runs(block, desk, environment)
    if block.output is not None:
        assert printed == block.output
    else:
        assert "Haarlemmermeer" in printed


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's of itself
@pytest.mark.parametrize("pattern", PATTERNS, ids=range(1, len(PATTERNS) + 1))
def test_patterns_give_rows_and_the_same_from_both_engines(
    pattern: str, release: Release, dataset: Dataset
):
    rows = ask_store(release.store, PREFIXES + pattern)
    assert len(rows.splitlines()) > 1
    assert ask_rdflib(dataset, PREFIXES + pattern) == rows


def test_the_second_half_of_pattern_four_is_true(release: Release):
    careless = """SELECT ?event ?placeLabel WHERE {
      ?event a cg:Event .
      OPTIONAL { ?event cg:location ?place }
      OPTIONAL { ?place rdfs:label ?placeLabel }
    }"""
    careful = next(pattern for pattern in PATTERNS if "?placeLabel" in pattern)
    many = ask_store(release.store, PREFIXES + careless)
    assert len(many.splitlines()) > 100 * len(
        ask_store(release.store, PREFIXES + careful).splitlines()
    )


def test_there_are_ten_patterns_in_order():
    assert re.findall(r"^\*\*(\d+)\. ", PAGE, re.MULTILINE) == [str(n) for n in range(1, 11)]
    assert len(PATTERNS) == 10


def test_every_example_is_listed_with_its_question():
    listed = dict(re.findall(r"^- \[(.*)\]\(\.\./queries/examples/(.*)\.rq\)$", PAGE, re.MULTILINE))
    assert listed == {query.question: name for name, query in EXAMPLES.items()}


def test_what_the_page_links_to_is_there():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", PAGE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []


def test_a_union_of_all_graphs_counts_more_as_the_page_warns(release: Release):
    query = f"{PREFIXES} SELECT (COUNT(*) AS ?n) WHERE {{ ?event a cg:Event ; cg:topic ?topic }}"
    _header, merged = ask_store(release.store, query).split()
    solutions = release.store.raw.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    assert int(merged) < int(next(solutions)["n"].value)
