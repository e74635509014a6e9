"""The examples in docstrings give what they show."""

from __future__ import annotations

import doctest
import importlib

import pytest

import citygraph

MODULES = ["citygraph", "citygraph.graph"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name, release_folder):
    found = {"citygraph": citygraph, "folder": release_folder, "g": citygraph.open(release_folder)}
    module = importlib.import_module(name)
    result = doctest.testmod(module, extraglobs=found, optionflags=doctest.ELLIPSIS)
    assert result.attempted
    assert not result.failed
