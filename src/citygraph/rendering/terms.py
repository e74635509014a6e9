"""RDF terms as cells: as text for people, and as typed values for spreadsheets and JSON."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

if TYPE_CHECKING:
    from citygraph.namespaces import Namespaces
    from citygraph.store import Term

__all__ = ["Cell", "as_text", "as_value", "is_number"]

Cell = str | int | float | bool | date | datetime | None

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS: Final = frozenset(
    _XSD + name
    for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")
)
_MOMENT: Final = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):00(?:\.0+)?(.*)$")
_REALS: Final = frozenset(_XSD + name for name in ("decimal", "double", "float"))

_NUMBERS: Final = _INTEGERS | _REALS


def as_text(term: Term | None, namespaces: Namespaces | None = None) -> str:
    """Return a term as text.

    Args:
        term: The term; None for an empty cell.
        namespaces: Where it is given, the text is for people: IRIs are shortened to prefixed
            names, and a moment is written as day, clock time and distance from UTC.

    Returns:
        The literal's text, the IRI or its short form, or an empty string.
    """
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return namespaces.compact(term.value) if namespaces else term.value
    if isinstance(term, Literal):
        if namespaces and term.datatype.value == _XSD + "dateTime":
            return _MOMENT.sub(r"\1 \2 \3", term.value).strip()
        return term.value
    return str(term)


def as_value(term: Term | None) -> Cell:
    """Return a term as a typed value: numbers, days and moments keep their kind.

    A year, a month, or a value that Python cannot hold stays text.
    """
    if not isinstance(term, Literal):
        return as_text(term) if term is not None else None
    text, datatype = term.value, term.datatype.value
    try:
        if datatype in _INTEGERS:
            return int(text)
        if datatype in _REALS:
            return float(text)
        if datatype == _XSD + "boolean":
            return text in {"true", "1"}
        if datatype == _XSD + "date":
            return date.fromisoformat(text)
        if datatype == _XSD + "dateTime":
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text


def is_number(term: Term | None) -> bool:
    """Tell whether a term is a number by its datatype."""
    return isinstance(term, Literal) and term.datatype.value in _NUMBERS
