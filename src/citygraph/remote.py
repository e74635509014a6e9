"""Remote SPARQL endpoints, through SPARQLWrapper (SPARQL 1.1 Protocol, query operation)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError

import pyoxigraph as ox

from citygraph.errors import EndpointError, UsageError
from citygraph.settings import setting, setting_as_int
from citygraph.store import Answer, Triples, Truth, syntax_error

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

__all__ = ["RemoteStore"]

_LONGEST_EXCERPT = 300
_LONGEST_GET = 2_000


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
        graph_wanted = client.queryType in {"CONSTRUCT", "DESCRIBE"}
        client.setReturnFormat("turtle" if graph_wanted else "json")
        data = self._fetch(client, text)
        try:
            if graph_wanted:
                return Triples(q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE))
            found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
            if isinstance(found, ox.QuerySolutions):
                answer = Answer(found)
                _ = answer.rows  # read whole, so that a cut answer is noticed here
                found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
                assert isinstance(found, ox.QuerySolutions)
                return Answer(found)
            return Truth(found)
        except (SyntaxError, ValueError) as error:
            excerpt = data[:_LONGEST_EXCERPT].decode("utf-8", "replace")
            raise EndpointError(
                f"{self.endpoint} sent an answer that cannot be read: {error}.",
                hint=f"It may have been cut off, or be a page for people. It begins: {excerpt}",
            ) from error

    def _client(self, text: str) -> SPARQLWrapper:
        from SPARQLWrapper import POST, SPARQLWrapper

        client = SPARQLWrapper(self.endpoint, agent=setting("user_agent"))
        client.setTimeout(self.timeout)
        client.setQuery(text)
        # SPARQLWrapper guesses the form of a query, and is misled by words in comments.
        client.queryType = _form(text)
        if len(text) > _LONGEST_GET:
            client.setMethod(POST)
        return client

    def _fetch(self, client: SPARQLWrapper, text: str) -> bytes:
        from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

        try:
            response: Any = client.query().response
            data: bytes = response.read()
        except QueryBadFormed as error:
            raise syntax_error(text, SyntaxError(_words(error))) from error
        except SPARQLWrapperException as error:
            raise EndpointError(
                f"{self.endpoint} refused the query: {_words(error)}.",
                hint="Try again later, or ask for less.",
            ) from error
        except HTTPError as error:
            raise EndpointError(
                f"{self.endpoint} answered with status {error.code} ({error.reason}).",
                hint="Try again later, or ask for less.",
            ) from error
        except TimeoutError as error:
            raise EndpointError(
                f"{self.endpoint} did not answer within {self.timeout} seconds.",
                hint="Ask for less, or raise CITYGRAPH_ENDPOINT_TIMEOUT.",
            ) from error
        except (URLError, OSError) as error:
            reason = getattr(error, "reason", error)
            raise EndpointError(
                f"{self.endpoint} cannot be reached: {reason}.",
                hint="Check the address and the network.",
            ) from error
        return data


def _form(text: str) -> str:
    """Return the form of a query: SELECT, ASK, CONSTRUCT or DESCRIBE."""
    bare = re.sub(r"#[^\n]*|<[^<>\s]*>", " ", text)
    match = re.search(r"(?<![?$\w])(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", bare, flags=re.IGNORECASE)
    return match[1].upper() if match else "SELECT"


def _words(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:_LONGEST_EXCERPT]
