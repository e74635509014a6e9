"""citygraph: the open knowledge graph of European cities and the initiatives they join."""

from __future__ import annotations

from citygraph._version import __version__

__all__ = ["__version__"]
