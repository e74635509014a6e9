"""Reports: stored queries, run with checked parameters on one release."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from citygraph.choices import known_values
from citygraph.errors import UsageError
from citygraph.locating import located
from citygraph.queries import bind
from citygraph.store import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pandas import DataFrame

    from citygraph.locating import Place
    from citygraph.namespaces import Namespaces
    from citygraph.queries import StoredQuery
    from citygraph.results import Rows
    from citygraph.store import Store, Term

__all__ = ["SOURCES_COLUMN", "CitedSource", "Report", "run_report"]

SOURCES_COLUMN = "sources"
"""The column that holds the keys of all sources of a row, with blanks between them."""


@dataclass(frozen=True)
class CitedSource:
    """A source that a report's rows rest on."""

    iri: str
    title: str
    address: str
    publisher: str

    @property
    def key(self) -> str:
        """The source's key, by which a row names it."""
        return self.iri.rpartition("/")[2]


@dataclass(frozen=True)
class Report:
    """The answer to a report, with all a reader needs to trust and cite it.

    Attributes:
        query: The stored query.
        sparql: The text that was run, with its parameters.
        parameters: The values given, by parameter.
        columns: The variables, in order.
        rows: The rows; None where a cell is empty.
        sources: The sources that the rows name.
        release: Version and date of the release.
        licence: The licence of the data.
        places: Where the places of its maps lie.
        complete: Whether it has every row that answers; False where a limit cut it.
    """

    query: StoredQuery
    sparql: str
    parameters: Mapping[str, Sequence[str]]
    columns: Sequence[str]
    rows: Sequence[Sequence[Term | None]]
    sources: Sequence[CitedSource]
    release: str
    licence: str
    places: Mapping[str, Place] = field(default_factory=dict)
    complete: bool = True

    def title_of(self, column: str) -> str:
        """Return the title of a column."""
        return self.query.column_titles.get(column, column)

    @property
    def question_line(self) -> str:
        """The question, with the parameters given."""
        given = ", ".join(f"{n} = {', '.join(v)}" for n, v in self.parameters.items() if v)
        return f"{self.query.question} [{given}]" if given else self.query.question

    def to_rows(self) -> Rows:
        """Return the rows as Python values, to read by column name."""
        from citygraph.results import Rows

        return Rows(self.columns, self.rows, self.query.column_titles)

    def to_frame(self) -> DataFrame:
        """Return the rows as a pandas data frame; see :meth:`citygraph.results.Rows.to_frame`."""
        return self.to_rows().to_frame()

    def _repr_html_(self) -> str:
        """Return question and first rows, for notebooks."""
        from html import escape

        return f"<p>{escape(self.question_line)}</p>{self.to_rows()._repr_html_()}"

    @property
    def shown_columns(self) -> list[str]:
        """The columns for people: no IRI whose label stands beside it."""
        labelled = {name.removesuffix("Label") for name in self.columns if name.endswith("Label")}
        return [name for name in self.columns if name not in labelled]


def run_report(
    query: StoredQuery,
    values: Mapping[str, Iterable[str]],
    store: Store,
    namespaces: Namespaces,
    release: str,
    licence: str,
) -> Report:
    """Run a report.

    Args:
        query: The stored query.
        values: Parameter to values, as text.
        store: The release's store.
        namespaces: The release's base.
        release: Version and date, for the reader.
        licence: The licence of the data.

    Returns:
        The report.

    Raises:
        ParameterError: A parameter is wrong; see :func:`citygraph.queries.bind`.
        UsageError: The stored query is not a SELECT query.
    """
    given = {name: list(entries) for name, entries in values.items()}
    sparql = bind(query, given, namespaces, lambda p: known_values(p, store, namespaces))
    answer = store.query(sparql)
    if not isinstance(answer, Answer):
        raise UsageError(f"The report '{query.name}' is not a SELECT query.")
    rows = answer.rows
    sources = _cited(answer.columns, rows, store, namespaces)
    places = located(query, answer, store, namespaces)
    return Report(query, sparql, given, answer.columns, rows, sources, release, licence, places)


def _cited(
    columns: Sequence[str],
    rows: Sequence[Sequence[Term | None]],
    store: Store,
    namespaces: Namespaces,
) -> list[CitedSource]:
    prefix = f"{namespaces.base}source/"
    cited = {
        cell for row in rows for cell in row
        if isinstance(cell, NamedNode) and cell.value.startswith(prefix)
    }  # fmt: skip
    if SOURCES_COLUMN in columns:
        place = columns.index(SOURCES_COLUMN)
        cells = (row[place] for row in rows)
        keys = (key for cell in cells if isinstance(cell, Literal) for key in cell.value.split())
        cited |= {NamedNode(prefix + key) for key in keys}
    if not cited:
        return []
    values = " ".join(str(source) for source in sorted(cited, key=lambda s: s.value))
    answer = store.query(
        f"""PREFIX dct: <http://purl.org/dc/terms/>
        PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        SELECT ?source ?title ?address ?publisher WHERE {{
          VALUES ?source {{ {values} }}
          ?source dct:title ?title .
          OPTIONAL {{ ?source foaf:page ?address }}
          OPTIONAL {{ ?source dct:publisher/foaf:name ?publisher }}
        }} ORDER BY ?source ?title ?address"""
    )
    assert isinstance(answer, Answer)
    return [
        CitedSource(*(cell.value if isinstance(cell, NamedNode | Literal) else "" for cell in row))
        for row in answer.rows
    ]
