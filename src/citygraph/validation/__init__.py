"""SHACL validation: two engines behind one interface, and a report in words."""

from __future__ import annotations

from citygraph.validation.engines import ENGINES, Result, validate
from citygraph.validation.shards import validate_lines
from citygraph.validation.wording import Finding, counted, describe, finding_lines, report_quads

__all__ = [
    "ENGINES",
    "Finding",
    "Result",
    "counted",
    "describe",
    "finding_lines",
    "report_quads",
    "validate",
    "validate_lines",
]
