from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from citygraph.cli.corpus import read_corpus
from citygraph.errors import UnreadableInput, UsageError
from citygraph.extraction.corpus import run_corpus
from citygraph.extraction.journal import JOURNAL, Journal
from tests.conftest import ROOT
from tests.extraction.readers import capitals

TEXTS = {
    "a.txt": "Sofia and Haarlemmermeer meet.",
    "b.txt": "Nobody here.",
    "deep/er/c.html": "<p>Gothenburg</p>",
    "deep/d.TXT": "Nice and Pori.",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "results"


def run(corpus: Path, out: Path, **options):
    return run_corpus(corpus, out, extract=capitals, **{"processes": 2, **options})


def results(out: Path) -> dict[str, dict]:
    found = [json.loads(path.read_text()) for path in out.glob("*.json")]
    return {each["document"]["path"]: each for each in found}


def journal(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / JOURNAL).read_text().splitlines()]


def test_each_document_gives_one_result_named_by_the_hash_of_its_bytes(corpus, out):
    report = run(corpus, out)
    assert (report.total, report.read, report.exit_status) == (4, 4, 0)
    assert sorted(results(out)) == ["a.txt", "b.txt", "deep/d.TXT", "deep/er/c.html"]
    assert [each["mention"] for each in results(out)["a.txt"]["entities"]] == [
        "Sofia",
        "Haarlemmermeer",
    ]
    assert all(line["cpu"] >= 0 and line["state"] == "done" for line in journal(out))
    assert report.cpu == pytest.approx(sum(line["cpu"] for line in journal(out)))
    for path in out.glob("*.json"):
        assert json.loads(path.read_text())["document"]["sha256"] == path.stem
    assert sorted(path.name for path in out.iterdir() if path.suffix != ".json") == [JOURNAL]


def test_files_that_are_no_documents_are_passed_over(corpus, out):
    (corpus / "picture.png").write_bytes(b"\x89PNG")
    (corpus / ".hidden.txt").write_text("Hidden")
    (corpus / ".git").mkdir()
    (corpus / ".git" / "x.txt").write_text("Hidden")
    (corpus / "nowhere.txt").symlink_to(corpus / "missing.txt")
    assert run(corpus, out).total == 4


def test_results_inside_the_corpus_are_no_documents(corpus):
    inside = corpus / "results"
    run(corpus, inside)
    (inside / "note.txt").write_text("A note")
    assert run(corpus, inside).total == 4


def test_a_second_run_reads_nothing_that_is_done(corpus, out):
    run(corpus, out)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir()}
    report = run(corpus, out)
    assert (report.skipped, report.read) == (4, 0)
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir()} == before


def test_what_changed_is_read_again_and_its_old_result_goes(corpus, out):
    run(corpus, out)
    (corpus / "b.txt").write_text("Somebody from Oulu.")
    (corpus / "new.txt").write_text("Tampere.")
    report = run(corpus, out)
    assert (report.skipped, report.read) == (3, 2)
    found = results(out)
    assert len(found) == 5
    assert [each["mention"] for each in found["b.txt"]["entities"]] == ["Somebody", "Oulu"]


def test_a_file_that_was_only_touched_is_not_read_again(corpus, out):
    run(corpus, out)
    os.utime(corpus / "a.txt", ns=(1, 1))
    report = run(corpus, out)
    assert (report.skipped, report.read, report.shared) == (3, 0, 1)


def test_a_lost_or_damaged_result_is_made_again(corpus, out):
    run(corpus, out)
    first, second, *_ = sorted(out.glob("*.json"))
    first.unlink()
    second.write_text("{")
    assert run(corpus, out).read == 2
    assert len(results(out)) == 4


def test_another_version_reads_everything_again(corpus, out):
    run(corpus, out)
    assert run(corpus, out, version="next").read == 4
    assert run(corpus, out, version="next").skipped == 4


def test_documents_with_the_same_bytes_share_a_result(corpus, out):
    (corpus / "copy.txt").write_text(TEXTS["a.txt"])
    report = run(corpus, out)
    assert (report.total, report.read, report.shared, report.finished) == (5, 4, 1, 5)
    assert len(results(out)) == 4
    assert {line["path"] for line in journal(out)} == {*TEXTS, "copy.txt"}
    (corpus / "a.txt").write_text("Changed.")
    run(corpus, out)
    assert run(corpus, out).skipped == 5, "the copy has lost its result"


@pytest.mark.parametrize(
    ("content", "words", "status"),
    [
        (b"\xff\xfe\x00bad", "is not UTF-8", 2),
        (b"DIVIDE", "ZeroDivisionError", 2),
        (b"KILL", "died 2 times (SIGKILL)", 2),
    ],
)
def test_a_bad_document_is_reported_and_passed_over(corpus, out, content, words, status):
    (corpus / "bad.txt").write_bytes(content)
    report = run(corpus, out)
    assert (report.read, len(report.failures), report.exit_status) == (4, 1, status)
    (failure,) = report.failures
    assert failure.path == "bad.txt"
    assert words in failure.message
    assert len(results(out)) == 4


def test_a_document_that_takes_too_long_is_passed_over(corpus, out, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_EXTRACT_TIMEOUT", "2")
    (corpus / "bad.txt").write_text("SLEEP")
    report = run(corpus, out)
    assert [failure.message for failure in report.failures] == ["It took more than 2 seconds."]
    assert report.read == 4


def test_a_process_that_dies_once_loses_nothing(corpus, out, tmp_path):
    for number in range(10):
        (corpus / f"more-{number}.txt").write_text(f"Place {number}")
    (corpus / "once.txt").write_text(f"ONCE {tmp_path / 'mark'} Vienna")
    report = run(corpus, out)
    assert (report.read, report.failures) == (15, [])
    assert len(results(out)) == 15
    assert sorted(line["path"] for line in journal(out)) == sorted(results(out))


def test_a_failed_document_is_tried_again_and_its_repair_counts(corpus, out):
    (corpus / "bad.txt").write_bytes(b"\xff")
    run(corpus, out)
    assert len(run(corpus, out).failures) == 1
    (corpus / "bad.txt").write_text("Good")
    report = run(corpus, out)
    assert (report.skipped, report.read, report.exit_status) == (4, 1, 0)


def test_processes_are_renewed(corpus, out, monkeypatch):
    monkeypatch.setenv("CITYGRAPH_EXTRACT_RENEW_AFTER", "1")
    run(corpus, out, processes=1)
    assert len({each["process"] for each in results(out).values()}) == 4


def test_a_killed_run_is_resumed_where_it_stopped(corpus, out):
    class Stop(Exception):
        pass

    def stop(report, entry):
        if report.read == 2:
            raise Stop

    with pytest.raises(Stop):
        run(corpus, out, processes=1, watch=stop)
    with (out / JOURNAL).open("a") as file:
        file.write('{"path": "cut off in the mid')
    report = run(corpus, out)
    assert (report.skipped, report.read) == (2, 2)
    assert run(corpus, out).skipped == 4
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_stopped_from_outside_leaves_no_process_and_is_resumed(corpus, out, how):
    for number in range(200):
        (corpus / f"more-{number}.txt").write_text(f"Place {number}")
    script = (
        "import signal\n"
        "from pathlib import Path\n"
        "from citygraph.cli.corpus import read_corpus\n"
        "from tests.extraction.readers import slowly\n"
        "if __name__ == '__main__':\n"
        # A shell makes what it runs in the background deaf to Ctrl-C, and the tests with it.
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"    raise SystemExit(read_corpus(Path({str(corpus)!r}), Path({str(out)!r}), extract=slowly, processes=2))\n"
    )
    program = corpus / "program.py"
    program.write_text(script)
    paths = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
    process = subprocess.Popen(
        [sys.executable, str(program)], env=os.environ | {"PYTHONPATH": paths}
    )
    try:
        _until(lambda: len(list(out.glob("*.json"))) >= 4)
        process.send_signal(how)
        assert process.wait(timeout=20) == (130 if how == signal.SIGINT else -how)
    finally:
        process.kill()
    before = results(out)
    assert len(before) < 204
    _until(lambda: not any(map(_runs, {each["process"] for each in before.values()})))
    report = run(corpus, out)
    assert (report.total, report.failures) == (204, [])
    assert report.skipped in {len(before), len(before) - 1}, "the last line may not be written yet"
    assert len(results(out)) == 204


def _until(condition) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def test_every_document_is_shown_once(corpus, out):
    (corpus / "copy.txt").write_text(TEXTS["a.txt"])
    (corpus / "bad.txt").write_bytes(b"\xff")
    seen = []
    run(corpus, out, watch=lambda report, entry: seen.append((report.finished, entry)))
    assert sorted(entry.path for _, entry in seen if entry) == sorted(
        [*TEXTS, "copy.txt", "bad.txt"]
    )
    assert seen[-1][0] == 6


def test_two_runs_do_not_write_to_one_folder(corpus, out):
    with Journal(out), pytest.raises(UsageError, match="Another run"):
        run(corpus, out)


def test_a_folder_that_is_none_and_results_among_the_documents_are_refused(corpus, tmp_path):
    with pytest.raises(UnreadableInput, match="is no folder"):
        run(tmp_path / "missing", tmp_path / "out")
    with pytest.raises(UsageError, match="among the documents"):
        run(corpus, corpus)


def test_on_the_command_line_bad_documents_are_named_and_the_status_is_the_worst(
    corpus, out, capfd
):
    (corpus / "bad.txt").write_bytes(b"\xff")
    assert read_corpus(corpus, out, extract=capitals, processes=1) == 2
    said = capfd.readouterr()
    assert said.err.startswith("citygraph: bad.txt: bad.txt is not UTF-8.")
    assert "5 documents (0.0 MB): 4 read, 0 done before" in said.out
    assert "1 document was passed over" in said.out
    (corpus / "bad.txt").unlink()
    assert read_corpus(corpus, out, extract=capitals, processes=1) == 0
    assert "4 documents (0.0 MB): 0 read, 4 done before" in capfd.readouterr().out


def test_a_corpus_without_a_folder_for_results_is_refused(corpus):
    with pytest.raises(UsageError, match="needs a folder"):
        read_corpus(corpus, None, extract=capitals)
