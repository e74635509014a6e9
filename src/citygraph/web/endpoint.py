"""The SPARQL endpoint: queries, the service description, and the end of a running query."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from citygraph.web.formats import GRAPHS, RESULTS
from citygraph.web.negotiation import wants_page
from citygraph.web.paged import paged
from citygraph.web.pages import PAGES
from citygraph.web.problems import Problem, Refused
from citygraph.web.protocol import QUERY_NAME, read_operation, tag_of
from citygraph.web.relay import Relayed
from citygraph.web.requests import base_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from citygraph.web.dispatch import Dispatcher

__all__ = ["endpoint_routes"]

_PATH = "/sparql"
_TYPES = tuple(entry.media_type for entry in (*RESULTS, *GRAPHS))


def endpoint_routes(dispatcher: Dispatcher) -> list[Route]:
    """Return the routes of the endpoint.

    Args:
        dispatcher: Gives jobs to workers.
    """

    async def query(request: Request) -> Response | Relayed:
        accept = request.headers.get("accept", "")
        if request.method != "POST" and _PATH in PAGES and _for_people(request, accept):
            return paged(dispatcher, request, _PATH)
        operation = await read_operation(request)
        job = operation.job(accept)
        base = base_of(request)
        name = operation.name or uuid.uuid4().hex
        headers = (
            ("Vary", "Accept, Accept-Encoding"),
            ("Cache-Control", "no-cache" if operation.repeatable else "no-store"),
            (QUERY_NAME, name),
            ("Citygraph-Release", dispatcher.pool.version),
        )
        if not operation.query:
            job["base"] = base
            link = f'<{base}.well-known/void>; rel="describedby"'
            return Relayed(
                dispatcher,
                job,
                tag=tag_of(dispatcher.pool.digest, "description", base, job["format"]),
                headers=(*headers, ("Link", link)),
            )
        tag = None
        if operation.repeatable:
            tag = tag_of(
                dispatcher.pool.digest,
                operation.query,
                operation.defaults,
                operation.named,
                job["format"],
            )
        # Whoever named a query may want to end it, so it runs on its own.
        own = bool(operation.name)
        return Relayed(dispatcher, job, name=name, tag=tag, headers=headers, shared=not own)

    async def running(request: Request) -> Response:
        run = dispatcher.runs.get(request.path_params["name"])
        if run is None:
            raise Refused(
                Problem(
                    "no-such-query",
                    404,
                    "No such query is running.",
                    "No query of this name is running or waiting; it may have ended.",
                )
            )
        if request.method != "DELETE":
            state = "running" if run.worker is not None else "waiting"
            return JSONResponse({"state": state, "seconds": round(run.seconds, 2)})
        dispatcher.stop(
            run,
            Problem(
                "cancelled",
                503,
                "The query was cancelled.",
                f"The query was cancelled after {run.seconds:.1f} seconds.",
            ),
        )
        return Response(status_code=204)

    return [
        Route(_PATH, query, methods=["GET", "HEAD", "POST"]),
        Route(f"{_PATH}/", query, methods=["GET", "HEAD", "POST"]),
        Route(f"{_PATH}/queries/{{name}}", running, methods=["GET", "HEAD", "DELETE"]),
    ]


def _for_people(request: Request, accept: str) -> bool:
    query = request.query_params
    return wants_page(accept, _TYPES) and not (query.get("format") or query.get("output"))
