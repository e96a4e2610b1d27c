"""A server with a store of ten articles, and a browser that tells of every fault that it meets."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright import sync_api as playwright

from rasad.store import Store
from tests.browser.workbench import ARTICLES, Desk, chromium, served

FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]

playwright.expect.set_options(timeout=20_000)  # the first correction that a server checks loads the coder

Open = Callable[..., Desk]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            given = getattr(item, "callspec", None)
            if item.path.name == "test_coding.py" and given is not None and given.params.get("language") == "ar":
                item.add_marker(pytest.mark.coder)


@pytest.fixture(scope="module")  # Playwright keeps an event loop running in this thread; other tests want their own
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as player:
        program = chromium() or player.chromium.executable_path
        if not Path(program).is_file():
            pytest.skip(
                "no Chromium is installed: `playwright install chromium`, or set RASAD_CHROMIUM to the program of one"
            )
        found = player.chromium.launch(executable_path=program, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the ten articles; tests that write take a copy."""
    db = tmp_path_factory.mktemp("ten") / "ten.db"
    command = [sys.executable, "-m", "rasad", "ingest", str(ARTICLES), "--db", str(db)]
    subprocess.run(command, check=True, capture_output=True)
    return db


@pytest.fixture(scope="session")
def reading(ten: Path) -> Iterator[str]:
    """The address of a server for tests that only read."""
    with served(ten, "--who", "reader of tests") as home:
        yield home


@pytest.fixture(scope="session")
def _writing(ten: Path) -> Iterator[tuple[str, Path]]:
    db = Path(shutil.copy(ten, ten.with_name("writing.db")))
    with served(db, "--who", "Maryam") as address:
        yield address, db


@pytest.fixture
def home(_writing: tuple[str, Path]) -> Iterator[str]:
    """The address of a server where one decides as Maryam; what a test decided is taken back after it."""
    address, db = _writing
    yield address
    with Store.open(str(db)) as store:
        for decision in reversed(list(store.decisions())):
            if decision.undone_by is None:
                store.undo(decision.id, "tests")


@pytest.fixture(params=["ar", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_desk(browser: playwright.Browser) -> Iterator[Open]:
    """Open a browser window of its own, `open_desk(home, language)`; at the end no page may have complained."""
    with ExitStack() as stack:
        desks: list[Desk] = []

        def opened(home: str, language: str = "en", theme: str = "light", **options: object) -> Desk:
            settings: Any = {"viewport": {"width": 1280, "height": 900}} | options
            context = browser.new_context(**settings)
            stack.callback(context.close)
            context.set_default_timeout(30_000)
            cookies = {"lang": language, "theme": theme}
            context.add_cookies([{"name": n, "value": v, "url": home} for n, v in cookies.items()])
            desks.append(Desk(context, home, language))
            return desks[-1]

        yield opened
        for desk in desks:
            assert desk.faults == [], f"pages of {desk.home} complained"
