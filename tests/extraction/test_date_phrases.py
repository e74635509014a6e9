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
            [mention.value for mention in found] == value.split()
            and start - SLACK <= found[0].start_offset <= start
            and not re.search(r"\d", text[found[-1].end_offset : end])
            and found[-1].end_offset <= end + SLACK
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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "chapters 3/4 and 12/13 of the report, a 24/7 service, version 2.4.1"),
        ("sv", "3/4 av orterna, enligt 5/12 i listan"),
        ("de", "Abschnitt 3.2. des Berichts, Kapitel II 2, 5.3.2.1 und Tel. 030 12.04.24.33"),
        ("pl", "tom III 2, art. 4 ust. 2 pkt 1, Jan III Sobieski i Karol V"),
        ("hu", "az V. kerület és a II. Rákóczi utca 12."),
        ("fr", "Louis XIV, 5 rue du 8, tél. 03 12 04 24 33, le Mai 68"),
        ("cs", "v lednici, v kapitole 3.2. a na 5. a 6. místě"),
        ("en", "two or three of 12 and 15 may apply, and 3 march on"),
    ],
)
def test_what_is_no_date_is_left_out(language: str, text: str) -> None:
    assert [m.text for m in DateFinder(language).find(text, 0, len(text), None)] == []
