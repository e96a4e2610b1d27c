"""The REST API: what it tells, page by page; exports."""

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
from starlette.testclient import TestClient

from rasad import export
from rasad.serve import Settings, create_app
from rasad.serve.api import exporting
from rasad.store import Filters, Order, Store
from tests.serve.asking import API, ARREST, ID, PROTEST, TEXT, told

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
