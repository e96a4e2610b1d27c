"""Templates: each is valid, and a page of hostile texts shows them without believing them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from rasad.export import example
from rasad.serve import site

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e'


def page(template: str, data: dict[str, Any]) -> str:
    app = FastAPI()

    @app.get("/page")
    def show(request: Request) -> HTMLResponse:
        return site.render(request, template, data)

    answer = TestClient(app).get("/page", headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.text


def article(**changes: Any) -> dict[str, Any]:
    found = example.article("example-1")
    fields = ("id", "title", "text", "url", "source", "language", "author")
    published = found.published.isoformat() if found.published else None
    return {name: getattr(found, name) for name in fields} | {"published": published} | changes


def records() -> list[dict[str, Any]]:
    return [copy.deepcopy(r) for r in example.records() if r["doc_id"] == "example-1"]


@pytest.mark.parametrize("name", [t.name for t in sorted(site.TEMPLATES.glob("*.html"))])
def test_every_template_is_valid(name: str) -> None:
    site.environment().get_template(name)


def test_an_article_shows_its_text_with_every_event_marked() -> None:
    events = records()
    html = page("article.html", {"article": article(), "events": events, "quotes": [], "places": [], "timeline": []})
    for record in events:
        assert f'data-event="{record["id"]}"' in html
        assert f'href="/event/{record["id"]}"' in html


def test_hostile_texts_of_an_article_are_shown_not_believed() -> None:
    given = article(title=HOSTILE, source=HOSTILE, author=HOSTILE, url="javascript:alert(1)", id=HOSTILE, text=HOSTILE)
    quotes = [{"text": HOSTILE, "start": 0, "end": 8, "speaker": {"text": HOSTILE}, "via": [{"text": HOSTILE}]}]
    places = [{"key": HOSTILE, "name": HOSTILE, "lat": 0, "lon": 0, "resolution": 4, "count": 1}]
    html = page("article.html", {"article": given, "events": [], "quotes": quotes, "places": places, "timeline": []})
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "javascript:" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_an_event_stands_beside_its_sentence_and_its_article() -> None:
    record = records()[0]
    record["reason"] = [HOSTILE]
    data: dict[str, Any] = {
        "event": record, "act": None, "decisions": [], "last_decision": None, "mine": None, "mentions": [],
        "article": article(), "next": None, "previous": None, "may_decide": True,
    }  # fmt: skip
    html = page("event.html", data)
    assert 'data-act="accept"' in html
    assert '<mark class="role-sentence" data-path="text">' in html
    assert f'data-base="{record["text_info"]["start"]}"' in html
    assert "<script>alert" not in html
    assert 'data-act="accept"' not in page("event.html", data | {"may_decide": False})
