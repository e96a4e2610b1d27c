"""Where two engines differ: filed beside the machine's events, decided on by people, gone with the coding."""

from __future__ import annotations

from typing import Any

import pytest

from rasad.errors import NotFoundError, RecordError, StoreError
from rasad.store import CodedDocument, Differing, Filters, Seen, Store, differing
from rasad.store.differing import Wanted
from tests.store.documents import arrest, article, document, protest

OF = article(1)
PROTEST, ARREST = protest(OF, coder="rasad 1"), arrest(OF, coder="rasad 1")
OTHER = PROTEST | {"status": "planned", "coder": "rasad 2"}
ALONE = ARREST | {"coder": "rasad 2"}
SECOND = "other"


def found(first: Any, second: Any, kind: str = "status") -> Differing:
    return Differing(kind, "one", "other", first, second)


@pytest.fixture
def filed(store: Store) -> Store:
    """A store with the first engine's protest; of the second, another status and an arrest that only it has."""
    store.save(CodedDocument(OF, [PROTEST], "rasad 1"))
    assert store.file_differences(OF, SECOND, [found(PROTEST, OTHER), found(None, ALONE, "only other")]) == 2
    return store


def test_they_wait_in_the_order_of_the_text(filed: Store) -> None:
    assert [(d.kind, d.event["id"]) for d in filed.ask(differing.waiting, 9)] == [
        ("status", PROTEST["id"]),
        ("only other", ARREST["id"]),
    ]
    first = filed.ask(differing.waiting, 1)[0]
    assert (first.first, first.second, first.one, first.other) == (PROTEST, OTHER, "one", "other")
    assert filed.ask(differing.count) == 2


def test_what_matters_most_comes_first(store: Store) -> None:
    store.save(CodedDocument(OF, [PROTEST, ARREST], "rasad 1"))
    store.file_differences(OF, SECOND, [found(PROTEST, OTHER, "fields"), found(ARREST, ALONE, "type")])
    assert [d.kind for d in store.ask(differing.waiting, 9)] == ["type", "fields"]


def test_the_second_engines_word_is_no_event_and_no_decision(filed: Store) -> None:
    assert [r["id"] for r in filed.events()] == [PROTEST["id"]]
    assert next(filed.events())["status"] == "actual"
    assert list(filed.decisions()) == []
    assert list(filed.events(Filters(decided=True))) == []


def test_taken_as_it_is_it_is_a_persons_decision(filed: Store) -> None:
    filed.decide(ARREST["id"], "accept", "سلمى", seen=Seen(None))
    (made,) = filed.decisions()
    assert (made.who, made.act, made.before) == ("سلمى", "accept", ALONE)
    assert [r["id"] for r in filed.events(Filters(decided=True))] == [ARREST["id"]]
    assert [d.event["id"] for d in filed.ask(differing.waiting, 9)] == [PROTEST["id"]]
    filed.undo(made.id, "سلمى")
    assert filed.ask(differing.count) == 2
    assert [r["id"] for r in filed.events()] == [PROTEST["id"]]


def test_rejected_it_is_kept_as_that(filed: Store) -> None:
    filed.decide(ARREST["id"], "reject", "سلمى", seen=Seen(None))
    assert filed.ask(differing.count) == 1
    assert [r["id"] for r in filed.events()] == [PROTEST["id"]]
    assert filed.current(ARREST["id"]) is None


def test_a_correction_to_the_second_version_settles_it(filed: Store) -> None:
    filed.decide(PROTEST["id"], "correct", "سلمى", after=OTHER | {"id": PROTEST["id"]}, seen=Seen(None))
    assert [d.kind for d in filed.ask(differing.waiting, 9)] == ["only other"]
    assert next(filed.events(Filters(doc_id=OF.id)))["status"] == "planned"


def test_a_skipped_one_waits_for_all_but_who_skipped_it(filed: Store) -> None:
    made = filed.decide(PROTEST["id"], "skip", "سلمى", note="غير واضح")
    assert filed.ask(differing.count) == filed.ask(differing.count, "هند") == 2
    assert filed.ask(differing.count, "سلمى") == 1
    (skipped,) = filed.ask(differing.waiting, 9, Wanted(who="سلمى", skipped=True))
    assert skipped.event["id"] == PROTEST["id"]
    filed.undo(made.id, "سلمى")
    assert filed.ask(differing.count, "سلمى") == 2
    assert filed.ask(differing.waiting, 9, Wanted(who="سلمى", skipped=True)) == []


def test_what_several_engines_say_of_an_event_stands_beside_each_other_and_is_settled_at_once(filed: Store) -> None:
    third = Differing("type", "one", "third", PROTEST, OTHER | {"event_type": "REQUEST", "mode": []})
    assert filed.file_differences(OF, "third", [third]) == 1
    assert [(d.kind, d.other) for d in filed.ask(differing.waiting, 9)] == [
        ("type", "third"),
        ("status", "other"),
        ("only other", "other"),
    ]
    counts = filed.ask(differing.counts, Wanted(type=("REQUEST",)))
    assert (counts.all, counts.waiting, counts.kind) == (1, 3, {"type": 1})
    assert counts.engines == {"one/third": 1, "one/other": 0}
    assert counts.type == {"PROTEST": 2, "COERCE": 1, "REQUEST": 1}
    filed.decide(PROTEST["id"], "accept", "سلمى")
    assert [d.kind for d in filed.ask(differing.waiting, 9)] == ["only other"]
    assert filed.file_differences(OF, "third", []) == 0  # leaves those of the other engine
    assert filed.ask(differing.count) == 1


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        (Wanted(kind=("only",)), ["only other"]),
        (Wanted(kind=("type", "status")), ["status"]),
        (Wanted(type=("COERCE",)), ["only other"]),
        (Wanted(engines="one/other"), ["status", "only other"]),
        (Wanted(engines="other/one"), []),
    ],
)
def test_filters(filed: Store, wanted: Wanted, kinds: list[str]) -> None:
    assert [d.kind for d in filed.ask(differing.waiting, 9, wanted)] == kinds
    assert filed.ask(differing.counts, wanted).all == len(kinds)


@pytest.mark.parametrize("wanted", [Wanted(kind=("colour",)), Wanted(type=("PICNIC",))])
def test_filters_that_there_are_not(filed: Store, wanted: Wanted) -> None:
    for question in (lambda c, w: differing.waiting(c, 9, w), differing.counts):
        with pytest.raises(StoreError, match="there are: "):
            filed.ask(question, wanted)


def test_a_second_engine_is_compared_with_what_stands(filed: Store) -> None:
    changed = PROTEST | {"status": "planned"}
    filed.decide(PROTEST["id"], "correct", "سلمى", after=changed)
    filed.decide(ARREST["id"], "accept", "سلمى")
    coder, (first, added) = filed.ask(differing.stored, OF.id)
    assert coder == "rasad 1"
    assert (first.record["status"], first.coded, first.settled) == ("planned", PROTEST, True)
    assert (added.record, added.coded, added.settled) == (ALONE, None, True)
    for decision in list(filed.decisions()):
        filed.undo(decision.id, "سلمى")
    filed.decide(PROTEST["id"], "reject", "سلمى")
    assert [(e.record, e.settled) for e in filed.ask(differing.stored, OF.id)[1]] == [(PROTEST, False)]


def test_filing_again_takes_the_place_of_what_was_there_and_touches_no_decision(filed: Store) -> None:
    filed.decide(ARREST["id"], "accept", "سلمى")
    before = list(filed.decisions())
    assert filed.file_differences(OF, SECOND, [found(None, ALONE, "only other")]) == 1
    assert filed.ask(differing.count) == 0  # decided on already
    assert list(filed.decisions()) == before
    assert filed.file_differences(OF, SECOND, []) == 0


def test_they_go_with_the_coding_of_their_article_and_decisions_stay(filed: Store) -> None:
    filed.decide(ARREST["id"], "accept", "سلمى")
    filed.save(CodedDocument(OF, [PROTEST | {"coder": "rasad 3"}], "rasad 3"))
    assert filed.ask(differing.waiting, 9) == []
    assert {r["id"] for r in filed.events()} == {PROTEST["id"], ARREST["id"]}  # what a person accepted stands


def test_of_what_is_not_stored_so_nothing_is_filed(filed: Store) -> None:
    assert filed.file_differences(article(2), SECOND, [found(None, arrest(article(2)))]) == 0
    other = article(1, text="تظاهر عمّال آخرون.")
    assert filed.file_differences(other, SECOND, []) == 0
    with pytest.raises(NotFoundError):
        filed.decide(arrest(article(2))["id"], "accept", "سلمى")


def test_a_record_that_breaks_the_contract_is_refused_and_what_was_there_stays(filed: Store) -> None:
    broken = ALONE | {"trigger": ALONE["trigger"] | {"start": 0}}
    with pytest.raises(RecordError):
        filed.file_differences(OF, SECOND, [found(None, broken)])
    assert filed.ask(differing.count) == 2


def test_an_event_of_the_first_is_not_proposed_once_more(store: Store) -> None:
    store.save(document(1))
    assert store.file_differences(OF, SECOND, [found(PROTEST, OTHER), found(None, PROTEST, "only other")]) == 1
    assert store.ask(differing.waiting, 9)[0].first == PROTEST
