"""Regions, and what only looks like one."""

import pytest

from citygraph.extraction.extractor import Extractor

from .conftest import names


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fr", "Gavà est une ville de Catalogne.", ["Catalogne"]),
        ("it", "La regione Andalusia e la Toscana collaborano.", ["Andalusia", "Toscana"]),
        ("pl", "Ruda Śląska przystąpiła do sieci.", []),
        ("sv", "Mötet leddes av Region Skåne.", []),
        ("en", "The Lincolnshire County Council met in Lincoln.", []),
        ("en", "The parliament of Catalonia agreed.", []),
        ("pt", "O vice-presidente da Área Metropolitana do Porto falou.", []),
        ("mt", "Il-Kunsill tar-Reġjuni Ewropej iltaqa'.", []),
    ],
)
def test_a_region_is_told_from_a_body(
    extractor: Extractor, language: str, text: str, wanted: list[str]
) -> None:
    assert names(extractor.extract(text, language=language), "region") == wanted
