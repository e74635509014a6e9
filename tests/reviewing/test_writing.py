"""Accepted facts in the tables."""

from __future__ import annotations

import hashlib
import json

import pytest

from citygraph.errors import UsageError
from citygraph.namespaces import Namespaces
from citygraph.reviewing import DecisionFile, Review, read_proposals, write_accepted
from tests.loading.conftest import contents
from tests.reviewing.conftest import ARTICLE, accept_all, answer, ident_of, rows


def write(review, **more):
    return write_accepted(review, "pyshifty", Namespaces(), lambda _step: None, **more)


def passage(row):
    return [ARTICLE[int(a) : int(b)] for a, b in (s.split("-") for s in row["spans"].split(";"))]


def test_facts_come_with_source_and_passage_and_pass_validation(review, data, run, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1741132800")
    accept_all(review)
    done = write(review)
    assert done.written
    (source,) = [row for row in rows(data, "sources") if row["key"] == "news-2025"]
    assert source["sha256"] == hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert (source["published"], source["retrieved"]) == ("2025-03-04", "2025-03-05")
    assert source["publisher"] == "Town of Riverton"
    mine = {
        table: [row for row in rows(data, table) if row["source"] == "news-2025"]
        for table in ("cities", "events", "people", "participations", "event_participations")
    }
    assert {row["key"] for row in mine["cities"]} == {"riverton-fi", "lakeside-fi"}
    (forum,) = [row for row in mine["events"] if row["key"] == "bridge-forum"]
    assert (forum["start"], forum["end"]) == ("2025-04-09", "2025-04-10")
    assert (forum["location"], forum["status"]) == ("riverton-fi", "announced")
    assert "The Bridge Forum takes place in Riverton on 9 and 10 April 2025" in passage(forum)
    (joined,) = mine["participations"]
    assert (joined["participant"], joined["role"]) == ("lakeside-fi", "participant")
    assert passage(joined) == ["Lakeside joined the Water Network"]
    speaks = {row["participant"]: row for row in mine["event_participations"]}["bo-lind"]
    assert (speaks["role"], speaks["on_behalf_of"]) == ("speaker", "lakeside-fi")
    (office,) = [row for row in rows(data, "positions") if row["source"] == "news-2025"]
    assert (office["title"], office["as_of"]) == ("Mayor", "2025-03-04")
    (days,) = [row for row in mine["events"] if row["key"] == "water-days-2024"]
    assert (days["start"], days["status"]) == ("2024-06-12", "disputed")
    assert run("validate", "--data", data).status == 0


def test_nothing_open_or_rejected_enters(review, data):
    source = next(iter(review.proposals))
    review.accept(source, {"publisher": "Town of Riverton"})
    review.accept(ident_of(review, "City: Riverton"))
    review.reject(ident_of(review, "Event: Bridge Forum"))
    assert write(review).written
    assert "bridge-forum" not in {row["key"] for row in rows(data, "events")}
    assert "lakeside-fi" not in {row["key"] for row in rows(data, "cities")}


def test_a_second_write_changes_nothing_and_a_later_one_adds(review, data, proposals):
    source = next(iter(review.proposals))
    review.accept(source, {"publisher": "Town of Riverton"})
    review.accept(ident_of(review, "Event: Bridge Forum"))
    write(review)
    before = contents(data)
    write(review)
    assert contents(data) == before
    again = Review(
        read_proposals(proposals), DecisionFile(review.decisions.path), data, [proposals.parent]
    )
    again.accept(ident_of(again, "Bridge Forum held on 2025-04-09/2025-04-10"))
    write(again)
    (row,) = [r for r in rows(data, "events") if r["start"] == "2025-04-09"]
    assert row["source"] == "news-2025"
    assert len(row["spans"].split(";")) == 2


def test_a_dry_run_and_an_empty_review_write_nothing(review, data):
    before = contents(data)
    with pytest.raises(UsageError, match="Nothing that is accepted"):
        write(review)
    accept_all(review)
    done = write(review, dry_run=True)
    assert done.outcome.valid
    assert not done.written
    assert contents(data) == before


def test_what_breaks_the_rules_is_not_written(review, data):
    accept_all(review)
    joined = ident_of(review, "Lakeside participates in Water Network")
    review.accept(joined, {"role": "no-such-role"})
    before = contents(data)
    done = write(review)
    assert not done.outcome.valid
    assert contents(data) == before


def test_a_new_initiative_is_entered_before_its_kind_is_known(data, proposals, tmp_path, run):
    told = answer()
    told["entities"][3] |= {"name": "River Pact", "id": None}
    told["relations"][4]["object"] = "River Pact"
    (tmp_path / "pact.json").write_text(json.dumps(told), encoding="utf-8")
    decisions = DecisionFile(tmp_path / "pact.csv")
    review = Review(read_proposals(tmp_path / "pact.json"), decisions, data, [proposals.parent])
    accept_all(review)
    assert write(review).written
    (pact,) = [row for row in rows(data, "initiatives") if row["type"] == "initiative"]
    assert pact["key"] == "river-pact"
    assert run("build", "--data", data, "--out", tmp_path / "build").status == 0


def test_one_event_is_not_held_on_two_days_by_one_source(data, proposals, tmp_path):
    told = answer()
    twice = told["relations"][2] | {"object": "2025-05-01"}
    told["relations"].append(twice)
    (tmp_path / "twice.json").write_text(json.dumps(told), encoding="utf-8")
    decisions = DecisionFile(tmp_path / "twice.csv")
    review = Review(read_proposals(tmp_path / "twice.json"), decisions, data, [proposals.parent])
    with pytest.raises(UsageError, match="held on 2025-04-09/2025-04-10"):
        accept_all(review)
