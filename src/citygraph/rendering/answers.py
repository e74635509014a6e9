"""Answers to free queries, in the formats of the SPARQL 1.1 recommendations and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.errors import UsageError
from citygraph.rendering.tables import text_table
from citygraph.rendering.terms import as_text
from citygraph.store import Answer, Triples, Truth

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces

__all__ = ["ANSWER_FORMATS", "render_answer"]

_RESULTS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
ANSWER_FORMATS: Final = ("table", *_RESULTS, *_GRAPHS)


def render_answer(
    answer: Answer | Triples | Truth, form: str | None, namespaces: Namespaces
) -> bytes:
    """Render an answer.

    Args:
        answer: What a store returned.
        form: One of :data:`ANSWER_FORMATS`; by default a table for SELECT and ASK, Turtle for
            CONSTRUCT and DESCRIBE.
        namespaces: For short names of IRIs in tables, and prefixes in Turtle.

    Returns:
        UTF-8 text.

    Raises:
        UsageError: The format does not fit the kind of answer.
    """
    if isinstance(answer, Triples):
        form = form or "turtle"
        if form not in _GRAPHS:
            raise UsageError(
                f"A graph cannot be written as {form}.",
                hint=f"CONSTRUCT and DESCRIBE take {', '.join(_GRAPHS)}.",
            )
        return _graph(answer, form, namespaces)
    form = form or "table"
    if form in _GRAPHS or (isinstance(answer, Truth) and form in {"csv", "tsv"}):
        takes = "table, json, xml" if isinstance(answer, Truth) else f"table, {', '.join(_RESULTS)}"
        kind = "yes-or-no answer" if isinstance(answer, Truth) else "table of results"
        raise UsageError(f"A {kind} cannot be written as {form}.", hint=f"It takes {takes}.")
    if form != "table":
        data = answer.serialize(_RESULTS[form])
        return data if data.endswith(b"\n") else data + b"\n"
    if isinstance(answer, Truth):
        return b"yes\n" if answer.value else b"no\n"
    rows = [[as_text(cell, namespaces) for cell in row] for row in answer.rows]
    count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    return (text_table(answer.columns, rows) + f"\n{count}\n").encode()


def _graph(answer: Triples, form: str, namespaces: Namespaces) -> bytes:
    triples = sorted(set(answer.triples), key=str)
    if form == "turtle":
        used = "".join(map(str, triples))
        prefixes = {p: iri for p, iri in namespaces.prefixes.items() if f"<{iri}" in used}
        data = ox.serialize(triples, format=_GRAPHS[form], prefixes=prefixes)
    else:
        data = ox.serialize(triples, format=_GRAPHS[form])
    assert data is not None
    return data
