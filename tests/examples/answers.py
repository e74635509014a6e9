"""Answers as text that a person can read and check: CSV, sorted N-Triples, true or false.

`python -m tests.examples.answers BUILD [NAME ...]` writes the expected answers anew from a release
folder. They are the acceptance of the examples: compare every change with the documents.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox
from rdflib import Literal, URIRef

from citygraph.namespaces import Namespaces
from citygraph.opening import open_folder
from citygraph.queries import StoredQuery, load_queries
from citygraph.store import Answer, LocalStore, Triples, Truth

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Dataset

EXPECTED = Path(__file__).parent / "expected"
EXAMPLES = load_queries("examples")
NAMESPACES = Namespaces()
SUFFIXES = {"SELECT": "csv", "CONSTRUCT": "nt", "DESCRIBE": "nt", "ASK": "txt"}


class Table(NamedTuple):
    """The answer to a SELECT query: its columns, and its rows of text."""

    columns: list[str]
    rows: list[list[str]]

    def text(self) -> str:
        """Return it as CSV."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.columns, *self.rows])
        return out.getvalue()


def form(query: StoredQuery) -> str:
    """Return the query's form: SELECT, CONSTRUCT, DESCRIBE or ASK."""
    found = re.search(r"^(SELECT|CONSTRUCT|DESCRIBE|ASK)\b", query.text, re.MULTILINE)
    assert found, query.name
    return found[1]


def expected_file(query: StoredQuery) -> Path:
    """Return the file with the expected answer."""
    return EXPECTED / f"{query.name}.{SUFFIXES[form(query)]}"


def read_table(name: str) -> list[dict[str, str]]:
    """Return the expected rows of a SELECT query by column."""
    with (EXPECTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ask_store(store: LocalStore, text: str) -> str:
    """Return Oxigraph's answer as text."""
    match store.query(text):
        case Answer() as answer:
            return Table(answer.columns, [[_cell(c) for c in row] for row in answer.rows]).text()
        case Triples() as answer:
            return _ntriples(f"{triple} ." for triple in answer.triples)
        case Truth() as answer:
            return _truth(value=answer.value)


def ask_rdflib(dataset: Dataset, text: str) -> str:
    """Return the answer of rdflib's own engine as text."""
    answer = dataset.query(text)
    if answer.type == "ASK":
        return _truth(value=bool(answer.askAnswer))
    if answer.type == "SELECT":
        columns = [str(variable) for variable in answer.vars or ()]
        return Table(columns, [[_cell(c) for c in row] for row in answer]).text()
    assert answer.graph is not None
    # Read and write it once more, so that both engines' triples are written in one way.
    triples = ox.parse(answer.graph.serialize(format="ntriples"), format=ox.RdfFormat.N_TRIPLES)
    return _ntriples(f"{quad.triple} ." for quad in triples)


def _cell(term: Any) -> str:
    match term:
        case None:
            return ""
        case ox.NamedNode():
            return NAMESPACES.compact(term.value)
        case URIRef():
            return NAMESPACES.compact(str(term))
        case ox.Literal():
            return term.value
        case Literal():
            return str(term)
    raise TypeError(f"{term!r}: answers to the examples hold no blank nodes")


def _ntriples(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in sorted(lines))


def _truth(*, value: bool) -> str:
    return f"{value}\n".lower()


def write(folder: Path, names: Iterable[str]) -> None:
    """Write the expected answers of some examples anew."""
    store = open_folder(folder).store
    for name in names:
        query = EXAMPLES[name]
        expected_file(query).write_text(ask_store(store, query.text), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), sys.argv[2:] or EXAMPLES)
