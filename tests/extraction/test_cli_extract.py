"""The command, run as a user would."""

import json
from pathlib import Path

import pytest

from citygraph.cli import main


def _run(args: list[str], capsysbinary: pytest.CaptureFixture[bytes]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["extract", *args])
    out, err = capsysbinary.readouterr()
    code = ended.value.code
    return (code if isinstance(code, int) else 0), out.decode(), err.decode()


def test_a_bad_file_does_not_stop_the_rest(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Ghent joined Eurocities.", "utf-8")
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    args = [
        str(empty),
        str(good),
        "--format",
        "json",
        "--release",
        str(tmp_path),
        "--date",
        "2023-05-04",
    ]
    status, out, err = _run(args, capsysbinary)
    assert status == 2
    assert "empty.txt is empty" in err
    found = json.loads(out)
    assert found["document"]["date"] == "2023-05-04"
    assert found["relations"][0]["object"] == "Eurocities"


def test_a_file_goes_where_it_is_told(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Ghent joined Eurocities.", "utf-8")
    target = tmp_path / "out.csv"
    args = [str(good), "--format", "csv", "--release", str(tmp_path), "-o", str(target)]
    status, out, _ = _run(args, capsysbinary)
    assert (status, out) == (0, "")
    assert "eurocities,ghent-be,member" in target.read_text("utf-8")
