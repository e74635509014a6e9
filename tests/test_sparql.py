from __future__ import annotations

import re

import pytest

from citygraph.namespaces import Namespaces
from citygraph.sparql import bare, query_form, with_prefixes


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


@pytest.mark.parametrize(
    ("query", "declared"),
    [
        ("SELECT * { ?s cg:country/rdfs:label ?o }", ["cg", "rdfs"]),
        ("SELECT * { ?s ^cg:country|skos:broader+ ?o }", ["cg", "skos"]),
        ("PREFIX cg: <urn:x> SELECT * { ?s cg:a 'id:b', <role:c> } # topic:d", []),
        ("SELECT * { ?s ?p 1 }", []),
    ],
)
def test_prefixes_that_are_used_undeclared_are_declared(query, declared):
    text = with_prefixes(query, Namespaces())
    assert text.endswith(query)
    assert re.findall(r"PREFIX (\w+):", text.removesuffix(query)) == declared
