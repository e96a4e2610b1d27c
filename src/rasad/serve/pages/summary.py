"""The map, and the sources."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad.serve.accounts import Reader
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore
from rasad.serve.selection import Selected
from rasad.store import summaries

router = APIRouter()
_MOST_PLACES = 500


@page(router, "/map", "map.html")
def map_(request: Request, store: OpenStore, user: Reader, selection: Selected) -> Data:
    """Return the places of the events selected."""
    filters = selection.filters()
    return {
        "places": store.ask(summaries.places, filters, _MOST_PLACES),
        "count": store.ask(summaries.count, filters),
        "selection": selection.given(),
        "query": selection.query(),
        "tiles": request.app.state.settings.tiles,
    }


@page(router, "/sources", "sources.html")
def sources(request: Request, store: OpenStore, user: Reader) -> Data:
    """Return what each publication reports."""
    return {"sources": store.ask(summaries.sources)}
