"""Rows from folders, single files and workbooks, merged into tables."""

from __future__ import annotations

import csv
import fcntl
import os
import signal
import subprocess
import sys
import time

import pytest

from citygraph.loading.tables import Change, merge
from citygraph.resources import data_folder
from citygraph.tables import ProblemReport, Row, check_tables, load_package, read_tables
from tests.conftest import ROOT
from tests.loading.conftest import contents


def write(folder, **tables):
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PATCH = {
    "cities": "key,name,country,source\nlakeside-fi,Lakeside,fi,hilltown-news\n"
    "hilltown-fi,Hilltown,fi,hilltown-news\n",
    "participations": "initiative,participant,role,start,source\n"
    "water-network,lakeside-fi,member,2024-06,hilltown-news\n",
    "initiatives": "key,name,type,start,description,source\n"
    "water-network,,network,2024-05,Cities that learn from each other about water.,riverton-news\n",
}


def test_a_patch_is_merged(run, data, tmp_path):
    done = run("load", "tables", write(tmp_path / "patch", **PATCH), "--into", data)
    assert done.status == 0, done.err
    assert done.out == (
        "cities.csv          1 added, 0 replaced, 1 unchanged\n"
        "initiatives.csv     0 added, 1 replaced, 0 unchanged\n"
        "participations.csv  1 added, 0 replaced, 0 unchanged\n"
    )
    keys = [row["key"] for row in rows(data / "cities.csv")]
    assert keys == sorted(keys) == ["hilltown-fi", "lakeside-fi", "riverton-fi"]
    (network,) = rows(data / "initiatives.csv")
    # An empty name does not remove the name, and a column that the patch lacks keeps its value.
    assert network["name"] == "Water Network"
    assert network["description"].startswith("Cities that learn")
    assert run("validate", "--data", data).status == 0


def test_the_same_patch_again_changes_nothing(run, data, tmp_path):
    patch = write(tmp_path / "patch", **PATCH)
    assert run("load", "tables", patch, "--into", data).status == 0
    before = contents(data)
    done = run("load", "tables", patch, "--into", data)
    assert done.status == 0
    assert "added, 0 replaced, 2 unchanged" in done.out
    assert contents(data) == before


def test_dry_run_says_the_same_and_writes_nothing(run, data, tmp_path):
    before = contents(data)
    done = run("load", "tables", write(tmp_path / "patch", **PATCH), "--into", data, "--dry-run")
    assert done.status == 0
    assert "cities.csv          1 added" in done.out
    assert done.out.endswith("Nothing was written (--dry-run).\n")
    assert contents(data) == before


def test_one_file_is_a_patch(run, data, tmp_path):
    folder = write(tmp_path / "patch", cities=PATCH["cities"])
    done = run("load", "tables", folder / "cities.csv", "--into", data)
    assert done.status == 0, done.err
    assert "1 added" in done.out


def test_every_problem_is_told_with_its_place_and_nothing_is_written(run, data, tmp_path):
    before = contents(data)
    patch = write(
        tmp_path / "patch",
        cities="key,name,country,source\nhilltown-fi,Hill Town,fi,riverton-news\n"
        "lakeside-fi,Lakeside,fj,hilltown-news\n",
        participations="initiative,participant,role,start,source\n"
        "water-network,lakside-fi,membre,2024-06-31,hilltown-news\n",
    )
    done = run("load", "tables", patch, "--into", data)
    assert done.status == 1
    assert done.out == ""
    for words in (
        "patch/cities.csv, row 2, column name: 'Hill Town' is not the name",
        "patch/cities.csv, row 3, column country: 'fj' is not a key of countries.csv",
        "patch/participations.csv, row 2, column participant: 'lakside-fi' is not a key of",
        "Did you mean 'lakeside-fi'?",
        "patch/participations.csv, row 2, column role: 'membre' is not in the code list 'role'",
        "patch/participations.csv, row 2, column start: '2024-06-31' has day 31",
        "Nothing was written.",
    ):
        assert words in done.err
    assert contents(data) == before


def test_what_only_the_shapes_find_is_told_too(run, data, tmp_path):
    """A row that empties the only country of a city breaks no rule of the tables."""
    before = contents(data)
    patch = write(
        tmp_path / "patch", cities="key,name,country,source\nhilltown-fi,,,hilltown-news\n"
    )
    done = run("load", "tables", patch, "--into", data)
    assert done.status == 1
    assert "A city needs exactly one country." in done.err
    assert "patch/cities.csv, row 2" in done.err
    assert "Warning" not in done.err
    assert contents(data) == before


def test_twice_the_same_key_in_one_patch_is_a_problem(run, data, tmp_path):
    text = PATCH["cities"] + "lakeside-fi,Lakeside,fi,hilltown-news\n"
    done = run("load", "tables", write(tmp_path / "patch", cities=text), "--into", data)
    assert done.status == 1
    assert "stands already in row" in done.err


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("town.csv", "key\n", "town.csv is not the name of a table"),
        ("citys.csv", "key\n", "Did you mean 'cities.csv'?"),
        ("missing", None, "There is no file or folder"),
    ],
)
def test_what_is_no_table_is_refused(run, data, tmp_path, name, text, words):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("load", "tables", tmp_path / name, "--into", data)
    assert done.status == 2
    assert words in done.err


def test_a_folder_must_be_named(run, data, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path / "data")
    patch = write(tmp_path / "patch", cities=PATCH["cities"])
    assert "Name the folder with --into" in run("load", "tables", patch).err
    done = run("load", "tables", patch, "--into", tmp_path / "nowhere")
    assert done.status == 2
    assert "There is no folder" in done.err


def test_an_empty_folder_can_be_filled(run, data, tmp_path):
    (tmp_path / "new").mkdir()
    done = run("load", "tables", data, "--into", tmp_path / "new")
    assert done.status == 0, done.err
    assert run("validate", "--data", tmp_path / "new").status == 0


def test_two_loads_at_a_time_are_refused(run, data, tmp_path):
    handle = os.open(data, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        done = run("load", "tables", write(tmp_path / "patch", **PATCH), "--into", data)
    finally:
        os.close(handle)
    assert done.status == 2
    assert "Another command is changing the tables" in done.err


def test_a_duplicate_that_was_there_is_not_lost():
    package = load_package(data_folder() / "datapackage.json")
    cells = {"key": "a-fi", "name": "A", "country": "fi", "source": "s"}
    old = {"cities": [Row("cities", "cities.csv", n, cells) for n in (2, 3)]}
    new = {"cities": [Row("cities", "p/cities.csv", 2, cells | {"key": "b-fi"})]}
    merged, changes = merge(old, new, package)
    assert [row["key"] for row in merged["cities"]] == ["a-fi", "a-fi", "b-fi"]
    assert changes == {"cities.csv": Change(added=1)}


def test_the_first_row_of_a_thing_has_its_name():
    package = load_package(data_folder() / "datapackage.json")
    cells = {"key": "a-fi", "country": "fi"}
    old = {"cities": [Row("cities", "cities.csv", 2, cells | {"name": "A", "source": "z"})]}
    new = {"cities": [Row("cities", "p", 2, cells | {"name": "", "source": "b"})]}
    merged, _changes = merge(old, new, package)
    assert [row["source"] for row in merged["cities"]] == ["z", "b"]


@pytest.mark.slow
def test_a_killed_load_leaves_the_old_rows_or_the_new_ones(data, tmp_path):
    """Whenever the process dies, all tables are those of before or all are those of after."""
    package = load_package(data_folder() / "datapackage.json")
    patch = write(tmp_path / "patch", **PATCH)
    command = [sys.executable, "-m", "citygraph", "load", "tables", patch, "--into", data]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    began = time.monotonic()
    original = contents(data)
    subprocess.run(command, env=environment, check=True, capture_output=True)
    took = time.monotonic() - began
    seen = set()
    for step in range(8):
        for path in data.rglob("*"):
            if path.is_file():
                path.unlink()
        for name, content in original.items():
            (data / name).write_bytes(content)
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        time.sleep(took * (0.5 + step / 14))
        process.send_signal(signal.SIGKILL)
        process.wait()
        report = ProblemReport()
        found = read_tables(data, package, report)
        check_tables(found, package, {"role": {"member", "coordinator", "host", "speaker"},
                                      "format": {"onsite"}}, report)  # fmt: skip
        assert not report, list(report.lines(5))
        seen.add((len(found["cities"]), len(found["participations"])))
    assert seen <= {(2, 2), (3, 3)}
