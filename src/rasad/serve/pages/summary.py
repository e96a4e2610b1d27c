"""The map, and the sources with their articles."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad.serve import site
from rasad.serve.accounts import Reader
from rasad.serve.api import articles as api
from rasad.serve.api.events import Limit
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore, remembered
from rasad.serve.selection import MaybeKey, MaybeWords, Selected
from rasad.store import summaries

router = APIRouter()


@page(router, "/map", "map.html")
def map_(request: Request, store: OpenStore, user: Reader, selection: Selected) -> Data:
    """Return how many of the events selected lie on the map, and when; the map asks for the places itself."""
    filters = selection.filters()
    first, last = remembered(store, summaries.span, filters)
    return {
        "count": store.ask(summaries.count, filters),
        "placed": remembered(store, summaries.placed, filters),
        "first": first,
        "last": last,
        "selection": selection.given(),
        "tiles": request.app.state.settings.tiles,
    }


@page(router, "/sources", "sources.html")
def sources(  # noqa: PLR0913 - each is a parameter of the address
    request: Request,
    store: OpenStore,
    user: Reader,
    source: MaybeKey = None,
    text: MaybeWords = None,
    limit: Limit = 30,
    after: MaybeKey = None,
) -> Data:
    """Return what each publication reports, and articles, those published last first."""
    found = api.articles(store, user, source, text, limit, after)
    following = site.address("/sources", source=source, text=text, after=found["next"]) if found["next"] else None
    return {
        "sources": [row | {"source": row["name"]} for row in remembered(store, summaries.sources)],
        "articles": found["articles"],
        "selection": {"source": source, "text": text},
        "next": following,
    }
