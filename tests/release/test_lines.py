"""Lines on disk: read more than once, at the same time, and written whole."""

from __future__ import annotations

from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from citygraph.release.lines import Lines

LINES = st.lists(st.binary().filter(lambda b: b"\n" not in b).map(lambda b: b + b"\n"))


@given(LINES)
def test_lines_give_back_what_they_were_given(lines):
    kept = Lines(lines)
    assert (len(kept), list(kept), list(kept)) == (len(lines), lines, lines)


def test_readers_do_not_disturb_one_another():
    kept = Lines([b"a\n", b"b\n", b"c\n"])
    first = iter(kept)
    assert next(first) == b"a\n"
    assert list(islice(kept, 2)) == [b"a\n", b"b\n"]
    assert list(first) == [b"b\n", b"c\n"]


def test_lines_are_written_whole_even_while_being_read(tmp_path):
    kept = Lines([b"a\n", b"b\n"])
    reader = iter(kept)
    next(reader)
    for _ in range(2):
        kept.write(tmp_path / "lines")
        assert (tmp_path / "lines").read_bytes() == b"a\nb\n"
    assert list(reader) == [b"b\n"]
