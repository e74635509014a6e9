"""A review: decisions, and what follows from them."""

from __future__ import annotations

import pytest

from citygraph.errors import UnreadableInput, UsageError
from citygraph.reviewing import DecisionFile, Review, read_proposals
from tests.reviewing.conftest import ARTICLE, accept_all, ident_of, rows


def test_a_view_shows_passage_link_and_standing(review):
    view = review.view(ident_of(review, "Riverton hosts Bridge Forum"))
    assert "".join(p.text for p in view.pieces if p.marked) == "Riverton hosts the Bridge Forum"
    assert view.link == "Riverton (riverton-fi), new: Bridge Forum (bridge-forum)"
    assert view.standing.word == "new"


def test_what_the_tables_say_otherwise_is_a_contradiction(review):
    view = review.view(ident_of(review, "Water Days 2024 held on 2024-06-12/2024-06-13"))
    assert view.standing.word == "contradicts"
    assert "start 2024-06-11, end 2024-06-12" in view.standing.says[0]


def test_known_things_are_confirmed_and_new_ones_new(review):
    assert review.view(ident_of(review, "City: Riverton")).standing.word == "confirms"
    assert review.view(ident_of(review, "City: Lakeside")).standing.word == "new"


def test_a_source_needs_a_publisher(review):
    source = next(iter(review.proposals))
    with pytest.raises(UsageError, match="needs a publisher"):
        review.accept(source)
    review.accept(source, {"publisher": "Town of Riverton"})
    assert review.state(source) == "accepted"
    assert review.fields(source)["title"] == "Riverton hosts the Bridge Forum"


def test_nothing_new_is_accepted_unseen(review):
    source = next(iter(review.proposals))
    review.accept(source, {"publisher": "Town of Riverton"})
    hosts = ident_of(review, "Riverton hosts Bridge Forum")
    with pytest.raises(UsageError, match="rests on what is not accepted: Event: Bridge Forum"):
        review.accept(hosts)
    assert review.state(ident_of(review, "City: Riverton")) == "open"
    review.accept(ident_of(review, "Event: Bridge Forum"))
    review.accept(hosts)
    assert review.state(ident_of(review, "City: Riverton")) == "accepted"


def test_new_things_are_asked_for_first_and_known_ones_last(review):
    kinds = [review.view(i).headline.split(":")[0] for i in review.open()]
    assert kinds[:4] == ["Source", "Event", "City", "Person"]
    assert kinds[-3:] == ["City", "Initiative", "Event"]
    source, *rest = review.open()
    review.accept(source, {"publisher": "Town of Riverton"})
    for ident in rest[:11]:
        review.accept(ident)
    assert review.open() == []


def test_what_rests_on_the_rejected_falls_and_comes_back(review):
    event = ident_of(review, "Event: Bridge Forum")
    hosts = ident_of(review, "Riverton hosts Bridge Forum")
    review.reject(event)
    assert review.state(hosts) == "fallen"
    assert hosts not in review.open()
    review.reopen(event)
    assert review.state(hosts) == "open"


def test_an_entity_may_be_another_known_one(review):
    source = next(iter(review.proposals))
    review.accept(source, {"publisher": "Town of Riverton"})
    lakeside = ident_of(review, "City: Lakeside")
    review.accept(lakeside, {"key": "hilltown-fi"})
    joined = ident_of(review, "Hilltown participates in Water Network")
    view = review.view(joined)
    assert view.fields["subject"] == "hilltown-fi"
    assert view.standing.word == "confirms"


def test_an_end_written_anew_needs_its_entity_no_more(review):
    source = next(iter(review.proposals))
    review.accept(source, {"publisher": "Town of Riverton"})
    joined = ident_of(review, "Lakeside participates in Water Network")
    review.accept(joined, {"subject": "hilltown-fi"})
    review.reject(ident_of(review, "City: Lakeside"))
    assert review.state(joined) == "accepted"


@pytest.mark.parametrize(
    ("headline", "changes", "said"),
    [
        ("City: Lakeside", {"key": "Lake Side"}, "lower-case"),
        ("City: Lakeside", {"key": "water-network"}, "key of initiatives already"),
        ("City: Lakeside", {"country": "XX"}, "needs a country"),
        ("City: Lakeside", {"type": "town"}, "no type"),
        ("City: Lakeside", {"population": "5"}, "no field"),
        ("Riverton hosts Bridge Forum", {"object": "nowhere"}, "key of no table"),
        ("Riverton hosts Bridge Forum", {"predicate": "likes"}, "no predicate"),
    ],
)
def test_changes_are_checked(review, headline, changes, said):
    with pytest.raises(UsageError, match=said):
        review.accept(ident_of(review, headline), changes)


def test_decisions_are_remembered(review, data, proposals):
    accept_all(review)
    review.reject(ident_of(review, "Event: Bridge Forum"))
    again = Review(read_proposals(proposals), DecisionFile(review.decisions.path), data)
    assert again.counts() == review.counts()
    assert again.counts()["rejected"] == 1
    assert again.counts()["fallen"] == 4


def test_a_person_without_a_role_is_not_entered(review):
    source = next(iter(review.proposals))
    review.accept(source, {"publisher": "Town of Riverton"})
    review.accept(ident_of(review, "Person: Bo Lind"))
    assert "people" not in {draft.table for draft in review.drafts()}


def test_somebody_who_asked_to_be_left_out_is_refused(data, proposals):
    from citygraph.tables import name_digest

    (data / "suppressed.csv").write_text(
        f"name_sha256,date,note\n{name_digest('Bo Lind')},2026-01-01,\n", encoding="utf-8"
    )
    review = Review(
        read_proposals(proposals), DecisionFile(proposals.with_suffix(".csv")), data, []
    )
    with pytest.raises(UsageError, match="asked to be left out"):
        review.accept(ident_of(review, "Person: Bo Lind"))


def test_tables_with_problems_and_changed_documents_stop_a_review(data, proposals):
    found, decisions = read_proposals(proposals), DecisionFile(proposals.with_suffix(".csv"))
    (proposals.parent / "news.txt").write_text(ARTICLE + "More.", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="was changed"):
        Review(found, decisions, data, [proposals.parent])
    (data / "cities.csv").write_text("key,nom\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="have problems"):
        Review(found, decisions, data, [])
    assert rows(data, "people")
