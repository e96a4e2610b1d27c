"""Where two engines differ: chosen by filters, taken, skipped and taken back, by mouse and by keys, on any window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rasad.store import Differing, Filters, Store
from tests.browser.conftest import Open
from tests.browser.test_keyboard import walk
from tests.browser.test_pages import AXE, serious
from tests.browser.workbench import Desk, served

WHO = "Maryam"
CASE = "[data-case]"


@pytest.fixture
def site(ten: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A server on a store in which two engines differ from what stands: three statuses, and an event that one lacks."""
    db = tmp_path / "differences.db"
    db.write_bytes(ten.read_bytes())
    with Store.open(str(db)) as store:
        events = [e for e in store.events(Filters(status=("actual",))) if e["doc_id"] == "demo-2"][:4]
        article = store.article("demo-2")
        planned = [Differing("status", "combined", "rules", e, e | {"status": "planned"}) for e in events[:3]]
        store.file_differences(article, "rules", planned)
        store.file_differences(article, "llm", [Differing("only combined", "combined", "llm", events[3], None)])
    with served(db, "--who", WHO) as home:
        yield home, db


def waiting(desk: Desk) -> list[str]:
    return [case["event"]["id"] for case in desk.json("/differences.json")["cases"]]


def on_page(page: Page) -> list[str]:
    return [str(case.get_attribute("data-event")) for case in page.locator(CASE).all()]


def decisions(db: Path) -> list[tuple[str, str, str, str | None]]:
    with Store.open(str(db)) as store:
        return [(d.event_id, d.act, d.note, d.undone_by) for d in store.decisions()]


def test_filters_are_chosen_kept_in_the_address_and_taken_back(
    site: tuple[str, Path], language: str, open_desk: Open
) -> None:
    desk = open_desk(site[0], language)
    page = desk.go("/differences")
    expect(page.locator(CASE)).to_have_count(4)
    page.get_by_label(desk.say("differing")).select_option("only")
    page.get_by_role("button", name=desk.say("apply")).click()
    page.wait_for_url("**/differences?kind=only")  # fields that say nothing stay out of the address
    expect(page.locator(CASE)).to_have_count(1)
    expect(page.get_by_label(desk.say("differing"))).to_have_value("only")
    expect(page.locator("h1 [data-left]")).to_have_text("1")
    page.get_by_label(desk.say("engines"), exact=True).select_option("combined/llm")
    page.get_by_role("button", name=desk.say("apply")).click()
    page.wait_for_url("**/differences?kind=only&engines=combined%2Fllm")
    expect(page.locator(CASE)).to_have_count(1)
    page.get_by_role("link", name=desk.say("clear_all")).click()
    page.wait_for_url("**/differences")
    expect(page.locator(CASE)).to_have_count(4)


def test_by_keys_alone(site: tuple[str, Path], language: str, open_desk: Open) -> None:
    home, db = site
    desk = open_desk(home, language)
    page = desk.go("/differences")
    first, second, third, fourth = on_page(page)
    page.keyboard.press("j")
    expect(page.locator(CASE).nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(CASE).nth(1)).to_be_focused()
    page.keyboard.press("2")  # the second version: planned
    expect(page.locator(CASE)).to_have_count(3)
    expect(page.locator("h1 [data-left]")).to_have_text("3")
    expect(page.locator(CASE).nth(1)).to_be_focused()  # the one that follows
    page.keyboard.press("k")
    page.keyboard.press("Enter")  # as it stands
    expect(page.locator(CASE)).to_have_count(2)
    page.keyboard.press("x")
    expect(page.locator(CASE)).to_have_count(1)
    assert decisions(db) == sorted(
        [(second, "correct", "", None), (first, "accept", "", None), (third, "reject", "", None)]
    )
    page.keyboard.press("z")
    expect(page.locator(CASE)).to_have_count(2)
    assert waiting(desk) == [third, fourth]
    with Store.open(str(db)) as store:
        assert store.event(second)["status"] == "planned"


def test_a_skip_with_its_reason_is_found_again_and_taken_back(
    site: tuple[str, Path], language: str, open_desk: Open
) -> None:
    home, db = site
    desk = open_desk(home, language)
    page = desk.go("/differences?kind=status")
    skipped, *others = on_page(page)
    page.keyboard.press("s")
    why = page.get_by_role("dialog", name=desk.say("skip_reason"))
    expect(why.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Escape")  # thinks better of it
    assert decisions(db) == []
    page.keyboard.press("s")
    page.keyboard.type("1x2 لا أدري")  # digits and letters are words here, not keys
    page.keyboard.press("Enter")
    expect(page.locator(CASE)).to_have_count(2)
    assert decisions(db) == [(skipped, "skip", "1x2 لا أدري", None)]
    page.get_by_label(desk.say("which")).select_option("true")
    page.get_by_role("button", name=desk.say("apply")).click()
    page.wait_for_url("**/differences?kind=status&skipped=true")
    expect(page.locator(CASE)).to_contain_text("1x2 لا أدري")
    page.get_by_role("button", name=desk.say("undo_skip")).click()
    expect(page.get_by_text(desk.say("differences_none_skipped"))).to_be_visible()
    assert decisions(db) == [(skipped, "skip", "1x2 لا أدري", WHO)]
    assert waiting(desk)[:3] == [skipped, *others]


def test_the_last_decision_is_taken_back_by_a_button(site: tuple[str, Path], language: str, open_desk: Open) -> None:
    desk = open_desk(site[0], language, viewport={"width": 390, "height": 844})
    page = desk.go("/differences?kind=only")
    page.get_by_role("button", name=desk.say("take_this")).nth(1).click()
    expect(page.locator(CASE)).to_have_count(0)
    page.locator("[data-made]").get_by_role("button", name=desk.say("undo")).click()
    expect(page.locator(CASE)).to_have_count(1)
    page.wait_for_url("**/differences?kind=only")


def test_where_neither_is_right_the_event_is_corrected_on_its_page(site: tuple[str, Path], open_desk: Open) -> None:
    desk = open_desk(site[0], "ar")
    page = desk.go("/differences")
    event = on_page(page)[0]
    page.keyboard.press("c")
    page.wait_for_url(f"**/event/{event}")
    expect(page.locator("[data-marker]")).to_be_visible()


def test_the_list_of_keys_tells_them(site: tuple[str, Path], language: str, open_desk: Open) -> None:
    desk = open_desk(site[0], language)
    page = desk.go("/differences")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name=desk.say("keys"))
    for key in ("J", "K", "1 2", "Enter", "X", "C", "S", "Z", "?"):
        expect(keys.locator("kbd", has_text=key).first).to_be_visible()
    page.keyboard.press("1")  # decides nothing behind it
    page.get_by_label(desk.say("keys_off")).check()
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.keyboard.press("j")
    assert len(waiting(desk)) == 4


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/differences", "/differences?kind=only&skipped=true"])
def test_it_holds_on_any_window_and_is_readable_to_all(
    site: tuple[str, Path], language: str, width: int, path: str, open_desk: Open
) -> None:
    desk = open_desk(site[0], language, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page = desk.go(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if AXE.is_file():
        assert serious(desk) == []
    walk(page, "Tab")
