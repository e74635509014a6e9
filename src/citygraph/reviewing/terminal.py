"""A review at the keyboard: one proposal at a time, one key a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text as Styled

from citygraph.errors import CitygraphError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citygraph.reviewing.passages import Piece
    from citygraph.reviewing.session import Review
    from citygraph.reviewing.views import View

__all__ = ["review_at_keyboard"]

_COLOURS: Final = {"new": "green", "confirms": "cyan", "contradicts": "bold red"}
_KEYS: Final = "a accept   r reject   e edit   s skip   b back   ? help   q quit"
_HELP: Final = """\
a   accept: it will be written into the tables when the review is written
r   reject: it, and what rests on it, is not asked again
e   edit: change the fields, then accept; an empty answer keeps a field, a dash empties it
s   skip: decide later
b   back: take the last decision back and show it again
q   quit: what was decided is kept
"""


def review_at_keyboard(review: Review, console: Console | None = None) -> bool:
    """Show the open proposals one by one and take decisions.

    Args:
        review: The review; each decision is recorded at once.
        console: Where to show them.

    Returns:
        Whether the reviewer went through to the end.
    """
    console = console or Console(highlight=False)
    waiting = review.open()
    past: list[str] = []
    while waiting:
        ident = waiting[0]
        if review.state(ident) != "open":
            waiting.pop(0)
            continue
        _show(console, review.view(ident), len(waiting))
        key = click.getchar().casefold()
        try:
            if key == "q" or key in {"\x03", "\x04"}:
                return False
            if key == "b" and past:
                last = past.pop()
                review.reopen(last)
                if last in waiting:
                    waiting.remove(last)
                waiting.insert(0, last)
                continue
            if key == "a":
                review.accept(ident)
                console.print("accepted", style="green")
            elif key == "r":
                review.reject(ident)
                console.print("rejected", style="yellow")
            elif key == "e":
                review.accept(ident, _edited(review.view(ident)))
                console.print("changed and accepted", style="green")
            elif key == "s":
                console.print("skipped")
            else:
                console.print(_HELP)
                continue
        except CitygraphError as error:
            console.print(Styled(f"{error.message} {error.hint}".strip(), style="red"))
            continue
        past.append(ident)
        waiting.pop(0)
    return True


def _show(console: Console, view: View, left: int) -> None:
    facts = Table.grid(padding=(0, 2))
    for name, value in view.fields.items():
        if value:
            facts.add_row(Styled(name, style="dim"), Styled(value))
    if view.link:
        facts.add_row(Styled("linked to", style="dim"), Styled(view.link))
    for line in view.standing.says:
        facts.add_row(Styled("the graph says", style="dim"), Styled(line))
    parts: list[object] = [highlighted(view.pieces), Styled(), facts]
    if view.problem or view.advice:
        parts.append(Styled(view.problem or view.advice, style="red" if view.problem else "yellow"))
    colour = _COLOURS[view.standing.word]
    title = Styled.assemble(
        (view.headline, "bold"), "  ", (f" {view.standing.word} ", f"{colour} reverse")
    )
    where = f"{view.proposal.document.path}  sure {view.proposal.confidence:.2f}  {left} left"
    console.print(
        Panel(Group(*parts), title=title, title_align="left", subtitle=Styled(where))  # type: ignore[arg-type]
    )
    console.print(_KEYS, style="dim", markup=False)


def highlighted(pieces: Sequence[Piece]) -> Styled:
    """Return a passage with the places it rests on in reverse."""
    styled = Styled()
    for piece in pieces:
        text = " ".join(piece.text.split("\n")) if not piece.marked else piece.text
        styled.append(text, style="reverse bold" if piece.marked else "")
    return styled


def _edited(view: View) -> dict[str, str]:
    changes = {}
    for name, value in view.fields.items():
        answer = click.prompt(name, default=value, show_default=bool(value)).strip()
        new = "" if answer == "-" else answer
        if new != value:
            changes[name] = new
    return changes
