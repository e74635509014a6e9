from citygraph.extraction.gazetteer import (
    country_name,
    first_name_sounds,
    first_names,
    gazetteer,
    region_beginnings,
    regions,
)


def test_native_and_foreign_names_lead_to_one_place() -> None:
    places = {
        gazetteer().places(name)[0].number for name in ("helsinki", "helsingfors", "хелзинки")
    }
    assert places == {"658225"}


def test_small_places_are_there() -> None:
    coulaines = gazetteer().places("coulaines")[0]
    assert (coulaines.country, coulaines.population > 1000) == ("FR", True)
    assert gazetteer().places("nowhere at all") == []


def test_large_names_are_sorted_by_people() -> None:
    names = gazetteer().large_names(1_000_000)
    assert "sofia" in names
    assert len(names) < 100


def test_territories_and_names_of_people() -> None:
    assert country_name("FI") == "Finland"
    assert regions()["extremadura"].startswith("ES")
    assert "extremadura" in region_beginnings()
    assert "sofia" not in regions()
    assert "laia" in first_names()
    assert first_name_sounds()
