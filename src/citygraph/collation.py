"""Names made comparable, for looking up and for sorting."""

from __future__ import annotations

import unicodedata

__all__ = ["folded"]


def folded(name: str) -> str:
    """Return a name without case and marks, its words parted by single spaces.

    So 'Évora' stands beside 'Essen', and is found by 'evora'.

    Args:
        name: A name in any script.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
