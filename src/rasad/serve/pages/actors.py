"""Actors: who acts and is acted on, and one with its names and events."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request

from rasad.serve import site
from rasad.serve.accounts import Reader
from rasad.serve.api import articles as api
from rasad.serve.api.articles import Identifier
from rasad.serve.api.events import Limit, Offset
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore, remembered
from rasad.serve.selection import MaybeWords
from rasad.store import Filters, summaries

router = APIRouter()
_LATEST = 30


@page(router, "/actors", "actors.html")
def actors(
    request: Request, store: OpenStore, user: Reader, text: MaybeWords = None, limit: Limit = 50, offset: Offset = 0
) -> Data:
    """Return the actors, the most frequent first; `text` is a part of a name."""
    found = remembered(store, summaries.actors, Filters(), text, limit + 1, offset)

    def at(place: int) -> str:
        return site.address("/actors", text=text, offset=str(place) if place else None)

    return {
        "actors": found[:limit],
        "text": text or "",
        "count": remembered(store, summaries.actor_count, text),
        "next": at(offset + limit) if len(found) > limit else None,
        "previous": at(max(0, offset - limit)) if offset else None,
    }


@page(router, "/actor", "actor.html")
def actor(request: Request, store: OpenStore, user: Reader, id: Identifier) -> Data:
    """Return an actor with what it did and what was done to it, the newest first."""
    known = api.actor(store, id)
    did, suffered = Filters(actor=id), Filters(recipient=id)
    found = {r["id"]: r for f in (did, suffered) for r in store.events(f, order="newest", limit=_LATEST)}
    newest = sorted(found.values(), key=lambda r: r["cite_info"]["published"] or "", reverse=True)
    return {
        "actor": known,
        "events": newest[:_LATEST],
        "facets": remembered(store, summaries.facets, replace(did)),
    }
