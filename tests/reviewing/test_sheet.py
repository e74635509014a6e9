"""The review on a sheet."""

from __future__ import annotations

import csv
import io

import pytest

from citygraph.errors import UnreadableInput
from citygraph.reviewing.sheet import from_sheet, to_sheet
from tests.reviewing.conftest import ident_of, rows


def opened(review):
    return list(csv.DictReader(io.StringIO(to_sheet(review).decode("utf-8-sig"), newline="")))


def save(path, entries, delimiter=","):
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(entries[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(entries)
    return path


def test_a_row_has_passage_link_standing_and_what_the_graph_says(review):
    row = {r["proposal"]: r for r in opened(review)}["Riverton hosts Bridge Forum"]
    assert row["passage"].startswith("[[Riverton hosts the Bridge Forum]]")
    assert row["link"] == "Riverton (riverton-fi), new: Bridge Forum (bridge-forum)"
    assert (row["kind"], row["standing"], row["decision"]) == ("relation", "new", "")


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_decisions_and_changes_are_taken_over_in_any_order(review, tmp_path, delimiter):
    entries = opened(review)
    for row in entries:
        row["decision"] = "accept"
        if row["kind"] == "source":
            row["publisher"] = "Town of Riverton"
        if row["proposal"] == "City: Lakeside":
            row["key"] = "lakeside-lower-fi"
        if row["proposal"].startswith("Water Days 2024 held"):
            row["decision"] = "reject"
    path = save(tmp_path / "sheet.csv", entries[::-1], delimiter)
    done, wrong = from_sheet(review, path)
    assert (done, wrong) == (len(entries), [])
    assert review.counts() == {"open": 0, "accepted": 14, "rejected": 1, "fallen": 0}
    joined = ident_of(review, "Lakeside participates in Water Network")
    assert review.fields(joined)["subject"] == "lakeside-lower-fi"


def test_what_cannot_be_taken_over_is_said_with_its_row(review, tmp_path):
    entries = opened(review)[:3]
    entries[0]["decision"] = "accept"
    entries[1]["decision"] = "perhaps"
    entries[2]["id"] = "0000"
    done, wrong = from_sheet(review, save(tmp_path / "sheet.csv", entries))
    assert done == 0
    assert "no proposal has the id '0000'" in wrong[0]
    assert wrong[1].startswith("Row 2, Source: Riverton hosts")
    assert "'perhaps' is no decision" in wrong[2]


def test_cells_that_look_like_formulas_are_made_harmless(review, tmp_path):
    source = next(iter(review.proposals))
    review.accept(source, {"publisher": "=cmd()", "title": "-5 degrees"})
    entries = opened(review)
    assert entries[0]["publisher"] == "'=cmd()"
    from_sheet(review, save(tmp_path / "sheet.csv", entries[:1]))
    assert review.fields(source)["title"] == "-5 degrees"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'id,decision\n"a'])
def test_other_files_are_refused(review, tmp_path, content):
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableInput):
        from_sheet(review, path)


def test_the_command_writes_reads_and_enters(run, proposals, data, tmp_path):
    sheet = tmp_path / "sheet.csv"
    assert run("review", proposals, "--data", data, "--to-csv", sheet).status == 0
    with sheet.open(newline="", encoding="utf-8-sig") as file:
        entries = list(csv.DictReader(file))
    for row in entries:
        row["decision"] = "a"
        row["publisher"] = "Town of Riverton" if row["kind"] == "source" else ""
    save(sheet, entries)
    done = run("review", proposals, "--data", data, "--from-csv", sheet)
    assert "15 accepted, 0 rejected" in done.err
    assert "lakeside-fi" not in {row["key"] for row in rows(data, "cities")}
    done = run("review", proposals, "--data", data, "--write")
    assert done.status == 0
    assert "cities.csv: 3 added, 0 changed" in done.out
    assert "lakeside-fi" in {row["key"] for row in rows(data, "cities")}


def test_the_command_says_what_is_wrong(run, proposals, data, tmp_path):
    assert run("review", proposals, "--data", data).status == 2
    both = run("review", proposals, "--data", data, "--page", "--to-csv", tmp_path / "x.csv")
    assert both.status == 2
    assert "do not go together" in both.err
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("id,decision\n0000,accept\n", encoding="utf-8")
    done = run("review", proposals, "--data", data, "--from-csv", sheet)
    assert done.status == 1
    assert "1 of 1 decisions" in done.err
