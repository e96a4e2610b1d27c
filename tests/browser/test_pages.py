"""Every page: readable to all (axe-core), from this machine alone, by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from rasad.store import Filters, Seen, Store
from tests.browser.conftest import Open
from tests.browser.workbench import Desk, served

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADMIN, PASSWORD = "Maryam", "correct horse battery"
PAGES = {
    "overview": "/",
    "events": "/events?limit=12",
    "search": "/events?text=اجتماع&type=CONSULT",
    "nothing found": "/events?text=لاشيء",
    "event": "/event/{event}",
    "article": "/article?id=demo-2",
    "map": "/map",
    "actors": "/actors",
    "actor": "/actor?id={actor}",
    "sources": "/sources",
    "review": "/review",
    "settle": "/settle",
    "differences": "/differences",
    "jobs": "/jobs",
    "users": "/users",
    "error": "/event/none",
    "api": "/api/docs",
}
OTHERS_WORK = {"api": "#swagger"}  # Swagger UI's own markup is not ours to change


# What the Tab key has to come to.
STOPS = """() => {
    const all = `a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, summary,
        [tabindex="0"]`;
    window.all = [...document.querySelectorAll(all)].filter((stop) =>
        stop.checkVisibility({ visibilityProperty: true }) && stop.tabIndex >= 0 && !stop.closest("dialog"));
    [window.seen, window.unseen] = [new Set(), []];
    document.body.focus();
    return window.all.length;
}"""
# Note where the focus is, and whether one sees it; tell whether it has gone round.
AT_STOP = """() => {
    const at = document.activeElement;
    if (at === document.body) return window.seen.size > 10;
    window.seen.add(at);
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
    const plain = outlineStyle === "none" || outlineWidth === "0px";
    if (plain && boxShadow === "none") window.unseen.push(at.outerHTML.slice(0, 120));
    return false;
}"""


@pytest.fixture(scope="module")
def site(ten: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """A server on which an admin signs in, with decisions of two people who differ; and what addresses need."""
    db = tmp_path_factory.mktemp("site") / "site.db"
    db.write_bytes(ten.read_bytes())
    with Store.open(str(db)) as store:
        store.accounts.add(ADMIN, "admin", PASSWORD)
        events = list(store.events(Filters(doc_id="demo-2")))
        for event in events[:4]:
            store.decide(event["id"], "accept", ADMIN, note="كما في النص")
            store.decide(event["id"], "reject" if event is events[0] else "accept", "سعاد", seen=Seen(None, blind=True))
        actor = next(e["identifier_id"] for r in store.events(Filters()) for e in r["actor"] if e["identifier_id"])
        shown = next(r for r in events if r["size"]["injured"])
    with served(db, "--login") as home:
        yield home, {"event": shown["id"], "actor": actor}


def signed_in(open_desk: Open, home: str, language: str, theme: str = "light", **options: Any) -> Desk:
    desk = open_desk(home, language, theme, **options)
    desk.page.goto(f"{home}/login")
    desk.page.get_by_label(desk.say("user_name")).fill(ADMIN)
    desk.page.get_by_label(desk.say("password")).fill(PASSWORD)
    desk.page.get_by_role("button", name=desk.say("login")).click()
    desk.page.wait_for_url(f"{home}/")
    return desk


def serious(desk: Desk, apart: str | None = None) -> list[str]:
    """Return the serious and critical faults that axe-core finds: all in one theme, contrast in the other too."""
    desk.page.evaluate(AXE.read_text(encoding="utf-8"))  # by the debugger: the page's policy lets no script in
    found = desk.page.evaluate(
        """async ([tags, apart]) => {
            const told = [], root = document.documentElement;
            const run = async (runOnly) => {
                const options = { runOnly, resultTypes: ["violations"] };
                const { violations } = await axe.run(apart ? { exclude: [apart] } : document, options);
                for (const { id, impact, nodes } of violations) {
                    const where = nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ");
                    told.push([impact, `${root.dataset.theme} ${id}: ${where}`]);
                }
            };
            await run({ type: "tag", values: tags });
            const before = root.dataset.theme;
            root.dataset.theme = before === "dark" ? "light" : "dark";
            await run({ type: "rule", values: ["color-contrast"] });
            root.dataset.theme = before;
            return told;
        }""",
        [RULES, apart],
    )
    return [told for impact, told in found if impact in ("serious", "critical")]


@pytest.mark.parametrize(("language", "theme"), [("ar", "light"), ("en", "dark")])
def test_no_page_has_a_serious_fault_or_asks_another_machine(
    site: tuple[str, dict[str, str]], language: str, theme: str, open_desk: Open
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not there: `python hatch_build.py` installs it with the rest of web/")
    home, names = site
    desk = open_desk(home, language, theme, reduced_motion="reduce")
    desk.go("/login")
    found = {"login": serious(desk)}
    desk = signed_in(open_desk, home, language, theme, reduced_motion="reduce")
    desk.expected = ("404",)  # of the error page
    for name, path in PAGES.items():
        page = desk.go(path.format(**names))
        if name == "api":
            page.wait_for_selector(".swagger-ui .opblock")
        expect(page.locator("html")).to_have_attribute("lang", language)
        found[name] = serious(desk, OTHERS_WORK.get(name))
    page = desk.go(PAGES["event"].format(**names))
    page.keyboard.press("c")
    page.keyboard.press("ArrowLeft")
    found["marking"] = serious(desk)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("name", "language"), [("overview", "ar"), ("events", "ar"), ("event", "en"), ("review", "ar"), ("map", "en")]
)
def test_all_is_reached_by_tab_and_the_focus_is_seen(
    site: tuple[str, dict[str, str]], name: str, language: str, open_desk: Open
) -> None:
    home, names = site
    desk = signed_in(open_desk, home, language)
    page = desk.go(PAGES[name].format(**names))
    wanted = page.evaluate(STOPS)
    assert wanted > 15
    for _ in range(wanted + 40):
        page.keyboard.press("Tab")
        if page.evaluate(AT_STOP):
            break
    missed = page.evaluate("window.all.filter((e) => !window.seen.has(e)).map((e) => e.outerHTML.slice(0, 120))")
    assert (missed, page.evaluate("window.unseen")) == ([], [])


def test_without_scripts_one_reads_filters_turns_pages_and_exports(
    reading: str, language: str, open_desk: Open
) -> None:
    desk = open_desk(reading, language, java_script_enabled=False)
    page = desk.page
    page.goto(f"{reading}/")
    expect(page.locator(".samples .sample")).to_have_count(8)
    page.get_by_role("link", name=desk.say("events"), exact=True).first.click()
    shown = desk.json("/events.json")
    assert shown["next"]
    expect(page.locator("tbody tr")).to_have_count(len(shown["events"]))
    first = page.locator("tbody tr a").first.get_attribute("href")
    page.get_by_role("link", name=desk.say("next"), exact=True).click()
    expect(page.locator("tbody tr a").first).not_to_have_attribute("href", str(first))

    page.locator("summary", has_text=desk.name("fields", "type")).first.click()
    page.get_by_role("checkbox", name=desk.name("types", "ASSAULT")).check()
    page.get_by_label(desk.say("since")).fill("2018-01-01")
    page.get_by_role("button", name=desk.say("apply")).click()
    wanted = desk.json("/events.json?type=ASSAULT&since=2018-01-01")
    count = wanted["count"]
    assert 0 < count < shown["count"]
    expect(page.locator("tbody tr")).to_have_count(len(wanted["events"]))

    page.locator("summary", has_text=desk.say("export")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=desk.name("formats", "jsonl")).click()
    assert len(download.value.path().read_text(encoding="utf-8").splitlines()) == count

    page.locator("tbody tr a").first.click()
    expect(page.locator("mark.role-trigger").first).to_be_visible()
    page.get_by_role("link", name=desk.say("read_article")).click()
    expect(page.locator("article mark.role-trigger").first).to_be_visible()

    page.locator("summary", has_text=desk.say("theme")).click()
    page.get_by_role("link", name=desk.say("theme_dark")).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name=desk.say("language_other")).click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr" if language == "ar" else "rtl")
