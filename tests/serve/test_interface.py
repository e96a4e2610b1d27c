"""What the workbench says: complete in both languages, used as it is named, and shaped for its reader."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from rasad import ontology, vocabulary
from rasad.errors import VocabularyError
from rasad.serve import interface, site

TABLES = {name: rows for name, rows in vocabulary.load("interface").items() if isinstance(rows, dict)}
TEMPLATES = sorted(site.TEMPLATES.glob("*.html"))
SCRIPTS = Path(__file__).parents[2] / "web" / "src"
ARABIC, LATIN = re.compile(r"[\u0621-\u064a]"), re.compile(r"[A-Za-z]")
# Keys that templates put together: t("theme_" ~ choice), t("error_" ~ status), t(name) of the menu.
FAULTS = (400, 401, 403, 404, 409, 413, 422, 429, 500, 503)
MADE = {f"theme_{t}" for t in interface.THEMES} | {f"error_{s}" for s in FAULTS}
MENU = {"overview", "events", "map", "actors", "sources", "review", "settle", "jobs"}


def used_in_templates() -> set[str]:
    found: set[str] = set()
    for template in TEMPLATES:
        found |= set(re.findall(r"""\bt\(\s*["'](\w+)["']\s*[,)]""", template.read_text(encoding="utf8")))
    return found | MADE | MENU


def used_in_scripts() -> set[str]:
    found: set[str] = set()
    for script in SCRIPTS.glob("*.js"):
        text = script.read_text(encoding="utf8")
        for call in re.findall(r"\bsay\(([^()]*)", text):
            found |= set(re.findall(r'"(\w+)"', call.split("{")[0].split("===")[-1])) - {"add"}
    return found | {"type", "status"}  # the marker's choices: say(key)


def used_in_python() -> set[str]:
    modules = site.TEMPLATES.parent.rglob("*.py")
    return {key for m in modules for key in re.findall(r"""\bsay\(["'](\w+)["']""", m.read_text(encoding="utf8"))}


def test_every_string_stands_in_both_languages() -> None:
    for table, rows in TABLES.items():
        for key, pair in rows.items():
            assert len(pair) == 2, f"{table}.{key}"
            assert all(text.strip() for text in pair), f"{table}.{key}"
            if (table, key) != ("ui", "language_other"):
                assert ARABIC.search(pair[0]), f"{table}.{key} has no Arabic"
                assert not ARABIC.search(pair[1]), f"{table}.{key} is not English"


def test_both_languages_fill_in_the_same() -> None:
    for table, rows in TABLES.items():
        for key, (arabic, english) in rows.items():
            assert set(re.findall(r"\{(\w+)\}", arabic)) == set(re.findall(r"\{(\w+)\}", english)), f"{table}.{key}"


def test_every_string_that_a_page_or_script_says_is_there() -> None:
    assert used_in_templates() - set(TABLES["ui"]) == set()
    assert used_in_scripts() - set(interface.SCRIPT_KEYS) == set()
    assert used_in_python() - set(TABLES["ui"]) == set()
    assert set(interface.SCRIPT_KEYS) - set(TABLES["ui"]) == set()


def test_no_string_is_left_over() -> None:
    assert set(TABLES["ui"]) - used_in_templates() - used_in_python() - set(interface.SCRIPT_KEYS) == set()
    assert set(interface.SCRIPT_KEYS) - used_in_scripts() == set()


def test_every_table_that_a_page_names_is_there() -> None:
    for template in TEMPLATES:
        for table in re.findall(r"""labels?\(["'](\w+)["']""", template.read_text(encoding="utf8")):
            assert table in TABLES, f"{template.name}: {table}"


def test_every_code_of_plover_has_a_name() -> None:
    assert set(TABLES["types"]) == set(ontology.types())
    assert set(TABLES["statuses"]) == set(ontology.STATUSES)
    assert set(TABLES["modes"]) == {m for t in ontology.types() for m in ontology.modes(t)}
    assert set(TABLES["contexts"]) == set(ontology.contexts())
    assert set(TABLES["sectors"]) == set(ontology.sectors())
    assert set(TABLES["codes"]) == set(ontology.non_state_codes())


def test_templates_hold_no_inline_script_or_style() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf8")
        assert not re.search(r"\sstyle\s*=|\son\w+\s*=|<style|javascript:", text), template.name
        for attributes in re.findall(r"<script([^>]*)>", text):
            assert "src=" in attributes or 'type="application/json"' in attributes, template.name


def test_article_texts_are_never_let_through_unescaped() -> None:
    for template in TEMPLATES:
        assert "| safe" not in template.read_text(encoding="utf8"), template.name
        assert "|safe" not in template.read_text(encoding="utf8"), template.name


@pytest.mark.parametrize(
    ("cookie", "accepted", "expected"),
    [
        (None, None, "ar"),
        ("en", "ar", "en"),
        ("xx", "en-GB,ar;q=0.5", "en"),
        (None, "fr,en;q=0.4,ar-EG;q=0.8", "ar"),
        (None, "en;q=0, fr", "ar"),
        (None, "en;q=nonsense", "ar"),
        (None, "," * 5000, "ar"),
    ],
)
def test_the_language_is_the_chosen_one_then_the_browsers_then_arabic(
    cookie: str | None, accepted: str | None, expected: str
) -> None:
    assert interface.preferred(cookie, accepted) == expected


def test_days_and_numbers() -> None:
    arabic, english = interface.words("ar"), interface.words("en")
    assert arabic.day("2019-03-14") == "14 مارس 2019"
    assert english.span("2019-04-01", "2019-04-30") == "April 2019"
    assert english.span("2020-01-01", "2020-12-31") == "2020"
    assert english.span("2019-04-01", "2019-05-02") == "1 April 2019 – 2 May 2019"
    assert english.span(None, "2019-05-02") == "2 May 2019"
    assert arabic.day("no day") == "no day"
    assert english.moment("2024-01-02T10:11:12+00:00") == "2 January 2024, 10:11"
    assert arabic.number(1234567) == "1,234,567"
    assert (arabic.percent(0.876), english.percent(0.876)) == ("88٪", "88%")
    assert arabic.country("JOR") == arabic.country("JO") == "الأردن"
    assert english.country("UNO") == "United Nations"
    assert (english.country("ZZZ"), english.country(None)) == ("ZZZ", "")


def test_a_string_that_there_is_not_is_an_error_that_names_it() -> None:
    with pytest.raises(VocabularyError, match=r"ui\.nothing_of_that_name"):
        interface.words("ar").say("nothing_of_that_name")


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.include_router(site.router)

    @app.get("/page")
    def page(request: Request) -> HTMLResponse:
        error = {"code": "not-found", "message": "<b>no event</b>", "where": "/event/<x>", "allowed": ["a", "b"]}
        return site.render(request, "error.html", {"status": 404, "error": error}, 404)

    return TestClient(app, follow_redirects=False)


def test_a_page_speaks_the_readers_language_and_escapes_what_it_is_given(client: TestClient) -> None:
    arabic = client.get("/page")
    assert arabic.status_code == 404
    assert '<html lang="ar" dir="rtl" data-theme="auto">' in arabic.text
    assert "&lt;b&gt;no event&lt;/b&gt;" in arabic.text
    english = client.get("/page", headers={"Accept-Language": "en"}).text
    assert '<html lang="en" dir="ltr" data-theme="auto">' in english
    client.cookies.set("theme", "dark")
    assert 'data-theme="dark"' in client.get("/page").text


@pytest.mark.parametrize(
    "back", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x=y", ""]
)
def test_a_choice_never_leads_away_from_the_site(client: TestClient, back: str) -> None:
    answer = client.get("/language", params={"to": "en", "back": back})
    assert answer.headers["location"] == "/"


def test_a_choice_is_kept_and_leads_back(client: TestClient) -> None:
    answer = client.get("/theme", params={"to": "dark", "back": "/events?text=وزير&type=AID"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/events?text=%D9%88")
    assert "theme=dark" in answer.headers["set-cookie"]
    assert "lang=ar" in client.get("/language", params={"to": "<x>"}).headers["set-cookie"]


def test_json_in_a_page_cannot_end_its_element() -> None:
    hostile = {"text": "</script><!-- & ' \u2028 \ud800"}
    block = site.as_json(hostile)
    assert not set("<>&'") & set(block)
    assert json.loads(str(block)) == hostile
