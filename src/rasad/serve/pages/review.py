"""Review: the events to decide on next; where two coders differ, to be settled."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from rasad import record as records
from rasad.record import Record
from rasad.serve import agreement
from rasad.serve.accounts import Coder
from rasad.serve.api import decisions as api
from rasad.serve.api.decisions import Way
from rasad.serve.api.events import EventDetails, details
from rasad.serve.pages import Data, page
from rasad.serve.pages.events import described
from rasad.serve.reach import OpenStore
from rasad.serve.selection import MaybeWords, Selected, Selection
from rasad.store import Decision, Store, listing
from rasad.store import differing as filed
from rasad.store import review as reviewing
from rasad.store.review import Disagreement

router = APIRouter()
_AHEAD = 20  # events of the queue that are shown
_COMPARED = ("event_type", "status", "mode", "date", "enddate")


@page(router, "/review", "review.html")
def review(
    request: Request,
    store: OpenStore,
    user: Coder,
    selection: Selected,
    way: Annotated[Way, Depends()],
    event: MaybeWords = None,
) -> Data:
    """Return the event to decide on now (`event`, else the queue's first) with its article, and those that follow."""
    queue = api.waiting(store, selection, user.name, _AHEAD, way)
    ids = [record["id"] for record in queue.events]
    now = event or (ids[0] if ids else None)
    at = ids.index(now) if now in ids else -1
    following = ids[at + 1] if at + 1 < len(ids) else None
    current = None
    if now is not None:
        found = details(store, now)
        shown = _hidden(store, found, user.name) if way.blind else found
        current = described(store, shown, user, alone=way.blind)
    return {
        "queue": [{"event": record, "act": None} for record in queue.events],
        "waiting": queue.waiting,
        "current": current,
        "next": _address(selection, way, following),
        "previous": _address(selection, way, ids[at - 1]) if at > 0 else None,
        "then": _address(selection, way, following) or _address(selection, way, ""),
        "differences": store.ask(filed.count, user.name),
        "blind": way.blind,
        "order": way.order,
        "may_decide": user.role != "reader",
    }


@page(router, "/settle", "settle.html")
def settle(request: Request, store: OpenStore, user: Coder, one: MaybeWords = None, other: MaybeWords = None) -> Data:
    """Return what people disagree on, and how far two of them agree."""
    people = store.ask(reviewing.people)
    pair = [one, other] if one and other else people[:2]
    agreed = agreement.between(store, str(pair[0]), str(pair[1])) if len(pair) == 2 else None
    return {
        "cases": [_case(store, found) for found in store.ask(reviewing.disagreements)],
        "between": pair if len(pair) == 2 else [],
        "coders": people,
        "agreement": agreed,
        "may_decide": user.role != "reader",
    }


def _case(store: Store, found: Disagreement) -> dict[str, Any]:
    known = store.ask(listing.details, found.event_id)
    machine = next((d.before for d in known.decisions if d.before is not None), None)
    versions = [_version(decision, found.record) for decision in found.decisions]
    for version in versions:
        others = [v["record"] for v in versions if v is not version]
        version["differs"] = sorted({name for other in others for name in differing(version["record"], other)})
    return {"event": machine, "last_decision": known.last, "versions": versions}


def _version(decision: Decision, standing: Record) -> dict[str, Any]:
    """Return what somebody made of an event; `take` is the act that lets it stand, whatever stands now."""
    record = None if decision.act == "reject" else decision.after or decision.before
    take = "reject" if record is None else "accept" if record == standing else "correct"
    kept = {"who": decision.who, "act": decision.act, "at": decision.at, "note": decision.note}
    return kept | {"record": record, "take": take}


def differing(one: Record | None, other: Record | None) -> set[str]:
    """Return the names of the fields in which two versions of a record differ."""
    if one is None or other is None:
        return set()
    spans = [{(path.split("[")[0], start, end) for path, _, start, end in records.spans(r)} for r in (one, other)]
    return {path for path, _, _ in spans[0] ^ spans[1]} | {name for name in _COMPARED if one[name] != other[name]}


def _hidden(store: Store, found: EventDetails, who: str) -> EventDetails:
    """Return an event as it was coded, with one's own decisions alone."""
    mine = [decision for decision in found.decisions if decision["who"] == who]
    in_force = [decision["id"] for decision in mine if decision["undone_by"] is None]
    record = store.event(found.event["id"], alone=who)
    hidden = {"event": record, "act": None, "decisions": mine, "last_decision": in_force[-1] if in_force else None}
    return found.model_copy(update=hidden)


def _address(selection: Selection, way: Way, event_id: str | None) -> str | None:
    if event_id is None:
        return None
    query = selection.query(
        event=event_id or None,
        blind=True if way.blind else None,
        order=None if way.order == "doubt" else way.order,
    )
    return f"/review?{query}" if query else "/review"
