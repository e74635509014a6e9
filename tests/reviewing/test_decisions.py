"""The file of decisions."""

from __future__ import annotations

import pytest

from citygraph.errors import UnreadableInput
from citygraph.reviewing import Decision, DecisionFile


def test_decisions_are_there_again(tmp_path):
    path = tmp_path / "d.csv"
    file = DecisionFile(path)
    file.record({"a": Decision("accepted", {"role": "mentor-city"}, "A, with a comma")})
    file.record({"b": Decision("rejected", {}, "B")})
    again = DecisionFile(path)
    assert again["a"] == Decision("accepted", {"role": "mentor-city"}, "A, with a comma")
    assert again["b"].verdict == "rejected"
    assert again["c"] is None
    again.record({"a": None})
    assert DecisionFile(path)["a"] is None
    assert [p.name for p in tmp_path.iterdir()] == ["d.csv"]


def test_the_file_says_nothing_of_who_and_when(tmp_path):
    path = tmp_path / "d.csv"
    DecisionFile(path).record({"a": Decision("accepted", {}, "A")})
    assert path.read_text(encoding="utf-8") == "id,decision,changes,about\na,accepted,,A\n"


def test_what_cannot_be_written_leaves_the_old_file(tmp_path):
    path = tmp_path / "d.csv"
    file = DecisionFile(path)
    file.record({"a": Decision("accepted")})
    before = path.read_bytes()
    (tmp_path / ".d.csv.part").mkdir()
    with pytest.raises((UnreadableInput, OSError)):
        file.record({"b": Decision("accepted")})
    assert path.read_bytes() == before
    assert file["b"] is None


def test_many_decisions_are_written_at_once(tmp_path):
    path = tmp_path / "d.csv"
    file = DecisionFile(path)
    with file.at_once():
        for name in "abc":
            file.record({name: Decision("accepted")})
        assert not path.exists()
    assert len(DecisionFile(path)) == 3


@pytest.mark.parametrize(
    "text", ["id,decision\na,accepted\n", "id,decision,changes,about\na,may,,\n"]
)
def test_other_files_are_refused(tmp_path, text):
    path = tmp_path / "d.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableInput, match="not a file of decisions"):
        DecisionFile(path)
