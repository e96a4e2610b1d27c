"""Two people sign in, code one article without a look at each other, differ, and one settles it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.conftest import Open
from tests.browser.test_coding import in_force, remove, saved, standing
from tests.browser.workbench import Desk, served

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

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
        events = one.json(f"/api/v1/events?article={ARTICLE}&order=document&limit=100")["events"]
        meeting = one.event(ARTICLE, "اجتماعاتهم")
        threat = one.event(ARTICLE, "هددت")

        # The first corrects the meeting, rejects the threat, accepts the rest.
        for event in events:
            page = one.go(f"/review?article={ARTICLE}&order=document&event={event['id']}")
            if event["id"] == meeting["id"]:
                page.keyboard.press("c")
                remove(one, "الأهالي")
                saved(one, page.get_by_role("button", name=one.say("save")).click)
            else:
                saved(one, lambda e=event, p=page: p.keyboard.press("x" if e["id"] == threat["id"] else "Enter"))

        # The second works through the same without seeing any of it, and accepts all.
        page = other.go(f"/review?article={ARTICLE}")
        page.get_by_label(other.say("blind")).check()
        page.get_by_role("button", name=other.say("apply")).click()
        page.wait_for_url("**blind=true*")
        for _ in events:
            expect(page.locator(".history")).to_contain_text(other.say("no_decisions"))
            shown = page.locator("[data-desk]").get_attribute("data-event")
            if shown == meeting["id"]:
                expect(page.locator(".fields [data-path^=actor]")).to_have_count(2)  # as the machine has it
            saved(other, lambda: page.keyboard.press("Enter"))
        expect(page.get_by_text(other.say("queue_empty"))).to_be_visible()

        # They differ on two events, and the page says how far they agree.
        page = other.go("/settle?one=Maryam&other=سعاد")
        cases = page.locator("[data-case]")
        expect(cases).to_have_count(2)
        figures = page.locator("#agreement")
        agreed = other.json("/api/v1/agreement?one=Maryam&other=سعاد")
        assert agreed["events"] == len(events)
        assert 0 < agreed["kappa"] < 1
        expect(figures).to_contain_text(other.say("kappa"))
        expect(figures.locator(".figures")).to_contain_text(f"{agreed['kappa']:.2f}")
        assert agreed["fields"]["actors"] < 1
        row = figures.get_by_role("row", name=other.name("agreement", "actors"))
        expect(row).to_contain_text(f"{agreed['fields']['actors']:.2f}")

        # The correction is shown as the difference, and taken; then the acceptance of what was rejected.
        case = page.locator(f"[data-case][data-event='{meeting['id']}']")
        first = case.locator(".coder-version").filter(has_text=other.say("version_of", who="Maryam"))
        expect(case.locator(".differs[data-path^=actor]").first).to_be_visible()
        first.get_by_role("button", name=other.say("take_this")).click()
        expect(cases).to_have_count(1)
        case = page.locator(f"[data-case][data-event='{threat['id']}']")
        second = case.locator(".coder-version").filter(has_text=other.say("version_of", who="سعاد"))
        second.get_by_role("button", name=other.say("take_this")).click()
        expect(cases).to_have_count(0)
        other.go("/settle")
        expect(page.get_by_text(other.say("settle_empty"))).to_be_visible()

        now = standing(other, meeting["id"])["event"]
        assert [e["entity_text"] for e in now["actor"]] == ["موظفي الإغاثة"]
        assert in_force(other, threat["id"]) == ["accept", "accept", "reject"]

        # What was decided is what goes out.
        command = [sys.executable, "-m", "rasad", "export", "jsonl", "--db", str(db), "--decided"]
        lines = subprocess.run(
            command, check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout.splitlines()
        exported = {record["id"]: record for record in map(json.loads, lines)}
        assert exported.keys() == {event["id"] for event in events}
        assert exported[meeting["id"]]["actor"] == now["actor"]
        (line,) = one.text("/api/v1/annotations").splitlines()  # the one article on which all is decided
        annotated = json.loads(line)
        assert annotated["id"] == ARTICLE
        assert len(annotated["events"]) == len(events)
