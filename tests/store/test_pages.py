"""The workbench over both engines: every page and resource answers, and a decision made there counts."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from rasad.serve import Settings, create_app, reach
from rasad.store import Store
from tests.store.documents import document

PAGES = """
/index.json /events.json /events.json?text=مصنع&order=date /events.json?actor=شرطة&type=COERCE /map.json?box=40,25,50,35
/article.json?id=n001 /actors.json?text=شرطة /actor.json?id=Q1773011 /sources.json?text=مصنع /review.json /settle.json
/jobs.json /api/v1/facets /api/v1/timeline?unit=week /api/v1/pairs /api/v1/places /api/v1/search?text=المصانع
/api/v1/live /api/v1/decisions /api/v1/annotations?partial=true /api/v1/export/csv /api/v1/articles?text=اعتقال
""".split()


def test_every_page_answers(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "_PATIENCE", 0)  # however slow the machine: sums are new
    with Store.open(url) as store:
        for n in range(8):
            store.save(document(n))
    with TestClient(create_app(Settings(db=url, who="ليلى")), base_url="http://127.0.0.1") as client:
        for page in PAGES:
            answer = client.get(page)
            assert answer.status_code == 200, (page, answer.text)
        assert client.get("/events.json?text=عامل المصنع").json()["count"] == 8
        before = client.get("/api/v1/live").json()["revision"]
        event = client.get("/review.json").json()["current"]["event"]
        made = client.post("/api/v1/decisions", json={"event_id": event["id"], "act": "reject", "seen": None})
        assert made.status_code == 201, made.text
        assert client.get("/api/v1/live").json()["revision"] != before
        assert client.get("/events.json").json()["count"] == 15
        again = client.post("/api/v1/decisions", json={"event_id": event["id"], "act": "accept", "seen": None})
        assert (again.status_code, again.json()["error"]["last"]) == (409, made.json()["id"])
        assert client.post(f"/api/v1/decisions/{made.json()['id']}/undo", json={}).status_code == 204
        assert client.get(f"/event/{event['id']}.json").json()["act"] is None
