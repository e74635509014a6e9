"""Aligning with another folder of tables: it takes over the keys that these tables have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citygraph.reconciling.decisions import Decisions, with_decision
from citygraph.reconciling.entries import Entry, gather
from citygraph.reconciling.facts import hard_facts
from citygraph.reconciling.finding import Pair, find_pairs
from citygraph.reconciling.folder import Folder, identity
from citygraph.reconciling.judging import AMBIGUOUS, SAME, Judgement
from citygraph.reconciling.links import Links
from citygraph.reconciling.merging import Tables, merge_keys, rekey
from citygraph.reconciling.proposals import ELSEWHERE, Proposal, proposal_of
from citygraph.tables import Package, Row, lock_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["align", "pairs_between"]


def pairs_between(folder: Folder, other: Folder) -> list[Pair]:
    """Compare the things of two folders; the keys of the second are marked."""
    elsewhere = other.keys()
    theirs = rekey(
        other.tables, other.package, lambda key: key + ELSEWHERE if key in elsewhere else None
    )
    rows: dict[str, list[Row]] = {name: list(given) for name, given in folder.rows.items()}
    for name, cells in theirs.items():
        if name in {"decisions", "replaced"}:
            continue
        rows.setdefault(name, []).extend(Row(name, name, 0, cell) for cell in cells)
    entries = gather(rows)
    marked = [
        Row(row.table, row.file, row.number, _marked(row.cells, elsewhere))
        for row in other.rows.get("decisions", ())
    ]
    decisions = Decisions(
        [*folder.rows.get("decisions", ()), *marked],
        folder.rows.get("replaced", ()),
        set(entries),
    )
    common = {key: key + ELSEWHERE for key in elsewhere & folder.keys()}
    found = find_pairs(entries, decisions, _parted, common)
    return [pair for pair in found if common.get(pair.left.key) != pair.right.key] + _clashes(
        entries, common
    )


def align(folder: Folder, other: Path, wanted: frozenset[str]) -> list[Proposal]:
    """Give the things of another folder the keys that these tables have for them."""
    with lock_tables(other):
        theirs = Folder(other)
        theirs.require()
        proposals = [
            proposal_of(pair, frozenset(), here=True)
            for pair in pairs_between(folder, theirs)
            if pair.judgement.verdict == SAME and pair.left.kind in wanted
        ]
        mapping: dict[str, str] = {}
        for proposal in proposals:
            mapping.setdefault(proposal.right, proposal.left)
        names = {entry.key: entry.name for entry in gather(folder.rows).values()}
        result = _aligned(theirs.tables, theirs.package, mapping, names)
        for proposal in proposals:
            result = with_decision(
                result, proposal.left, proposal.right, SAME, "; ".join(proposal.reasons)
            )
        if proposals:
            theirs.write(result, besides=folder.rows)
    return proposals


def _marked(cells: Mapping[str, str], elsewhere: set[str]) -> dict[str, str]:
    """Return a decision of the other folder with its right-hand key marked."""
    marked = dict(cells)
    for column in ("left", "right"):
        if marked[column] in elsewhere:
            marked[column] += ELSEWHERE
            break
    return marked


def _parted(left: Entry, right: Entry) -> bool:
    return left.key.endswith(ELSEWHERE) != right.key.endswith(ELSEWHERE)


def _clashes(entries: Mapping[str, Entry], common: Mapping[str, str]) -> list[Pair]:
    """Return the keys that both folders use, for things that cannot be one."""
    links = Links(entries, lambda key: key.removesuffix(ELSEWHERE))
    found = []
    for key, marked in sorted(common.items()):
        left, right = entries[key], entries[marked]
        if left.kind != right.kind:
            reason = f"the same key for a {left.kind} and a {right.kind}"
        else:
            reason = hard_facts(left, right, links)
        if reason:
            said = ("the same key in both folders", reason)
            found.append(Pair(left, right, Judgement(AMBIGUOUS, 0.0, said)))
    return found


def _aligned(
    tables: Tables, package: Package, mapping: Mapping[str, str], names: Mapping[str, str]
) -> Tables:
    result = merge_keys(tables, package, mapping)
    kept = result["names"]
    for table in package.tables.values():
        if not table.holds_entities:
            continue
        for row in result[table.name]:
            name = names.get(row["key"])
            if name and row["key"] in mapping.values() and row["name"] not in {"", name}:
                kept.append(
                    {
                        "key": row["key"],
                        "name": row["name"],
                        "language": "en",
                        "source": row["source"],
                        "spans": row.get("spans", ""),
                    }
                )
                row["name"] = name
    columns = package.tables["names"].primary_key
    result["names"] = list({identity(row, columns): row for row in kept}.values())
    return result
