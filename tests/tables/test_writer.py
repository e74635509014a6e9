from __future__ import annotations

import pytest

from citygraph.errors import UnreadableInput, UsageError
from citygraph.resources import data_folder
from citygraph.tables import (
    ProblemReport,
    load_package,
    lock_tables,
    read_tables,
    table_bytes,
    write_tables,
)
from citygraph.tables.writer import current_file

PACKAGE = load_package(data_folder() / "datapackage.json")


def city(key, source, **cells):
    return {"key": key, "source": source, **cells}


def test_rows_are_sorted_and_quoted_only_where_needed(tmp_path):
    rows = [
        city("b", "s", name="B", note='said "so", once'),
        city("a", "t", name="A"),
        city("a", "s"),
    ]
    write_tables(tmp_path, {"cities": rows}, PACKAGE)
    lines = (tmp_path / "cities.csv").read_bytes().decode().split("\n")
    assert lines[1:] == ["a,A,,,,s,,", "a,A,,,,t,,", 'b,B,,,,s,,"said ""so"", once"', ""]
    assert rows[2] == {"key": "a", "source": "s"}, "the rows given are left alone"


def test_the_projects_own_tables_are_in_that_form(tmp_path):
    report = ProblemReport()
    rows = read_tables(data_folder(), PACKAGE, report)
    for name, table in PACKAGE.tables.items():
        if name in rows:
            written = table_bytes(table, [row.cells for row in rows[name]])
            assert written == (data_folder() / table.path).read_bytes(), name


def test_what_does_not_change_is_not_written(tmp_path):
    tables = {"cities": [city("a", "s", name="A")], "regions": []}
    assert {p.name for p in write_tables(tmp_path, tables, PACKAGE)} == {
        "cities.csv",
        "regions.csv",
    }
    tables["regions"] = [city("r", "s", name="R")]
    assert [p.name for p in write_tables(tmp_path, tables, PACKAGE)] == ["regions.csv"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cities.csv", "regions.csv"]


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"towns": []}, "no table 'towns'"),
        ({"regions": [], "cities": [{"key": "a", "mayor": "x"}]}, "no column 'mayor'"),
    ],
)
def test_nothing_is_written_when_one_table_is_wrong(tmp_path, tables, words):
    with pytest.raises(UsageError, match=words):
        write_tables(tmp_path, tables, PACKAGE)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_when_the_disk_refuses(tmp_path, monkeypatch):
    write_tables(tmp_path, {"cities": []}, PACKAGE)
    before = (tmp_path / "cities.csv").read_bytes()

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UnreadableInput, match="No space left on device"):
        write_tables(tmp_path, {"cities": [city("a", "s", name="A")]}, PACKAGE)
    assert [p.name for p in tmp_path.iterdir()] == ["cities.csv"]
    assert (tmp_path / "cities.csv").read_bytes() == before


def test_a_write_that_was_cut_short_is_seen_and_finished(tmp_path):
    write_tables(tmp_path, {"cities": [], "regions": []}, PACKAGE)
    new = table_bytes(PACKAGE.tables["cities"], [city("a", "s", name="A")])
    (tmp_path / ".written").mkdir()
    (tmp_path / ".written" / "cities.csv").write_bytes(new)
    (tmp_path / ".writing-left").mkdir()
    assert current_file(tmp_path, "cities.csv").read_bytes() == new
    assert len(read_tables(tmp_path, PACKAGE, ProblemReport())["cities"]) == 1
    write_tables(tmp_path, {"regions": []}, PACKAGE)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cities.csv", "regions.csv"]
    assert (tmp_path / "cities.csv").read_bytes() == new


def test_one_writer_at_a_time(tmp_path):
    with lock_tables(tmp_path), pytest.raises(UsageError), lock_tables(tmp_path):
        pass
    with lock_tables(tmp_path):
        pass
