"""Connections: bounds on what a client sends before its request is complete."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["BoundedProtocol"]

_LONGEST_HEAD: Final = 131_072
_LONGEST_WAIT: Final = 20.0  # seconds that the head of a request may take


class TooMuch(ValueError):
    """The head of a request is too long."""


class BoundedProtocol(HttpToolsProtocol):
    """Ends connections whose request does not come, or has no end."""

    _timer: asyncio.TimerHandle | None = None
    _size = 0

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(_LONGEST_WAIT, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()

    def _count(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > _LONGEST_HEAD:
            raise TooMuch

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to wait for the end of a request's head."""
        self._size = 0
        self._wait()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        self._count(url)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        self._count(name + value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Stop waiting: the request is there."""
        self._stop_waiting()
        super().on_headers_complete()
