"""Problems: what went wrong with a request, in one shape for machines and people (RFC 9457)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.errors import CitygraphError

__all__ = ["PROBLEM_JSON", "Problem", "Refused"]

PROBLEM_JSON = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """What went wrong with one request.

    Attributes:
        kind: A short name, such as ``time-limit``; with the host it makes the problem's type.
        status: The HTTP status.
        title: The same short sentence for every problem of this kind.
        detail: A plain sentence about this one.
        hint: What the reader can do about it; may be empty.
        extra: Further members: limits met, formats that exist.
        headers: Headers that go with the answer, such as Retry-After.
    """

    kind: str
    status: int
    title: str
    detail: str
    hint: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of_error(cls, error: CitygraphError) -> Problem:
        """Return the problem that an error of ours is."""
        words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(error).__name__).strip()
        return cls(
            kind=words.replace(" ", "-"),
            status=error.http_status,
            title=HTTPStatus(error.http_status).phrase,
            detail=error.message,
            hint=error.hint,
        )

    @classmethod
    def of_status(cls, status: int, detail: str, hint: str = "") -> Problem:
        """Return a problem that its HTTP status says it all about."""
        phrase = HTTPStatus(status).phrase
        return cls(phrase.lower().replace(" ", "-"), status, phrase, detail, hint)

    def as_dict(self, base: str = "/") -> dict[str, Any]:
        """Return the members of the problem document.

        Args:
            base: The address of this server, ending in a slash.
        """
        members: dict[str, Any] = {
            "type": f"{base}help#{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.hint:
            members["hint"] = self.hint
        return members | dict(self.extra)

    def as_json(self, base: str = "/") -> bytes:
        """Return the problem document (application/problem+json)."""
        return (json.dumps(self.as_dict(base), ensure_ascii=False, indent=2) + "\n").encode()


class Refused(Exception):
    """Ends a request with a problem.

    Args:
        problem: What to tell the client.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem
