"""Each report gives the rows that follow from a few small tables.

`tests/small-graph/tables` is a folder that a user could have sent; `expected/NAME.csv` holds the rows
of a report, worked out by hand from the tables: some columns, all rows, in their order. A first
line with `#` holds the parameters.
"""

from __future__ import annotations

import csv
from itertools import product

import pytest

from citygraph.choices import known_values
from citygraph.namespaces import Namespaces
from citygraph.opening import open_folder
from citygraph.queries import bind, load_queries
from tests.conftest import ROOT, build_release

SMALL = ROOT / "tests" / "small-graph"
REPORTS = load_queries("reports")
# rdflib takes more than a second for each of these.
SLOW_IN_RDFLIB = {"conflicts", "coverage", "sources"}


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory):
    return build_release(SMALL / "tables", tmp_path_factory.mktemp("small") / "build")


@pytest.fixture(scope="module")
def small(small_folder):
    return open_folder(small_folder)


def expected(name):
    """Parameters, columns and rows of a file of expected rows."""
    lines = (SMALL / "expected" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    given = {}
    if lines[0].startswith("#"):
        given = dict(pair.split("=") for pair in lines.pop(0)[1:].split())
    columns, *rows = csv.reader(lines)
    return given, columns, rows


def cells(report, columns):
    places = [list(report.columns).index(column) for column in columns]
    return [["" if row[p] is None else row[p].value for p in places] for row in report.rows]


def test_every_report_has_its_expected_rows():
    assert {path.stem for path in (SMALL / "expected").glob("*.csv")} == set(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_the_rows_are_those_worked_out_by_hand(name, small):
    given, columns, rows = expected(name)
    assert cells(small.report(name, **given), columns) == rows
    assert rows


@pytest.mark.parametrize("name", sorted(set(REPORTS) - SLOW_IN_RDFLIB))
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")
def test_rdflib_gives_the_same_rows(name, small, small_dataset):
    given, columns, rows = expected(name)
    text = bind(
        REPORTS[name],
        {key: [value] for key, value in given.items()},
        Namespaces(),
        lambda parameter: known_values(parameter, small.store, small.namespaces),
    )
    answer = small_dataset.query(text)
    places = [[str(v) for v in answer.vars].index(column) for column in columns]
    theirs = [["" if row[p] is None else str(row[p]) for p in places] for row in answer]
    assert sorted(theirs) == sorted(rows)


@pytest.fixture(scope="module")
def small_dataset(small_folder):
    import rdflib

    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(small_folder / "citygraph.nq", format="nquads")
    dataset.default_graph.parse(small_folder / "citygraph.ttl", format="turtle")
    return dataset


SEVERAL = [
    (name, parameter.name)
    for name, query in REPORTS.items()
    for parameter in query.parameters
    if parameter.several and parameter.type in {"city", "country"}
]


@pytest.mark.parametrize(("name", "parameter"), SEVERAL)
def test_several_values_give_each_row_once(name, parameter, small):
    """All values together restrict nothing, but for what has no value at all."""
    query = REPORTS[name]
    given, columns, _rows = expected(name)
    kind = next(p for p in query.parameters if p.name == parameter)
    every = list(known_values(kind, small.store, small.namespaces))
    others = {key: value for key, value in given.items() if key != parameter}
    found = cells(small.report(name, **others, **{parameter: every}), columns)
    free = cells(small.report(name, **others), columns) if not kind.required else None
    assert len(found) == len({tuple(row) for row in found})
    if free is not None:
        assert all(row in free for row in found)


@pytest.mark.parametrize(("start", "end"), product(("2016", "2019"), ("2020", "2022")))
def test_a_period_of_years_cuts_rows_out(start, end, small):
    for name in ("active-cities", "first-timers", "participation-by-year"):
        _given, columns, rows = expected(name)
        year = columns.index("year")
        kept = [row for row in rows if start <= row[year] <= end]
        assert cells(small.report(name, **{"from": start, "to": end}), columns) == kept


def test_totals_add_up(small):
    """The same memberships, counted by year, by size, by country and by city."""
    by_size = cells(small.report("participation-by-size"), ["cities", "memberships"])
    by_country = cells(small.report("participation-by-country"), ["cities", "memberships"])
    for place in (0, 1):
        assert sum(int(row[place]) for row in by_size) == sum(int(row[place]) for row in by_country)
