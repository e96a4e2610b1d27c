"""Two people sign in, code one article without a look at each other, differ, and one settles it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.test_coding import in_force, remove, saved, standing
from tests.browser.workbench import Desk, served

ARTICLE = "desk-3"
PASSWORDS = {"Maryam": "correct horse battery", "سعاد": "staple horse correct"}


def sign_in(desk: Desk, name: str) -> None:
    page = desk.page
    page.goto(desk.home + f"/review?article={ARTICLE}")
    page.wait_for_url("**/login?*")
    page.get_by_label(desk.say("user_name")).fill(name)
    page.get_by_label(desk.say("password")).fill(PASSWORDS[name])
    page.get_by_role("button", name=desk.say("login")).click()
    page.wait_for_url(f"**/review?article={ARTICLE}")


def code(desk: Desk, corrected: str, rejected: str, events: list[str]) -> None:
    """Correct one event, reject one, accept the rest."""
    for event_id in events:
        page = desk.go(f"/review?article={ARTICLE}&order=document&event={event_id}")
        if event_id == corrected:
            page.keyboard.press("c")
            remove(desk, "الأهالي")
            saved(desk, page.get_by_role("button", name=desk.say("save")).click)
        else:
            key = "x" if event_id == rejected else "Enter"
            saved(desk, lambda key=key: desk.page.keyboard.press(key))


def accept_blind(desk: Desk, corrected: str, count: int) -> None:
    """Work through the queue without seeing what the other one did, and accept all."""
    page = desk.go(f"/review?article={ARTICLE}")
    page.get_by_label(desk.say("blind")).check()
    page.get_by_role("button", name=desk.say("apply")).click()
    page.wait_for_url("**blind=true*")
    for _ in range(count):
        expect(page.locator(".history")).to_contain_text(desk.say("no_decisions"))
        if page.locator("[data-desk]").get_attribute("data-event") == corrected:
            expect(page.locator(".fields [data-path^=actor]")).to_have_count(2)  # as the machine has it
        saved(desk, lambda: page.keyboard.press("Enter"))
    expect(page.get_by_text(desk.say("queue_empty"))).to_be_visible()


def see_agreement(desk: Desk, events: int) -> None:
    """Find the figures of the API on the page."""
    agreed = desk.json("/api/v1/agreement?one=Maryam&other=سعاد")
    assert agreed["events"] == events
    assert 0 < agreed["kappa"] < 1
    assert agreed["fields"]["actors"] < 1
    figures = desk.page.locator("#agreement")
    expect(figures.locator(".figures")).to_contain_text(desk.say("kappa"))
    expect(figures.locator(".figures")).to_contain_text(f"{agreed['kappa']:.2f}")
    row = figures.get_by_role("row", name=desk.name("agreement", "actors"))
    expect(row).to_contain_text(f"{agreed['fields']['actors']:.2f}")


def settle(desk: Desk, event_id: str, who: str) -> None:
    """Take somebody's version of an event."""
    cases = desk.page.locator("[data-case]")
    before = cases.count()
    case = desk.page.locator(f"[data-case][data-event='{event_id}']")
    version = case.locator(".coder-version").filter(has_text=desk.say("version_of", who=who))
    version.get_by_role("button", name=desk.say("take_this")).click()
    expect(cases).to_have_count(before - 1)


def exported(db: Path) -> dict[str, dict[str, Any]]:
    """Return the records that people decided on, by id, as the command line exports them."""
    command = [sys.executable, "-m", "rasad", "export", "jsonl", "--db", str(db), "--decided"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout.splitlines()
    return {record["id"]: record for record in map(json.loads, lines)}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_two_code_one_article_differ_and_one_settles(ten: Path, tmp_path: Path, language: str, open_desk: Open) -> None:
    db = Path(shutil.copy(ten, tmp_path / "two.db"))
    for name, password in PASSWORDS.items():
        command = [sys.executable, "-m", "rasad", "user", "add", name, "--db", str(db)]
        subprocess.run(command, input=password, text=True, check=True, capture_output=True)
    with served(db, "--login") as home:
        one, other = open_desk(home, language), open_desk(home, language)
        one.expected = other.expected = ("401",)
        sign_in(one, "Maryam")
        sign_in(other, "سعاد")
        found = one.json(f"/api/v1/events?article={ARTICLE}&order=document&limit=100")["events"]
        events = [event["id"] for event in found]
        meeting, threat = one.event(ARTICLE, "اجتماعاتهم")["id"], one.event(ARTICLE, "هددت")["id"]
        code(one, meeting, threat, events)
        accept_blind(other, meeting, len(events))

        page = other.go("/settle?one=Maryam&other=سعاد")
        expect(page.locator("[data-case]")).to_have_count(2)
        expect(page.locator(f"[data-event='{meeting}'] .differs[data-path^=actor]").first).to_be_visible()
        see_agreement(other, len(events))
        settle(other, meeting, "Maryam")  # what stands by then is the other's acceptance
        settle(other, threat, "سعاد")
        other.go("/settle")
        expect(page.get_by_text(other.say("settle_empty"))).to_be_visible()

        now = standing(other, meeting)["event"]
        assert [e["entity_text"] for e in now["actor"]] == ["موظفي الإغاثة"]
        assert in_force(other, threat) == ["accept", "accept", "reject"]
        decided = exported(db)
        assert decided.keys() == set(events)
        assert decided[meeting]["actor"] == now["actor"]
        (line,) = one.text("/api/v1/annotations").splitlines()  # the one article on which all is decided
        annotated = json.loads(line)
        assert (annotated["id"], len(annotated["events"])) == (ARTICLE, len(events))
