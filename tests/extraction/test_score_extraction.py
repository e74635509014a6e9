"""The scorer: what counts as found, wrong and missed."""

from __future__ import annotations

import copy
import importlib.util
import json
import subprocess
import sys

import pytest

from tests.conftest import ROOT


def load(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


scorer = load("score_extraction")


def entity(kind, name, start, end, **more):
    said = {"country": None, "id": None, "names": [], "mention": name, "rule": "x"}
    return {"type": kind, "name": name, "start": start, "end": end} | said | more


def relation(subject, predicate, target, role=None, **more):
    return {"subject": subject, "predicate": predicate, "object": target, "role": role} | more


@pytest.fixture
def gold():
    return {
        "document": {"path": "a.txt", "language": "en"},
        "entities": [
            entity("city", "Sofia", 0, 5, country="BG", names=["София"]),
            entity("event", "City Lab", 10, 18),
            entity("initiative", "Intelligent Cities Challenge", 30, 58, names=["ICC"]),
            entity("organisation", "European Union", 60, 62, optional=True),
        ],
        "dates": [
            {"mention": "7 and 8 June", "start": "2017-06-07", "end": "2017-06-08"},
            {"mention": "2030", "start": "2030", "end": "2030"},
        ],
        "relations": [
            relation("Sofia", "coordinates", "Intelligent Cities Challenge", "coordinator"),
            relation("Sofia", "hosts", "City Lab"),
            relation("City Lab", "held_on", "2017-06-07/2017-06-08"),
        ],
    }


def counts(gold, found):
    return {
        kind: (c.right, c.wrong, c.missed)
        for kind, c in scorer.score_document(gold, found).counts.items()
        if c.right or c.wrong or c.missed
    }


def test_the_annotation_itself_is_all_right(gold):
    assert set(counts(gold, gold).values()) == {(1, 0, 0)}


def test_no_answer_is_all_missed(gold):
    assert set(counts(gold, None).values()) == {(0, 0, 1)}


def test_a_name_is_found_by_case_accent_other_name_or_place(gold):
    found = copy.deepcopy(gold)
    found["entities"][0] |= {"name": "SÓFIA", "names": [], "start": 900, "end": 905}
    found["entities"][1] |= {"name": "Lab", "mention": "Lab", "start": 15, "end": 18}
    found["entities"][2] |= {"name": "icc", "names": [], "mention": "ICC", "start": 0, "end": 3}
    assert counts(gold, found)["city"] == (1, 0, 0)
    assert counts(gold, found)["event"] == (1, 0, 0)
    assert counts(gold, found)["initiative"] == (1, 0, 0)


def test_another_country_type_or_place_is_another_thing(gold):
    found = copy.deepcopy(gold)
    found["entities"][0]["country"] = "US"
    found["entities"][1] |= {"name": "Lab", "mention": "Lab", "start": 18, "end": 21}
    found["entities"][2]["type"] = "event"
    assert counts(gold, found)["city"] == (0, 1, 1)
    assert counts(gold, found)["event"] == (0, 2, 1)
    assert counts(gold, found)["initiative"] == (0, 0, 1)


def test_an_initiative_may_be_called_an_organisation(gold):
    found = copy.deepcopy(gold)
    found["entities"][2]["type"] = "organisation"
    assert counts(gold, found)["initiative"] == (1, 0, 0)


def test_one_thing_found_twice_is_one_right_and_one_wrong(gold):
    found = copy.deepcopy(gold)
    found["entities"].append(entity("city", "София", 0, 5))
    assert counts(gold, found)["city"] == (1, 1, 0)


def test_what_is_optional_counts_neither_way(gold):
    found = copy.deepcopy(gold)
    del found["entities"][3]
    assert "organisation" not in counts(gold, found)
    assert "organisation" not in counts(gold, gold)


def test_dates_need_both_ends(gold):
    found = copy.deepcopy(gold)
    found["dates"][0]["end"] = "2017-06-07"
    assert counts(gold, found)["date"] == (0, 1, 1)
    assert scorer.widen("2024-02", "2024-02") == ("2024-02-01", "2024-02-29")
    assert scorer.widen("2021", "2027") == ("2021-01-01", "2027-12-31")
    assert scorer.widen("2021-12-02T15:30", "2021-12-02T17:30") == ("2021-12-02", "2021-12-02")
    assert scorer.widen(None, None) is None


def test_relations_are_compared_by_what_stands_at_their_ends(gold):
    found = copy.deepcopy(gold)
    found["entities"][2] |= {"name": "ICC", "names": []}
    found["relations"][0] |= {"object": "ICC", "role": "leader"}
    result = scorer.score_document(gold, found).counts["coordinates"]
    assert (result.right, result.wrong, result.roles, result.roles_right) == (1, 0, 1, 0)


def test_implied_relations_are_no_mistakes_and_others_are(gold):
    found = copy.deepcopy(gold)
    found["relations"] += [
        relation("Sofia", "participates_in", "Intelligent Cities Challenge"),
        relation("City Lab", "located_in", "Sofia"),
        relation("Sofia", "participates_in", "City Lab"),
    ]
    assert counts(gold, found)["participates_in"] == (0, 1, 0)
    assert "located_in" not in counts(gold, found)


def test_tables_and_errors_are_printed(gold, tmp_path):
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "a.txt").write_text("Sofia hosts the City Lab.", encoding="utf-8")
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    found = copy.deepcopy(gold)
    del found["entities"][0]
    found["relations"] = []
    (tmp_path / "found.json").write_text(json.dumps(found) + "\n", encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            ROOT / "scripts" / "score_extraction.py",
            tmp_path / "gold",
            "--predictions",
            tmp_path / "found.json",
            "--errors",
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "| city | 0 | 0 | 1 | 1.000 | 0.000 | 0.000 |" in done.stdout
    assert "| en | 1 | 0.800 | 1.000 | 0.000 |" in done.stdout
    assert "- missed relation: Sofia | hosts | City Lab" in done.stdout
