"""People who are not entered: private persons, and those who asked to be left out."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citygraph.suppression import remove_suppressed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citygraph.namespaces import Namespaces
    from citygraph.tables import Row

__all__ = ["looks_private", "suppressed_names", "without_suppressed"]

_WORD: Final = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
_NAME: Final = re.compile(rf"{_WORD}(?: {_WORD}){{1,4}}")
_KINDS: Final = frozenset({"PRC", "OTH", ""})


def looks_private(cells: Mapping[str, str]) -> bool:
    """Tell whether a participant's row is that of a person rather than a body.

    CORDIS lists persons who take part in their own name among the organisations. Their rows have no
    address; or they are named as a person is, family name in capitals first, and have neither a
    short name nor a VAT number.

    Args:
        cells: The row: name, shortName, vatNumber, activityType, street, postCode, city.

    Returns:
        Whether it looks like a person's.
    """
    name = " ".join(cells["name"].split())
    if cells["activityType"].strip() not in _KINDS or not _NAME.fullmatch(name):
        return False
    if not any(cells[column].strip() for column in ("street", "postCode", "city")):
        return True
    unnamed = not cells["shortName"].strip() and not cells["vatNumber"].strip()
    return unnamed and _is_registered(name)


def _is_registered(name: str) -> bool:
    """Tell whether a name is a family name in capitals with given names that are not, behind it."""
    words = name.split()
    family = list(takewhile(lambda word: word.isupper() and len(word) > 1, words))
    given = words[len(family) :]
    return bool(family and given) and all(w[0].isupper() and not w.isupper() for w in given)


def suppressed_names(rows: Mapping[str, Sequence[Row]]) -> set[str]:
    """Return the digests of the names of people who asked to be left out.

    Args:
        rows: The rows of each table.
    """
    return {row["name_sha256"] for row in rows.get("suppressed", ())}


def without_suppressed(
    triples: set[ox.Triple], digests: set[str], namespaces: Namespaces
) -> set[ox.Triple]:
    """Drop people who asked to be left out, and all that is said about them.

    Args:
        triples: The statements.
        digests: The digests of the names of these people.
        namespaces: The base.

    Returns:
        The statements that remain: none about such a person, and none of a node that has one as
        participant, holder and the like.
    """
    if not digests:
        return triples
    store = ox.Store()
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    remove_suppressed(store, digests, namespaces)
    return {quad.triple for quad in store}
