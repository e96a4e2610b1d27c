"""A server to test against, and a window on it in which everything that goes wrong is kept."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from rasad.serve import interface

ARTICLES = Path(__file__).parent / "articles.jsonl"
BUSY = ":not(:defined), rasad-map:not([data-ready]), [aria-busy]"


def chromium() -> str | None:
    """Return the program of an installed Chromium."""
    named = os.environ.get("RASAD_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextlib.contextmanager
def served(db: Path, *options: str) -> Iterator[str]:
    """Run `rasad serve` on a free port and give its address."""
    command = [sys.executable, "-m", "rasad", "serve", "--db", str(db), "--port", "0", "--no-open", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        assert "http://" in line, line + process.stderr.read()
        yield next(word for word in line.split() if word.startswith("http://")).rstrip("/")
    finally:
        process.terminate()
        process.wait(20)


@dataclass
class Desk:
    """A browser window with its own cookies.

    Attributes:
        faults: What pages reported: errors and warnings of the console (violations of the policy among them), errors of
            scripts, requests to other machines.
    """

    context: BrowserContext
    home: str
    language: str
    faults: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.context.on("request", self._request)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page = self.context.new_page()

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.home:
            self.faults.append(f"request to {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        told = message.text
        if message.type in ("error", "warning") and not any(part in told for part in (*HARMLESS, *self.expected)):
            self.faults.append(f"console of {message.page.url if message.page else '?'}: {told}")

    def go(self, path: str, page: Page | None = None) -> Page:
        """Open a page of the server and wait until all is drawn."""
        page = page or self.page
        page.goto(self.home + path)
        drawn(page)
        return page

    def say(self, key: str, **values: object) -> str:
        """Return a string of the interface in the language of this window."""
        return interface.words(self.language).say(key, **values)

    def name(self, table: str, code: str) -> str:
        return interface.words(self.language).name(table, code)

    def json(self, path: str) -> Any:
        """Return what an address of the server answers."""
        answer = self.context.request.get(self.home + path)
        assert answer.ok, f"{path}: {answer.status} {answer.text()}"
        return answer.json()

    def text(self, path: str) -> str:
        answer = self.context.request.get(self.home + path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.text()

    def event(self, article: str, trigger: str) -> dict[str, Any]:
        """Return the first event of an article whose trigger begins so."""
        found: list[dict[str, Any]] = self.json(f"/api/v1/events?article={article}&limit=100")["events"]
        return next(record for record in found if record["trigger"]["text"].startswith(trigger))


# The drawing of software, where a test machine has no graphics card, is slow to read from; nothing of ours.
HARMLESS = ("GPU stall due to ReadPixels", "Automatic fallback to software WebGL")


def drawn(page: Page) -> None:
    """Wait until map, timeline and graph are drawn."""
    page.wait_for_selector(BUSY, state="detached")
