from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from citygraph.errors import ParameterError, UnreadableInput
from citygraph.namespaces import Namespaces
from citygraph.queries import bind, load_queries, read_query

NS = Namespaces()

TEXT = """#+ title: Cities by name
#+ question: Which cities?
#+ tags: [cities]
#+ parameters:
#+   city: {type: city, help: A city., example: sofia-bg, several: true}
#+   since: {type: date, help: A day., example: 2020-01-01}
#+   word: {type: text, help: A word., example: ri}
#+   limit: {type: integer, help: How many., example: 3}
#+ columns:
#+   city: City
#+   word: {title: Word, help: The word looked for.}
#+ charts:
#+   - {kind: bar, label: city, value: word}
SELECT ?city ?word ?since ?limit WHERE {
  VALUES ?city { UNDEF }
  VALUES ?since { UNDEF }
  VALUES ?word { UNDEF }
  VALUES ?limit { UNDEF }
}
"""
QUERY = read_query("cities", TEXT)
KNOWN = {"sofia-bg": ["Sofia", "София"], "oulu-fi": ["Oulu", "Uleåborg"]}


def bound(**values: list[str]) -> str:
    return bind(QUERY, values, NS, lambda _parameter: KNOWN)


def test_the_front_matter_is_read():
    assert QUERY.title == "Cities by name"
    assert [p.name for p in QUERY.parameters] == ["city", "since", "word", "limit"]
    assert QUERY.column_titles == {"city": "City", "word": "Word"}
    assert QUERY.charts == ({"kind": "bar", "label": "city", "value": "word"},)


def test_the_file_runs_as_it_is():
    assert len(list(Store().query(TEXT))) == 1


def test_several_values_become_terms():
    text = bound(city=["sofia-bg", "Uleåborg"])
    assert f"VALUES ?city {{ <{NS.base}id/city/sofia-bg> <{NS.base}id/city/oulu-fi> }}" in text


def test_names_are_found_in_any_language_and_case():
    assert bound(city=["СОФИЯ"]) == bound(city=["sofia-bg"])
    assert bound(city=[f"{NS.base}id/city/sofia-bg"]) == bound(city=["sofia-bg"])


@pytest.mark.parametrize(
    ("values", "words", "hint"),
    [
        ({"city": ["sofja-bg"]}, "'sofja-bg' is not a city", "Did you mean 'sofia-bg' (Sofia)?"),
        ({"city": ["zzz"]}, "'zzz' is not a city", "for example, oulu-fi, sofia-bg"),
        ({"town": ["x"]}, "has no parameter 'town'", "It takes city, since, word, limit."),
        ({"citi": ["x"]}, "has no parameter 'citi'", "Did you mean 'city'?"),
        ({"since": ["yesterday"]}, "'yesterday' is not a date", "Write a year"),
        ({"since": ["2020", "2021"]}, "takes one value", "--param since=2020-01-01"),
        ({"limit": ["3; DROP"]}, "is not a whole number", "--param limit=3"),
        ({"word": ["x" * 201]}, "over 200 characters", ""),
    ],
)
def test_a_wrong_value_is_refused(values, words, hint):
    with pytest.raises(ParameterError) as caught:
        bound(**values)
    assert words in caught.value.message
    assert hint in caught.value.hint


def test_a_needed_parameter_must_be_given():
    text = TEXT.replace("several: true", "required: true")
    with pytest.raises(ParameterError, match="needs the parameter 'city': A city"):
        bind(read_query("cities", text), {}, NS, lambda _parameter: KNOWN)


def test_a_report_too_long_as_a_whole_needs_some_parameter():
    query = read_query("cities", TEXT.replace("#+ tags", "#+ narrow: true\n#+ tags"))
    with pytest.raises(ParameterError) as caught:
        bind(query, {}, NS, lambda _parameter: KNOWN)
    assert caught.value.message.endswith("too long as a whole; give at least one parameter.")
    assert "It takes city, since, word, limit." in caught.value.hint
    assert bind(query, {"word": ["x"]}, NS, lambda _parameter: KNOWN)


def test_an_empty_value_is_no_value():
    assert bound(city=[""]) == bound()


@given(st.text(max_size=200))
def test_no_text_escapes_from_its_literal(text):
    """Whatever is given for a text comes back as that text, and nothing else happens."""
    if text == "":
        return
    try:
        query = bound(word=[text])
    except ParameterError:
        return
    rows = list(Store().query(query))
    assert [row["word"].value for row in rows] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE {}",
        "#+ title: [\n#+ question: x\nSELECT * WHERE {}",
        "#+ title: x\n#+ question: y\n#+ parameters: {a: {type: city}}\nSELECT * WHERE {}",
        "#+ title: x\n#+ question: y\n#+ parameters: {a: {type: planet}}\nSELECT * WHERE {VALUES ?a {}}",
        "#+ title: x\n#+ question: y\n#+ category: Towns\nSELECT * WHERE {}",
        "#+ title: x\n#+ question: y\n#+ columns: {a: A}\n#+ charts: [{kind: pie, label: a}]\nSELECT ?a {}",
        "#+ title: x\n#+ question: y\n#+ columns: {a: A}\n#+ charts: [{kind: bar, label: a}]\nSELECT ?a {}",
        "#+ title: x\n#+ question: y\n#+ columns: {a: A}\n#+ charts: [{kind: bar, label: a, value: b}]\nSELECT ?a {}",
        "#+ title: x\n#+ question: y\n#+ parameters: {a: {type: city, hlep: z}}\nSELECT * WHERE {VALUES ?a {}}",
    ],
)
def test_a_front_matter_that_does_not_fit_is_refused(text):
    with pytest.raises(UnreadableInput):
        read_query("broken", text)


@pytest.mark.parametrize("kind", ["reports", "examples", "quality"])
def test_all_query_files_are_read(kind):
    queries = load_queries(kind)
    assert queries
    for query in queries.values():
        assert query.question.endswith("?"), query.name
        assert query.tags, query.name
