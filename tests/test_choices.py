from __future__ import annotations

import pytest

from citygraph.choices import choices, known_values
from citygraph.parameters import Parameter


@pytest.fixture
def offer(release):
    """The choices for a type, in a language."""
    return lambda kind, language="en": choices(
        Parameter("x", kind), release.store, release.namespaces, language
    )


def test_choices_have_names_in_the_readers_language(offer):
    assert ("helsinki-fi", "Helsinki") in offer("city")
    assert ("helsinki-fi", "Хелзинки") in offer("city", "bg")
    assert ("helsinki-fi", "Helsingfors") in offer("city", "sv-FI")


def test_a_name_that_is_missing_in_a_language_is_given_in_english(offer):
    assert [key for key, _ in offer("city", "mt")] == [key for key, _ in offer("city")]
    assert ("sofia-bg", "Sofia") in offer("city", "mt")


def test_choices_are_sorted_by_name_without_marks(offer):
    english = [name for _key, name in offer("city")]
    assert english.index("Gdańsk") < english.index("Helsinki") < english.index("Sofia")


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("country", "bg"),
        ("event", "icc-mayors-summit-2020"),
        ("initiative", "intelligent-cities-challenge"),
        ("organisation", "innovative-sofia"),
        ("person", "dana-eleftheriadou"),
        ("venue", "hotel-coop-sofia-bg"),
        ("role", "coordinator"),
        ("topic", "digital-transition"),
        ("orgtype", "university"),
        ("source", "sofia-digital-transition-2017"),
    ],
)
def test_each_kind_of_thing_is_offered_once(offer, kind, key):
    keys = [value for value, _name in offer(kind)]
    assert key in keys
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("kind", ["date", "year", "integer", "text", "language"])
def test_a_plain_value_has_no_choices(offer, kind):
    assert offer(kind) == []


def test_known_values_have_the_english_name_first_and_every_spelling(release):
    known = known_values(Parameter("x", "city"), release.store, release.namespaces)
    assert known["sofia-bg"][0] == "Sofia"
    assert "София" in known["sofia-bg"]


def test_explain_counts_the_choices_and_shows_some(run, release_folder, tmp_path):
    outcome = run("report", "city-profile", "--explain", "--release", release_folder)
    assert outcome.status == 0
    assert "15 choices: barcelona-es (Barcelona), " in outcome.out
    alone = run("report", "city-profile", "--explain", "--release", tmp_path / "none")
    assert alone.status == 0
    assert "choices" not in alone.out
