"""What people decide: accept, reject, correct, add, skip, undo; what to decide on next; where people differ."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from rasad.document import Article
from rasad.errors import ExistsError, RasadError
from rasad.record import Record
from rasad.serve import agreement, correcting, reach
from rasad.serve.accounts import Coder, Reader
from rasad.serve.annotations import annotated
from rasad.serve.api.events import Limit
from rasad.serve.correcting import Change
from rasad.serve.reach import OpenStore
from rasad.serve.selection import MaybeWords, Selected, Selection, Words
from rasad.store import Act, Decision, Seen, Store, listing, review

router = APIRouter(prefix="/api/v1", tags=["decisions"])


class NewDecision(BaseModel, extra="forbid"):
    """A decision on an event.

    `correct` takes the change; `add` takes it with `article`, the trigger marked and the type; the others take neither.
    `seen` is the last decision in force that was seen (`last_decision` of the event), null where there was none.
    """

    act: Act
    event_id: Words | None = None
    article: Words | None = None
    change: Change | None = None
    note: Words = ""
    seen: Words | None = None
    blind: bool = False


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
    change = new.change or Change()
    if new.act == "add":
        if new.article is None:
            raise RasadError(
                "`add` needs the `article` that the event is told in, and a `change` that marks its trigger"
            )
        record = correcting.added(reach.coder(), _article(store, new.article), change, who)
        try:
            return store.decide(record["id"], "add", who, after=record, note=new.note)
        except ExistsError:  # somebody else has added it, whose work is hidden: it counts beside theirs
            if not new.blind:
                raise
            return store.decide(record["id"], "correct", who, after=record, note=new.note, seen=Seen(None, blind=True))
    if new.event_id is None:
        raise RasadError(f"`{new.act}` needs the `event_id` of the event that is decided on")
    after = None
    if new.act == "correct":
        record = store.event(new.event_id)
        after = correcting.corrected(reach.coder(), store.article(record["doc_id"]), record, change)
    return store.decide(new.event_id, new.act, who, after=after, note=new.note, seen=Seen(new.seen, new.blind))


def waiting(store: Store, selection: Selection, who: str, limit: int, blind: bool) -> Queue:
    """Return the events to decide on next."""
    find = review.blind_queue if blind else review.queue
    ids = store.ask(find, who, selection.filters(), limit)
    return Queue(events=[store.event(event_id) for event_id in ids], waiting=store.ask(review.waiting))


def _article(store: Store, doc_id: str) -> Article:
    """Return the article that stands for a story, whose events these are."""
    return store.article(store.ask(listing.head, doc_id))


@router.post("/decisions", status_code=201)
def decided(store: OpenStore, user: Coder, new: NewDecision) -> dict[str, Any]:
    """Write a decision; one that was made on an event that has changed since is refused as a conflict."""
    return asdict(decide(store, new, user.name))


@router.post("/preview")
def preview(store: OpenStore, user: Coder, new: NewDecision) -> dict[str, Any]:
    """Return the record that a correction or addition would write, without writing it."""
    change = new.change or Change()
    if new.act == "add" and new.article is not None:
        return correcting.added(reach.coder(), _article(store, new.article), change, user.name)
    record = store.event(new.event_id or "")
    return correcting.corrected(reach.coder(), store.article(record["doc_id"]), record, change)


@router.post("/decisions/{decision_id}/undo", status_code=204, response_class=Response)
def undone(store: OpenStore, user: Coder, decision_id: str) -> Response:
    """Take the last decision in force on an event back; it stays in the history."""
    store.undo(decision_id, user.name)
    return Response(status_code=204)


@router.get("/decisions")
def decisions(store: OpenStore, _: Reader, event: MaybeWords = None, limit: Limit = 100) -> list[dict[str, Any]]:
    """Return the decisions on an event, or the last ones of all, the newest first."""
    return [asdict(decision) for decision in store.ask(review.latest, event, limit)]


@router.get("/review")
def queue(
    store: OpenStore,
    user: Coder,
    selection: Selected,
    limit: Limit = 20,
    blind: Annotated[bool, Query(description="What others decided on, without a look at it.")] = False,
) -> Queue:
    """Return the events to decide on next: the least sure first, spread over the types."""
    return waiting(store, selection, user.name, limit, blind)


@router.get("/disagreements")
def disagreements(store: OpenStore, _: Reader) -> list[dict[str, Any]]:
    """Return the events that people decided on differently, without a look at each other, and not settled yet."""
    return [asdict(found) for found in store.ask(review.disagreements)]


@router.get("/agreement")
def agreed(
    store: OpenStore,
    _: Reader,
    one: Annotated[Words, Query(description="A coder.")],
    other: Annotated[Words, Query(description="Another.")],
    article: MaybeWords = None,
) -> dict[str, Any]:
    """Return how far two people agree on what both decided: Cohen's kappa and F1 by field."""
    return agreement.between(store, one, other, article)


@router.get("/annotations", response_class=Response)
def annotations(
    store: OpenStore,
    _: Reader,
    partial: Annotated[bool, Query(description="Also articles with events that nobody decided on.")] = False,
) -> Response:
    """Return what people decided as training data in the annotation format, one article a line."""
    import orjson

    lines = [orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in annotated(store, partial=partial)]
    named = {"Content-Disposition": 'attachment; filename="annotations.jsonl"'}
    return Response(b"".join(lines), media_type="application/x-ndjson", headers=named)
