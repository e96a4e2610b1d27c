"""The list of events with its filters, and one event with its words, decisions and surroundings."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad import export
from rasad.serve.accounts import Reader
from rasad.serve.api import articles as api_articles
from rasad.serve.api import events as api_events
from rasad.serve.api.events import Limit
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore
from rasad.serve.selection import MaybeWords, Selected
from rasad.store import Order, summaries

router = APIRouter()


@page(router, "/events", "events.html")
def events(  # noqa: PLR0913 - each is a parameter of the address
    request: Request,
    store: OpenStore,
    user: Reader,
    selection: Selected,
    order: Order = "newest",
    limit: Limit = 50,
    after: MaybeWords = None,
) -> Data:
    """Return a page of events with the facets of the selection."""
    found = api_events.page(store, selection, order, limit, after)
    return {
        "events": found.events,
        "next": found.next,
        "count": found.count,
        "facets": store.ask(summaries.facets, selection.filters()),
        "selection": selection.given(),
        "query": selection.query(),
        "order": order,
        "limit": limit,
        "formats": list(export.names()),
    }


@page(router, "/event/{event_id}", "event.html")
def event(request: Request, store: OpenStore, user: Reader, event_id: str) -> Data:
    """Return an event with its article, so that it can be read on and corrected by marking words."""
    found = api_events.details(store, event_id)
    article = api_articles.article(store, found.event["doc_id"])
    others = [record for record in article["events"] if record["id"] in found.mentions and record["id"] != event_id]
    return found.model_dump() | {"article": article, "others": others}
