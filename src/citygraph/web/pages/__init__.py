"""The portal: pages as pure functions of the release and a request, run in a worker."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from citygraph.web.jobs import PageResponse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest
    from citygraph.web.problems import Problem

__all__ = ["PAGES", "problem"]


def home(release: Release, request: PageRequest) -> PageResponse:
    """Return the first page."""
    return PageResponse(
        f"<!doctype html><html lang=en><title>citygraph</title><h1>citygraph</h1>"
        f"<p>Release {escape(release.title)}, {escape(request.base)}</p></html>".encode()
    )


def problem(what: Problem, request: PageRequest) -> PageResponse:
    """Return the page that tells a reader what went wrong; it runs without a release."""
    return PageResponse(
        f"<!doctype html><html lang=en><title>{escape(what.title)}</title><h1>{escape(what.title)}"
        f"</h1><p>{escape(what.detail)}</p><p>{escape(what.hint)}</p>"
        f'<p><a href="{escape(request.base)}">Home</a></p></html>'.encode(),
        status=what.status,
    )


PAGES: Final[Mapping[str, Callable[[Release, PageRequest], PageResponse]]] = {"/": home}
