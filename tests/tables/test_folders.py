"""Folders that a curator could have sent, each with one fault, and what citygraph says of it.

Each folder holds `expected.txt`: what `citygraph build` prints to standard error.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

FOLDERS = Path(__file__).parent / "folders"
BROKEN = sorted(path.name for path in FOLDERS.iterdir() if path.name != "valid")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_valid_folder_builds(run, tmp_path):
    done = run("build", "--data", FOLDERS / "valid", "--out", tmp_path / "out")
    assert done.status == 0, done.err
    assert done.err == ""
    assert "2 cities, 1 country" in done.out


@pytest.mark.parametrize("name", BROKEN)
def test_broken_folder_is_reported_and_nothing_is_lost(run, tmp_path, name):
    out = tmp_path / "out"
    assert run("build", "--data", FOLDERS / "valid", "--out", out).status == 0
    before = files_of(out)

    done = run("build", "--data", FOLDERS / name, "--out", out)

    assert done.status == 1
    assert done.out == ""
    assert done.err == (FOLDERS / name / "expected.txt").read_text(encoding="utf-8")
    assert files_of(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", BROKEN)
def test_validate_finds_the_same(run, name):
    done = run("validate", "--data", FOLDERS / name)
    expected = (FOLDERS / name / "expected.txt").read_text(encoding="utf-8")
    assert done.status == 1
    assert done.out == expected.replace(
        "No release was written; what was there stays as it was.\n", ""
    )


def test_ten_thousand_bad_rows_are_summarised(run, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(FOLDERS / "valid", folder)
    with (folder / "participations.csv").open("a", encoding="utf-8") as table:
        table.writelines(
            f"water-network,riverton-fi,coordinater,{1000 + n % 999},,,riverton-new,,\n"
            for n in range(10_000)
        )
    done = run("build", "--data", folder, "--out", tmp_path / "out")
    lines = done.err.splitlines()
    assert done.status == 1
    assert len(lines) < 40
    assert lines[-2] == "29,001 problems in 1 file."
    assert (
        "participations.csv, column role: 9,995 more of the same kind (unknown-concept)." in lines
    )
    assert any("row 4, column role: 'coordinater'" in line for line in lines)


def test_every_problem_is_in_the_json_report(run, tmp_path):
    import json

    folder = tmp_path / "data"
    shutil.copytree(FOLDERS / "misspelt-role", folder)
    shutil.copy(FOLDERS / "end-before-start" / "events.csv", folder)
    done = run("validate", "--data", folder, "--format", "json")
    report = json.loads(done.out)
    assert done.status == 1
    assert report["valid"] is False
    assert [(p["file"], p["row"], p["column"], p["code"]) for p in report["problems"]] == [
        ("events.csv", 2, "end", "date-order"),
        ("participations.csv", 3, "role", "unknown-concept"),
    ]


def test_missing_folder_is_unreadable_input(run, tmp_path):
    done = run("build", "--data", tmp_path / "none", "--out", tmp_path / "out")
    assert done.status == 2
    assert "There is no folder" in done.err


def test_folder_without_tables_is_unreadable_input(run, tmp_path):
    (tmp_path / "data").mkdir()
    done = run("build", "--data", tmp_path / "data", "--out", tmp_path / "out")
    assert done.status == 2
    assert "holds none of the tables" in done.err


def test_damaged_description_is_unreadable_input(run, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(FOLDERS / "valid", folder)
    (folder / "datapackage.json").write_text('{"resources": [', encoding="utf-8")
    done = run("build", "--data", folder, "--out", tmp_path / "out")
    assert done.status == 2
    assert "is not a data package" in done.err


def test_byte_order_mark_and_crlf_are_read(run, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(FOLDERS / "valid", folder)
    path = folder / "cities.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert run("build", "--data", folder, "--out", tmp_path / "out").status == 0


def test_a_folder_that_is_not_a_release_is_left_alone(run, tmp_path):
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text("years of work", encoding="utf-8")
    done = run("build", "--data", FOLDERS / "valid", "--out", out)
    assert done.status == 2
    assert "is left alone" in done.err
    assert (out / "chapter.txt").read_text(encoding="utf-8") == "years of work"
