from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from citygraph.errors import UnreadableInput
from citygraph.opening import open_folder
from citygraph.release import folder as release_folder_module
from citygraph.release.folder import MANIFEST, replaced_folder, require_replaceable
from tests.conftest import DOCUMENTS


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def fill(folder: Path, text: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("exchange", [True, False])
def test_the_target_is_replaced_as_a_whole(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(release_folder_module, "_exchange", lambda *_: False)
    target = tmp_path / "build"
    for text in ("one", "two", "three"):
        with replaced_folder(target) as work:
            fill(work, text)
        assert contents(target) == {MANIFEST: text.encode()}
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_an_error_on_the_way_changes_nothing(tmp_path):
    target = tmp_path / "build"
    with replaced_folder(target) as work:
        fill(work, "one")
    with pytest.raises(RuntimeError, match="disk"), replaced_folder(target) as work:
        fill(work, "half")
        raise RuntimeError("disk is full")
    assert contents(target) == {MANIFEST: b"one"}
    assert [path.name for path in tmp_path.iterdir()] == ["build"]


def test_a_file_or_a_foreign_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "x").write_text("x")
    for name in ("file", "foreign"):
        with pytest.raises(UnreadableInput):
            require_replaceable(tmp_path / name)


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "build").mkdir()
    with replaced_folder(tmp_path / "build") as work:
        fill(work, "one")
    assert contents(tmp_path / "build") == {MANIFEST: b"one"}


def test_what_a_killed_build_left_is_removed(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f".build.{gone.pid}.abc"
    left.mkdir()
    running = tmp_path / f".build.{os.getpid()}.abc"
    running.mkdir()
    with replaced_folder(tmp_path / "build") as work:
        fill(work, "one")
    assert not left.exists()
    assert running.exists()


def test_a_killed_build_leaves_the_earlier_release_whole(release_folder, tmp_path):
    """`kill -9` at many moments of a build; the release that was there answers as before."""
    target = tmp_path / "build"
    command = [sys.executable, "-m", "citygraph", "build", "--data", DOCUMENTS, "--out", target]
    subprocess.run(command, check=True, capture_output=True)
    before = contents(target)
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    killed = 0
    for step in range(1, 13):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * step / 12)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert contents(target) == before
    assert killed >= 6
    assert open_folder(target).report("coordinators").rows
    subprocess.run(command, check=True, capture_output=True)
    assert [path.name for path in tmp_path.iterdir()] == ["build"]
