"""Tables as text: for a terminal (rich), and for Markdown."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["markdown_table", "text_table"]

_WIDE = 10_000


def text_table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, width: int = 0) -> str:
    """Return a table for reading in a terminal.

    Args:
        titles: The column titles.
        rows: Cells as text.
        width: How many characters wide it may be; by default the terminal's width, and no bound
            where the output is not a terminal, so that nothing is cut in a pipe.

    Returns:
        Lines of text, ending with a line break.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for title in titles:
        table.add_column(Text(title), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    sink = io.StringIO()
    if not width and not sys.stdout.isatty():
        width = _WIDE
    console = Console(file=sink, width=width or None, color_system=None, legacy_windows=False)
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in sink.getvalue().splitlines())


def markdown_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in GitHub-flavoured Markdown."""

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(_escape(cell) for cell in cells) + " |"

    rule = "| " + " | ".join("---" for _ in titles) + " |"
    return "".join(f"{text}\n" for text in (line(titles), rule, *map(line, rows)))


def _escape(cell: str) -> str:
    """Take the meaning from marks; an underscore inside a word has none."""
    cell = re.sub(r"([\\|*`<\[\]]|(?<!\w)_|_(?!\w))", r"\\\1", cell)
    return " ".join(cell.split())
