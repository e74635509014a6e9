"""Queries kept in files: SPARQL with a front matter in ``#+`` comments, and parameters.

The front matter is YAML after ``#+ `` on each line. A parameter is a ``VALUES ?name { ... }`` block
of the query; the file's own block holds its default (``UNDEF``: no restriction), so each file runs
as it is in any SPARQL 1.1 engine. A query with sub-queries may repeat the block in each of them.
Binding a parameter replaces each such block by terms that were
checked and written by the RDF library; text of a caller never becomes query text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import yaml

from citygraph.errors import ParameterError, UnknownName, UnreadableInput, did_you_mean
from citygraph.parameters import (
    ENTITY_TYPES,
    PLAIN_TYPES,
    Parameter,
    check_period,
    checked_term,
)
from citygraph.resources import queries_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

    from citygraph.namespaces import Namespaces

__all__ = [
    "CATEGORIES",
    "CHART_COLUMNS",
    "REPORT_KINDS",
    "Column",
    "Parameter",
    "StoredQuery",
    "bind",
    "find_report",
    "load_queries",
    "load_query",
    "read_query",
]

# The folders of queries that people run by name, with what their lists are called.
REPORT_KINDS: Final = {"reports": "Reports", "quality": "Checks of quality"}
CATEGORIES: Final = (
    "Cities",
    "Countries",
    "Initiatives and partnerships",
    "Events",
    "People and organisations",
    "Network",
    "Quality and sources",
)
"""The groups that reports are listed in, in this order."""
CHART_COLUMNS: Final = {
    "bar": ({"label", "value"}, {"series"}),
    "line": ({"x", "y"}, {"series"}),
    "timeline": ({"label", "start"}, {"end", "series"}),
    "map": ({"place", "label"}, {"value", "series"}),
}
"""Kind of a chart to what must and what may name a column; ``top`` and ``caption`` are for all."""
_FRONT: Final = re.compile(r"^#\+ ?(.*)$")


@dataclass(frozen=True)
class Column:
    """A column of a stored query's answer: its variable, its title, and what it holds."""

    name: str
    title: str
    help: str = ""


@dataclass(frozen=True)
class StoredQuery:
    """One query file.

    Attributes:
        name: The file's name without its suffix.
        text: The SPARQL text, front matter included.
        title: What it is called.
        question: The question it answers, in plain words.
        audience: Who asks it.
        tags: Words to find it by.
        parameters: Its parameters, in order.
        columns: Its columns, in order.
        charts: How to draw the answer: a mapping for each picture, with its ``kind`` (``bar``,
            ``line``, ``timeline``, ``map``) and the columns it takes; see :data:`CHART_COLUMNS`.
        category: The group it is listed in, one of :data:`CATEGORIES`.
        narrow: Whether it is too long to be of use without at least one parameter; it is then
            refused.
        method: How to read the answer: what counts and what does not.
    """

    name: str
    text: str
    title: str
    question: str
    audience: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[Column, ...] = ()
    charts: tuple[Mapping[str, Any], ...] = ()
    category: str = ""
    narrow: bool = False
    method: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def column_titles(self) -> dict[str, str]:
        """Title of each column by its variable."""
        return {column.name: column.title for column in self.columns}

    @property
    def needed_examples(self) -> dict[str, str]:
        """An example value of each parameter without which there is no answer."""
        needed = [p for p in self.parameters if p.required]
        if self.narrow and not needed:
            needed = list(self.parameters[:1])
        return {parameter.name: parameter.example for parameter in needed}


def read_query(name: str, text: str) -> StoredQuery:
    """Read the front matter of a query text.

    Args:
        name: What the query is called.
        text: The whole text of the file.

    Returns:
        The query.

    Raises:
        UnreadableInput: The front matter is missing, is not YAML, or does not fit the query.
    """
    lines = [match[1] for line in text.splitlines() if (match := _FRONT.match(line))]
    try:
        front = yaml.safe_load("\n".join(lines)) or {}
        parameters = tuple(
            _parameter(key, entry) for key, entry in (front.pop("parameters", None) or {}).items()
        )
        columns = tuple(
            Column(key, entry) if isinstance(entry, str) else Column(key, **entry)
            for key, entry in (front.pop("columns", None) or {}).items()
        )
        query = StoredQuery(
            name=name,
            text=text,
            title=front.pop("title"),
            question=front.pop("question"),
            audience=front.pop("audience", ""),
            tags=tuple(front.pop("tags", ())),
            charts=tuple(front.pop("charts", None) or ()),
            category=front.pop("category", ""),
            narrow=front.pop("narrow", False) is True,
            method=front.pop("method", ""),
            parameters=parameters,
            columns=columns,
            extra=front,
        )
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableInput(
            f"The front matter of the query '{name}' cannot be read: {error}.",
            hint="It is YAML in lines that begin with '#+ ', with at least title and question.",
        ) from error
    _check_lists(query)
    for parameter in query.parameters:
        if parameter.type not in ENTITY_TYPES and parameter.type not in PLAIN_TYPES:
            raise UnreadableInput(
                f"The parameter '{parameter.name}' of the query '{name}' has the unknown type "
                f"'{parameter.type}'."
            )
        if len(set(_block(parameter.name).findall(text))) != 1:
            raise UnreadableInput(
                f"The query '{name}' must have a block VALUES ?{parameter.name} {{ ... }}, and the "
                "same wherever it has one."
            )
    return query


def _check_lists(query: StoredQuery) -> None:
    """Refuse a category that is not in the list, and a chart that names what is not there."""
    if query.category and query.category not in CATEGORIES:
        raise UnreadableInput(
            f"The query '{query.name}' has the unknown category '{query.category}'.",
            hint=f"The categories are {', '.join(CATEGORIES)}.",
        )
    for chart in query.charts:
        needed, allowed = CHART_COLUMNS.get(chart.get("kind", ""), (set(), set()))
        given = chart.keys() - {"kind", "top", "caption"}
        columns = {chart[key] for key in given}
        if not needed or not needed <= given <= needed | allowed:
            raise UnreadableInput(
                f"A chart of the query '{query.name}' cannot be drawn: {dict(chart)}.",
                hint="; ".join(
                    f"{kind} takes {', '.join(sorted(must))} and may take {', '.join(sorted(may))}"
                    for kind, (must, may) in CHART_COLUMNS.items()
                ),
            )
        if wrong := columns - query.column_titles.keys():
            raise UnreadableInput(
                f"A chart of the query '{query.name}' names no column of it: {min(wrong)}."
            )


def load_query(path: Path) -> StoredQuery:
    """Read one query file; see :func:`read_query`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path} cannot be read: {error}.") from error
    return read_query(path.stem, text)


def load_queries(kind: str = "reports", folder: Path | None = None) -> dict[str, StoredQuery]:
    """Read all queries of one kind.

    Args:
        kind: ``reports``, ``examples`` or ``quality``.
        folder: The folder that has these as sub-folders; the project's own by default.

    Returns:
        The queries by name, in the order of their names.
    """
    folder = (folder or queries_folder()) / kind
    return {path.stem: load_query(path) for path in sorted(folder.glob("*.rq"))}


def bind(
    query: StoredQuery,
    values: Mapping[str, Iterable[str]],
    namespaces: Namespaces,
    known: Callable[[Parameter], Mapping[str, Sequence[str]]],
) -> str:
    """Return the query's text with its parameters set.

    Args:
        query: The query.
        values: Parameter name to the values given, as text.
        namespaces: The base of the release that is asked.
        known: Gives, for a parameter that names something in the graph, the keys that exist, each
            with its names in all languages.

    Returns:
        SPARQL text.

    Raises:
        ParameterError: A parameter is unknown, missing, given too often, or has a wrong value, or a
            period ends before it begins.
    """
    by_name = {parameter.name: parameter for parameter in query.parameters}
    for name in values:
        if name not in by_name:
            raise ParameterError(
                f"The report '{query.name}' has no parameter '{name}'.",
                hint=did_you_mean(name, by_name) or _list_parameters(query),
            )
    text = namespaces.localise(query.text)
    terms: dict[str, list[NamedNode | Literal]] = {}
    for name, parameter in by_name.items():
        given = [value for value in values.get(name, ()) if value != ""]
        if not given:
            if parameter.required:
                raise ParameterError(
                    f"The report '{query.name}' needs the parameter '{name}': {parameter.help}",
                    hint=f"For example --param {name}={parameter.example}",
                )
            continue
        if len(given) > 1 and not parameter.several:
            raise ParameterError(
                f"The parameter '{name}' takes one value; {len(given)} were given.",
                hint=f"For example --param {name}={parameter.example}",
            )
        found = (checked_term(parameter, value, namespaces, known) for value in given)
        terms[name] = list(dict.fromkeys(found))
        block = f"VALUES ?{name} {{ {' '.join(map(str, terms[name]))} }}"
        text = _block(name).sub(lambda _match, block=block: block, text)  # type: ignore[misc]
    if query.narrow and not terms:
        first = query.parameters[0]
        raise ParameterError(
            f"The report '{query.name}' is too long as a whole; give at least one parameter.",
            hint=f"{_list_parameters(query)} For example --param {first.name}={first.example}",
        )
    check_period(terms)
    return text


def find_report(name: str, folder: Path | None = None) -> StoredQuery:
    """Read the report of a name; a check of quality is a report too.

    Args:
        name: The report's name.
        folder: As for :func:`load_queries`.

    Returns:
        The query.

    Raises:
        UnknownName: There is none of that name.
    """
    folder = folder or queries_folder()
    paths = {path.stem: path for kind in REPORT_KINDS for path in (folder / kind).glob("*.rq")}
    if name not in paths:
        names = sorted(paths)
        raise UnknownName(
            f"There is no report '{name}'.",
            hint=did_you_mean(name, names) or f"The reports are {', '.join(names)}.",
        )
    return load_query(paths[name])


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{[^}}]*\}}")


def _parameter(name: str, entry: Mapping[str, object]) -> Parameter:
    def text(key: str) -> str:
        return str(entry.get(key, "")).strip()

    known = {"type", "help", "example", "required", "several"}
    if unknown := sorted(set(entry) - known):
        raise KeyError(f"{name}: {unknown[0]}")
    return Parameter(
        name=name,
        type=str(entry["type"]),
        help=text("help"),
        example=text("example"),
        required=entry.get("required") is True,
        several=entry.get("several") is True,
    )


def _list_parameters(query: StoredQuery) -> str:
    if not query.parameters:
        return "It takes none."
    return f"It takes {', '.join(parameter.name for parameter in query.parameters)}."
