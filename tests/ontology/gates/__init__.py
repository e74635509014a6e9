"""Quality gates: functions that look at a graph or a folder and return what is wrong.

A gate returns a list of findings and never raises for bad content. The test modules beside this package
apply each gate twice: to the real files, where nothing may be found, and to a small broken example,
where the fault has to be found.
"""

from __future__ import annotations

from .finding import ERROR, INFO, WARN, Finding

__all__ = ["ERROR", "INFO", "WARN", "Finding"]
