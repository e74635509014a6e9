"""Dates as news writes them, language by language: the phrases are in dates.toml."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from citygraph.extraction.dates import DateFinder, settle

PHRASES: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("dates.toml").read_text(encoding="utf-8")
)
AS_OF = date(2024, 3, 15)
# A preposition, a weekday or an ending may be in the span or not.
SLACK = 14


def _plain(marked: str) -> tuple[str, int, int]:
    """The phrase without its brackets, and where the first opens and the last closes."""
    start = marked.index("[")
    end = marked.rindex("]") - len(re.findall(r"[\[\]]", marked)) + 1
    return re.sub(r"[\[\]]", "", marked), start, end


def _wrong(language: str) -> list[tuple[str, str, list[str]]]:
    """The phrases that are read otherwise: the phrase, its value, what was read."""
    finder = DateFinder(language)
    wrong = []
    for line in PHRASES[language].strip().splitlines():
        marked, value = (part.strip() for part in line.split("|"))
        text, start, end = _plain(marked)
        found = finder.find(text, 0, len(text), None)
        settle(found, AS_OF)
        found += finder.years(text, [(m.start_offset, m.end_offset) for m in found])
        right = (
            [mention.value for mention in found] == [value]
            and start - SLACK <= found[0].start_offset <= start
            and end - 1 <= found[0].end_offset <= end + SLACK
        )
        if not right:
            wrong.append((marked, value, [f"{m.value} {m.text}" for m in found]))
    return wrong


@pytest.mark.parametrize("language", PHRASES)
def test_the_phrases_of_a_language_are_read(language: str) -> None:
    assert len(PHRASES[language].strip().splitlines()) >= 15
    assert _wrong(language) == []


def test_every_language_has_phrases() -> None:
    assert len(PHRASES) == 34
