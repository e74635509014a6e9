"""The addresses of reports: a page, or a document by suffix, ``?format=`` or Accept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from citygraph.errors import UnknownName, did_you_mean
from citygraph.web.negotiation import best_type, wants_page
from citygraph.web.paged import paged
from citygraph.web.pages import PAGES
from citygraph.web.problems import Problem, Refused
from citygraph.web.protocol import tag_of
from citygraph.web.relay import Relayed
from citygraph.web.reporting import REPORT_TYPES, all_reports
from citygraph.web.requests import base_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from citygraph.queries import StoredQuery
    from citygraph.web.dispatch import Dispatcher

__all__ = ["report_routes"]

_PAGE: Final = "/reports/{name}"
_LISTING: Final = "/reports"
_MEDIA: Final = {media.partition(";")[0]: suffix for suffix, media in REPORT_TYPES.items()}
_UNRELATED: Final = frozenset({"lang", "theme"})


def report_routes(dispatcher: Dispatcher) -> list[Route]:
    """Return the routes of the reports.

    Args:
        dispatcher: Gives jobs to workers.
    """

    def _headers(request: Request) -> tuple[tuple[str, str], ...]:
        licence = dispatcher.pool.manifest["licence"]
        service = f'<{base_of(request)}openapi.json>; rel="service-desc"'
        return (
            ("Vary", "Accept, Accept-Encoding"),
            ("Cache-Control", "no-cache"),
            ("Last-Modified", dispatcher.pool.modified),
            ("Citygraph-Release", dispatcher.pool.version),
            ("Link", f'{service}, <{licence}>; rel="license"'),
        )

    async def listing(request: Request) -> Response | Relayed:
        if _LISTING in PAGES and wants_page(request.headers.get("accept", "")):
            return paged(dispatcher, request, _LISTING, _headers(request))
        base = base_of(request)
        entries = [
            {
                "name": query.name,
                "title": query.title,
                "question": query.question,
                "parameters": [p.name for p in query.parameters],
                "address": f"{base}reports/{query.name}",
            }
            for query in all_reports().values()
        ]
        return JSONResponse({"reports": entries}, headers=dict(_headers(request)))

    async def report(request: Request) -> Response | Relayed:
        query, suffix = _find(request.path_params["name"])
        accept = request.headers.get("accept", "")
        if not suffix:
            suffix, by_format = _chosen(request, query, accept)
            if suffix == "html" and not by_format and _PAGE in PAGES:
                return paged(dispatcher, request, _PAGE, _headers(request))
        elif suffix == "html" and _PAGE in PAGES and wants_page(accept):
            request.scope["path_params"]["name"] = query.name
            return paged(dispatcher, request, _PAGE, _headers(request))
        own = {parameter.name for parameter in query.parameters}
        values: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            if name in own or name not in _UNRELATED | {"format"}:
                values.setdefault(name, []).append(value)
        job = {"kind": "report", "name": query.name, "values": values, "suffix": suffix}
        tag = tag_of(dispatcher.pool.digest, "report", query.name, sorted(values.items()), suffix)
        return Relayed(dispatcher, job, tag=tag, headers=_headers(request))

    async def description(request: Request) -> Relayed:
        base = base_of(request)
        tag = tag_of(dispatcher.pool.digest, "openapi", base)
        job = {"kind": "openapi", "base": base}
        return Relayed(dispatcher, job, tag=tag, headers=_headers(request))

    return [
        Route(_LISTING, listing),
        Route(_PAGE, report),
        Route("/openapi.json", description),
    ]


def _find(asked: str) -> tuple[StoredQuery, str]:
    """Return the report and the suffix that a path names."""
    name, _, suffix = asked.partition(".")
    reports = all_reports()
    if name not in reports or not re.fullmatch(r"[a-z0-9-]+", name):
        raise Refused(
            Problem.of_error(
                UnknownName(
                    f"There is no report '{name[:100]}'.",
                    hint=did_you_mean(name[:100], reports) or "All reports are listed at /reports.",
                )
            )
        )
    if suffix and suffix not in REPORT_TYPES:
        raise Refused(_no_form(suffix))
    return reports[name], suffix


def _chosen(request: Request, query: StoredQuery, accept: str) -> tuple[str, bool]:
    """Return the form to answer in, and whether ``?format=`` asked for it."""
    takes_format = any(parameter.name == "format" for parameter in query.parameters)
    wanted = "" if takes_format else request.query_params.get("format", "")
    if wanted:
        wanted = "md" if wanted == "markdown" else wanted
        if wanted not in REPORT_TYPES:
            raise Refused(_no_form(wanted))
        return wanted, True
    if wants_page(accept, [media for media in _MEDIA if media != "text/html"]):
        return "html", False
    best = best_type(accept, tuple(_MEDIA))
    if best is None:
        raise Refused(
            Problem(
                "not-acceptable",
                406,
                "There is no format that you accept.",
                f"None of the formats there are is among those asked for: {accept[:200]}",
                f"The formats are {', '.join(_MEDIA)}.",
                {"formats": [{"format": s, "mediaType": m} for m, s in _MEDIA.items()]},
            )
        )
    return _MEDIA[best], False


def _no_form(suffix: str) -> Problem:
    return Problem(
        "unknown-format",
        400,
        "There is no such format.",
        f"A report cannot be written as '{suffix[:40]}'.",
        f"The formats are {', '.join(REPORT_TYPES)}.",
        {"formats": [{"format": s, "mediaType": m} for m, s in _MEDIA.items()]},
    )
