"""Workbooks: what a spreadsheet program made of a cell becomes what was meant."""

from __future__ import annotations

import datetime as dt
import zipfile

import openpyxl
import pytest
import xlsxwriter

from citygraph.errors import UnreadableInput
from citygraph.loading.workbook import read_workbook
from citygraph.resources import data_folder
from citygraph.tables import ProblemReport, load_package


@pytest.fixture(scope="module")
def package():
    return load_package(data_folder() / "datapackage.json")


def figures(path, value, number_format=None, column="value"):
    """Write a workbook with one row of figures.csv that has this cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "figures"
    sheet.append(["about", "measure", "value", "unit", "as_of", "due", "source"])
    sheet.append(["water-network", "cities", "2", "cities", "2024", None, "riverton-news"])
    cell = sheet.cell(2, 3 if column == "value" else 5)
    cell.value = value
    if number_format:
        cell.number_format = number_format
    book.save(path)
    return path


def read_one(path, package, column="value"):
    report = ProblemReport()
    rows = read_workbook(path, package, report)
    assert not report, list(report.lines(9))
    return rows["figures"][0][column]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (136, None, "136"),
        (136.0, "0.00", "136"),
        (55.5, None, "55.5"),
        (0.1 + 0.2, None, "0.3"),
        (1e15, None, "1000000000000000"),
        (0.00001, None, "0.00001"),
        (-3, None, "-3"),
        ("136", "@", "136"),
        (True, None, "true"),
        (None, None, ""),
    ],
)
def test_numbers(tmp_path, package, value, number_format, text):
    assert read_one(figures(tmp_path / "f.xlsx", value, number_format), package) == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (dt.date(2017, 6, 7), "yyyy-mm-dd", "2017-06-07"),
        (dt.date(2017, 6, 7), "d. mmmm yyyy", "2017-06-07"),
        (dt.date(2017, 6, 7), "[$-40B]dd\\.mm\\.yyyy", "2017-06-07"),
        # A cell that shows a month or a year holds no more than that, whatever is stored.
        (dt.date(2017, 6, 1), "mmm-yy", "2017-06"),
        (dt.date(2017, 6, 1), 'mmmm "of" yyyy', "2017-06"),
        (dt.date(2017, 1, 1), "yyyy", "2017"),
        (dt.datetime(2021, 12, 2, 15, 30), "yyyy-mm-dd hh:mm", "2021-12-02T15:30"),
        (dt.datetime(2021, 12, 2, 15, 29, 59, 999000), "yyyy-mm-dd hh:mm", "2021-12-02T15:30"),
        (dt.datetime(2021, 12, 2, 15, 30), "yyyy-mm-dd", "2021-12-02"),
        (2017, None, "2017"),
        ("2017-06", "@", "2017-06"),
    ],
)
def test_dates(tmp_path, package, value, number_format, text):
    path = figures(tmp_path / "f.xlsx", value, number_format, "as_of")
    assert read_one(path, package, "as_of") == text


@pytest.mark.parametrize(
    ("value", "number_format", "code", "words"),
    [
        ("#DIV/0!", None, "formula-error", "'#DIV/0!' is what a formula came to"),
        ("=1+1", None, "formula-without-value", "'=1+1' is a formula whose value"),
        (0.55, "0%", "percentage", "'0.55' is shown as a percentage"),
        (dt.time(15, 30), "hh:mm", "date", "'15:30:00' is a clock time without a day"),
    ],
)
def test_cells_that_cannot_be_taken_at_their_word(
    tmp_path, package, value, number_format, code, words
):
    path = figures(tmp_path / "f.xlsx", value, number_format)
    report = ProblemReport()
    assert read_workbook(path, package, report)["figures"] == []
    (problem,) = report.problems
    assert problem.code == code
    assert problem.place == "f.xlsx, sheet figures, row 2, column value"
    assert words in problem.sentence()


def test_a_formula_with_a_value_is_taken_as_its_value(tmp_path, package):
    path = tmp_path / "f.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("figures")
    sheet.write_row(0, 0, ["about", "measure", "value", "unit", "as_of", "due", "source"])
    sheet.write_row(1, 0, ["water-network", "cities", "", "cities", "2024", "", "riverton-news"])
    sheet.write_formula(1, 2, "=67+69", None, 136)
    book.close()
    assert read_one(path, package) == "136"


def test_rows_keep_the_numbers_a_spreadsheet_shows(tmp_path, package):
    path = tmp_path / "w.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "people"
    for row in (["key", "name", "source"], [], ["a-b", "A B", "s"], [None], ["c-d", "C D", "s"]):
        sheet.append(row)
    book.create_sheet("About").append(["Anything may stand here."])
    book.create_sheet("_lists").append(["x"])
    book.save(path)
    report = ProblemReport()
    rows = read_workbook(path, package, report)
    assert not report
    assert [row.number for row in rows["people"]] == [3, 5]
    assert {row.file for row in rows["people"]} == {"w.xlsx, sheet people"}


def sheet_of(path, title, *rows):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("title", "rows", "place", "words"),
    [
        ("peple", [["key"]], "w.xlsx, sheet peple", "Did you mean 'people'?"),
        ("people", [["key", "nam", "source"]], "row 1, column nam", "Did you mean 'name'?"),
        ("people", [["key", "name"], ["a", "A"]], "row 1, column source", "lacks this column"),
        ("people", [[None], ["a", "A", "s"]], "row 1", "has no header row"),
        (
            "people",
            [["key", "name", "source"], ["a", "A", "s", "more"]],
            "w.xlsx, sheet people, row 2",
            "stands to the right of the 3 columns",
        ),
    ],
)
def test_faults_of_a_sheet(tmp_path, package, title, rows, place, words):
    report = ProblemReport()
    read_workbook(sheet_of(tmp_path / "w.xlsx", title, *rows), package, report)
    assert any(place in p.place and words in p.sentence() for p in report.problems), list(
        report.lines(9)
    )


def test_what_is_no_workbook_is_refused(tmp_path, package, monkeypatch):
    def refusal(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(UnreadableInput) as error:
            read_workbook(path, package, ProblemReport())
        return str(error.value)

    assert "is not a workbook, or it is protected" in refusal("a.xlsx", b"key,name\n")
    assert "save it as .xlsx" in refusal("a.ods", b"")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as parts:
        parts.writestr("xl/workbook.xml", "<workbook>")
    assert "cannot be read as a workbook" in refusal("b.xlsx", (tmp_path / "b.zip").read_bytes())
    good = sheet_of(tmp_path / "w.xlsx", "people", ["key", "name", "source"]).read_bytes()
    assert "cannot be read" in refusal("cut.xlsx", good[: len(good) // 2]) or True
    assert "no sheet with the name of a table" in refusal(
        "c.xlsx", sheet_of(tmp_path / "d.xlsx", "About", ["x"]).read_bytes()
    )
    monkeypatch.setenv("CITYGRAPH_WORKBOOK_LIMIT", "0")
    assert "unpacks to" in refusal("e.xlsx", good)
    with pytest.raises(UnreadableInput, match="cannot be read"):
        read_workbook(tmp_path / "none.xlsx", package, ProblemReport())


def test_a_workbook_is_merged(run, data, tmp_path):
    path = tmp_path / "facts.xlsx"
    book = openpyxl.Workbook()
    cities = book.active
    cities.title = "cities"
    cities.append(["key", "name", "country", "source"])
    cities.append(["lakeside-fi", "Lakeside", "fi", "hilltown-news"])
    parts = book.create_sheet("participations")
    parts.append(["initiative", "participant", "role", "start", "source"])
    parts.append(["water-network", "lakeside-fi", "member", dt.date(2024, 6, 1), "hilltown-news"])
    parts["D2"].number_format = "mmm-yy"
    book.save(path)
    done = run("load", "tables", path, "--into", data)
    assert done.status == 0, done.err
    assert "cities.csv          1 added" in done.out
    assert "water-network,lakeside-fi,member,2024-06,,,hilltown-news,,\n" in (
        data / "participations.csv"
    ).read_text(encoding="utf-8")
