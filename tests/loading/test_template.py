"""The empty workbook offers what may be written, and comes back as it was filled."""

from __future__ import annotations

import datetime as dt
import zipfile
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from citygraph.resources import data_folder
from citygraph.tables import load_package


@pytest.fixture
def book(run, data, tmp_path):
    path = tmp_path / "new.xlsx"
    done = run("template", path, "--data", data)
    assert done.status == 0, done.err
    return openpyxl.load_workbook(path)


def validation(sheet, column):
    place = [cell.value for cell in sheet[1]].index(column) + 1
    letter = openpyxl.utils.get_column_letter(place)
    for entry in sheet.data_validations.dataValidation:
        if f"{letter}2" in entry.sqref:
            return entry
    return None


def offered(book, sheet, column):
    sheet_name, area = validation(book[sheet], column).formula1.strip("=").split("!")
    return [cell.value for (cell,) in book[sheet_name.strip("'")][area.replace("$", "")]]


def test_every_table_has_a_sheet_with_its_columns(book):
    package = load_package(data_folder() / "datapackage.json")
    assert book.sheetnames == [*package.tables, "_lists"]
    assert book["_lists"].sheet_state == "hidden"
    for table in package.tables.values():
        header = book[table.name][1]
        assert [cell.value for cell in header] == [field.name for field in table.fields]
        for cell, field in zip(header, table.fields, strict=True):
            assert field.description in cell.comment.text


def test_the_values_known_are_offered(book):
    assert "coordinator" in offered(book, "participations", "role")
    assert offered(book, "cities", "country") == ["fi"]
    assert offered(book, "participations", "initiative") == ["water-network"]
    assert set(offered(book, "participations", "participant")) >= {"anna-virta", "hilltown-fi"}
    assert "inferred" in offered(book, "cities", "status")
    assert "programme" in offered(book, "initiatives", "type")
    # Fixed words are the only ones; a key may be one that comes in the same workbook.
    assert validation(book["participations"], "role").showErrorMessage
    assert not validation(book["participations"], "participant").showErrorMessage
    assert not validation(book["initiatives"], "topics").showErrorMessage


def test_cells_are_text(run, data, tmp_path):
    """A column has the built-in format 49, text, so that 2017-06 stays what was typed."""
    path = tmp_path / "new.xlsx"
    run("template", path, "--data", data, "--table", "participations")
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        styles = ET.fromstring(parts.read("xl/styles.xml"))
    formats = [int(xf.get("numFmtId")) for xf in styles.find(f"{main}cellXfs")]
    columns = list(sheet.find(f"{main}cols"))
    assert sum(int(c.get("max")) - int(c.get("min")) + 1 for c in columns) == 9
    assert {formats[int(column.get("style"))] for column in columns} == {49}


def test_only_the_tables_named(run, data, tmp_path):
    path = tmp_path / "some.xlsx"
    run("template", path, "--data", data, "--table", "cities", "--table", "people")
    assert openpyxl.load_workbook(path).sheetnames == ["cities", "people", "_lists"]


def test_the_same_tables_give_the_same_bytes(run, data, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        run("template", tmp_path / name, "--data", data)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_wrong_names_are_told(run, data, tmp_path):
    done = run("template", tmp_path / "x.xlsx", "--data", data, "--table", "citie")
    assert done.status == 2
    assert "Did you mean 'cities'?" in done.err
    assert run("template", tmp_path / "x.csv", "--data", data).status == 2


def test_an_empty_template_holds_no_rows(run, data, tmp_path):
    path = tmp_path / "new.xlsx"
    run("template", path, "--data", data)
    done = run("load", "tables", path, "--into", data)
    assert done.status == 0, done.err
    assert "holds no rows" in done.out


def test_a_filled_template_comes_back(run, data, tmp_path):
    path = tmp_path / "new.xlsx"
    run("template", path, "--data", data, "--table", "cities", "--table", "figures")
    book = openpyxl.load_workbook(path)
    for column, value in enumerate(["lakeside-fi", "Lakeside", "fi"], start=1):
        book["cities"].cell(2, column).value = value
    book["cities"].cell(2, 6).value = "riverton-news"
    header = [cell.value for cell in book["figures"][1]]
    row = {
        "about": "water-network",
        "measure": "cities",
        "comparison": "exactly",
        "value": 3,
        "unit": "cities",
        "as_of": dt.date(2024, 6, 7),
        "source": "hilltown-news",
    }
    for name, value in row.items():
        cell = book["figures"].cell(2, header.index(name) + 1)
        cell.value = value
        if name == "as_of":
            cell.number_format = "yyyy-mm-dd"
    book.save(path)
    done = run("load", "tables", path, "--into", data)
    assert done.status == 0, done.err
    text = (data / "figures.csv").read_text(encoding="utf-8")
    assert "water-network,cities,exactly,3,cities,2024-06-07" in text
