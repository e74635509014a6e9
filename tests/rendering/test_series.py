from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citygraph.rendering.series import UNNAMED, Series
from citygraph.rendering.style import SERIES


def test_the_weightiest_comes_first_and_the_unnamed_last():
    series = Series([("a", 1), ("b", 5), ("", 9), ("a", 1)])
    assert series.names == ["b", "a", UNNAMED]
    assert series.colour("a") == "2"
    assert series.of("") == UNNAMED


def test_those_beyond_the_colours_go_together():
    series = Series([(f"s{n}", 20 - n) for n in range(12)])
    assert series.names == ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "Others"]
    assert series.of("s11") == "Others"


def test_years_keep_their_order_and_many_become_ranges():
    assert Series([("2020", 1), ("2019", 9)]).names == ["2019", "2020"]
    series = Series([(str(year), 1) for year in range(2001, 2013)])
    assert series.names == [
        "2001 to 2002", "2003 to 2004", "2005 to 2006", "2007 to 2008", "2009 to 2010", "2011 to 2012",
    ]  # fmt: skip
    assert series.of("2004") == "2003 to 2004"


def test_no_series_is_plain():
    assert Series([("", 1), ("", 2)]).plain
    assert not Series([("a", 1)]).plain


@given(
    st.lists(
        st.tuples(
            st.one_of(st.text(max_size=3), st.integers(1000, 9999).map(str)), st.floats(-9, 9)
        )
    )
)
def test_each_series_has_a_colour(weights):
    series = Series(weights)
    for name, _weight in weights:
        assert 1 <= int(series.colour(name)) <= SERIES
