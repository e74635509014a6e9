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

__all__ = ["check_file", "read_quads"]


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
    quads = read_quads(path)
    graph = merge_with_vocabulary(quads, namespaces)
    progress("Validating")
    results, findings = judge(graph, engine)
    return BuildOutcome(ProblemReport(), findings, results)


def read_quads(path: Path, base_iri: str | None = None) -> list[ox.Quad]:
    """Read an RDF file whose suffix tells its syntax.

    Args:
        path: The file.
        base_iri: What relative IRIs are resolved against; without it they are errors.

    Returns:
        Its statements.

    Raises:
        UnreadableInput: The file is missing, of an unknown kind, or does not parse.
    """
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise UnreadableInput(
            f"{path} has no suffix that tells its RDF syntax.",
            hint="Use .ttl, .nt, .nq, .trig, .rdf, .n3 or .jsonld.",
        )
    try:
        parsed = ox.parse(path=str(path), format=form, base_iri=base_iri, rename_blank_nodes=True)
        return list(parsed)
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except SyntaxError as error:
        line = f" in line {error.lineno}" if error.lineno else ""
        raise UnreadableInput(
            f"{path} does not parse{line}: {error.msg}.",
            hint="Correct the file there and try again.",
        ) from error
