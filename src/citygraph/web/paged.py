"""A page of the portal as a response: made in a worker, kept with the nonce it was made with."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from citygraph.web.protocol import tag_of
from citygraph.web.relay import Relayed
from citygraph.web.requests import page_request
from citygraph.web.security import policy_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from citygraph.web.dispatch import Dispatcher

__all__ = ["paged"]

_CHANGING: Final = frozenset({"/sparql", "/help"})  # they show what a query or a setting says now
_VARY: Final = ("Vary", "Accept, Accept-Encoding, Accept-Language, Cookie")


def paged(
    dispatcher: Dispatcher,
    request: Request,
    pattern: str,
    headers: tuple[tuple[str, str], ...] = (),
) -> Relayed:
    """Return the response that is a page.

    A page that is kept goes out again with its own nonce and the policy that names it. Whoever
    could put a script into a page would do so by its address, and another address is another page
    with another nonce.

    Args:
        dispatcher: Gives jobs to workers.
        request: The request.
        pattern: A key of ``citygraph.web.pages.PAGES``.
        headers: Headers to add.
    """
    asked = page_request(request, pattern)
    values = asked.as_dict()
    kept = [pair for pair in headers if pair[0] not in {"Vary", "Cache-Control"}]
    key = None
    if pattern not in _CHANGING:
        said = {name: value for name, value in values.items() if name != "nonce"}
        key = tag_of(dispatcher.pool.digest, json.dumps(said, sort_keys=True))
    return Relayed(
        dispatcher,
        {"kind": "page", "request": values},
        key=key,
        headers=(*kept, _VARY, ("Cache-Control", "no-cache")),
        kept_headers=(("Content-Security-Policy", policy_of(asked.nonce)),),
    )
