"""What goes wrong is told in one shape, as JSON to programs and as a page to browsers, and gives nothing away."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import lxml.html  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient

from rasad.serve import Limits, Settings, create_app
from rasad.serve.faults import FaultBody
from tests.serve.conftest import Guarded, browser
from tests.store.documents import article, protest

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ID = protest(article(1))["id"]
SECRET = "the secret of the server"


@pytest.fixture(scope="module")
def broken(kept: str) -> Iterator[TestClient]:
    """A server whose every change is one too many, with a route that fails."""
    app = create_app(Settings(db=str(kept), limits=Limits(body=1_000, writes=1)))

    @app.get("/broken")
    @app.get("/api/v1/broken")
    def fail() -> None:
        raise ZeroDivisionError(SECRET)

    with browser(app, raise_server_exceptions=False) as client:
        yield client


CASES = [
    ("GET", "/api/v1/events?country=XXXX", None, 400, "bad-request", "'XXXX' is no country code"),
    ("GET", "/api/v1/events?box=1,2,3", None, 400, "bad-request", "west,south,east,north"),
    ("GET", "/api/v1/events?type=WAR", None, 400, "bad-request", "PROTEST"),
    ("GET", "/api/v1/events?after=none", None, 400, "bad-request", "'none'"),
    ("GET", "/events.json?order=nothing", None, 422, "invalid", "confidence"),
    ("GET", "/api/v1/events/none", None, 404, "not-found", "'none'"),
    ("GET", "/api/v1/article?id=none", None, 404, "not-found", "'none'"),
    ("GET", "/api/v1/actor?id=none", None, 404, "not-found", "'none'"),
    ("GET", "/api/v1/jobs/none", None, 404, "not-found", "'none'"),
    ("GET", "/api/v1/export/none", None, 404, "not-found", "csv"),
    ("GET", "/api/v1/none", None, 404, "not-found", ""),
    ("GET", "/static/none.js", None, 404, "not-found", ""),
    ("DELETE", "/api/v1/events", None, 405, "method", ""),
    ("POST", "/api/v1/decisions", {"event_id": "x" * 2_000, "act": "accept"}, 413, "too-large", "1,000"),
    ("GET", "/api/v1/events?limit=0", None, 422, "invalid", "limit"),
    ("GET", "/api/v1/events?since=yesterday", None, 422, "invalid", "since"),
    ("GET", "/api/v1/article", None, 422, "invalid", "id"),
    ("POST", "/api/v1/decisions", {"event_id": ID, "act": "destroy"}, 422, "invalid", "act"),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "code", "told"), CASES)
def test_one_shape(
    shown: TestClient, broken: TestClient, method: str, path: str, body: object, status: int, code: str, told: str
) -> None:
    client = broken if status == 413 else shown
    answer = client.request(method, path, json=body)
    assert answer.status_code == status
    fault = FaultBody.model_validate(answer.json(), strict=True).error
    assert answer.json() == {"error": fault.model_dump()}
    assert fault.code == code and told in fault.message


def test_where_names_the_parameter_or_field(shown: TestClient) -> None:
    told = shown.get("/api/v1/events?limit=9999").json()["error"]
    assert told["where"] == "limit" and "500" in told["message"]
    nested = shown.post(
        "/api/v1/articles/spans", json={"doc_id": "n001", "fields": {"actor": [{"start": "x", "end": 2}]}}
    )
    assert nested.json()["error"]["where"] == "fields.actor.0.start"


def test_who_is_not_allowed(guarded: Guarded) -> None:
    nobody = guarded.nobody.get("/api/v1/events")
    reader = guarded.reader.post("/api/v1/decisions", json={"event_id": ID, "act": "accept"})
    assert [nobody.status_code, reader.status_code] == [401, 403]
    assert [answer.json()["error"]["code"] for answer in (nobody, reader)] == ["sign-in", "not-allowed"]
    assert "coder" in reader.json()["error"]["message"] and "reader" in reader.json()["error"]["message"]


def test_conflicts_and_too_many(client: TestClient, broken: TestClient) -> None:
    first = client.post("/api/v1/decisions", json={"event_id": ID, "act": "accept"}).json()
    late = client.post("/api/v1/decisions", json={"event_id": ID, "act": "reject"})
    assert late.status_code == 409
    fault = FaultBody.model_validate(late.json(), strict=True).error
    assert (fault.code, fault.last) == ("conflict", first["id"])
    asked = [broken.post("/api/v1/decisions/none/undo", json={}) for _ in range(2)]
    assert asked[1].status_code == 429
    assert FaultBody.model_validate(asked[1].json(), strict=True).error.code == "too-many"


def test_a_fault_nobody_foresaw_is_logged_under_the_number_that_is_told(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    for path, kind in (("/api/v1/broken", "application/json"), ("/broken", "text/html")):
        caplog.clear()
        with caplog.at_level(logging.ERROR, "rasad.serve"):
            answer = broken.get(path, headers=PAGE)
        assert answer.status_code == 500 and answer.headers["content-type"].startswith(kind)
        number = re.search(r"\b[0-9a-f]{8}\b", answer.text)
        assert number
        (record,) = [r for r in caplog.records if r.name == "rasad.serve"]
        assert number[0] in record.getMessage() and record.exc_info and record.exc_info[0] is ZeroDivisionError
        for given_away in (SECRET, "Traceback", "ZeroDivision", ".py"):
            assert given_away not in answer.text
    fault = FaultBody.model_validate(broken.get("/api/v1/broken").json(), strict=True).error
    assert fault.code == "fault"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404), ("/event/none", 404), ("/article?id=none", 404), ("/article", 422), ("/events?limit=0", 422),
        ("/events?country=XXXX", 400), ("/actor?id=none", 404), ("/users/change", 405), ("/review?event=none", 404),
    ],
)  # fmt: skip
def test_browsers_get_pages(shown: TestClient, path: str, status: int) -> None:
    answer = shown.get(path, headers=PAGE | {"accept-language": "en"})
    assert answer.status_code == status and answer.headers["content-type"] == "text/html; charset=utf-8"
    page = lxml.html.document_fromstring(answer.content)
    assert page.get("lang") == "en" and page.xpath("//main//h1") and page.xpath("//main//a[@href='/']")
    program = shown.get(path, headers={"accept": "*/*"})
    assert program.status_code == status
    assert program.json()["error"]["message"] in page.text_content()


def test_a_role_that_is_too_low_is_told_in_a_page(guarded: Guarded) -> None:
    answer = guarded.reader.get("/users", headers=PAGE | {"accept-language": "en"})
    assert answer.status_code == 403 and "this needs the role admin" in answer.text
