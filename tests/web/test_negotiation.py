from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citygraph.web.formats import GRAPHS, RESULTS, choose
from citygraph.web.negotiation import best_type, languages, wants_page, weight
from citygraph.web.problems import Refused

JENA = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
    "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, "
    "application/xml;q=0.2, */*;q=0.1"
)
JENA_GRAPH = (
    "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,"
    "application/rdf+xml;q=0.7,*/*;q=0.3"
)
RDF4J = (
    "application/sparql-results+xml;q=0.8, application/xml;q=0.8, "
    "application/x-binary-rdf-results-table, application/sparql-results+json;q=0.9"
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
YASGUI = "application/sparql-results+json,*/*;q=0.9"


@pytest.mark.parametrize(
    ("accept", "formats", "name"),
    [
        ("", RESULTS, "json"),
        ("*/*", RESULTS, "json"),
        ("*/*", GRAPHS, "turtle"),
        ("text/csv", RESULTS, "csv"),
        ("text/*", RESULTS, "csv"),
        ("TEXT/CSV; Q=0.5, text/tab-separated-values;q=0.4", RESULTS, "csv"),
        ("application/json", RESULTS, "json"),
        ("application/json", GRAPHS, "jsonld"),
        ("text/csv;q=0.1, application/sparql-results+xml;q=0.2", RESULTS, "xml"),
        ("*/*;q=0.1, text/csv;q=0", RESULTS, "json"),
        ("application/sparql-results+json;q=0, */*", RESULTS, "xml"),
        ('text/csv;header="a,b;q=0"', RESULTS, None),
        ("text/turtle; charset=utf-8", GRAPHS, "turtle"),
        ("image/png", RESULTS, None),
        ("text/csv;q=nonsense", RESULTS, None),
        (JENA, RESULTS, "json"),
        (JENA_GRAPH, GRAPHS, "turtle"),
        (RDF4J, RESULTS, "json"),
        (YASGUI, RESULTS, "json"),
        (YASGUI, GRAPHS, "turtle"),
    ],
)
def test_choice(accept, formats, name):
    if name is None:
        with pytest.raises(Refused) as refusal:
            choose(accept, "", formats)
        assert refusal.value.problem.status == 406
        assert len(refusal.value.problem.extra["formats"]) == len(formats)
    else:
        assert choose(accept, "", formats).name == name


def test_what_the_address_says_comes_first():
    assert choose("text/csv", "xml", RESULTS).name == "xml"
    assert choose("text/csv", "application/sparql-results+json", RESULTS).name == "json"
    with pytest.raises(Refused) as refusal:
        choose("text/csv", "pdf", RESULTS)
    assert refusal.value.problem.status == 400
    assert "tsv" in refusal.value.problem.hint


def test_the_most_specific_range_counts():
    accept = "text/*;q=0.3, text/html;q=0.7, text/html;level=1, */*;q=0.5"
    # As RFC 9110, section 12.5.1, has it.
    assert weight(accept, "text/html;level=1") == 1
    assert weight(accept, "text/html") == 0.7
    assert weight(accept, "text/plain") == 0.3
    assert weight(accept, "image/jpeg") == 0.5
    assert weight(accept, "text/html;level=3") == 0.7


TYPES = ["text/turtle", "text/csv", "application/json", "application/ld+json", "text/html"]
WEIGHTS = st.sampled_from(["", ";q=0", ";q=0.001", ";q=0.5", ";q=1", ";q=1.0"])
RANGES = st.sampled_from([*TYPES, "text/*", "application/*", "*/*", "image/png"])


@given(st.lists(st.tuples(RANGES, WEIGHTS), max_size=6, unique_by=lambda pair: pair[0]))
def test_the_choice_is_what_the_client_wants_most(ranges):
    accept = ", ".join(value + q for value, q in ranges)
    best = best_type(accept, TYPES)
    weights = {kind: weight(accept, kind) for kind in TYPES}
    if not accept:
        assert best == TYPES[0]
    elif best is None:
        assert max(weights.values()) == 0
    else:
        assert weights[best] == max(weights.values()) > 0
        earlier = TYPES[: TYPES.index(best)]
        assert all(weights[kind] < weights[best] for kind in earlier)


@given(st.lists(st.tuples(RANGES, WEIGHTS), max_size=6, unique_by=lambda pair: pair[0]))
def test_the_order_of_ranges_does_not_matter(ranges):
    there = ", ".join(value + q for value, q in ranges)
    back = ",".join(value + q for value, q in reversed(ranges))
    assert best_type(there, TYPES) == best_type(back, TYPES)


@example(";")
@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    assert best_type(text, TYPES) in {None, *TYPES}
    assert wants_page(text) in {True, False}
    assert isinstance(languages(text), tuple)


def test_who_wants_a_page():
    assert wants_page(BROWSER)
    assert not any(map(wants_page, ("", "*/*", "text/*;q=0.5", JENA, YASGUI, "application/json")))
    assert not wants_page("text/html;q=0")
    assert not wants_page("application/json, text/html;q=0.5")


def test_languages():
    assert languages("de-AT, de;q=0.8, en;q=0.9, *;q=0.1, fr;q=0") == ("de-at", "en", "de")
    assert languages('"><script>') == ()
