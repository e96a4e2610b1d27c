"""In how many events a party is: each counts once, however often it names the party, and everywhere the same number."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from rasad.serve import Settings, create_app, reach
from rasad.store import CodedDocument, Filters, Store, summaries
from tests.store.documents import arrest, article

POLICE = "Q1773011"
NUMBERS = {"as_actor": 3, "as_recipient": 2, "count": 4}


def save(store: Store, n: int, actors: int, recipients: int) -> dict[str, Any]:
    """Save an arrest that names the police so often in either role, beside people who are arrested."""
    of = article(n)
    record = arrest(of)
    police = record["actor"][0]
    record["actor"] = [police] * actors
    record["recipient"] = record["recipient"] + [police] * recipients
    store.save(CodedDocument(of, [record], "rasad 1"))
    return record


@pytest.fixture
def filled(store: Store) -> Store:
    """The police act in three events, in one of them twice, in another on themselves; once they are acted on alone."""
    for n, roles in enumerate(((1, 0), (2, 0), (1, 2), (0, 1))):
        save(store, n, *roles)
    gone = save(store, 9, 1, 1)
    store.decide(gone["id"], "reject", "هند")
    return store


def numbers(told: dict[str, Any]) -> dict[str, int]:
    return {name: told[name] for name in NUMBERS}


def test_an_event_counts_once(filled: Store) -> None:
    told = filled.ask(summaries.party, POLICE)
    assert told is not None and numbers(told) == NUMBERS
    (listed,) = (row for row in filled.ask(summaries.actors, Filters()) if row["id"] == POLICE)
    assert numbers(listed) == NUMBERS
    (listed,) = (row for row in filled.ask(summaries.actors, Filters(type=("COERCE",))) if row["id"] == POLICE)
    assert numbers(listed) == NUMBERS
    assert {row["value"]: row["count"] for row in filled.ask(summaries.facets, Filters())["actor"]}[POLICE] == 4
    assert len(list(filled.events(Filters(actor=POLICE)))) == 3
    assert len(list(filled.events(Filters(recipient=POLICE)))) == 2
    assert filled.ask(summaries.events_of, Filters(), (POLICE, "nobody")) == {POLICE: 4}
    assert filled.ask(summaries.events_of, Filters(recipient=POLICE), (POLICE,)) == {POLICE: 2}


def test_a_pair_counts_an_event_once(filled: Store) -> None:
    pairs = {(row["actor"], row["recipient"]): row["count"] for row in filled.ask(summaries.pairs, Filters(), 10)}
    assert pairs == {(POLICE, "=اشخاص"): 3, (POLICE, POLICE): 1}


def test_one_whose_events_are_all_rejected_has_none_and_is_still_known(store: Store) -> None:
    record = save(store, 1, 1, 0)
    store.decide(record["id"], "reject", "هند")
    told = store.ask(summaries.party, POLICE)
    assert told is not None and numbers(told) == dict.fromkeys(NUMBERS, 0)
    assert (told["name"], told["first"]) == ("الشرطة", None)


def test_pages_and_api_tell_the_same_number(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "_PATIENCE", 0)
    with Store.open(url) as store:
        for n, roles in enumerate(((1, 0), (2, 0), (1, 2), (0, 1))):
            save(store, n, *roles)
    with TestClient(create_app(Settings(db=url, who="ليلى")), base_url="http://127.0.0.1") as client:
        for path in ("/api/v1/actors", "/actors.json"):
            told = client.get(path).json()
            rows = told["actors"] if isinstance(told, dict) else told
            assert [numbers(row) for row in rows if row["id"] == POLICE] == [NUMBERS], path
        assert numbers(client.get(f"/api/v1/actor?id={POLICE}").json()) == NUMBERS
        page = client.get(f"/actor.json?id={POLICE}").json()
        assert numbers(page["actor"]) == NUMBERS
        assert {row["value"]: row["count"] for row in page["facets"]["actor"]}[POLICE] == 3  # of those where it acts
        graph = client.get("/api/v1/pairs").json()
        assert {node["id"]: node["count"] for node in graph["nodes"]} == {POLICE: 4, "=اشخاص": 4}
        assert client.get(f"/api/v1/events?actor={POLICE}").json()["count"] == NUMBERS["as_actor"]
        assert client.get(f"/api/v1/events?recipient={POLICE}").json()["count"] == NUMBERS["as_recipient"]
        html = client.get(f"/actor?id={POLICE}", headers={"accept-language": "en"}).text
        assert f'href="/events?actor={POLICE}">As actor <span class="number">3' in html
        assert f'href="/events?recipient={POLICE}">As recipient <span class="number">2' in html
