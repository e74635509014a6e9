from __future__ import annotations

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import citygraph
from tests.conftest import ROOT

MODULES = sorted(
    m.name
    for m in pkgutil.walk_packages(citygraph.__path__, "citygraph.")
    if not m.name.endswith("__main__")
)


@pytest.mark.parametrize("name", [m for m in MODULES if m != "citygraph._version"])
def test_each_module_says_what_it_is_and_what_is_public(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert len(set(module.__all__)) == len(module.__all__)
    for entry in module.__all__:
        assert hasattr(module, entry)


@pytest.mark.parametrize("name", MODULES)
def test_public_functions_and_classes_have_docstrings(name):
    module = importlib.import_module(name)
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name}.{node.name}"


def test_modules_stay_small():
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "src").rglob("*.py")
    }
    assert not {name: size for name, size in sizes.items() if size > 450}


def test_type_information_is_shipped():
    assert (Path(citygraph.__path__[0]) / "py.typed").exists()
