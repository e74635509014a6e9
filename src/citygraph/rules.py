"""Rules: SPARQL CONSTRUCT queries that write the short-cuts, each into its own graph.

A rule is a file of `ontology/rules/`; its name is the file's, its graph `graph:derived/{name}`, its
place in the order the front matter's `order`. One pass in that order reaches the fixpoint (a test
runs them twice).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, QueryTriples, RdfFormat, Store

from citygraph.errors import UnreadableInput
from citygraph.queries import load_query
from citygraph.resources import ontology_folder

if TYPE_CHECKING:
    from pathlib import Path

    from citygraph.namespaces import Namespaces

__all__ = ["Rule", "apply_rules", "load_rules"]


@dataclass(frozen=True, order=True)
class Rule:
    """One rule: its place in the order, its name and its CONSTRUCT query."""

    order: int
    name: str
    text: str


def load_rules(namespaces: Namespaces, folder: Path | None = None) -> list[Rule]:
    """Read the rules in the order in which they run.

    Args:
        namespaces: The base to write into them.
        folder: The folder of `*.rq` files; the project's own by default.

    Returns:
        The rules.
    """
    rules = []
    for path in sorted((folder or ontology_folder() / "rules").glob("*.rq")):
        query = load_query(path)
        order = int(query.extra.get("order", 0))
        rules.append(Rule(order, query.name, namespaces.localise(query.text)))
    return sorted(rules)


def apply_rules(store: Store, rules: list[Rule], namespaces: Namespaces) -> dict[str, int]:
    """Run the rules on a store and write what they derive.

    Args:
        store: Its default graph is read; each rule's statements go into the default graph and
            into the rule's own graph.
        rules: The rules in order.
        namespaces: The base of the graphs' names.

    Returns:
        How many statements each rule gave, one that it gave twice counted twice.

    Raises:
        UnreadableInput: A rule is not a CONSTRUCT query that parses.
    """
    counts: dict[str, int] = {}
    for rule in rules:
        graph: NamedNode = namespaces.graph(f"derived/{rule.name}")
        try:
            triples = store.query(rule.text)
        except SyntaxError as error:
            raise UnreadableInput(f"The rule '{rule.name}' does not parse: {error}.") from error
        if not isinstance(triples, QueryTriples):
            raise UnreadableInput(f"The rule '{rule.name}' is not a CONSTRUCT query.")
        # As bytes and back: millions of statements never become objects of Python.
        derived = triples.serialize(format=RdfFormat.N_TRIPLES)
        assert derived is not None
        counts[rule.name] = derived.count(b"\n")
        for place in (graph, DefaultGraph()):
            store.bulk_load(derived, format=RdfFormat.N_TRIPLES, to_graph=place)
    return counts
