"""The server: SPARQL endpoint, linked data, reports and pages of one release over HTTP."""

from __future__ import annotations

__all__: list[str] = []
