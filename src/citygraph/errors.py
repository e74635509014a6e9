"""The one tree of errors.

    CitygraphError
    ├── UsageError            the call is wrong                           exit 2, HTTP 400
    │   ├── UnknownName       no report, format or setting of that name   exit 2, HTTP 404
    │   └── ParameterError    a report's parameter has a wrong value      exit 2, HTTP 400
    ├── UnreadableInput       a file or folder cannot be read             exit 2, HTTP 400
    │   └── QuerySyntaxError  the SPARQL text does not parse              exit 2, HTTP 400
    ├── InvalidData           tables or graph break their rules           exit 1, HTTP 422
    ├── ReleaseError          no release there, or it is damaged          exit 2, HTTP 503
    └── EndpointError         a remote store failed or was unreachable    exit 3, HTTP 502

Each error says in a plain sentence what is wrong and, in ``hint``, what to do about it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CitygraphError",
    "EndpointError",
    "InvalidData",
    "ParameterError",
    "QuerySyntaxError",
    "ReleaseError",
    "UnknownName",
    "UnreadableInput",
    "UsageError",
    "did_you_mean",
]


class CitygraphError(Exception):
    """Base of all errors that citygraph raises on purpose.

    Attributes:
        message: A plain sentence that says what is wrong.
        hint: What the reader can do about it; may be empty.
        exit_status: The process's exit status when the error ends a command.
        http_status: The HTTP status when the error ends a request.
    """

    exit_status: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(CitygraphError):
    """The call itself is wrong."""

    exit_status = 2
    http_status = 400


class UnknownName(UsageError):
    """Nothing has the name that was asked for."""

    http_status = 404


class ParameterError(UsageError):
    """A parameter of a report is missing, unknown or has a wrong value."""


class UnreadableInput(CitygraphError):
    """A file or folder is missing, or is not what it should be."""

    exit_status = 2
    http_status = 400


class QuerySyntaxError(UnreadableInput):
    """A SPARQL text does not parse."""


class InvalidData(CitygraphError):
    """The tables, or the graph built from them, break their rules."""

    exit_status = 1
    http_status = 422


class ReleaseError(CitygraphError):
    """There is no release at the place named, or a part of it is missing."""

    exit_status = 2
    http_status = 503


class EndpointError(CitygraphError):
    """A remote SPARQL endpoint failed, refused or could not be reached.

    Attributes:
        transient: Whether the same request may well succeed a little later.
        retry_after: The seconds that the endpoint asked to wait; None where it did not say.
    """

    exit_status = 3
    http_status = 502

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        transient: bool = False,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.transient = transient
        self.retry_after = retry_after


def did_you_mean(value: str, known: Iterable[str], *, limit: int = 3, cutoff: float = 75.0) -> str:
    """Return ``"Did you mean 'a' or 'b'?"`` for the known names closest to a value.

    Args:
        value: What was written.
        known: The names that would have been right.
        limit: How many names to offer at the most.
        cutoff: The least similarity, 0 to 100 (normalised Indel similarity).

    Returns:
        The sentence, or an empty string where nothing is close.
    """
    from rapidfuzz import fuzz, process, utils

    matches = process.extract(
        value,
        list(dict.fromkeys(known)),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=cutoff,
    )
    if not matches:
        return ""
    names = [f"'{name}'" for name, _score, _index in matches]
    return f"Did you mean {' or '.join(names)}?"
