from __future__ import annotations

import base64
import hashlib
import re
import time

from pyoxigraph import Literal

from citygraph.namespaces import foreign
from citygraph.rendering.page import page
from citygraph.reports import CitedSource
from tests.rendering.drawing import NS, report

BAR = {"kind": "bar", "label": "cityLabel", "value": "events"}
COLUMNS = ["city", "cityLabel", "events", "sources"]
SOURCES = [
    CitedSource(NS.source("one").value, "The first", "https://one.example/a?b=1&c=2", "One"),
    CitedSource(NS.source("two").value, "The second", "", ""),
]


def sample(rows, *charts, **more):
    found = report(COLUMNS, rows, *charts)
    return type(found)(**{**vars(found), "sources": SOURCES, **more})


def html(*args, **more):
    return page(sample(*args, **more), NS).decode()


def test_the_page_reads_from_the_question_to_the_citation():
    text = html([["city/oulu-fi", "Oulu", 3, "two one"]], BAR).partition("<main>")[2]
    parts = [
        "<h1>Sample</h1>", "What is there?", "The one row names 1 city.", "<figcaption>Events by",
        "<svg", "<caption>1 row, complete, from 2 sources.", '<th scope="col" class="n">Events</th>',
        '<td class="n">3</td>', '<a href="#one">1</a>, <a href="#two">2</a>', "<h2>Sources</h2>",
        '<li id="one">One. <a href="https://one.example/a?b=1&amp;c=2">The first</a></li>',
        "citygraph 1 (2026-01-02)", "How to cite", "The query",
    ]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_policy_allows_this_style_and_this_script_and_nothing_else():
    text = html([["city/oulu-fi", "Oulu", 3, ""]], BAR)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        inner = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\sstyle=|\son\w+=", text)


def test_a_cut_answer_is_not_called_complete():
    text = html([["city/oulu-fi", "Oulu", 3, ""]], complete=False)
    assert "1 row, not complete: cut at a limit" in text
    assert "row, complete" not in text


def test_texts_are_escaped_everywhere():
    evil = "<script>alert('x')</script>\"&"
    text = html([[evil, evil, 1, evil]], BAR)
    assert text.count("<script>") == 1
    assert "&lt;script&gt;" in text


def test_days_are_not_broken_and_numbers_stand_right():
    moment = Literal("2021-12-02T15:30:00+02:00", datatype=foreign("xsd:dateTime"))
    found = report(["when", "n"], [])
    found = type(found)(**{**vars(found), "rows": [[moment, Literal(5)], [None, None]]})
    text = page(found, NS).decode()
    assert '<td><span class="day">2021-12-02</span> 15:30 +02:00</td><td class="n">5</td>' in text
    assert "<td></td>" in text


def test_thousands_of_rows_are_quickly_written():
    rows = [["city/oulu-fi", f"City {n}", n, "one two"] for n in range(4000)]
    found = sample(rows)
    page(found, NS)
    took = []
    for _ in range(5):
        start = time.process_time()
        page(found, NS)
        took.append(time.process_time() - start)
    assert min(took) < 0.15
