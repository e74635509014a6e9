"""Tables as text: for a terminal, and for Markdown."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["markdown_table", "text_table"]

_GAP: Final = "   "
_MARKS: Final = str.maketrans({mark: f"\\{mark}" for mark in "\\|*`<[]"})


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
    if not width and sys.stdout.isatty():
        width = shutil.get_terminal_size().columns
    cut = {cell: _lines(cell) for row in (titles, *rows) for cell in row}
    wide = {cell: max(map(_width, lines)) for cell, lines in cut.items()}
    widths = [max(wide[cell] for cell in set(cells)) for cells in zip(titles, *rows, strict=True)]
    lines = [[cut[cell] for cell in row] for row in (titles, *rows)]
    if width and sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        widths = _narrowed(widths, width - len(_GAP) * (len(widths) - 1))
        lines = [
            [
                [folded for line in cell for folded in _folded(line, room)]
                for cell, room in zip(row, widths, strict=True)
            ]
            for row in lines
        ]
    rule = "\u2500" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    head, *body = ("".join(_written(row, widths)) for row in lines)
    return f"{head}{rule}\n{''.join(body)}"


def _lines(cell: str) -> list[str]:
    """Return the lines of a cell without the marks that would steer a terminal."""
    if cell.isprintable():
        return [cell]
    return ["".join(c if c.isprintable() else " " for c in line) for line in cell.split("\n")]


def _width(line: str) -> int:
    """Return how many columns of a terminal a line takes."""
    if line.isascii():
        return len(line)
    from rich.cells import cell_len

    return cell_len(line)


def _written(row: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    for number in range(max(map(len, row), default=0)):
        cells = [cell[number] if number < len(cell) else "" for cell in row]
        padded = [
            cell.ljust(width) if cell.isascii() else cell + " " * (width - _width(cell))
            for cell, width in zip(cells, widths, strict=True)
        ]
        yield _GAP.join(padded).rstrip() + "\n"


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """Cut the widest columns to one width, so that all of them fit."""
    bound = max(widths)
    while bound > 1 and sum(min(width, bound) for width in widths) > room:
        bound -= 1
    return [min(width, bound) for width in widths]


def _folded(line: str, room: int) -> Iterator[str]:
    """Break a line at its words, and words that are too long anywhere."""
    current, used = "", 0
    for word in re.findall(r"\S+\s*|\s+", line):
        if used and used + _width(word.rstrip()) > room:
            yield current.rstrip()
            current, used = "", 0
        for char in word if used + _width(word.rstrip()) > room else [word]:
            size = _width(char.rstrip())
            if used and used + size > room:
                yield current.rstrip()
                current, used = "", 0
            current, used = current + char, used + _width(char)
    yield current.rstrip()


def markdown_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in GitHub-flavoured Markdown."""
    escaped = {cell: _escape(cell) for row in (titles, *rows) for cell in row}

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join([escaped[cell] for cell in cells]) + " |"

    rule = "| " + " | ".join("---" for _ in titles) + " |"
    return "".join(f"{text}\n" for text in (line(titles), rule, *map(line, rows)))


def _escape(cell: str) -> str:
    """Take the meaning from marks; an underscore inside a word has none."""
    cell = cell.translate(_MARKS)
    if "_" in cell:
        cell = re.sub(r"(?<!\w)_|_(?!\w)", r"\\_", cell)
    return " ".join(cell.split())
