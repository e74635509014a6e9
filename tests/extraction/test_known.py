from pathlib import Path

from citygraph.extraction.known import KnownNames

LINES = """\
<https://x/id/initiative/a> <http://www.w3.org/2004/02/skos/core#prefLabel> "Alpha \\u0411"@en <https://x/g> .
<https://x/id/initiative/a> <https://x/ontology#partOf> <https://x/id/initiative/b> <https://x/g> .
<https://x/id/initiative/b> <http://www.w3.org/2004/02/skos/core#altLabel> "Beta Programme (BPG)"@en <https://x/g> .
<https://x/id/initiative/b> <http://www.w3.org/2004/02/skos/core#prefLabel> "Beta"@en <https://x/g> .
"""


def test_names_of_a_release(tmp_path: Path) -> None:
    path = tmp_path / "citygraph.nq"
    path.write_text(LINES, "utf-8")
    known = KnownNames.from_release(path)
    alpha = known.things["https://x/id/initiative/a"]
    assert alpha.name == "Alpha Б"
    assert alpha.above == {"https://x/id/initiative/b"}
    assert known.begins("bpgs")
    assert "bpg" in known.single


def test_names_of_the_tables(known: KnownNames) -> None:
    assert known.cities["sofia"][0].iri.endswith("/city/sofia-bg")
    commission = [
        t for t in known.things.values() if t.iri.endswith("organisation/european-commission")
    ]
    assert commission[0].name == "European Commission"
