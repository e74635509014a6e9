"""When Python's collector of cycles runs: between documents, not within one.

A document makes hundreds of thousands of small objects, all of them in use until it is done; the
collector would walk over them again and again and free nothing.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["collecting_afterwards"]


@contextmanager
def collecting_afterwards() -> Iterator[None]:
    """Let the collector rest, and free the cycles made meanwhile at the end.

    Where it rests already, whoever stopped it starts it again.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        # What was made while it rested is in the youngest generation; the rest is not looked at.
        gc.collect(0)
        gc.enable()
