"""The tables, looked up."""

from __future__ import annotations

import pytest

from citygraph.errors import UnreadableInput
from citygraph.resources import data_folder
from citygraph.reviewing.known import Known
from citygraph.tables import load_package

PACKAGE = load_package(data_folder() / "datapackage.json")


def test_keys_names_and_sources_are_found(data):
    known = Known(data, PACKAGE)
    assert known.table_of["hilltown-fi"] == "cities"
    assert known.name_of["water-network"] == "Water Network"
    assert known.source({"0" * 64}) is None
    assert known.near("initiative", "Water Netwerk") == "Water Network (water-network)"
    assert known.near("city", "Water Netwerk") == ""
    assert known.near("initiative", "Something else") == ""


def test_a_folder_without_tables_is_empty_and_a_broken_one_refused(tmp_path, data):
    (tmp_path / "empty").mkdir()
    assert Known(tmp_path / "empty", PACKAGE).table_of == {}
    (data / "events.csv").write_bytes(b"\xff")
    with pytest.raises(UnreadableInput, match="have problems"):
        Known(data, PACKAGE)
