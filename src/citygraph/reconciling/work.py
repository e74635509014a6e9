"""Reconciling a folder of tables: proposals, merges and decisions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import networkx as nx

from citygraph.errors import InvalidData, UnknownName, UsageError, did_you_mean
from citygraph.reconciling.aligning import align, pairs_between
from citygraph.reconciling.decisions import Decisions, today, with_decision
from citygraph.reconciling.entries import Entry, gather
from citygraph.reconciling.facts import hard_facts
from citygraph.reconciling.finding import KINDS, Pair, find_pairs
from citygraph.reconciling.folder import Folder, as_rows
from citygraph.reconciling.judging import SAME
from citygraph.reconciling.links import Links
from citygraph.reconciling.merging import Tables, merge_keys
from citygraph.reconciling.proposals import Proposal, proposal_of, rank, survivor
from citygraph.tables import Package, Row, lock_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["apply_merges", "decide", "propose"]

_ROUNDS: Final = 10


def propose(
    data: Path, *, other: Path | None = None, kinds: Iterable[str] = (), keep: Iterable[str] = ()
) -> list[Proposal]:
    """Find entries that may be one thing, and write nothing.

    Args:
        data: The folder of the tables.
        other: Another folder of tables: only entries of the one are then compared with entries of
            the other.
        kinds: The kinds to tell of; all by default.
        keep: Keys that stay, whatever else speaks for the other key.

    Returns:
        The proposals, by kind and falling score.

    Raises:
        InvalidData: A table cannot be read.
        UnknownName: A kind or key does not exist.
    """
    folder = Folder(data)
    wanted = _kinds(kinds)
    found = pairs_between(folder, Folder(other)) if other else _within(folder.rows)
    keeps = _keeps(keep, folder.keys())
    return [proposal_of(p, keeps, here=bool(other)) for p in found if p.left.kind in wanted]


def apply_merges(
    data: Path, *, other: Path | None = None, kinds: Iterable[str] = (), keep: Iterable[str] = ()
) -> list[Proposal]:
    """Merge the pairs that are the same beyond doubt, and record it.

    With another folder, nothing changes in the first: the other takes over its keys.

    Args:
        data: The folder of the tables.
        other: The other folder, whose keys are brought in line.
        kinds: The kinds to merge; all by default.
        keep: Keys that stay, whatever else speaks for the other key.

    Returns:
        The proposals that were carried out.

    Raises:
        InvalidData: The tables would have problems; nothing was written.
        UsageError: The folder's package lacks a table that is needed, or another command writes.
    """
    wanted = _kinds(kinds)
    if other:
        return align(Folder(data), other, wanted)
    with lock_tables(data):
        folder = Folder(data)
        folder.require()
        keeps = _keeps(keep, folder.keys())
        tables, done = folder.tables, []
        for _ in range(_ROUNDS):
            proposals = [
                proposal_of(pair, keeps)
                for pair in _within(as_rows(tables, folder.package))
                if pair.judgement.verdict == SAME and pair.left.kind in wanted
            ]
            if not proposals:
                break
            tables = _merged(tables, folder.package, proposals, keeps)
            done += proposals
        folder.write(tables)
    return done


def decide(
    data: Path, left: str, right: str, decision: str, reason: str, *, keep: Iterable[str] = ()
) -> list[Proposal]:
    """Record a decision on two keys, and merge them where they are the same.

    Args:
        data: The folder of the tables.
        left: The one key.
        right: The other key.
        decision: ``same`` or ``different``.
        reason: Why, in a few words.
        keep: The key that stays, whatever else speaks for the other one.

    Returns:
        The merge that was carried out, where there was one.

    Raises:
        UnknownName: A key does not exist.
        UsageError: The keys are one, or of two kinds.
        InvalidData: A hard fact stands against it, or the tables would have problems.
    """
    if not reason.strip():
        raise UsageError("A decision needs a reason.", hint='Add --reason "..." in a few words.')
    with lock_tables(data):
        folder = Folder(data)
        folder.require()
        keeps = _keeps(keep, folder.keys())
        entries = gather(folder.rows)
        one, two = (_entry(key, entries, folder) for key in (left, right))
        if one.key == two.key:
            raise UsageError(f"'{left}' and '{right}' are one key already: '{one.key}'.")
        if one.kind != two.kind:
            raise UsageError(
                f"'{left}' is in {one.table}.csv and '{right}' in {two.table}.csv; only things of "
                "one kind can be the same.",
                hint="Move one of them to the other table first.",
            )
        if decision != SAME:
            tables = with_decision(folder.tables, one.key, two.key, decision, reason)
            folder.write(tables)
            return []
        against = hard_facts(one, two, Links(entries, lambda key: key))
        if against:
            raise InvalidData(
                f"'{one.key}' and '{two.key}' cannot be the same: {against}.",
                hint="Correct that in the tables first, if it is wrong.",
            )
        first, second = sorted((one, two), key=lambda entry: entry.key)
        proposal = Proposal(
            one.kind, first.key, first.name, second.key, second.name, 1.0, SAME,
            survivor(first, second, keeps), (reason,),
        )  # fmt: skip
        folder.write(_merged(folder.tables, folder.package, [proposal], keeps))
        return [proposal]


def _kinds(kinds: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(kinds) or frozenset(KINDS)
    for kind in sorted(wanted - set(KINDS)):
        raise UnknownName(
            f"There is no kind '{kind}'.",
            hint=did_you_mean(kind, KINDS) or f"The kinds are {', '.join(KINDS)}.",
        )
    return wanted


def _keeps(keep: Iterable[str], keys: set[str]) -> frozenset[str]:
    keeps = frozenset(keep)
    for key in sorted(keeps - keys):
        raise UnknownName(f"There is no key '{key}' to keep.", hint=did_you_mean(key, keys))
    return keeps


def _entry(key: str, entries: Mapping[str, Entry], folder: Folder) -> Entry:
    decisions = _decisions(folder.rows, set(entries))
    current = decisions.current(key, entries)
    if current not in entries:
        raise UnknownName(f"There is no key '{key}'.", hint=did_you_mean(key, entries))
    return entries[current]


def _decisions(rows: Mapping[str, Sequence[Row]], keys: set[str]) -> Decisions:
    return Decisions(rows.get("decisions", ()), rows.get("replaced", ()), keys)


# Finding


def _within(rows: Mapping[str, Sequence[Row]]) -> list[Pair]:
    entries = gather(rows)
    return find_pairs(entries, _decisions(rows, set(entries)), lambda _one, _two: True, {})


# Merging


def _merged(
    tables: Tables, package: Package, proposals: Sequence[Proposal], keeps: frozenset[str]
) -> Tables:
    entries = gather(as_rows(tables, package))
    graph: nx.Graph[str] = nx.Graph()
    reasons: dict[frozenset[str], tuple[str, ...]] = {}
    for proposal in proposals:
        graph.add_edge(proposal.left, proposal.right)
        reasons[frozenset((proposal.left, proposal.right))] = proposal.reasons
    mapping: dict[str, str] = {}
    notes: dict[str, str] = {}
    for component in nx.connected_components(graph):
        keep = min((entries[key] for key in component), key=lambda entry: rank(entry, keeps)).key
        for key in sorted(component - {keep}):
            mapping[key] = keep
            path = nx.shortest_path(graph, key, keep)
            steps = pairwise(path)
            notes[key] = "; ".join(r for step in steps for r in reasons[frozenset(step)])
    date = today()
    result = merge_keys(tables, package, mapping)
    used = mapping.keys() | set(mapping.values())
    result["replaced"] = [row for row in result["replaced"] if row["key"] not in used]
    result["replaced"] += [
        {"key": key, "replaced_by": keep, "date": date, "note": notes[key]}
        for key, keep in mapping.items()
    ]
    for proposal in proposals:
        result = with_decision(
            result, proposal.left, proposal.right, SAME, "; ".join(proposal.reasons)
        )
    return result
