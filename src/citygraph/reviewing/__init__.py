"""From proposed facts to rows of the tables: nothing enters that nobody has looked at.

`citygraph extract` proposes, a reviewer accepts, changes or rejects, and what was accepted is
written with its source and the place in the text that it rests on. See ``docs/review.md``.
"""

from __future__ import annotations

from citygraph.reviewing.decisions import Decision, DecisionFile
from citygraph.reviewing.proposals import Document, Proposal, read_proposals
from citygraph.reviewing.session import Review
from citygraph.reviewing.views import View
from citygraph.reviewing.writing import keep_texts, write_accepted

__all__ = [
    "Decision",
    "DecisionFile",
    "Document",
    "Proposal",
    "Review",
    "View",
    "keep_texts",
    "read_proposals",
    "write_accepted",
]
