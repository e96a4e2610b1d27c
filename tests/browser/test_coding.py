"""The work of a coder, from the upload to the export, in both languages of the interface."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.workbench import ARTICLES, Desk, served

MEETING, ATTACK = "بحث", "هاجموا"


def saved(desk: Desk, do: Any) -> dict[str, Any]:
    """Return the decision that is saved by doing something; wait until the page that follows is there."""
    with desk.page.expect_response("**/api/v1/decisions") as answer, desk.page.expect_navigation():
        do()
    assert answer.value.status == 201
    desk.page.wait_for_load_state()
    decision: dict[str, Any] = desk.json("/api/v1/decisions?limit=1")[0]
    return decision


def standing(desk: Desk, event_id: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.json(f"/api/v1/events/{event_id}")
    return found


def in_force(desk: Desk, event_id: str) -> list[str]:
    return sorted(d["act"] for d in standing(desk, event_id)["decisions"] if d["undone_by"] is None)


def select_by_mouse(desk: Desk, words: str) -> None:
    """Drag over words of the sentence."""
    box = desk.page.evaluate(
        """(words) => {
            const body = document.querySelector("rasad-text .body");
            body.scrollIntoView({ block: "center" });
            const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
            let text = "", nodes = [];
            while (walker.nextNode()) {
                nodes.push([text.length, walker.currentNode]);
                text += walker.currentNode.data;
            }
            const at = text.indexOf(words), range = document.createRange();
            const place = (i) => {
                const [from, node] = nodes.findLast(([from]) => from <= i);
                return [node, i - from];
            };
            range.setStart(...place(at)); range.setEnd(...place(at + words.length - 1));
            range.setEnd(range.endContainer, range.endOffset + 1);
            const all = [...range.getClientRects()];
            const [first, last] = [all[0], all.at(-1)];
            return [first.right - 1, first.top + first.height / 2, last.left + 1, last.top + last.height / 2];
        }""",
        words,
    )
    desk.page.mouse.move(box[0], box[1])
    desk.page.mouse.down()
    desk.page.mouse.move(box[2], box[3], steps=8)
    desk.page.mouse.up()


def select_by_keyboard(desk: Desk, first: str, words: int) -> None:
    """Move by words to the first one, then select further ones."""
    keys = desk.page.keyboard
    for _ in range(40):
        keys.press("ArrowLeft")
        if desk.page.evaluate("getSelection().toString()") == first:
            break
    else:
        pytest.fail(f"the arrows never came to {first}")
    for _ in range(words - 1):
        keys.press("Shift+ArrowLeft")


def test_articles_are_uploaded_and_arrive_while_one_watches(tmp_path: Path, language: str, open_desk: Open) -> None:
    with served(tmp_path / "new.db") as home:
        desk = open_desk(home, language)
        page = desk.go("/")
        expect(page.get_by_text(desk.say("nothing_yet"))).to_be_visible()
        watching = desk.go("/", desk.context.new_page())

        page.get_by_role("link", name=desk.say("upload")).click()
        page.get_by_label(desk.say("upload")).set_input_files(ARTICLES)
        page.get_by_role("button", name=desk.say("start")).click()

        job = page.locator(".job")
        expect(job).to_have_count(1)
        expect(job.locator(".tag")).to_have_text(desk.name("jobs", "done"), timeout=60_000)  # without a reload
        expect(job).to_contain_text(desk.say("progress", done=10, total=10))
        expect(watching.locator("#live")).to_contain_text(desk.say("show_them"), timeout=40_000)
        watching.get_by_role("link", name=desk.say("show_them")).click()
        articles = watching.locator(".figures > div").first
        expect(articles).to_contain_text(desk.say("articles"))
        expect(articles).to_contain_text("10")


def test_a_word_finds_its_other_forms_and_leads_to_the_event(reading: str, language: str, open_desk: Open) -> None:
    desk = open_desk(reading, language)
    page = desk.go("/")
    page.get_by_role("searchbox", name=desk.say("search")).fill("اجتماع")
    page.keyboard.press("Enter")
    found = page.get_by_role("row").filter(has_text="اجتماعاتهم")
    expect(found).not_to_have_count(0)
    row = found.filter(has=page.locator("mark.role-trigger", has_text="اجتماعاتهم"))
    row.get_by_role("link", name=desk.name("types", "CONSULT")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(desk.name("types", "CONSULT"))
    expect(page.locator(".fields [data-path='trigger']")).to_have_text("اجتماعاتهم")
    page.locator(".fields [data-path='trigger']").focus()
    expect(page.locator("mark.role-trigger.lit").first).to_be_visible()


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_an_actor_is_corrected_by_marking_words(home: str, language: str, way: str, open_desk: Open) -> None:
    desk = open_desk(home, language)
    event = desk.event("desk-1", MEETING)
    assert [e["entity_text"] for e in event["actor"]] == ["وزير الخارجية العراقي", "نظيره الأردني في بغداد"]
    page = desk.go(f"/event/{event['id']}")
    page.keyboard.press("c")
    if way == "mouse":
        remove(desk, "نظيره الأردني في بغداد")
        select_by_mouse(desk, "نظيره الأردني")
        page.get_by_role("group", name=desk.say("choose_field")).get_by_role(
            "button", name=desk.name("roles", "actor")
        ).click()
        decision = saved(desk, page.get_by_role("button", name=desk.say("save")).click)
    else:
        select_by_keyboard(desk, "نظيره", 2)
        page.keyboard.press("a")
        press_button(desk, "نظيره الأردني في بغداد ×")
        decision = saved(desk, lambda: press_button(desk, desk.say("save")))
    assert decision["act"] == "correct"
    now = standing(desk, event["id"])
    assert [e["entity_text"] for e in now["event"]["actor"]] == ["وزير الخارجية العراقي", "نظيره الأردني"]
    assert now["act"] == "correct"
    expect(page.locator(".event-head")).to_contain_text(desk.name("acts", "correct"))


def press_button(desk: Desk, name: str) -> None:
    """Go to a button by the Tab key and press it."""
    for _ in range(60):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.textContent").strip() == name:
            desk.page.keyboard.press("Enter")
            return
    pytest.fail(f"Tab never came to {name}")


def remove(desk: Desk, words: str) -> None:
    """Take words out of their field."""
    desk.page.get_by_role("button", name=f"{desk.say('clear_field')}: {words}", exact=True).click()


def test_an_event_is_rejected_by_a_key_and_the_decision_undone(home: str, language: str, open_desk: Open) -> None:
    desk = open_desk(home, language)
    event = desk.event("desk-3", "دخول المساعدات")
    page = desk.go(f"/event/{event['id']}")
    decision = saved(desk, lambda: page.keyboard.press("x"))
    assert decision["act"] == "reject"
    expect(page.locator(".event-head")).to_contain_text(desk.name("acts", "reject"))
    left = desk.json("/api/v1/events?article=desk-3&limit=100")["events"]
    assert event["id"] not in [record["id"] for record in left]

    with page.expect_response("**/undo") as answer, page.expect_navigation():
        page.keyboard.press("z")
    assert answer.value.ok
    expect(page.locator(".history .undone").first).to_contain_text(desk.say("undone", who="Maryam"))
    now = standing(desk, event["id"])
    assert now["act"] is None
    assert [d["undone_by"] for d in now["decisions"] if d["id"] == decision["id"]] == ["Maryam"]


def test_a_missed_event_is_added_by_marking_its_trigger(home: str, language: str, open_desk: Open) -> None:
    desk = open_desk(home, language)
    article = desk.json("/api/v1/article?id=desk-3")
    event = desk.event("desk-3", "استقبلوا")
    page = desk.go(f"/event/{event['id']}")
    page.keyboard.press("n")
    page.keyboard.press("Tab")  # on to the panel; the missed event stands in another sentence, which the article shows
    page.locator(".around .body").focus()
    select_by_keyboard(desk, "أرسلتها", 1)
    page.keyboard.press("t")
    select_by_keyboard(desk, "الأمم", 2)
    page.keyboard.press("a")
    page.get_by_label(desk.say("type"), exact=True).select_option("AID")
    decision = saved(desk, page.get_by_role("button", name=desk.say("save")).click)

    made = standing(desk, decision["event_id"])["event"]
    assert made["trigger"] == {
        "text": "أرسلتها",
        "start": article["text"].index("أرسلتها"),
        "end": article["text"].index("أرسلتها") + 7,
    }
    assert (made["event_type"], made["quad_code"]) == ("AID", 2)
    assert [(e["entity_text"], e["code"]) for e in made["actor"]] == [("الأمم المتحدة", "UNO")]
    page = desk.go("/article?id=desk-3")
    expect(page.locator("mark.role-trigger", has_text="أرسلتها")).to_be_visible()


def test_two_people_who_decide_at_once_do_not_lose_each_other(home: str, language: str, open_desk: Open) -> None:
    one, other = open_desk(home, language), open_desk(home, language)
    other.expected = ("409",)  # the browser reports the refusal that is wanted here
    event = one.event("desk-1", ATTACK)
    for desk in (one, other):
        desk.go(f"/event/{event['id']}")
    saved(one, lambda: one.page.keyboard.press("Enter"))

    page = other.page
    page.keyboard.press("c")
    remove(other, "ثلاثة من رجال الأمن")
    page.get_by_role("button", name=other.say("save")).click()
    expect(page.locator(".conflict")).to_contain_text(other.say("conflict"))
    assert in_force(one, event["id"]) == ["accept"]
    expect(page.locator("[data-marker]")).to_be_visible()  # what was marked is still there
    with page.context.expect_page() as shown:
        page.locator(".conflict a").click()
    expect(shown.value.locator(".history")).to_contain_text(other.name("acts", "accept"))

    saved(other, page.get_by_role("button", name=other.say("save")).click)
    now = standing(one, event["id"])
    assert in_force(one, event["id"]) == ["accept", "correct"]
    assert [e["entity_text"] for e in now["event"]["recipient"]] == ["مركزا للشرطة قرب الرطبة"]


def test_what_was_decided_is_exported(home: str, language: str, open_desk: Open) -> None:
    desk = open_desk(home, language)
    kept, rejected = desk.event("desk-2", "اعتقلت"), desk.event("desk-2", "وُقّع")
    page = desk.go(f"/event/{rejected['id']}")
    saved(desk, lambda: page.keyboard.press("x"))
    page = desk.go(f"/event/{kept['id']}")
    page.keyboard.press("c")
    remove(desk, "محتجين")
    saved(desk, page.get_by_role("button", name=desk.say("save")).click)

    page = desk.go("/events?article=desk-2&order=document")
    page.get_by_text(desk.say("export"), exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=desk.name("formats", "csv")).click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    shown = desk.json("/api/v1/events?article=desk-2&limit=100")["events"]
    assert [row["id"] for row in rows] == [record["id"] for record in shown]
    assert rejected["id"] not in [row["id"] for row in rows]

    page = desk.go("/events?decided=true")
    page.get_by_text(desk.say("export"), exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=desk.name("formats", "jsonl")).click()
    (corrected,) = [json.loads(line) for line in download.value.path().read_text(encoding="utf-8").splitlines()]
    assert corrected["id"] == kept["id"]
    assert [e["entity_text"] for e in corrected["actor"]] == ["الشرطة"]

    lines = desk.text("/api/v1/annotations?partial=true").splitlines()
    assert "desk-2" in " ".join(lines)
