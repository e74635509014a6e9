"""Linked data: from the name of a thing to its page or its document; vocabularies; catalogues."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from citygraph.web.formats import GRAPHS, SUFFIXES, choose
from citygraph.web.jobs import pack
from citygraph.web.negotiation import best_type, wants_page
from citygraph.web.paged import paged
from citygraph.web.pages import PAGES
from citygraph.web.problems import Problem, Refused
from citygraph.web.protocol import tag_of
from citygraph.web.relay import Relayed, client_of
from citygraph.web.requests import base_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    from citygraph.web.dispatch import Dispatcher

__all__ = ["KINDS", "linked_routes"]

KINDS: Final = (
    "audience",
    "format",
    "graph",
    "id",
    "measure",
    "network-measure",
    "orgtype",
    "placing",
    "publisher",
    "role",
    "source",
    "status",
    "topic",
)
"""The first parts of the paths of our IRIs."""
_SAFE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~/-]{0,400}")
_TYPES: Final = tuple(entry.media_type for entry in GRAPHS)
_DOCUMENTS: Final = {
    "ontology": ("file", "ontology.ttl", "ontology"),
    "alignments": ("file", "ontology.ttl", ""),
    "shapes": ("file", "shapes.ttl", ""),
    "validation": ("file", "validation.ttl", "validation"),
    ".well-known/void": ("void", "", ""),
    "void": ("void", "", ""),
    "dataset": ("void", "", ""),
    "dcat": ("catalogue", "", ""),
    "catalogue": ("catalogue", "", ""),
    "query": ("examples", "", ""),
}
"""Path to the job that writes the document, its file, and the page that tells the same."""


def linked_routes(dispatcher: Dispatcher) -> list[Route]:
    """Return the routes of linked data.

    Args:
        dispatcher: Gives jobs to workers.
    """
    server = _LinkedData(dispatcher)
    routes = [
        Route("/data/{path:path}", server.data),
        Route("/page/{path:path}", server.page),
        Route("/context.jsonld", server.context),
        Route("/query/{name}", server.example),
    ]
    for kind in KINDS:
        routes += [Route(f"/{kind}", server.thing), Route(f"/{kind}/{{key:path}}", server.thing)]
    for path in _DOCUMENTS:
        routes.append(Route(f"/{path}", server.document(path, "")))
        routes += [
            Route(f"/{path}.{suffix}", server.document(path, name))
            for suffix, name in SUFFIXES.items()
        ]
    return routes


class _LinkedData:
    def __init__(self, dispatcher: Dispatcher) -> None:
        self.dispatcher = dispatcher

    @property
    def namespace(self) -> str:
        return str(self.dispatcher.pool.manifest["base"])

    async def _state(self, request: Request, path: str) -> dict[str, str]:
        """Ask whether the release knows a thing."""
        job = pack({"kind": "find", "iri": self.namespace + path})
        async with self.dispatcher.run(job, client_of(request.scope)) as run:
            await run.answer.wait(1 << 30)
            if run.answer.problem is not None:
                raise Refused(run.answer.problem)
            state: dict[str, str] = json.loads(run.answer.take())
            return state

    async def thing(self, request: Request) -> Response:
        """Answer for a thing: 303 to what describes it, 301 to what took its place."""
        path = _checked(request.url.path[1:])
        stem, suffix = _split(path)
        state = await self._state(request, stem)
        base = base_of(request)
        if state["state"] == "replaced":
            now = state["by"].removeprefix(self.namespace)
            there = f"{base}{quote(now)}{suffix and '.' + suffix}"
            return RedirectResponse(there, 301, headers=self._links(base, now))
        if state["state"] == "unknown":
            raise Refused(_unknown(path))
        accept = request.headers.get("accept", "")
        if suffix == "html" or (not suffix and wants_page(accept, _TYPES)):
            target = f"{base}page/{quote(stem)}"
        else:
            form = choose(accept, SUFFIXES.get(suffix, ""), GRAPHS)
            ending = next(s for s, name in SUFFIXES.items() if name == form.name)
            target = f"{base}data/{quote(stem)}.{ending}"
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"} | self._links(base, stem)
        return RedirectResponse(target, 303, headers=headers)

    def _links(self, base: str, path: str) -> dict[str, str]:
        """Return the Link header of a thing: its documents, its description, the licence."""
        path = quote(path)
        links = [
            f'<{base}data/{path}.{suffix}>; rel="alternate"; type="{entry.media_type}"'
            for suffix, name in SUFFIXES.items()
            for entry in GRAPHS
            if entry.name == name
        ]
        links += [
            f'<{base}page/{path}>; rel="alternate"; type="text/html"',
            f'<{base}data/{path}.ttl>; rel="describedby"; type="text/turtle"',
            f'<{self.namespace}{path}>; rel="canonical"',
            f'<{self.dispatcher.pool.manifest["licence"]}>; rel="license"',
        ]
        return {"Link": ", ".join(links)}

    def _headers(self, request: Request, path: str) -> tuple[tuple[str, str], ...]:
        return (
            ("Vary", "Accept, Accept-Encoding"),
            ("Cache-Control", "no-cache"),
            ("Last-Modified", self.dispatcher.pool.modified),
            ("Citygraph-Release", self.dispatcher.pool.version),
            *self._links(base_of(request), path).items(),
        )

    async def data(self, request: Request) -> Relayed:
        """Answer with the document about a thing."""
        path = _checked(request.path_params["path"])
        stem, suffix = _split(path)
        form = choose(request.headers.get("accept", ""), SUFFIXES.get(suffix, ""), GRAPHS)
        ending = next(s for s, name in SUFFIXES.items() if name == form.name)
        base = base_of(request)
        job = {
            "kind": "thing",
            "iri": self.namespace + stem,
            "document": f"{base}data/{quote(stem)}.{ending}",
            "format": form.name,
        }
        headers = (*self._headers(request, stem), ("Content-Location", job["document"]))
        return self._relayed(job, headers)

    def _relayed(self, job: dict[str, Any], headers: tuple[tuple[str, str], ...]) -> Relayed:
        tag = tag_of(self.dispatcher.pool.digest, *job.values())
        return Relayed(self.dispatcher, job, tag=tag, headers=headers)

    async def page(self, request: Request) -> Response | Relayed:
        """Answer with the page about a thing: the portal's, or its document in Turtle."""
        path = request.path_params["path"]
        pattern = next((p for p in PAGES if p.startswith("/page/{")), None)
        if pattern is None:
            return RedirectResponse(f"{base_of(request)}data/{quote(path)}.ttl", 303)
        return paged(self.dispatcher, request, pattern, self._headers(request, _checked(path)))

    async def context(self, request: Request) -> Relayed:
        """Answer with the JSON-LD context."""
        return self._relayed({"kind": "context"}, self._headers(request, "ontology"))

    async def example(self, request: Request) -> Response:
        """Send a reader of one example to all of them."""
        return RedirectResponse(f"{base_of(request)}query", 303)

    def document(
        self, path: str, wanted: str
    ) -> Callable[[Request], Awaitable[Response | Relayed]]:
        """Return the endpoint of a document that describes the whole."""
        kind, file, page = _DOCUMENTS[path]
        pattern = f"/{page}"

        async def endpoint(request: Request) -> Response | Relayed:
            accept = request.headers.get("accept", "")
            form = wanted or request.query_params.get("format", "")
            if page and not form and pattern in PAGES and wants_page(accept, _TYPES):
                return paged(self.dispatcher, request, pattern)
            if not form and wants_page(accept) and best_type(accept, _TYPES) is None:
                form = "turtle"
            chosen = choose(accept, form, GRAPHS)
            base = base_of(request)
            job = {"kind": kind, "file": file, "base": base, "format": chosen.name}
            licence = self.dispatcher.pool.manifest["licence"]
            links = [
                f'<{base}{path}.{suffix}>; rel="alternate"; type="{entry.media_type}"'
                for suffix, name in SUFFIXES.items()
                for entry in GRAPHS
                if entry.name == name
            ]
            headers = (
                ("Vary", "Accept, Accept-Encoding"),
                ("Cache-Control", "no-cache"),
                ("Last-Modified", self.dispatcher.pool.modified),
                ("Citygraph-Release", self.dispatcher.pool.version),
                ("Link", ", ".join([*links, f'<{licence}>; rel="license"'])),
            )
            return self._relayed(job, headers)

        return endpoint


def _split(path: str) -> tuple[str, str]:
    """Return a path without its suffix, and the suffix, where it has one that we know."""
    stem, dot, suffix = path.rpartition(".")
    if dot and suffix in {*SUFFIXES, "html"}:
        return stem, suffix
    return path, ""


def _checked(path: str) -> str:
    """Return a path that may be part of an IRI of ours.

    Raises:
        Refused: It cannot be.
    """
    if not _SAFE.fullmatch(path) or ".." in path or "//" in path:
        raise Refused(_unknown(path))
    return path


def _unknown(path: str) -> Problem:
    return Problem(
        "unknown-thing",
        404,
        "There is nothing of that name.",
        f"The release has nothing called '{path[:200]}'.",
        "Look for it on the first page.",
    )
