"""Reports in all their formats. Each says which release it came from and which sources it cites."""

from __future__ import annotations

import csv
import io
import json
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

from citygraph.rendering.tables import markdown_table, text_table
from citygraph.rendering.terms import as_text, as_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.namespaces import Namespaces
    from citygraph.reports import CitedSource, Report
    from citygraph.store import Term

__all__ = ["REPORT_FORMATS", "render_report"]

_LICENCES: Final = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0"}


def render_report(report: Report, form: str, namespaces: Namespaces) -> bytes:
    """Render a report.

    Args:
        report: The report.
        form: One of :data:`REPORT_FORMATS`.
        namespaces: For short names of IRIs.

    Returns:
        The bytes of the text or the workbook.
    """
    return _RENDERERS[form](report, namespaces)


def completeness(report: Report) -> str:
    """Return one line that says how much there is, whether it is all, and where it comes from."""
    rows = f"{len(report.rows):,} row{'' if len(report.rows) == 1 else 's'}"
    rows += ", complete" if report.complete else ", not complete: cut at a limit"
    count = len(report.sources)
    sources = f", from {count:,} source{'' if count == 1 else 's'}" if count else ""
    return f"{rows}{sources}. Release {report.release}, {licence_name(report.licence)}."


def licence_name(licence: str) -> str:
    """Return the short name of a licence, or its address."""
    return _LICENCES.get(licence, licence)


def citation(report: Report) -> str:
    """Return how to cite the report."""
    given = parameters_text(report)
    return (
        f"citygraph contributors: citygraph, release {report.release}, report "
        f"“{report.query.title}”{f' ({given})' if given else ''}. {licence_name(report.licence)}."
    )


def parameters_text(report: Report) -> str:
    """Return the parameters given as one line."""
    return ", ".join(f"{name} = {', '.join(v)}" for name, v in report.parameters.items() if v)


def _shown(report: Report, namespaces: Namespaces) -> tuple[list[str], list[list[str]]]:
    columns = report.shown_columns
    places = [list(report.columns).index(column) for column in columns]
    titles = [report.title_of(column) for column in columns]
    texts: dict[Term | None, str] = {}
    rows = []
    for row in report.rows:
        shown = []
        for place in places:
            cell = row[place]
            text = texts.get(cell)
            if text is None:
                text = texts[cell] = as_text(cell, namespaces)
            shown.append(text)
        rows.append(shown)
    return titles, rows


def _cite_by_number(report: Report, rows: list[list[str]]) -> list[list[str]]:
    """Put the numbers of the bibliography in the place of the titles of many sources."""
    if not {"sources", "sourcesLabel"} <= set(report.columns):
        return rows
    numbers = {source.key: number for number, source in enumerate(report.sources, start=1)}
    place = report.shown_columns.index("sourcesLabel")
    keys = list(report.columns).index("sources")
    for row, terms in zip(rows, report.rows, strict=True):
        cited = as_text(terms[keys]).split()
        row[place] = ", ".join(str(n) for n in sorted(numbers[key] for key in cited))
    return rows


def _table(report: Report, namespaces: Namespaces) -> bytes:
    from citygraph.summaries import NOTHING

    titles, rows = _shown(report, namespaces)
    rows = _cite_by_number(report, rows)
    lines = [report.question_line, ""]
    if rows:
        filled = [any(row[place] for row in rows) for place in range(len(titles))]
        kept = [list(compress(row, filled)) for row in (titles, *rows)]
        lines += [text_table(kept[0], kept[1:])]
        if empty := [title for title, some in zip(titles, filled, strict=True) if not some]:
            lines += [f"Empty in every row and left out: {', '.join(empty)}."]
    else:
        lines += [NOTHING, ""]
    lines.append(completeness(report))
    if report.sources:
        lines += ["", "Sources"]
        lines += [
            f"  {number:>3} {source_line(source)}"
            for number, source in enumerate(report.sources, start=1)
        ]
    return ("\n".join(lines) + "\n").encode()


def source_line(source: CitedSource) -> str:
    """Return a source as a line of a bibliography."""
    line = ". ".join(filter(None, (source.publisher, source.title, source.address)))
    return f"{source.key}: {line}"


def _csv(report: Report, _namespaces: Namespaces) -> bytes:
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, lineterminator="\r\n")
    writer.writerow(report.columns)
    writer.writerows([as_text(cell) for cell in row] for row in report.rows)
    return sink.getvalue().encode()


def _json(report: Report, namespaces: Namespaces) -> bytes:
    from citygraph.summaries import sentence

    def value(cell: Any) -> Any:  # noqa: ANN401
        plain = as_value(cell)
        return plain if plain is None or isinstance(plain, str | int | float) else as_text(cell)

    helps = {column.name: column.help for column in report.query.columns}
    data = {
        "report": report.query.name,
        "title": report.query.title,
        "question": report.query.question,
        "parameters": {name: list(values) for name, values in report.parameters.items()},
        "release": report.release,
        "licence": report.licence,
        "cite": citation(report),
        "complete": report.complete,
        "count": len(report.rows),
        "summary": sentence(report, namespaces),
        "method": " ".join(report.query.method.split()),
        "columns": [
            {"name": c, "title": report.title_of(c)} | ({"help": helps[c]} if helps.get(c) else {})
            for c in report.columns
        ],
        "rows": [],
        "sources": [
            {"iri": s.iri, "title": s.title, "publisher": s.publisher, "address": s.address}
            for s in report.sources
        ],
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    if report.rows:  # a line for each; the writer of indented text is slow
        names = [json.dumps(name) + ": " for name in report.columns]
        written: dict[Any, str] = {}
        lines = []
        for row in report.rows:
            cells = []
            for name, cell in zip(names, row, strict=True):
                said = written.get(cell)
                if said is None:
                    said = written[cell] = json.dumps(value(cell), ensure_ascii=False)
                cells.append(name + said)
            lines.append(f"    {{{', '.join(cells)}}}")
        # No text can hold this: a line break within one is escaped.
        rows = ",\n".join(lines)
        text = text.replace('\n  "rows": []', f'\n  "rows": [\n{rows}\n  ]', 1)
    return f"{text}\n".encode()


def _markdown(report: Report, namespaces: Namespaces) -> bytes:
    from citygraph.summaries import sentence

    titles, rows = _shown(report, namespaces)
    parts = [f"## {report.query.title}\n", f"{report.question_line}\n"]
    parts.append(f"{sentence(report, namespaces)}\n")
    if rows:
        parts.append(markdown_table(titles, rows))
    parts.append(f"{completeness(report)}\n")
    if report.query.method:
        parts.append(f"How to read it: {' '.join(report.query.method.split())}\n")
    parts.append(f"How to cite: {citation(report)}\n")
    if report.sources:
        lines = []
        for s in report.sources:
            title = f"[{s.title}]({s.address})" if s.address else s.title
            lines.append(f"- {s.key}: " + ". ".join(filter(None, (s.publisher, title))) + "\n")
        parts.append("Sources:\n\n" + "".join(lines))
    return "\n".join(parts).encode()


def _xlsx(report: Report, namespaces: Namespaces) -> bytes:
    from citygraph.rendering.workbook import workbook

    return workbook(report, namespaces)


def _html(report: Report, namespaces: Namespaces) -> bytes:
    from citygraph.rendering.page import page

    return page(report, namespaces)


_RENDERERS: Final[dict[str, Callable[[Report, Namespaces], bytes]]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "xlsx": _xlsx,
    "markdown": _markdown,
    "html": _html,
}
REPORT_FORMATS: Final = tuple(_RENDERERS)
