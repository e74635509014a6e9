"""Checking an RDF file that did not come from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citygraph.errors import UnreadableInput
from citygraph.release.building import BuildOutcome, judge, merge_with_vocabulary
from citygraph.tables import ProblemReport

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citygraph.namespaces import Namespaces

__all__ = ["check_file"]


def check_file(
    path: Path, engine: str, namespaces: Namespaces, progress: Callable[[str], None]
) -> BuildOutcome:
    """Validate an RDF file after the rules have run over it.

    Args:
        path: A file in any RDF syntax, told by its suffix.
        engine: The SHACL engine.
        namespaces: The base.
        progress: Is told each step.

    Returns:
        The outcome, without a manifest.

    Raises:
        UnreadableInput: The file is missing, of an unknown kind, or does not parse.
    """
    progress("Reading the file")
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise UnreadableInput(
            f"{path} has no suffix that tells its RDF syntax.",
            hint="Use .ttl, .nt, .nq, .trig, .rdf or .jsonld.",
        )
    try:
        quads = list(ox.parse(path=str(path), format=form, rename_blank_nodes=True))
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error}.") from error
    except SyntaxError as error:
        line = f" in line {error.lineno}" if error.lineno else ""
        raise UnreadableInput(
            f"{path} does not parse{line}: {error.msg}.",
            hint="Correct the file there and try again.",
        ) from error
    graph = merge_with_vocabulary(quads, namespaces)
    progress("Validating")
    results, findings = judge(graph, engine)
    return BuildOutcome(ProblemReport(), findings, results)
