"""Articles and addresses made to do harm: whatever they hold is shown as text, and reading changes nothing."""

from __future__ import annotations

import itertools
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import lxml.html  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient

from rasad.document import Article
from rasad.read import read
from rasad.serve import Settings, create_app
from rasad.store import CodedDocument, Store
from tests.serve.conftest import WHO, browser
from tests.serve.hostile import COUNT, PAYLOADS, Hostile, records
from tests.serve.signing import PAGE, routes


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file of a store of hostile articles, read from JSON lines as an ingest reads them."""
    folder = tmp_path_factory.mktemp("hostile")
    source = folder / 'a"><xevil>.jsonl'
    rows = [Hostile(n).row for n in range(COUNT)]
    rows += [
        rows[0] | {"id": f"cut {n}", "text": f"{n} " + text}
        for n, text in enumerate(("\ud800", "a\x00b", "\udfff<xevil>"))
    ]
    rows += [
        rows[1] | {"id": f"titled {n}", "title": f"{n} \ud83d", "text": f"{n} تظاهر", "source": "\udc00", "url": None}
        for n in range(2)
    ]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows))
    path = folder / "hostile.db"
    with Store.open(str(path)) as store:
        numbers = itertools.count()
        for item in read([str(source)]):
            if not isinstance(item, Article):
                store.add_problem(item)
                continue
            number = next(numbers)
            made = records(item, number) if item.id == Hostile(number).row["id"] else []
            store.save(CodedDocument(item, made, "rasad <xevil>"))
        for n, title in enumerate(("\ud800", "a\x00b", "<xevil>\udfff")):  # what a program may save itself
            of = Article(f"half {n}", f"تظاهر العمال {n}", title=title, source=title, author=title, extra={"a": title})
            store.save(CodedDocument(of, [], "rasad"))
        assert store.counts()["events"] >= COUNT - 5
        some = list(itertools.islice(store.events(), 0, 60, 3))
        for who, record in itertools.product(("<xevil>", "هند"), some[:8]):
            store.decide(record["id"], "accept" if who == "هند" else "reject", who, note='"><xevil>')
    return path


@pytest.fixture(scope="module")
def reader(hostile: Path) -> Iterator[TestClient]:
    app = create_app(Settings(db=str(hostile), who='<xevil evil="1">'))
    with browser(app, raise_server_exceptions=False) as client:
        yield client


def dump(path: Path) -> list[tuple[Any, ...]]:
    with Store.open(str(path)) as store:
        return list(store.dump())


def harmless(page: bytes) -> Any:
    """Check that nothing of an article became an element, an attribute's name or an address; return the page."""
    root = lxml.html.document_fromstring(page)
    assert b"9801547" not in page  # 1337*7331
    for element in root.iter():
        if not isinstance(element.tag, str):
            assert "xevil" not in (element.text or "")  # no comment or processing instruction either
            continue
        assert element.tag not in (
            "xevil",
            "img",
            "iframe",
            "style",
            "base",
            "object",
            "embed",
            "math",
            "animate",
            "frame",
        )
        assert element.tag != "svg" or not element.get("onload")
        assert element.tag != "link" or element.get("href", "").startswith("/static/")
        assert element.tag != "meta" or element.get("http-equiv") is None
        if element.tag == "script":
            if element.get("type") == "application/json":
                json.loads(element.text or "null")
            else:
                assert element.get("src", "").startswith("/static/") and not (element.text or "").strip()
        for name, value in element.attrib.items():
            assert name != "evil" and not name.startswith("on") and name != "style", (element.tag, name)
            if name.startswith("hx-") and name != "hx-get":
                assert "evil" not in value and value != "/users"
            if name in ("href", "src", "action", "formaction", "hx-get"):
                _stays(element, value)
    assert root.xpath("//footer[@class='foot']") and root.xpath("//main[@id='content']")  # nothing ended them early
    return root


def _stays(element: Any, value: str) -> None:
    parts = urlsplit(value)
    if parts.scheme or parts.netloc:
        assert parts.scheme in ("http", "https") and "noopener" in element.get("rel", ""), value
        assert parts.netloc == "x.example"
    else:
        assert value.startswith(("/", "#", "?")) and not value.startswith(("//", "/\\")), value


LISTS = (
    "/",
    "/events?limit=500",
    "/events?limit=500&order=date&type=PROTEST",
    "/map",
    "/actors?limit=500",
    "/sources?limit=500",
    "/review",
    "/review?blind=true",
    "/review?order=newest",
    "/settle",
    "/jobs",
    "/users",
    "/search",
)


def test_the_store_holds_them(hostile: Path) -> None:
    with Store.open(str(hostile)) as store:
        counts = store.counts()
        assert counts["articles"] >= COUNT - 5
        whole = {a.id: a for a in store.articles()}
        for n in range(COUNT):
            row = Hostile(n).row
            if row["id"] in whole and "\x00" not in row["text"]:
                assert whole[row["id"]].text == row["text"]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["ar", "en"])
def test_lists_show_text(reader: TestClient, path: str, language: str) -> None:
    answer = reader.get(path, headers=PAGE | {"accept-language": language})
    assert answer.status_code == (404 if path == "/search" else 200), answer.text[:500]
    harmless(answer.content)


def test_pages_of_one_show_text(reader: TestClient, hostile: Path) -> None:
    before = dump(hostile)
    with Store.open(str(hostile)) as store:
        found = {r["doc_id"]: r for r in store.events()}
    for n in range(0, len(PAYLOADS), 2):  # each holds another payload too
        row = Hostile(n).row
        record = found.get(row["id"])
        if record is None:
            continue
        page = reader.get(f"/event/{record['id']}", headers=PAGE)
        assert page.status_code == 200, (row["id"], page.text[:300])
        harmless(page.content)
        page = reader.get("/article", params={"id": row["id"]}, headers=PAGE)
        assert page.status_code == 200, (row["id"], page.text[:300])
        assert _shown_text(harmless(page.content)) == row["text"]
        assert reader.get("/article.json", params={"id": row["id"]}).json()["article"]["text"] == row["text"]
        identity = record["actor"][0]["identifier_id"]
        assert reader.get("/api/v1/actor", params={"id": identity}).json()["id"] == identity
        answer = reader.get("/actor", params={"id": identity}, headers=PAGE)
        assert answer.status_code == 200, (identity, answer.text[:300])
        harmless(answer.content)
        answer = reader.get(
            "/events", params={"text": row["id"], "actor": Hostile(n).payload, "source": row["source"]}, headers=PAGE
        )
        assert answer.status_code in (200, 422)  # what is asked for may be too long
        harmless(answer.content)
        answer = reader.get(f"/none/{quote(Hostile(n).payload, safe='')}", headers=PAGE)
        assert answer.status_code in (404, 400)
        harmless(answer.content)
    assert dump(hostile) == before


def _shown_text(page: Any) -> str:
    (body,) = page.xpath("//rasad-text//*[contains(@class, 'body')]")
    for sign in body.xpath(".//span[@class='sign']"):
        sign.text = f"\ue000{sign.get('data-code')}\ue001"
    shown = str(body.text_content())
    for code in {part.partition("\ue001")[0] for part in shown.split("\ue000")[1:]}:
        shown = shown.replace(f"\ue000{code}\ue001", chr(int(code, 16)))
    return shown


JSON_PATHS = (
    "/index.json",
    "/events.json?limit=500",
    "/map.json",
    "/actors.json?limit=500",
    "/sources.json?limit=500",
    "/review.json",
    "/settle.json",
    "/jobs.json",
    "/api/v1/events?limit=500",
    "/api/v1/facets",
    "/api/v1/timeline",
    "/api/v1/pairs?limit=500",
    "/api/v1/places?limit=5000",
    "/api/v1/articles?limit=500",
    "/api/v1/actors?limit=500",
    "/api/v1/sources",
    "/api/v1/search?text=%D8%AA%D8%B8%D8%A7%D9%87%D8%B1",
    "/api/v1/decisions",
    "/api/v1/disagreements",
    "/api/v1/agreement?one=%3Cxevil%3E&other=%D9%87%D9%86%D8%AF",
    "/api/v1/article?id=half%200",
    "/api/v1/article?id=half%201",
    "/api/v1/article?id=half%202",
    "/article.json?id=half%202",
    "/api/v1/article?id=titled%200",
)


@pytest.mark.parametrize("path", JSON_PATHS)
def test_json_is_json(reader: TestClient, path: str) -> None:
    answer = reader.get(path, headers=PAGE)
    assert answer.status_code in (200, 404) if "titled" in path else answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "application/json"  # never what a browser would run
    json.loads(answer.content)


@pytest.mark.parametrize("name", ["half 0", "half 1", "half 2"])
def test_half_characters_of_a_title_are_shown(reader: TestClient, name: str) -> None:
    answer = reader.get("/article", params={"id": name}, headers=PAGE)
    assert answer.status_code == 200
    harmless(answer.content)


@pytest.mark.parametrize(
    "path",
    ["/api/v1/export/" + f for f in ("jsonl", "csv", "geojson", "parquet", "plover")]
    + ["/api/v1/annotations?partial=true"],
)
def test_exports_are_files(reader: TestClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 200 and answer.content
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-type"].partition(";")[0] not in (
        "text/html",
        "image/svg+xml",
        "application/xhtml+xml",
    )


VALUES = (
    "' OR 1=1 --",
    '"; DROP TABLE events; --',
    "a\x00b",
    "ا" * 5_000,
    "9" * 400,
    "-1",
    "1e309",
    "nan",
    "NaN,NaN,NaN,NaN",
    "1e400,1,2,3",
    "0,0,0,0",
    "{{1337*7331}}",
    "../../etc/passwd",
    "%",
    "*",
    "\\",
    "AND OR NEAR(",
    "\u202e🤷",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "true",
    "PROTEST",
    "",
    "ßß",
    "\ufffe",
    "[]",
    "=",
)
RAW = ("%ED%A0%80", "%FF%FE", "%zz", "a%0d%0ab")
WORST = ("%27%20OR%201=1%20--%00",)


def addresses(paths: dict[str, Any]) -> Iterator[str]:
    """Yield addresses with each parameter set to each value; one of many routes in full only at the first."""
    tried: Counter[str] = Counter()
    for path, methods in paths.items():
        parameters = methods.get("get", {}).get("parameters", [])
        needed = {p["name"]: "x" for p in parameters if p.get("required") and p["in"] == "query"}
        filled = path.replace("{event_id}", "x").replace("{format}", "csv").replace("{job_id}", "x")
        for parameter in parameters:
            name = parameter["name"]
            tried[name] += 1
            values = (*(quote(value, safe="") for value in VALUES), *RAW) if tried[name] == 1 else WORST
            for written in values:
                if parameter["in"] == "path":
                    if written.strip(" .%20") and "%2F" not in written:
                        yield path.replace(f"{{{name}}}", written)
                else:
                    rest = "".join(f"&{key}={value}" for key, value in needed.items() if key != name)
                    yield f"{filled}?{name}={written}{rest}"


def test_no_parameter_makes_the_server_fail(kept: Path) -> None:
    before = dump(kept)
    with browser(create_app(Settings(db=str(kept))), raise_server_exceptions=False) as client:
        asked = list(addresses(client.get("/api/openapi.json").json()["paths"]))
        for address in asked:
            answer = client.get(address)
            assert answer.status_code < 500, (address, answer.text)
            assert b"9801547" not in answer.content
    assert len(asked) > 800
    assert dump(kept) == before


PARAMETERS = (
    "text",
    "actor",
    "source",
    "place",
    "event",
    "one",
    "other",
    "id",
    "next",
    "back",
    "to",
    "after",
    "article",
    "name",
)


def test_pages_take_hostile_parameters_as_text(reader: TestClient) -> None:
    paths = [path for _, path in routes(reader.app) if "{" not in path and not path.startswith("/api/")]  # type: ignore[arg-type]
    for path in sorted({path for path in paths if not path.endswith(".json")}):
        for value in ('"><xevil evil=1>', "javascript:evil()", "{{1337*7331}}", "\x00\u202e", "//evil.example"):
            for names in (
                PARAMETERS,
                ("text", "to", "back", "next", "id"),
                ("country",),
                ("type",),
                ("box",),
                ("order",),
            ):
                answer = reader.get(path, params=dict.fromkeys(names, value), headers=PAGE, follow_redirects=False)
                assert answer.status_code < 500
                if 300 <= answer.status_code < 400:
                    assert "evil" not in urlsplit(answer.headers["location"]).netloc
                elif answer.headers["content-type"].startswith("text/html"):
                    harmless(answer.content)


def test_hostile_cookies_and_languages(reader: TestClient) -> None:
    for value in ("<xevil>", "../../x", "x" * 3_000, "en-\x01", "*", "ar;q=nan, en;q=1e999"):
        headers = {"accept-language": value, "cookie": f"lang={value}; theme={value}; rasad_session={value}"}
        answer = reader.get("/", headers=PAGE | headers)
        assert answer.status_code == 200
        assert harmless(answer.content).get("lang") in ("ar", "en")


def test_hostile_words_are_kept_as_they_were_marked(hostile: Path, tmp_path: Path) -> None:
    """A correction on a hostile article goes the whole way, and its note and record are shown as text."""
    copy = tmp_path / "copy.db"
    shutil.copy(hostile, copy)
    with browser(create_app(Settings(db=str(copy), who=WHO))) as client:
        row = Hostile(0).row
        event = client.get("/api/v1/events", params={"article": row["id"]}).json()["events"][0]
        start = row["text"].index(Hostile(0).payload)
        marked = {"start": start, "end": start + len(Hostile(0).payload)}
        body = {
            "doc_id": row["id"],
            "event_id": event["id"],
            "fields": {"attribution": [marked], "size.dead": [marked]},
        }
        record = client.post("/api/v1/articles/spans", json=body).json()
        assert record["size"]["dead"][0]["text"] == Hostile(0).payload
        last = client.get(f"/api/v1/events/{event['id']}").json()["last_decision"]
        made = client.post(
            "/api/v1/decisions",
            json={"event_id": event["id"], "act": "correct", "after": record, "note": '"><xevil evil=1>', "seen": last},
        )
        assert made.status_code == 201, made.text
        harmless(client.get(f"/event/{event['id']}", headers=PAGE).content)
        assert client.get(f"/api/v1/events/{event['id']}").json()["event"] == record
