"""The review as a page, for the reviewer at this machine and nobody else.

The server is bound to 127.0.0.1. It answers only to its own host name, so that no other site can
be pointed at it, and only to a browser that came with the address printed at the start: its token
becomes a cookie, and every form carries a second one.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs

from citygraph.errors import CitygraphError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from citygraph.reviewing.session import Review

__all__ = ["application", "serve"]

_FOLDER: Final = Path(__file__).parent / "templates"
_COOKIE: Final = "citygraph-review"
_LARGEST_FORM: Final = 64_000
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class _Pages:
    """The answers; one reviewer, one process, one request at a time."""

    def __init__(self, review: Review, engine: str, token: str) -> None:
        from jinja2 import Environment, FileSystemLoader

        self.review = review
        self.engine = engine
        self.token = token
        self.form_token = secrets.token_urlsafe(24)
        self.templates = Environment(
            loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self.skipped: set[str] = set()

    def render(self, name: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401
        from starlette.responses import HTMLResponse

        text = self.templates.get_template(name).render(
            counts=self.review.counts(), form_token=self.form_token, **values
        )
        return HTMLResponse(text, status)

    async def next(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        waiting = self.review.open()
        fresh = [ident for ident in waiting if ident not in self.skipped]
        if not fresh:
            return await self.all(request)
        return RedirectResponse(f"/p/{fresh[0]}", 303)

    async def all(
        self, request: Request, message: str = "", problems: tuple[str, ...] = (), status: int = 200
    ) -> Response:
        del request
        return self.render(
            "list.html",
            status,
            title="Proposals",
            folder=self.review.folder,
            views=[self.review.view(ident) for ident in self.review.proposals],
            message=message,
            tone="bad" if problems else "",
            problems=problems,
        )

    async def proposal(self, request: Request) -> Response:
        from starlette.responses import RedirectResponse

        ident = request.path_params["ident"]
        if ident not in self.review.proposals:
            return self.render("review.html", 404, title="Not found", message="No such proposal.")
        message, changes, status = "", {}, 200
        if request.method == "POST":
            form = await self.form(request)
            fields = self.review.fields(ident)
            told = {n: form[f"f-{n}"] for n in fields if f"f-{n}" in form}
            changes = {n: v for n, v in told.items() if v != fields[n]}
            try:
                self.decide(ident, form.get("do", ""), changes)
            except CitygraphError as error:
                message, status = f"{error.message} {error.hint}".strip(), error.http_status
            else:
                return RedirectResponse("/", 303)
        view = self.review.view(ident, changes)
        return self.render(
            "proposal.html", status, view=view, title=view.headline, message=message, tone="bad"
        )

    def decide(self, ident: str, what: str, changes: dict[str, str]) -> None:
        self.skipped.discard(ident)
        if what == "accept":
            self.review.accept(ident, changes)
        elif what == "reject":
            self.review.reject(ident)
        elif what == "reopen":
            self.review.reopen(ident)
        elif what == "skip":
            self.skipped.add(ident)
        else:
            raise UsageError("A decision is accept, reject, skip or take back.")

    async def write(self, request: Request) -> Response:
        from starlette.concurrency import run_in_threadpool

        from citygraph.namespaces import Namespaces
        from citygraph.reviewing.writing import write_accepted
        from citygraph.validation import finding_lines

        await self.form(request)
        try:
            done = await run_in_threadpool(
                write_accepted, self.review, self.engine, Namespaces(), lambda _step: None
            )
        except CitygraphError as error:
            return await self.all(request, error.message, (error.hint,), error.http_status)
        outcome = done.outcome
        if not outcome.valid:
            stopping = [f for f in outcome.findings if f.result.severity == "Violation"]
            lines = outcome.problems.lines(20) if outcome.problems else finding_lines(stopping, 20)
            return await self.all(request, "No table was changed.", tuple(lines), 422)
        added = sum(change.added for change in done.changes.values())
        changed = sum(change.replaced for change in done.changes.values())
        return await self.all(request, f"Written: {added} rows added, {changed} changed.")

    async def form(self, request: Request) -> dict[str, str]:
        from starlette.exceptions import HTTPException

        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _LARGEST_FORM:
                raise HTTPException(413, "The form is too large.")
        told = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        form = {name: values[-1] for name, values in told.items()}
        if not secrets.compare_digest(form.get("token", "").encode(), self.form_token.encode()):
            raise HTTPException(403, "The form is not one of this page's.")
        return form


def application(review: Review, engine: str, token: str, hosts: tuple[str, ...]) -> Starlette:
    """Return the page as an ASGI application.

    Args:
        review: The review.
        engine: The SHACL engine for writing.
        token: What the first address must carry.
        hosts: The host names, with port, that it answers to.
    """
    from starlette.applications import Starlette
    from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse
    from starlette.routing import Route

    pages = _Pages(review, engine, token)

    async def asset(request: Request) -> Response:
        return FileResponse(_FOLDER / request.url.path.lstrip("/"))

    async def guard(request: Request, answer: Callable[..., Any]) -> Response:
        if request.headers.get("host", "") not in hosts:
            return PlainTextResponse("This address is not served here.", 421)
        origin = request.headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return PlainTextResponse("Another site may not use this page.", 403)
        if _same(request.query_params.get("token", ""), token):
            first: Response = RedirectResponse("/", 303)
            first.set_cookie(_COOKIE, token, httponly=True, samesite="strict", path="/")
            return first
        if not _same(request.cookies.get(_COOKIE, ""), token):
            return PlainTextResponse("Open the address that `citygraph review` printed.", 403)
        response: Response = await answer(request)
        return response

    def guarded(answer: Callable[..., Any]) -> Callable[..., Any]:
        async def call(request: Request) -> Response:
            response = await guard(request, answer)
            response.headers.update(_HEADERS)
            return response

        return call

    return Starlette(
        routes=[
            Route("/", guarded(pages.next)),
            Route("/all", guarded(pages.all)),
            Route("/p/{ident}", guarded(pages.proposal), methods=["GET", "POST"]),
            Route("/write", guarded(pages.write), methods=["POST"]),
            Route("/review.css", guarded(asset)),
            Route("/review.js", guarded(asset)),
        ]
    )


def _same(given: str, token: str) -> bool:
    return secrets.compare_digest(given.encode(), token.encode())


def serve(review: Review, engine: str, port: int, say: Callable[[str], None]) -> None:
    """Serve the page on 127.0.0.1 until it is interrupted.

    Args:
        review: The review.
        engine: The SHACL engine for writing.
        port: The port; 0 takes a free one.
        say: Is told the address to open.

    Raises:
        UsageError: The port is taken.
    """
    import socket

    import uvicorn

    token = secrets.token_urlsafe(24)
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except OSError as error:
        raise UsageError(
            f"Port {port} cannot be used: {error.strerror}.", hint="Leave --port out."
        ) from error
    number = listener.getsockname()[1]
    hosts = (f"127.0.0.1:{number}", f"localhost:{number}")
    app = application(review, engine, token, hosts)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    )
    say(f"Review at http://{hosts[0]}/?token={token}")
    say("Press Ctrl+C to end; decisions are kept.")
    # uvicorn shuts down in order, and then raises the interrupt that ended it once more.
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
