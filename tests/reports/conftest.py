"""What the tests of the reports share: rows as text, and a second engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citygraph.opening import Release
    from citygraph.parameters import Parameter
    from citygraph.queries import StoredQuery

Row = dict[str, str]

# Reports on what five documents do not tell of; tests/full asks them of the full release, and
# tests/reports/test_small_graph.py of a small one.
NEED_MORE = frozenset(
    {
        "absent-countries",
        "active-cities",
        "awards",
        "cities-mission",
        "cities-without-events",
        "city-partners",
        "compare-cities",
        "conflicts",
        "coordination-by-country",
        "country-cities",
        "country-partners",
        "country-profile",
        "coverage",
        "event-programme",
        "events-calendar",
        "first-timers",
        "initiative-overlap",
        "initiative-profile",
        "lighthouse-pairs",
        "lighthouse-projects",
        "membership-duration",
        "milestones",
        "organisations",
        "participation-by-country",
        "participation-by-role",
        "participation-by-size",
        "participation-by-year",
        "partnerships-by-theme",
        "person-profile",
        "shared-initiatives",
        "small-cities",
        "successors",
        "targets",
        "topics-by-country",
        "urban-agenda",
    }
)


def needed(query: StoredQuery) -> list[Parameter]:
    """What a report needs: of one that is too long as a whole, the first parameter."""
    return [p for p in query.parameters if p.required] or list(query.parameters[: query.narrow])


@pytest.fixture(scope="session")
def ask(release: Release) -> Callable[..., list[Row]]:
    """Run a report and give its rows, each cell as text, empty where nothing stands."""

    def call(name: str, **parameters: str | list[str]) -> list[Row]:
        report = release.report(name, **parameters)
        return [
            {
                column: "" if cell is None else cell.value
                for column, cell in zip(report.columns, row, strict=True)
            }
            for row in report.rows
        ]

    return call


@pytest.fixture(scope="session")
def second_engine(release_folder: Path) -> rdflib.Dataset:
    """The release in rdflib: the merged graph by default, each source's graph by its name."""
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(release_folder / "citygraph.nq", format="nquads")
    dataset.default_graph.parse(release_folder / "citygraph.ttl", format="turtle")
    return dataset
