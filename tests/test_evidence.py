"""The passages that rows point to, checked against the documents where those are at hand."""

from __future__ import annotations

import csv
import hashlib

import pytest
from pyoxigraph import Literal

from citygraph.namespaces import Namespaces
from tests.conftest import ROOT, SHARED

SEEDS = SHARED / "seeds"
NS = Namespaces()

needs_documents = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source documents are not beside the checkout (../shared/seeds)"
)


def table(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def documents() -> dict[str, str]:
    """The text of each document by the key of its source, found by its checksum."""
    by_sum = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.read_bytes().decode("utf-8")
        for path in SEEDS.glob("*.txt")
    }
    return {
        row["key"]: by_sum[row["sha256"]] for row in table("sources") if row["sha256"] in by_sum
    }


@needs_documents
def test_each_document_is_a_source():
    assert len(documents()) == len(list(SEEDS.glob("*.txt"))) == 5


@needs_documents
@pytest.mark.parametrize(
    "name", [p.stem for p in sorted((ROOT / "data").glob("*.csv")) if p.stem != "sources"]
)
def test_spans_lie_within_words_of_the_document(name):
    texts = documents()
    for number, row in enumerate(table(name), start=2):
        if row.get("source") not in texts or "spans" not in row:
            continue
        text = texts[row["source"]]
        assert row["spans"], f"{name}.csv row {number}"
        for span in row["spans"].split(";"):
            start, end = (int(part) for part in span.split("-"))
            passage = text[start:end]
            where = f"{name}.csv row {number}: {span} is {passage!r}"
            assert 0 <= start < end <= len(text), where
            assert passage == passage.strip(), where
            for place in (start, end):
                around = text[max(place - 1, 0) : place + 1]
                assert not (len(around) == 2 and around.isalnum()), f"{where} cuts a word"


@needs_documents
def test_a_spelling_stands_in_the_passage_it_points_to():
    texts = documents()
    checked = 0
    for row in table("names"):
        if row["source"] in texts:
            text = texts[row["source"]]
            passages = [text[slice(*map(int, span.split("-")))] for span in row["spans"].split(";")]
            assert all(row["name"] == passage for passage in passages), row
            checked += 1
    assert checked > 50


def test_spans_are_published_as_text_position_selectors(release):
    """The passage behind Sofia's coordination, as a Web Annotation of the source's graph."""
    rows = release.query(
        f"""PREFIX oa: <http://www.w3.org/ns/oa#>
        PREFIX cg: <{NS.base}ontology#>
        SELECT ?source ?sha256 ?start ?end WHERE {{
          ?claim cg:participant <{NS.base}id/city/sofia-bg> ; cg:role <{NS.base}role/coordinator> .
          GRAPH ?source {{
            ?note a oa:Annotation ; oa:hasBody ?claim ; oa:hasTarget ?passage .
            ?passage oa:hasSource ?source ; oa:hasSelector ?selector .
            ?selector a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
          }}
          ?source cg:sha256 ?sha256 .
        }} ORDER BY ?start"""
    ).rows
    assert rows
    for source, digest, start, end in rows:
        assert source == NS.source("sofia-digital-transition-2017")
        assert len(digest.value) == 64
        assert isinstance(start, Literal)
        assert int(start.value) < int(end.value)
    if SEEDS.is_dir():
        text = documents()["sofia-digital-transition-2017"]
        assert any("координатор" in text[int(row[2].value) : int(row[3].value)] for row in rows)
