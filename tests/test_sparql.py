from __future__ import annotations

import pytest

from citygraph.sparql import bare, query_form


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * WHERE {}", "SELECT"),
        ("  ask {}", "ASK"),
        ("# LOAD what?\n# DROP ALL\nPREFIX select: <urn:x#> CONSTRUCT {} WHERE {}", "CONSTRUCT"),
        ("BASE <urn:ask> PREFIX : <urn:y> DESCRIBE :x", "DESCRIBE"),
        ("INSERT DATA {}", ""),
        ("", ""),
    ],
)
def test_the_form_is_read_behind_comments_and_prefixes(query, form):
    assert query_form(query) == form


def test_what_is_opaque_keeps_its_length():
    query = """SELECT * { ?s <urn:#> "a } \\" b" , '''c ' { d''' # } \n }"""
    text = bare(query)
    assert len(text) == len(query)
    assert text.count("{") == text.count("}") == 1
