"""Answers in the forms that people and programs take: table, CSV, JSON, XLSX, Markdown, HTML."""

from __future__ import annotations

from citygraph.rendering.answers import ANSWER_FORMATS, render_answer
from citygraph.rendering.reports import REPORT_FORMATS, render_report

__all__ = ["ANSWER_FORMATS", "REPORT_FORMATS", "render_answer", "render_report"]
