from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from citygraph.errors import UnreadableInput
from citygraph.extraction.corpus import run_corpus
from citygraph.extraction.files import FileExtractor


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


def test_the_command_reads_a_corpus_and_resumes_it(run, release_folder, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Helsinki and Sofia met in Brussels on 30 April 2024.\n")
    (corpus / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    call = ("extract", "--corpus", corpus, "--out", tmp_path / "out", "--release", release_folder)
    first = run(*call, "--processes", "1")
    assert first.status == 2
    assert "bad.pdf" in first.err
    assert "2 documents (0.0 MB): 1 read" in first.out
    (corpus / "bad.pdf").unlink()
    second = run(*call)
    assert second.status == 0
    assert "0 read, 1 done before" in second.out
    assert run(*call, "--language", "en").out.count("1 read, 0 done before") == 1


def test_files_and_a_corpus_at_once_or_neither_are_refused(run, tmp_path):
    assert run("extract").status == 2
    assert run("extract", tmp_path / "a.txt", "--corpus", tmp_path).status == 2
    assert "--out" in run("extract", "--corpus", tmp_path).err
