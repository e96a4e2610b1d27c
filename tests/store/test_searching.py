"""Words are found in any inflection; what stands for the workbench is what a look at the records themselves gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rasad import lexemes
from rasad.arabic.letters import fold_word
from rasad.errors import NotFoundError, StoreError
from rasad.store import CodedDocument, Filters, Store, listing, searching, standing, summaries
from tests.store.documents import article, batch, document


@pytest.fixture
def filled(store: Store) -> Store:
    for item in batch(12):
        if isinstance(item, CodedDocument):
            store.save(item)
    return store


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("اجتماع", "اجتماعاتهم"),
        ("اجتماعات", "والاجتماع"),
        ("صاروخ", "للصواريخ"),
        ("مدرسة", "مدرستهم"),
        ("وزراء", "الوزيرِ"),
        ("القتلى", "قتيل"),
        ("إنفجار", "الانفجارات"),
        ("لاجئ", "اللاجئون"),
        ("بغداد", "ببغداد"),
    ],
)
def test_a_word_is_found_in_other_forms(asked: str, held: str) -> None:
    assert searching.highlights(f"قبل {held} بعد", asked) == [(4, 4 + len(held))]


@pytest.mark.parametrize(("asked", "other"), [("لبنان", "لبن"), ("والد", "الد"), ("وزير", "زير"), ("كتاب", "تاب")])
def test_other_words_are_not_found(asked: str, other: str) -> None:
    assert not lexemes.terms(fold_word(asked)) & lexemes.terms(fold_word(other))


@given(st.text(max_size=60))
def test_every_word_is_found_by_itself_where_it_stands(text: str) -> None:
    for word, start, end in lexemes.words(text):
        assert word in lexemes.terms(word)
        assert (start, end) in searching.highlights(text, text[start:end])


@given(st.text(max_size=40))
def test_no_search_is_an_operator(text: str) -> None:
    found = searching.matching("sqlite", text)
    assert found is None or "search_index" in str(found)


def test_events_are_found_by_words_of_their_sentence(filled: Store) -> None:
    assert {r["event_type"] for r in filled.events(Filters(text="متظاهر عامل"))} == set()
    protests = list(filled.events(Filters(text="عامل المصانع")))
    assert protests and {r["event_type"] for r in protests} == {"PROTEST"}
    assert [r["id"] for r in protests] == [r["id"] for r in filled.events(Filters(type=("PROTEST",)))]
    arrests = list(filled.events(Filters(text='"الشَّخص" OR شرطة*', type=("COERCE",))))
    assert arrests == []  # OR is a word that no article holds, not an operator
    assert list(filled.events(Filters(text="الشَّخص شرطة")))
    assert filled.ask(summaries.count, Filters(text="؟!")) == filled.ask(summaries.count, Filters())


def test_articles_are_found_and_listed_page_by_page(filled: Store) -> None:
    every = filled.ask(listing.article_list, None, None, 100, None)
    assert [a["id"] for a in every] == sorted((a["id"] for a in every), key=lambda i: _newest(filled, i))
    assert {a["id"] for a in every} == {a.id for a in filled.articles()}
    first = filled.ask(listing.article_list, None, "مصنع", 3, None)
    rest = filled.ask(listing.article_list, None, "مصنع", 100, first[-1]["id"])
    assert first + rest == filled.ask(listing.article_list, None, "المصانع", 100, None) == every
    assert all(a["source"] == "صحيفة الفرات" for a in filled.ask(listing.article_list, "صحيفه الفرات", None, 9, None))
    assert filled.ask(listing.article_list, None, "طائرة", 9, None) == []
    with pytest.raises(NotFoundError, match="no article 'x'"):
        filled.ask(listing.article_list, None, None, 9, "x")


def _newest(store: Store, doc_id: str) -> tuple[int, str]:
    published = store.article(doc_id).published
    return -(published.toordinal() if published else 0), doc_id


def test_summaries_agree_with_the_records(filled: Store) -> None:
    records = list(filled.events())
    filled.decide(records[0]["id"], "reject", "سلمى")
    right = records[2] | {"event_type": "ASSAULT", "event": ["ASSAULT"]}
    filled.decide(right["id"], "correct", "سلمى", after=right)
    records = list(filled.events())
    assert filled.ask(summaries.count, Filters()) == len(records)
    facets = filled.ask(summaries.facets, Filters())
    for name, field in (("type", "event_type"), ("status", "status")):
        counted = {row["value"]: row["count"] for row in facets[name]}
        assert counted == {v: sum(r[field] == v for r in records) for v in {r[field] for r in records}}
    assert {row["name"] for row in facets["source"]} == {r["cite_info"]["publication"] for r in records}
    police = filled.ask(summaries.party, "Q1773011")
    assert police and police["count"] == police["as_actor"] == sum(r["event_type"] == "COERCE" for r in records)
    assert filled.ask(summaries.party, "nobody") is None
    pairs = filled.ask(summaries.pairs, Filters(), 10)
    assert [(p["actor"], p["recipient"], p["count"]) for p in pairs] == [("Q1773011", "=اشخاص", police["count"])]
    assert filled.ask(summaries.actors, Filters(), "شرطه")[0]["id"] == "Q1773011"


def test_time_is_cut_into_days_weeks_months_years(store: Store) -> None:
    for n in (1, 2, 40):
        store.save(document(n))  # the protests fall on 1 and 2 July and 9 August 2016
    assert [(r["period"], r["count"]) for r in store.ask(summaries.timeline, Filters(), "month")] == [
        ("2016-07", 2),
        ("2016-08", 1),
    ]
    assert [r["period"] for r in store.ask(summaries.timeline, Filters(), "week")] == ["2016-06-27", "2016-08-08"]
    assert [r["period"] for r in store.ask(summaries.timeline, Filters(), "year")] == ["2016"]
    with pytest.raises(StoreError, match="allowed are day, week, month, year"):
        store.ask(summaries.timeline, Filters(), "hour")  # type: ignore[arg-type]


def test_places_are_told_apart_and_found_in_a_box(store: Store) -> None:
    basra, far = document(1), document(2)
    basra.records[0]["event_loc"] |= {"geonameid": 99532, "lat": 30.5, "lon": 47.8, "resolution": 4, "radius_km": 9.0}
    far.records[0]["event_loc"] |= {"lat": -17.8, "lon": -179.0, "resolution": 2}
    store.save(basra)
    store.save(far)
    rows = store.ask(summaries.places, Filters(), 10)
    assert [(r["key"], r["radius_km"], r["count"]) for r in rows] == [("99532", 9.0, 1), ("=البصره", None, 1)]
    assert [r["doc_id"] for r in store.events(Filters(place="99532"))] == ["n001"]
    assert [r["doc_id"] for r in store.events(Filters(box=(40, 25, 50, 35)))] == ["n001"]
    assert [r["doc_id"] for r in store.events(Filters(box=(170, -30, -170, 0)))] == ["n002"]  # over the date line
    with pytest.raises(StoreError, match="west,south,east,north"):
        list(store.events(Filters(box=(0, 9, 1, 8))))


def test_what_stands_is_the_same_however_it_came_about(store: Store) -> None:
    store.save(document(1))
    store.decide(document(1).records[0]["id"], "reject", "سلمى")
    store.save(document(1, "rasad 2"))
    rows = [row for row in store.dump() if row[0] in ("standing", "parties", "search_terms")]
    with store._engine.begin() as connection:
        standing.refresh(connection, "n001")
    assert rows == [row for row in store.dump() if row[0] in ("standing", "parties", "search_terms")]
    assert [r["event_type"] for r in store.events()] == ["COERCE"]


def test_an_alias_is_found_only_through_the_article_that_stands_for_it(store: Store) -> None:
    store.save(document(1))
    store.save(document(1, id="z1", url="https://other.example/1"))
    assert [a["id"] for a in store.ask(listing.article_list, None, "مصنع", 9, None)] == ["n001"]
    assert store.ask(listing.head, "z1") == "n001"
    changed = replace(article(1), text=article(9).text)
    store.save(CodedDocument(changed, [], "rasad 1"), replace=True)  # now `z1` stands for its story itself
    assert {a["id"] for a in store.ask(listing.article_list, None, "مصنع", 9, None)} == {"n001", "z1"}
