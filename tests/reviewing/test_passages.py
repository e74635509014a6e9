"""Passages around the places that proposals rest on."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.errors import UnreadableInput
from citygraph.reviewing import Document
from citygraph.reviewing.passages import passage, read_text


def shown(text, spans):
    return "".join(f"<{p.text}>" if p.marked else p.text for p in passage(text, spans))


def test_the_sentence_is_shown_and_the_place_marked():
    text = "One thing. Sofia hosts it! Another thing."
    assert shown(text, [(11, 16)]) == "<Sofia> hosts it! "


def test_places_far_apart_are_parted():
    text = "Sofia is here. " + "x" * 700 + ". Oulu is there."
    assert shown(text, [(0, 5), (717, 721)]) == "<Sofia> is here.  … <Oulu> is there."


def test_code_points_count_and_not_bytes():
    text = "🌍 София е домакин."
    assert shown(text, [(2, 7)]) == "🌍 <София> е домакин."


def test_what_steers_a_terminal_is_made_visible():
    assert shown("a\x1b[31mb\u202ec", [(0, 1)]) == "<a>·[31mb·c"


@given(st.text(), st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))))
def test_any_text_and_any_places_give_a_passage(text, spans):
    marked = sum(len(p.text) for p in passage(text, spans) if p.marked)
    inside = {i for a, b in spans if 0 <= a < b <= len(text) for i in range(a, b)}
    assert marked <= max(len(inside), 0)


def test_a_changed_document_is_refused_and_a_missing_one_is_not(tmp_path):
    data = b"Sofia ist hier."
    (tmp_path / "a.txt").write_bytes(data)
    document = Document("a.txt", "de", hashlib.sha256(data).hexdigest(), "")
    text = read_text(document, [tmp_path])
    assert (text.content, text.sha256, text.copy) == ("Sofia ist hier.", document.sha256, False)
    (tmp_path / "a.txt").write_bytes(b"Other")
    with pytest.raises(UnreadableInput, match="was changed"):
        read_text(document, [tmp_path])
    assert read_text(document, [tmp_path / "elsewhere"]) is None


def stored(folder, name, data):
    (folder / name).write_bytes(data)
    return read_text(Document(name, "en", hashlib.sha256(data).hexdigest(), ""), [folder])


def test_places_in_html_count_in_its_source_and_tags_are_not_shown(tmp_path):
    page = (
        '<html><body><nav>Menu</nav><article><h1>Lab</h1><p class="a">A city.</p><p>The '
        '<b>city of Sofia</b> hosts it &amp; more. <a href="x">More</a></p></article></body></html>'
    )
    text = stored(tmp_path, "a.html", page.encode())
    assert (text.content, text.copy) == (page, False)
    start = page.index("Sofia")
    pieces = text.passage([(start, start + 5)])
    assert [(p.text, p.marked) for p in pieces if p.marked] == [("Sofia", True)]
    shown = " ".join("".join(p.text for p in pieces).split())
    assert "The city of Sofia hosts it & more." in shown
    assert "<" not in shown
    assert "class" not in shown


def test_a_document_in_another_encoding_needs_a_copy(tmp_path):
    words = "Die Städte Köln und Münster nehmen gemeinsam am Gipfel für grüne Städte teil. " * 5
    text = stored(tmp_path, "a.txt", words.encode("cp1252"))
    assert text.content == words
    assert text.copy
    assert text.sha256 == hashlib.sha256(words.encode()).hexdigest()


def test_words_are_found_where_no_place_is_told(tmp_path):
    text = stored(tmp_path, "a.txt", b"Sofia and Oulu")
    assert text.find("Oulu") == ((10, 14),)
    assert text.find("Rome") == text.find("") == ()
