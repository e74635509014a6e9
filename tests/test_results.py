from __future__ import annotations

import sys
from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode

from citygraph.errors import UsageError
from citygraph.namespaces import foreign
from citygraph.results import Rows

DAY = Literal("2017-06-07", datatype=foreign("xsd:date"))
YEAR = Literal("2017", datatype=foreign("xsd:gYear"))
ROWS = Rows(
    ["city", "people", "since", "with"],
    [
        [NamedNode("https://x.example/a"), Literal(5), DAY, YEAR],
        [NamedNode("https://x.example/b"), None, DAY, None],
    ],
    {"city": "City <of>"},
)


def test_cells_by_name():
    row = ROWS[0]
    assert (row.city, row["people"], row.since) == ("https://x.example/a", 5, date(2017, 6, 7))
    assert row["with"] == "2017"
    assert dict(ROWS[1])["people"] is None
    assert row.terms[3] == YEAR
    with pytest.raises(KeyError):
        row["town"]
    with pytest.raises(AttributeError, match="town"):
        _ = row.town


def test_rows_are_a_sequence():
    assert len(ROWS) == 2
    assert [row.city[-1] for row in ROWS[1:]] == ["b"]
    assert ROWS.column("people") == [5, None]
    with pytest.raises(UsageError, match="no column 'town'"):
        ROWS.column("town")


def test_a_data_frame_keeps_the_kinds():
    frame = ROWS.to_frame()
    assert str(frame.dtypes["people"]) == "Int64"
    assert str(frame.dtypes["since"]).startswith("datetime64")
    assert frame["with"].tolist()[0] == "2017"
    assert frame["since"].dt.year.tolist() == [2017, 2017]
    assert list(frame.columns) == ["city", "people", "since", "with"]
    assert Rows(["a"], []).to_frame().empty


def test_without_pandas_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pandas") as error:
        ROWS.to_frame()
    assert "pip install" in error.value.hint


def test_a_notebook_shows_a_table_in_which_markup_is_text():
    assert '<th scope="col">City &lt;of&gt;</th>' in ROWS._repr_html_()
    many = Rows(["a"], [[Literal(str(n))] for n in range(30)])
    assert "10 more" in many._repr_html_()
    assert repr(ROWS[:1]) == "<1 row: city, people, since, with>"
