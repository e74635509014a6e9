"""Inflected forms."""

import pytest

from citygraph.extraction.inflection import same_word


@pytest.mark.parametrize(
    ("written", "base"),
    [("sofia", "sofia"), ("sofiju", "sofija"), ("варне", "варна")],
)
def test_forms_of_a_name(written, base):
    assert same_word(written, base)


@pytest.mark.parametrize(
    ("written", "base"),
    [("ulm", "ula"), ("bern", "berg"), ("porto", "parma"), ("tampereella", "tampere")],
)
def test_other_names(written, base):
    assert not same_word(written, base)
