"""The page of differences of two engines: both versions, and what taking one of them does."""

from __future__ import annotations

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


@pytest.fixture(autouse=True)
def filed(store: Store) -> None:
    store.save(CodedDocument(OF, [PROTEST], "rasad 1"))
    found = [Differing("status", "rules", "<i>llm</i>", PROTEST, OTHER), Differing("only", "rules", "x", None, ALONE)]
    store.file_differences(OF, found)


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
