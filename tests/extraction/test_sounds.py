from citygraph.extraction.gazetteer import gazetteer
from citygraph.extraction.known import KnownNames
from citygraph.extraction.sounds import SoundIndex, sound


def test_scripts_sound_alike() -> None:
    assert sound("разлог") == sound("razlog")
    assert sound("йелгава") == sound("jelgava")


def test_a_city_is_found_by_ear(known: KnownNames) -> None:
    index = SoundIndex(gazetteer(), known)
    assert index.find("фундао") == "fundao"
    assert index.find("партньорство") == ""
