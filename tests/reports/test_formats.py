"""Each report in each format holds the same rows."""

from __future__ import annotations

import csv
import io
import json
from html.parser import HTMLParser

import openpyxl
import pytest

from citygraph.queries import load_queries
from citygraph.rendering import REPORT_FORMATS, render_report
from citygraph.rendering.terms import as_text
from tests.reports.conftest import NEED_MORE, needed

REPORTS = {name: q for name, q in load_queries("reports").items() if name not in NEED_MORE}


@pytest.fixture(params=REPORTS, ids=str)
def report(request, release):
    query = REPORTS[request.param]
    return release.report(query.name, **{p.name: p.example for p in needed(query)})


def rendered(report, form, release):
    return render_report(report, form, release.namespaces)


class Cells(HTMLParser):
    """Reads a page: its rows, its links, and whether every element is closed."""

    VOID = frozenset({"meta", "br", "hr", "link", "img"})

    def __init__(self):
        super().__init__()
        self.open, self.rows, self.links, self.ids = [], [], [], set()

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)
        found = dict(attrs)
        self.links += [found["href"]] if "href" in found else []
        self.ids |= {found["id"]} if "id" in found else set()
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


def test_the_table_has_a_line_for_each_row(report, release):
    text = rendered(report, "table", release).decode()
    assert text.startswith(report.query.question)
    count = len(report.rows)
    assert f"{count} row{'' if count == 1 else 's'}, complete" in text
    for column in report.shown_columns:
        assert report.title_of(column) in text


def test_csv_has_every_cell(report, release):
    header, *rows = csv.reader(io.StringIO(rendered(report, "csv", release).decode(), newline=""))
    assert header == report.columns
    assert rows == [[as_text(cell) for cell in row] for row in report.rows]


def test_json_has_every_row_and_says_what_it_is(report, release):
    data = json.loads(rendered(report, "json", release))
    assert data["report"] == report.query.name
    assert [column["name"] for column in data["columns"]] == report.columns
    assert len(data["rows"]) == len(report.rows)
    assert all(list(row) == report.columns for row in data["rows"])
    assert {source["iri"] for source in data["sources"]} == {s.iri for s in report.sources}


def test_the_workbook_has_every_row_and_typed_cells(report, release):
    book = openpyxl.load_workbook(io.BytesIO(rendered(report, "xlsx", release)))
    sheet, about = book["Rows"], book["About"]
    assert (sheet.max_row, sheet.max_column) == (len(report.rows) + 1, len(report.columns))
    assert sheet.freeze_panes == "A2"
    for number, row in enumerate(report.rows, start=2):
        for place, cell in enumerate(row, start=1):
            kind = getattr(getattr(cell, "datatype", None), "value", "").rpartition("#")[2]
            written = sheet.cell(number, place)
            if kind in {"date", "dateTime"}:
                assert written.is_date
            if kind in {"integer", "decimal"}:
                assert written.data_type == "n"
    lines = {row[0].value: row[1].value for row in about.iter_rows()}
    assert lines["Query"] == report.sparql
    assert lines["Question"] == report.query.question


def test_markdown_has_a_line_for_each_row(report, release):
    lines = rendered(report, "markdown", release).decode().splitlines()
    assert lines[0] == f"## {report.query.title}"
    assert sum(line.startswith("| ") for line in lines) == len(report.rows) + 2


def test_the_page_is_well_formed_and_its_links_lead_somewhere(report, release):
    page = Cells()
    page.feed(rendered(report, "html", release).decode())
    page.close()
    assert page.open == []
    assert len(page.rows) == len(report.rows) + 1
    assert page.rows[0] == [report.title_of(column) for column in report.shown_columns]
    assert all(len(row) == len(page.rows[0]) for row in page.rows)
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids
    assert not any("\n" in cell.strip() for row in page.rows for cell in row)


@pytest.mark.parametrize("form", REPORT_FORMATS)
@pytest.mark.parametrize("name", REPORTS)
def test_the_command_writes_each_format(name, form, run, release_folder, tmp_path):
    query = REPORTS[name]
    params = [f"--param={p.name}={p.example}" for p in needed(query)]
    target = tmp_path / f"report.{form}"
    outcome = run(
        "report", name, *params, "--format", form, "-o", target, "--release", release_folder
    )
    assert (outcome.status, outcome.out) == (0, "")
    assert target.stat().st_size > 200
