"""The REST API: what it tells, page by page; decisions of people; corrections by marked words; exports."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, get_args
from urllib.parse import parse_qs, urlsplit

import lxml.html  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from rasad import export, ontology
from rasad.coder import Coder
from rasad.document import Span
from rasad.errors import RecordError
from rasad.evaluate.gold import read_gold
from rasad.record import check, event_id
from rasad.serve import Settings, correcting, create_app
from rasad.serve.api import exporting
from rasad.serve.correcting import Change, Marked
from rasad.store import CodedDocument, Filters, Order, Seen, Store
from tests.serve.conftest import PLACED, WHO
from tests.store.documents import arrest, article, protest

PROTEST, ARREST = protest(article(1)), arrest(article(1))
PROTEST["event_loc"] |= PLACED
ID, TEXT = PROTEST["id"], article(1).text
API = "/api/v1"


def told(client: TestClient, path: str, **parameters: Any) -> Any:
    answer = client.get(API + path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def marks(words: str, text: str = TEXT) -> list[dict[str, int]]:
    return [{"start": text.index(words), "end": text.index(words) + len(words)}]


# What is told


def test_a_list_of_events(shown: TestClient, kept: Path) -> None:
    with Store.open(str(kept)) as store:
        everything = list(store.events(order="newest"))
    found = told(shown, "/events", limit=5)
    assert found == {"events": everything[:5], "next": everything[4]["id"], "count": len(everything)}
    whole = told(shown, "/events", limit=500)
    assert whole["next"] is None and whole["events"] == everything
    assert told(shown, "/events", type=["PROTEST", "coerce"], source="صحيفة الفرات", limit=1)["count"] == sum(
        r["event_type"] in ("PROTEST", "COERCE") and r["cite_info"]["publication"] == "صحيفة الفرات" for r in everything
    )


@pytest.mark.parametrize("order", get_args(Order))
@pytest.mark.parametrize("limit", [1, 7])
def test_pages_of_events_neither_skip_nor_repeat(shown: TestClient, kept: Path, order: Order, limit: int) -> None:
    kinds = {"type": ["PROTEST", "CONSULT", "ASSAULT"]}
    with Store.open(str(kept)) as store:
        expected = [r["id"] for r in store.events(Filters(type=tuple(kinds["type"])), order=order)]
    assert len(expected) == len(set(expected)) > 20
    for path in (API, ""):  # the API and the page's JSON
        found: list[str] = []
        after = None
        while True:
            address = f"{path}/events" + ("" if path else ".json")
            given = kinds | {"order": order, "limit": limit} | ({"after": after} if after else {})
            page = shown.get(address, params=given).json()
            found += [r["id"] for r in page["events"]]
            after = page["next"]
            if after is None or (limit == 1 and len(found) > 12):
                break
        assert found == (expected if limit > 1 else expected[: len(found)])


def test_pages_stay_where_they_are_while_people_decide(client: TestClient) -> None:
    page = told(client, "/events", order="doubt", limit=3)
    whole = [r["id"] for r in told(client, "/events", order="doubt", limit=500)["events"]]
    client.post(f"{API}/decisions", json={"event_id": page["next"], "act": "reject"})  # the one to go on after
    assert [r["id"] for r in told(client, "/events", order="doubt", limit=3, after=page["next"])["events"]] == whole[
        3:6
    ]


def test_pages_of_articles_neither_skip_nor_repeat(shown: TestClient, kept: Path) -> None:
    with Store.open(str(kept)) as store:
        expected = {a.id: a for a in store.articles()}
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = told(shown, "/articles", limit=7, **({"after": after} if after else {}))
        found += page["articles"]
        after = page["next"]
        if after is None:
            break
    assert sorted(row["id"] for row in found) == sorted(expected)
    days = [row["published"] or "" for row in found]
    assert days == sorted(days, reverse=True)
    for row in found:
        assert row.keys() == {"id", "title", "source", "published", "url", "events"}
        assert row["events"] == told(shown, "/events", article=row["id"])["count"]
    assert [row["source"] for row in told(shown, "/articles", source="وكالة دجلة", limit=500)["articles"]] == [
        row["source"] for row in found if row["source"] == "وكالة دجلة"
    ]
    assert "demo-1" in [row["id"] for row in told(shown, "/articles", text="وزير الدفاع")["articles"]]  # any inflection


def test_pages_of_actors_neither_skip_nor_repeat(shown: TestClient) -> None:
    whole = told(shown, "/actors", limit=500)
    assert len(whole) > 20 and len({row["id"] for row in whole}) == len(whole)
    found = [row for offset in range(0, len(whole) + 9, 9) for row in told(shown, "/actors", limit=9, offset=offset)]
    assert found == whole
    for row in whole:
        assert row["as_actor"] + row["as_recipient"] == row["count"] > 0
    assert [row["count"] for row in whole] == sorted((row["count"] for row in whole), reverse=True)
    page = shown.get("/actors.json", params={"limit": 9}).json()
    assert page["actors"] == whole[:9] and page["count"] == len(whole) and page["previous"] is None


def test_filters_stay_in_the_addresses_of_a_page(shown: TestClient) -> None:
    given = {"type": ["PROTEST", "COERCE"], "source": "وكالة دجلة", "since": "2016-07-02", "min_confidence": "0.5",
             "decided": "false", "order": "date", "limit": "2"}  # fmt: skip
    page = lxml.html.document_fromstring(shown.get("/events", params=given, headers={"accept": "text/html"}).content)
    (following,) = page.xpath("//a[@rel='next']/@href")
    query = parse_qs(urlsplit(following).query)
    assert query.pop("after") == [told(shown, "/events", **given)["next"]]
    assert query == {name: value if isinstance(value, list) else [value] for name, value in given.items()}
    second = shown.get(following.replace("/events?", "/events.json?")).json()
    assert second["selection"] == {
        "type": ["PROTEST", "COERCE"], "source": "وكالة دجلة", "since": "2016-07-02", "min_confidence": 0.5,
        "decided": False,
    }  # fmt: skip
    exports = page.xpath("//a[contains(@href, '/api/v1/export/')]/@href")
    assert len(exports) == len(export.names())
    for address in exports:
        kept_there = parse_qs(urlsplit(address).query)
        assert {name: kept_there[name] for name in ("type", "source", "since", "min_confidence", "decided")} == {
            "type": ["PROTEST", "COERCE"], "source": ["وكالة دجلة"], "since": ["2016-07-02"],
            "min_confidence": ["0.5"], "decided": ["false"],
        }  # fmt: skip


def test_one_event(shown: TestClient) -> None:
    found = told(shown, f"/events/{ID}")
    assert found == {"event": PROTEST, "act": None, "decisions": [], "last_decision": None, "mentions": [ID]}
    assert told(shown, f"/events/{ID[:12]}") == found
    assert shown.get(f"/event/{ID}.json").json()["article"]["text"] == TEXT


def test_one_article_and_one_actor(shown: TestClient) -> None:
    found = told(shown, "/article", id="n001")
    assert found["text"] == TEXT and found["published"] == "2016-07-02"
    assert [r["id"] for r in found["events"]] == [ID, ARREST["id"]]
    alias = told(shown, "/article", id="z1")
    assert alias["id"] == "z1" and [r["id"] for r in alias["events"]] == [ID, ARREST["id"]]
    police = told(shown, "/actor", id="Q1773011")
    assert police["as_actor"] == police["count"] == told(shown, "/events", actor="Q1773011")["count"]
    assert "الشرطه" in police["names"] or "الشرطة" in police["names"]
    assert police["offices"] == [] and police["offices_of"] is None


def test_what_many_events_come_to(shown: TestClient) -> None:
    total = told(shown, "/events")["count"]
    facets = told(shown, "/facets")
    assert set(facets) == {"type", "status", "country", "source", "actor"}
    assert sum(row["count"] for row in facets["type"]) == sum(row["count"] for row in facets["status"]) == total
    for row in facets["type"]:
        assert told(shown, "/events", type=row["value"])["count"] == row["count"]
    for row in facets["source"]:
        assert told(shown, "/events", source=row["value"])["count"] == row["count"]
    for row in facets["country"]:
        assert told(shown, "/events", country=row["value"])["count"] == row["count"]
    days = told(shown, "/timeline", unit="day")
    for unit, letters in (("month", 7), ("year", 4)):
        rows = told(shown, "/timeline", unit=unit)
        assert {row["period"] for row in rows} == {row["period"][:letters] for row in days}
        assert sum(row["count"] for row in rows) == sum(row["count"] for row in days)
    places = {row["key"]: row for row in told(shown, "/places")}
    assert places["99532"]["count"] == told(shown, "/events", place="99532")["count"] > 10
    assert set(places["99532"]) == {
        "key",
        "name",
        "name_en",
        "lat",
        "lon",
        "resolution",
        "radius_km",
        "country",
        "count",
    }
    pairs = told(shown, "/pairs")
    nodes = {node["id"]: node for node in pairs["nodes"]}
    for edge in pairs["edges"]:
        assert set(edge) == {"actor", "recipient", "type", "count"} and {edge["actor"], edge["recipient"]} <= set(nodes)
    assert sum(node["count"] for node in nodes.values()) == 2 * sum(edge["count"] for edge in pairs["edges"])
    sources = told(shown, "/sources")
    assert sum(row["events"] for row in sources) == total
    assert all(row["events"] == sum(row["types"].values()) for row in sources)
    live = told(shown, "/live")
    assert live["events"] == total and live["articles"] == sum(row["articles"] for row in sources)


def test_search(shown: TestClient) -> None:
    found = told(shown, "/search", text="عمال")
    assert set(found) == {"events", "articles", "actors"}
    assert found["events"] and all("عمّال" in r["text"] or "العمال" in r["text"] for r in found["events"])
    assert found["articles"] and found["actors"]
    assert told(shown, "/search", text="  ") == {"events": [], "articles": [], "actors": []}


# Exports


@pytest.mark.parametrize("format_", export.names())
def test_exports_are_what_the_exporter_writes(shown: TestClient, kept: Path, format_: str) -> None:
    chosen = Filters(type=("PROTEST", "COERCE"))
    for fold in (False, True):
        with Store.open(str(kept)) as store:
            records = list(store.events(chosen))
        expected = io.BytesIO()
        export.write(format_, export.folded(records) if fold else records, expected)
        answer = shown.get(f"{API}/export/{format_}", params={"type": chosen.type, "fold": str(fold).lower()})
        assert answer.status_code == 200 and answer.content == expected.getvalue() != b""
        assert answer.headers["content-disposition"] == f'attachment; filename="events{export.suffix(format_)}"'
    nothing = shown.get(f"{API}/export/{format_}", params={"country": "FR", "type": "RETREAT"})
    expected = io.BytesIO()
    export.write(format_, [], expected)
    assert nothing.content == expected.getvalue()


def _failing(_name: str, records: Iterable[Any], out: BinaryIO) -> int:
    for number, record in enumerate(records):
        out.write(json.dumps(record).encode() * 20)
        if number == 10:
            raise ZeroDivisionError("in the middle")
    return 0


def test_half_an_export_is_not_taken_for_a_whole_one(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real server, since only there the end of an answer is told."""
    import http.client
    import socket

    import uvicorn

    monkeypatch.setattr(export, "write", _failing)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        server = uvicorn.Server(uvicorn.Config(create_app(Settings(db=db)), log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", listening.getsockname()[1], timeout=20)
            connection.request("GET", f"{API}/export/jsonl")
            answer = connection.getresponse()
            assert answer.status == 200
            with pytest.raises(http.client.IncompleteRead):
                answer.read()
        finally:
            server.should_exit = True
            thread.join(20)
        assert not thread.is_alive()


def test_an_export_nobody_waits_for_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    faults: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)

    def records() -> Iterator[dict[str, Any]]:
        try:
            while True:
                yield PROTEST
        finally:
            ended.set()

    pieces = exporting._written("jsonl", records())
    assert next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert ended.wait(10)
    for thread in threading.enumerate():
        if thread.name == "export jsonl":
            thread.join(10)
    assert faults == []


# Decisions


def decide(client: TestClient, act: str, status: int = 201, event: str = ID, **fields: Any) -> Any:
    answer = client.post(f"{API}/decisions", json={"event_id": event, "act": act} | fields)
    assert answer.status_code == status, answer.text
    return answer.json()


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


# Two people


def as_(store: Store, who: str, act: Any, event: str = ID, **fields: Any) -> Any:
    """Decide as somebody who does not see what others did."""
    mine = [d for d in store.decisions(event) if d.who == who and d.undone_by is None]
    return store.decide(event, act, who, seen=Seen(mine[-1].id if mine else None, blind=True), **fields)


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


# Corrections by marked words


def corrected(client: TestClient, answered: int = 200, **fields: Any) -> Any:
    answer = client.post(f"{API}/articles/spans", json={"doc_id": "demo-1"} | fields)
    assert answer.status_code == answered, answer.text
    return answer.json()


@pytest.fixture
def demo(shown: TestClient) -> tuple[str, dict[str, Any]]:
    """Text and first event of an example article."""
    found = told(shown, "/article", id="demo-1")
    return found["text"], found["events"][0]


def test_marked_words_mean_what_they_mean_to_the_coder(shown: TestClient, demo: tuple[str, dict[str, Any]]) -> None:
    text, event = demo
    fields = {
        "actor": marks("واشنطن", text), "event_loc": marks("الرمادي", text), "date_info": marks("غدا الخميس", text),
        "attribution": marks("وزارة الدفاع الأردنية", text), "size.people": marks("300 جندي", text),
    }  # fmt: skip
    found = corrected(shown, event_id=event["id"], fields=fields)
    check(found, text)
    (actor,) = found["actor"]
    assert (actor["entity_text"], actor["code"]) == ("واشنطن", "USA") and actor["identifier_id"]
    place = found["event_loc"]
    assert (place["country_code"], place["offset"]["distance_km"]) == ("IRQ", 45)  # "45 kilometres south of Ramadi"
    assert abs(place["lat"] - (33.42 - 45 / 111)) < 0.05 and abs(place["lon"] - 43.3) < 0.1
    assert (found["date"], found["enddate"], found["date_info"]["text"]) == ("2019-03-14", "2019-03-14", "غدا الخميس")
    assert [s["text"] for s in found["attribution"]] == ["وزارة الدفاع الأردنية"]
    assert [(q["text"], q["value"]) for q in found["size"]["people"]] == [("300 جندي", 300)]
    assert (found["id"], found["link"], found["trigger"]) == (event["id"], event["link"], event["trigger"])
    emptied = corrected(shown, event_id=event["id"], fields={"actor": [], "event_loc": [], "date_info": []})
    assert (emptied["actor"], emptied["event_loc"], emptied["date"], emptied["date_info"]) == ([], None, None, None)
    assert corrected(shown, event_id=event["id"]) == event  # nothing marked, nothing changed


def test_another_type_brings_what_follows_from_it(shown: TestClient, demo: tuple[str, dict[str, Any]]) -> None:
    _, event = demo
    found = corrected(shown, event_id=event["id"], event_type="COERCE", status="actual", mode=["arrest"])
    assert found["event"] == ["COERCE"] and found["quad_code"] == ontology.quad_code("COERCE")
    assert found["event_scale"] == ontology.score("COERCE", ["arrest"]) and found["id"] == event["id"]


@pytest.mark.parametrize(
    ("fields", "told_"),
    [
        ({"fields": {"actor": [{"start": 5, "end": 999_999}]}}, "actor: 5:999999 is no range"),
        ({"fields": {"actor": [{"start": -1, "end": 3}]}}, "actor: -1:3 is no range"),
        ({"fields": {"actor": [{"start": 3, "end": 3}]}}, "actor: 3:3 is no range"),
        ({"fields": {"event_loc": [{"start": 0, "end": 3}, {"start": 4, "end": 6}]}}, "event_loc: 2 ranges are marked"),
        ({"fields": {"trigger": []}}, "trigger: 0 ranges are marked"),
        ({"event_type": "WAR"}, "'WAR' is none of"),
        ({"status": "maybe"}, "'maybe' is none of"),
        ({"mode": ["nothing"]}, "has no mode nothing"),
        ({"context": ["nothing"]}, "no context nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_marked_is_told(
    shown: TestClient, demo: tuple[str, dict[str, Any]], fields: dict[str, Any], told_: str
) -> None:
    assert told_ in corrected(shown, 400, event_id=demo[1]["id"], **fields)["error"]["message"]


def test_what_cannot_be_added_is_told(shown: TestClient) -> None:
    assert "marking its trigger once" in corrected(shown, 400, event_type="AID")["error"]["message"]
    assert corrected(shown, 404, event_id="none")["error"]["code"] == "not-found"
    assert corrected(shown, 404, doc_id="none", event_type="AID")["error"]["code"] == "not-found"
    whole = {"trigger": [{"start": 0, "end": 300}]}
    assert "one sentence" in corrected(shown, 400, event_type="AID", fields=whole)["error"]["message"]
    corrected(shown, 422, fields={"nothing": []})


RANGE = st.builds(Marked, st.integers(-3, 700), st.integers(-3, 700))
NEAR = st.integers(0, 600).flatmap(lambda a: st.integers(1, 40).map(lambda n: Marked(a, a + n)))
CHANGES = st.builds(
    Change,
    fields=st.dictionaries(st.sampled_from(correcting.FIELDS), st.lists(NEAR | RANGE, max_size=2), max_size=3),
    event_type=st.none() | st.sampled_from(ontology.types()),
    status=st.none() | st.sampled_from(ontology.STATUSES),
    mode=st.none() | st.lists(st.sampled_from(["arrest", "demo", "visit"]), max_size=2),
    context=st.none() | st.lists(st.sampled_from(ontology.contexts()), max_size=2),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(change=CHANGES, add=st.booleans(), number=st.integers(1, 7))
def test_whatever_is_marked_the_record_holds_or_is_refused(
    rules: Coder, kept: Path, change: Change, add: bool, number: int
) -> None:
    from rasad.serve.shapes import EventRecord

    with Store.open(str(kept)) as store:
        of = store.article(f"demo-{number}")
        record = next(store.events(Filters(doc_id=of.id)), None)
    try:
        if add or record is None:
            made = correcting.added(rules, of, change, WHO)
            assert made["id"] == event_id(
                of.id, Span(made["trigger"]["start"], made["trigger"]["end"]), made["event_type"]
            )
        else:
            made = correcting.corrected(rules, of, record, change)
            assert (made["id"], made["doc_id"], made["link"]) == (record["id"], of.id, record["link"])
    except RecordError:
        return
    check(made, of.text)
    assert EventRecord.model_validate(made).record() == made  # so it can be sent as a decision
    for name, marked in change.fields.items():
        if name.startswith("size."):
            held = made["size"][name[5:]]
        else:
            held = made[name] if isinstance(made[name], list) else [made[name]] if made[name] else []
        assert len(held) == len(marked)
        for item, words in zip(held, marked, strict=True):
            assert words.start <= item["start"] < item["end"] <= words.end
            assert of.text[words.start : words.end].strip() == of.text[item["start"] : item["end"]]


def older_record(store: Store) -> dict[str, Any]:
    """Save a record that lacks what was added to the contract later: `link`, the place's `radius_km`."""
    older = protest(article(900))
    assert "link" not in older and "radius_km" not in older["event_loc"]
    store.save(CodedDocument(article(900), [older], "rasad 0"))
    return older


def test_records_of_older_coders_are_decided_on(client: TestClient, store: Store) -> None:
    older = older_record(store)
    for path in ("/events?order=newest", "/article?id=n900"):
        assert client.get(path, headers={"accept": "text/html"}).status_code == 200, path
    score = {"event_scale": ontology.score("PROTEST")}  # of PLOVER's table, whatever the record says
    assert corrected(client, doc_id="n900", event_id=older["id"]) == older | score
    decide(client, "correct", event=older["id"], after=older | {"status": "planned"})
    decide(client, "reject", 409, event=older["id"])
    assert as_(store, "هند", "accept", older["id"]).before == older


def test_records_of_older_coders_are_shown(client: TestClient, store: Store) -> None:
    older = older_record(store)
    for path in (f"/event/{older['id']}", f"/review?event={older['id']}"):
        assert client.get(path, headers={"accept": "text/html"}).status_code == 200, path
