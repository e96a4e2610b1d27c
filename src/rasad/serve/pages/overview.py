"""The first page: how much there is, what was reported last, where, and what waits for a decision."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad.serve.accounts import Reader
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore
from rasad.store import Filters, review, summaries

router = APIRouter()
_LATEST = 8  # events shown
_DOUBTED = 5


@page(router, "/", "overview.html")
def overview(request: Request, store: OpenStore, user: Reader) -> Data:
    """Return the counts, the latest events, and the events that most need a decision."""
    doubted = store.ask(review.queue, user.name, Filters(), _DOUBTED)
    return {
        "counts": store.counts(),
        "latest": list(store.events(Filters(), order="newest", limit=_LATEST)),
        "review": {"waiting": store.ask(review.waiting), "events": [store.event(event_id) for event_id in doubted]},
        "sources": store.ask(summaries.sources)[:_LATEST],
    }
