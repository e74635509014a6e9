from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from citygraph.cli import main
from citygraph.namespaces import Namespaces
from citygraph.opening import Release, open_folder
from citygraph.release import build

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


class Outcome(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release built from the project's own tables, once a session."""
    folder = tmp_path_factory.mktemp("release") / "build"
    outcome = build(ROOT / "data", folder, "pyshifty", Namespaces())
    assert outcome.manifest is not None, list(outcome.problems.lines(20)) or outcome.findings
    return folder


@pytest.fixture(scope="session")
def release(release_folder: Path) -> Release:
    """The same, opened."""
    return open_folder(release_folder)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run a command line in this process."""

    def call(*args: str | Path) -> Outcome:
        capfd.readouterr()
        try:
            main([str(arg) for arg in args])
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = capfd.readouterr()
        return Outcome(status, out, err)

    return call
