"""A quality query gives a row for what is wanting, and only for that."""

from __future__ import annotations

import csv
import shutil

import pytest

from citygraph.namespaces import Namespaces
from citygraph.queries import load_queries
from citygraph.release.building import load_graph
from citygraph.store import Answer, LocalStore
from tests.conftest import DOCUMENTS

QUALITY = load_queries("quality")

SUMMIT = "dg-grow-icc-summit-2020"
# Rows that a curator might add, each wanting in one thing. Columns that are not named stay empty.
ADDED = {
    "sources.csv": [
        {
            "key": "never-read-2020", "title": "Never read", "language": "en", "publisher": "Nobody",
            "retrieved": "2026-11-21", "role": "document",
        },
        {
            "key": "second-2021", "title": "Second look", "language": "en", "publisher": "Somebody",
            "published": "2021", "retrieved": "2026-11-21", "role": "document",
        },
    ],
    "people.csv": [
        {"key": "jane-doe", "name": "Jane Doe", "source": "second-2021"},
        {"key": "john-roe", "name": "John Roe", "source": "second-2021"},
    ],
    "positions.csv": [
        {"holder": "john-roe", "at": "porto-pt", "title": "Mayor", "source": "second-2021"},
    ],
    "cities.csv": [
        {"key": "braga-pt", "name": "Braga", "country": "pt", "source": "citygraph-editors"},
    ],
    "events.csv": [
        {
            "key": "icc-mayors-summit-2020", "start": "2020-10-15", "end": "2020-10-15", "format": "online",
            "source": "second-2021",
        },
        {
            "key": "icc-1st-city-lab-2020", "start": "2020-09", "end": "2020-10", "source": "second-2021",
        },
        {"key": "lone-forum", "name": "Lone Forum", "type": "conference", "source": "second-2021"},
        {"key": "vague-forum", "name": "Vague Forum", "type": "conference", "source": "second-2021"},
    ],
    "event_participations.csv": [
        {
            "event": "vague-forum", "participant": "jane-doe", "role": "speaker", "source": "second-2021",
        },
    ],
    "figures.csv": [
        {
            "about": "icc-mayors-summit-2020", "measure": "mayors", "comparison": "about", "value": "125",
            "unit": "people", "source": "second-2021",
        },
    ],
    "participations.csv": [
        {
            "initiative": "intelligent-cities-challenge", "participant": "nice-fr", "role": "participant",
            "source": "second-2021", "status": "disputed",
        },
        {
            "initiative": "uaeu-digital-transition-partnership", "participant": "oulu-fi", "role": "coordinator",
            "start": "2016", "source": "second-2021",
        },
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def wanting(tmp_path_factory):
    """The project's tables with those rows added, as a graph."""
    data = tmp_path_factory.mktemp("wanting") / "data"
    shutil.copytree(DOCUMENTS, data)
    for name, rows in ADDED.items():
        path = data / name
        with path.open(newline="", encoding="utf-8") as table:
            columns = next(csv.reader(table))
        with path.open("a", newline="", encoding="utf-8") as table:
            csv.DictWriter(table, columns, restval="", lineterminator="\n").writerows(rows)
    problems, graph = load_graph(data, Namespaces())
    assert graph is not None, list(problems.lines(20))
    return LocalStore(graph.store)


def rows(store, name):
    answer = store.query(QUALITY[name].text)
    assert isinstance(answer, Answer)
    return [
        {
            column: "" if cell is None else cell.value
            for column, cell in zip(answer.columns, row, strict=True)
        }
        for row in answer.rows
    ]


def key(row, column="thing"):
    return row[column].rpartition("/")[2]


def test_undated(wanting, release):
    found = {key(row) for row in rows(wanting, "undated")}
    assert {"vague-forum", "smcnetzero"} <= found
    assert "icc-mayors-summit-2020" not in found
    assert "vague-forum" not in {key(row) for row in rows(release.store, "undated")}


def test_events_without_a_place(wanting):
    found = {key(row) for row in rows(wanting, "events-without-a-place")}
    assert "vague-forum" in found
    assert "icc-1st-city-lab-2020" not in found, "online"
    assert "uaeu-digital-transition-meeting-sofia-2017-panel-skills" not in found
    assert "icc-mayors-summit-2020" not in found, "the second source says online"


def test_single_source(wanting, release):
    def claims(store):
        return {key(row, "claim") for row in rows(store, "single-source")}

    nice = "intelligent-cities-challenge--nice-fr--participant"
    assert nice in claims(release.store)
    assert nice not in claims(wanting)
    assert "porto-pt--john-roe--mayor" in claims(wanting)


def test_not_plainly_stated(wanting, release):
    def found(store):
        return {(row["status"], key(row)) for row in rows(store, "not-plainly-stated")}

    nice = ("disputed", "intelligent-cities-challenge--nice-fr--participant")
    assert found(wanting) - found(release.store) == {nice}
    assert ("inferred", "smcnetzero-enabling-stage-module-2024") in found(release.store)
    (module,) = (
        row
        for row in rows(release.store, "not-plainly-stated")
        if key(row) == "smcnetzero-enabling-stage-module-2024"
    )
    assert "prints no year" in module["note"]


def test_missing_labels(wanting):
    found = {key(row): row["missing"] for row in rows(wanting, "missing-labels")}
    assert found["braga-pt"] == "bg ca fi sv"
    assert "sofia-bg" not in found


def test_unused_sources(wanting, release):
    assert rows(release.store, "unused-sources") == []
    assert [key(row, "source") for row in rows(wanting, "unused-sources")] == ["never-read-2020"]


def test_undated_sources(wanting):
    found = {key(row, "source"): row["before"] for row in rows(wanting, "undated-sources")}
    assert found["never-read-2020"] == ""
    assert found["helsinki-breton-dialogue-2021"] == "2021-12-02"
    assert SUMMIT not in found
    assert "second-2021" not in found


def test_people_without_as_of(wanting, release):
    assert rows(release.store, "people-without-as-of") == []
    assert {(key(row, "person"), row["wanting"]) for row in rows(wanting, "people-without-as-of")} == {
        ("jane-doe", "position"),
        ("john-roe", "as-of date of the position"),
    }  # fmt: skip


def test_disagreements(wanting, release):
    """A month and a day in it agree; two days do not."""
    assert rows(release.store, "disagreements") == []
    assert {
        (key(row), row["property"], row["one"], key(row, "oneSource"), row["other"], key(row, "otherSource"))
        for row in rows(wanting, "disagreements")
    } == {
        ("icc-mayors-summit-2020", "start", "2020-10-14", SUMMIT, "2020-10-15", "second-2021"),
        ("icc-mayors-summit-2020--mayors", "value", "125", "second-2021", "130", SUMMIT),
        ("icc-mayors-summit-2020", "end", "2020-10-14", SUMMIT, "2020-10-15", "second-2021"),
    }  # fmt: skip


def test_without_a_document(wanting):
    found = {key(row) for row in rows(wanting, "without-a-document")}
    assert "braga-pt" in found
    assert "sofia-bg" not in found


def test_unconnected(wanting):
    found = {key(row) for row in rows(wanting, "unconnected")}
    assert {"braga-pt", "lone-forum"} <= found
    assert not {"sofia-bg", "john-roe", "jane-doe", "vague-forum", "horizon-europe"} & found


def test_reports_stay_true_with_further_sources(wanting):
    """Two sources on one fact are one row that shows both, also where they differ."""
    reports = load_queries("reports")

    def ask(name):
        answer = wanting.query(reports[name].text)
        assert isinstance(answer, Answer)
        return [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]

    (nice,) = (row for row in ask("cities-by-initiative") if row["cityLabel"].value == "Nice")
    assert nice["status"].value == "disputed, stated"
    assert nice["sources"].value == f"{SUMMIT} second-2021"
    (oulu,) = (row for row in ask("coordinators") if row["coordinatorLabel"].value == "Oulu")
    assert (oulu["since"].value, oulu["knownOn"].value) == ("2016", "2021")
    assert oulu["sourcesLabel"].value.startswith("Second look / ")
    events = ask("events")
    (lab,) = (row for row in events if row["eventLabel"].value == "1st ICC City Lab")
    assert (lab["start"].value, lab["end"].value) == ("2020-09-28", "2020-10-02")
    (summit,) = (row for row in events if row["eventLabel"].value == "ICC Mayors' Summit 2020")
    assert summit["start"].value == "2020-10-14 / 2020-10-15"
    assert summit["end"].value == "2020-10-14 / 2020-10-15"
    mayors = [
        row for row in ask("figures") if row["measureLabel"].value == "mayors and deputy mayors"
    ]
    assert [
        (row["value"].value, row["comparison"].value, row["sources"].value) for row in mayors
    ] == [
        ("125", "about", "second-2021"),
        ("130", "exactly", SUMMIT),
    ]
    roe = next(row for row in ask("people") if row["holderLabel"].value == "John Roe")
    assert roe["asOf"].value == "2021", "the day of its source, where that gives no other"
