"""One identity each: finding entries that may be one thing, merging them, and keeping decisions."""

from __future__ import annotations

from citygraph.reconciling.finding import KINDS
from citygraph.reconciling.proposals import Proposal
from citygraph.reconciling.work import apply_merges, decide, propose

__all__ = ["KINDS", "Proposal", "apply_merges", "decide", "propose"]
