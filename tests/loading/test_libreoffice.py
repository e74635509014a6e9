"""A filled template that a spreadsheet program has saved is still what was meant."""

from __future__ import annotations

import subprocess

import openpyxl
import pytest

from tests.system.test_other_programs import program

pytestmark = pytest.mark.system


def test_a_template_that_libreoffice_saved_comes_back(run, data, tmp_path):
    path = tmp_path / "new.xlsx"
    run("template", path, "--data", data, "--table", "cities", "--table", "participations")
    book = openpyxl.load_workbook(path)
    rows = {
        "cities": {"key": "lakeside-fi", "name": "Lakeside", "country": "fi"},
        "participations": {
            "initiative": "water-network",
            "participant": "lakeside-fi",
            "role": "member",
            "start": "2024-06",
        },
    }
    for table, cells in rows.items():
        header = [cell.value for cell in book[table][1]]
        for column, value in (cells | {"source": "hilltown-news"}).items():
            book[table].cell(2, header.index(column) + 1).value = value
    book.save(path)
    saved = tmp_path / "saved"
    subprocess.run(
        [
            program("soffice", "libreoffice"),
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            saved,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    again = openpyxl.load_workbook(saved / "new.xlsx")
    lists = again["participations"].data_validations.dataValidation
    assert any("_lists" in entry.formula1 for entry in lists)
    done = run("load", "tables", saved / "new.xlsx", "--into", data)
    assert done.status == 0, done.err
    text = (data / "participations.csv").read_text(encoding="utf-8")
    assert "water-network,lakeside-fi,member,2024-06," in text
