from __future__ import annotations

import csv
import json
from datetime import date

from citygraph.rendering.csvw import csv_metadata
from tests.rendering.drawing import NS, report

COLUMNS = ["city", "n", "day", "mixed"]
ROWS = [["city/oulu-fi", 3, date(2020, 1, 2), 1], ["city/nice-fr", 4, None, "x"]]


def test_the_columns_are_described_with_their_datatypes():
    data = json.loads(csv_metadata(report(COLUMNS, ROWS, titles={"n": "Number"}), "r.csv", NS))
    assert data["@context"][0] == "http://www.w3.org/ns/csvw"
    assert data["url"] == "r.csv"
    assert [(c["name"], c["titles"], c["datatype"]) for c in data["tableSchema"]["columns"]] == [
        ("city", ["city", "City"], "anyURI"),
        ("n", ["n", "Number"], "integer"),
        ("day", ["day", "Day"], "date"),
        ("mixed", ["mixed", "Mixed"], "string"),
    ]


def test_it_says_the_release_the_licence_and_whether_all_is_there():
    data = json.loads(csv_metadata(report(COLUMNS, ROWS), "r.csv", NS))
    assert data["dc:license"] == {"@id": "https://creativecommons.org/licenses/by/4.0/"}
    assert data["dc:hasVersion"] == "1 (2026-01-02)"
    assert data["notes"][0]["complete"] is True
    assert data["notes"][0]["rows"] == 2
    cut = json.loads(csv_metadata(report(COLUMNS, ROWS, complete=False), "r.csv", NS))
    assert cut["notes"][0]["complete"] is False


def test_the_command_writes_it_beside_the_file(run, release_folder, tmp_path):
    target = tmp_path / "coordinators.csv"
    outcome = run(
        "report", "coordinators", "--format", "csv", "-o", target, "--release", release_folder
    )
    assert outcome.status == 0
    with target.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    data = json.loads((tmp_path / "coordinators.csv-metadata.json").read_text(encoding="utf-8"))
    assert data["url"] == "coordinators.csv"
    assert [c["titles"][0] for c in data["tableSchema"]["columns"]] == header
    assert data["notes"][0]["rows"] == len(rows)
    run(
        "report",
        "coordinators",
        "--format",
        "json",
        "-o",
        tmp_path / "x.json",
        "--release",
        release_folder,
    )
    assert not (tmp_path / "x.json-metadata.json").exists()
