from __future__ import annotations

import json
import subprocess
import sys

import networkx as nx
import pytest

from citygraph.cli.network import command


@pytest.fixture
def ask(run, release_folder, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_OUT", str(release_folder))
    return lambda *args: run("network", *args)


@pytest.mark.parametrize("name", sorted(command.commands))
def test_each_subcommand_has_help_with_an_example(ask, name):
    done = ask(name, "--help")
    assert done.status == 0
    assert f"citygraph network {name}" in done.out.split("Example:")[1]


def test_measures(ask):
    done = ask("measures", "--only", "city", "--limit", "1")
    assert done.status == 0, done.err
    assert "city/sofia-bg" in done.out
    assert "1 of 11 rows" in done.out
    rows = json.loads(ask("measures", "--format", "json", "--by", "degree").out)["rows"]
    assert rows[0]["degree"] == 10


def test_communities(ask):
    assert "modularity" in ask("communities").out
    rows = json.loads(ask("communities", "--list", "members", "--format", "json").out)["rows"]
    assert len(rows) == 11


def test_connect_and_peers(ask):
    said = ask("connect", "Oulu", "София").out
    assert "Oulu and Sofia are 2 steps apart" in said
    assert "source: " in said
    data = json.loads(ask("connect", "oulu-fi", "sofia-bg", "--format", "json").out)
    assert data["rows"][0]["steps"][0]["claims"][0]["role"] == "coordinator"
    assert "city/oulu-fi" in ask("peers", "Sofia").out


def test_export_and_draw(ask, tmp_path):
    assert ask("export", "--format", "gexf", "-o", tmp_path / "a.gexf").status == 0
    assert len(nx.read_gexf(tmp_path / "a.gexf")) == 13
    assert ask("draw", "-o", tmp_path / "a.svg").status == 0
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<svg")
    assert ask("draw", "-o", tmp_path / "a.png").status == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("peers", "Sofja"), "Did you mean 'Sofia'"),
        (("connect", "Oulu", "Atlantis"), "named 'Atlantis'"),
        (("measures", "--kind", "citis"), "Did you mean 'cities'?"),
        (("measures", "--year", "1850"), "The network is empty"),
        (("measures", "--since", "2022", "--until", "2020"), "upside down"),
        (("measures", "--by", "degre"), "Did you mean 'degree'"),
        (("draw", "--format", "png"), "Add -o network.png"),
        (("measures", "--format", "xlsx"), "Add -o network.xlsx"),
        (("publish", "--kind", "people-events"), "about people"),
        (("measures", "--release", "nowhere"), "There is no release in nowhere"),
        (("export", "-o", "no/such/folder/x.graphml"), "cannot be written"),
    ],
)
def test_a_wrong_call_gets_a_plain_sentence(ask, args, words):
    done = ask(*args)
    assert done.status == 2
    assert words in done.err
    assert "Traceback" not in done.err


def test_help_loads_no_heavy_library():
    code = (
        "import sys; from citygraph.cli.network import command;"
        "print([m for m in ('networkx', 'numpy', 'scipy', 'pyoxigraph') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
