"""The list of reports, and what one of them takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.queries import REPORT_KINDS, load_queries
from citygraph.rendering.tables import text_table

if TYPE_CHECKING:
    from citygraph.queries import StoredQuery

__all__ = ["explanation", "listing"]


def listing() -> str:
    """Return tables of all reports and checks of quality."""
    parts = []
    for kind, title in REPORT_KINDS.items():
        rows = [
            [q.name, q.question, ", ".join(_parameter(q, p.name) for p in q.parameters)]
            for q in load_queries(kind).values()
        ]
        parts.append(text_table([title, "Question", "Parameters (* needed)"], rows))
    parts.append("Run one with: citygraph report NAME --param NAME=VALUE\n")
    return "\n".join(parts)


def explanation(query: StoredQuery) -> str:
    """Return what a report asks, takes and gives."""
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
    if query.parameters:
        lines.append("")
    lines.append("Columns: " + ", ".join(column.title for column in query.columns))
    if query.method:
        lines += ["", " ".join(query.method.split())]
    return "\n".join(lines) + "\n"


def _parameter(query: StoredQuery, name: str) -> str:
    needed = any(p.required for p in query.parameters if p.name == name)
    return f"{name}*" if needed else name
