from __future__ import annotations

from contextlib import ExitStack

import pytest

from citygraph.namespaces import Namespaces
from citygraph.release.folder import FILES, Manifest
from tests.web.serving import Server


@pytest.fixture(scope="session")
def start(tmp_path_factory):
    """Start servers that end with the tests."""
    with ExitStack() as stack:

        def call(folder, **settings):
            log = tmp_path_factory.mktemp("server") / "log"
            return stack.enter_context(Server(folder, log, **settings))

        yield call


@pytest.fixture(scope="session")
def server(start, release_folder):
    """A server of the five documents, with the limits it comes with."""
    return start(release_folder)


@pytest.fixture(scope="session")
def tight(start, release_folder):
    """A server of the five documents with limits that are met at once."""
    return start(
        release_folder, seconds=2, rows=1000, bytes=2, memory=150, held_back=20, request=20
    )


def write_release(folder, quads, merged, version="1"):
    """Write a folder that is a release of any graph at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).write_text("", encoding="utf-8")
    (folder / "citygraph.nq").write_text(quads, encoding="utf-8")
    (folder / "citygraph.ttl").write_text(merged, encoding="utf-8")
    base = Namespaces().base
    Manifest(version, "2026-01-02", base, "test", "https://example.org/licence").write(folder)
    return folder
