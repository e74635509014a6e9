import pytest

from citygraph.extraction.detection import detect, paragraph_languages

TEXTS = {
    "sv": "Staden deltar i nätverket och mötet hålls i maj med flera kommuner.",
    "da": "Byen er med i netværket, og mødet afholdes i maj med flere kommuner.",
    "no": "Byen er med i nettverket, og møtet holdes i mai sammen med flere kommuner etter ferien.",
    "bg": "Градът участва в мрежата и срещата ще се проведе през май.",
    "mk": "Градот учествува во мрежата и средбата ќе се одржи во мај.",
    "uk": "Місто бере участь у мережі, і зустріч відбудеться у травні.",
    "ca": "La ciutat participa en la xarxa i la reunió es farà al maig amb els municipis.",
    "gl": "A cidade participa na rede e a reunión será en maio cos concellos da comarca.",
    "pt": "A cidade participa na rede e a reunião será em maio com os municípios da região, não em junho.",
    "et": "Linn osaleb võrgustikus ja kohtumine toimub mais koos teiste linnadega.",
    "mt": "Il-belt tipparteċipa fin-netwerk u l-laqgħa ssir f'Mejju ma' bliet oħra.",
    "sq": "Qyteti merr pjesë në rrjet dhe takimi do të mbahet në maj.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_the_language_is_found(language: str) -> None:
    assert detect(TEXTS[language]) == language


def test_a_menu_in_another_language_is_a_part_of_its_own() -> None:
    menu = (
        "Home and news of the city with all that is on for you and for the people that live in this place or want to be in it. "
        * 2
    )
    text = f"{menu}\n{TEXTS['bg'] * 4}\n"
    parts = paragraph_languages(text, "bg")
    assert [language for _, _, language in parts] == ["en", "bg"]
    assert parts[-1][1] == len(text)


def test_no_words_at_all() -> None:
    assert detect("12345") == "en"
