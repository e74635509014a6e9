from __future__ import annotations

import pyoxigraph as ox
import pytest

from citygraph.errors import UsageError
from citygraph.loading.paging import QueryEnd, batches, fill_block, page, read_end

BODY = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c }"


@pytest.mark.parametrize(
    ("query", "end"),
    [
        (BODY, QueryEnd(sorted=False, limited=False, open=True)),
        (f"{BODY} ORDER BY ?s ?c", QueryEnd(sorted=True, limited=False, open=True)),
        (f"{BODY} order  by DESC(?s)", QueryEnd(sorted=True, limited=False, open=True)),
        (f"{BODY} ORDER BY ?s LIMIT 10", QueryEnd(sorted=True, limited=True, open=True)),
        (f"{BODY} ORDER BY ?s OFFSET 5", QueryEnd(sorted=True, limited=True, open=True)),
        (f"{BODY} # ORDER BY ?s", QueryEnd(sorted=False, limited=False, open=True)),
        (f"{BODY} # }} ORDER BY ?s LIMIT 3", QueryEnd(sorted=False, limited=False, open=True)),
        (
            'CONSTRUCT { ?s a "} LIMIT 3" } WHERE { SELECT ?s { ?s a ?c } ORDER BY ?s LIMIT 9 }',
            QueryEnd(sorted=False, limited=False, open=True),
        ),
        (
            f"{BODY} ORDER BY ?s VALUES ?s {{ <urn:limit> }}",
            QueryEnd(sorted=True, limited=False, open=False),
        ),
        (
            f"{BODY} ORDER BY ?s VALUES (?s ?c) {{ (<urn:a> '}}') }}",
            QueryEnd(sorted=True, limited=False, open=False),
        ),
        ("PREFIX limit: <urn:x#> " + BODY, QueryEnd(sorted=False, limited=False, open=True)),
    ],
)
def test_the_end_of_a_query_is_read(query, end):
    assert read_end(query) == end


def test_a_page_is_added_behind_the_end():
    query = f"{BODY} ORDER BY ?s # by name\n"
    text = page(query, 10, 3)
    assert text.startswith(query.rstrip())
    assert text.endswith("\nLIMIT 10 OFFSET 30\n")
    ox.Store().query(text)


def test_a_block_is_filled_with_terms():
    rows = [
        [ox.NamedNode("urn:a"), ox.Literal('"} evil { \\')],
        [ox.NamedNode("urn:b"), ox.Literal("x\ny", language="en")],
    ]
    query = "CONSTRUCT { ?s <urn:p> ?o } WHERE { VALUES (?s ?o) { (UNDEF UNDEF) } }"
    found = set(ox.Store().query(fill_block(query, ["s", "o"], rows)))
    assert {(t.subject, t.object) for t in found} == {tuple(row) for row in rows}


def test_one_variable_may_stand_without_brackets():
    query = "CONSTRUCT { ?s a ?s } WHERE { VALUES ?s { UNDEF } }"
    assert "<urn:a>" in fill_block(query, ["s"], [[ox.NamedNode("urn:a")]])


@pytest.mark.parametrize("query", [BODY, BODY[:-1] + "VALUES ?s { UNDEF } VALUES ?s { UNDEF } }"])
def test_the_block_must_be_there_once(query):
    with pytest.raises(UsageError, match="one block VALUES"):
        fill_block(query, ["s"], [])


def test_batches():
    rows = [[ox.Literal(n)] for n in range(5)]
    assert [len(batch) for batch in batches(rows, 2)] == [2, 2, 1]
