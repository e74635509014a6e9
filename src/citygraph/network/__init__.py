"""Network analysis on networkx: who is joined to whom, how closely, and through what.

:func:`graph` makes a networkx graph of a store; everything else takes that graph.
"""

from __future__ import annotations

from citygraph.network.graphs import graph
from citygraph.network.kinds import KINDS

__all__ = ["KINDS", "graph"]
