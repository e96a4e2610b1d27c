"""Actors: who acts and is acted on, one with its names and events, and who acts on whom."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad.serve.accounts import Reader
from rasad.serve.api import articles as api
from rasad.serve.api.articles import Identifier
from rasad.serve.api.events import Limit, Offset
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore
from rasad.serve.selection import MaybeWords, Selected
from rasad.store import Filters, summaries

router = APIRouter()
_LATEST = 30


@page(router, "/actors", "actors.html")
def actors(  # noqa: PLR0913 - each is a parameter of the address
    request: Request,
    store: OpenStore,
    user: Reader,
    selection: Selected,
    name: MaybeWords = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Data:
    """Return the actors of the events selected, the most frequent first."""
    found = store.ask(summaries.actors, selection.filters(), name, limit + 1, offset)
    more = offset + limit if len(found) > limit else None
    return {"actors": found[:limit], "next": more, "name": name, "selection": selection.given()}


@page(router, "/actor", "actor.html")
def actor(request: Request, store: OpenStore, user: Reader, id: Identifier) -> Data:
    """Return an actor with what it did and what was done to it last."""
    found = api.actor(store, id)
    did = list(store.events(Filters(actor=id), order="newest", limit=_LATEST))
    suffered = list(store.events(Filters(recipient=id), order="newest", limit=_LATEST))
    offices = {e["office"] for record in did for e in record["actor"] if e["identifier_id"] == id and e.get("office")}
    return {"actor": found | {"offices": sorted(offices)}, "as_actor": did, "as_recipient": suffered}
