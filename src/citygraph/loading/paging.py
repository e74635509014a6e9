"""What a query's own text says about its answer: is it sorted, is it limited, may it be paged?

A query is never rewritten. A page is asked for by adding LIMIT and OFFSET behind its end, which is
only right where ORDER BY fixes the order and nothing else stands there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citygraph.errors import UsageError
from citygraph.sparql import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

__all__ = ["QueryEnd", "batches", "fill_block", "page", "read_end"]

_VALUES: Final = re.compile(r"\bVALUES\s*(?:[?$]\w+|\([^()]*\))\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class QueryEnd:
    """What stands behind the last brace of a query's pattern.

    Attributes:
        sorted: Whether there is an ORDER BY.
        limited: Whether there is a LIMIT or OFFSET.
        open: Whether LIMIT and OFFSET may be added at the end.
    """

    sorted: bool
    limited: bool
    open: bool


def read_end(query: str) -> QueryEnd:
    """Read the end of a query.

    Args:
        query: SPARQL text.
    """
    plain = bare(query)
    depth = 0
    last_open = -1
    for place, letter in enumerate(plain):
        if letter == "{":
            if depth == 0:
                last_open = place
            depth += 1
        elif letter == "}":
            depth -= 1
    tail = plain[plain.rfind("}") + 1 :]
    before = plain[:last_open] if last_open >= 0 else ""
    values_last = bool(_VALUES.search(before))
    if values_last:
        tail = before
    return QueryEnd(
        sorted=bool(re.search(r"\bORDER\s+BY\b", tail, re.IGNORECASE)),
        limited=bool(re.search(r"\b(LIMIT|OFFSET)\s+\d", tail, re.IGNORECASE)),
        open=not values_last,
    )


def page(query: str, size: int, number: int) -> str:
    """Return a query that asks for one page; the first has the number 0."""
    return f"{query.rstrip()}\nLIMIT {size} OFFSET {size * number}\n"


def fill_block(
    query: str, columns: Sequence[str], rows: Sequence[Sequence[ox.NamedNode | ox.Literal]]
) -> str:
    """Put rows into the VALUES block of a query that has these variables.

    Args:
        query: The query.
        columns: The names of the variables, in the order of the block.
        rows: The terms of each row.

    Returns:
        The query's text with the block filled.

    Raises:
        UsageError: The query has no such block, or several.
    """
    names = r"\s+".join(rf"\?{re.escape(name)}" for name in columns)
    form = rf"\(\s*{names}\s*\)" if len(columns) > 1 else rf"(?:\(\s*{names}\s*\)|{names})"
    block = re.compile(rf"VALUES\s*{form}\s*\{{[^}}]*\}}", re.IGNORECASE)
    if len(block.findall(query)) != 1:
        wanted = " ".join(f"?{name}" for name in columns)
        raise UsageError(
            f"The query must have one block VALUES ({wanted}) {{ ... }}.",
            hint="The loader fills it with what the front matter asks for.",
        )
    head = " ".join(f"?{name}" for name in columns)
    lines = "\n".join(f"    ({' '.join(str(term) for term in row)})" for row in rows)
    text = f"VALUES ({head}) {{\n{lines}\n  }}"
    return block.sub(lambda _match: text, query)


def batches(
    rows: Sequence[Sequence[ox.NamedNode | ox.Literal]], size: int
) -> Iterator[Sequence[Sequence[ox.NamedNode | ox.Literal]]]:
    """Yield rows in runs of at most the size given."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
