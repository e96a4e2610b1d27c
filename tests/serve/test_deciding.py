"""Decisions of people by the API: acts, conflicts, blind coding, agreement, annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rasad.document import Span
from rasad.evaluate.gold import read_gold
from rasad.record import event_id
from rasad.store import Filters, Store
from tests.serve.asking import API, ID, PROTEST, as_, decide, marks, told
from tests.serve.conftest import WHO


def test_accept_reject_skip_correct_undo(client: TestClient) -> None:
    one = decide(client, "accept", note="نعم")
    assert (one["who"], one["act"], one["before"], one["after"], one["note"]) == (WHO, "accept", PROTEST, None, "نعم")
    two = decide(client, "reject", seen=one["id"])
    assert ID not in [r["id"] for r in told(client, "/events", article="n001")["events"]]
    assert told(client, f"/events/{ID}")["act"] == "reject"
    three = decide(client, "skip", seen=two["id"])
    planned = PROTEST | {"status": "planned"}
    four = decide(client, "correct", seen=three["id"], after=planned)
    found = told(client, f"/events/{ID}")
    assert (found["event"], found["act"], found["last_decision"]) == (planned, "correct", four["id"])
    assert [d["act"] for d in found["decisions"]] == ["accept", "reject", "skip", "correct"]
    assert [d["id"] for d in told(client, "/decisions", event=ID)] == [d["id"] for d in (four, three, two, one)]
    assert client.post(f"{API}/decisions/{one['id']}/undo", json={}).status_code == 400  # not the last one
    for decision in (four, three, two, one):
        assert client.post(f"{API}/decisions/{decision['id']}/undo", json={}).status_code == 204
    found = told(client, f"/events/{ID}")
    assert (found["event"], found["act"], found["last_decision"]) == (PROTEST, None, None)
    assert {d["undone_by"] for d in found["decisions"]} == {WHO}


def test_a_conflict_tells_the_decision_that_came_between(client: TestClient) -> None:
    first = decide(client, "accept")
    told_ = decide(client, "reject", 409)["error"]
    assert told_["last"] == first["id"] and WHO in told_["message"]
    decide(client, "reject", seen=told_["last"])
    late = client.post(f"{API}/decisions/{first['id']}/undo", json={})
    assert late.status_code == 400
    assert len(told(client, "/decisions", event=ID)) == 2


def test_what_a_decision_needs(client: TestClient) -> None:
    decide(client, "correct", 400)  # no record
    decide(client, "accept", 400, after=PROTEST)
    decide(client, "accept", 404, event="none")
    decide(client, "correct", 400, after=PROTEST | {"id": "another"})
    decide(client, "correct", 400, after=PROTEST | {"doc_id": "n002"})
    wrong = decide(client, "correct", 400, after=PROTEST | {"mode": ["arrest"]})  # no mode of PROTEST
    assert "PROTEST has no mode arrest" in wrong["error"]["message"]
    assert told(client, "/decisions") == []


HOSTILE = {
    "event": [], "event_type": "WAR", "confidence": "high", "reason": ["\ud800"], "actor": [{}], "date": "2016-13-40",
    "date_info": {"text": "أمس"}, "size": {}, "quad_code": 9, "event_scale": float("nan"), "text_info": None,
    "event_loc": PROTEST["event_loc"] | {"lat": "<script>"}, "coder": "a\x00b", "cite_info": {}, "extra": 1,
    "trigger": PROTEST["trigger"] | {"start": 10**30}, "mode": ["\ud800"], "link": ["x"], "note": "x" * 30_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_record_that_would_break_others_is_refused(client: TestClient, name: str) -> None:
    body = json.dumps({"event_id": ID, "act": "correct", "after": PROTEST | {name: HOSTILE[name]}})
    answer = client.post(f"{API}/decisions", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422 and answer.json()["error"]["where"].startswith("after"), answer.text
    missing = {key: value for key, value in PROTEST.items() if key != name}
    if name in PROTEST:
        decide(client, "correct", 422, after=missing)
    assert told(client, "/decisions") == []


def test_add(client: TestClient, store: Store) -> None:
    marking = {"doc_id": "n001", "event_type": "ACCUSE", "fields": {"trigger": marks("وقالت")}}
    record = client.post(f"{API}/articles/spans", json=marking).json()
    assert record["coder"] == f"person {WHO}" and record["reason"] == [f"added by {WHO}"]
    assert record["id"] == event_id("n001", Span(**marks("وقالت")[0]), "ACCUSE")
    decide(client, "add", event=record["id"], after=record)
    assert told(client, f"/events/{record['id']}")["event"] == record
    assert store.event(record["id"]) == record
    decide(client, "add", 400, event=record["id"], after=record)
    decide(client, "add", 400, event="another", after=record)


def test_who_codes_blind_does_not_see_what_others_did(client: TestClient, store: Store) -> None:
    planned = PROTEST | {"status": "planned", "actor": []}
    store.decide(ID, "correct", "هند", after=planned)
    for path in (f"{API}/review", "/review.json"):
        blind = client.get(path, params={"blind": "true", "event": ID})
        assert blind.status_code == 200
        assert "هند" not in blind.text and '"planned"' not in blind.text
    assert told(client, "/review", blind="true")["events"] == [PROTEST]
    page = client.get("/review.json", params={"blind": "true"}).json()
    assert page["current"]["event"] == PROTEST and page["current"]["last_decision"] is None
    marking = {"doc_id": "n001", "event_id": ID, "status": "negated", "blind": True}
    mine = client.post(f"{API}/articles/spans", json=marking).json()
    assert mine["actor"] == PROTEST["actor"] and mine["status"] == "negated"


def test_a_blind_decision_is_on_what_was_coded(client: TestClient, store: Store) -> None:
    store.decide(ID, "correct", "هند", after=PROTEST | {"status": "planned"})
    made = decide(client, "accept", blind=True)
    assert made["before"] == PROTEST and made["seen"] is None
    (found,) = told(client, "/disagreements")
    assert [(d["who"], d["act"]) for d in found["decisions"]] == [("هند", "correct"), (WHO, "accept")]
    decide(client, "accept", 409, blind=True)  # one's own counts
    page = client.get("/settle.json").json()
    (case,) = page["cases"]
    assert [version["differs"] for version in case["versions"]] == [["status"], ["status"]]
    decide(client, "correct", seen=case["last_decision"], after=case["versions"][0]["record"], note="settled")
    assert told(client, "/disagreements") == [] and client.get("/settle.json").json()["cases"] == []
    assert told(client, f"/events/{ID}")["event"]["status"] == "planned"


def test_both_find_the_same_missed_event(client: TestClient, store: Store) -> None:
    marking = {"doc_id": "n001", "event_type": "ACCUSE", "fields": {"trigger": marks("وقالت")}}
    record = client.post(f"{API}/articles/spans", json=marking).json()
    store.decide(record["id"], "add", "هند", after=record | {"status": "negated"})
    decide(client, "add", 400, event=record["id"], after=record)
    decide(client, "add", event=record["id"], after=record, blind=True)
    (found,) = told(client, "/disagreements")
    assert [d["who"] for d in found["decisions"]] == ["هند", WHO]


def test_agreement_is_what_one_reckons_by_hand(client: TestClient, store: Store) -> None:
    """Ten events: PROTEST 4 and 4 times, COERCE 4 and 3, none 2 and 3, the same 7 times; .16 + .12 + .06 by chance."""
    protests = [r["id"] for r in store.events(Filters(type=("PROTEST",)))][:5]
    arrests = [r["id"] for r in store.events(Filters(type=("COERCE",)))][:5]
    ours = dict(zip(protests + arrests, "aaaar" + "aaaar", strict=True))
    theirs = dict(zip(protests + arrests, "aaara" + "aaarr", strict=True))
    for who, made in (("هند", ours), ("سلمى", theirs)):
        for event, act in made.items():
            as_(store, who, {"a": "accept", "r": "reject"}[act], event)
    found = told(client, "/agreement", one="هند", other="سلمى")
    assert found["events"] == 10 and found["observed"] == 0.7
    assert found["kappa"] == round((0.7 - 0.34) / (1 - 0.34), 3)
    back = told(client, "/agreement", one="سلمى", other="هند")
    assert {k: back[k] for k in ("events", "observed", "kappa")} == {
        k: found[k] for k in ("events", "observed", "kappa")
    }
    assert told(client, "/agreement", one="هند", other="nobody") | {"one": 0, "other": 0} == {
        "one": 0, "other": 0, "articles": [], "events": 0, "observed": None, "kappa": None, "fields": {},
    }  # fmt: skip
    same = told(client, "/agreement", one="هند", other="هند")
    assert same["observed"] == same["kappa"] == 1.0 and set(same["fields"].values()) == {1.0}


def test_agreement_on_fields(client: TestClient, store: Store) -> None:
    as_(store, "هند", "accept")
    as_(store, "سلمى", "correct", after=PROTEST | {"actor": []})
    found = told(client, "/agreement", one="هند", other="سلمى", article="n001")
    assert (
        found["observed"] == 1.0 and found["kappa"] is None
    )  # one label alone: no agreement by chance to compare with
    actor = next(value for name, value in found["fields"].items() if "actor" in name)
    assert actor == 0.0 and 1.0 in found["fields"].values()


# Training data


def test_annotations_are_read_back(client: TestClient, tmp_path: Path, kept: Path) -> None:
    with Store.open(str(kept)) as store:
        records = list(store.events(Filters(doc_id="demo-1")))
    assert len(records) > 3
    for record in records[:-1]:
        decide(client, "accept", event=record["id"])
    rejected = records[-1]["id"]
    assert client.get(f"{API}/annotations").content == b""  # not all of an article are decided on
    partial = client.get(f"{API}/annotations", params={"partial": "true"})
    decide(client, "reject", event=rejected)
    answer = client.get(f"{API}/annotations")
    assert answer.content == partial.content and answer.headers["content-type"] == "application/x-ndjson"
    file = tmp_path / "annotations.jsonl"
    file.write_bytes(answer.content)
    (found,) = read_gold(file)
    assert found.id == "demo-1" and len(found.events) == len(records) - 1
    for event, record in zip(found.events, records, strict=False):
        assert (event.start, event.end) == (record["trigger"]["start"], record["trigger"]["end"])
        assert (event.event_type, event.status) == (record["event_type"], record["status"])
        assert event.actors == tuple(e["entity_text"] for e in record["actor"])
        days = tuple(day.isoformat() for day in event.days) if event.days else (None, None)
        assert record["date"] is None or record["enddate"] is None or days == (record["date"], record["enddate"])
