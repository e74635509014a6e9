"""Names made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citygraph.collation import folded


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Évora", "evora"),
        ("  STRASSE  17 ", "strasse 17"),
        ("Straße", "strasse"),
        ("София", "софия"),
    ],
)
def test_case_marks_and_spaces_do_not_count(name, plain):
    assert folded(name) == plain


@given(st.text())
def test_folding_twice_changes_nothing(name):
    assert folded(folded(name)) == folded(name)
