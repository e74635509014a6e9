from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from citygraph._version import __version__
from citygraph.cli import root

COMMANDS = list(root.list_commands(None))  # type: ignore[arg-type]


def test_help_lists_the_commands(run):
    done = run("--help")
    assert done.status == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(run, name):
    done = run(name, "--help")
    assert done.status == 0
    assert f"citygraph {name}" in done.out.partition("Example:")[2]


def test_version(run):
    assert run("--version").out == f"citygraph {__version__}\n"


def test_a_misspelt_command_gets_a_suggestion(run):
    done = run("repport")
    assert done.status == 2
    assert "Did you mean 'report'?" in done.err


def test_help_imports_little():
    """`--help` stays quick because no heavy library is imported for it."""
    code = "import sys; from citygraph.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\nprint([m for m in ('rdflib', 'pyoxigraph', 'networkx', 'rich', 'jinja2', 'shifty', 'yaml') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_query_from_text_file_and_pipe(run, release_folder, tmp_path, monkeypatch):
    text = "SELECT ?x WHERE { ?x a cg:Venue }"
    file = tmp_path / "venues.rq"
    file.write_text(text, encoding="utf-8")
    expected = "x\r\nhttps://w3id.org/citygraph/id/venue/hotel-coop-sofia-bg\r\n\n"
    for argument in (text, file):
        done = run("query", argument, "--release", release_folder, "--format", "csv")
        assert (
            done.out == expected.replace("\r\n\n", "\r\n\n") or done.out.split() == expected.split()
        )
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    done = run("query", "-", "--release", release_folder, "--format", "csv")
    assert done.out.split() == expected.split()


@pytest.mark.parametrize(
    ("form", "begins"),
    [
        ("table", "p"),
        ("csv", "p"),
        ("tsv", "?p"),
        ("json", '{"head"'),
        ("xml", "<?xml"),
    ],
)
def test_select_formats(run, release_folder, form, begins):
    done = run(
        "query",
        "SELECT ?p WHERE { id:city/sofia-bg cg:coordinates ?p }".replace(
            "id:city/sofia-bg", "<https://w3id.org/citygraph/id/city/sofia-bg>"
        ),
        "--release",
        release_folder,
        "--format",
        form,
    )
    assert done.status == 0
    assert done.out.startswith(begins)
    assert "uaeu-digital-transition-partnership" in done.out


@pytest.mark.parametrize(
    ("form", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")]
)
def test_graph_formats(run, release_folder, form, parser):
    done = run(
        "query",
        "CONSTRUCT { ?x skos:prefLabel ?l } WHERE { ?x a cg:City ; skos:prefLabel ?l }",
        "--release",
        release_folder,
        "--format",
        form,
    )
    assert len(Graph().parse(data=done.out, format=parser)) >= 15


def test_ask_answers_yes_or_no(run, release_folder):
    for text, word in (("ASK { ?x a cg:City }", "yes\n"), ("ASK { ?x a cg:Planet }", "no\n")):
        assert run("query", text, "--release", release_folder).out == word


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        ("SELECT ?x WHERE { ?x a cg:City }", "turtle", "cannot be written as turtle"),
        ("CONSTRUCT WHERE { ?x a cg:City }", "csv", "cannot be written as csv"),
        ("ASK { ?x a cg:City }", "csv", "cannot be written as csv"),
        ("SELECT ?x WHERE { ?x a }", "table", "does not parse"),
        ("DELETE WHERE { ?x ?y ?z }", "table", "must be a SPARQL 1.1 query"),
        ("nonesuch.rq", "table", "cannot be read"),
    ],
)
def test_wrong_queries_are_told(run, release_folder, text, form, words):
    done = run("query", text, "--release", release_folder, "--format", form)
    assert done.status == 2
    assert words in done.err
    assert "Traceback" not in done.err


def test_a_syntax_error_names_the_place(run, release_folder):
    done = run("query", "SELECT ?x\nWHERE { ?x a }", "--release", release_folder)
    assert "error at 2:15" in done.err


def test_reports_are_listed_without_a_release(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("report")
    assert done.status == 0
    assert "coordinators" in done.out
    assert run("report", "coordinators", "--explain").status == 0


def test_an_unknown_report_gets_a_suggestion(run, release_folder):
    done = run("report", "coordinator", "--release", release_folder)
    assert done.status == 2
    assert "Did you mean 'coordinators'?" in done.err


def test_a_workbook_needs_a_file(run, release_folder, tmp_path):
    done = run("report", "coordinators", "--format", "xlsx", "--release", release_folder)
    assert done.status == 2
    assert "-o coordinators.xlsx" in done.err
    file = tmp_path / "out.xlsx"
    done = run(
        "report", "coordinators", "--format", "xlsx", "--release", release_folder, "-o", file
    )
    assert done.status == 0
    assert file.read_bytes().startswith(b"PK")
    assert [p.name for p in tmp_path.iterdir()] == ["out.xlsx"]


def test_an_output_that_cannot_be_written_is_told(run, release_folder, tmp_path):
    done = run(
        "report", "coordinators", "--release", release_folder, "-o", tmp_path / "no" / "x.txt"
    )
    assert done.status == 2
    assert "cannot be written" in done.err


def test_a_parameter_must_have_a_value(run, release_folder):
    done = run("report", "city-profile", "-p", "sofia", "--release", release_folder)
    assert done.status == 2
    assert "Write NAME=VALUE" in done.err


@pytest.mark.parametrize(
    ("form", "parser"),
    [
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("nquads", ox.RdfFormat.N_QUADS),
        ("trig", ox.RdfFormat.TRIG),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdfxml", ox.RdfFormat.RDF_XML),
    ],
)
def test_every_dump_holds_the_same_statements(run, release_folder, tmp_path, form, parser):
    file = tmp_path / "dump"
    done = run("dump", "--format", form, "--release", release_folder, "-o", file)
    assert done.status == 0
    name = "citygraph.nq" if form in {"nquads", "trig"} else "citygraph.ttl"
    origin = ox.RdfFormat.from_extension(name.rpartition(".")[2])
    wanted = set(ox.parse((release_folder / name).read_bytes(), format=origin))
    assert set(ox.parse(file.read_bytes(), format=parser)) == wanted


def test_validate_a_file(run, release_folder, tmp_path):
    assert run("validate", release_folder / "citygraph.ttl").status == 0
    broken = tmp_path / "broken.ttl"
    broken.write_text(
        """@prefix cg: <https://w3id.org/citygraph/ontology#> .
        <https://w3id.org/citygraph/id/city/x> a cg:City ;
          <https://schema.org/startDate> "31.12.2021"^^<http://www.w3.org/2001/XMLSchema#date> .""",
        encoding="utf-8",
    )
    done = run("validate", broken)
    assert done.status == 1
    assert "A city needs exactly one country." in done.out
    assert done.err == ""
    done = run("validate", broken, "--format", "turtle")
    report = Graph().parse(data=done.out, format="turtle")
    assert (None, None, None) in report
    done = run("validate", broken, "--format", "json")
    assert json.loads(done.out)["valid"] is False


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.ttl", "<a> <b>", "does not parse"),
        ("x.doc", "", "has no suffix that tells its RDF syntax"),
        (None, "", "cannot be read"),
    ],
)
def test_validate_a_file_that_cannot_be_read(run, tmp_path, name, text, words):
    path = tmp_path / (name or "none.ttl")
    if name:
        path.write_text(text, encoding="utf-8")
    done = run("validate", path)
    assert done.status == 2
    assert words in done.err


def test_a_reader_that_goes_away_is_no_error(release_folder):
    command = (
        f"{sys.executable} -m citygraph dump --format nquads --release {release_folder} | head -1"
    )
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True
    )
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_progress_is_quiet_in_a_pipe(tmp_path):
    folder = Path(__file__).parent / "tables" / "folders" / "valid"
    done = subprocess.run(
        [sys.executable, "-m", "citygraph", "build", "--data", folder, "--out", tmp_path / "out"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""


def test_progress_is_shown_on_a_terminal(tmp_path):
    import pty

    folder = Path(__file__).parent / "tables" / "folders" / "valid"
    main, side = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "citygraph", "build", "--data", folder, "--out", tmp_path / "out"],
        stdout=subprocess.DEVNULL,
        stderr=side,
        env={**os.environ, "TERM": "xterm"},
    )
    done.wait()
    os.close(side)
    seen = b""
    try:
        while chunk := os.read(main, 65536):
            seen += chunk
    except OSError:
        pass
    assert b"Validating" in seen or b"Reading the tables" in seen


def test_the_wheel_works_in_any_folder(tmp_path):
    """What `pip install .` gives carries ontology, queries and data."""
    import zipfile

    from tests.conftest import ROOT

    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--no-index", "--wheel-dir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )  # fmt: skip
    wheel = next(tmp_path.glob("*.whl"))
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    (tmp_path / "work").mkdir()
    env = {**os.environ, "PYTHONPATH": str(site)}

    def call(*args: str) -> str:
        done = subprocess.run(
            [sys.executable, *args], cwd=tmp_path / "work", env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert call("-c", "import citygraph; print(citygraph.__file__)").startswith(str(site))
    assert "cities" in call("-m", "citygraph", "build")
    assert "Oulu" in call("-m", "citygraph", "report", "coordinators")
    assert (site / "citygraph" / "py.typed").exists()
    assert "Apache License" in "".join(
        p.read_text(encoding="utf-8") for p in site.rglob("licenses/LICENSE")
    )
