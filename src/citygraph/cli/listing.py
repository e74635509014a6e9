"""The list of reports, and what one of them takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.parameters import ENTITY_TYPES
from citygraph.queries import CATEGORIES, REPORT_KINDS, load_queries
from citygraph.rendering.tables import text_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from citygraph.parameters import Parameter
    from citygraph.queries import StoredQuery

__all__ = ["explanation", "listing"]


_SHOWN = 5


def listing() -> str:
    """Return tables of all reports by category, and of the checks of quality."""
    parts = []
    for kind, title in REPORT_KINDS.items():
        queries = load_queries(kind).values()
        for category in CATEGORIES:
            rows = [
                [q.name, q.question, ", ".join(_parameter(q, p.name) for p in q.parameters)]
                for q in queries
                if q.category == category
            ]
            if rows:
                head = f"{title}: {category}" if kind == "reports" else title
                parts.append(text_table([head, "Question", "Parameters (* needed)"], rows))
    parts.append("Run one with: citygraph report NAME --param NAME=VALUE\n")
    return "\n".join(parts)


def explanation(
    query: StoredQuery, choices: Callable[[Parameter], list[tuple[str, str]]] | None = None
) -> str:
    """Return what a report asks, takes and gives.

    Args:
        query: The report.
        choices: Gives key and name of what a parameter can be; without it, no choices are listed.

    Returns:
        Lines of text.
    """
    lines = [query.title, query.question, ""]
    if query.audience:
        lines += [f"For: {query.audience}", ""]
    for parameter in query.parameters:
        needed = "needed" if parameter.required else "optional"
        several = ", several values allowed" if parameter.several else ""
        lines.append(
            f"--param {parameter.name}=  {parameter.help} ({parameter.type}, {needed}{several})"
        )
        lines.append(f"    for example {parameter.name}={parameter.example}")
        if choices is not None and parameter.type in ENTITY_TYPES:
            lines.append(f"    {_choices_line(choices(parameter))}")
    if query.parameters:
        lines.append("")
    lines.append("Columns: " + ", ".join(column.title for column in query.columns))
    if query.method:
        lines += ["", " ".join(query.method.split())]
    return "\n".join(lines) + "\n"


def _parameter(query: StoredQuery, name: str) -> str:
    needed = any(p.required for p in query.parameters if p.name == name)
    return f"{name}*" if needed else name


def _choices_line(offered: list[tuple[str, str]]) -> str:
    first = ", ".join(f"{key} ({name})" for key, name in offered[:_SHOWN])
    more = ", ..." if len(offered) > _SHOWN else ""
    count = f"{len(offered):,} choice{'' if len(offered) == 1 else 's'}"
    return f"{count}: {first}{more}" if offered else "no choices in this release"
