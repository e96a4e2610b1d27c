"""Articles, actors, sources: what events are read from and who is in them; one search over all."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from rasad.errors import NotFoundError
from rasad.serve.accounts import Reader
from rasad.serve.answers import ActorRow, ActorTold, ArticleList, ArticleTold, Found, SourceRow
from rasad.serve.api.events import Limit, Offset
from rasad.serve.reach import OpenStore, remembered
from rasad.serve.selection import Key, MaybeKey, MaybeWords, Selected, Words
from rasad.store import Filters, Store, listing, offices, summaries

router = APIRouter(prefix="/api/v1", tags=["articles"])
Identifier = Annotated[Key, Query(description="The id, as lists give it.")]
_MOST_EVENTS = 2_000  # of one article, actor or search


def article(store: Store, doc_id: str) -> dict[str, Any]:
    """Return an article with its events, those that people rejected left out."""
    found = store.article(doc_id)
    fields = ("id", "text", "title", "source", "url", "language", "author")
    known = {name: getattr(found, name) for name in fields}
    known["published"] = found.published.isoformat() if found.published else None
    return known | {"events": list(store.events(Filters(doc_id=doc_id), limit=_MOST_EVENTS))}


def actor(store: Store, party: str) -> dict[str, Any]:
    """Return an actor: its names and offices, its country and sector, how often it acts and is acted on.

    Raises:
        NotFoundError: There is none of this id.
    """
    found = store.ask(summaries.party, party)
    if found is None:
        raise NotFoundError(f"there is no actor {party!r} in the store; /actors lists those there are")
    return found | store.ask(offices.offices, party)


@router.get("/articles", response_model=ArticleList)
def articles(
    store: OpenStore,
    _: Reader,
    source: MaybeKey = None,
    text: MaybeWords = None,
    limit: Limit = 50,
    after: MaybeKey = None,
) -> dict[str, Any]:
    """Return a page of articles, those published last first."""
    found = store.ask(listing.article_list, source, text, limit + 1, after)
    return {"articles": found[:limit], "next": found[limit - 1]["id"] if len(found) > limit else None}


@router.get("/article", response_model=ArticleTold)
def one_article(store: OpenStore, _: Reader, id: Identifier) -> dict[str, Any]:
    """Return an article with its text and its events."""
    return article(store, id)


@router.get("/actors", response_model=list[ActorRow])
def actors(
    store: OpenStore, _: Reader, selection: Selected, name: MaybeWords = None, limit: Limit = 50, offset: Offset = 0
) -> list[dict[str, Any]]:
    """Return who acts or is acted on in the events selected, the most frequent first; `name` is a part of a name."""
    return remembered(store, summaries.actors, selection.filters(), name, limit, offset)


@router.get("/actor", response_model=ActorTold)
def one_actor(store: OpenStore, _: Reader, id: Identifier) -> dict[str, Any]:
    """Return an actor with the names it is written by and the offices that its newest events give it."""
    return actor(store, id)


@router.get("/sources", response_model=list[SourceRow])
def sources(store: OpenStore, _: Reader) -> list[dict[str, Any]]:
    """Return what each publication reports, the one with the most articles first."""
    return remembered(store, summaries.sources)


@router.get("/search", response_model=Found)
def search(store: OpenStore, _: Reader, text: Words, limit: Limit = 20) -> dict[str, list[Any]]:
    """Return the events, articles and actors that hold the words, in any inflection and spelling that folds alike."""
    if not text.strip():
        return {"events": [], "articles": [], "actors": []}
    return {
        "events": list(store.events(Filters(text=text), order="newest", limit=limit)),
        "articles": store.ask(listing.article_list, None, text, limit, None),
        "actors": remembered(store, summaries.actors, Filters(), text, limit),
    }
