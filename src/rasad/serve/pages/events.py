"""The list of events with its filters, and one event with its words, decisions and surroundings."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from rasad import export
from rasad.serve.accounts import Reader
from rasad.serve.api import events as api
from rasad.serve.api.events import EventDetails, Limit
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore, remembered
from rasad.serve.selection import MaybeWords, Selected
from rasad.store import Filters, Order, Store, listing, rows, summaries
from rasad.store.accounts import User

router = APIRouter()
_FOUND_BESIDE = 6  # actors and articles that a search shows beside its events
_MOST_EVENTS = 2_000  # of one article


@page(router, "/events", "events.html")
def events(  # noqa: PLR0913 - each is a parameter of the address
    request: Request,
    store: OpenStore,
    user: Reader,
    selection: Selected,
    order: Order = "newest",
    limit: Limit = 25,
    after: MaybeWords = None,
) -> Data:
    """Return a page of events with the facets of the selection, and what else a search finds."""
    filters = selection.filters()
    found, following = api.page(store, filters, order, limit, after)
    facets = remembered(store, summaries.facets, filters)
    beside = None
    if selection.text and after is None:
        beside = {
            "actors": _called(selection.text, facets["actor"]),
            "articles": remembered(store, listing.article_list, None, selection.text, _FOUND_BESIDE, None),
        }
    return {
        "events": found,
        "next": following,
        "count": summaries.count_of(facets),
        "order": order,
        "facets": facets,
        "selection": selection.given(),
        "formats": list(export.names()),
        "search": beside,
    }


def _called(words: str, actors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of the selection's actors whose name holds the words, as links."""
    part = rows.name_pattern(words)
    found = [actor for actor in actors if part and part in rows.name_pattern(actor["name"])]
    return [{"id": actor["value"], "name": actor["name"]} for actor in found[:_FOUND_BESIDE]]


@page(router, "/event/{event_id}", "event.html")
def event(request: Request, store: OpenStore, user: Reader, event_id: str) -> Data:
    """Return an event with its article, so that it can be read on and corrected by marking words."""
    found = api.details(store, event_id)
    shown = described(store, found, user)
    ids = [record["id"] for record in store.events(Filters(doc_id=found.event["doc_id"]), limit=_MOST_EVENTS)]
    at = ids.index(found.event["id"]) if found.event["id"] in ids else None
    before = ids[at - 1] if at else None
    behind = ids[at + 1] if at is not None and at + 1 < len(ids) else None
    return shown | {
        "previous": f"/event/{before}" if before else None,
        "next": f"/event/{behind}" if behind else None,
    }


def described(store: Store, found: EventDetails, user: User, *, alone: bool = False) -> dict[str, Any]:
    """Return what pages show of an event: with its article, its other mentions, and one's own last decision.

    Args:
        store: The store.
        found: The event.
        user: Who looks.
        alone: Whether the mentions are shown without what others decided on them.
    """
    mine = [d["id"] for d in found.decisions if d["who"] == user.name and d["undone_by"] is None]
    hidden_for = user.name if alone else None
    others = [store.event(other, alone=hidden_for) for other in found.mentions if other != found.event["id"]]
    article = store.article(found.event["doc_id"])
    fields = ("id", "title", "text", "url", "source", "language")
    return found.model_dump() | {
        "mine": mine[-1] if mine and mine[-1] == found.last_decision else None,
        "mentions": others,
        "article": {name: getattr(article, name) for name in fields}
        | {"published": article.published.isoformat() if article.published else None},
        "may_decide": user.role != "reader",
    }
