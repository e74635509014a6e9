"""The hand-labelled pairs: what the reconciler applies by itself, and what it finds."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest

from citygraph.reconciling import apply_merges, propose
from tests.reconciling import mini_tables

HALVES = ("tuning", "kept apart")


def things():
    return {
        key: number
        for number, keys in enumerate(nx.connected_components(mini_tables.truth()))
        for key in keys
    }


def merged_in(proposals):
    graph = nx.Graph()
    graph.add_edges_from((p.left, p.right) for p in proposals if p.verdict == "same")
    return graph


def joined(graph, row):
    ends = row["left"], row["right"]
    return all(map(graph.has_node, ends)) and nx.has_path(graph, *ends)


@pytest.mark.parametrize("half", [*HALVES, ""])
def test_nothing_wrong_is_applied_and_nine_in_ten_are_found(half, tmp_path, capsys):
    rows = mini_tables.pairs(half)
    proposals = propose(mini_tables.make(tmp_path / "data", rows))
    same = [p for p in proposals if p.verdict == "same"]
    thing = things()
    wrong = [p for p in same if thing[p.left] != thing[p.right]]
    graph = merged_in(proposals)
    labelled_wrong = [row for row in rows if row["same"] == "no" and joined(graph, row)]
    wanted = [row for row in rows if row["same"] == "yes"]
    found = [row for row in wanted if joined(graph, row)]
    precision = 1 - len(wrong) / len(same)
    recall = len(found) / len(wanted)
    kinds = Counter(row["kind"] for row in wanted)
    hits = Counter(row["kind"] for row in found)
    with capsys.disabled():
        by_kind = ", ".join(f"{kind} {hits[kind]}/{kinds[kind]}" for kind in sorted(kinds))
        print(
            f"\n{half or 'both halves'}: {len(rows)} pairs, {len(same)} merges applied; "
            f"precision {precision:.3f}, recall {recall:.3f} ({by_kind})"
        )
    assert wrong == []
    assert labelled_wrong == []
    assert recall >= 0.9


def test_the_pairs_are_many_and_have_traps_of_every_kind():
    rows = mini_tables.pairs()
    assert len(rows) >= 150
    assert {row["half"] for row in rows} == set(HALVES)
    for kind in ("city", "organisation", "person", "initiative", "event"):
        for same in ("yes", "no"):
            assert any(row["kind"] == kind and row["same"] == same for row in rows), (kind, same)
    named = {frozenset((row["left"], row["right"])): row["same"] for row in rows}
    for left, right, same in (
        ("porto-pt", "porto-torres-it", "no"),
        ("porto-pt", "porto-es", "no"),
        ("valencia-es", "valencia-ve", "no"),
        ("frankfurt-am-main-de", "frankfurt-oder-de", "no"),
        ("saint-germain-fr", "saint-germain-en-laye-fr", "no"),
        ("barcelona-es", "province-of-barcelona-es", "no"),
        ("derry-gb-left", "derry-gb-right", "yes"),
        ("krakow-pl-left", "krakow-pl-right", "yes"),
        ("intelligent-cities-challenge-phase-1", "intelligent-cities-challenge-phase-2", "no"),
        ("nzc-pilot-cities-cohort-1", "nzc-pilot-cities-cohort-2", "no"),
        ("eu-cities-mission", "cities-mission", "yes"),
        ("cemr", "council-of-european-municipalities-and-regions", "yes"),
        ("oasc", "open-and-agile-smart-cities", "yes"),
        ("breton-eu-mayors-dialogue-2021", "breton-dialogue-with-eu-mayors-2021", "yes"),
        ("jan-kowalski-lodz", "jan-kowalski-tno", "no"),
    ):
        assert named[frozenset((left, right))] == same


def test_all_of_them_can_be_merged_and_a_second_run_merges_nothing(tmp_path):
    folder = mini_tables.make(tmp_path / "data", mini_tables.pairs())
    assert apply_merges(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert apply_merges(folder) == []
    assert not [p for p in propose(folder) if p.verdict == "same"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
