from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from citygraph.rendering.tables import text_table


def test_columns_stand_under_each_other_whatever_the_script():
    assert text_table(["a", "City", "n"], [["x", "София 東京", "1"], ["yyyy", "b\nc", "22"]]) == (
        "a      City         n\n"
        "──────────────────────\n"
        "x      София 東京   1\n"
        "yyyy   b            22\n"
        "       c\n"
    )


def test_a_cell_cannot_steer_the_terminal():
    text = text_table(["a"], [["\x1b[31mred\x07\ttab"]])
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "red" in text


def test_words_stay_whole_where_they_fit():
    text = text_table(["a", "b"], [["one two three", "x" * 30]], width=20)
    assert "one two" in text
    assert all(cell_len(line) <= 20 for line in text.splitlines())


cells = st.text(st.characters(exclude_categories=["Cs", "Mn", "Me", "Cf"]), max_size=40)


@settings(deadline=None)
@given(st.lists(st.tuples(cells, cells), max_size=6), st.integers(12, 60))
def test_folded_tables_keep_every_sign_and_their_width(rows, width):
    text = text_table(["a", "b"], [list(row) for row in rows], width=width)
    assert all(cell_len(line) <= width for line in text.split("\n"))
    kept = sorted(c for c in text if c.isprintable() and c not in " ─")
    given_signs = (c for row in rows for cell in row for c in cell)
    wanted = [c for c in given_signs if c.isprintable() and c not in " ─"]
    assert kept == sorted([*wanted, "a", "b"])
