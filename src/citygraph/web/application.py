"""The application: routes to jobs for workers, files, problems (ASGI, Starlette)."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from citygraph.settings import setting_as_int
from citygraph.web.access import AccessLog, Metrics, log
from citygraph.web.assets import find_asset
from citygraph.web.dumps import dump_routes
from citygraph.web.endpoint import endpoint_routes
from citygraph.web.linked import linked_routes
from citygraph.web.negotiation import wants_page
from citygraph.web.paged import paged
from citygraph.web.pages import PAGES
from citygraph.web.problems import PROBLEM_JSON, Problem, Refused
from citygraph.web.reloading import reloading
from citygraph.web.report_routes import report_routes
from citygraph.web.requests import base_of, page_request
from citygraph.web.security import SecurityHeaders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from citygraph.web.dispatch import Dispatcher
    from citygraph.web.relay import Relayed

__all__ = ["create", "problem_response"]

_TAKEN = {"/sparql", "/ontology", "/validation", "/reports", "/reports/{name}"}
_NEVER = {"Cache-Control": "no-store"}


def create(dispatcher: Dispatcher) -> ASGIApp:
    """Return the application.

    Args:
        dispatcher: Gives jobs to workers; the application opens and closes it.
    """
    metrics = Metrics(dispatcher)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await dispatcher.open()
        async with reloading(dispatcher):
            log("serving", release=dispatcher.pool.version, folder=dispatcher.folder)
            try:
                yield
            finally:
                dispatcher.close()

    async def health(_request: Request) -> Response:
        state = dispatcher.state()
        return JSONResponse(state, 200 if state["status"] == "ok" else 503, _NEVER)

    async def numbers(_request: Request) -> Response:
        return Response(metrics.text(), headers=_NEVER, media_type="text/plain; version=0.0.4")

    routes = [
        Route("/static/{name:path}", _static),
        Route("/health", health),
        Route("/metrics", numbers),
        *endpoint_routes(dispatcher),
        *linked_routes(dispatcher),
        *report_routes(dispatcher),
        *dump_routes(dispatcher),
        *(
            Route(pattern, _page(dispatcher, pattern))
            for pattern in PAGES
            if pattern not in _TAKEN and not pattern.startswith("/page/")
        ),
    ]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(_Bounded)],
        exception_handlers={Refused: _refused, HTTPException: _http_error, Exception: _mistake},
    )
    return AccessLog(SecurityHeaders(app), metrics)


class _Bounded:
    """Refuses addresses that are too long (ASGI middleware)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope.get("state", {}).get("too_long"):
            most = setting_as_int("serve_url")
            problem = Problem(
                "address-too-long",
                414,
                "The address is too long.",
                f"An address may have {most:,} kilobytes.",
                "Send a long query by POST.",
            )
            await problem_response(Request(scope, receive), problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _page(
    dispatcher: Dispatcher, pattern: str
) -> Callable[[Request], Awaitable[Response | Relayed]]:
    async def endpoint(request: Request) -> Relayed:
        return paged(dispatcher, request, pattern)

    return endpoint


async def _static(request: Request) -> Response:
    found = find_asset(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    version = request.query_params.get("v")
    headers = {
        "ETag": f'"{found.digest}"',
        "Cache-Control": "public, max-age=31536000, immutable"
        if version == found.digest
        else "public, max-age=300",
        "Vary": "Accept-Encoding",
    }
    if found.digest in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    data = found.data
    if found.packed and "gzip" in request.headers.get("accept-encoding", ""):
        data = found.packed
        headers["Content-Encoding"] = "gzip"
    return Response(data, headers=headers, media_type=found.media_type)


def problem_response(request: Request, problem: Problem) -> Response:
    """Return a problem as a page for people or a document for machines (RFC 9457)."""
    headers = dict(problem.headers) | {"Cache-Control": "no-store", "Vary": "Accept"}
    if wants_page(request.headers.get("accept", "")):
        from citygraph.web.pages import problem as page

        asked = page_request(request, "")
        request.state.nonce = asked.nonce
        made = page(problem, asked)
        return Response(
            made.body,
            status_code=problem.status,
            headers=headers | dict(made.headers),
            media_type="text/html",
        )
    return Response(
        problem.as_json(base_of(request)),
        status_code=problem.status,
        headers=headers,
        media_type=PROBLEM_JSON,
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return problem_response(request, error.problem)


_SENTENCES = {
    404: ("There is nothing at this address.", "Look for it on the first page."),
    405: ("This address does not take requests of this kind.", ""),
}


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail, hint = _SENTENCES.get(error.status_code, (error.detail, ""))
    problem = Problem.of_status(error.status_code, detail, hint)
    response = problem_response(request, problem)
    response.headers.update(error.headers or {})
    return response


async def _mistake(request: Request, _error: Exception) -> Response:
    return problem_response(
        request,
        Problem.of_status(
            500,
            "The server made a mistake while it answered this.",
            "Please report the address that you asked for.",
        ),
    )
