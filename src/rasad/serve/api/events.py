"""Events: a page of those selected, one with all that surrounds it, and what many come to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from rasad.serve.accounts import Reader
from rasad.serve.answers import DecisionTold, Facets, Pairs, Period, PlaceRow
from rasad.serve.reach import OpenStore, Record, remembered
from rasad.serve.selection import MaybeWords, Selected
from rasad.store import Filters, Order, Store, listing, summaries

router = APIRouter(prefix="/api/v1", tags=["events"])
Limit = Annotated[int, Query(ge=1, le=500, description="At most so many.")]
MostPlaces = Annotated[int, Query(ge=1, le=5_000, description="At most so many.")]
Offset = Annotated[int, Query(ge=0, le=100_000, description="So many are passed over.")]


class EventList(BaseModel):
    """A page of events; `next` is what to give as `after` for the next one, null on the last."""

    events: list[Record]
    next: str | None
    count: int


class EventDetails(BaseModel):
    """An event as it stands, the verdict on it, all decisions, the last one in force, and its other mentions."""

    event: Record
    act: str | None
    decisions: list[DecisionTold]
    last_decision: str | None
    mentions: list[str]


def page(
    store: Store, filters: Filters, order: Order, limit: int, after: str | None
) -> tuple[list[Record], str | None]:
    """Return a page of events in an order, and what to give as `after` for the next one."""
    found = list(store.events(filters, order=order, limit=limit + 1, after=after))
    return found[:limit], found[limit - 1]["id"] if len(found) > limit else None


def details(store: Store, event_id: str) -> EventDetails:
    """Return all that is known of an event, by its id or the beginning of it."""
    full = store.event(event_id)["id"]
    known = store.ask(listing.details, full)
    made: list[Any] = [asdict(decision) for decision in known.decisions]
    return EventDetails(
        event=known.record, act=known.act, decisions=made, last_decision=known.last, mentions=known.mentions
    )


@router.get("/events")
def events(
    store: OpenStore,
    _: Reader,
    selection: Selected,
    order: Order = "newest",
    limit: Limit = 50,
    after: MaybeWords = None,
) -> EventList:
    """Return a page of the events selected. The order is total: no page skips or repeats one."""
    filters = selection.filters()
    found, following = page(store, filters, order, limit, after)
    return EventList(events=found, next=following, count=remembered(store, summaries.count, filters))


@router.get("/events/{event_id}")
def event(store: OpenStore, _: Reader, event_id: str) -> EventDetails:
    """Return an event, also a rejected one, by its id or the beginning of it, where that is unique."""
    return details(store, event_id)


@router.get("/facets", response_model=Facets)
def facets(store: OpenStore, _: Reader, selection: Selected) -> dict[str, list[dict[str, Any]]]:
    """Return how often each type, status, country, source and actor occurs, the most frequent first."""
    return remembered(store, summaries.facets, selection.filters())


@router.get("/timeline", response_model=list[Period])
def timeline(store: OpenStore, _: Reader, selection: Selected, unit: summaries.Unit = "month") -> list[dict[str, Any]]:
    """Return counts by the first day of events and by type; a week is named by its Monday."""
    return remembered(store, summaries.timeline, selection.filters(), unit)


@router.get("/pairs", response_model=Pairs)
def pairs(store: OpenStore, _: Reader, selection: Selected, limit: Limit = 100) -> dict[str, list[dict[str, Any]]]:
    """Return who acts on whom: the pairs as edges of a graph, with its nodes.

    Events are counted, each once; a node's are all that it is in, with whomever.
    """
    filters = selection.filters()
    edges = [dict(edge) for edge in remembered(store, summaries.pairs, filters, limit)]
    names: dict[str, str] = {}
    for edge in edges:
        for role in ("actor", "recipient"):
            names[edge[role]] = edge.pop(f"{role}_name")
    counts = remembered(store, summaries.events_of, filters, tuple(names))
    nodes = [{"id": party, "name": name, "count": counts.get(party, 0)} for party, name in names.items()]
    return {"nodes": nodes, "edges": edges}


@router.get("/places", response_model=list[PlaceRow])
def places(store: OpenStore, _: Reader, selection: Selected, limit: MostPlaces = 500) -> list[dict[str, Any]]:
    """Return the places of the events selected, with coordinates, precision and how many happened there."""
    return remembered(store, summaries.places, selection.filters(), limit)
