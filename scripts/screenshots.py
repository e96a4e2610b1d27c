"""Take a picture of every page of the workbench: two widths, light and dark, Arabic and English.

    pip install -e '.[dev]'
    python scripts/screenshots.py FOLDER          default: /tmp/rasad-screenshots
    python scripts/screenshots.py FOLDER --pages map,event --widths 1280
    python scripts/screenshots.py docs/images --readme       the three of the README: Arabic, light, 1280 x 900

The store is made of the example articles, with decisions of two coders who differ; pages named `empty-...` are of a
store without any, those named `print-...` as they are on paper. It needs a Chromium: the one of
`playwright install chromium`, one of the machine, or the program that the variable RASAD_CHROMIUM names.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from rasad.record import Record
from rasad.store import Filters, Seen, Store

ARTICLES = Path(__file__).parent.parent / "src/rasad/examples/articles.jsonl"
PASSWORD = "for pictures only"
ADMIN, OTHER = "ليلى", "سعاد"
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"]
BUSY = ":not(:defined), rasad-map:not([data-ready]), [aria-busy]"
CUT = ("docs",)  # many screens long
README = ("event", "events", "map")
SIDES = ("languages", "themes", "widths")
EMPTY = ("overview", "events", "map", "actors", "sources", "review", "settle", "differences", "jobs")


def main() -> None:
    """Make the store, serve it, take the pictures."""
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    told.add_argument("folder", nargs="?", type=Path, default=Path("/tmp/rasad-screenshots"))
    told.add_argument("--pages", default="", help="names of pages, with commas; default: all")
    told.add_argument("--widths", default="390,1280")
    told.add_argument("--themes", default="light,dark")
    told.add_argument("--languages", default="ar,en")
    told.add_argument("--readme", action="store_true", help="the pictures of the README, under their names there")
    given = told.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        db = f"{folder}/rasad.db"
        pages = addresses(make_store(db))
        with served(db, "--login") as home, served(empty_store(f"{folder}/empty.db"), "--login") as nothing:
            pages = {name: home + path for name, path in pages.items()}
            pages |= {f"empty-{name}": pages[name].replace(home, nothing) for name in EMPTY}
            pages |= {f"print-{name}": pages[name] for name in ("event", "article")}
            with sync_playwright() as player:
                browser = player.chromium.launch(executable_path=chromium(), args=FLAGS)
                upload(browser, home)
                if given.readme:
                    with signed_in(browser, home, "ar", "light", 1280) as page:
                        for name in README:
                            take(page, pages[name], name, given.folder / f"{name}.png", whole=False)
                else:
                    wanted = given.pages.split(",") if given.pages else list(pages)
                    take_all(browser, {name: pages[name] for name in wanted}, (home, nothing), given)
                browser.close()
    print(f"{len(list(given.folder.glob('*.png')))} pictures: {given.folder}")


def take_all(browser: Browser, pages: dict[str, str], homes: tuple[str, str], given: argparse.Namespace) -> None:
    """Take every page of both servers in every language, theme and width."""
    for home in homes:
        mine = {name: address for name, address in pages.items() if address.startswith(f"{home}/")}
        for language, theme, width in itertools.product(*(getattr(given, n).split(",") for n in SIDES)):
            if mine:
                with signed_in(browser, home, language, theme, int(width)) as page:
                    for name, address in mine.items():
                        take(page, address, name, given.folder / f"{name}-{language}-{theme}-{width}.png")


def empty_store(db: str) -> str:
    """Make a store without articles, in which the admin may sign in, and return where it is."""
    with Store.open(db) as store:
        store.accounts.add(ADMIN, "admin", PASSWORD)
    return db


def addresses(event: Record) -> dict[str, str]:
    """Return the pages by name; `event` is one with an actor and a place."""
    actor = next(e["identifier_id"] for e in event["actor"] if e["identifier_id"])
    return {
        "overview": "/", "events": "/events", "search": "/events?text=هجوم", "none": "/events?text=لاشيء",
        "filtered": "/events?type=ASSAULT&status=actual&since=2018-01-01", "invalid": "/events?since=yesterday",
        "event": f"/event/{event['id']}", "marking": f"/event/{event['id']}#mark",
        "article": f"/article?id={event['doc_id']}",
        "map": "/map", "actors": "/actors", "actor": f"/actor?id={actor}", "sources": "/sources", "review": "/review",
        "settle": "/settle", "differences": "/differences", "jobs": "/jobs", "users": "/users", "error": "/event/none",
        "docs": "/api/docs", "login": "/login",
    }  # fmt: skip


def make_store(db: str) -> Record:
    """Code the example articles, let two coders decide, and return the event that is shown."""
    rasad = [sys.executable, "-m", "rasad"]
    for command in (["ingest", "--db", db], ["compare", "combined", "rules", "--review", db]):
        subprocess.run([*rasad, *command, str(ARTICLES)], check=True, capture_output=True)
    with Store.open(db) as store:
        for name, role in ((ADMIN, "admin"), (OTHER, "coder"), ("Omar", "reader")):
            store.accounts.add(name, role, PASSWORD)
        store.accounts.change("Omar", disabled=True)
        events = list(store.events(Filters()))
        for event in events[:12]:
            store.decide(event["id"], "accept", ADMIN, note="كما في النص" if event is events[0] else "")
            if event in events[:2]:
                store.undo(store.decide(event["id"], "reject", OTHER, seen=Seen(None, blind=True)).id, OTHER)
        for event in events[2:6]:
            store.decide(event["id"], "accept", OTHER, seen=Seen(None, blind=True))
        store.decide(events[6]["id"], "reject", OTHER, seen=Seen(None, blind=True))
        changed = copy.deepcopy(next(e for e in events[7:12] if e["actor"]))
        other = changed["id"]
        changed["actor"] = []
        store.decide(other, "correct", OTHER, after=changed, seen=Seen(None, blind=True), note="لا فاعل في الجملة")
        return max(
            events,
            key=lambda e: (
                bool(e["actor"]) and bool(e["event_loc"]),
                len(e["recipient"]),
                sum(map(len, e["size"].values())),
            ),
        )


@contextlib.contextmanager
def served(db: str, *options: str) -> Iterator[str]:
    """Serve a store on a free port and give the address."""
    command = [sys.executable, "-m", "rasad", "serve", "--db", db, "--port", "0", "--no-open", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        if "http://" not in line:
            sys.exit(f"rasad serve did not start: {line}{process.stderr.read()}")
        yield line.split("http://")[1].split(" ")[0].rstrip("/").join(("http://", ""))
    finally:
        process.terminate()
        process.wait(20)


def chromium() -> str | None:
    """Return the browser's program; `None` lets Playwright take its own."""
    named = os.environ.get("RASAD_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextlib.contextmanager
def signed_in(browser: Browser, home: str, language: str, theme: str, width: int) -> Iterator[Page]:
    """Give a page on which the admin is signed in."""
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 600 else 844})
    context.add_cookies(
        [{"name": "lang", "value": language, "url": home}, {"name": "theme", "value": theme, "url": home}]
    )
    context.set_default_timeout(120_000)  # a busy machine; the first article to be read loads the coder
    context.add_cookies([{"name": "rasad_session", "value": session(browser, home), "url": home}])
    page = context.new_page()
    yield page
    context.close()


@cache
def session(browser: Browser, home: str) -> str:
    """Sign the admin in, once a server: it lets nobody try more than a few times a minute."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{home}/login")
    page.fill("#f-name", ADMIN)
    page.fill("#f-password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{home}/")
    found = next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "rasad_session")
    context.close()
    return found


def upload(browser: Browser, home: str) -> None:
    """Ingest two files, of which one cannot be read."""
    files = [(ARTICLES.name, ARTICLES.read_bytes()), ("قديم.jsonl", b'{"id": "x"}\nnot JSON\n')]
    with signed_in(browser, home, "ar", "light", 1280) as page:
        page.goto(f"{home}/jobs")
        sent: list[FilePayload] = [{"name": n, "mimeType": "application/json", "buffer": b} for n, b in files]
        page.set_input_files("#files", sent)
        page.click(".drop button")
        page.wait_for_selector("#jobs:not(:has([data-running]))", timeout=60_000)


def take(page: Page, address: str, name: str, path: Path, whole: bool = True) -> None:
    """Open a page, wait until all is drawn, take the picture, of the whole page or what is seen of it at once."""
    page.emulate_media(media="print" if name.startswith("print-") else "screen")
    if name == "login":
        page.context.clear_cookies(name="rasad_session")
    page.goto(address)
    page.wait_for_selector(BUSY, state="detached", timeout=60_000)
    if name == "docs":
        page.wait_for_selector(".swagger-ui .opblock")
    if name == "marking":
        page.keyboard.press("c")
        page.keyboard.press("ArrowLeft")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, full_page=whole and name not in CUT)


if __name__ == "__main__":
    main()
