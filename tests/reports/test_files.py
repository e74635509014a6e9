"""Each query file says truly what it takes and gives."""

from __future__ import annotations

import re

import pytest

from citygraph.queries import CATEGORIES, load_queries
from citygraph.store import Answer
from tests.reports.conftest import NEED_MORE, needed

REPORTS = {name: q for name, q in load_queries("reports").items() if name not in NEED_MORE}
QUALITY = load_queries("quality")
ALL = {
    f"{kind}/{name}": query
    for kind, queries in (("reports", load_queries("reports")), ("quality", QUALITY))
    for name, query in queries.items()
}
EXAMPLES = [
    (name, parameter.name) for name, query in REPORTS.items() for parameter in query.parameters
]
NEEDED = {
    "cities-by-initiative",
    "city-profile",
    "coordinators",
    "event-participants",
    "events",
    "figures",
    "hosted-events",
    "initiative-chain",
    "initiative-parts",
    "initiatives",
    "mentor-cities",
    "people",
    "sources",
    "speakers",
}


def required_examples(query):
    return {p.name: p.example for p in needed(query)}


def body_of(query):
    return "\n".join(line for line in query.text.splitlines() if not line.startswith("#+"))


def test_the_reports_promised_are_there():
    assert set(REPORTS) >= NEEDED


@pytest.mark.parametrize("name", ALL)
def test_columns_are_those_of_the_select(name, release):
    query = ALL[name]
    answer = release.query(query.text)
    assert isinstance(answer, Answer)
    assert answer.columns == [column.name for column in query.columns]


@pytest.mark.parametrize("name", ALL)
def test_a_label_has_the_title_of_its_thing(name):
    titles = ALL[name].column_titles
    for column, title in titles.items():
        assert title[:1].isupper(), column
        if column.endswith("Label") and column.removesuffix("Label") in titles:
            assert title == titles[column.removesuffix("Label")]


@pytest.mark.parametrize("name", ALL)
def test_the_front_matter_is_whole(name):
    query = ALL[name]
    assert query.question.endswith("?")
    assert query.audience
    assert query.tags
    assert query.method.strip().endswith(".")
    assert not query.extra, "an unknown word in the front matter"
    for parameter in query.parameters:
        assert parameter.help.endswith("."), parameter.name
        assert parameter.example, parameter.name
    assert query.category in CATEGORIES
    for chart in query.charts:
        assert chart["caption"].endswith(".")


@pytest.mark.parametrize("name", ALL)
def test_prefixes_are_declared_used_and_the_projects_own(name, release):
    body = body_of(ALL[name])
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", body, flags=re.MULTILINE))
    rest = re.sub(r"<[^<>\s]*>|\"[^\"]*\"|#.*|^PREFIX.*$", "", body, flags=re.MULTILINE)
    used = set(re.findall(r"(\w+):(?=\w)", rest))
    assert used == set(declared)
    assert declared.items() <= release.namespaces.prefixes.items()


@pytest.mark.parametrize("name", ALL)
def test_rows_have_a_total_order(name):
    assert "\nORDER BY " in body_of(ALL[name])


@pytest.mark.parametrize("name", REPORTS)
def test_the_file_as_it_is_gives_the_rows_of_the_required_examples(name, release):
    """A required parameter has its example in the file, an optional one no restriction."""
    query = REPORTS[name]
    as_it_is = release.query(query.text)
    assert isinstance(as_it_is, Answer)
    rows = as_it_is.rows
    assert rows, "the file alone gives rows"
    if not query.narrow:
        assert rows == release.report(name, **required_examples(query)).rows


@pytest.mark.parametrize(("name", "parameter"), EXAMPLES)
def test_an_example_gives_rows_and_restricts(name, parameter, release):
    query = REPORTS[name]
    examples = {p.name: p.example for p in query.parameters}
    given = required_examples(query) | {parameter: examples[parameter]}
    if query.narrow:
        given = {parameter: examples[parameter]}
    rows = release.report(name, **given).rows
    assert rows
    if query.narrow:
        return
    whole = release.report(name, **required_examples(query)).rows
    assert len(rows) <= len(whole)


@pytest.mark.parametrize("name", REPORTS)
def test_a_row_stands_once(name, release):
    rows = release.report(name, **required_examples(REPORTS[name])).rows
    lines = [tuple(map(str, row)) for row in rows]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("name", REPORTS)
def test_every_source_named_is_listed(name, release):
    report = release.report(name, **required_examples(REPORTS[name]))
    if "sources" not in report.columns:
        return
    place = list(report.columns).index("sources")
    named = {key for row in report.rows if row[place] for key in row[place].value.split()}
    assert named == {source.key for source in report.sources}
    assert named, "no report is without sources"
