"""What is to be decided next, conflicts between people, and where they differ."""

from __future__ import annotations

import pytest

from rasad.errors import ConflictError
from rasad.store import Filters, Seen, Store, listing, review
from tests.store.documents import arrest, article, document, protest

PROTEST, ARREST = protest(article(1), coder="rasad 1"), arrest(article(1), coder="rasad 1")
ID = PROTEST["id"]
PLANNED = PROTEST | {"status": "planned"}


@pytest.fixture
def filled(store: Store) -> Store:
    for n in range(6):
        store.save(document(n))
    return store


def test_the_least_sure_come_first_spread_over_types(filled: Store) -> None:
    ids = filled.ask(review.queue, "سلمى", Filters(), 6)
    kinds = [filled.event(event_id)["event_type"] for event_id in ids]
    assert kinds == ["PROTEST", "COERCE"] * 3  # 0.6 is less sure than 0.8, but both types are shown by turns
    filled.decide(ids[0], "accept", "سلمى")
    filled.decide(ids[1], "skip", "سلمى", note="غير واضح")
    again = filled.ask(review.queue, "سلمى", Filters(), 12)
    assert ids[0] not in again and ids[1] not in again
    assert ids[1] in filled.ask(review.queue, "هند", Filters(), 12)  # only who skipped it is spared
    assert filled.ask(review.waiting) == 11


def test_a_decision_on_what_has_changed_meanwhile_is_refused(filled: Store) -> None:
    first = filled.decide(ID, "accept", "سلمى", seen=Seen(None))
    with pytest.raises(ConflictError, match="سلمى decided `accept`") as refused:
        filled.decide(ID, "reject", "هند", seen=Seen(None))
    assert refused.value.last == first.id
    assert [d.who for d in filled.decisions(ID)] == ["سلمى"]
    filled.decide(ID, "reject", "هند", seen=Seen(first.id))
    filled.undo(filled.ask(listing.details, ID).last or "", "هند")
    with pytest.raises(ConflictError):
        filled.decide(ID, "reject", "ليلى", seen=Seen(None))


def test_only_blind_decisions_can_disagree(filled: Store) -> None:
    first = filled.decide(ID, "accept", "سلمى", seen=Seen(None))
    filled.decide(ID, "correct", "هند", after=PLANNED, seen=Seen(first.id))  # knew of it: no disagreement
    assert filled.ask(review.disagreements) == []


def test_a_disagreement_stands_until_somebody_settles_it(filled: Store) -> None:
    filled.decide(ID, "accept", "سلمى", seen=Seen(None))
    assert filled.ask(review.blind_queue, "سلمى", Filters(), 9) == []
    assert filled.ask(review.blind_queue, "هند", Filters(), 9) == [ID]
    blind = filled.decide(ID, "correct", "هند", after=PLANNED, seen=Seen(None, blind=True))
    (found,) = filled.ask(review.disagreements)
    assert (found.event_id, [d.who for d in found.decisions]) == (ID, ["سلمى", "هند"])
    again = filled.decide(ID, "correct", "هند", after=PLANNED, seen=Seen(blind.id, blind=True))
    assert len(filled.ask(review.disagreements)) == 1  # to say it twice settles nothing
    filled.decide(ID, "accept", "ليلى", seen=Seen(again.id))
    assert filled.ask(review.disagreements) == []


def test_the_same_said_blind_is_no_disagreement(filled: Store) -> None:
    filled.decide(ARREST["id"], "reject", "سلمى", seen=Seen(None))
    filled.decide(ARREST["id"], "reject", "هند", seen=Seen(None, blind=True))
    assert filled.ask(review.disagreements) == []
    assert [d.event_id for d in filled.ask(review.made_by, "هند")] == [ARREST["id"]]
    assert filled.ask(review.people) == sorted(["سلمى", "هند"])


def test_articles_are_complete_when_every_event_is_decided_on(filled: Store) -> None:
    filled.decide(ID, "accept", "سلمى")
    assert filled.ask(review.decided_articles, complete=True) == []
    assert filled.ask(review.decided_articles, complete=False) == ["n001"]
    filled.decide(ARREST["id"], "reject", "سلمى")
    assert filled.ask(review.decided_articles, complete=True) == ["n001"]
    assert [d.act for d in filled.ask(review.latest, None, 5)] == ["reject", "accept"]
