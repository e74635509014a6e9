"""Organisations known by their capitals alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citygraph.extraction.mentions import Mention

if TYPE_CHECKING:
    from citygraph.extraction.tokens import Sentence

__all__ = ["acronym", "seated"]

_ROMAN: Final = re.compile("[IVXLCDM]+")


def seated(sentence: Sentence, text: str, index: int) -> Mention | None:
    """Return the body whose capitals stand before a place: "KU Leuven", "TU Wien"."""
    words = sentence.words
    if index + 1 >= len(words) or words[index].shape != "u" or len(words[index].text) > 5:
        return None
    following = words[index + 1]
    if (
        not following.place
        or following.shape != "t"
        or (sentence.starts[index + 1] - sentence.ends[index] != 1)
    ):
        return None
    start, end = sentence.starts[index], sentence.ends[index + 1]
    return Mention("organisation", index, index + 1, start, end, text[start:end],
                   "capitals and place", score=0.6)  # fmt: skip


def acronym(sentence: Sentence, text: str, index: int) -> Mention | None:
    """Return capitals that nobody explains where a body is expected: "led by CARTIF"."""
    words = sentence.words
    word = words[index]
    if word.shape != "u" or not 2 < len(word.text) < 11 or word.categories:
        return None
    if _ROMAN.fullmatch(word.text) or sum(w.shape == "u" for w in words) * 2 > len(words):
        return None
    before = words[index - 1]
    if before.shape in "ud":
        return None
    gap = text[sentence.ends[index - 1] : sentence.starts[index]]
    after = words[index + 1] if index + 1 < len(words) else None
    if after is not None and after.noun:
        return None
    if (
        before.categories & {"of", "by", "from", "coordinate", "organise", "article", "represent"}
        or gap.endswith("(")
        or (after is not None and after.categories & {"coordinate", "organise"})
    ):
        start, end = sentence.starts[index], sentence.ends[index]
        return Mention("organisation", index, index, start, end, text[start:end],
                       "acronym of a body", score=0.5)  # fmt: skip
    return None
