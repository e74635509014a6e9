"""Dates as news writes them, language by language: the phrases are in dates.toml and months.toml."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from citygraph.extraction.dates import DateFinder, settle

PHRASES: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("dates.toml").read_text(encoding="utf-8")
)
MONTHS: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("months.toml").read_text(encoding="utf-8")
)
# What the rules do not know: a day by a word, a day far from its month.
NOT_YET = {"[május elsején]", "[10. päivästä 12. päivään lokakuuta 2023]"}
AS_OF = date(2024, 3, 15)
# A preposition, a weekday, an ending or a word for the year may be in the span or not.
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
            and not re.search(r"\d", text[found[0].end_offset : end])
            and found[0].end_offset <= end + SLACK
        )
        if not right and marked not in NOT_YET:
            wrong.append((marked, value, [f"{m.value} {m.text}" for m in found]))
    return wrong


@pytest.mark.parametrize("language", PHRASES)
def test_the_phrases_of_a_language_are_read(language: str) -> None:
    assert len(PHRASES[language].strip().splitlines()) >= 15
    assert _wrong(language) == []


def test_every_language_has_phrases() -> None:
    assert len(PHRASES) == len(MONTHS) == 34


@pytest.mark.parametrize("language", MONTHS)
def test_a_month_alone_is_read(language: str) -> None:
    finder = DateFinder(language)
    read = []
    for phrase in MONTHS[language].split(", "):
        found = finder.find(phrase, 0, len(phrase), None)
        settle(found, AS_OF)
        read.append([mention.value[4:] for mention in found])
    assert read == [[f"-{month:02}"] for month in range(1, 13)]
