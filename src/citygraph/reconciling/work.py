"""Reconciling a folder of tables: proposals, merges and decisions."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import networkx as nx

from citygraph.errors import InvalidData, UnknownName, UsageError, did_you_mean
from citygraph.namespaces import Namespaces
from citygraph.reconciling.decisions import Decisions
from citygraph.reconciling.entries import Entry, gather
from citygraph.reconciling.finding import KINDS, Pair, find_pairs
from citygraph.reconciling.judging import AMBIGUOUS, SAME, Judge, Judgement
from citygraph.reconciling.merging import Tables, merge_keys, rekey
from citygraph.resources import data_folder
from citygraph.settings import setting_as_int
from citygraph.tables import (
    Package,
    ProblemReport,
    Row,
    check_tables,
    load_package,
    lock_tables,
    read_tables,
    table_bytes,
    write_tables,
)
from citygraph.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Proposal", "apply_merges", "decide", "propose"]

_ELSEWHERE: Final = "@"  # marks keys of the other folder; no key of a table can hold it
_ROUNDS: Final = 10
_NEEDED: Final = ("names", "replaced", "decisions")


@dataclass(frozen=True)
class Proposal:
    """Two entries that are or may be one thing.

    Attributes:
        kind: Their kind, such as ``city``.
        left: The one key.
        left_name: Its name.
        right: The other key; with another folder, the key there.
        right_name: Its name.
        score: 0 to 1.
        verdict: ``same`` or ``ambiguous``.
        keep: The key that would stay.
        reasons: What speaks for and against it, in words.
    """

    kind: str
    left: str
    left_name: str
    right: str
    right_name: str
    score: float
    verdict: str
    keep: str
    reasons: tuple[str, ...]

    @property
    def away(self) -> str:
        """The key that would go."""
        return self.right if self.keep == self.left else self.left


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
    folder = _Folder(data)
    wanted = _kinds(kinds)
    found = _between(folder, _Folder(other)) if other else _within(folder.rows)
    keeps = _keeps(keep, folder.keys())
    return [_proposal(p, keeps, here=bool(other)) for p in found if p.left.kind in wanted]


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
        return _align(_Folder(data), other, wanted)
    with lock_tables(data):
        folder = _Folder(data)
        folder.require(_NEEDED)
        keeps = _keeps(keep, folder.keys())
        tables, done = folder.tables, []
        for _ in range(_ROUNDS):
            proposals = [
                _proposal(pair, keeps)
                for pair in _within(_as_rows(tables, folder.package))
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
        folder = _Folder(data)
        folder.require(_NEEDED)
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
            tables = _with_decision(folder.tables, one.key, two.key, decision, reason)
            folder.write(tables)
            return []
        against = Judge(entries, lambda key: key).hard_facts(one, two)
        if against:
            raise InvalidData(
                f"'{one.key}' and '{two.key}' cannot be the same: {against}.",
                hint="Correct that in the tables first, if it is wrong.",
            )
        first, second = sorted((one, two), key=lambda entry: entry.key)
        proposal = Proposal(
            one.kind, first.key, first.name, second.key, second.name, 1.0, SAME,
            _survivor(first, second, keeps), (reason,),
        )  # fmt: skip
        folder.write(_merged(folder.tables, folder.package, [proposal], keeps))
        return [proposal]


class _Folder:
    """A folder of tables as read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        description = path / "datapackage.json"
        if not description.exists():
            description = data_folder() / "datapackage.json"
        self.package = load_package(description)
        report = ProblemReport()
        self.rows = read_tables(path, self.package, report)
        if report:
            raise InvalidData(
                f"The tables in {path} cannot be read whole.", hint="\n".join(_lines(report))
            )

    @property
    def tables(self) -> Tables:
        return {
            table: [dict(row.cells) for row in self.rows.get(table, ())]
            for table in self.package.tables
        }

    def keys(self) -> set[str]:
        return {
            row["key"]
            for table in self.package.tables.values()
            if table.holds_entities
            for row in self.rows.get(table.name, ())
        }

    def require(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.package.tables:
                raise UsageError(
                    f"{self.path / 'datapackage.json'} describes no table '{name}', where merges "
                    "are recorded.",
                    hint="Copy the project's own data/datapackage.json there.",
                )

    def write(self, tables: Tables, besides: Mapping[str, Sequence[Row]] | None = None) -> None:
        """Write what changed, unless the tables would then have problems."""
        report = self.check(_as_rows(tables, self.package), besides)
        if report:
            already = self.check(self.rows, besides)
            words = "have problems already" if already else "would have problems"
            raise InvalidData(
                f"Nothing was written: the tables in {self.path} {words}.",
                hint="\n".join(_lines(already or report)),
            )
        before = self.tables
        changed = {name: rows for name, rows in tables.items() if rows != before.get(name)}
        write_tables(self.path, changed, self.package)

    def check(
        self, rows: Mapping[str, Sequence[Row]], besides: Mapping[str, Sequence[Row]] | None
    ) -> ProblemReport:
        """Check rows as these tables, together with those of another folder that they rest on."""
        report = ProblemReport()
        checked = {name: list(rows.get(name, ())) for name in self.package.tables}
        for name, table in self.package.tables.items() if besides else ():
            mine = {_identity(row.cells, table.primary_key) for row in checked[name]}
            checked[name] += [
                row
                for row in (besides or {}).get(name, ())
                if _identity(row.cells, table.primary_key) not in mine
            ]
        check_tables(checked, self.package, load_vocabulary(Namespaces()).schemes, report)
        return report


def _lines(report: ProblemReport) -> list[str]:
    return list(report.lines(setting_as_int("problems_shown")))


def _identity(cells: Mapping[str, str], columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(cells.get(column, "") for column in columns)


def _as_rows(tables: Tables, package: Package) -> dict[str, list[Row]]:
    """Return rows as they would be read after writing."""
    found: dict[str, list[Row]] = {}
    for name, rows in tables.items():
        table = package.tables[name]
        text = table_bytes(table, rows).decode()
        reader = csv.DictReader(io.StringIO(text, newline=""))
        found[name] = [Row(name, table.path, n, cells) for n, cells in enumerate(reader, start=2)]
    return found


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


def _entry(key: str, entries: Mapping[str, Entry], folder: _Folder) -> Entry:
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


def _between(folder: _Folder, other: _Folder) -> list[Pair]:
    """Compare the things of two folders; the keys of the second are marked."""
    elsewhere = other.keys()
    theirs = rekey(
        other.tables, other.package, lambda key: key + _ELSEWHERE if key in elsewhere else None
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
    common = {key: key + _ELSEWHERE for key in elsewhere & folder.keys()}
    found = find_pairs(entries, decisions, _parted, common)
    return [pair for pair in found if common.get(pair.left.key) != pair.right.key] + _clashes(
        entries, common
    )


def _marked(cells: Mapping[str, str], elsewhere: set[str]) -> dict[str, str]:
    """Return a decision of the other folder with its right-hand key marked."""
    marked = dict(cells)
    for column in ("left", "right"):
        if marked[column] in elsewhere:
            marked[column] += _ELSEWHERE
            break
    return marked


def _parted(left: Entry, right: Entry) -> bool:
    return left.key.endswith(_ELSEWHERE) != right.key.endswith(_ELSEWHERE)


def _clashes(entries: Mapping[str, Entry], common: Mapping[str, str]) -> list[Pair]:
    """Return the keys that both folders use, for things that cannot be one."""
    judge = Judge(entries, lambda key: key.removesuffix(_ELSEWHERE))
    found = []
    for key, marked in sorted(common.items()):
        left, right = entries[key], entries[marked]
        if left.kind != right.kind:
            reason = f"the same key for a {left.kind} and a {right.kind}"
        else:
            reason = judge.hard_facts(left, right)
        if reason:
            said = ("the same key in both folders", reason)
            found.append(Pair(left, right, Judgement(AMBIGUOUS, 0.0, said)))
    return found


def _proposal(pair: Pair, keeps: frozenset[str], *, here: bool = False) -> Proposal:
    left, right = pair.left, pair.right
    if left.key.endswith(_ELSEWHERE):
        left, right = right, left
    keep = left.key if here else _survivor(left, right, keeps)
    judgement = pair.judgement
    reasons = tuple(reason.replace(_ELSEWHERE, "") for reason in judgement.reasons)
    return Proposal(
        left.kind, left.key, left.name, right.key.removesuffix(_ELSEWHERE), right.name,
        judgement.score, judgement.verdict, keep, reasons,
    )  # fmt: skip


def _survivor(left: Entry, right: Entry, keeps: frozenset[str]) -> str:
    """Return the key that stays: the one told to, else more told of, shorter, first."""
    return min((left, right), key=lambda entry: _rank(entry, keeps)).key


def _rank(entry: Entry, keeps: frozenset[str]) -> tuple[bool, int, int, str]:
    weight = entry.rows + len(entry.sources)
    return (entry.key not in keeps, -weight, len(entry.key), entry.key)


# Merging


def _merged(
    tables: Tables, package: Package, proposals: Sequence[Proposal], keeps: frozenset[str]
) -> Tables:
    entries = gather(_as_rows(tables, package))
    graph: nx.Graph[str] = nx.Graph()
    reasons: dict[frozenset[str], tuple[str, ...]] = {}
    for proposal in proposals:
        graph.add_edge(proposal.left, proposal.right)
        reasons[frozenset((proposal.left, proposal.right))] = proposal.reasons
    mapping: dict[str, str] = {}
    notes: dict[str, str] = {}
    for component in nx.connected_components(graph):
        keep = min((entries[key] for key in component), key=lambda entry: _rank(entry, keeps)).key
        for key in sorted(component - {keep}):
            mapping[key] = keep
            path = nx.shortest_path(graph, key, keep)
            steps = pairwise(path)
            notes[key] = "; ".join(r for step in steps for r in reasons[frozenset(step)])
    today = _today()
    result = merge_keys(tables, package, mapping)
    used = mapping.keys() | set(mapping.values())
    result["replaced"] = [row for row in result["replaced"] if row["key"] not in used]
    result["replaced"] += [
        {"key": key, "replaced_by": keep, "date": today, "note": notes[key]}
        for key, keep in mapping.items()
    ]
    for proposal in proposals:
        result = _with_decision(
            result, proposal.left, proposal.right, SAME, "; ".join(proposal.reasons)
        )
    return result


def _with_decision(tables: Tables, left: str, right: str, decision: str, reason: str) -> Tables:
    left, right = sorted((left, right))
    rows = [
        row for row in tables.get("decisions", ()) if (row["left"], row["right"]) != (left, right)
    ]
    told = reason.strip().removeprefix("decided the same: ")
    row = {
        "left": left, "right": right, "decision": decision, "reason": told, "date": _today()
    }  # fmt: skip
    return {**tables, "decisions": [*rows, row]}


def _today() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)
    return now.date().isoformat()


def _align(folder: _Folder, other: Path, wanted: frozenset[str]) -> list[Proposal]:
    """Give the things of another folder the keys that these tables have for them."""
    with lock_tables(other):
        theirs = _Folder(other)
        theirs.require(_NEEDED)
        proposals = [
            _proposal(pair, frozenset(), here=True)
            for pair in _between(folder, theirs)
            if pair.judgement.verdict == SAME and pair.left.kind in wanted
        ]
        mapping: dict[str, str] = {}
        for proposal in proposals:
            mapping.setdefault(proposal.right, proposal.left)
        names = {entry.key: entry.name for entry in gather(folder.rows).values()}
        result = _aligned(theirs.tables, theirs.package, mapping, names)
        for proposal in proposals:
            result = _with_decision(
                result, proposal.left, proposal.right, SAME, "; ".join(proposal.reasons)
            )
        if proposals:
            theirs.write(result, besides=folder.rows)
    return proposals


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
    result["names"] = list({_identity(row, columns): row for row in kept}.values())
    return result
