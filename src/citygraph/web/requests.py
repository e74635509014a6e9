"""Reading a request: the address of this server, the languages wanted, the page asked for."""

from __future__ import annotations

import re
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final

from citygraph.settings import setting
from citygraph.web.jobs import PageRequest
from citygraph.web.negotiation import languages

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = ["base_of", "page_request"]

_HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")
_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_FLAG: Final = re.compile(r"[a-z0-9-]{1,32}")
_FLAGS: Final = ("theme", "lang")


def base_of(request: Request) -> str:
    """Return the address of this server as the client sees it, ending in a slash."""
    if public := setting("serve_public"):
        return public if public.endswith("/") else f"{public}/"
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        server = request.scope.get("server") or ("localhost", None)
        host = f"{server[0]}:{server[1]}" if server[1] else str(server[0])
    return f"{request.url.scheme}://{host}/"


def page_request(request: Request, name: str) -> PageRequest:
    """Return what a page is asked for.

    Args:
        request: The request.
        name: The route's pattern.
    """
    flags = _flags(request.headers.get("cookie", ""))
    wanted = [request.query_params.get("lang", "").lower(), flags.get("lang", "")]
    wanted = [tag for tag in wanted if _TAG.fullmatch(tag)]
    tags = (*wanted, *languages(request.headers.get("accept-language", "")), "en")
    return PageRequest(
        name=name,
        path=request.url.path,
        parameters={key: str(value) for key, value in request.path_params.items()},
        query=tuple(request.query_params.multi_items()),
        languages=tuple(dict.fromkeys(tags)),
        nonce=secrets.token_urlsafe(16),
        base=base_of(request),
        flags=flags,
    )


def _flags(header: str) -> dict[str, str]:
    try:
        cookies = SimpleCookie(header)
    except CookieError:
        return {}
    found = {name: cookies[name].value for name in _FLAGS if name in cookies}
    return {name: value for name, value in found.items() if _FLAG.fullmatch(value)}
