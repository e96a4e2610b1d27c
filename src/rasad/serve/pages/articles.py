"""An article to read, with all that was found in it."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad.serve.accounts import Reader
from rasad.serve.api import articles as api
from rasad.serve.api.articles import Identifier
from rasad.serve.pages import Data, page
from rasad.serve.quoting import quotes
from rasad.serve.reach import OpenStore, remembered
from rasad.store import Filters, summaries

router = APIRouter()
_MOST_PLACES = 200


@page(router, "/article", "article.html")
def article(request: Request, store: OpenStore, user: Reader, id: Identifier) -> Data:
    """Return an article with its events, its quotes with their speakers, its places and days."""
    found, here = api.article(store, id), Filters(doc_id=id)
    return {
        "article": found,
        "events": found["events"],
        "quotes": quotes(store.article(id)),
        "places": remembered(store, summaries.places, here, _MOST_PLACES),
        "timeline": remembered(store, summaries.timeline, here, "day"),
    }
