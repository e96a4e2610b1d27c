"""Decisions of people: apart from machine output, with the record as it was decided on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from rasad.document import Span
from rasad.errors import StoreError
from rasad.record import event_id
from rasad.store import CodedDocument, Filters, Store
from tests.store.documents import arrest, article, document, protest

AT = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PROTEST = protest(article(1), coder="rasad 1")
ARREST = arrest(article(1), coder="rasad 1")
ID = PROTEST["id"]


@pytest.fixture
def filled(store: Store) -> Store:
    store.save(document(1))
    store.save(document(2))
    return store


def listed(store: Store, **filters: Any) -> list[dict[str, Any]]:
    return list(store.events(Filters(doc_id="n001", **filters)))


def test_nothing_decided_is_the_machine_record(filled: Store) -> None:
    assert filled.current(ID) == PROTEST
    assert list(filled.decisions(ID)) == []
    with pytest.raises(StoreError, match="there is no event 'nothing'"):
        filled.current("nothing")


def test_accept(filled: Store) -> None:
    made = filled.decide(ID, "accept", "سلمى", note="نعم", at=AT)
    assert (made.before, made.after, made.doc_id, made.at) == (PROTEST, None, "n001", "2026-11-25T12:00:00+00:00")
    assert list(filled.decisions(ID)) == [made]
    assert filled.current(ID) == PROTEST
    assert listed(filled, decided=True) == [PROTEST]
    assert listed(filled, decided=False) == [ARREST]
    assert listed(filled) == [PROTEST, ARREST]


def test_reject_takes_the_event_out_of_what_stands(filled: Store) -> None:
    filled.decide(ID, "reject", "سلمى")
    assert filled.current(ID) is None
    assert filled.event(ID) == PROTEST
    assert listed(filled) == [ARREST]
    assert listed(filled, decided=True) == []
    assert listed(filled, machine=True) == [PROTEST, ARREST]


def test_correct_is_filtered_by_the_corrected_record(filled: Store) -> None:
    right = PROTEST | {"status": "planned", "date": None, "enddate": None, "date_info": None}
    filled.decide(ID, "correct", "سلمى", after=right)
    assert filled.current(ID) == right
    assert listed(filled, status=("planned",)) == [right]
    assert listed(filled, status=("actual",)) == [ARREST]
    assert listed(filled, machine=True, status=("actual",)) == [PROTEST, ARREST]


def test_add(filled: Store) -> None:
    of = article(1)
    start = of.text.index("وقالت")
    trigger = {"text": "قالت", "start": start + 1, "end": start + 5}
    new = event_id("n001", Span(start + 1, start + 5), "ACCUSE")
    added = ARREST | {"id": new, "event_type": "ACCUSE", "event": ["ACCUSE"], "trigger": trigger}
    filled.decide(new, "add", "سلمى", after=added)
    assert filled.current(new) == added
    assert added in listed(filled)
    with pytest.raises(StoreError, match="correct it instead"):
        filled.decide(new, "add", "سلمى", after=added)


def test_skip_leaves_the_event_open(filled: Store) -> None:
    filled.decide(ID, "skip", "سلمى")
    assert listed(filled, decided=False) == [PROTEST, ARREST]
    assert [d.act for d in filled.decisions()] == ["skip"]


def test_the_last_decision_counts_and_is_undone_first(filled: Store) -> None:
    right = PROTEST | {"confidence": 1.0}
    one = filled.decide(ID, "correct", "سلمى", after=right)
    two = filled.decide(ID, "reject", "هادي")
    assert (two.before, filled.current(ID)) == (right, None)
    with pytest.raises(StoreError, match=f"undo '{two.id}' first"):
        filled.undo(one.id, "سلمى")
    filled.undo(two.id, "سلمى", at=AT)
    assert filled.current(ID) == right
    filled.undo(one.id, "سلمى")
    assert filled.current(ID) == PROTEST
    assert [(d.act, d.undone_by) for d in filled.decisions(ID)] == [("correct", "سلمى"), ("reject", "سلمى")]
    for unknown in (one.id, "nothing"):
        with pytest.raises(StoreError):
            filled.undo(unknown, "سلمى")
    assert filled.decide(ID, "accept", "هادي").id not in {one.id, two.id}


@pytest.mark.parametrize(
    ("event", "act", "who", "after", "told"),
    [
        (ID, "approve", "سلمى", None, "there are: accept"),
        (ID, "accept", " ", None, "who decided"),
        (ID, "accept", "سلمى", PROTEST, "take none"),
        (ID, "correct", "سلمى", None, "needs? the record|need the record"),
        (ID, "correct", "سلمى", PROTEST | {"status": "perhaps"}, "the record is refused"),
        (ID, "correct", "سلمى", PROTEST | {"doc_id": "n002"}, "the record is refused"),
        (ID, "correct", "سلمى", {"id": ID}, "the record is refused"),
        (ID, "correct", "سلمى", ARREST, "is not the event's"),
        ("nothing", "accept", "سلمى", None, "there is no event"),
        ("nothing", "add", "سلمى", PROTEST | {"doc_id": "n777"}, "there is no article 'n777'"),
    ],
)
def test_what_is_refused_changes_nothing(
    filled: Store, event: str, act: Any, who: str, after: dict[str, Any] | None, told: str
) -> None:
    before = list(filled.dump())
    with pytest.raises(StoreError, match=told):
        filled.decide(event, act, who, after=after)
    assert list(filled.dump()) == before


def test_saving_again_leaves_decisions_alone(filled: Store) -> None:
    right = PROTEST | {"confidence": 1.0}
    filled.decide(ID, "correct", "سلمى", after=right)
    human = [row for row in filled.dump() if row[0] in ("decisions", "verdicts")]
    of = article(1)
    filled.save(CodedDocument(of, [protest(of, confidence=0.2)], "rasad 2"))
    assert listed(filled) == [right], "the correction stands for the event that was found again"
    filled.save(CodedDocument(of, [arrest(of)], "rasad 3"))
    assert listed(filled) == [right, arrest(of)], "what a person confirmed stays when the machine finds it no more"
    assert [row for row in filled.dump() if row[0] in ("decisions", "verdicts")] == human


def test_a_verdict_holds_for_the_text_it_was_made_on(filled: Store) -> None:
    filled.decide(ID, "correct", "سلمى", after=PROTEST | {"confidence": 1.0})
    changed = document(3, id="n001")
    assert changed.records[0]["id"] == ID, "the same place and type in another text"
    filled.save(changed, replace=True)
    assert listed(filled) == changed.records
    assert filled.current(ID) == changed.records[0]
    assert [d.before for d in filled.decisions(ID)] == [PROTEST]


def test_an_article_that_was_decided_on_keeps_standing_for_its_story(filled: Store) -> None:
    filled.decide(ID, "accept", "سلمى")
    earlier = document(1, id="a001", url=None, published=None)
    earlier.article.published = article(0).published
    assert filled.save(earlier).outcome == "alias"
    assert list(filled.aliases()) == [("a001", "n001", True)]


def test_of_two_decided_stories_that_become_one_the_events_of_one_stand(filled: Store) -> None:
    other = protest(article(2), coder="rasad 1")
    filled.decide(ID, "accept", "سلمى")
    filled.decide(other["id"], "accept", "سلمى")
    filled.save(document(2, id="bridge", url=article(1).url))
    assert list(filled.events()) == [PROTEST, ARREST]
    assert filled.current(other["id"]) == other, "what was decided on the other stays within reach"
