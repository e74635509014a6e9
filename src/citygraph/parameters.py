"""Parameters of stored queries: their types, and how a value given becomes a checked term.

A value that names something in the graph may be a key, an IRI or a name in any language. In any
case the term comes from the RDF library, so that text of a caller never becomes query text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from citygraph.dates import DateProblem, parse_known_date
from citygraph.errors import ParameterError
from citygraph.namespaces import foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from citygraph.namespaces import Namespaces

    Known = Callable[["Parameter"], Mapping[str, Sequence[str]]]
    """Gives, for a parameter, the keys that exist, each with its names in all languages."""

__all__ = ["ENTITY_TYPES", "PLAIN_TYPES", "Parameter", "check_period", "checked_term"]

ENTITY_TYPES: Final = {
    name: f"id/{name}"
    for name in (
        "city",
        "country",
        "event",
        "initiative",
        "organisation",
        "person",
        "region",
        "venue",
    )
} | {name: name for name in ("role", "topic", "source", "status", "orgtype")}
"""The type of a parameter that names something, to the path of its IRIs below the base."""
PLAIN_TYPES: Final = ("date", "year", "integer", "text", "language")
"""The types of parameters that are values themselves."""
_PERIODS: Final = (("from", "to"), ("since", "until"), ("after", "before"))
_LAST: Final = frozenset(last for _first, last in _PERIODS)
_LARGEST_TEXT: Final = 200
_NEAR: Final = 75.0
_OFFERED: Final = 3
_SHOWN: Final = 5


@dataclass(frozen=True)
class Parameter:
    """A parameter of a stored query.

    Attributes:
        name: The SPARQL variable it binds, without the question mark.
        type: ``city``, ``initiative``, ``role`` ... for a key of the graph, or ``date``, ``year``,
            ``integer``, ``text``, ``language``.
        help: One sentence.
        example: A value that gives rows.
        required: Whether the query makes no sense without it.
        several: Whether it takes more than one value.
    """

    name: str
    type: str
    help: str = ""
    example: str = ""
    required: bool = False
    several: bool = False


def checked_term(
    parameter: Parameter, value: str, namespaces: Namespaces, known: Known
) -> NamedNode | Literal:
    """Return a value as a term of the RDF library, whose text form is safe SPARQL.

    Args:
        parameter: The parameter.
        value: The value given, as text.
        namespaces: The base of the release that is asked.
        known: Gives the keys that the parameter can name, with their names.

    Returns:
        An IRI of something that exists, or a literal of the parameter's type.

    Raises:
        ParameterError: The value is of the wrong type, names nothing, or may mean several things.
    """
    if parameter.type in ENTITY_TYPES:
        base = f"{namespaces.base}{ENTITY_TYPES[parameter.type]}/"
        return NamedNode(base + _key(parameter, value.removeprefix(base), known(parameter)))
    match parameter.type:
        case "date":
            try:
                day = parse_known_date(value)
            except DateProblem as problem:
                raise ParameterError(f"'{value}' {problem.reason}.", hint=problem.hint) from problem
            chosen = day.last if parameter.name in _LAST else day.first
            return Literal(chosen.isoformat(), datatype=foreign("xsd:date"))
        case "year" | "integer":
            if not re.fullmatch(r"-?\d{1,9}", value, flags=re.ASCII):
                raise ParameterError(
                    f"'{value}' is not a whole number, which '{parameter.name}' must be.",
                    hint=f"For example --param {parameter.name}={parameter.example}",
                )
            return Literal(int(value))
    if len(value) > _LARGEST_TEXT:
        raise ParameterError(f"The text for '{parameter.name}' is over {_LARGEST_TEXT} characters.")
    return Literal(value.lower() if parameter.type == "language" else value)


def check_period(terms: Mapping[str, Iterable[NamedNode | Literal]]) -> None:
    """Refuse a period whose end lies before its beginning.

    Args:
        terms: Parameter name to the checked values.

    Raises:
        ParameterError: The period is upside down.
    """
    for first, last in _PERIODS:
        for begin in terms.get(first, ()):
            for end in terms.get(last, ()):
                if _place(begin) > _place(end):
                    raise ParameterError(
                        f"The period is upside down: '{first}' is {begin.value}, "
                        f"'{last}' is {end.value}.",
                        hint=f"Nothing can lie in it; exchange '{first}' and '{last}'.",
                    )


def _place(term: NamedNode | Literal) -> tuple[int, str]:
    """Return where a year or a day lies in time."""
    text = term.value
    return (int(text), "") if re.fullmatch(r"-?\d+", text) else (int(text[:4]), text)


def _key(parameter: Parameter, value: str, choices: Mapping[str, Sequence[str]]) -> str:
    """Find what a value means: a key, else a name that only one thing has."""
    if value in choices:
        return value
    folded = value.casefold()
    found = [key for key, names in choices.items() if folded in map(str.casefold, names)]
    if len(found) == 1:
        return found[0]
    if found:
        named = " or ".join(_named(key, choices[key]) for key in found[:_SHOWN])
        more = f" (and {len(found) - _SHOWN} others)" if len(found) > _SHOWN else ""
        raise ParameterError(
            f"'{value}' can mean more than one {parameter.type}: {named}{more}.",
            hint=f"Give the key, for example --param {parameter.name}={found[0]}",
        )
    raise ParameterError(
        f"'{value}' is not {_article(parameter.type)} that '{parameter.name}' can be.",
        hint=_near(value, choices) or _some(choices, parameter),
    )


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def _named(key: str, names: Sequence[str], name: str = "") -> str:
    """Return a key with a name in brackets, where it has one."""
    shown = name or (names[0] if names else "")
    return f"'{key}' ({shown})" if shown and shown != key else f"'{key}'"


def _near(value: str, choices: Mapping[str, Sequence[str]]) -> str:
    """Return the question whether one of the closest keys was meant, by key or by name."""
    from rapidfuzz import fuzz, process, utils

    spellings = [(key, "") for key in choices]
    spellings += [(key, name) for key, names in choices.items() for name in names]
    close = process.extract(
        value,
        [name or key for key, name in spellings],
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=4 * _OFFERED,
        score_cutoff=_NEAR,
    )
    offered: dict[str, str] = {}
    for _text, _score, place in close:
        key, name = spellings[place]
        offered.setdefault(key, _named(key, choices[key], name))
    if not offered:
        return ""
    return f"Did you mean {' or '.join(list(offered.values())[:_OFFERED])}?"


def _some(choices: Mapping[str, Sequence[str]], parameter: Parameter) -> str:
    shown = sorted(choices)[:_SHOWN]
    if not shown:
        return f"The release holds no {parameter.type} to choose."
    return f"Values that exist are, for example, {', '.join(shown)}."
