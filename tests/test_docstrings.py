"""The examples in docstrings and on the page about Python give what they show."""

from __future__ import annotations

import doctest
import importlib

import pytest

import citygraph
from tests.conftest import ROOT

MODULES = ["citygraph", "citygraph.graph"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name, release_folder):
    found = {"citygraph": citygraph, "folder": release_folder, "g": citygraph.open(release_folder)}
    module = importlib.import_module(name)
    result = doctest.testmod(module, extraglobs=found, optionflags=doctest.ELLIPSIS)
    assert result.attempted
    assert not result.failed


def test_the_page_about_python_is_true(full_release_folder, monkeypatch, tmp_path):
    (tmp_path / "build").symlink_to(full_release_folder)
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert result.attempted > 15
    assert not result.failed
