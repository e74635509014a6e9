"""The SPARQL 1.1 Protocol, query operation: from a request to a query."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect

from citygraph.settings import setting, setting_as_int
from citygraph.sparql import bare, query_form
from citygraph.web.dataset import named_services, uses_service
from citygraph.web.formats import GRAPHS, choose, formats_for
from citygraph.web.problems import Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

__all__ = ["QUERY_NAME", "Operation", "read_body", "read_operation"]

QUERY_NAME: Final = "Query-Id"
_NAME: Final = re.compile(r"[A-Za-z0-9._~-]{8,64}")
_CHANGING: Final = re.compile(
    r"(?<![\w?$:.@-])(?:RAND|NOW|UUID|STRUUID|BNODE|SERVICE)\b(?!\s*:)", re.IGNORECASE
)
_UPDATE: Final = re.compile(
    r"\s*(?:(?:PREFIX\s+[^\s:]*:|BASE\b)\s*)*"
    r"(?:INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b(?!\s*:)",
    re.IGNORECASE,
)
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"


@dataclass(frozen=True)
class Operation:
    """A query operation.

    Attributes:
        query: The query; empty where the service description is asked for.
        defaults: The graphs of ``default-graph-uri``.
        named: The graphs of ``named-graph-uri``.
        format: What ``format`` asks for; empty where Accept decides.
        name: The name by which it can be cancelled; empty where the client gives none.
        network: Whether it asks other endpoints, all of them allowed.
    """

    query: str
    defaults: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str = ""
    name: str = ""
    network: bool = False

    @property
    def repeatable(self) -> bool:
        """Whether the same release gives the same answer again."""
        return _repeatable(self.query)

    def job(self, accept: str) -> dict[str, Any]:
        """Return the job for a worker.

        Args:
            accept: The value of Accept.

        Raises:
            Refused: The client wants a format that there is none of.
        """
        if not self.query:
            chosen = choose(accept, self.format, GRAPHS)
            return {"kind": "description", "format": chosen.name}
        chosen = choose(accept, self.format, formats_for(_form_of(self.query)))
        return {
            "kind": "query",
            "query": self.query,
            "format": chosen.name,
            "defaults": self.defaults,
            "named": self.named,
            "network": self.network,
            "rows": setting_as_int("serve_rows"),
            "bytes": setting_as_int("serve_bytes") * 1_000_000,
        }


def _refuse(kind: str, status: int, title: str, detail: str, hint: str = "") -> Refused:
    return Refused(Problem(kind, status, title, detail, hint))


async def read_body(request: Request) -> bytes:
    """Return the body of a request.

    Raises:
        Refused: It is too large.
    """
    most = setting_as_int("serve_request") * 1_000
    size = request.headers.get("content-length", "0")
    body = bytearray()
    too_large = size.isdigit() and int(size) > most
    if not too_large:
        try:
            async for piece in request.stream():
                body += piece
                if len(body) > most:
                    too_large = True
                    break
        except ClientDisconnect:
            raise _refuse(
                "client-gone", 400, "The client hung up.", "The client hung up."
            ) from None
    if too_large:
        raise _refuse(
            "request-too-large",
            413,
            "The request is too large.",
            f"A request may have {most:,} bytes.",
            "Ask with a shorter query; long lists of values can be asked for in parts.",
        )
    return bytes(body)


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode("ascii", "surrogateescape"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=1_000,
        )
    except (UnicodeError, ValueError):
        raise _refuse(
            "bad-encoding",
            400,
            "The request cannot be read.",
            "The parameters of the request are not UTF-8 text in the encoding of forms.",
            "Encode each parameter as UTF-8, then with percent signs.",
        ) from None


async def read_operation(request: Request) -> Operation:
    """Return the query operation that a request asks for.

    Raises:
        Refused: It is not a query operation, or one that this server does not do.
    """
    pairs = _pairs(request.scope["query_string"])
    if request.method == "POST":
        body = await read_body(request)
        kind, _, parameters = request.headers.get("content-type", "").partition(";")
        match kind.strip().lower():
            case "application/x-www-form-urlencoded":
                pairs = [*pairs, *_pairs(body)]
            case "application/sparql-query":
                if any(name == "query" for name, _ in pairs):
                    raise _several()
                pairs.append(("query", _text(body, parameters)))
            case "application/sparql-update":
                raise _read_only()
            case _:
                raise _refuse(
                    "unsupported-media-type",
                    415,
                    "The request is in a format that this address does not take.",
                    f"A query is sent as {_FORM} or as {_DIRECT}, not as '{kind.strip()[:60]}'.",
                    "Set the header Content-Type.",
                )
        if not any(name in {"query", "update"} for name, _ in pairs):
            raise _refuse(
                "no-query", 400, "There is no query.", "The request has no parameter 'query'."
            )
    return _operation(request, pairs)


@lru_cache(maxsize=1024)
def _repeatable(query: str) -> bool:
    return not _CHANGING.search(bare(query))


@lru_cache(maxsize=1024)
def _is_update(query: str) -> bool:
    return bool(_UPDATE.match(bare(query)))


@lru_cache(maxsize=1024)
def _form_of(query: str) -> str:
    return query_form(query)


def _operation(request: Request, pairs: Iterable[tuple[str, str]]) -> Operation:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given or "using-graph-uri" in given or "using-named-graph-uri" in given:
        raise _read_only()
    queries = given.get("query", [])
    if len(queries) > 1:
        raise _several()
    query = queries[0] if queries else ""
    if queries and not query.strip():
        raise _refuse("no-query", 400, "There is no query.", "The parameter 'query' is empty.")
    if _is_update(query):
        raise _read_only()
    name = request.headers.get(QUERY_NAME, "") or next(iter(given.get("query-id", ())), "")
    if name and not _NAME.fullmatch(name):
        raise _refuse(
            "bad-name",
            400,
            "The name of the query is not one.",
            "A query's name has 8 to 64 letters, digits, hyphens, dots, underscores or tildes.",
        )
    wanted = next((v for key in ("format", "output") for v in given.get(key, ()) if v), "")
    return Operation(
        query,
        tuple(given.get("default-graph-uri", ())),
        tuple(given.get("named-graph-uri", ())),
        wanted,
        name,
        network=_check_services(query),
    )


def _check_services(query: str) -> bool:
    """Tell whether a query asks other endpoints; refuse one that may not."""
    if not uses_service(query):
        return False
    allowed = setting("serve_services").split()
    named = named_services(query)
    if allowed and all(service in allowed for service in named):
        return True
    wrong = next((service for service in named if service not in allowed), "")
    raise _refuse(
        "service-refused",
        403,
        "The server does not ask other endpoints.",
        f"SERVICE <{wrong[:200]}> is not among the endpoints that this server may ask."
        if wrong
        else "SERVICE may only name an endpoint by its IRI, in angle brackets.",
        f"It may ask {', '.join(allowed)}."
        if allowed
        else "Ask that endpoint itself, and join the answers where you are.",
    )


def _text(body: bytes, parameters: str) -> str:
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise _refuse(
            "bad-encoding",
            400,
            "The request cannot be read.",
            f"A query is UTF-8 text, not {charset[1][:40]}.",
        )
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise _refuse(
            "bad-encoding", 400, "The request cannot be read.", "The query is not UTF-8 text."
        ) from None


def _several() -> Refused:
    return _refuse(
        "several-queries", 400, "There are several queries.", "A request asks one query at a time."
    )


def _read_only() -> Refused:
    return _refuse(
        "read-only",
        403,
        "The graph cannot be changed here.",
        "This server answers queries only: updates are refused, LOAD among them.",
        "A correction is a change of the tables; every fact's page says where it comes from.",
    )


def tag_of(release: str, *parts: object) -> str:
    """Return the entity tag of an answer.

    Args:
        release: The checksum of the release.
        *parts: All that the answer depends on besides.
    """
    digest = hashlib.sha256("\x00".join(map(str, (release, *parts))).encode("utf-8", "replace"))
    return digest.hexdigest()[:32]
