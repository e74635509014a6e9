"""The query page: a form and a table without scripts, an editor with them."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from citygraph.errors import CitygraphError
from citygraph.queries import load_queries
from citygraph.store import syntax_error
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.reading import Reader
from citygraph.web.pages.rendering import page

if TYPE_CHECKING:
    from citygraph.opening import Release
    from citygraph.web.jobs import PageRequest, PageResponse

__all__ = ["sparql"]

_SHOWN: Final = 1000
_LONGEST: Final = 200_000
_START: Final = """PREFIX cg: <https://w3id.org/citygraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

# Which cities coordinate which partnerships?
SELECT ?city ?cityLabel ?partnership ?partnershipLabel WHERE {
  ?city a cg:City ;
        cg:coordinates ?partnership .
  ?partnership a cg:Partnership .
  OPTIONAL { ?city rdfs:label ?cityLabel FILTER(LANG(?cityLabel) = "en") }
  OPTIONAL { ?partnership rdfs:label ?partnershipLabel FILTER(LANG(?partnershipLabel) = "en") }
}
ORDER BY ?cityLabel ?partnershipLabel
LIMIT 100
"""


def sparql(release: Release, request: PageRequest) -> PageResponse:
    """Return the query page; with ``query`` the answer too, with ``show`` only the text."""
    reader = Reader(gather(release), request)
    run = request.first("query")[:_LONGEST]
    examples = [
        (name, query.title, query.question, reader.namespaces.localise(_bare(query.text)))
        for name, query in load_queries("examples").items()
    ]
    example = request.first("example")
    shown = next((text for name, _t, _q, text in examples if name == example), "")
    text = run or request.first("show")[:_LONGEST] or shown or reader.namespaces.localise(_START)
    answer: dict[str, Any] = {"kind": "none", "graph": False}
    problem: CitygraphError | None = None
    if run:
        try:
            answer = _answer(reader, run)
        except CitygraphError as error:
            problem = error
    return page(
        "sparql.html",
        request,
        reader,
        active="sparql",
        title="Query",
        status=problem.http_status if problem else 200,
        text=text,
        examples=examples,
        answer=answer,
        problem=problem,
        limit=_SHOWN,
        ran=bool(run),
    )


def _answer(reader: Reader, text: str) -> dict[str, Any]:
    """Return the answer to a query as a template shows it, at most the first rows."""
    try:
        found = reader.known.store.query(text)
    except SyntaxError as error:
        raise syntax_error(text, error) from error
    if isinstance(found, ox.QueryBoolean):
        return {"kind": "truth", "value": bool(found), "graph": False}
    if isinstance(found, ox.QueryTriples):
        triples = list(islice(found, _SHOWN + 1))
        rows = [[reader.show(part) for part in (t.subject, t.predicate, t.object)] for t in triples]
        columns = ["subject", "predicate", "object"]
    else:
        columns = [variable.value for variable in found.variables]
        rows = [
            [
                reader.show(solution[name]) if solution[name] is not None else None
                for name in columns
            ]
            for solution in islice(found, _SHOWN + 1)
        ]
    return {
        "kind": "table",
        "columns": columns,
        "rows": rows[:_SHOWN],
        "cut": len(rows) > _SHOWN,
        "graph": isinstance(found, ox.QueryTriples),
    }


def _bare(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith("#+")]
    return "\n".join(lines).strip() + "\n"
