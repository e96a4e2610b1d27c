"""Who may do what: cookies, roles, sessions, passwords and tokens."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import lxml.html  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient

from rasad.errors import RasadError
from rasad.serve import Limits, Settings, create_app, run
from rasad.serve.accounts import COOKIE
from rasad.store import Store
from tests.serve.asking import ID
from tests.serve.conftest import PASSWORD, ROLES, Guarded, browser
from tests.serve.signing import PAGE, enter, routes


def test_cookies(guarded: Guarded) -> None:
    for scheme, secure in (("http", False), ("https", True)):
        opened = TestClient(guarded.app, f"{scheme}://127.0.0.1")
        answer = enter(opened, name="reader", password=PASSWORD)
        told = answer.headers["set-cookie"].casefold()
        assert told.startswith(f"{COOKIE}=") and "httponly" in told and "samesite=lax" in told and "path=/" in told
        assert ("secure" in told) is secure
    chosen = opened.get("/theme?to=dark", follow_redirects=False).headers["set-cookie"].casefold()
    assert "samesite=lax" in chosen


# Who may use each route; a new one has to be put here, and each is tried with every role.
OPEN = {"/login", "/language", "/theme", "/favicon.ico", "/api/openapi.json"}
READ = {
    "/",
    "/index.json",
    "/events",
    "/events.json",
    "/event/{event_id}",
    "/event/{event_id}.json",
    "/article",
    "/article.json",
    "/map",
    "/map.json",
    "/actors",
    "/actors.json",
    "/actor",
    "/actor.json",
    "/sources",
    "/sources.json",
    "/jobs",
    "/jobs.json",
    "/logout",
    "/api/docs",
    "/api/v1/events",
    "/api/v1/events/{event_id}",
    "/api/v1/facets",
    "/api/v1/timeline",
    "/api/v1/pairs",
    "/api/v1/places",
    "/api/v1/articles",
    "/api/v1/article",
    "/api/v1/actors",
    "/api/v1/actor",
    "/api/v1/sources",
    "/api/v1/search",
    "/api/v1/decisions",
    "/api/v1/disagreements",
    "/api/v1/agreement",
    "/api/v1/annotations",
    "/api/v1/export/{format}",
    "/api/v1/live",
    "/api/v1/jobs",
    "/api/v1/jobs/{job_id}",
}
CODE = {
    "/review",
    "/review.json",
    "/settle",
    "/differences",
    "/settle.json",
    "/differences.json",
    "/api/v1/differences",
    "/jobs/{job_id}/stop",
    "/api/v1/jobs/{job_id}/stop",
    "/api/v1/articles/spans",
    "/api/v1/decisions/{decision_id}/undo",
    "/api/v1/review",
}
CODE_BY_POST = {"/api/v1/decisions", "/jobs", "/api/v1/jobs"}
ADMIN = {"/users", "/users.json", "/users/change"}


def needed(method: str, path: str) -> str | None:
    """Return the least role that a route is for; `None`: it is open to all."""
    if path in ADMIN:
        return "admin"
    if path in CODE or (method == "POST" and path in CODE_BY_POST):
        return "coder"
    assert path in OPEN | READ, f"say in this test who may use {method} {path}"
    return None if path in OPEN else "reader"


def test_each_route_asks_for_the_role_it_needs(guarded: Guarded) -> None:
    known = routes(guarded.app)
    assert len(known) > 60
    for method, path in known:
        least = needed(method, path)
        if path == "/logout":
            continue  # it would end the session
        filled = path.replace("{event_id}", ID).replace("{format}", "csv")
        filled = re.sub(r"\{\w+\}", "none", filled)
        for role in (None, *ROLES):
            if role is None:
                answer = guarded.fresh().request(method, filled, follow_redirects=False)
            else:
                answer = getattr(guarded, role).send(method, filled)
            may = least is None or (role is not None and ROLES.index(role) >= ROLES.index(least))
            refused = answer.status_code in (401, 403)
            assert refused is not may, (method, path, role, answer.status_code, answer.text[:200])
            if not may:
                assert answer.status_code == (403 if role else 401)


def test_a_browser_without_a_session_is_led_to_the_login(guarded: Guarded) -> None:
    answer = guarded.nobody.get("/events?type=PROTEST", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fevents%3Ftype%3DPROTEST")
    docs = guarded.nobody.get("/api/docs", headers=PAGE, follow_redirects=False)
    assert (docs.status_code, docs.headers["location"]) == (303, "/login?next=%2Fapi%2Fdocs")
    program = guarded.nobody.get("/api/v1/events", headers=PAGE, follow_redirects=False)
    assert (program.status_code, program.headers["www-authenticate"]) == (401, "Bearer")


def test_after_a_form_whose_session_has_ended_one_is_led_to_a_page(guarded: Guarded) -> None:
    answer = guarded.nobody.post("/jobs/none/stop", headers=PAGE, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2F")


def test_sessions_end(guarded: Guarded) -> None:
    with Store.open(guarded.db) as store:
        held = [guarded.fresh() for _ in range(3)]
        for opened, name in zip(held, ROLES, strict=True):
            enter(opened, name=name, password=PASSWORD)
        assert [opened.get("/api/v1/live").status_code for opened in held] == [200] * 3
        store.accounts.change("reader", disabled=True)
        store.accounts.change("coder", role="reader")
        assert [opened.get("/api/v1/live").status_code for opened in held] == [401, 401, 200]
        again = enter(guarded.fresh(), name="reader", password=PASSWORD)
        assert again.status_code == 401
    secret = guarded.admin.browser.cookies[COOKIE]
    left = guarded.admin.post("/logout", data={})
    assert (left.status_code, left.headers["location"]) == (303, "/login")
    with_old = guarded.fresh().get("/api/v1/live", headers={"cookie": f"{COOKIE}={secret}"})
    assert with_old.status_code == 401


def test_sessions_expire(kept_users: Path) -> None:
    app = create_app(Settings(db=str(kept_users), login=True, limits=Limits(session_hours=0.3 / 3600, logins=100)))
    with browser(app):
        signed = browser(app)
        answer = enter(signed, name="reader", password=PASSWORD)
        cookie = {"cookie": answer.headers["set-cookie"].partition(";")[0]}
        until = time.monotonic() + 10
        while signed.get("/api/v1/live", headers=cookie).status_code == 200:
            assert time.monotonic() < until
        assert signed.get("/api/v1/live", headers=cookie).status_code == 401


def test_the_store_holds_no_secret(guarded: Guarded) -> None:
    made = guarded.admin.post("/users/change", data={"name": "coder", "do": "token"})
    (code,) = lxml.html.document_fromstring(made.content).xpath("//code[@class='ltr']")
    token, secret = code.text_content(), guarded.coder.browser.cookies[COOKIE]
    bearer = {"authorization": f"Bearer {token}"}
    assert guarded.fresh().get("/api/v1/live", headers=bearer).status_code == 200
    changed = guarded.fresh().post("/api/v1/decisions", json={"event_id": ID, "act": "accept"}, headers=bearer)
    assert (changed.status_code, changed.json()["who"]) == (201, "coder")  # a token is proof enough: no form's token
    for wrong in ("", "x", token[:-1], hashlib.sha256(token.encode()).hexdigest()):
        answer = guarded.fresh().get("/api/v1/live", headers={"authorization": f"Bearer {wrong}"})
        assert answer.status_code == 401
    with sqlite3.connect(guarded.db) as connection:
        dump = "\n".join(connection.iterdump())
    assert hashlib.sha256(token.encode()).hexdigest() in dump and hashlib.sha256(secret.encode()).hexdigest() in dump
    assert token not in dump and secret not in dump and PASSWORD not in dump
    assert dump.count("$argon2id$") == 3


def test_tokens_are_never_shown_again(guarded: Guarded) -> None:
    guarded.admin.post("/users/change", data={"name": "coder", "do": "token"})
    told = guarded.admin.get("/users.json").json()
    assert told["token"] is None and [user["has_token"] for user in told["users"]] == [False, True, False]
    assert {"name", "role", "created", "disabled", "has_token"} == set(told["users"][0])


def test_an_unknown_name_takes_as_long_as_a_wrong_password(kept_users: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import argon2

    hashed: list[str] = []
    verify = argon2.PasswordHasher.verify

    def counted(self: Any, given: str, password: str) -> Any:
        hashed.append(given)
        return verify(self, given, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counted)
    with Store.open(str(kept_users)) as store:
        store.accounts.add("program", "reader", None)
        for name in ("reader", "nobody", "program"):
            assert store.accounts.by_password(name, "not the password") is None
    assert len(hashed) == 3 and len({given.rpartition("$")[0].rpartition("$")[0] for given in hashed}) == 1


def test_a_wrong_name_and_a_wrong_password_look_the_same(guarded: Guarded) -> None:
    pages = [enter(guarded.nobody, name=n, password="x") for n in ("reader", "nobody")]
    assert [page.status_code for page in pages] == [401, 401]
    assert pages[0].text == pages[1].text


def test_an_open_server_without_users_does_not_start(db: str) -> None:
    for settings in (Settings(db=db, host="0.0.0.0"), Settings(db=db, login=True)):
        with pytest.raises(RasadError, match="rasad user add"), browser(create_app(settings)):
            pass
        with pytest.raises(RasadError, match="rasad user add"):
            run(settings)


def test_admins_do_not_lock_themselves_out(guarded: Guarded) -> None:
    for form in ({"do": "disable"}, {"do": "role", "role": "reader"}):
        assert guarded.admin.post("/users/change", data={"name": "admin"} | form).status_code == 400
    assert guarded.admin.post("/users/change", data={"name": "coder", "do": "role"}).status_code == 400
    assert guarded.admin.get("/users.json").status_code == 200


def test_an_admin_ends_the_sessions_and_the_token_of_a_user(guarded: Guarded) -> None:
    made = guarded.admin.post("/users/change", data={"name": "coder", "do": "token"})
    (code,) = lxml.html.document_fromstring(made.content).xpath("//code[@class='ltr']")
    bearer = {"authorization": f"Bearer {code.text_content()}"}
    assert "له رمز" in guarded.admin.get("/users", headers={"accept-language": "ar"}).text
    assert guarded.coder.get("/api/v1/live").status_code == 200
    assert guarded.coder.post("/users/change", data={"name": "reader", "do": "end"}).status_code == 403
    answer = guarded.admin.post("/users/change", data={"name": "coder", "do": "end"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/users")
    assert guarded.fresh().get("/api/v1/live", headers=bearer).status_code == 401
    assert guarded.coder.get("/api/v1/live").status_code == 401
    assert "له رمز" not in guarded.admin.get("/users", headers={"accept-language": "ar"}).text
