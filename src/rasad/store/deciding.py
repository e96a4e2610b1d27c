"""Human decisions on events: each kept for good with the record as it was decided on; what they come to, in `verdicts`.

A decision is never changed or removed; one that is undone says by whom. A decision holds for the text it was made on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from rasad.errors import ConflictError, ExistsError, NotFoundError, RecordError, StoreError
from rasad.store import rows
from rasad.store import standing as standing_
from rasad.store.rows import Record
from rasad.store.saving import checked_row
from rasad.store.schema import articles, decisions, differences, events, texts, verdicts

Act = Literal["accept", "reject", "correct", "add", "skip"]
ACTS = get_args(Act)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided on an event.

    Attributes:
        at: ISO date-time with its zone.
        before: The record as it was decided on; `None` for one that was added.
        after: The record as corrected or added; `None` for the other acts.
        undone_by: Who took it back; `None` while it is in force.
        seen: The last decision on the event that its author knew of; `None`: none.
    """

    id: str
    event_id: str
    doc_id: str
    who: str
    at: str
    act: Act
    before: Record | None
    after: Record | None
    note: str
    undone_by: str | None = None
    undone_at: str | None = None
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody knew who decides.

    Attributes:
        last: The id of the last decision in force on the event that was seen; `None`: there was none.
        blind: What others decided was hidden, so as to compare; then only the person's own decisions count.
    """

    last: str | None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands: its record, and the verdict on it (`None`: nobody decided)."""

    record: Record
    text_hash: str
    act: str | None


def decide(connection: Connection, new: Decision, seen: Seen | None = None) -> Decision:
    """Write a decision whose `id`, `doc_id` and `before` are still to be filled in; see `Store.decide`."""
    if new.act not in ACTS:
        raise StoreError(f"there is no act {new.act!r}; there are: {', '.join(ACTS)}")
    if not new.who.strip():
        raise StoreError("a decision needs the name of who decided")
    if (new.after is not None) != (new.act in ("correct", "add")):
        raise StoreError("`correct` and `add` need the record as it shall be (`after`); the other acts take none")
    now = alone(connection, new.event_id, new.who) if seen and seen.blind else standing(connection, new.event_id)
    if new.act == "add":
        if now is not None:
            raise ExistsError(f"there is an event {new.event_id!r} already; correct it instead")
        doc_id = str((new.after or {}).get("doc_id"))
    elif now is None:
        raise NotFoundError(f"there is no event {new.event_id!r}; `rasad export jsonl` lists them with their ids")
    else:
        doc_id = now.record["doc_id"]
    text_hash = _check_after(connection, new, doc_id) if new.after is not None else now.text_hash if now else ""
    place = connection.execute(
        select(func.count()).select_from(decisions).where(decisions.c.event_id == new.event_id)
    ).scalar_one()
    row = {
        "id": rows.digest(new.event_id, str(place))[:20],
        "event_id": new.event_id,
        "doc_id": doc_id,
        "place": place,
        "text_hash": text_hash,
        "who": new.who,
        "at": new.at,
        "act": new.act,
        "before": rows.encode(now.record) if now else None,
        "after": rows.encode(new.after) if new.after is not None else None,
        "note": new.note,
        "seen": _known(connection, new, seen),
    }
    connection.execute(insert(decisions), [row])
    _rewrite_verdict(connection, new.event_id, doc_id)
    return decision_of(row)


def undo(connection: Connection, decision_id: str, who: str, at: str) -> None:
    """Take a decision back; see `Store.undo`."""
    row = connection.execute(select(decisions).where(decisions.c.id == decision_id)).mappings().first()
    if row is None:
        raise NotFoundError(f"there is no decision {decision_id!r}")
    last = _in_force(connection, row["event_id"])
    if last is None or last["id"] != decision_id:
        known = f"undo {last['id']!r} first" if last else "all on its event are undone"
        raise StoreError(f"decision {decision_id!r} is not the last one in force on its event; {known}")
    change = update(decisions).where(decisions.c.id == decision_id).values(undone_by=who, undone_at=at)
    connection.execute(change)
    _rewrite_verdict(connection, row["event_id"], row["doc_id"])


def standing(connection: Connection, event_id: str) -> Standing | None:
    """Return how an event stands after the decisions in force; `None` where there is no such event.

    Raises:
        StoreError: Events of several articles have this id.
    """
    machine = _one(connection, events, event_id)
    verdict = _one(connection, verdicts, event_id)
    if verdict is not None and (machine is None or machine["text_hash"] == verdict["text_hash"]):
        return Standing(rows.decode(verdict["record"]), verdict["text_hash"], verdict["act"])
    if machine is not None:
        return Standing(rows.decode(machine["record"]), machine["text_hash"], None)
    return _proposed(connection, event_id)


def alone(connection: Connection, event_id: str, who: str) -> Standing | None:
    """Return how an event stands for somebody who decides without a look at others: as coded, or as they decided.

    An event that no coder found is as the person wrote it who added it first.
    """
    machine = _one(connection, events, event_id)
    mine = _in_force(connection, event_id, skips=False, who=who)
    if mine is not None and (machine is None or machine["text_hash"] == mine["text_hash"]):
        record = mine["after"] if mine["after"] is not None else mine["before"]
        return Standing(rows.decode(record), mine["text_hash"], mine["act"])
    if machine is not None:
        return Standing(rows.decode(machine["record"]), machine["text_hash"], None)
    c = decisions.c
    added = select(c.after, c.text_hash).where(c.event_id == event_id, c.act == "add", c.undone_by.is_(None))
    first = connection.execute(added.order_by(c.place).limit(1)).first()
    if first is not None:
        return Standing(rows.decode(first.after), first.text_hash, None)
    return _proposed(connection, event_id)


def _proposed(connection: Connection, event_id: str) -> Standing | None:
    """Return an event that only the second of two engines has (`rasad.store.differing`): it can be decided on too."""
    c = differences.c
    query = select(c.second, c.text_hash).where(c.event_id == event_id, c.first.is_(None))
    found = connection.execute(query.order_by(c.doc_id, c.one, c.other).limit(1)).first()
    return Standing(rows.decode(found.second), found.text_hash, None) if found is not None else None


def history(connection: Connection, event_id: str | None) -> Iterator[Decision]:
    """Yield the decisions on an event, or all, the oldest of each event first, undone ones too."""
    query = select(decisions).order_by(decisions.c.event_id, decisions.c.place)
    if event_id is not None:
        query = query.where(decisions.c.event_id == event_id)
    for row in connection.execute(query, execution_options={"yield_per": 100}).mappings():
        yield decision_of(dict(row))


def decision_of(row: dict[str, Any]) -> Decision:
    """Return the decision of a row."""
    fields = {k: v for k, v in row.items() if k not in ("place", "text_hash")}
    for name in ("before", "after"):
        fields[name] = rows.decode(fields[name]) if fields[name] is not None else None
    return Decision(**fields)


def _known(connection: Connection, new: Decision, seen: Seen | None) -> str | None:
    """Return the last decision that the author of a new one knows of, after a check that it is still the last.

    `None` for one that was made blind.

    Raises:
        ConflictError: Another one was made, or it was undone, since the author looked.
    """
    blind = seen is not None and seen.blind
    last = _in_force(connection, new.event_id, who=new.who if blind else None)
    now = last["id"] if last is not None else None
    if seen is not None and seen.last != now:
        told = f"{last['who']} decided `{last['act']}` on it at {last['at'][:16]}" if last else "it was undone"
        raise ConflictError(f"event {new.event_id!r} is not as you saw it: {told}; look at it and decide again", now)
    return None if blind else now


def _check_after(connection: Connection, new: Decision, doc_id: str) -> str:
    """Check a person's record like the machine's, against the stored text; return the text's hash."""
    query = select(texts.c.text, texts.c.text_hash, articles.c.meta).join(articles)
    found = connection.execute(query.where(articles.c.doc_id == doc_id, articles.c.alias_of.is_(None))).first()
    if found is None:
        raise StoreError(f"there is no article {doc_id!r} that events can be {new.act}ed for")
    text, text_hash, meta = found
    after = new.after or {}
    if after.get("id") != new.event_id:
        raise StoreError(f"the record's id {after.get('id')!r} is not the event's, {new.event_id!r}")
    try:
        checked_row(after, rows.article_of(doc_id, text, meta), text_hash)
    except (RecordError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoreError(f"the record is refused: {error!r}; correct it and decide again") from error
    return str(text_hash)


def _rewrite_verdict(connection: Connection, event_id: str, doc_id: str) -> None:
    connection.execute(delete(verdicts).where(verdicts.c.id == event_id))
    last = _in_force(connection, event_id, skips=False)
    if last is not None:
        record = rows.decode(last["after"] if last["after"] is not None else last["before"])
        connection.execute(insert(verdicts), [rows.event_row(record, last["text_hash"]) | {"act": last["act"]}])
    standing_.refresh(connection, doc_id, event_id)


def _in_force(connection: Connection, event_id: str, *, skips: bool = True, who: str | None = None) -> Any:
    query = select(decisions).where(decisions.c.event_id == event_id, decisions.c.undone_by.is_(None))
    if not skips:
        query = query.where(decisions.c.act != "skip")
    if who is not None:
        query = query.where(decisions.c.who == who)
    return connection.execute(query.order_by(decisions.c.place.desc()).limit(1)).mappings().first()


def _one(connection: Connection, table: Table, event_id: str) -> Any:
    found = connection.execute(select(table).where(table.c.id == event_id).limit(2)).mappings().all()
    if len(found) > 1:
        raise StoreError(f"several articles have an event of the id {event_id!r}")
    return found[0] if found else None
