"""The contents of a release: each file, written from the graph in the making."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

from citygraph._version import __version__
from citygraph.release.folder import FILES, Manifest
from citygraph.release.metadata import DATA_LICENCE, catalogue
from citygraph.release.writing import sorted_turtle, write_turtle
from citygraph.resources import ontology_folder
from citygraph.validation import Finding, Result, finding_lines, report_quads
from citygraph.vocabulary import ONTOLOGY_FILES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from citygraph.namespaces import Namespaces
    from citygraph.release.graph import BuiltGraph

__all__ = ["write_contents"]


def write_contents(
    folder: Path, graph: BuiltGraph, results: Sequence[Result], findings: Sequence[Finding]
) -> Manifest:
    """Write all files of a release.

    Args:
        folder: An empty folder.
        graph: The graph.
        results: The results of its validation.
        findings: The same in words.

    Returns:
        The manifest, which is written too.
    """
    namespaces = graph.namespaces
    prefixes = namespaces.prefixes
    graph.quads.write(folder / "citygraph.nq")
    write_turtle(folder / "citygraph.ttl", graph.merged, prefixes)
    counts = graph.counts
    severities = Counter(result.severity for result in results)
    counts["validation"] = {n: severities[n] for n in ("Violation", "Warning", "Info")}
    (folder / "ontology.ttl").write_bytes(_ontology(namespaces))
    (folder / "shapes.ttl").write_text(graph.shapes, encoding="utf-8")
    (folder / "void.ttl").write_bytes(sorted_turtle(graph.void, prefixes))
    report = report_quads(results, conforms=not severities["Violation"], namespaces=namespaces)
    (folder / "validation.ttl").write_bytes(sorted_turtle(report, prefixes))
    (folder / "validation.txt").write_text(
        "".join(f"{line}\n" for line in finding_lines(findings)), encoding="utf-8"
    )
    (folder / "rows.json").write_text(_rows(graph.facts.rows), encoding="utf-8")
    files = {}
    for name, description in FILES.items():
        if name.endswith((".nq", ".ttl")) and name != "dcat.ttl":
            with (folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            files[name] = ((folder / name).stat().st_size, digest, description)
    dcat = catalogue(namespaces, graph.version, graph.date, files)
    (folder / "dcat.ttl").write_bytes(sorted_turtle(dcat, prefixes))
    manifest = Manifest(
        graph.version, graph.date, namespaces.base, __version__, DATA_LICENCE, counts
    )
    manifest.write(folder)
    return manifest


def _ontology(namespaces: Namespaces) -> bytes:
    """The ontology's files one after another: they share no blank node."""
    parts = []
    for name in ONTOLOGY_FILES:
        text = (ontology_folder() / name).read_text(encoding="utf-8")
        parts.append(namespaces.localise(text).rstrip() + "\n")
    return "\n".join(parts).encode()


def _rows(rows: Mapping[str, Sequence[str]]) -> str:
    lines = (
        f"  {json.dumps(node)}: {json.dumps(sorted(set(places)))}"
        for node, places in sorted(rows.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"
