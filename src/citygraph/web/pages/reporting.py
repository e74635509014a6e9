"""Report pages: the list by category, and each report with its form, answer and pictures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

import pyoxigraph as ox

from citygraph.choices import known_values
from citygraph.errors import ParameterError
from citygraph.queries import find_report
from citygraph.rendering.charts import pictures
from citygraph.rendering.reports import completeness, licence_name
from citygraph.rendering.style import scheme_variables, stylesheet
from citygraph.reports import SOURCES_COLUMN, run_report
from citygraph.summaries import sentence
from citygraph.web.pages.gathered import gather
from citygraph.web.pages.reading import Reader, Shown
from citygraph.web.pages.rendering import page, stored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.opening import Release
    from citygraph.queries import Parameter, StoredQuery
    from citygraph.reports import Report
    from citygraph.store import Term
    from citygraph.web.jobs import PageRequest, PageResponse

__all__ = ["report", "reports"]

_SHOWN: Final = 500
_SELECT: Final = 60
# From how many characters on a cell is folded, long, of middle length; else it is not broken.
_LONG, _WIDE, _MIDDLE, _SHORT = 220, 80, 22, 12
_FORMATS: Final = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
_CATEGORIES: Final = {"reports": "Reports", "quality": "Checks of quality"}
_INPUTS: Final = {"date": "text", "year": "number", "integer": "number"}


@dataclass(frozen=True)
class Field:
    """A parameter of a report as a field of a form.

    Attributes:
        parameter: The parameter.
        values: What was given.
        choices: What can be given, with the name that the reader sees; a name of its own is given
            by that name where the field is one to type in.
        wide: Whether there are too many choices for a list.
        input: The type of the field.
        example: A value, as the reader would type it.
    """

    parameter: Parameter
    values: Sequence[str]
    choices: Sequence[tuple[str, str]]
    wide: bool
    input: str
    example: str


def reports(release: Release, request: PageRequest) -> PageResponse:
    """Return the list of all reports."""
    reader = Reader(gather(release), request)
    groups: list[tuple[str, list[StoredQuery]]] = []
    for kind, title in _CATEGORIES.items():
        queries = sorted(stored(kind), key=lambda q: (q.category, q.title))
        for category, found in groupby(queries, key=lambda q: q.category):
            groups.append((category.capitalize() or title, list(found)))
    return page("reports.html", request, reader, active="reports", title="Reports", groups=groups)


def report(release: Release, request: PageRequest) -> PageResponse:
    """Return a report with its form; without a parameter that it needs, the form alone.

    Raises:
        UnknownName: There is no such report.
    """
    reader = Reader(gather(release), request)
    query = find_report(request.parameters["name"])
    given = {p.name: [v for v in request.all(p.name) if v] for p in query.parameters}
    extra = {k: [v] for k, v in request.query if k not in given and k not in {"lang", "page"}}
    given = {name: values for name, values in given.items() if values}
    missing = [p for p in query.parameters if p.required and p.name not in given]
    found: Report | None = None
    problem: ParameterError | None = None
    if not missing:
        try:
            found = run_report(
                query,
                given | extra,
                release.store,
                release.namespaces,
                release.title,
                release.manifest.licence,
            )
        except ParameterError as error:
            problem = error
    fields = [
        _field(reader, parameter, given.get(parameter.name, ())) for parameter in query.parameters
    ]
    values: dict[str, Any] = {}
    if found is not None:
        values = _answer(reader, found, request)
    pairs = [(name, value) for name, entries in given.items() for value in entries]
    tail = f"?{urlencode(pairs)}" if pairs else ""
    address = reader.url(f"reports/{quote(query.name)}")
    return page(
        "report.html",
        request,
        reader,
        active="reports",
        title=query.title,
        status=problem.http_status if problem else 200,
        query=query,
        fields=fields,
        found=found,
        problem=problem,
        missing=missing,
        licence=licence_name(release.manifest.licence),
        downloads=[(f"{address}.{suffix}{tail}", label) for suffix, label in _FORMATS],
        permalink=f"{request.base}reports/{quote(query.name)}{tail}",
        query_url=reader.url("sparql", show=found.sparql) if found else "",
        **(
            {
                "pictures": [],
                "picture_style": "",
                "rows": [],
                "titles": [],
                "summary": "",
                "sentence": "",
                "cut": 0,
            }
            | values
        ),
    )


def _field(reader: Reader, parameter: Parameter, values: Sequence[str]) -> Field:
    """Return a parameter as a field, with the choices that the graph has, in the reader's names."""
    if parameter.type in {"date", "year", "integer", "text", "language"}:
        kind = _INPUTS.get(parameter.type, "text")
        return Field(parameter, values, (), wide=False, input=kind, example=parameter.example)
    known = known_values(parameter, reader.known.release.store, reader.namespaces)
    prefix = f"{reader.namespaces.base}id/{parameter.type}/"
    if parameter.type in {"role", "topic", "source", "status", "orgtype"}:
        prefix = f"{reader.namespaces.base}{parameter.type}/"
    choices = sorted(
        ((key, reader.name(prefix + key).text) for key in known),
        key=lambda pair: (pair[1].casefold(), pair[0]),
    )
    if len(choices) <= _SELECT:
        return Field(parameter, values, choices, wide=False, input="text", example="")
    bearers = Counter(name for names in known.values() for name in {n.casefold() for n in names})
    typed = {
        key: label if bearers[label.casefold()] == 1 and label not in known else key
        for key, label in choices
        if label.casefold() in map(str.casefold, known[key])
    }
    return Field(
        parameter,
        values,
        [(typed.get(key, key), label) for key, label in choices],
        wide=True,
        input="text",
        example=typed.get(parameter.example, parameter.example),
    )


def _answer(reader: Reader, found: Report, request: PageRequest) -> dict[str, Any]:
    columns = found.shown_columns
    places = {column: place for place, column in enumerate(found.columns)}
    number = request.first("page", "1")
    pages = max(1, -(-len(found.rows) // _SHOWN))
    current = min(max(1, int(number) if number.isdecimal() and len(number) < 6 else 1), pages)  # noqa: PLR2004
    chosen = found.rows[(current - 1) * _SHOWN : current * _SHOWN]
    return {
        "titles": [found.title_of(column) for column in columns],
        "rows": [[_cell(reader, row, column, places) for column in columns] for row in chosen],
        "summary": completeness(found),
        "sentence": sentence(found, reader.namespaces),
        **_pictures(found),
        "current": current,
        "pages": pages,
    }


def _cell(
    reader: Reader, row: Sequence[Term | None], column: str, places: dict[str, int]
) -> tuple[str, list[Shown]]:
    """Return a cell: its kind, for the look of it, and what stands in it."""
    term = row[places[column]]
    thing = column.removesuffix("Label")
    if thing == SOURCES_COLUMN and isinstance(keys := row[places[thing]], ox.Literal):
        base = f"{reader.namespaces.base}source/"
        return "sources", [reader.show_iri(base + key) for key in keys.value.split()]
    if term is None:
        return "", []
    shown = reader.show(term)
    if thing != column and thing in places and isinstance(iri := row[places[thing]], ox.NamedNode):
        named = reader.show(iri)
        known = iri.value in reader.known.names
        shown = named if known else Shown(shown.name, named.link, named.outside)
    length = len(shown.name.text)
    kinds = ((_LONG, "folded"), (_WIDE, "long"), (_MIDDLE, "mid"), (_SHORT, ""))
    kind = "number" if shown.number else next((k for n, k in kinds if length > n), "short")
    return kind, [shown]


def _pictures(found: Report) -> dict[str, Any]:
    """Return the pictures that the report's front matter asks for, and their colours."""
    drawn = [(each.title, each.description, each.text) for each in pictures(found)]
    light, dark = scheme_variables("light"), scheme_variables("dark")
    rules = (
        f":root {{ {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ {dark} }} }}\n"
        f":root[data-theme=dark] {{ {dark} }}\n{stylesheet()}"
    )
    return {
        "pictures": drawn,
        "picture_style": rules if drawn else "",
    }
