"""What the tests of the full graph share: rows as text, and the tables that stand behind them."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

import pytest

from citygraph.queries import load_queries
from citygraph.store import Answer
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.opening import Release

Row = dict[str, str]
QUALITY = load_queries("quality")


@cache
def table(name: str) -> list[Row]:
    """The rows of one of the project's tables."""
    with (ROOT / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def english() -> dict[str, str]:
    """The English name of each key."""
    names: dict[str, str] = {}
    for kind in ("cities", "countries", "regions", "organisations", "initiatives", "people"):
        for row in table(kind):
            if row["name"]:
                names.setdefault(row["key"], row["name"])
    return names


def key(iri: str) -> str:
    return iri.rpartition("/")[2]


def as_text(columns: list[str], rows: list[list]) -> list[Row]:
    return [
        {c: "" if cell is None else cell.value for c, cell in zip(columns, row, strict=True)}
        for row in rows
    ]


@pytest.fixture(scope="session")
def ask(full_release: Release) -> Callable[..., list[Row]]:
    """Run a report on the full release and give its rows, each cell as text."""

    found: dict[str, list[Row]] = {}

    def call(name: str, **parameters: str | list[str]) -> list[Row]:
        asked = f"{name} {sorted(parameters.items())}"
        if asked not in found:
            report = full_release.report(name, **parameters)
            found[asked] = as_text(list(report.columns), report.rows)
        return found[asked]

    return call


@pytest.fixture(scope="session")
def wanting(full_release: Release) -> Callable[[str], list[Row]]:
    """Run a quality query on the full release."""
    found: dict[str, list[Row]] = {}

    def call(name: str) -> list[Row]:
        if name not in found:
            answer = full_release.query(QUALITY[name].text)
            assert isinstance(answer, Answer)
            found[name] = as_text(answer.columns, answer.rows)
        return found[name]

    return call
