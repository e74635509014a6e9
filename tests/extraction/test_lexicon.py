import pytest

from citygraph.extraction.lexicon import LANGUAGES, lexicon, months, stop_words

NEEDED = ("host", "organise", "coordinate", "join", "take_place", "title", "negation", "candidate",
          "former", "event", "initiative", "organisation", "city")  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_its_words(language: str) -> None:
    words = lexicon(language)
    held = set().union(*words.exact.values(), *words.stems.values(), *words.tails.values())
    held |= {category for listed in words.phrases.values() for _, category in listed}
    assert set(NEEDED) <= held
    assert set(months()[language]) >= {str(number) for number in range(1, 13)}


def test_inflected_words_are_known_by_their_stem() -> None:
    assert "coordinate" in lexicon("bg").categories("координатор")
    assert "event" in lexicon("de").categories("klimakonferenzen")
    assert "title" in lexicon("fi").categories("pormestarin")


@pytest.mark.parametrize(
    ("language", "written", "base"),
    [("fi", "helsingissa", "helsinki"), ("pl", "krakowie", "krakow"), ("cs", "praze", "praha"),
     ("lt", "vilniuje", "vilnius"), ("hu", "budapesten", "budapest"), ("sv", "malmos", "malmo"),
     ("el", "κοζανησ", "κοζανη"), ("uk", "львові", "львів")],
)  # fmt: skip
def test_the_base_form_of_a_place(language: str, written: str, base: str) -> None:
    assert base in lexicon(language).base_forms(written)


def test_small_words_speak_for_languages() -> None:
    assert "sv" in stop_words()["och"]
