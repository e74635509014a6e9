from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from pyoxigraph import Literal

from citygraph.namespaces import foreign
from citygraph.rendering.workbook import workbook
from tests.rendering.drawing import NS, report

BAR = {"kind": "bar", "label": "city", "value": "n", "caption": "Numbers by city"}
LINE = {"kind": "line", "x": "year", "y": "n", "series": "kind"}


def opened(*args, **more):
    data = workbook(report(*args, **more), NS)
    return openpyxl.load_workbook(io.BytesIO(data)), zipfile.ZipFile(io.BytesIO(data))


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_bar_chart_stands_beside_its_numbers():
    book, files = opened(["city", "n"], [["Oulu", 1], ["Sofia", 5]], BAR)
    assert book.sheetnames == ["Rows", "About", "Chart"]
    assert cells(book["Chart"]) == [["City", "N"], ["Sofia", 5], ["Oulu", 1]]
    chart = files.read("xl/charts/chart1.xml").decode()
    assert "Chart!$A$2:$A$3" in chart
    assert "Chart!$B$2:$B$3" in chart
    assert "Numbers by city" in chart


def test_stacked_bars_have_a_column_for_each_series():
    rows = [["Oulu", 1, "x"], ["Sofia", 2, "x"], ["Sofia", 3, "y"]]
    book, files = opened(["city", "n", "kind"], rows, {**BAR, "series": "kind"})
    assert cells(book["Chart"]) == [["City", "x", "y"], ["Sofia", 2, 3], ["Oulu", 1, None]]
    assert 'grouping val="stacked"' in files.read("xl/charts/chart1.xml").decode()


def test_a_line_chart_has_its_years():
    rows = [["2019", 1, "x"], ["2020", 2, "x"], ["2020", 3, "y"]]
    book, _files = opened(["year", "n", "kind"], rows, LINE)
    assert cells(book["Chart"]) == [["Year", "x", "y"], [2019, 1, None], [2020, 2, 3]]


@pytest.mark.parametrize("rows", [[], [["Oulu", None]], [[None, 3]]])
def test_nothing_to_draw_is_no_chart(rows):
    book, _files = opened(["city", "n"], rows, BAR)
    assert book.sheetnames == ["Rows", "About"]


def test_days_before_1900_stay_text():
    old = Literal("1899-12-31", datatype=foreign("xsd:date"))
    found = report(["day"], [[date(2020, 1, 2)]])
    found = type(found)(**{**vars(found), "rows": [*found.rows, [old]]})
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(found, NS)))["Rows"]
    assert sheet["A2"].is_date
    assert sheet["A3"].value == "1899-12-31"


def test_the_about_sheet_says_what_was_cut():
    book, _files = opened(["city"], [["Oulu"]], complete=False)
    about = dict(cells(book["About"]))
    assert about["Rows"] == "1, cut at a limit"
    assert about["How to cite"].startswith(
        "citygraph contributors: citygraph, release 1 (2026-01-02)"
    )
