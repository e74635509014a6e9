"""What changed between two releases: entities and statements added, removed and changed.

Both releases are sorted N-Quads, so they are read side by side, node by node; nothing but the
changes and the names of things is kept in memory.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, RdfFormat
from pyoxigraph import parse as parse_rdf

from citygraph.errors import ReleaseError, UsageError
from citygraph.namespaces import foreign
from citygraph.queries import Column, StoredQuery
from citygraph.release.folder import open_release
from citygraph.reports import Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from citygraph.release.folder import Manifest
    from citygraph.store import Term

__all__ = ["Changes", "NodeChange", "change_report", "compare"]

_QUADS: Final = "citygraph.nq"
# In the order of the list: things first, then what is said of them, then the rest.
_KINDS: Final = {
    "city": "city",
    "region": "region",
    "country": "country",
    "organisation": "organisation",
    "person": "person",
    "initiative": "initiative",
    "event": "event",
    "venue": "venue",
    "participation": "participation",
    "event-participation": "role at an event",
    "position": "position",
    "award": "award",
    "figure": "figure",
    "milestone": "milestone",
    "source": "source",
    "vocabulary": "term of the vocabulary",
}
# What names a claim, in the order in which it is read.
_NAMING: Final = [
    "holder",
    "participant",
    "recipient",
    "about",
    "role",
    "positionTitle",
    "placing",
    "measure",
    "initiative",
    "event",
    "at",
    "prize",
]
_MOST_WORDS: Final = 12


@dataclass(frozen=True)
class NodeChange:
    """What changed about one node.

    Attributes:
        iri: The node.
        kind: What it is, such as ``city`` or ``participation``.
        change: ``added``, ``removed`` or ``changed``.
        added: Its new lines of N-Quads.
        removed: Its lines that are gone.
        naming: For a claim: the IRIs and texts that name it.
    """

    iri: str
    kind: str
    change: str
    added: tuple[bytes, ...]
    removed: tuple[bytes, ...]
    naming: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What changed from one release to another.

    Attributes:
        old: The manifest of the earlier release.
        new: The manifest of the later one.
        nodes: The nodes that were added, removed or changed, in the order of their IRIs.
        labels: IRI to English name, for all things in either release.
    """

    old: Manifest
    new: Manifest
    nodes: list[NodeChange] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)

    @cached_property
    def added(self) -> list[bytes]:
        """The new lines of N-Quads, sorted."""
        return [line for node in self.nodes for line in node.added]

    @cached_property
    def removed(self) -> list[bytes]:
        """The lines of N-Quads that are gone, sorted."""
        return [line for node in self.nodes for line in node.removed]

    def nquads(self) -> bytes:
        """Return the changes as N-Quads: each statement in a graph that tells what became of it.

        A statement of the graph ``{base}source/x`` that was added is in the graph
        ``{base}graph/added/source/x``, one that was removed in ``{base}graph/removed/source/x``.
        """
        base = self.new.base.encode()
        lines = []
        for word, quads in ((b"added", self.added), (b"removed", self.removed)):
            lines += [_in_graph(line, base, base + b"graph/" + word + b"/") for line in quads]
        return b"".join(sorted(lines))

    def patch(self) -> bytes:
        """Return the changes as an RDF Patch: lines ``D`` to take away, then ``A`` to add.

        See https://afs.github.io/rdf-delta/rdf-patch.html; Apache Jena applies it.
        """
        lines = [b"TX .\n", *(b"D " + line for line in self.removed)]
        return b"".join([*lines, *(b"A " + line for line in self.added), b"TC .\n"])


def compare(old: Path, new: Path) -> Changes:
    """Compare two releases.

    Args:
        old: The folder of the earlier release.
        new: The folder of the later release.

    Returns:
        What changed, with the names needed to tell it.

    Raises:
        ReleaseError: There is no release in a folder, or its lines are not sorted.
        UsageError: The releases have different bases, so that no name is the same in both.
    """
    manifests = open_release(old), open_release(new)
    if manifests[0].base != manifests[1].base:
        raise UsageError(
            f"The releases cannot be compared: their names begin with {manifests[0].base} and "
            f"{manifests[1].base}.",
            hint="Build one of them again with the base of the other (setting CITYGRAPH_BASE).",
        )
    changes = Changes(*manifests)
    naming = re.compile(
        rb"ontology#(" + b"|".join(word.encode() for word in _NAMING) + rb")> (.+) <[^>]+> \.$"
    )
    for node, before, after in _side_by_side(_nodes(old / _QUADS), _nodes(new / _QUADS)):
        for line in after or before:
            if b"label> " in line and (label := _english(line)):
                changes.labels[node] = label
        if before == after:
            continue
        earlier, later = set(before), set(after)
        change = "changed" if before and after else "added" if after else "removed"
        words = {m[1].decode(): m[2] for line in after or before if (m := naming.search(line))}
        changes.nodes.append(
            NodeChange(
                node,
                _kind(node, manifests[1].base),
                change,
                tuple(line for line in after if line not in earlier),
                tuple(line for line in before if line not in later),
                tuple(_plain(words[word]) for word in _NAMING if word in words),
            )
        )
    return changes


def change_report(changes: Changes, kinds: Collection[str] = ()) -> Report:
    """Return the changes as a report, to be rendered like any other.

    Args:
        changes: What changed.
        kinds: Only nodes of these kinds; all by default.

    Returns:
        A row for each node with a statement that is not derived and was added or removed.
    """
    order = list(_KINDS)
    shown = [
        node for node in changes.nodes
        if node.kind in (kinds or _KINDS) and any(map(_asserted, (*node.added, *node.removed)))
    ]  # fmt: skip
    rows = [(order.index(node.kind), node.change, _title(node, changes), node) for node in shown]
    rows.sort(key=lambda row: (row[0], row[1], row[2].casefold(), row[3].iri))
    query = _query(changes)
    return Report(
        query=query,
        sparql="",
        parameters={
            "old": [f"{changes.old.version} ({changes.old.date})"],
            "new": [f"{changes.new.version} ({changes.new.date})"],
        }
        | ({"kind": sorted(kinds)} if kinds else {}),
        columns=[column.name for column in query.columns],
        rows=[_row(node, title, changes) for _place, _change, title, node in rows],
        sources=[],
        release=f"{changes.new.version} ({changes.new.date})",
        licence=changes.new.licence,
    )


def _query(changes: Changes) -> StoredQuery:
    derived = sum(not _asserted(line) for line in (*changes.added, *changes.removed))
    counts = {"added": 0, "removed": 0, "changed": 0}
    for node in changes.nodes:
        if node.kind in _KINDS:
            counts[node.change] += 1
    return StoredQuery(
        name="changes",
        text="",
        title="What changed between two releases",
        question="Which things and statements were added, removed or changed?",
        audience="curators, network secretariats, programmers",
        category="Quality and sources",
        columns=(
            Column("change", "Change", "added, removed or changed"),
            Column("kind", "Kind"),
            Column("thing", "What"),
            Column("thingLabel", "What"),
            Column("added", "Statements added"),
            Column("removed", "Statements removed"),
            Column("detail", "In short", "What a property was, and what it is now."),
            Column("sources", "Sources", "Sources of the statements added or removed."),
        ),
        charts=(
            {
                "kind": "bar",
                "label": "thingLabel",
                "value": "added",
                "series": "kind",
                "top": 20,
                "caption": "Things with most statements added.",
            },
        ),
        method=(
            "A row is a thing, or a claim such as a membership, of which a statement was added or "
            "removed. Added means that the earlier release has nothing about it, removed that the "
            "later one has nothing. A statement counts once for each source that makes it. "
            f"In all {counts['added']:,} nodes were added, {counts['removed']:,} removed and "
            f"{counts['changed']:,} changed; {len(changes.added):,} statements were added and "
            f"{len(changes.removed):,} removed, of which {derived:,} follow from others by rule or "
            "describe the release; these have no row of their own. The formats nquads and patch "
            "hold all of them."
        ),
    )


def _row(node: NodeChange, title: str, changes: Changes) -> list[Term | None]:
    added = [line for line in node.added if _asserted(line)]
    removed = [line for line in node.removed if _asserted(line)]
    graphs = {_graph(line) for line in (*added, *removed)}
    source = f"{changes.new.base}source/"
    keys = sorted(graph.removeprefix(source) for graph in graphs if graph.startswith(source))
    return [
        Literal(node.change),
        Literal(_KINDS[node.kind]),
        NamedNode(node.iri),
        Literal(title, language="en"),
        Literal(len(added)),
        Literal(len(removed)),
        Literal(_detail(added, removed, changes)),
        Literal(" ".join(keys)),
    ]


def _detail(added: list[bytes], removed: list[bytes], changes: Changes) -> str:
    """Return what changed in words: ``end: 2020 > 2021; name: + Sofia``."""
    values: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for place, lines in enumerate((removed, added)):
        for line in lines:
            quad = next(iter(parse_rdf(line, format=RdfFormat.N_QUADS)))
            name = re.split(r"[/#]", quad.predicate.value)[-1]
            value = quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
            if isinstance(quad.object, NamedNode):
                value = changes.labels.get(value) or re.split(r"[/#]", value)[-1]
            values[name][place].add(value)
    words = []
    for name, (gone, come) in sorted(values.items()):
        old, new = gone - come, come - gone
        if old and new:
            words.append(f"{name}: {', '.join(sorted(old))} > {', '.join(sorted(new))}")
        elif old or new:
            words.append(f"{name}: {'-' if old else '+'} {', '.join(sorted(old or new))}")
    if len(words) > _MOST_WORDS:
        words[_MOST_WORDS:] = [f"and {len(words) - _MOST_WORDS} more"]
    return "; ".join(words) or "the same, from another source"


def _title(node: NodeChange, changes: Changes) -> str:
    """Return the name of a thing, or the names that a claim joins."""
    named = [changes.labels.get(word) or re.split(r"[/#]", word)[-1] for word in node.naming]
    return changes.labels.get(node.iri) or " / ".join(named) or node.iri.rpartition("/")[2]


def _side_by_side(
    old: Iterator[tuple[str, list[bytes]]], new: Iterator[tuple[str, list[bytes]]]
) -> Iterator[tuple[str, list[bytes], list[bytes]]]:
    """Yield each node with its lines in both, by IRI."""
    before, after = next(old, None), next(new, None)
    while before or after:
        first = min(f"{side[0]}>" for side in (before, after) if side)[:-1]
        mine = before[1] if before and before[0] == first else []
        theirs = after[1] if after and after[0] == first else []
        yield first, mine, theirs
        before = next(old, None) if mine else before
        after = next(new, None) if theirs else after


def _nodes(path: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Yield each node of a sorted file of N-Quads with its lines."""
    last = b""
    try:
        with path.open("rb") as file:
            for subject, lines in groupby(file, key=lambda line: line.partition(b" ")[0]):
                if subject < last:
                    raise ReleaseError(
                        f"The lines of {path} are not sorted.",
                        hint="Build the release again with `citygraph build`.",
                    )
                last = subject
                yield subject[1:-1].decode(), list(lines)
    except OSError as error:
        raise ReleaseError(f"{path} cannot be read: {error.strerror}.") from error


def _kind(node: str, base: str) -> str:
    """Return what a node is, by its IRI; empty for what has no row."""
    path = node.removeprefix(base)
    if path.startswith("id/"):
        kind = path.split("/")[1]
        return kind if kind in _KINDS else ""
    if path.startswith("source/"):
        return "source"
    return "" if path == node or path.startswith("graph/") else "vocabulary"


def _english(line: bytes) -> str:
    """Return the English name that a line gives its node, or nothing."""
    match = re.search(rb"(?:rdf-schema#label|core#prefLabel)> (\"(?:[^\"\\]|\\.)*\"@en) ", line)
    return _plain(match[1]) if match else ""


def _plain(term: bytes) -> str:
    """Return the text or the IRI of a term of N-Quads."""
    if term.startswith(b"<"):
        return term[1:-1].decode()
    label = foreign("rdfs:label").value.encode()
    line = b"<urn:x> <" + label + b"> " + term + b" .\n"
    value = next(iter(parse_rdf(line, format=RdfFormat.N_QUADS))).object
    return value.value if isinstance(value, NamedNode | Literal) else ""


def _graph(line: bytes) -> str:
    return line.rstrip(b" .\n").rpartition(b" <")[2][:-1].decode()


def _asserted(line: bytes) -> bool:
    """Whether a line is what a source or the curators say, not what follows from it by rule."""
    return "/graph/derived/" not in _graph(line)


def _in_graph(line: bytes, base: bytes, graph: bytes) -> bytes:
    statement, _, name = line.rstrip(b" .\n").rpartition(b" <")
    return statement + b" <" + graph + name.removeprefix(base) + b" .\n"
