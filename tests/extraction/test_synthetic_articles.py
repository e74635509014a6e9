from __future__ import annotations

import subprocess
import sys

from tests.conftest import ROOT


def write(folder, *args: str) -> dict[str, bytes]:
    script = ROOT / "scripts" / "synthetic_articles.py"
    subprocess.run([sys.executable, str(script), str(folder), *args], check=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_articles_have_the_size_asked_for_and_depend_on_the_seed_alone(tmp_path):
    asked = ("--megabytes", "0.3", "--document", "30")
    first = write(tmp_path / "first", *asked)
    assert write(tmp_path / "second", *asked) == first
    assert write(tmp_path / "third", *asked, "--seed", "2") != first
    assert 300_000 <= sum(map(len, first.values())) < 302_000
    assert {name[-6:-4] for name in first} == {"en", "sv", "bg", "de", "fr", "es", "it", "pl"}


def test_the_articles_name_cities_of_the_graph_in_their_own_letters(tmp_path):
    found = write(tmp_path, "--megabytes", "0.1", "--document", "50", "--languages", "bg,sv")
    bulgarian, swedish = (found[name].decode() for name in sorted(found))
    assert "кмет на" in bulgarian
    assert "borgmästare i" in swedish
    assert " София" in bulgarian
