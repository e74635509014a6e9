from citygraph.extraction.blocks import blocks
from citygraph.extraction.extractor import Extractor
from citygraph.extraction.mentions import DateMention


def test_blocks_cover_the_text() -> None:
    text = "a line of words\n" * 100_000
    parts = list(blocks(text))
    assert len(parts) == 3
    assert "".join(block for _, block in parts) == text
    assert all(block.endswith("\n") for _, block in parts)


def test_what_a_long_text_names_is_one_thing_with_offsets_of_the_whole(
    extractor: Extractor,
) -> None:
    fact = "Ghent joined the SPARCS project on 3 May 2023.\n"
    text = fact + "plain words of no use\n" * 60_000 + fact
    found = extractor.extract(text, language="en")
    ghent = next(entity for entity in found.entities if entity.name == "Ghent")
    assert [text[m.start : m.end] for m in ghent.mentions] == ["Ghent", "Ghent"]
    assert len([r for r in found.relations if r.predicate == "participates_in"]) == 1
    assert all(text[d.start_offset : d.end_offset] == d.text for d in found.dates)
    assert not any(isinstance(r.object, DateMention) for r in found.relations)
