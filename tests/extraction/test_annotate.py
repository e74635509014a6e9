"""Marked articles: the compiler, and the articles themselves."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.conftest import ROOT, SHARED
from tests.extraction.test_score_extraction import load

annotate = load("annotate")
ARTICLES = ROOT / "tests" / "extraction" / "articles"
MARKED = sorted(ARTICLES.rglob("*.mark"))

SMALL = """language: sv
date: 2023-05-04
---
I dag: [[Göteborg|city: Gothenburg = Göteborg; SE]] gick [[4 maj|date: 2023-05-04]] med i
[[Eurocities|organisation: Eurocities; eurocities]]. [[Göteborgs|= Gothenburg]] glädje är stor.
--- relations
Gothenburg | participates_in | Eurocities | date: 2023-05-04 | "gick 4 maj med i"
"""


def test_offsets_are_those_of_the_text(tmp_path):
    path = tmp_path / "small.mark"
    path.write_text(SMALL, encoding="utf-8")
    found = json.loads(annotate.compile_article(path).read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert text.startswith("I dag: Göteborg gick 4 maj med i\nEurocities. Göteborgs")
    city, network = found["entities"]
    assert text[city["start"] : city["end"]] == city["mention"] == "Göteborg"
    assert [text[a:b] for a, b in city["mentions"]] == ["Göteborgs"]
    assert city["id"].endswith("/city/gothenburg-se")
    assert network["id"].endswith("/organisation/eurocities")
    (relation,) = found["relations"]
    assert (relation["subject_index"], relation["object_index"]) == (0, 1)
    assert [text[a:b] for a, b in relation["spans"]] == ["gick 4 maj med i"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("|city:", "|town:", "'town' is no type"),
        ("date: 2023-05-04]]", "date: 4 May]]", "no ISO date"),
        ("| Eurocities |", "| Eurocity |", "'Eurocity' is not marked"),
        ("participates_in", "joins", "'joins' is no predicate"),
        ('"gick 4 maj', '"gick 5 maj', "not in the text"),
        ("[[Göteborgs|= Gothenburg]]", "[[Göteborgs|= Gothenburg", "not closed"),
        ("[[Göteborgs|= ", "[[Göteborgs|city: ", "marked twice"),
        ("Gothenburg | part", "Eurocities | held_on | 2023 | part", "neither a role"),
        ("| date: 2023-05-04 |", "| role: boss |", "no role"),
        ("language", "langue", "front matter"),
    ],
)
def test_mistakes_are_said(old, new, said):
    changed = SMALL.replace(old, new, 1)
    if "; SE" in changed and new.endswith("city: "):
        changed = changed.replace("Göteborgs|city: Gothenburg", "Göteborgs|city: Gothenburg; SE")
    with pytest.raises(annotate.MarkError, match=said):
        annotate.read_marked(changed)


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_each_article_is_compiled(path):
    """What is beside the marks is what they say; keys may follow the tables."""
    try:
        text, annotation = annotate.compiled(path, SHARED, ROOT / "data")
    except FileNotFoundError:
        pytest.skip("the text is not beside the checkout (../shared)")
    kept = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    fresh = json.loads(annotation)
    if text is not None:
        stored = (path.parent / kept["document"]["path"]).read_bytes()
        assert stored.decode("utf-8") == text
        assert hashlib.sha256(stored).hexdigest() == kept["document"]["sha256"]
    for document in (kept, fresh):
        for entity in document["entities"]:
            entity["id"] = None
    assert kept == fresh, f"run `python scripts/annotate.py {path.relative_to(ROOT)}`"
