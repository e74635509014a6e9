"""People: names and public roles only, in the tables and in the graph."""

from __future__ import annotations

import re

from citygraph.tables.hygiene import faults_of_text
from tests.conftest import ROOT


def test_no_cell_of_any_table_has_an_address_or_a_number_of_a_person():
    import csv

    for path in (ROOT / "data").glob("*.csv"):
        with path.open(newline="", encoding="utf-8") as table:
            for row in csv.DictReader(table):
                for column, cell in row.items():
                    if column in {"address", "homepage", "sha256", "spans"}:
                        continue
                    codes = {code for code, _reason, _hint in faults_of_text(cell)}
                    assert "private-data" not in codes, (path.name, row)


def test_no_mail_or_phone_in_the_release(full_release_folder):
    text = (full_release_folder / "citygraph.nq").read_text(encoding="utf-8")
    assert "mailto:" not in text
    assert "tel:" not in text
    assert not re.search(r"[\w.+-]+@[\w-]+\.\w{2,}(?![\w/])", text)


def test_the_press_contact_is_left_out(full_release_folder):
    text = (full_release_folder / "citygraph.nq").read_text(encoding="utf-8")
    assert "Начева" not in text
    assert "Nacheva" not in text
    assert "Манова" in text
