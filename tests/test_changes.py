"""Two real releases are compared: the five documents, and the same with some facts changed."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pyoxigraph as ox
import pytest

from citygraph.changes import change_report, compare
from citygraph.errors import ReleaseError, UsageError
from citygraph.namespaces import Namespaces
from citygraph.rendering import REPORT_FORMATS, render_report
from tests.conftest import DOCUMENTS, build_release

SUMMIT = "dg-grow-icc-summit-2020"


def edit(folder, name, change):
    """Change the rows of a table."""
    path = folder / name
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = list(map(change, reader))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """The five documents with another member in the place of one, and another day of an event."""
    data = tmp_path_factory.mktemp("later") / "data"
    shutil.copytree(DOCUMENTS, data)

    def members(row):
        if (row["initiative"], row["participant"]) == ("intelligent-cities-challenge", "gdansk-pl"):
            return row | {"participant": "helsinki-fi"}
        return row

    def events(row):
        if row["key"] == "icc-mayors-summit-2020" and row["end"] == "2020-10-14":
            return row | {"end": "2020-10-15"}
        return row

    edit(data, "participations.csv", members)
    edit(data, "events.csv", events)
    return build_release(data, data.parent / "build")


@pytest.fixture(scope="module")
def changes(release_folder, later):
    return compare(release_folder, later)


def rows_of(report):
    return [
        {c: "" if cell is None else cell.value for c, cell in zip(report.columns, row, strict=True)}
        for row in report.rows
    ]


def test_a_member_added_and_a_member_removed_are_told(changes):
    rows = rows_of(change_report(changes, {"participation"}))
    assert [(row["change"], row["thingLabel"]) for row in rows] == [
        ("added", "Helsinki / participant / Intelligent Cities Challenge"),
        ("removed", "Gdańsk / participant / Intelligent Cities Challenge"),
    ]
    assert {row["sources"] for row in rows} == {SUMMIT}
    assert rows[0]["added"] != "0"
    assert rows[0]["removed"] == "0"


def test_a_date_that_changed_is_told_with_both_values(changes):
    (row,) = rows_of(change_report(changes, {"event"}))
    assert (row["change"], row["kind"]) == ("changed", "event")
    assert row["thingLabel"] == "ICC Mayors' Summit 2020"
    assert row["detail"] == "endDate: 2020-10-14 > 2020-10-15"
    assert (row["added"], row["removed"]) == ("1", "1")


def test_what_merely_follows_has_no_row(changes):
    """Helsinki takes part in one more initiative, which is derived."""
    assert rows_of(change_report(changes, {"city"})) == []
    assert any(node.iri.endswith("/city/helsinki-fi") for node in changes.nodes)


def test_the_patch_turns_the_one_release_into_the_other(changes, release_folder, later):
    lines = set((release_folder / "citygraph.nq").read_bytes().splitlines(keepends=True))
    patch = changes.patch().splitlines(keepends=True)
    assert (patch[0], patch[-1]) == (b"TX .\n", b"TC .\n")
    for line in patch[1:-1]:
        if line.startswith(b"D "):
            lines.remove(line[2:])
        else:
            assert line[2:] not in lines
            lines.add(line[2:])
    assert sorted(lines) == (later / "citygraph.nq").read_bytes().splitlines(keepends=True)


def test_the_nquads_can_be_asked_what_was_added(changes):
    store = ox.Store()
    store.bulk_load(changes.nquads(), format=ox.RdfFormat.N_QUADS)
    base = changes.new.base
    asked = """SELECT ?who WHERE {{ GRAPH <{0}graph/{1}/source/{2}> {{
        ?claim <{0}ontology#participant> ?who }} }}"""
    found = {
        word: [row["who"].value for row in store.query(asked.format(base, word, SUMMIT))]
        for word in ("added", "removed")
    }
    assert found == {
        "added": [f"{base}id/city/helsinki-fi"],
        "removed": [f"{base}id/city/gdansk-pl"],
    }
    assert len(store) == len(changes.added) + len(changes.removed)


def test_a_release_does_not_differ_from_itself(release_folder):
    nothing = compare(release_folder, release_folder)
    assert nothing.nodes == []
    report = change_report(nothing)
    assert "Nothing" in render_report(report, "table", Namespaces(nothing.new.base)).decode()


def test_turned_round_added_is_removed(changes, release_folder, later):
    back = compare(later, release_folder)
    assert back.added == changes.removed
    assert back.removed == changes.added


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_the_report_is_rendered_in_every_format(form, changes):
    report = change_report(changes)
    assert len(report.rows) == 3
    assert render_report(report, form, Namespaces(changes.new.base))


def test_the_command_writes_all_formats(run, release_folder, later, tmp_path):
    table = run("changes", release_folder, later)
    assert table.status == 0
    assert "3 rows, complete" in table.out
    data = json.loads(run("changes", release_folder, later, "--format", "json").out)
    assert data["title"] == "What changed between two releases"
    assert len(data["rows"]) == 3
    text = run("changes", release_folder, later, "--format", "csv", "--kind", "event").out
    assert [row["change"] for row in csv.DictReader(io.StringIO(text))] == ["changed"]
    for form in ("nquads", "patch"):
        target = tmp_path / form
        assert run("changes", release_folder, later, "--format", form, "-o", target).status == 0
        assert target.stat().st_size


def test_a_folder_without_a_release_is_refused(release_folder, tmp_path):
    with pytest.raises(ReleaseError):
        compare(tmp_path, release_folder)


def test_lines_out_of_order_are_refused(release_folder, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(release_folder, broken)
    lines = (broken / "citygraph.nq").read_bytes().splitlines(keepends=True)
    (broken / "citygraph.nq").write_bytes(b"".join(reversed(lines)))
    with pytest.raises(ReleaseError, match="not sorted"):
        compare(release_folder, broken)


def test_releases_of_different_bases_are_not_compared(release_folder, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(release_folder, other)
    manifest = json.loads((other / "manifest.json").read_text())
    manifest["base"] = "https://example.org/cities/"
    (other / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(UsageError, match="cannot be compared"):
        compare(release_folder, other)
