"""Every example gives the expected rows, from Oxigraph and from rdflib's own engine alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from SPARQLWrapper import SPARQLWrapper

from tests.examples.answers import (
    EXAMPLES,
    EXPECTED,
    ask_rdflib,
    ask_store,
    expected_file,
    form,
)

if TYPE_CHECKING:
    from rdflib import Dataset

    from citygraph.opening import Release
    from citygraph.queries import StoredQuery

each_example = pytest.mark.parametrize("query", EXAMPLES.values(), ids=EXAMPLES)


@each_example
def test_oxigraph_gives_the_expected_answer(query: StoredQuery, release: Release):
    assert ask_store(release.store, query.text) == expected_file(query).read_text(encoding="utf-8")


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's of itself
@each_example
def test_rdflib_gives_the_same_answer(query: StoredQuery, dataset: Dataset):
    assert ask_rdflib(dataset, query.text) == expected_file(query).read_text(encoding="utf-8")


@each_example
def test_no_row_comes_twice(query: StoredQuery):
    lines = expected_file(query).read_text(encoding="utf-8").splitlines()
    assert lines
    assert len(set(lines)) == len(lines)


@each_example
def test_it_is_described_and_declares_just_the_prefixes_it_uses(query: StoredQuery):
    assert query.tags
    assert query.audience == "researchers"
    assert query.question.endswith("?")
    body = re.sub(r"#.*|\"[^\"]*\"|<[^>]*>", "", re.sub(r"(?m)^PREFIX.*$", "", query.text))
    declared = re.findall(r"(?m)^PREFIX ([\w-]+):", query.text)
    assert declared == sorted(set(re.findall(r"(?<![\w?-])([a-z]+):(?=\w)", body)))


@each_example
def test_sparqlwrapper_sees_what_form_of_query_it_is(query: StoredQuery):
    # It looks for SELECT, ASK, LOAD, ADD ... in comments too, even inside words.
    comments = "".join(re.findall(r"(?m)^#.*$", query.text))
    found = {match["queryType"].upper() for match in SPARQLWrapper.pattern.finditer(comments)}
    assert found <= {form(query)}
    client = SPARQLWrapper("http://localhost/")
    client.setQuery(query.text)
    assert client.queryType == form(query)


@each_example
def test_its_rows_have_an_order_of_their_own(query: StoredQuery):
    assert form(query) != "SELECT" or re.search(r"^ORDER BY", query.text, re.MULTILINE)


def test_there_are_enough_examples_and_no_answers_without_one():
    assert len(EXAMPLES) >= 24
    assert {path.name for path in EXPECTED.iterdir()} == {
        expected_file(query).name for query in EXAMPLES.values()
    }


def test_titles_and_questions_are_told_apart():
    assert len({query.title for query in EXAMPLES.values()}) == len(EXAMPLES)
    assert len({query.question for query in EXAMPLES.values()}) == len(EXAMPLES)
