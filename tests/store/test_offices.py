"""The offices of an actor: from the records of its newest events, as they stand."""

from __future__ import annotations

from typing import Any

from rasad.store import CodedDocument, Store
from rasad.store.offices import offices
from tests.store.documents import arrest, article, protest

POLICE = "Q1773011"


def save(store: Store, office: str | None, *numbers: int, **fields: Any) -> list[dict[str, Any]]:
    """Save an article of each number, in whose arrest the police hold an office; return the records."""
    records = []
    for n in numbers:
        of = article(n, **fields)
        record = arrest(of)
        record["actor"][0]["office"] = office
        store.save(CodedDocument(of, [record], "rasad 1"))
        records.append(record)
    return records


def test_offices_are_counted_with_the_days_on_which_articles_give_them(store: Store) -> None:
    save(store, "وزير الداخلية", 3, 9)
    save(store, "وزيرُ الداخليّة", 5)  # the same, written with vowels
    save(store, "قائد الشرطة", 7)
    save(store, None, 8)
    assert store.ask(offices, POLICE) == {
        "offices": [
            {"office": "وزير الداخلية", "count": 3, "first": "2016-07-04", "last": "2016-07-10"},
            {"office": "قائد الشرطة", "count": 1, "first": "2016-07-08", "last": "2016-07-08"},
        ],
        "offices_of": None,
    }


def test_of_many_events_those_published_last_are_read(store: Store) -> None:
    save(store, "نائب", *range(1, 6))
    save(store, "وزير", *range(6, 9))
    found = store.ask(offices, POLICE, 4)
    assert found["offices_of"] == 4
    assert [(row["office"], row["count"]) for row in found["offices"]] == [("وزير", 3), ("نائب", 1)]


def test_what_people_decided_counts(store: Store) -> None:
    rejected, corrected = save(store, "وزير", 1, 2)
    store.decide(rejected["id"], "reject", "هند")
    other = [corrected["actor"][0] | {"office": "نائب"}]
    store.decide(corrected["id"], "correct", "هند", after=corrected | {"actor": other})
    found = store.ask(offices, POLICE)
    assert [(row["office"], row["count"]) for row in found["offices"]] == [("نائب", 1)]
    assert found["offices_of"] is None


def test_without_offices_or_days_there_is_nothing_to_say(store: Store) -> None:
    of = article(1)
    store.save(CodedDocument(of, [protest(of)], "rasad 1"))
    assert store.ask(offices, POLICE) == {"offices": [], "offices_of": None}
    save(store, "وزير", 2, published=None)
    assert store.ask(offices, POLICE)["offices"] == [{"office": "وزير", "count": 1, "first": None, "last": None}]
