"""The portal: pages as pure functions of the release and a request, run in a worker.

A server calls :func:`prepare` before it forks its workers, which then share what it gathered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.web.pages.catalogue import data, help_page, schema, validation
from citygraph.web.pages.front import correction, home, labels, search, suggest
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.networks import network
from citygraph.web.pages.places import city_map
from citygraph.web.pages.querying import sparql
from citygraph.web.pages.rendering import page
from citygraph.web.pages.reporting import report, reports
from citygraph.web.pages.terms import ontology, vocabulary
from citygraph.web.pages.things import thing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest, PageResponse
    from citygraph.web.problems import Problem

__all__ = ["PAGES", "prepare", "problem"]


def prepare(release: Release) -> None:
    """Gather what the pages need of a release; it takes a quarter of a second for 110,000 facts."""
    gather(release)


def problem(what: Problem, request: PageRequest) -> PageResponse:
    """Return the page that tells a reader what went wrong; it runs without a release."""
    return page("problem.html", request, status=what.status, title=what.title, what=what)


PAGES: Final[Mapping[str, Callable[[Release, PageRequest], PageResponse]]] = {
    "/": home,
    "/correction": correction,
    "/data": data,
    "/help": help_page,
    "/labels": labels,
    "/map": city_map,
    "/network": network,
    "/ontology": ontology,
    "/page/{path:path}": thing,
    "/reports": reports,
    "/reports/{name}": report,
    "/schema": schema,
    "/search": search,
    "/sparql": sparql,
    "/suggest": suggest,
    "/validation": validation,
    "/vocabulary.json": vocabulary,
}
