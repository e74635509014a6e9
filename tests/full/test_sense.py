"""The reports make sense on the full graph: names for all things, dates for positions, sums that agree."""

from __future__ import annotations

import pytest

from citygraph.queries import CATEGORIES, load_queries
from tests.reports.conftest import needed

REPORTS = load_queries("reports")


@pytest.fixture(scope="module")
def answers(full_release):
    """Each report with what it needs, run once."""
    found = {}

    def answer(name):
        if name not in found:
            given = {p.name: p.example for p in needed(REPORTS[name])}
            found[name] = full_release.report(name, **given)
        return found[name]

    return answer


def column(report, name):
    place = list(report.columns).index(name)
    return [row[place] for row in report.rows]


def numbers(report, name):
    return [int(cell.value) for cell in column(report, name)]


def test_every_category_has_reports():
    assert {query.category for query in REPORTS.values()} == set(CATEGORIES)
    assert len(REPORTS) >= 40


@pytest.mark.parametrize("name", REPORTS)
def test_there_are_rows_and_none_twice(name, answers):
    rows = [tuple(map(str, row)) for row in answers(name).rows]
    assert rows
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("name", REPORTS)
def test_no_thing_is_without_a_name(name, answers):
    report = answers(name)
    for label in report.columns:
        thing = label.removesuffix("Label")
        if label == thing or thing not in report.columns:
            continue
        for iri, text in zip(column(report, thing), column(report, label), strict=True):
            assert iri is None or (text is not None and text.value), (label, iri)


@pytest.mark.parametrize("name", REPORTS)
def test_lists_have_no_gaps(name, answers):
    """No separator at an end, none twice."""
    for row in answers(name).rows:
        for cell in row:
            text = "" if cell is None else cell.value
            if not text.startswith("http"):
                assert not text.startswith(("; ", ", ")), text
                assert not text.endswith(("; ", ", ")), text
                assert "; ; " not in text
                assert ", , " not in text


@pytest.mark.parametrize("name", ["people", "person-profile"])
def test_a_position_has_its_day(name, answers):
    report = answers(name)
    for row in report.rows:
        cells = dict(zip(report.columns, row, strict=True))
        if name == "people" or cells["section"].value == "Positions":
            assert cells["asOf"].value


def test_the_same_memberships_are_counted_everywhere(answers):
    by_size = answers("participation-by-size")
    by_country = answers("participation-by-country")
    for name in ("cities", "memberships"):
        assert sum(numbers(by_size, name)) == sum(numbers(by_country, name))
    assert len(answers("cities-without-events").rows) < sum(numbers(by_size, "cities"))


def test_a_city_is_a_first_timer_on_one_day(answers):
    report = answers("first-timers")
    days = {}
    for city, day in zip(column(report, "city"), column(report, "since"), strict=True):
        assert days.setdefault(city, day) == day


def test_small_cities_are_small_and_sorted(answers):
    people = numbers(answers("small-cities"), "population")
    assert people == sorted(people)
    assert people[-1] < 100_000


def test_shares_are_shares(answers):
    for name in ("ofThis", "ofOther"):
        assert all(0 <= share <= 100 for share in numbers(answers("initiative-overlap"), name))
    assert all(0 < share <= 100 for share in numbers(answers("topics-by-country"), "share"))


def test_who_moved_on_is_named_in_both(answers):
    report = answers("successors")
    for row in report.rows:
        cells = {c: "" if x is None else x.value for c, x in zip(report.columns, row, strict=True)}
        roles = bool(cells["earlierRoles"]), bool(cells["laterRoles"])
        assert {
            "in both": (True, True),
            "only in the earlier": (True, False),
            "only in the later": (False, True),
        }[cells["outcome"]] == roles


def test_durations_lie_in_order(answers):
    report = answers("membership-duration")
    for name in ("shortest", "mean", "longest"):
        assert all(float(cell.value) > 0 for cell in column(report, name))
    for low, middle, high in zip(
        *(column(report, name) for name in ("shortest", "mean", "longest")), strict=True
    ):
        assert float(low.value) <= float(middle.value) <= float(high.value)


def test_two_cities_seen_from_either_side(full_release):
    there = full_release.report("compare-cities", city="sofia-bg", other="helsinki-fi")
    back = full_release.report("compare-cities", city="helsinki-fi", other="sofia-bg")
    assert column(there, "valueOfCity") == column(back, "valueOfOther")
    assert column(there, "onlyCity") == column(back, "onlyOther")
    assert column(there, "both") == column(back, "both")
