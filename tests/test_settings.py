from __future__ import annotations

import pytest

from citygraph.errors import UsageError
from citygraph.settings import SETTINGS, setting, setting_as_int
from tests.conftest import ROOT


def test_a_setting_is_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("CITYGRAPH_OUT", "elsewhere")
    assert setting("out") == "elsewhere"
    monkeypatch.setenv("CITYGRAPH_OUT", "")
    assert setting("out") == "build"


def test_a_number_must_be_one(monkeypatch):
    monkeypatch.setenv("CITYGRAPH_ENDPOINT_TIMEOUT", "soon")
    with pytest.raises(UsageError, match="whole number of seconds, not 'soon'"):
        setting_as_int("endpoint_timeout")


def test_every_setting_used_is_declared_and_every_declared_one_used():
    import re

    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r'setting(?:_as_int)?\("(\w+)"\)', text))
    assert used == set(SETTINGS)


@pytest.mark.parametrize("entry", SETTINGS.values(), ids=SETTINGS)
def test_every_setting_says_what_it_is(entry):
    assert entry.help.endswith(".")
    assert entry.unit
    assert entry.variable.startswith("CITYGRAPH_")
