"""Remote SPARQL endpoints, through SPARQLWrapper (SPARQL 1.1 Protocol, query operation)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPException
from socket import gaierror
from typing import TYPE_CHECKING, Any, Final
from urllib.error import HTTPError, URLError

import pyoxigraph as ox

from citygraph.errors import EndpointError, UsageError
from citygraph.settings import setting, setting_as_int
from citygraph.sparql import query_form
from citygraph.store import Answer, Triples, Truth, syntax_error

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

__all__ = ["RemoteStore"]

_LONGEST_EXCERPT: Final = 300
_LONGEST_GET: Final = 2_000
_CHUNK: Final = 65_536
_MEGABYTE: Final = 1_000_000
_PASSING: Final = frozenset(
    {
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)


@dataclass(frozen=True)
class _Body:
    """What an endpoint sent.

    Attributes:
        data: The bytes.
        measured: Whether the server said where the answer ends, so that a cut is noticed.
    """

    data: bytes
    measured: bool


class RemoteStore:
    """A SPARQL endpoint somewhere else.

    Args:
        endpoint: Its HTTP address.
        timeout: Seconds to wait for an answer; the setting ``endpoint_timeout`` by default.
    """

    def __init__(self, endpoint: str, *, timeout: int | None = None) -> None:
        if not endpoint.startswith(("http://", "https://")):
            raise UsageError(
                f"'{endpoint}' is not the address of an endpoint.",
                hint="It begins with http:// or https://.",
            )
        self.endpoint = endpoint
        self.timeout = timeout or setting_as_int("endpoint_timeout")

    def query(self, text: str) -> Answer | Triples | Truth:
        """Answer a query; see :meth:`citygraph.store.Store.query`.

        Raises:
            QuerySyntaxError: The endpoint says that the text does not parse.
            EndpointError: The endpoint failed, took too long, or sent something else than an
                answer.
        """
        client = self._client(text)
        if client.queryType in {"CONSTRUCT", "DESCRIBE"}:
            return Triples(self._triples(client, text))
        client.setReturnFormat("json")
        data = self._fetch(client, text).data
        try:
            found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                answer = Answer(found)
                _ = answer.rows  # read whole, so that a cut answer is noticed here
                found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
                assert isinstance(found, ox.QuerySolutions)
                return Answer(found)
            return Truth(found)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(data, error) from error

    def _triples(self, client: SPARQLWrapper, text: str) -> list[ox.Triple]:
        """Return a graph.

        A graph that is cut between two statements still parses. Where the server does not say how
        long its answer is, the only proof is that it says the same again.
        """
        client.setReturnFormat("turtle")
        body = self._fetch(client, text)
        triples = self._parsed(body.data)
        if not body.measured and set(self._parsed(self._fetch(client, text).data)) != set(triples):
            raise EndpointError(
                f"{self.endpoint} sent two different answers to one query; one was cut off, or its "
                "data changed in between.",
                hint="Try again later, or ask for less.",
                transient=True,
            )
        return triples

    def _parsed(self, data: bytes) -> list[ox.Triple]:
        try:
            return [q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)]
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(data, error) from error

    def _client(self, text: str) -> SPARQLWrapper:
        from SPARQLWrapper import POST, SPARQLWrapper

        client = SPARQLWrapper(self.endpoint, agent=setting("user_agent"))
        client.setTimeout(self.timeout)
        client.setQuery(text)
        # SPARQLWrapper would take a word in a comment for the form of the query.
        client.queryType = query_form(text) or "SELECT"
        if len(text) > _LONGEST_GET:
            client.setMethod(POST)
        return client

    def _fetch(self, client: SPARQLWrapper, text: str) -> _Body:
        from SPARQLWrapper.SPARQLExceptions import (
            EndPointInternalError,
            QueryBadFormed,
            SPARQLWrapperException,
        )

        try:
            response: Any = client.query().response
            return self._read(response)
        except QueryBadFormed as error:
            raise syntax_error(text, SyntaxError(_words(error))) from error
        except SPARQLWrapperException as error:
            raise EndpointError(
                f"{self.endpoint} refused the query: {_words(error)}.",
                hint="Try again later, or ask for less.",
                transient=isinstance(error, EndPointInternalError),
            ) from error
        except HTTPError as error:
            wait = _seconds(error.headers.get("Retry-After", ""))
            later = f" It asks to wait {wait:,.0f} seconds." if wait else ""
            raise EndpointError(
                f"{self.endpoint} answered with status {error.code} ({error.reason}).{later}",
                hint="Try again later, or ask for less.",
                transient=error.code in _PASSING,
                retry_after=wait,
            ) from error
        except TimeoutError as error:
            raise self._late() from error
        except HTTPException as error:
            raise EndpointError(
                f"{self.endpoint} broke off in the middle of its answer.",
                hint="Try again later, or ask for less.",
                transient=True,
            ) from error
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise self._late() from error
            raise EndpointError(
                f"{self.endpoint} cannot be reached: {reason}.",
                hint="Check the address and the network.",
                transient=not isinstance(reason, gaierror),
            ) from error

    def _read(self, response: Any) -> _Body:  # noqa: ANN401
        """Read an answer, within the time and the size allowed."""
        measured = response.length is not None or bool(getattr(response, "chunked", False))
        kind = response.headers.get_content_type()
        limit = setting_as_int("endpoint_answer_limit")
        until = time.monotonic() + self.timeout
        data = bytearray()
        with response:
            while chunk := response.read1(_CHUNK):
                data += chunk
                if time.monotonic() > until:
                    raise self._late()
                if len(data) > limit * _MEGABYTE:
                    raise EndpointError(
                        f"{self.endpoint} sent more than {limit} MB.",
                        hint="Ask for less, or raise CITYGRAPH_ENDPOINT_ANSWER_LIMIT.",
                    )
            if response.length:  # read1 does not complain of bytes that are missing
                raise EndpointError(
                    f"{self.endpoint} broke off in the middle of its answer.",
                    hint="Try again later, or ask for less.",
                    transient=True,
                )
        if kind in {"text/html", "application/xhtml+xml"}:
            raise EndpointError(
                f"{self.endpoint} sent a web page instead of an answer.",
                hint="Check that the address is that of the endpoint itself, not of its query "
                f"form. The page begins: {_excerpt(bytes(data))}",
            )
        return _Body(bytes(data), measured)

    def _late(self) -> EndpointError:
        return EndpointError(
            f"{self.endpoint} did not answer within {self.timeout} seconds.",
            hint="Ask for less, or raise CITYGRAPH_ENDPOINT_TIMEOUT.",
            transient=True,
        )

    def _unreadable(self, data: bytes, error: Exception) -> EndpointError:
        return EndpointError(
            f"{self.endpoint} sent an answer that cannot be read: {error}.",
            hint=f"It may have been cut off, or be a page for people. It begins: {_excerpt(data)}",
            transient=True,
        )


def _words(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:_LONGEST_EXCERPT]


def _excerpt(data: bytes) -> str:
    return " ".join(data[:_LONGEST_EXCERPT].decode("utf-8", "replace").split())


def _seconds(text: str) -> float | None:
    """Return what a Retry-After header says, in seconds; None where it says nothing."""
    text = text.strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
