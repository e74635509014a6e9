"""Each file gives the same rows in rdflib's own SPARQL engine."""

from __future__ import annotations

from collections import Counter

import pytest
import rdflib

from citygraph.choices import known_values
from citygraph.queries import bind, load_queries
from citygraph.store import Answer
from tests.reports.conftest import NEED_MORE

pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")

REPORTS = {name: q for name, q in load_queries("reports").items() if name not in NEED_MORE}
FILES = REPORTS | load_queries("quality")
SLOW = {"sources"}
EXAMPLES = [
    (name, parameter.name)
    for name, query in REPORTS.items()
    for parameter in query.parameters
    if name not in SLOW
]


def rows_of_ours(answer):
    assert isinstance(answer, Answer)
    return Counter(tuple("" if c is None else str(c.value) for c in row) for row in answer.rows)


def rows_of_theirs(result):
    # rdflib gives one empty row where an aggregate has nothing to group.
    rows = (tuple("" if cell is None else str(cell) for cell in row) for row in result)
    return Counter(row for row in rows if any(row))


def mark(name):
    return pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name


@pytest.mark.parametrize("name", [mark(name) for name in FILES])
def test_the_file_gives_the_same_rows(name, release, second_engine):
    text = FILES[name].text
    theirs = second_engine.query(text)
    assert [str(variable) for variable in theirs.vars] == [c.name for c in FILES[name].columns]
    assert rows_of_theirs(theirs) == rows_of_ours(release.query(text))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "parameter"), EXAMPLES)
def test_the_file_with_a_parameter_gives_the_same_rows(name, parameter, release, second_engine):
    query = REPORTS[name]
    given = {p.name: [p.example] for p in query.parameters if p.required or p.name == parameter}
    text = bind(
        query,
        given,
        release.namespaces,
        lambda p: known_values(p, release.store, release.namespaces),
    )
    assert rows_of_theirs(second_engine.query(text)) == rows_of_ours(release.query(text))


@pytest.mark.parametrize("name", sorted(set(REPORTS) - SLOW))
def test_the_merged_graph_alone_is_enough_for_all_but_the_sources(name, release, release_folder):
    """Someone who loads only citygraph.ttl gets the same rows, maybe without their sources."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.bulk_load(path=str(release_folder / "citygraph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    columns = [column.name for column in REPORTS[name].columns]

    def rows(answer):
        keep = [place for place, column in enumerate(columns) if column != "sources"]
        return [[str(row[place]) for place in keep] for row in answer]

    alone = rows(list(store.query(REPORTS[name].text)))
    whole = release.query(REPORTS[name].text)
    assert isinstance(whole, Answer)
    assert alone == rows(whole.rows)


def test_a_graph_of_the_merged_file_in_rdflib_answers_who_coordinates(release_folder):
    graph = rdflib.Graph().parse(release_folder / "citygraph.ttl")
    found = graph.query(REPORTS["coordinators"].text)
    assert {str(row["coordinatorLabel"]) for row in found} >= {"Estonia", "Oulu", "Sofia"}
