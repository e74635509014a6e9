"""What stands in deploy/ can be read by the programs it is written for, and fits the project."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess

import dockerfile
import pytest

from citygraph.cli.serve import command
from citygraph.settings import SETTINGS
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def test_the_dockerfile_parses():
    steps = dockerfile.parse_file(str(DEPLOY / "Dockerfile"))
    words = [step.cmd.lower() for step in steps]
    assert words[0] == "from"
    assert _unknown(steps) == set()
    assert {"user", "healthcheck", "entrypoint", "expose"} <= set(words)
    for step in steps:
        if step.cmd.lower() == "copy" and not step.flags:
            for source in step.value[:-1]:
                assert (ROOT / source).exists(), source


def test_a_broken_dockerfile_is_noticed():
    assert _unknown(dockerfile.parse_string("FROM python\nRUNN x\n")) == {"runn"}
    with pytest.raises(dockerfile.GoParseError):
        dockerfile.parse_string('FROM python\nENV "unfinished\n')


def _unknown(steps):
    known = {"from", "workdir", "copy", "run", "user", "env", "volume", "expose", "stopsignal"}
    return {s.cmd.lower() for s in steps} - known - {"healthcheck", "entrypoint", "cmd"}


def _options(line):
    return [word for word in shlex.split(line) if word.startswith("--")]


def test_the_commands_take_what_they_are_given():
    known = {name for parameter in command.params for name in parameter.opts}
    unit = (DEPLOY / "citygraph.service").read_text(encoding="utf-8")
    (start,) = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)
    steps = dockerfile.parse_file(str(DEPLOY / "Dockerfile"))
    (arguments,) = (step.value for step in steps if step.cmd.lower() == "cmd")
    assert set(_options(start)) <= known
    assert {word for word in arguments if word.startswith("--")} <= known


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_reads_the_unit():
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(DEPLOY / "citygraph.service")],
        capture_output=True,
        text=True,
        timeout=30,
    )
    complaints = [line for line in done.stderr.splitlines() if "citygraph.service" in line]
    # The program is not installed where the tests run; nothing else may be wrong.
    assert [line for line in complaints if "is not executable" not in line] == []


def test_the_pages_name_settings_that_exist():
    known = {entry.variable for entry in SETTINGS.values()}
    for page in ("deploy.md", "server.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        for name in re.findall(r"CITYGRAPH_SERVE_[A-Z_]*[A-Z]", text):
            assert name in known, (page, name)
