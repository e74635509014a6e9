"""Finding entries that may be one thing: which pairs are looked at, and what becomes of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import networkx as nx

from citygraph.reconciling.judging import AMBIGUOUS, DIFFERENT, SAME, Judge, Judgement
from citygraph.reconciling.names import fold, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from citygraph.reconciling.decisions import Decisions
    from citygraph.reconciling.entries import Entry

__all__ = ["KINDS", "Pair", "find_pairs"]

# The order matters: people are told apart by their posts, events by their places, and so on.
KINDS: Final = (
    "country", "region", "city", "organisation", "initiative", "venue", "event", "person",
)  # fmt: skip
_LARGEST_BLOCK: Final = 150
_SHORTEST_WORD: Final = 3
_SHORTEST_SPELLING: Final = 5
_LONGEST_SPELLING: Final = 24
_LARGEST_DOUBTFUL_SCORE: Final = 0.89


@dataclass(frozen=True)
class Pair:
    """Two entries that may be one thing, and what is thought of it."""

    left: Entry
    right: Entry
    judgement: Judgement


def find_pairs(
    entries: Mapping[str, Entry],
    decisions: Decisions,
    comparable: Callable[[Entry, Entry], bool],
    settled: Mapping[str, str],
) -> list[Pair]:
    """Find the pairs of entries that are, or may be, one thing.

    Args:
        entries: All entries by key.
        decisions: What was decided earlier.
        comparable: Tells whether two entries of one kind are to be compared at all.
        settled: Keys that are known to stand for other keys.

    Returns:
        The pairs judged the same or ambiguous, by kind and then by falling score.
    """
    identities: nx.Graph[str] = nx.Graph()
    identities.add_nodes_from(entries)
    identities.add_edges_from((a, b) for a, b in settled.items() if a in entries and b in entries)
    found: list[Pair] = []
    for kind in KINDS:
        leaders = _leaders(identities)
        judge = Judge(entries, lambda key, leaders=leaders: leaders.get(key, key))  # type: ignore[misc]
        of_kind = [entry for entry in entries.values() if entry.kind == kind]
        pairs = _judged(of_kind, judge, decisions, comparable)
        pairs = _without_contradictions(pairs, judge, decisions)
        identities.add_edges_from(
            (pair.left.key, pair.right.key) for pair in pairs if pair.judgement.verdict == SAME
        )
        pairs.sort(key=lambda pair: (-pair.judgement.score, pair.left.key, pair.right.key))
        found += pairs
    return found


def _leaders(identities: nx.Graph[str]) -> dict[str, str]:
    return {
        key: min(component)
        for component in nx.connected_components(identities)
        if len(component) > 1
        for key in component
    }


def _judged(
    entries: list[Entry],
    judge: Judge,
    decisions: Decisions,
    comparable: Callable[[Entry, Entry], bool],
) -> list[Pair]:
    by_key = {entry.key: entry for entry in entries}
    pairs = []
    candidates = _candidates(entries) | {
        (left, right) for left, right in decisions.same() if {left, right} <= by_key.keys()
    }
    for first, second in sorted(candidates):
        left, right = by_key[first], by_key[second]
        if not comparable(left, right) or decisions.different(first, second):
            continue
        judgement = judge.judge(left, right)
        if reason := decisions.reason_for_same(first, second):
            if judgement.forbidden:
                said = (f"decided the same ({reason}), but: {judgement.reasons[0]}",)
                judgement = Judgement(AMBIGUOUS, 0.0, said, forbidden=True)
            else:
                judgement = Judgement(SAME, 1.0, (f"decided the same: {reason}",), sure=True)
        if judgement.verdict != DIFFERENT:
            pairs.append(Pair(left, right, judgement))
    return pairs


def _without_contradictions(pairs: list[Pair], judge: Judge, decisions: Decisions) -> list[Pair]:
    """Make ambiguous the pairs of a cluster in which two entries cannot be one thing.

    Within such a cluster those pairs stand that rest on more than names, as long as they do not
    contradict each other.
    """
    same = [pair for pair in pairs if pair.judgement.verdict == SAME]
    doubt = _doubtful(same, judge, decisions)
    sure = [pair for pair in same if pair.judgement.sure and pair.left.key in doubt]
    still = _doubtful(sure, judge, decisions)
    certain = {id(pair) for pair in sure if pair.left.key not in still}
    return [
        Pair(pair.left, pair.right, _doubted(pair.judgement, doubt[pair.left.key]))
        if pair.judgement.verdict == SAME and pair.left.key in doubt and id(pair) not in certain
        else pair
        for pair in pairs
    ]


def _doubted(judgement: Judgement, reason: str) -> Judgement:
    score = min(judgement.score, _LARGEST_DOUBTFUL_SCORE)
    return Judgement(AMBIGUOUS, score, (*judgement.reasons, reason))


def _doubtful(pairs: list[Pair], judge: Judge, decisions: Decisions) -> dict[str, str]:
    """Return the keys of the clusters that contradict themselves, with the reason."""
    graph: nx.Graph[str] = nx.Graph()
    members: dict[str, Entry] = {}
    for pair in pairs:
        graph.add_edge(pair.left.key, pair.right.key, weight=int(pair.judgement.weak))
        members[pair.left.key], members[pair.right.key] = pair.left, pair.right
    doubt: dict[str, str] = {}
    for component in nx.connected_components(graph):
        entries = [members[key] for key in sorted(component)]
        reason = _contradiction(entries, graph, judge, decisions)
        if reason:
            doubt.update(dict.fromkeys(component, reason))
    return doubt


def _contradiction(
    entries: list[Entry], graph: nx.Graph[str], judge: Judge, decisions: Decisions
) -> str:
    """Say why the entries of a cluster cannot all be one thing; empty where they can.

    Two entries whose names differ may still be one over a third whose names are like both, but not
    over two steps that both rest on another name than the main one.
    """
    for left, right in combinations(entries, 2):
        if decisions.reason_for_same(left.key, right.key):
            continue
        if decisions.different(left.key, right.key):
            return f"then {left.key} and {right.key} would be one, which were decided different"
        judgement = judge.judge(left, right)
        far = nx.shortest_path_length(graph, left.key, right.key, weight="weight") > 1
        if judgement.forbidden or (judgement.verdict == DIFFERENT and far):
            return (
                f"then {left.key} and {right.key} would be one, against which stands: "
                f"{judgement.reasons[0]}"
            )
    return ""


# Which pairs are worth a look


def _candidates(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    blocks: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        for block in _blocks(entry):
            blocks[block].add(entry.key)
    found: set[tuple[str, str]] = set()
    for keys in blocks.values():
        if 1 < len(keys) <= _LARGEST_BLOCK:
            found.update(combinations(sorted(keys), 2))
    return found


def _blocks(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the blocks of an entry: two entries that share none are not compared."""
    for text in {entry.name, *entry.others}:
        yield from _blocks_of_name(text)
    for scheme, ids in entry.ids.items():
        for value in ids:
            yield scheme, value
    if entry.kind == "event":
        for start in entry.starts:
            if start.first == start.last:
                yield "day", start.lexical[:10]
    if entry.kind in {"city", "region", "venue", "person"}:
        yield from _near_spellings(entry)


def _blocks_of_name(text: str) -> Iterator[tuple[str, str]]:
    name = name_of(text)
    for word in name.all_words:
        if len(word) >= _SHORTEST_WORD:
            yield "word", word
    for letters in name.acronyms | name.initials:
        if len(letters) >= _SHORTEST_WORD:
            yield "acronym", letters
    if name.directorate:
        yield "department", name.directorate
    yield "whole", fold(text)


def _near_spellings(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield the name's spellings, whole and with any one letter left out."""
    for text in {entry.name, *entry.others}:
        for spelling in name_of(text).spellings | name_of(text).doubled:
            yield "spelling", spelling
            if _SHORTEST_SPELLING <= len(spelling) <= _LONGEST_SPELLING:
                for place in range(len(spelling)):
                    yield "spelling", spelling[:place] + spelling[place + 1 :]
