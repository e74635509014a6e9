"""A report as one self-contained page of HTML: nothing is loaded from elsewhere.

The table and the pictures stand there without any script; a small one sorts the table. The page
carries a Content-Security-Policy that names the digests of its style and its script, so that
nothing else in it can act.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from citygraph.rendering.terms import as_text, is_number
from citygraph.reports import SOURCES_COLUMN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Template

    from citygraph.namespaces import Namespaces
    from citygraph.reports import Report
    from citygraph.store import Term

__all__ = ["page"]

_TEMPLATES = Path(__file__).parent / "templates"
_LONG = 80
_XSD = "http://www.w3.org/2001/XMLSchema#"
_DAYS = frozenset({_XSD + "date", _XSD + "dateTime"})


def page(report: Report, namespaces: Namespaces) -> bytes:
    """Return a report as an HTML page.

    Args:
        report: The report.
        namespaces: For short names of IRIs.

    Returns:
        UTF-8 text.
    """
    from markupsafe import Markup

    from citygraph.rendering.charts import pictures
    from citygraph.rendering.reports import citation, completeness, licence_name, parameters_text
    from citygraph.summaries import sentence

    titles = [
        (report.title_of(column), _is_numeric(report, column)) for column in report.shown_columns
    ]
    template, style, script = _template()
    text = template.render(
        report=report,
        titles=titles,
        body=Markup(_body(report, namespaces)),  # noqa: S704
        pictures=[
            (drawn.title, Markup(drawn.text), drawn.description)  # noqa: S704
            for drawn in pictures(report)
        ],
        sentence=Markup(_unbroken(sentence(report, namespaces))),  # noqa: S704
        completeness=completeness(report),
        parameters=parameters_text(report),
        licence=licence_name(report.licence),
        citation=citation(report),
        style=style,
        script=script,
        policy=_policy(str(style), str(script)),
    )
    return (text.rstrip() + "\n").encode()


def _unbroken(text: str) -> str:
    """Escape a text, and keep its days in one line."""
    return re.sub(r"\d{4}-\d\d-\d\d", r'<span class="day">\g<0></span>', escape(text))


@cache
def _template() -> tuple[Template, Any, Any]:
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    from citygraph.rendering.style import scheme_variables, stylesheet

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    light, dark = scheme_variables("light"), scheme_variables("dark")
    rules = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    style = (
        f":root {{ {light} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"{stylesheet()}\n{rules}"
    )
    script = (_TEMPLATES / "sorting.js").read_text(encoding="utf-8")
    return environment.get_template("report.html"), Markup(style), Markup(script)  # noqa: S704


def _policy(style: str, script: str) -> str:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; "
        f"script-src 'sha256-{digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _is_numeric(report: Report, column: str) -> bool:
    """Tell whether a column has numbers and nothing else."""
    place = list(report.columns).index(column)
    found = False
    for row in report.rows:
        if (cell := row[place]) is not None:
            if not is_number(cell):
                return False
            found = True
    return found


def _body(report: Report, namespaces: Namespaces) -> str:
    """Return the rows of the table; each distinct cell is written once and then repeated."""
    columns = [_column(report, column, namespaces) for column in report.shown_columns]
    return "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in zip(*columns, strict=True))


def _column(report: Report, column: str, namespaces: Namespaces) -> list[str]:
    places = {name: place for place, name in enumerate(report.columns)}
    place = places[column]
    thing = places.get(column.removesuffix("Label"), place)
    if column.removesuffix("Label") == SOURCES_COLUMN and SOURCES_COLUMN in places:
        numbers = {source.key: n for n, source in enumerate(report.sources, start=1)}
        return _each(
            [(row[thing], None) for row in report.rows], lambda keys, _: _cited(keys, numbers)
        )
    if _is_numeric(report, column):
        return _each(
            [(row[place], None) for row in report.rows],
            lambda term, _: f'<td class="n">{escape(as_text(term))}</td>',
        )
    return _each(
        [(row[place], row[thing]) for row in report.rows],
        lambda term, node: _cell(term, node, namespaces),
    )


def _each(
    keys: Sequence[tuple[Term | None, Term | None]],
    write: Callable[[Term | None, Term | None], str],
) -> list[str]:
    written: dict[tuple[Term | None, Term | None], str] = {}
    cells = []
    for key in keys:
        cell = written.get(key)
        if cell is None:
            cell = written[key] = write(*key)
        cells.append(cell)
    return cells


def _cited(keys: Term | None, numbers: dict[str, int]) -> str:
    known = sorted((numbers[key], key) for key in as_text(keys).split() if key in numbers)
    links = ", ".join(f'<a href="#{escape(key)}">{number}</a>' for number, key in known)
    return f'<td class="c">{links}</td>'


def _cell(term: Term | None, node: Term | None, namespaces: Namespaces) -> str:
    if term is None and node is None:
        return "<td></td>"
    text = as_text(term if term is not None else node, namespaces)
    if isinstance(term, Literal) and term.datatype.value in _DAYS:
        day, _, clock = text.partition(" ")
        after = f" {escape(clock)}" if clock else ""
        return f'<td><span class="day">{escape(day)}</span>{after}</td>'
    language = getattr(term, "language", None) or ""
    attributes = f' lang="{escape(language)}"' if language not in {"", "en"} else ""
    attributes += ' class="long"' if len(text) > _LONG else ""
    link = node.value if isinstance(node, NamedNode) else as_text(term)
    shown = escape(text)
    if link.startswith(("http://", "https://")):
        shown = f'<a href="{escape(link)}">{shown}</a>'
    return f"<td{attributes}>{shown}</td>"
