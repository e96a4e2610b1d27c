"""What people should look at next, and where those who coded the same events differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, select

from rasad import ontology
from rasad import record as records_
from rasad.store import queries
from rasad.store.deciding import Decision, decision_of, standing
from rasad.store.queries import Filters
from rasad.store.rows import Record
from rasad.store.schema import decisions
from rasad.store.schema import standing as table


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An event on which people decided differently without a look at each other's decision, not settled yet.

    Attributes:
        record: As it stands now.
        decisions: The last decision of each person, the oldest first.
    """

    event_id: str
    doc_id: str
    record: Record
    decisions: list[Decision]


def queue(connection: Connection, who: str, filters: Filters, limit: int) -> list[str]:
    """Return the ids of events that nobody decided on, in the order in which a decision teaches most.

    The least sure come first, spread over the event types: the least sure of each type, then the next of each.
    What `who` has skipped is left out.

    Args:
        connection: The store's.
        who: Who reviews.
        filters: Of which events; `decided` is not looked at.
        limit: At most so many.
    """
    undecided = queries.kept(connection, replace(filters, decided=False))
    wanted = undecided.where(~_decided(table.c.id, who, skips=True))
    ranked: list[tuple[int, float, str]] = []
    for kind in filters.type or ontology.types():
        query = wanted.where(table.c.event_type == kind).with_only_columns(table.c.id, table.c.doubt)
        found = connection.execute(query.order_by(table.c.doubt.desc(), table.c.key.desc()).limit(limit))
        ranked += [(place, -doubt, event_id) for place, (event_id, doubt) in enumerate(found)]
    return [event_id for _, _, event_id in sorted(ranked)[:limit]]


def blind_queue(connection: Connection, who: str, filters: Filters, limit: int) -> list[str]:
    """Return the ids of events that others decided on and `who` did not, by article and place in it.

    They are decided on without a look at what the others did, to measure how far people agree.
    """
    query = _blind(select(table.c.id), who, filters)
    return list(connection.execute(query.order_by(table.c.doc_id, table.c.start, table.c.id).limit(limit)).scalars())


def waiting(connection: Connection, filters: Filters | None = None) -> int:
    """Return how many events nobody has decided on; `filters`: of which, `decided` is not looked at."""
    undecided = queries.kept(connection, replace(filters or Filters(), decided=False))
    return int(connection.execute(undecided.with_only_columns(func.count())).scalar_one())


def blind_waiting(connection: Connection, who: str, filters: Filters) -> int:
    """Return how long the `blind_queue` is."""
    return int(connection.execute(_blind(select(func.count()).select_from(table), who, filters)).scalar_one())


def _blind(query: Select[Any], who: str, filters: Filters) -> Select[Any]:
    others = select(literal(1)).where(
        decisions.c.event_id == table.c.id, decisions.c.undone_by.is_(None), decisions.c.who != who
    )
    query = query.where(others.where(decisions.c.act != "skip").exists(), ~_decided(table.c.id, who))
    if filters.doc_id is not None:
        query = query.where(table.c.doc_id == filters.doc_id)
    if filters.type:
        query = query.where(table.c.event_type.in_(filters.type))
    return query


def disagreements(connection: Connection) -> list[Disagreement]:
    """Return the events on which people differ, by event id."""
    return list(_disagreements(connection))


def _disagreements(connection: Connection) -> Iterator[Disagreement]:
    c = decisions.c
    counted = _effective(select(c.event_id)).group_by(c.event_id).having(func.count(c.who.distinct()) > 1)
    for event_id in connection.execute(counted.order_by(c.event_id)).scalars().all():
        made = [decision_of(dict(row)) for row in connection.execute(_made(event_id)).mappings()]
        now = standing(connection, event_id)
        if now is None or made[-1].seen == made[-2].id:  # whoever came last knew of the one before: it is settled
            continue
        last = list({decision.who: decision for decision in made}.values())
        if len({outcome(decision) for decision in last}) > 1:
            yield Disagreement(event_id, made[-1].doc_id, now.record, last)


def outcome(decision: Decision) -> tuple[Any, ...]:
    """Return what a decision comes to, comparable: empty for one that says there is no such event."""
    record = decision.after or decision.before
    if decision.act == "reject" or record is None:
        return ()
    spans = tuple((path, start, end) for path, _, start, end in records_.spans(record) if path != "text")
    return (record["event_type"], record["status"], tuple(record["mode"]), record["date"], record["enddate"], spans)


def decided(connection: Connection) -> int:
    """Return how many events people have decided on."""
    return int(connection.execute(select(func.count()).where(table.c.act.is_not(None))).scalar_one())


def people(connection: Connection) -> list[str]:
    """Return who has decided on anything, by name."""
    return list(connection.execute(select(decisions.c.who).distinct().order_by(decisions.c.who)).scalars())


def _made(event_id: str) -> Select[Any]:
    return _effective(select(decisions)).where(decisions.c.event_id == event_id).order_by(decisions.c.place)


def _effective(query: Select[Any]) -> Select[Any]:
    return query.where(decisions.c.undone_by.is_(None), decisions.c.act != "skip")


def _decided(event_id: ColumnElement[str], who: str, *, skips: bool = False) -> ColumnElement[bool]:
    """Return the condition that someone has a decision in force on an event; with `skips` one to skip it."""
    mine = exists().where(decisions.c.event_id == event_id, decisions.c.who == who, decisions.c.undone_by.is_(None))
    return mine.where(decisions.c.act == "skip") if skips else mine


def made_by(connection: Connection, who: str, doc_id: str | None = None) -> list[Decision]:
    """Return the last decision in force of a person on each event, skips left out, by event."""
    query = _effective(select(decisions)).where(decisions.c.who == who)
    if doc_id is not None:
        query = query.where(decisions.c.doc_id == doc_id)
    found = connection.execute(query.order_by(decisions.c.event_id, decisions.c.place)).mappings()
    return list({row["event_id"]: decision_of(dict(row)) for row in found}.values())


def latest(connection: Connection, event_id: str | None, limit: int) -> list[Decision]:
    """Return the last decisions, on an event or on all, the newest first, undone ones too."""
    query = select(decisions)
    if event_id is not None:
        query = query.where(decisions.c.event_id == event_id)
    ordered = query.order_by(decisions.c.at.desc(), decisions.c.place.desc(), decisions.c.id).limit(limit)
    return [decision_of(dict(row)) for row in connection.execute(ordered).mappings()]


def decided_articles(connection: Connection, *, complete: bool) -> list[str]:
    """Return the ids of articles on whose events people decided; with `complete`, on all of them."""
    query = select(table.c.doc_id).where(table.c.act.is_not(None)).distinct()
    if complete:
        other = table.alias("other")
        query = query.where(~select(literal(1)).where(other.c.doc_id == table.c.doc_id, other.c.act.is_(None)).exists())
    return list(connection.execute(query.order_by(table.c.doc_id)).scalars())
