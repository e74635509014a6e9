"""Checking rows and statements as a build would, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.mapping import map_rows
from citygraph.release import BuildOutcome
from citygraph.release.building import judge, merge_with_vocabulary
from citygraph.tables import ProblemReport, Row, suppress
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from citygraph.namespaces import Namespaces

__all__ = ["check_rows", "described_elsewhere"]


def check_rows(
    rows: dict[str, list[Row]],
    statements: Iterable[ox.Quad],
    engine: str,
    namespaces: Namespaces,
    progress: Callable[[str], None],
) -> BuildOutcome:
    """Validate the graph of rows without problems, together with other statements.

    Args:
        rows: The rows of each table.
        statements: Statements that are in no table.
        engine: The SHACL engine.
        namespaces: The base of the graph.
        progress: Is told each step.

    Returns:
        The outcome, without a manifest.
    """
    progress("Deriving")
    facts = map_rows(suppress(rows), load_vocabulary(namespaces), namespaces)
    graph = merge_with_vocabulary([*facts.quads, *facts.metadata, *statements], namespaces)
    graph.facts.rows = facts.rows
    progress("Validating")
    results, findings = judge(graph, engine)
    return BuildOutcome(ProblemReport(), findings, results)


def described_elsewhere(
    triples: Iterable[ox.Triple], files: Iterable[Path], namespaces: Namespaces
) -> set[ox.Triple]:
    """Return what other graph files say about the things that statements refer to.

    The files are read one statement at a time, so that a large one costs time and no memory.

    Args:
        triples: The statements.
        files: The graph files.
        namespaces: The base: only its own things are looked for.

    Returns:
        The statements with those things as subjects, and so on until nothing new is referred to.
    """
    base = namespaces.node("", "").value.rstrip("/")
    paths = list(files)
    found: set[ox.Triple] = set()
    seen: set[object] = {t.subject for t in triples}
    wanted = _references(triples, base) - seen
    while wanted and paths:
        news: set[ox.Triple] = set()
        for path in paths:
            news.update(q.triple for q in ox.parse(path=str(path)) if q.subject in wanted)
        found |= news
        seen |= wanted
        wanted = _references(news, base) - seen
    return found


def _references(triples: Iterable[ox.Triple], base: str) -> set[ox.NamedNode]:
    return {
        t.object
        for t in triples
        if isinstance(t.object, ox.NamedNode) and t.object.value.startswith(base)
    }
