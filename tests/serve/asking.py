"""What tests ask of the API, and the articles and events that they ask about."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from rasad.store import Seen, Store
from tests.serve.conftest import PLACED
from tests.store.documents import arrest, article, protest

PROTEST, ARREST = protest(article(1)), arrest(article(1))
PROTEST["event_loc"] |= PLACED
ID, TEXT = PROTEST["id"], article(1).text
API = "/api/v1"


def told(client: TestClient, path: str, **parameters: Any) -> Any:
    answer = client.get(API + path, params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def marks(words: str, text: str = TEXT) -> list[dict[str, int]]:
    return [{"start": text.index(words), "end": text.index(words) + len(words)}]


# Decisions


def decide(client: TestClient, act: str, status: int = 201, event: str = ID, **fields: Any) -> Any:
    answer = client.post(f"{API}/decisions", json={"event_id": event, "act": act} | fields)
    assert answer.status_code == status, answer.text
    return answer.json()


# Two people


def as_(store: Store, who: str, act: Any, event: str = ID, **fields: Any) -> Any:
    """Decide as somebody who does not see what others did."""
    mine = [d for d in store.decisions(event) if d.who == who and d.undone_by is None]
    return store.decide(event, act, who, seen=Seen(mine[-1].id if mine else None, blind=True), **fields)
