"""SHACL engines.

pyshifty (Rust) does the everyday work, pySHACL is the reference; a test proves that both give the
same results. Both read merged N-Triples, never a store object, whose handling of plain literals
makes them report false violations. See the SHACL recommendation, https://www.w3.org/TR/shacl/.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rdflib import SH, Graph, URIRef
from rdflib.term import BNode, Node

from citygraph.errors import UnknownName, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ENGINES", "Result", "validate"]


@dataclass(frozen=True, order=True)
class Result:
    """One validation result, in the terms of SHACL.

    Attributes:
        severity: ``Violation``, ``Warning`` or ``Info``.
        focus: The node that was checked.
        path: The property that was checked; empty for the node as a whole or a complex path.
        value: The offending value as text; empty where there is none.
        component: Local name of the constraint component, such as ``MinCount``.
        shape: The shape's IRI.
        message: The shape's own message.
    """

    severity: str
    focus: str
    path: str
    value: str
    component: str
    shape: str
    message: str


def validate(data: bytes, shapes: str, engine: str) -> list[Result]:
    """Validate a graph.

    Args:
        data: The merged graph as N-Triples.
        shapes: The shapes graph as Turtle.
        engine: A key of :data:`ENGINES`.

    Returns:
        All results of every severity, sorted; none where the graph conforms.

    Raises:
        UnknownName: There is no such engine.
    """
    if engine not in ENGINES:
        raise UnknownName(
            f"There is no SHACL engine '{engine}'.",
            hint=did_you_mean(engine, ENGINES) or f"The engines are {', '.join(ENGINES)}.",
        )
    shapes_graph = Graph().parse(data=shapes, format="turtle")
    with _quiet_literals():
        report = ENGINES[engine](data, shapes_graph)
    # Results that are only details of another one (sh:detail) are left out: engines differ there.
    nodes = report.objects(None, SH.result)
    return sorted({_result(report, node, shapes_graph) for node in nodes})


@contextmanager
def _quiet_literals() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each ill-typed literal: the results name them."""
    log = logging.getLogger("rdflib.term")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(before)


def _pyshifty(data: bytes, shapes: Graph) -> Graph:
    import shifty

    report: Graph = shifty.validate(data.decode("utf-8"), shapes, graph_mode="data", infer=False)[1]
    return report


def _pyshacl(data: bytes, shapes: Graph) -> Graph:
    import pyshacl

    graph = Graph().parse(data=data, format="nt")
    report = pyshacl.validate(graph, shacl_graph=shapes, inplace=True, advanced=True)[1]
    assert isinstance(report, Graph)
    return report


ENGINES: Final[dict[str, Callable[[bytes, Graph], Graph]]] = {
    "pyshifty": _pyshifty,
    "pyshacl": _pyshacl,
}


def _result(report: Graph, node: Node, shapes: Graph) -> Result:
    shape = report.value(node, SH.sourceShape)
    path = report.value(node, SH.resultPath)
    if isinstance(path, BNode):
        path = shapes.value(shape, SH.path)
    return Result(
        severity=_local(report.value(node, SH.resultSeverity)),
        focus=str(report.value(node, SH.focusNode)),
        path=str(path) if isinstance(path, URIRef) else "",
        value=_text(report.value(node, SH.value)),
        component=_local(report.value(node, SH.sourceConstraintComponent)).removesuffix(
            "ConstraintComponent"
        ),
        shape=str(shape) if isinstance(shape, URIRef) else "",
        message=_message(shapes, shape) or _text(report.value(node, SH.resultMessage)),
    )


def _message(shapes: Graph, shape: Node | None) -> str:
    """The shape's message; engines differ in how they add their own words to it."""
    found = sorted(str(text) for text in shapes.objects(shape, SH.message))
    return found[0] if found else ""


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)


def _local(node: Node | None) -> str:
    return _text(node).rpartition("#")[2]
