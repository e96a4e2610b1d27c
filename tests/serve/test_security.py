"""Who is kept out, and how: headers, names of the host, origins, tokens, sizes, rates."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import pytest
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI
from starlette.testclient import TestClient

from rasad.errors import RasadError
from rasad.serve import Limits, Settings, create_app, security
from rasad.store import Store
from tests.serve.asking import ID
from tests.serve.conftest import HERE, PASSWORD, Guarded, browser, signed_in
from tests.serve.signing import PAGE, csrf_token, enter, led

PAGES = (
    "/",
    "/events",
    f"/event/{ID}",
    "/article?id=demo-1",
    "/map",
    "/actors",
    "/actor?id=Q1773011",
    "/sources",
    "/review",
    "/review?blind=true",
    "/settle",
    "/differences",
    "/jobs",
    "/login",
    "/users",
    "/api/docs",
    "/nowhere",
)
HEADERS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-frame-options",
    "permissions-policy",
    "cache-control",
)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/events.json", 200),
        ("/api/v1/events", 200),
        ("/api/v1/export/csv", 200),
        ("/api/openapi.json", 200),
        ("/static/rasad.css", 200),
        ("/static/none.css", 404),
        ("/nowhere", 404),
        ("/api/v1/events/none", 404),
        ("/api/v1/events?limit=0", 422),
        ("/api/v1/decisions/x/undo", 405),
        ("/theme?to=dark", 303),
        ("/favicon.ico", 301),
        ("/api/v1/events?country=XXXX", 400),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_every_answer_has_the_headers(shown: TestClient, path: str, status: int, accept: str) -> None:
    answer = shown.get(path, headers={"accept": accept}, follow_redirects=False)
    assert answer.status_code == status
    assert [name for name in HEADERS if name not in answer.headers] == []


def test_refusals_have_the_headers(db: str) -> None:
    app = create_app(Settings(db=db, limits=Limits(body=10)))
    app.add_api_route("/broken", _broken)
    with browser(app, raise_server_exceptions=False) as client:
        answers = [
            client.get("/", headers={"host": "evil.example"}),
            client.post("/api/v1/decisions", json={}, headers={"origin": "https://evil.example"}),
            client.post("/api/v1/decisions", content=b"x" * 100),
            client.get("/broken"),
        ]
    assert [answer.status_code for answer in answers] == [400, 403, 413, 500]
    for answer in answers:
        assert [name for name in HEADERS if name not in answer.headers] == []


def _broken() -> None:
    raise ZeroDivisionError


def test_the_policy_allows_nothing_in_line_and_nothing_from_elsewhere() -> None:
    policy = security.policy(Settings())
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    tiles = security.policy(Settings(tiles="https://tiles.example.org/{z}/{x}/{y}.png"))
    assert "img-src 'self' data: blob: https://tiles.example.org;" in tiles


@pytest.mark.parametrize("path", PAGES)
def test_pages_hold_no_code_and_no_styles(shown: TestClient, path: str) -> None:
    page = lxml.html.document_fromstring(shown.get(path, headers=PAGE).content)
    for script in page.iter("script"):
        assert script.get("type") == "application/json" or (script.get("src") and not (script.text or "").strip())
    assert not list(page.iter("style"))
    for element in page.iter():
        if isinstance(element.tag, str):
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")], element.tag
            for name in ("src", "href", "action"):
                assert not re.match(r"(?i)\s*(javascript|data):", element.get(name, ""))
            if element.tag in ("script", "link", "img"):
                assert (element.get("src") or element.get("href") or "/").startswith("/static/") or not element.get(
                    "src", element.get("href")
                )


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8017", "127.0.0.1.evil.example", "", "[::2]", "x@127.0.0.1"]
)
def test_a_name_bent_to_here_is_refused(shown: TestClient, name: str) -> None:
    answer = shown.get("/api/v1/events", headers={"host": name})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad-request")


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (Settings(), "127.0.0.1"),
        (Settings(), "localhost:8017"),
        (Settings(), "LOCALHOST"),
        (Settings(), "[::1]:8017"),
        (Settings(host="127.0.0.2"), "127.0.0.2:8017"),
        (Settings(host="::1"), "[::1]"),
        (Settings(host="10.0.0.7"), "10.0.0.7:80"),
        (Settings(host="fe80::1"), "[fe80::1]:80"),
        (Settings(host="10.0.0.7", names=("Rasad.example.org",)), "rasad.example.org"),
    ],
)
def test_its_own_names_are_known(settings: Settings, name: str) -> None:
    assert _host_status(settings, name) == 200
    assert _host_status(settings, f"x{name}") == 400


def _host_status(settings: Settings, name: str) -> int:
    app = FastAPI()
    app.add_middleware(security.Hosts, settings=settings)
    app.add_api_route("/", lambda: "here")
    return TestClient(app).get("/", headers={"host": name}).status_code


def test_an_address_is_never_a_name_bent_to_here() -> None:
    """A server on all addresses is reached by any of them, by the machine's name, and by what `--name` says."""
    anywhere = Settings(host="0.0.0.0", names=("rasad.example.org",))
    for name in ("10.0.0.7:8017", "[2001:db8::7]", "127.0.0.1", socket.gethostname(), "rasad.example.org:443"):
        assert anywhere.called(name), name
    for name in ("evil.example", "10.0.0.7.evil.example", "10.0.0.7@evil.example", "10.0.0.7:80:80", "", "[10.0.0.7"):
        assert not anywhere.called(name), name
    assert not Settings(host="10.0.0.7").called("10.0.0.8")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Via", "X-Forwarded-Host"])
def test_where_nobody_signs_in_nobody_comes_through_a_proxy(shown: TestClient, guarded: Guarded, header: str) -> None:
    answer = shown.get("/api/v1/events", headers={header: "10.0.0.7"})
    assert answer.status_code == 403 and "--proxy" in answer.json()["error"]["message"]
    assert guarded.reader.get("/api/v1/events", headers={header: "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize(
    ("settings", "accounts"),
    [
        (Settings(), False),
        (Settings(host="::1"), False),
        (Settings(host="localhost"), False),
        (Settings(host="127.0.0.2"), False),
        (Settings(host="0.0.0.0"), True),
        (Settings(host=""), True),
        (Settings(host="localhost.example.org"), True),
        (Settings(login=True), True),
        (Settings(proxy="127.0.0.1"), True),
        (Settings(names=("rasad.example.org",)), True),
    ],
)
def test_users_sign_in_wherever_others_could_come(settings: Settings, accounts: bool) -> None:
    assert settings.accounts is accounts


@pytest.mark.parametrize(
    "tiles",
    ["tiles", "javascript:alert(1)", "https://a;script-src *", "https://u:p@a.org/", "https://{s}.a.org/", "//a"],
)
def test_no_tile_server_opens_the_policy(tiles: str) -> None:
    with pytest.raises(RasadError, match="--tiles"):
        Settings(tiles=tiles)


def test_who_a_request_counts_for() -> None:
    def client(host: str) -> str:
        return security.client({"client": (host, 1)})

    assert client("2001:db8:1:2::1") == client("2001:db8:1:2:ffff::9") != client("2001:db8:1:3::1")
    assert client("10.0.0.7") != client("10.0.0.8")
    assert client("::ffff:10.0.0.7") != client("::ffff:10.0.0.8")
    assert security.client({"client": None}) == ""


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/api/v1/events", "/static/rasad.js", "/events"])
def test_another_sites_page_reads_nothing_but_may_lead_here(shown: TestClient, site: str, path: str) -> None:
    embedded = {"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}
    assert shown.get(path, headers=embedded).status_code == 403
    assert shown.get(path, headers=embedded | {"sec-fetch-mode": "navigate"}).status_code == 200
    assert shown.get(path, headers={"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_sites_page_changes_nothing(client: TestClient, store: Store, headers: dict[str, str]) -> None:
    decision = {"event_id": ID, "act": "accept"}
    assert client.post("/api/v1/decisions", json=decision, headers=headers).status_code == 403
    assert list(store.decisions()) == []
    own = {"origin": HERE, "sec-fetch-site": "same-origin"}
    assert client.post("/api/v1/decisions", json=decision, headers=own).status_code == 201


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", ""]
)
def test_what_a_foreign_form_can_send_is_not_read_as_json(client: TestClient, store: Store, kind: str) -> None:
    body = b'{"event_id": "%s", "act": "accept"}' % ID.encode()
    answer = client.post("/api/v1/decisions", content=body, headers={"content-type": kind} if kind else {})
    assert answer.status_code in (400, 403, 415, 422)
    assert list(store.decisions()) == []


def test_forms_need_the_token_of_their_session(guarded: Guarded) -> None:
    form = {"name": "new", "role": "reader", "password": PASSWORD}
    for csrf in (None, "", "x", guarded.reader.csrf):
        data = form if csrf is None else form | {"csrf": csrf}
        assert guarded.admin.browser.post("/users", data=data).status_code == 403
    for header in ({}, {"x-csrf-token": "x"}, {"x-csrf-token": guarded.coder.csrf}):
        asked = guarded.admin.browser.post("/api/v1/decisions", json={"event_id": ID, "act": "accept"}, headers=header)
        assert asked.status_code == 403
    data = form | {"csrf": guarded.admin.csrf}
    assert guarded.admin.browser.post("/users", data=data, follow_redirects=False).status_code == 303
    with Store.open(guarded.db) as store:
        assert "new" in [user.name for user in store.accounts.users()]
        assert list(store.decisions()) == []


def test_the_form_to_sign_in_has_a_token_too(guarded: Guarded) -> None:
    """Else another site could sign somebody in under a name of its own."""
    opened = guarded.fresh()
    form = {"name": "reader", "password": PASSWORD}
    assert opened.post("/login", data=form).status_code == 403
    opened.get("/login")
    for csrf in ("", "x"):
        assert opened.post("/login", data=form | {"csrf": csrf}).status_code == 403
    assert enter(opened, **form).status_code == 303


def test_bodies_are_limited(db: str) -> None:
    settings = Settings(db=db, limits=Limits(body=1_000, upload=5_000))
    with browser(create_app(settings)) as client:
        json_kind = {"content-type": "application/json"}
        for body in (b"x" * 1_001, _pieces(1_001)):  # with and without a length said before
            answer = client.post("/api/v1/decisions", content=body, headers=json_kind)
            assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too-large")
        assert client.post("/api/v1/decisions", content=_pieces(900), headers=json_kind).status_code == 422
        lying = client.post("/api/v1/decisions", content=_pieces(1_200), headers=json_kind | {"content-length": "5"})
        assert lying.status_code == 413
        token = csrf_token(client)
        for size, status in ((4_000, 202), (5_001, 413)):
            answer = client.post("/api/v1/jobs", files={"file": ("a.txt", b"x" * size)}, headers=token)
            assert answer.status_code == status
        stop = client.post("/jobs/none/stop", data={"csrf": "x" * 2_000}, headers=token)
        assert stop.status_code == 413  # only an upload may be large


def _pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // 100):
        yield b"x" * 100
    yield b"x" * (size % 100)


@pytest.mark.parametrize("path", ["/api/v1/jobs", "/jobs", "/users"])
def test_a_stranger_cannot_fill_the_disk(guarded: Guarded, path: str) -> None:
    """Nothing of a body is read before it is known who sends it."""
    asked: list[str] = []
    told: list[Any] = []

    async def receive() -> dict[str, Any]:
        asked.append("more")
        return {"type": "http.request", "body": b"x" * 1_000, "more_body": len(asked) < 100}

    async def send(message: Any) -> None:
        told.append(message)

    headers = [(b"host", b"127.0.0.1"), (b"content-type", b"multipart/form-data; boundary=b")]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    with start_blocking_portal() as portal:  # a browser test that ran before keeps this thread's own loop running
        portal.call(guarded.app, scope, receive, send)
    assert told[0]["status"] == 401 and asked == []


def test_rates() -> None:
    clock = [0.0]
    rate = security.Rate(60, lambda: clock[0])
    assert [rate.take("a") for _ in range(61)] == [True] * 60 + [False]
    assert rate.take("b")
    clock[0] += 1.01
    assert [rate.take("a"), rate.take("a")] == [True, False]
    clock[0] += 3_600
    assert sum(rate.take("a") for _ in range(100)) == 60  # what was not used is not saved up


def test_too_many_changes_requests_and_tries_to_sign_in(kept_users: Path) -> None:
    settings = Settings(db=str(kept_users), login=True, limits=Limits(writes=2, reads=30, logins=4))
    app = create_app(settings)
    with browser(app) as nobody:
        coder = signed_in(app, "coder")
        asked = [coder.post("/api/v1/decisions/none/undo").status_code for _ in range(3)]
        assert asked == [404, 404, 429]
        tries = [enter(nobody, name="admin", password="x").status_code for _ in range(5)]
        assert tries == [401, 401, 401, 401, 429]
        right = enter(nobody, name="admin", password=PASSWORD)
        assert right.status_code == 429  # who guesses learns no more, even when it is right
        answers = [coder.get("/api/v1/live") for _ in range(20)]
        assert answers[0].status_code == 200 and answers[-1].status_code == 429
        assert answers[-1].headers["retry-after"] == "60"


ELSEWHERE = (
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "evil",
    "/\t/evil.example",
    "\\\\evil.example",
    "",
    "/\n/evil.example",
    "javascript:alert(1)",
    "/\r\nset-cookie: x=1",
)


def test_nobody_is_led_elsewhere(guarded: Guarded) -> None:
    within = ("/events?type=PROTEST", "/events?text=" + "ا" * 500, "/article?id=%2F%2Fevil.example")
    for to in (*ELSEWHERE, *within):
        page = guarded.nobody.get("/login", params={"next": to})
        assert page.status_code == 200
        (field,) = lxml.html.document_fromstring(page.content).xpath('//input[@name="next"]')
        assert (field.get("value") == to) is (to in within)
        if to in ("//evil.example", within[1]):  # a password takes long
            led(enter(guarded.fresh(), name="reader", password=PASSWORD, next=to), to, within)
        for path in ("/language", "/theme"):
            chosen = guarded.nobody.get(path, params={"to": "ar", "back": to}, follow_redirects=False)
            led(chosen, to, within)
