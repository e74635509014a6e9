"""The list of reports, and what one of them takes and gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.rendering.tables import text_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.queries import StoredQuery

__all__ = ["explanation", "listing"]


def listing(queries: Mapping[str, StoredQuery]) -> str:
    """Return a table of all reports."""
    rows = [
        [query.name, query.question, ", ".join(_parameter(query, p.name) for p in query.parameters)]
        for query in queries.values()
    ]
    table = text_table(["Report", "Question", "Parameters (* needed)"], rows)
    return f"{table}\nRun one with: citygraph report NAME --param NAME=VALUE\n"


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
