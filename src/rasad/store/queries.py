"""Reading events by filters: as the machine coded them, with people's decisions applied, or either part alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Subquery,
    Table,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from rasad import ontology
from rasad.errors import StoreError
from rasad.store import rows
from rasad.store.rows import Record
from rasad.store.schema import articles, events, verdicts

Order = Literal["document", "date", "confidence"]
KEPT = ("accept", "correct", "add")  # the verdicts whose records stand; `reject` takes one out
_PAGE = 100  # rows fetched at once
_UNDATED = "9999-99-99"  # sorts after every day


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are wanted; a filter that is not set lets all pass, those that are set must all hold.

    Attributes:
        type: PLOVER event types.
        status: `actual`, `planned`, `hypothetical`, `negated`.
        actor: An actor's identifier, its code (`IRN`, `UNO`), or a part of its name in any spelling that folds alike.
        recipient: The same of a recipient.
        country: Where it happened: ISO 3166 alpha-2 or alpha-3.
        since: The event falls on this day or later; one that lasts may have begun before it.
        until: The event falls on this day or earlier; one that lasts may end after it. Events that the text does not
            date are left out where `since` or `until` is set.
        source: The publication, in any spelling that folds alike.
        min_confidence: At least this confidence.
        doc_id: Of this article; an alias stands for the article of its story.
        decided: True: only what people accepted, corrected or added; False: only what nobody decided on; `None`: both,
            without what they rejected.
        machine: What the machine coded, whatever people decided; `decided` is then not looked at.
    """

    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    actor: str | None = None
    recipient: str | None = None
    country: str | None = None
    since: date | None = None
    until: date | None = None
    source: str | None = None
    min_confidence: float | None = None
    doc_id: str | None = None
    decided: bool | None = None
    machine: bool = False


def records(
    connection: Connection, filters: Filters, order: Order, limit: int | None, after: str | None
) -> Iterator[Record]:
    """Yield the records of `Store.events`."""
    _check(filters)
    wanted = _standing(filters)
    keys = _sort_keys(wanted, order)
    query = select(wanted.c.record).order_by(*keys)
    if after is not None:
        start = _standing(Filters(machine=filters.machine))
        last = connection.execute(select(*_sort_keys(start, order)).where(start.c.id == after)).first()
        if last is None:
            raise StoreError(f"there is no event {after!r} to go on after; give the id of the last event seen")
        query = query.where(tuple_(*keys) > tuple_(*map(literal, last)))
    found = connection.execution_options(yield_per=_PAGE).execute(query.limit(limit))
    for (record,) in found:
        yield rows.decode(record)


def undecided(table: FromClause = events) -> ColumnElement[bool]:
    """Return the condition that no verdict on a machine record is in force (one on an older text is not)."""
    same = (verdicts.c.id == table.c.id, verdicts.c.doc_id == table.c.doc_id, verdicts.c.text_hash == table.c.text_hash)
    return ~select(literal(1)).where(*same).exists()


def _standing(filters: Filters) -> Subquery:
    """Return the records that stand, filtered, under the columns of `events`."""
    machine = _filtered(select(*events.c), events, filters)
    if filters.machine:
        return machine.subquery()
    columns = [verdicts.c[column.name] for column in events.c]
    here = (articles.c.doc_id == verdicts.c.doc_id) & (articles.c.text_hash == verdicts.c.text_hash)
    human = select(*columns).join(articles, here).where(articles.c.alias_of.is_(None), verdicts.c.act.in_(KEPT))
    human = _filtered(human, verdicts, filters)
    if filters.decided is True:
        return human.subquery()
    machine = machine.where(undecided())
    return machine.subquery() if filters.decided is False else union_all(machine, human).subquery()


def _filtered(query: Select[Any], table: Table, filters: Filters) -> Select[Any]:
    c = table.c
    if filters.type:
        query = query.where(c.event_type.in_(filters.type))
    if filters.status:
        query = query.where(c.status.in_(filters.status))
    if filters.actor is not None:
        query = query.where(_party(filters.actor, c.actor_keys, c.actor_names))
    if filters.recipient is not None:
        query = query.where(_party(filters.recipient, c.recipient_keys, c.recipient_names))
    if filters.country is not None:
        column = c.country_alpha2 if len(filters.country) == 2 else c.country_alpha3
        query = query.where(column == filters.country.upper())
    if filters.since is not None:
        query = query.where(c.day_last >= filters.since.isoformat())
    if filters.until is not None:
        query = query.where(c.day_first <= filters.until.isoformat())
    if filters.source is not None:
        query = query.where(c.source == rows.publication(filters.source))
    if filters.min_confidence is not None:
        query = query.where(c.confidence >= filters.min_confidence)
    if filters.doc_id is not None:
        head = func.coalesce(articles.c.alias_of, articles.c.doc_id)
        query = query.where(c.doc_id == select(head).where(articles.c.doc_id == filters.doc_id).scalar_subquery())
    return query


def _party(value: str, keys: ColumnElement[str], names: ColumnElement[str]) -> ColumnElement[bool]:
    by_key = keys.contains(rows.key_pattern(value), autoescape=True)
    name = rows.name_pattern(value)
    return or_(by_key, names.contains(name, autoescape=True)) if name else by_key


def _sort_keys(table: Subquery, order: Order) -> list[ColumnElement[Any]]:
    c = table.c
    by_document: list[ColumnElement[Any]] = [c.doc_id, c.start, c.id]
    if order == "document":
        return by_document
    if order == "date":
        return [func.coalesce(c.day_first, _UNDATED), *by_document]
    if order == "confidence":
        return [-c.confidence, *by_document]
    raise StoreError(f"events cannot be ordered by {order!r}; allowed are document, date and confidence")


def _check(filters: Filters) -> None:
    if unknown := set(filters.type) - set(ontology.types()):
        raise StoreError(f"no event type {', '.join(sorted(unknown))}; there are: {', '.join(ontology.types())}")
    if unknown := set(filters.status) - set(ontology.STATUSES):
        raise StoreError(f"no status {', '.join(sorted(unknown))}; there are: {', '.join(ontology.STATUSES)}")
    if filters.country is not None and len(filters.country) not in (2, 3):
        raise StoreError(f"{filters.country!r} is no country code; give ISO 3166 alpha-2 (IQ) or alpha-3 (IRQ)")
