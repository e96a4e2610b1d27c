"""Every page by keyboard alone, to each control and back, with its dialogs; and in the reader's own language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rasad.store import Filters, Seen, Store
from tests.browser.conftest import Open
from tests.browser.test_pages import AT_STOP, AXE, STOPS, serious
from tests.browser.workbench import served

PAGES = {
    "article": "/article?id=demo-2",
    "actors": "/actors",
    "actor": "/actor?id={actor}",
    "sources": "/sources",
    "settle": "/settle",
    "jobs": "/jobs",
    "event": "/event/{event}",
    "nothing found": "/events?text=لاشيء",
    "error": "/events?since=yesterday",
}
ENGLISH = ["the ", "there is", "Input should", "labelled", "trigger "]


@pytest.fixture(scope="module")
def site(ten: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A server on which two people differ, and what addresses need: an actor with an office among it."""
    db = tmp_path_factory.mktemp("keyboard") / "keyboard.db"
    db.write_bytes(ten.read_bytes())
    with Store.open(str(db)) as store:
        first, second = list(store.events(Filters(doc_id="demo-2")))[:2]
        store.decide(first["id"], "accept", "ليلى")
        store.decide(first["id"], "reject", "سعاد", seen=Seen(None, blind=True))
        held = (e for r in store.events(Filters()) for e in r["actor"] if e["office"] and e["identifier_id"])
        actor = next(held)["identifier_id"]
    with served(db, "--who", "ليلى") as home:
        yield home, {"actor": actor, "event": second["id"]}


def walk(page: Page, key: str) -> None:
    """Press a key until the focus has gone round, and check that it came to everything and was seen everywhere."""
    wanted = page.evaluate(STOPS)
    for _ in range(wanted + 40):
        page.keyboard.press(key)
        if page.evaluate(AT_STOP):
            break
    missed = page.evaluate("window.all.filter((e) => !window.seen.has(e)).map((e) => e.outerHTML.slice(0, 120))")
    assert (missed, page.evaluate("window.unseen")) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_all_is_reached_forwards_and_backwards(site: tuple[str, dict[str, str]], name: str, open_desk: Open) -> None:
    home, names = site
    desk = open_desk(home, "ar", "dark")
    desk.expected = ("422",)
    page = desk.go(PAGES[name].format(**names))
    walk(page, "Tab")
    page.reload()
    page.wait_for_selector("[aria-busy]", state="detached")
    walk(page, "Shift+Tab")


def test_one_comes_past_the_menu_at_once(reading: str, language: str, open_desk: Open) -> None:
    desk = open_desk(reading, language)
    page = desk.go("/events")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=desk.say("skip_to_content"))
    expect(skip).to_be_focused()
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_list_of_keys_opens_tells_and_gives_the_focus_back(home: str, language: str, open_desk: Open) -> None:
    desk = open_desk(home, language)
    before = desk.json("/api/v1/decisions?limit=1")
    page = desk.go("/review")
    help_ = page.locator("[data-keys-help]")
    help_.focus()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name=desk.say("keys"))
    for key in ("J", "K", "Enter", "X", "C", "N", "S", "Z", "F", "?"):
        expect(keys.locator("kbd", has_text=key).first).to_be_visible()
    page.keyboard.press("x")  # decides nothing behind it
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(help_).to_be_focused()
    assert desk.json("/api/v1/decisions?limit=1") == before


def test_a_skip_asks_why_and_can_be_called_off(home: str, language: str, open_desk: Open) -> None:
    desk = open_desk(home, language)
    before = desk.json("/api/v1/decisions?limit=1")
    page = desk.go("/review")
    page.keyboard.press("s")
    why = page.get_by_role("dialog", name=desk.say("skip_reason"))
    expect(why.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(why).to_be_hidden()
    assert desk.json("/api/v1/decisions?limit=1") == before


@pytest.mark.parametrize("name", ["event", "error", "actor"])
def test_arabic_pages_speak_arabic(site: tuple[str, dict[str, str]], name: str, open_desk: Open) -> None:
    home, names = site
    desk = open_desk(
        home, "ar", reduced_motion="reduce"
    )  # axe changes the theme, and colours would still be on the way
    desk.expected = ("422",)
    page = desk.go(PAGES[name].format(**names))
    shown = page.locator("main").inner_text()
    assert [words for words in ENGLISH if words in shown] == []
    if AXE.is_file():
        assert serious(desk) == []


def test_an_actors_page_tells_its_offices(site: tuple[str, dict[str, str]], language: str, open_desk: Open) -> None:
    home, names = site
    desk = open_desk(home, language)
    page = desk.go(f"/actor?id={names['actor']}")
    held = desk.json(f"/api/v1/actor?id={names['actor']}")["offices"]
    table = page.locator("section", has=page.get_by_role("heading", name=desk.say("offices"))).locator("tbody tr")
    expect(table).to_have_count(len(held))
    expect(table.first).to_contain_text(held[0]["office"])
    expect(table.first).to_contain_text(str(held[0]["count"]))


def test_a_refusal_is_told_in_the_readers_language(home: str, open_desk: Open) -> None:
    desk = open_desk(home, "ar")
    desk.expected = ("422", "400")
    page = desk.go("/review")
    told = page.evaluate(
        """async () => {
            const answer = await fetch("/api/v1/events?limit=100000");
            return (await answer.json()).error;
        }"""
    )
    assert told["message"].startswith("limit: Input should be less than")
    assert "أكثره" in told["told"]
