"""Headers of every answer: what a browser may do with it, and who may read it (CORS)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citygraph.settings import setting_as_int

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["SecurityHeaders", "policy_of"]

_POLICY: Final = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{nonce}; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_EXPOSED: Final = (
    b"ETag, Link, Query-Id, Citygraph-Release, Retry-After, Content-Location, Repr-Digest, "
    b"Content-Range"
)
_ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED),
)
_PAGE: Final = (
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
_DOCUMENT: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_PREFLIGHT: Final = (
    (
        b"access-control-allow-headers",
        b"Accept, Accept-Language, Content-Type, If-None-Match, Query-Id, Range",
    ),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
)
_READ: Final = b"GET, HEAD, OPTIONS"


def policy_of(nonce: str | None) -> str:
    """Return the policy of a page: everything from here, and inline only what has the nonce."""
    return _POLICY.format(nonce=f" 'nonce-{nonce}'" if nonce else "")


def _methods(path: str) -> bytes:
    if path.startswith("/sparql/queries/"):
        return b"GET, HEAD, DELETE, OPTIONS"
    return b"GET, HEAD, POST, OPTIONS" if path.rstrip("/") == "/sparql" else _READ


class SecurityHeaders:
    """Adds headers to every answer, and answers OPTIONS (ASGI middleware).

    Args:
        app: The application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.longest = setting_as_int("serve_url") * 1_000

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(scope, message)
            await send(message)

        if scope["method"] == "OPTIONS":
            methods = _methods(scope["path"])
            allowed = [(b"allow", methods), (b"access-control-allow-methods", methods)]
            start = {"type": "http.response.start", "status": 204}
            await wrapped({**start, "headers": [*allowed, *_PREFLIGHT[:2]]})
            await wrapped({"type": "http.response.body", "body": b""})
            return
        scope.setdefault("state", {})["too_long"] = (
            len(scope.get("raw_path") or b"") + len(scope["query_string"]) > self.longest
        )
        await self.app(scope, receive, wrapped)


def _add(scope: Scope, message: Message) -> None:
    headers = list(message.get("headers", ()))
    headers += _ALWAYS
    kind = next((value for name, value in headers if name == b"content-type"), b"")
    if kind.startswith(b"text/html"):
        headers += _PAGE
        if any(name == b"content-security-policy" for name, _ in headers):
            message["headers"] = headers
            return
        nonce = scope.get("state", {}).get("nonce")
        headers.append((b"content-security-policy", policy_of(nonce).encode()))
    elif message["status"] != 304:  # noqa: PLR2004 - a browser would take these for the page's
        headers.append(_DOCUMENT)
    message["headers"] = headers
