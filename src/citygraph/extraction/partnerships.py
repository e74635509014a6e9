"""The thematic partnerships of the Urban Agenda, named in any language by their topic."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from citygraph.extraction.mentions import Mention

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.extraction.known import Known
    from citygraph.extraction.tokens import Sentence, Word

__all__ = ["partnership_at"]

_PATH: Final = "/id/initiative/"  # below the base, which each release may choose
_REACH: Final = 5  # words between the noun and its topic
_SHORT: Final = 4  # letters of a preposition
_PREPOSITIONS: Final = frozenset(["sobre", "rzecz", "maidir", "kring", "cilj", "oblast"])
_TOPIC_FIRST: Final = frozenset("fi et hu lt lv tr eu".split())  # noqa: SIM905


@cache
def _listed() -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The beginnings of nouns; the beginnings of topics with their keys, longest first."""
    text = files(__package__).joinpath("data", "partnerships.toml").read_text("utf-8")
    table = tomllib.loads(text)
    topics = [(stem, key) for key, stems in table["topics"].items() for stem in stems.split()]
    topics.sort(key=lambda topic: -len(topic[0]))
    return tuple(table["nouns"].split()), tuple(topics)


def partnership_at(
    sentence: Sentence,
    text: str,
    index: int,
    language: str,
    taken: list[Mention | None],
    things: Mapping[str, Known],
) -> Mention | None:
    """Return the partnership whose noun stands at a word: "the partnership for urban mobility".

    Args:
        sentence: The sentence.
        text: The text.
        index: Index of the noun.
        language: ISO 639-1 code.
        taken: What each word belongs to.
        things: The things of the graph by IRI.
    """
    words = sentence.words
    nouns, _ = _listed()
    if not words[index].folded.startswith(nouns):
        return None
    first, last, key = index, index, ""
    if index + 2 < len(words) and _leads_on(words[index + 1]):
        last, key = _topic(sentence, text, range(index + 1, index + 1 + _REACH), taken)
    if not key and language in _TOPIC_FIRST and words[index].upper == words[index - 1].upper:
        first, key = _topic(sentence, text, range(index - 1, index - 1 - _SHORT, -1), taken)
        last = index
    if not key:
        return None
    start, end = sentence.starts[first], sentence.ends[last]
    known = next((thing for iri, thing in things.items() if iri.endswith(_PATH + key)), None)
    return Mention("initiative", first, last, start, end, text[start:end],
                   "partnership and its topic", known, score=0.8)  # fmt: skip


def _leads_on(word: Word) -> bool:
    """Return whether a word may stand between the noun and its topic: a preposition."""
    return not word.upper and (
        len(word.text) <= _SHORT
        or word.folded in _PREPOSITIONS
        or not word.categories.isdisjoint({"of", "in", "from", "with"})
    )


def _topic(
    sentence: Sentence, text: str, reach: range, taken: list[Mention | None]
) -> tuple[int, str]:
    """Return the word that tells the topic, and the key of its partnership."""
    words = sentence.words
    _, topics = _listed()
    for position in reach:
        if not 0 <= position < len(words) or taken[position] is not None:
            break
        before = position - 1 if reach.step > 0 else position
        gap = text[sentence.ends[before] : sentence.starts[before + 1]]
        if gap.strip(" .\n") or "\n" in gap:
            break
        for stem, key in topics:
            if words[position].folded.startswith(stem):
                return position, key
    return 0, ""
