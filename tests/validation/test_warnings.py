"""Every kind of warning in the project's own release is explained in docs/validation.md."""

from __future__ import annotations

import re

from rdflib import SH, Graph

from tests.conftest import ROOT


def test_every_warning_is_explained(full_release_folder):
    report = Graph().parse(full_release_folder / "validation.ttl")
    found = {str(shape).rpartition("#")[2] for shape in report.objects(None, SH.sourceShape)}
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `([\w-]+)` \|", page, flags=re.MULTILINE))
    assert found == explained


def test_no_violation_is_released(full_release_folder):
    report = Graph().parse(full_release_folder / "validation.ttl")
    assert SH.Violation not in set(report.objects(None, SH.resultSeverity))
