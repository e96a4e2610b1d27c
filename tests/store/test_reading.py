"""Filters, orders and pages of events; articles and events by id."""

from __future__ import annotations

import tracemalloc
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from rasad.errors import StoreError
from rasad.store import CodedDocument, Filters, Store
from rasad.store.queries import Order
from tests.store.documents import arrest, article, document, protest


@pytest.fixture
def filled(store: Store) -> Store:
    """Give a store of documents 1 to 8; each protests on the day before it was published, 1 + n July 2016."""
    for n in range(1, 9):
        store.save(document(n))
    return store


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 16),
        (Filters(type=("PROTEST",)), 8),
        (Filters(type=("PROTEST", "COERCE")), 16),
        (Filters(type=("ASSAULT",)), 0),
        (Filters(status=("actual",)), 16),
        (Filters(status=("planned", "negated")), 0),
        (Filters(actor="Q1773011"), 8),
        (Filters(actor="q1773011"), 8),
        (Filters(actor="Q177301"), 0),
        (Filters(actor="IRQ"), 8),
        (Filters(actor="الشُّرطه"), 8),
        (Filters(actor="عمال المصنع"), 8),
        (Filters(actor="Factory"), 8),
        (Filters(actor="%"), 0),
        (Filters(actor="أشخاص"), 0),
        (Filters(recipient="اشخاص"), 8),
        (Filters(country="IQ"), 8),
        (Filters(country="irq"), 8),
        (Filters(country="SY"), 0),
        (Filters(since=date(2016, 7, 4)), 5),
        (Filters(until=date(2016, 7, 4)), 4),
        (Filters(since=date(2016, 7, 4), until=date(2016, 7, 5)), 2),
        (Filters(since=date(1900, 1, 1)), 8),
        (Filters(source="صحيفة  الفُرات"), 8),
        (Filters(source="الفرات"), 0),
        (Filters(min_confidence=0.8), 8),
        (Filters(doc_id="n003"), 2),
        (Filters(doc_id="nobody"), 0),
        (Filters(decided=True), 0),
        (Filters(decided=False), 16),
        (Filters(machine=True), 16),
        (Filters(type=("PROTEST",), since=date(2016, 7, 4), source="وكالة دجلة"), 3),
    ],
)
def test_filters(filled: Store, filters: Filters, count: int) -> None:
    assert len(list(filled.events(filters))) == count


def test_a_span_of_days_falls_on_each_of_them(store: Store) -> None:
    of = article(1)
    week = protest(of, date="2016-07-04", enddate="2016-07-10")
    since = arrest(of, date="2016-07-20", date_info=week["date_info"])  # its end is open
    store.save(CodedDocument(of, [week, since], "rasad 1"))

    def found(first: date | None, last: date | None) -> list[str]:
        return [r["event_type"] for r in store.events(Filters(since=first, until=last))]

    assert found(date(2016, 7, 10), date(2016, 7, 11)) == ["PROTEST"]
    assert found(date(2016, 7, 1), date(2016, 7, 4)) == ["PROTEST"]
    assert found(date(2016, 7, 11), None) == ["COERCE"]
    assert found(None, date(2016, 7, 3)) == []


def test_an_alias_stands_for_the_article_of_its_story(filled: Store) -> None:
    filled.save(document(3, id="z3", url=None))
    assert {r["doc_id"] for r in filled.events(Filters(doc_id="z3"))} == {"n003"}


def _document_key(record: dict[str, Any]) -> Any:
    return record["doc_id"], record["trigger"]["start"]


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("document", _document_key),
        ("date", lambda r: (r["date"] or "9999", *_document_key(r))),
        ("confidence", lambda r: (-r["confidence"], *_document_key(r))),
    ],
)
def test_pages_follow_each_other_without_gap_or_repetition(filled: Store, order: Order, key: Any) -> None:
    whole = list(filled.events(order=order))
    assert whole == sorted(whole, key=key)
    pages: list[dict[str, Any]] = []
    after = None
    while page := list(filled.events(order=order, limit=3, after=after)):
        assert len(page) == 3 or len(pages) == 15
        pages += page
        after = page[-1]["id"]
    assert pages == whole


def test_what_is_not_allowed_is_named(filled: Store) -> None:
    for filters, told in [
        (Filters(type=("DANCE",)), "there are: AGREE"),
        (Filters(status=("done",)), "there are: actual"),
        (Filters(country="Iraq"), "alpha-3"),
    ]:
        with pytest.raises(StoreError, match=told):
            list(filled.events(filters))
    with pytest.raises(StoreError, match="allowed are document, date, newest, confidence"):
        list(filled.events(order="size"))  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="no event 'nothing' to go on after"):
        list(filled.events(after="nothing"))


def test_saving_goes_on_while_events_are_read(filled: Store) -> None:
    reading = filled.events()
    first = next(reading)
    filled.save(document(9))
    assert first["doc_id"] == "n001"
    assert len(list(reading)) == 15, "a reader sees the store as it was when it began"


def test_reading_does_not_load_everything(store: Store) -> None:
    long = "سبب " * 2000  # the 400 records are some 14 MB
    for n in range(200):
        of = article(n)
        store.save(CodedDocument(of, [protest(of, reason=[long]), arrest(of, reason=[long])], "rasad 1"))
    next(store.events())
    tracemalloc.start()
    try:
        assert sum(1 for _ in store.events()) == 400
        assert tracemalloc.get_traced_memory()[1] < 6e6
    finally:
        tracemalloc.stop()


def test_an_event_is_found_by_the_beginning_of_its_id(filled: Store) -> None:
    record = protest(article(3), coder="rasad 1")
    assert filled.event(record["id"]) == record
    assert filled.event(record["id"][:12]) == record
    with pytest.raises(StoreError, match="several events begin with"):
        whole = sorted(r["id"] for r in filled.events())
        filled.event(next(a[0] for a, b in pairwise(whole) if a[0] == b[0]))
    for unknown in ("", "xyz", "%", record["id"] + "0"):
        with pytest.raises(StoreError):
            filled.event(unknown)


def test_articles_come_back_as_they_were_read(filled: Store) -> None:
    assert list(filled.articles()) == [article(n) for n in range(1, 9)]
    assert filled.article("n005") == article(5)
    with pytest.raises(StoreError, match="there is no article 'n999'"):
        filled.article("n999")
