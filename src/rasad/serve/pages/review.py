"""Review: the events to decide on next; where two coders differ, to be settled."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request

from rasad.serve import agreement
from rasad.serve.accounts import Coder
from rasad.serve.api import articles as api_articles
from rasad.serve.api import decisions as api
from rasad.serve.api import events as api_events
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore
from rasad.serve.selection import MaybeWords, Selected
from rasad.store import review as reviewing

router = APIRouter()
_AHEAD = 20  # events of the queue that are shown


@page(router, "/review", "review.html")
def review(
    request: Request,
    store: OpenStore,
    user: Coder,
    selection: Selected,
    event: MaybeWords = None,
    blind: Annotated[bool, Query(description="What others decided on, without a look at it.")] = False,
) -> Data:
    """Return the event to decide on now (`event`, else the queue's first) with its article, and those that follow."""
    queue = api.waiting(store, selection, user.name, _AHEAD, blind)
    now = event or (queue.events[0]["id"] if queue.events else None)
    data: Data = {
        "queue": queue.events,
        "waiting": queue.waiting,
        "blind": blind,
        "selection": selection.given(),
        "current": None,
    }
    if now is not None:
        current = api_events.details(store, now)
        if blind:
            current = _hidden(current, user.name)
        article = api_articles.article(store, current.event["doc_id"])
        data["current"] = current.model_dump() | {"article": article}
    return data


@page(router, "/settle", "settle.html")
def settle(request: Request, store: OpenStore, user: Coder, one: MaybeWords = None, other: MaybeWords = None) -> Data:
    """Return what people disagree on, and how far two of them agree."""
    people = store.ask(reviewing.people)
    pair = (one, other) if one and other else tuple(people[:2])
    agreed = agreement.between(store, str(pair[0]), str(pair[1])) if len(pair) == 2 else None
    found = [asdict(item) for item in store.ask(reviewing.disagreements)]
    return {"disagreements": found, "people": people, "agreement": agreed}


def _hidden(details: api_events.EventDetails, who: str) -> api_events.EventDetails:
    """Return an event as the coder made it, with one's own decisions alone."""
    mine = [decision for decision in details.decisions if decision["who"] == who]
    in_force = [decision["id"] for decision in mine if decision["undone_by"] is None]
    before = next((d["before"] for d in details.decisions if d["before"] is not None), details.event)
    return details.model_copy(
        update={
            "event": before,
            "act": None,
            "decisions": mine,
            "last_decision": in_force[-1] if in_force else None,
        }
    )
