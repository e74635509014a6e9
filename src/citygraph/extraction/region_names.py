"""Whether words are the name of a region, or a piece of the name of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from citygraph.extraction.tokens import Sentence, Word

__all__ = ["names_region", "within_a_name"]

_EUROPEAN: Final = ("europ", "ewrop", "evrop", "eurof", "eorp", "европ", "євро", "ευρωπ", "avrupa")
_OTHERS: Final = frozenset(["organisation", "initiative", "event", "title", "city"])
_LINKS: Final = frozenset(["of", "article", "in", "from", "by", "and", "with", "region"])
_REGION_BODY: Final = frozenset(["sv", "da"])  # "Region Skåne" is an authority


def names_region(sentence: Sentence, text: str, first: int, last: int, noun: int) -> bool:
    """Return whether words around a noun for a region are a whole name of one.

    Args:
        sentence: The sentence.
        text: The text.
        first: Index of the first word of the name.
        last: Index of the last.
        noun: Index of the noun, in the name or before it.
    """
    words = sentence.words
    inner = [word for at, word in enumerate(words[first : last + 1], first) if at != noun]
    if any(not word.categories.isdisjoint(_OTHERS) for word in inner) or not any(
        word.upper and not word.categories and not word.folded.startswith(_EUROPEAN)
        for word in inner
    ):
        return False
    following = words[last + 1 : last + 4]
    if following and text[sentence.ends[last] : sentence.starts[last + 1]] == " ":
        if "organisation" in following[0].categories or (words[last].upper and following[0].upper):
            return False
        # Cut off before its last part: "Área Metropolitana do Porto".
        if noun >= first and following[0].categories & {"of", "article"}:
            links = [word for word in following if word.categories & {"of", "article"}]
            if any(word.upper for word in following[len(links) : len(links) + 1]):
                return False
    return not _of_a_body(sentence, text, min(first, noun))


def within_a_name(sentence: Sentence, text: str, first: int, last: int, language: str) -> bool:
    """Return whether the name of a region only is a piece of another: "Ruda Śląska".

    Args:
        sentence: The sentence.
        text: The text.
        first: Index of the first word of the name.
        last: Index of the last.
        language: ISO 639-1 code.
    """
    words = sentence.words
    if first and text[sentence.ends[first - 1] : sentence.starts[first]] == " ":
        before = words[first - 1]
        if before.upper and _is_name(before, first - 1):
            return True
        if language in _REGION_BODY and before.upper and before.folded == "region":
            return True
    if (
        last + 1 < len(words)
        and text[sentence.ends[last] : sentence.starts[last + 1]] == " "
        and words[last + 1].upper
        and "organisation" in words[last + 1].categories
    ):
        return True
    return _of_a_body(sentence, text, first)


def _is_name(word: Word, index: int) -> bool:
    if not word.categories.isdisjoint(_LINKS) or "title" in word.categories:
        return False
    return bool(index or word.place)


def _of_a_body(sentence: Sentence, text: str, first: int) -> bool:
    """Return whether "of" and a noun for a body stand before a word."""
    words = sentence.words
    position = first - 1
    while position > max(first - 4, 0) and words[position].categories & {"of", "article", "region"}:
        position -= 1
    if position < 0 or "," in text[sentence.ends[position] : sentence.starts[first]]:
        return False
    before = words[position]
    return "organisation" in before.categories or (
        before.shape == "u" and len(before.text) > 1 and position == first - 1
    )
