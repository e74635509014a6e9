"""The reports on programmes say truly what they take and give, and answer quickly."""

from __future__ import annotations

import time

import pytest

from citygraph.queries import load_queries
from citygraph.store import Answer
from tests.reports.conftest import NEED_MORE

REPORTS = {name: query for name, query in load_queries("reports").items() if name in NEED_MORE}
EXAMPLES = [
    (name, parameter.name) for name, query in REPORTS.items() for parameter in query.parameters
]
# Their rows hold numbers or lists, which a parameter makes smaller.
COUNTING = {
    "absent-countries",
    "active-cities",
    "cities-without-events",
    "city-partners",
    "compare-cities",
    "coordination-by-country",
    "country-partners",
    "country-profile",
    "events-calendar",
    "initiative-overlap",
    "membership-duration",
    "organisations",
    "participation-by-country",
    "participation-by-role",
    "participation-by-size",
    "participation-by-year",
    "partnerships-by-theme",
    "small-cities",
    "topics-by-country",
}
# Seconds of work for one answer; they take a fifth of this on one core of 2020.
PATIENCE = 1.0


def required_examples(query):
    return {p.name: p.example for p in query.parameters if p.required}


def test_all_of_them_are_there():
    assert set(REPORTS) == NEED_MORE


@pytest.mark.parametrize("name", REPORTS)
def test_the_file_as_it_is_gives_the_rows_of_the_required_examples(name, full_release):
    query = REPORTS[name]
    full_release.query(query.text)
    begin = time.process_time()
    answer = full_release.query(query.text)
    assert isinstance(answer, Answer)
    rows = answer.rows
    assert time.process_time() - begin < PATIENCE
    assert rows
    assert answer.columns == [column.name for column in query.columns]
    assert rows == full_release.report(name, **required_examples(query)).rows


@pytest.mark.parametrize(("name", "parameter"), EXAMPLES)
def test_an_example_gives_rows_and_restricts(name, parameter, full_release):
    query = REPORTS[name]
    examples = {p.name: p.example for p in query.parameters}
    given = required_examples(query) | {parameter: examples[parameter]}
    rows = {tuple(row) for row in full_release.report(name, **given).rows}
    whole = {tuple(row) for row in full_release.report(name, **required_examples(query)).rows}
    assert rows
    if name in COUNTING:
        assert len(rows) <= len(whole)
    else:
        assert rows <= whole


@pytest.mark.parametrize("name", REPORTS)
def test_a_row_stands_once_and_its_sources_are_listed(name, full_release):
    report = full_release.report(name, **required_examples(REPORTS[name]))
    lines = [tuple(map(str, row)) for row in report.rows]
    assert len(set(lines)) == len(lines)
    if "sources" not in report.columns:
        assert name in COUNTING, "numbers only: its method names the report with the sources"
        return
    place = list(report.columns).index("sources")
    named = {key for row in report.rows if row[place] for key in row[place].value.split()}
    assert named == {source.key for source in report.sources}
    assert named


@pytest.fixture(scope="module")
def merged(full_release_folder):
    """The merged graph alone."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(
        path=str(full_release_folder / "citygraph.ttl"), format=pyoxigraph.RdfFormat.TURTLE
    )
    return store


@pytest.mark.parametrize("name", sorted(NEED_MORE - {"conflicts"}))
def test_the_merged_graph_alone_is_enough_but_for_single_numbers(name, full_release, merged):
    """Only who disagrees with whom cannot be told without the graphs of the sources."""
    columns = [column.name for column in REPORTS[name].columns]

    def rows(answer):
        keep = [place for place, column in enumerate(columns) if column != "sources"]
        return [[str(row[place]) for place in keep] for row in answer]

    whole = full_release.query(REPORTS[name].text)
    assert isinstance(whole, Answer)
    assert rows(list(merged.query(REPORTS[name].text))) == rows(whole.rows)
