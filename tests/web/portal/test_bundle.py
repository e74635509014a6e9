"""The committed bundle: built from these sources, small, licensed, and without a foreign address."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess

import pytest

from tests.conftest import ROOT

STATIC = ROOT / "src/citygraph/web/static"
WEB = ROOT / "web"
BUILT = ("portal.js", "sparql.js", "europe.svg", "LICENCES.txt", "sources.json")


def test_it_was_built_from_these_sources():
    sums = json.loads((STATIC / "sources.json").read_text())
    names = {p.name for p in WEB.iterdir() if p.is_file()} | {
        f"src/{p.name}" for p in (WEB / "src").iterdir()
    }
    assert set(sums) == names
    for name, digest in sums.items():
        found = hashlib.sha256((WEB / name).read_bytes()).hexdigest()
        assert found == digest, f"{name} was changed: run `make web`"


def test_it_is_small():
    scripts = sum(len(gzip.compress(path.read_bytes(), 9)) for path in STATIC.glob("*.js"))
    assert scripts < 400_000


def test_its_licences_are_there():
    text = (STATIC / "LICENCES.txt").read_text()
    for name in (
        "@codemirror/view",
        "@codemirror/state",
        "codemirror",
        "@lezer/common",
        "world-atlas",
    ):
        assert f"\n{name} " in text
    assert not re.search(r"\bA?GPL", text)


def test_it_names_no_address_to_load_from():
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8")
        hosts = set(re.findall(r"(?:src|href|url|import|fetch)\W{1,3}(https?://[^\s\"')]+)", text))
        assert hosts <= {"http://www.w3.org/2000/svg"}, path.name
    assert "resolved" not in (WEB / "package-lock.json").read_text()


def test_outlines_cover_europe():
    text = (STATIC / "europe.svg").read_text()
    assert text.count("<path") > 40
    assert 'id="land"' in text


@pytest.mark.system
def test_building_again_gives_the_same_bytes(tmp_path):
    if not (WEB / "node_modules").is_dir() or shutil.which("node") is None:
        if os.environ.get("CITYGRAPH_TEST_FULL"):
            pytest.fail("the packages of web/ are not installed; run `make node`")
        pytest.skip("the packages of web/ are not installed; `make node` installs them")
    check = subprocess.run(
        ["node_modules/.bin/tsc", "--noEmit"], cwd=WEB, check=False, capture_output=True
    )
    assert check.returncode == 0, check.stdout.decode()
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=WEB, check=True, capture_output=True)
    for name in BUILT:
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), (
            f"{name}: run `make web`"
        )
