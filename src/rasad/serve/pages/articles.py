"""An article to read, with all that was found in it."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad.serve.accounts import Reader
from rasad.serve.api import articles as api
from rasad.serve.api.articles import Identifier
from rasad.serve.pages import Data, page
from rasad.serve.quoting import quotes
from rasad.serve.reach import OpenStore

router = APIRouter()


@page(router, "/article", "article.html")
def article(request: Request, store: OpenStore, user: Reader, id: Identifier) -> Data:
    """Return an article with its events and its quotes with their speakers."""
    found = api.article(store, id)
    return {"article": found, "events": found["events"], "quotes": quotes(store.article(id))}
