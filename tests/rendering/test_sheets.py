from __future__ import annotations

import io
from datetime import date, datetime

import pytest
import xlsxwriter
from openpyxl import load_workbook

from citygraph.rendering.sheets import ColumnSheet


def read_back(columns):
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    sheet = book.add_worksheet("Rows", worksheet_class=ColumnSheet)
    for place in range(len(columns)):
        sheet.write_string(0, place, f"head {place}")
    sheet.fill([[sheet.written(value, formats) for value in column] for column in columns])
    book.close()
    read = load_workbook(io.BytesIO(sink.getvalue()))["Rows"]
    assert read.dimensions.endswith(str(1 + len(columns[0])))
    return [[cell.value for cell in column[1:]] for column in read.columns]


@pytest.mark.parametrize(
    "value",
    [
        None, 0, -7, 12345678901, 0.1, 1e-9, True, False, "Sofia", "=1+1", " kept ", 'a<b>&"c"',
        "two\nlines", "\u0421\u043e\u0444\u0438\u044f",
    ],
)  # fmt: skip
def test_a_cell_comes_back_as_it_was(value):
    assert read_back([[value, "next"]]) == [[value, "next"]]


def test_days_and_moments_are_typed_and_older_days_are_text():
    column = [date(2024, 2, 29), datetime(2024, 2, 29, 10, 30), date(1899, 12, 31)]
    day, moment, old = read_back([column])[0]
    assert (day.date(), moment, old) == (column[0], column[1], "1899-12-31")


def test_what_a_cell_cannot_hold_becomes_text():
    (column,) = read_back([[float("inf"), "x" * 40000]])
    assert column[0] == "inf"
    assert len(column[1]) == 32767


def test_empty_cells_keep_the_others_in_their_columns():
    assert read_back([["a", None], [None, 2], ["c", "c"]]) == [["a", None], [None, 2], ["c", "c"]]
