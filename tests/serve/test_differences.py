"""The page of differences of two engines: both versions, and what taking one of them does."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from rasad.store import CodedDocument, Differing, Store
from tests.serve.conftest import PLACED
from tests.store.documents import arrest, article, protest

OF = article(900)
PROTEST, ARREST = protest(OF, coder="rasad 1"), arrest(OF, coder="rasad 1")
PROTEST["event_loc"] |= PLACED
OTHER = PROTEST | {"status": "planned", "coder": "rasad 2", "reason": ["<b>read</b>"]}
ALONE = ARREST | {"coder": "rasad 2"}
LLM = "<i>llm</i>"
PAIRS = {f"rules/{LLM}": 1, "rules/x": 1}


@pytest.fixture(autouse=True)
def filed(store: Store) -> None:
    store.save(CodedDocument(OF, [PROTEST], "rasad 1"))
    store.file_differences(OF, LLM, [Differing("status", "rules", LLM, PROTEST, OTHER)])
    store.file_differences(OF, "x", [Differing("only x", "rules", "x", None, ALONE)])


def take(client: TestClient, case: int, version: int) -> int:
    """Take a version as the page's script does; return the status of the answer."""
    told = client.get("/differences.json").json()["cases"][case]
    taken = told["versions"][version]
    body = {"event_id": told["event"]["id"], "act": taken["take"], "note": "", "seen": told["last_decision"]}
    if taken["take"] == "correct":
        body["after"] = taken["record"]
    headers = {"origin": "http://127.0.0.1"}
    return client.post("/api/v1/decisions", json=body, headers=headers).status_code


def test_both_versions_stand_side_by_side_escaped(client: TestClient) -> None:
    page = client.get("/differences").text
    assert "&lt;i&gt;llm&lt;/i&gt;" in page and "<i>llm</i>" not in page
    assert page.count("data-take=") == 4
    assert f'href="/event/{PROTEST["id"]}"' in page
    assert f'href="/event/{ARREST["id"]}"' not in page  # it is no event yet
    told = client.get("/differences.json").json()
    assert told["waiting"] == 2
    assert [[v["take"] for v in case["versions"]] for case in told["cases"]] == [
        ["accept", "correct"],
        ["reject", "accept"],
    ]
    assert told["cases"][0]["versions"][1]["differs"] == ["status"]


def test_the_review_page_leads_there_as_long_as_any_wait(client: TestClient) -> None:
    assert 'href="/differences"' in client.get("/review").text
    assert take(client, 0, 0) == take(client, 0, 0) == 201
    assert 'href="/differences"' not in client.get("/review").text
    assert "لا فروق تنتظر قرارا" in client.get("/differences", headers={"accept-language": "ar"}).text


@pytest.mark.parametrize(("version", "status", "act"), [(0, "actual", "accept"), (1, "planned", "correct")])
def test_taking_a_version_is_a_decision_of_the_reader(
    client: TestClient, store: Store, version: int, status: str, act: str
) -> None:
    assert take(client, 0, version) == 201
    (made,) = store.decisions(PROTEST["id"])
    assert (made.act, made.who) == (act, "ليلى")
    assert store.event(PROTEST["id"])["status"] == status


@pytest.mark.parametrize(("version", "stands"), [(0, False), (1, True)])
def test_what_only_the_second_has_is_rejected_or_accepted(
    client: TestClient, store: Store, version: int, stands: bool
) -> None:
    assert take(client, 1, version) == 201
    assert (ARREST["id"] in {record["id"] for record in store.events()}) == stands
    assert client.get("/differences.json").json()["waiting"] == 1


def decide(client: TestClient, event_id: str, act: str, **fields: Any) -> Any:
    body = {"event_id": event_id, "act": act, "note": "", "seen": None} | fields
    return client.post("/api/v1/decisions", json=body, headers={"origin": "http://127.0.0.1"})


@pytest.mark.parametrize(
    ("query", "shown", "passing"),
    [
        ("", [PROTEST, ARREST], 2),
        ("kind=status", [PROTEST], 1),
        ("kind=only", [ARREST], 1),
        ("kind=only&kind=status", [PROTEST, ARREST], 2),
        ("kind=type", [], 0),
        ("type=COERCE", [ARREST], 1),
        ("type=coerce&kind=status", [], 0),
        (f"engines=rules/{quote(LLM)}", [PROTEST], 1),
        ("engines=rules/y&kind=", [], 0),
        ("skipped=true", [], 0),
    ],
)
def test_filters_hold_in_the_page_its_json_and_the_api(
    client: TestClient, query: str, shown: list[dict[str, Any]], passing: int
) -> None:
    told = client.get(f"/differences.json?{query}").json()
    ids = [record["id"] for record in shown]
    assert [case["event"]["id"] for case in told["cases"]] == ids
    assert (told["count"], told["waiting"]) == (passing, 0 if "skipped" in query else 2)
    answer = client.get(f"/api/v1/differences?{query}&limit=500").json()
    assert [row["event_id"] for row in answer["differences"]] == ids
    assert answer["counts"]["all"] == passing
    page = client.get(f"/differences?{query}").text
    assert page.count("data-case ") == len(ids)


def test_each_filter_tells_what_choosing_a_value_comes_to(client: TestClient) -> None:
    counts = client.get("/api/v1/differences?type=COERCE").json()["counts"]
    assert counts == {
        "all": 1,
        "waiting": 2,
        "kind": {"only": 1},
        "type": {"COERCE": 1, "PROTEST": 1},
        "engines": {"rules/x": 1, f"rules/{LLM}": 0},
    }
    assert client.get("/differences.json").json()["counts"]["engines"] == PAIRS


def test_the_form_says_what_was_chosen_in_both_languages(client: TestClient) -> None:
    for language, kind, skipped in (("ar", "الحالة مختلفة", "ما تركتَه"), ("en", "Another status", "Those you skipped")):
        page = client.get("/differences?kind=status", headers={"accept-language": language}).text
        assert f'<option value="status" selected>\u2068{kind}\u2069 (1)</option>' in page
        assert f'<option value="true">{skipped}</option>' in page
        assert 'href="/differences.json?kind=status"' in page


@pytest.mark.parametrize("query", ["kind=colour", "type=PICNIC"])
def test_a_filter_that_there_is_not_is_refused(client: TestClient, query: str) -> None:
    for path in ("/api/v1/differences", "/differences.json"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert "there are: " in answer.json()["error"]["message"]


def test_a_skip_is_a_decision_with_a_reason_that_can_be_undone(client: TestClient, store: Store) -> None:
    for event in (PROTEST, ARREST):  # one that stands, one that only the second engine has
        made = decide(client, event["id"], "skip", note="غير <واضح>")
        assert made.status_code == 201
    assert [(d.act, d.who, d.note) for d in store.decisions(PROTEST["id"])] == [("skip", "ليلى", "غير <واضح>")]
    assert client.get("/differences.json").json()["waiting"] == 0
    assert 'href="/differences"' not in client.get("/review").text
    assert [r["id"] for r in store.events() if r["doc_id"] == OF.id] == [PROTEST["id"]]  # it changes no event
    told = client.get("/differences.json?skipped=true").json()
    assert [(case["skips"][0]["note"], case["mine"]) for case in told["cases"]] == [
        ("غير <واضح>", told["cases"][n]["last_decision"]) for n in (0, 1)
    ]
    page = client.get("/differences?skipped=true").text
    assert "غير &lt;واضح&gt;" in page and "<واضح>" not in page
    undone = client.post(
        f"/api/v1/decisions/{told['cases'][0]['mine']}/undo", json={}, headers={"origin": "http://127.0.0.1"}
    )
    assert undone.status_code == 204
    assert [c["event"]["id"] for c in client.get("/differences.json").json()["cases"]] == [PROTEST["id"]]


def test_what_another_skipped_still_waits_with_the_reason(client: TestClient, store: Store) -> None:
    store.decide(PROTEST["id"], "skip", "سعاد", note="لا أدري")
    (case,) = client.get("/differences.json?kind=status").json()["cases"]
    assert (case["skips"][0]["who"], case["skips"][0]["note"], case["mine"]) == ("سعاد", "لا أدري", None)
    assert take(client, 0, 1) == 201  # with the skip seen
    assert store.event(PROTEST["id"])["status"] == "planned"


def test_what_was_skipped_can_still_be_decided(client: TestClient, store: Store) -> None:
    decide(client, PROTEST["id"], "skip", note="لاحقا")
    (case,) = client.get("/differences.json?skipped=true").json()["cases"]
    assert decide(client, PROTEST["id"], "accept", seen=case["last_decision"]).status_code == 201
    assert client.get("/differences.json?skipped=true").json()["cases"] == []


def test_of_what_two_engines_have_beside_the_first_each_version_is_taken_as_it_says(
    client: TestClient, store: Store
) -> None:
    planned = ALONE | {"status": "planned", "coder": "rasad 3"}
    store.file_differences(OF, "y", [Differing("only y", "rules", "y", None, planned)])
    cases = client.get("/differences.json?kind=only").json()["cases"]
    assert [case["versions"][1]["take"] for case in cases] == ["accept", "correct"]
    assert decide(client, ARREST["id"], "correct", after=cases[1]["versions"][1]["record"]).status_code == 201
    assert store.event(ARREST["id"])["status"] == "planned"
    assert client.get("/differences.json").json()["waiting"] == 1
