from __future__ import annotations

import inspect

import pytest

from citygraph import errors
from citygraph.errors import CitygraphError, did_you_mean


def classes() -> list[type[CitygraphError]]:
    return [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, CitygraphError)
    ]


@pytest.mark.parametrize("error", classes())
def test_each_error_has_its_place_in_the_tree_of_the_docstring(error):
    line = next(line for line in errors.__doc__.splitlines() if f" {error.__name__} " in f"{line} ")
    if error is not CitygraphError:
        assert f"exit {error.exit_status}, HTTP {error.http_status}" in line
    assert error.__name__ in errors.__all__


def test_an_error_reads_as_a_sentence_and_a_hint():
    assert str(errors.UsageError("It is wrong.", hint="Do it right.")) == (
        "It is wrong.\nDo it right."
    )


@pytest.mark.parametrize(
    ("value", "known", "words"),
    [
        ("coordinater", ["coordinator", "member"], "Did you mean 'coordinator'?"),
        ("sofia", ["sofia-bg", "oulu-fi"], "Did you mean 'sofia-bg'?"),
        ("xyz", ["coordinator"], ""),
        ("", ["coordinator"], ""),
    ],
)
def test_near_matches(value, known, words):
    assert did_you_mean(value, known) == words
