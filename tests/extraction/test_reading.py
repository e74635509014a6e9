"""Documents of all kinds, good and bad."""

import io
from datetime import date
from pathlib import Path

import pytest

from citygraph.errors import UnreadableInput
from citygraph.extraction.reading import parse_document, read_document

PAGE = """<!DOCTYPE html><html><head><title>Ghent joins</title>
<meta property="article:published_time" content="2023-05-04"></head><body><nav><a href="/">Home</a><a href="/p">Porto</a></nav>
<article><h1>Ghent joins</h1><p>The city of <b>Ghent</b> joined the network &amp; the partnership on quiet streets this week.</p>
<p>More cities will follow in the autumn, says the mayor, and the plan runs for three years.</p></article>
<script>var city = "Paris";</script></body></html>"""


def test_of_html_the_main_text_with_offsets_in_the_page() -> None:
    document = parse_document("page.html", PAGE.encode())
    assert "joined the network & the partnership" in document.text
    assert "Paris" not in document.text
    start = document.text.index("Ghent joined")
    first, last = document.span(start, start + 5)
    assert PAGE[first:last] == "Ghent"
    assert document.published == date(2023, 5, 4)


def test_encodings_are_recognised() -> None:
    text = "Срещата на мрежата ще се проведе в София през май и юни тази година. " * 5
    assert "София" in parse_document("a.txt", text.encode("cp1251")).text
    assert "София" in parse_document("a.txt", text.encode("utf-16")).text


def test_a_pdf_gives_its_text(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(UnreadableInput, match="without text"):
        parse_document("scan.pdf", stream.getvalue())


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"  \n ", "empty"),
        ("a.bin", bytes(range(256)) * 20, "not a text"),
        ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 100, "not a text"),
        ("a.pdf", b"%PDF-1.4 broken", "damaged|without text"),
        ("a.txt", b"12 345 -- 678", "no text"),
        ("a.html", b"<html>" + b"<div>" * 5000, "nests"),
        ("a.html", b"<html><body></body></html>", "no main text|no text|not HTML"),
    ],
)
def test_bad_input_is_told_plainly(name: str, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message):
        parse_document(name, data)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        read_document(tmp_path / "none.txt")
