"""What people decide: accept, reject, correct, add, skip, undo; what to decide on next; where people differ."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel

from rasad.errors import ExistsError
from rasad.record import Record
from rasad.serve import agreement, correcting, reach
from rasad.serve.accounts import Coder, Reader
from rasad.serve.annotations import annotated
from rasad.serve.answers import AgreementTold, DecisionTold, DisagreementTold
from rasad.serve.api.events import Limit
from rasad.serve.reach import OpenStore
from rasad.serve.selection import Key, MaybeKey, MaybeWords, Selected, Selection, Words
from rasad.serve.shapes import EventRecord
from rasad.store import Act, Decision, Order, Seen, Store, listing, queries, review
from rasad.store.rows import visible

router = APIRouter(prefix="/api/v1", tags=["decisions"])


class NewDecision(BaseModel, extra="forbid"):
    """A decision on an event.

    `correct` and `add` take the record as it shall be in `after`, such as POST /articles/spans returns it. `seen` is
    the last decision in force that was seen (`last_decision` of the event), null where there was none; with `blind`
    only one's own count.
    """

    act: Act
    event_id: Words
    after: EventRecord | None = None
    note: Words = ""
    seen: Words | None = None
    blind: bool = False


class Marking(BaseModel, extra="forbid"):
    """Words marked for the fields of an event, `event_id`, or of one that was missed in the article `doc_id`.

    `fields` holds for each field that changes all its words; what is not named stays. With `blind` the event is taken
    as it was coded, or as one has corrected it oneself, whatever others decided.
    """

    doc_id: Key
    event_id: Words | None = None
    event_type: Words | None = None
    status: Words | None = None
    mode: list[Words] | None = None
    context: list[Words] | None = None
    fields: dict[correcting.Field, list[correcting.Marked]] = {}
    blind: bool = False


@dataclass(slots=True)
class Way:
    """How the queue is ordered, and whether it holds what others decided on, to be decided without a look at that."""

    order: Annotated[Order, Query(description="`doubt`: by how much a decision teaches.")] = "doubt"
    blind: Annotated[bool, Query(description="What others decided on, without a look at it.")] = False


class Queue(BaseModel):
    """Events to decide on, in the order in which a decision teaches most, and how many wait in all."""

    events: list[Record]
    waiting: int


def decide(store: Store, new: NewDecision, who: str) -> Decision:
    """Write a decision.

    Raises:
        RasadError: What is needed for the act is missing, or the record would break the contract.
        ConflictError: Somebody has decided since.
    """
    seen = Seen(new.seen, new.blind)
    after = new.after.record() if new.after is not None else None
    if new.act != "add":
        return store.decide(new.event_id, new.act, who, after=after, note=new.note, seen=seen)
    try:
        return store.decide(new.event_id, "add", who, after=after, note=new.note)
    except ExistsError:  # somebody else has added it, whose work is hidden: it counts beside theirs
        if not new.blind:
            raise
        return store.decide(new.event_id, "correct", who, after=after, note=new.note, seen=seen)


def waiting(store: Store, selection: Selection, who: str, limit: int, way: Way) -> Queue:
    """Return the events to decide on next."""
    filters = selection.filters()
    if way.blind:
        ids = store.ask(review.blind_queue, who, filters, limit)
        left = store.ask(review.blind_waiting, who, filters)
        return Queue(events=[store.event(event_id, alone=who) for event_id in ids], waiting=left)
    if way.order == "doubt":
        events = store.ask(queries.by_id, store.ask(review.queue, who, filters, limit))
    else:
        events = list(store.events(replace(filters, decided=False), order=way.order, limit=limit))
    return Queue(events=events, waiting=reach.remembered(store, review.waiting, filters))


@router.post("/decisions", response_model=DecisionTold, status_code=201)
def decided(store: OpenStore, user: Coder, new: NewDecision) -> dict[str, Any]:
    """Write a decision; one that was made on an event that has changed since is refused as a conflict."""
    return asdict(decide(store, new, user.name))


@router.post("/articles/spans")
def marked(store: OpenStore, user: Coder, marking: Marking) -> Record:
    """Return the record that marked words make, checked, with what they mean; nothing is written."""
    change = correcting.Change(marking.fields, marking.event_type, marking.status, marking.mode, marking.context)
    if marking.event_id is None:
        article = store.article(store.ask(listing.head, marking.doc_id))
        return correcting.added(reach.coder(), article, change, user.name)
    record = store.event(marking.event_id, alone=user.name if marking.blind else None)
    return correcting.corrected(reach.coder(), store.article(record["doc_id"]), record, change)


@router.post("/decisions/{decision_id}/undo", status_code=204, response_class=Response)
def undone(store: OpenStore, user: Coder, decision_id: str) -> Response:
    """Take the last decision in force on an event back; it stays in the history."""
    store.undo(decision_id, user.name)
    return Response(status_code=204)


@router.get("/decisions", response_model=list[DecisionTold])
def decisions(store: OpenStore, _: Reader, event: MaybeWords = None, limit: Limit = 100) -> list[dict[str, Any]]:
    """Return the decisions on an event, or the last ones of all, the newest first."""
    return [asdict(decision) for decision in store.ask(review.latest, event, limit)]


@router.get("/review")
def queue(
    store: OpenStore, user: Coder, selection: Selected, way: Annotated[Way, Depends()], limit: Limit = 20
) -> Queue:
    """Return the events to decide on next: the least sure first, spread over the types; or in another order."""
    return waiting(store, selection, user.name, limit, way)


@router.get("/disagreements", response_model=list[DisagreementTold])
def disagreements(store: OpenStore, _: Reader) -> list[dict[str, Any]]:
    """Return the events that people decided on differently, without a look at each other, and not settled yet."""
    return [asdict(found) for found in store.ask(review.disagreements)]


@router.get("/agreement", response_model=AgreementTold)
def agreed(
    store: OpenStore,
    _: Reader,
    one: Annotated[Words, Query(description="A coder.")],
    other: Annotated[Words, Query(description="Another.")],
    article: MaybeKey = None,
) -> dict[str, Any]:
    """Return how far two people agree on what both decided: Cohen's kappa and F1 by field."""
    return agreement.between(store, one, other, article)


def _visible(row: dict[str, Any]) -> dict[str, Any]:
    return {name: visible(value) if isinstance(value, str) else value for name, value in row.items()}


@router.get("/annotations", response_class=Response)
def training(
    store: OpenStore,
    _: Reader,
    partial: Annotated[bool, Query(description="Also articles with events that nobody decided on.")] = False,
) -> Response:
    """Return what people decided as training data in the annotation format, one article a line."""
    import orjson

    # what is no text (half a surrogate pair, in a title) is written as `U+D83D`
    lines = [orjson.dumps(_visible(row), option=orjson.OPT_APPEND_NEWLINE) for row in annotated(store, partial=partial)]
    named = {"Content-Disposition": 'attachment; filename="annotations.jsonl"'}
    return Response(b"".join(lines), media_type="application/x-ndjson", headers=named)
