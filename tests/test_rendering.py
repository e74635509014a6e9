from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from pyoxigraph import Literal, NamedNode

from citygraph.namespaces import Namespaces, foreign
from citygraph.queries import read_query
from citygraph.rendering import REPORT_FORMATS, render_report
from citygraph.rendering.tables import markdown_table, text_table
from citygraph.rendering.terms import as_value
from citygraph.reports import CitedSource, Report

NS = Namespaces()
QUERY = read_query(
    "sample",
    """#+ title: Sample
#+ question: What do <cells> look like?
#+ tags: [test]
#+ method: Read it line by line.
#+ columns: {city: City, cityLabel: City, since: Since, cities: Cities, source: Source}
SELECT ?city ?cityLabel ?since ?cities ?source WHERE {}
""",
)


def xsd(text: str, name: str) -> Literal:
    return Literal(text, datatype=foreign(f"xsd:{name}"))


SOURCE = CitedSource(NS.source("news").value, "Nyheter <1>", "https://news.example/1", "City of X")
REPORT = Report(
    QUERY,
    "SELECT ...",
    {"city": ["sofia-bg"]},
    ["city", "cityLabel", "since", "cities", "source"],
    [
        [
            NS.node("city", "sofia-bg"),
            Literal("София | <b>", language="bg"),
            xsd("2017-06-07", "date"),
            Literal(136),
            NS.source("news"),
        ],
        [
            NS.node("city", "oulu-fi"),
            Literal("=1+1", language="en"),
            xsd("2017", "gYear"),
            None,
            None,
        ],
    ],
    [SOURCE],
    "2026.11.21 (2026-11-21)",
    "https://creativecommons.org/licenses/by/4.0/",
)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (NamedNode("https://x.example/"), "https://x.example/"),
        (Literal("x", language="sv"), "x"),
        (Literal(7), 7),
        (xsd("55.5", "decimal"), 55.5),
        (xsd("true", "boolean"), True),
        (xsd("2017-06-07", "date"), date(2017, 6, 7)),
        (xsd("2021-12-02T15:30:00+02:00", "dateTime"), datetime.fromisoformat("2021-12-02T15:30+02:00")),
        (xsd("2017", "gYear"), "2017"),
        (xsd("2017-06", "gYearMonth"), "2017-06"),
        (xsd("2017-99-99", "date"), "2017-99-99"),
        (xsd("12017-01-01", "date"), "12017-01-01"),
    ],
)  # fmt: skip
def test_terms_keep_their_kind(term, value):
    assert as_value(term) == value
    assert type(as_value(term)) is type(value)


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_the_same_report_gives_the_same_bytes(form):
    assert render_report(REPORT, form, NS) == render_report(REPORT, form, NS)


def test_the_workbook_has_typed_cells_labels_and_an_about_sheet():
    book = openpyxl.load_workbook(io.BytesIO(render_report(REPORT, "xlsx", NS)))
    assert book.sheetnames == ["Rows", "About", "Sources"]
    rows = book["Rows"]
    assert [cell.value for cell in rows[1]] == ["City (IRI)", "City", "Since", "Cities", "Source"]
    assert rows["A2"].value == NS.node("city", "sofia-bg").value
    assert rows["C2"].value == datetime(2017, 6, 7)
    assert rows["C2"].is_date
    assert rows["D2"].value == 136
    assert rows["C3"].value == "2017"
    assert rows["B3"].value == "=1+1"
    assert rows["B3"].data_type == "s", "a text that looks like a formula stays text"
    assert rows.freeze_panes == "A2"
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Question"] == QUERY.question
    assert about["Query"] == "SELECT ..."
    assert about["Release"] == "2026.11.21 (2026-11-21)"
    assert about["Licence"].startswith("CC BY 4.0")
    assert about["Summary"] == "The 2 rows name 2 cities."
    assert [cell.value for cell in book["Sources"][2]] == [
        1, "news", "City of X", "Nyheter <1>", "https://news.example/1", SOURCE.iri,
    ]  # fmt: skip
    assert about["Parameters"] == "city = sofia-bg"


def test_csv_follows_the_sparql_recommendation():
    data = render_report(REPORT, "csv", NS)
    assert not data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert rows[0] == REPORT.columns
    assert rows[1] == [
        f"{NS.base}id/city/sofia-bg", "София | <b>", "2017-06-07", "136", f"{NS.base}source/news",
    ]  # fmt: skip
    assert rows[2][3:] == ["", ""]


def test_json_says_what_it_is_and_whether_it_is_whole():
    data = json.loads(render_report(REPORT, "json", NS))
    assert data["complete"] is True
    assert data["release"] == "2026.11.21 (2026-11-21)"
    assert data["rows"][0]["cities"] == 136
    assert data["rows"][0]["since"] == "2017-06-07"
    assert data["rows"][1]["cities"] is None
    assert data["sources"][0]["publisher"] == "City of X"


def test_html_escapes_and_marks_languages():
    text = render_report(REPORT, "html", NS).decode()
    assert '<td lang="bg"><a href="https://w3id.org/citygraph/id/city/sofia-bg">' in text
    assert "София | &lt;b&gt;" in text
    assert "What do &lt;cells&gt; look like?" in text
    assert text.count("<script") == 1
    assert 'style="' not in text
    assert '<th scope="col">' in text
    assert "<caption>" in text
    import re

    loaded = re.findall(r"<(?:img|link|iframe|source)\b|<script [^>]*src|url\(|@import", text)
    assert not loaded, "the page loads nothing"


def test_the_table_hides_an_iri_with_a_label_beside_it():
    text = render_report(REPORT, "table", NS).decode()
    assert "City  " in text
    assert "id:city/" not in text
    assert "2 rows, complete, from 1 source. Release 2026.11.21 (2026-11-21), CC BY 4.0." in text


def test_nothing_found_is_said():
    empty = Report(QUERY, "", {}, REPORT.columns, [], [], REPORT.release, REPORT.licence)
    for form in ("table", "markdown", "html"):
        assert "Nothing in the release answers this." in render_report(empty, form, NS).decode()
    openpyxl.load_workbook(io.BytesIO(render_report(empty, "xlsx", NS)))


def test_markdown_cells_cannot_break_the_table():
    text = markdown_table(["a_b", "c"], [["x | y", "<i>\n*z*"], ["_w_", "\\"]])
    assert text.splitlines() == [
        "| a_b | c |",
        "| --- | --- |",
        r"| x \| y | \<i> \*z\* |",
        r"| \_w\_ | \\ |",
    ]


def test_text_tables_are_not_cut_in_a_pipe():
    long = "word " * 200
    assert long.strip() in text_table(["a"], [[long.strip()]])


def test_text_tables_fold_to_a_width():
    lines = text_table(["a", "b"], [["word " * 30, "x"]], width=40).splitlines()
    assert max(map(len, lines)) <= 40
