"""A release: one immutable folder with the graph, its metadata and its validation report."""

from __future__ import annotations

from citygraph.release.building import BuildOutcome, build, check, load_graph
from citygraph.release.folder import FILES, Manifest, open_release

__all__ = ["FILES", "BuildOutcome", "Manifest", "build", "check", "load_graph", "open_release"]
