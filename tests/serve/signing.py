"""How tests sign in, and the routes that they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import lxml.html  # type: ignore[import-untyped]
from fastapi import FastAPI
from starlette.testclient import TestClient

PAGE = {"accept": "text/html,application/xhtml+xml"}


def csrf_token(client: TestClient) -> dict[str, str]:
    found = re.search(r'name="csrf" content="([^"]+)"', client.get("/", headers=PAGE).text)
    assert found
    return {"x-csrf-token": found[1]}


def enter(opened: TestClient, **form: str) -> Any:
    """Send the form of `/login` as its page has it."""
    page = lxml.html.document_fromstring(opened.get("/login").content)
    fields = {field.get("name"): field.get("value", "") for field in page.xpath("//form[@method='post']//input")}
    return opened.post("/login", data=fields | form, follow_redirects=False)


def led(answer: Any, to: str, within: tuple[str, ...]) -> None:
    assert answer.status_code == 303
    target = unquote(answer.headers["location"])
    assert target == (unquote(to) if to in within else "/"), to
    assert 1 <= len(answer.headers.get_list("set-cookie")) <= 2


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Return method and path of all routes but the static files."""
    found: set[tuple[str, str]] = set()
    for route in _all_routes(app.routes):
        path = getattr(route, "path", "")
        if path != "/static":
            found |= {(method, path) for method in route.methods or () if method != "HEAD"}
    return sorted(found)


def _all_routes(given: Any) -> Iterator[Any]:
    for route in given:
        included = getattr(route, "original_router", None)  # what `include_router` made, in newer FastAPI
        yield from [route] if included is None else _all_routes(included.routes)
