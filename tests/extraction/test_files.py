from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from citygraph.errors import UnreadableInput
from citygraph.extraction.corpus import run_corpus
from citygraph.extraction.files import FileExtractor

pytest.importorskip("citygraph.extraction.opening")


def test_a_corpus_is_read_with_the_names_of_a_release(release_folder, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("2 May 2024\n\nHelsinki and Sofia met in Brussels on 30 April.\n")
    (corpus / "empty.txt").write_text("")
    extract = FileExtractor(release_folder)
    report = run_corpus(corpus, tmp_path / "out", extract=extract, processes=1)
    assert [failure.path for failure in report.failures] == ["empty.txt"]
    (result,) = (tmp_path / "out").glob("*.json")
    found = json.loads(result.read_text())
    assert found["document"]["path"] == "a.txt"
    assert {"Helsinki", "Sofia", "Brussels"} <= {entity["name"] for entity in found["entities"]}
    assert "2024-04-30" in [each["start"] for each in found["dates"]]


def test_a_missing_file_is_told(release_folder, tmp_path):
    with pytest.raises(UnreadableInput):
        FileExtractor(release_folder)(tmp_path / "missing.txt")


def test_it_travels_between_processes_and_its_version_tells_what_results_depend_on(release_folder):
    plain = FileExtractor(release_folder)
    assert pickle.loads(pickle.dumps(plain)) == plain
    versions = {
        plain.version,
        FileExtractor(Path("nowhere")).version,
        FileExtractor(release_folder, language="sv").version,
        FileExtractor(release_folder, published=date(2024, 5, 2)).version,
    }
    assert len(versions) == 4
