from citygraph.extraction.gazetteer import gazetteer
from citygraph.extraction.known import KnownNames
from citygraph.extraction.sounds import SoundIndex, latin, sound


def test_scripts_sound_alike() -> None:
    assert sound("разлог") == sound("razlog")
    assert sound("йелгава") == sound("jelgava")


def test_a_city_is_found_by_ear(known: KnownNames) -> None:
    index = SoundIndex(gazetteer(), known)
    assert index.find("фундао") == "fundao"
    assert index.find("партньорство") == ""


def test_cyrillic_is_spelled_in_latin_letters() -> None:
    assert latin("кочани", "mk") == "kocani"
    assert latin("харків", "uk") == "kharkiv"
    assert latin("tirana", "sq") == "tirana"


def test_names_of_several_words_are_found_by_ear(known: KnownNames) -> None:
    index = SoundIndex(gazetteer(), known)
    assert index.exactly("нови сад") == "novi sad"
    assert index.exactly("иван петров") == ""
