"""The first page: how much there is, what was reported last, when and where, and what waits for a decision."""

from __future__ import annotations

from fastapi import APIRouter, Request

from rasad.serve.accounts import Reader
from rasad.serve.pages import Data, page
from rasad.serve.reach import OpenStore, remembered
from rasad.store import Filters, review, summaries

router = APIRouter()
_LATEST = 8  # events shown


@page(router, "/", "overview.html")
def overview(request: Request, store: OpenStore, user: Reader) -> Data:
    """Return the counts, the latest events, and what they are by type, actor, country and source."""
    counts, decided = remembered(store, summaries.counts), remembered(store, review.decided)
    first, last = remembered(store, summaries.span, Filters())
    return {
        "counts": counts | {"decided": decided, "undecided": remembered(store, review.waiting)},
        "latest": list(store.events(Filters(), order="newest", limit=_LATEST)),
        "facets": remembered(store, summaries.facets, Filters()),
        "first": first,
        "last": last,
    }
