import json

from citygraph.extraction.extractor import Extractor
from citygraph.extraction.output import as_object, as_table, to_json
from citygraph.extraction.reading import parse_document
from citygraph.extraction.rows import as_rows, rows_of

TEXT = (
    "Ghent, 4 May 2023\n\nGhent and Porto joined the SPARCS project. The SPARCS Forum takes place in Vienna on "
    "7 June. Anna Berg, mayor of Lund, will open the forum.\n"
)
KEYS = {
    "document": {"path", "language", "sha256", "date"},
    "entities": {"type", "name", "names", "mention", "start", "end", "country", "id", "confidence", "rule"},
    "dates": {"mention", "start_offset", "end_offset", "start", "end"},
    "relations": {"subject", "predicate", "object", "role", "title", "date", "spans", "confidence", "rule"},
}  # fmt: skip


def test_the_object_has_its_keys(extractor: Extractor) -> None:
    document = parse_document("a.txt", TEXT.encode())
    found = as_object(document, extractor.extract(TEXT))
    assert found["document"]["date"] == "2023-05-04"
    assert KEYS["document"] == set(found["document"])
    for part in ("entities", "dates", "relations"):
        assert found[part]
        for entry in found[part]:
            assert KEYS[part] <= set(entry)
    for entity in found["entities"]:
        assert TEXT[entity["start"] : entity["end"]] == entity["mention"]
    for relation in found["relations"]:
        assert found["entities"][relation["subject_index"]]["name"] == relation["subject"]
    assert json.loads(to_json(document, extractor.extract(TEXT))) == found


def test_a_table_for_people(extractor: Extractor) -> None:
    shown = as_table(parse_document("a.txt", TEXT.encode()), extractor.extract(TEXT))
    assert "sparcs" in shown
    assert "has_position" in shown


def test_rows_of_the_tables(extractor: Extractor) -> None:
    document = parse_document("dir/Press note.txt", TEXT.encode())
    rows = rows_of(document, extractor.extract(TEXT))
    assert rows["sources"][0]["key"] == "press-note"
    assert {r["participant"] for r in rows["participations"]} == {"ghent-be", "porto-pt"}
    assert rows["positions"][0] | {} == rows["positions"][0]
    assert rows["positions"][0]["holder"] == "anna-berg"
    event = rows["events"][0]
    assert (event["start"], event["location"]) == ("2023-06-07", "vienna-at")
    text = as_rows(document, extractor.extract(TEXT))
    assert "# participations.csv\ninitiative,participant,role,start" in text
