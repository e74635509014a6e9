"""The JSON of an extraction as proposals."""

from __future__ import annotations

import json

import pytest

from citygraph.errors import UnreadableInput
from citygraph.reviewing import read_proposals
from tests.reviewing.conftest import answer


def test_everything_stands_after_what_it_rests_on(proposals):
    found = read_proposals(proposals)
    assert [p.kind for p in found] == ["source"] + ["entity"] * 6 + ["relation"] * 8
    seen = set()
    for proposal in found:
        assert seen.issuperset(proposal.rests_on)
        seen.add(proposal.id)
    assert len(seen) == len(found)
    assert found[-1].fields["predicate"] == "represents"


def test_keys_are_those_of_the_graph_or_made_of_the_name(proposals):
    keys = {p.fields["name"]: p.fields["key"] for p in read_proposals(proposals)[1:7]}
    assert keys["Riverton"] == "riverton-fi"
    assert keys["Lakeside"] == "lakeside-fi"
    assert keys["Bo Lind"] == "bo-lind"


def test_ids_stay_when_the_confidence_changes_and_change_with_the_document(proposals, tmp_path):
    before = [p.id for p in read_proposals(proposals)]
    told = answer()
    for one in told["relations"]:
        one["confidence"] = 0.1
    other = tmp_path / "other.json"
    other.write_text(json.dumps([told]), encoding="utf-8")
    assert [p.id for p in read_proposals(other)] == before
    told["document"]["sha256"] = "0" * 64
    other.write_text(json.dumps(told), encoding="utf-8")
    assert not set(before) & {p.id for p in read_proposals(other)}


def test_objects_may_follow_one_another(proposals, tmp_path):
    first, second = answer(), answer()
    second["document"]["sha256"] = "1" * 64
    path = tmp_path / "two.jsonl"
    path.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n", encoding="utf-8")
    assert len(read_proposals(path)) == 30


def test_a_folder_holds_a_file_a_document(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(UnreadableInput, match="no proposals"):
        read_proposals(folder)
    for number in range(2):
        told = answer()
        told["document"]["sha256"] = str(number) * 64
        (folder / f"{number}.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "journal.jsonl").write_text('{"path": "a.txt"}\n', encoding="utf-8")
    assert len(read_proposals(folder)) == 30


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"document": {}}', "[1]", "\x00", '{"entities": []}']
)
def test_other_files_are_refused_in_words(tmp_path, text):
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput):
        read_proposals(path)
    with pytest.raises(UnreadableInput):
        read_proposals(tmp_path / "missing.json")


@pytest.mark.parametrize(
    ("change", "to"),
    [("subject_index", 99), ("spans", [[5, 2]]), ("object_index", None), ("spans", [["a", 2]])],
)
def test_relations_that_lead_nowhere_are_refused(tmp_path, change, to):
    told = answer()
    told["relations"][1][change] = to
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(UnreadableInput, match="Object 1"):
        read_proposals(path)
