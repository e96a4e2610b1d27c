"""A store to show, and browsers before it: one on the machine itself, and users who signed in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from rasad.coder import Coder, Config
from rasad.document import Article
from rasad.read import read
from rasad.serve import Limits, Settings, create_app, reach
from rasad.serve.accounts import COOKIE
from rasad.store import CodedDocument, Store
from tests.store.documents import batch

ARTICLES = Path(str(files("rasad"))) / "examples" / "articles.jsonl"
HERE = "http://127.0.0.1"
WHO = "ليلى"
PASSWORD = "كلمة سر طويلة"
PLACED = {"lat": 30.50852, "lon": 47.7804, "resolution": 4, "geonameid": 99532, "radius_km": None}  # Basra
ROLES = ("reader", "coder", "admin")


@pytest.fixture(scope="session")
def rules() -> Coder:
    """A coder without trained models, which takes a second less to start."""
    return Coder(Config("rules", "rules"))


@pytest.fixture(autouse=True)
def quick_coder(rules: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let corrections be read by that coder."""
    monkeypatch.setattr(reach, "coder", lambda: rules)


@pytest.fixture(autouse=True)
def new_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no sum be told late, however slow the machine is."""
    monkeypatch.setattr(reach, "_PATIENCE", 0)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory, rules: Coder) -> Path:
    """Give the file of a store to copy: hand-made records with all that an ingest may meet, and the examples coded."""
    path = tmp_path_factory.mktemp("kept") / "kept.db"
    with Store.open(str(path)) as store:
        for item in batch(20):
            if isinstance(item, CodedDocument):
                for record in item.records:
                    if record["event_loc"]:
                        record["event_loc"] |= PLACED
                store.save(item)
            else:
                store.add_problem(item)
        for article in read([str(ARTICLES)]):
            assert isinstance(article, Article)
            store.save(CodedDocument(article, rules.code(article).records, rules.name))
    return path


@pytest.fixture(scope="session")
def kept_users(tmp_path_factory: pytest.TempPathFactory, kept: Path) -> Path:
    """Give the same store with a user of each role."""
    path = tmp_path_factory.mktemp("kept") / "users.db"
    shutil.copy(kept, path)
    with Store.open(str(path)) as store:
        for role in ROLES:
            store.accounts.add(role, role, PASSWORD)
    return path


@pytest.fixture
def db(kept: Path, tmp_path: Path) -> str:
    return str(shutil.copy(kept, tmp_path / "rasad.db"))


@pytest.fixture
def store(db: str) -> Iterator[Store]:
    """The store behind `client`."""
    with Store.open(db) as opened:
        yield opened


@pytest.fixture
def client(db: str) -> Iterator[TestClient]:
    """A browser on the machine itself, where nobody signs in."""
    with browser(create_app(Settings(db=db, who=WHO))) as opened:
        yield opened


@pytest.fixture(scope="session")
def shown(kept: Path) -> Iterator[TestClient]:
    """The same browser, for tests that change nothing: to start one takes longest."""
    with browser(create_app(Settings(db=str(kept), who=WHO))) as opened:
        yield opened


def browser(app: FastAPI, **options: Any) -> TestClient:
    return TestClient(app, HERE, **options)


@dataclass
class Signed:
    """Somebody's browser, signed in."""

    browser: TestClient
    csrf: str

    def get(self, path: str, **options: Any) -> Any:
        return self.browser.get(path, **options)

    def send(self, method: str, path: str, **options: Any) -> Any:
        """Ask for a change as the site's own pages do."""
        headers = {"x-csrf-token": self.csrf} | options.pop("headers", {})
        return self.browser.request(method, path, headers=headers, follow_redirects=False, **options)

    def post(self, path: str, **options: Any) -> Any:
        return self.send("POST", path, **options)


@dataclass
class Guarded:
    """A server on which users sign in."""

    app: FastAPI
    db: str
    nobody: TestClient
    reader: Signed
    coder: Signed
    admin: Signed

    def fresh(self) -> TestClient:
        """Return a browser that nobody has used."""
        return browser(self.app)


def signed_in(app: FastAPI, name: str) -> Signed:
    """Return the browser of a user with a session, without the time that a password takes."""
    accounts = app.state.accounts
    secret = accounts.sign_in(next(user for user in accounts.users() if user.name == name), 1)
    opened = browser(app)
    opened.cookies.set(COOKIE, secret)
    return Signed(opened, accounts.session(secret).csrf)


@pytest.fixture
def guarded(kept_users: Path, tmp_path: Path) -> Iterator[Guarded]:
    db = str(shutil.copy(kept_users, tmp_path / "guarded.db"))
    app = create_app(Settings(db=db, login=True, limits=Limits(logins=1_000)))
    with browser(app) as nobody:
        yield Guarded(app, db, nobody, *(signed_in(app, role) for role in ROLES))
