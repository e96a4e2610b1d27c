"""Reading events by filters: as the machine coded them, with people's decisions applied, or either part alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    UnaryExpression,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.sql.operators import custom_op

from rasad import ontology
from rasad.errors import StoreError
from rasad.store import rows, searching
from rasad.store.rows import Record
from rasad.store.schema import articles, events, parties, standing, verdicts

Order = Literal["document", "date", "newest", "confidence", "doubt", "type", "country", "source"]
KEPT = ("accept", "correct", "add")  # the verdicts whose records stand; `reject` takes one out
_PAGE = 100  # rows fetched at once
_UNDATED = "9999-99-99"  # sorts after every day
_LAST = "\U0010ffff"
Columns = dict[str, ColumnElement[Any]]


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
        text: Words that the event's sentence holds, all of them, in any inflection.
        place: Where it happened: the gazetteer's id, or `=` and the folded words (`rasad.store.standing.place_id`).
        link: Mentions of this event: the id that records of one event of an article share.
        box: West, south, east, north in degrees, within which the place's point lies; west may be greater than east.
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
    text: str | None = None
    place: str | None = None
    link: str | None = None
    box: tuple[float, float, float, float] | None = None


def records(
    connection: Connection, filters: Filters, order: Order, limit: int | None, after: str | None
) -> Iterator[Record]:
    """Yield the records of `Store.events`."""
    check(filters)
    walked = limit is not None and order == "newest" and connection.dialect.name == "sqlite" and _is_broad(filters)
    source = _coded(filters) if filters.machine else _kept(connection, filters, walked)
    keys = _sort_keys(source, order)
    query = select(source).order_by(*keys)
    if after is not None:
        everything = Filters(machine=filters.machine)
        start = _coded(everything) if filters.machine else select(standing).subquery()
        last = connection.execute(select(*_sort_keys(start, order)).where(start.c.id == after)).first()
        if last is None:
            raise StoreError(f"there is no event {after!r} to go on after; give the id of the last event seen")
        query = query.where(tuple_(*keys) > tuple_(*map(literal, last)))
    page = with_records(query.limit(limit).subquery(), filters, order)
    found = connection.execute(page, execution_options={"yield_per": _PAGE})
    for (record,) in found:
        yield rows.decode(record)


def by_id(connection: Connection, ids: list[str]) -> list[Record]:
    """Return the records of events as they stand, in the order of their ids."""
    page = select(standing).where(standing.c.id.in_(ids)).subquery()
    found = (rows.decode(text) for text in connection.execute(with_records(page, Filters(), "document")).scalars())
    known = {record["id"]: record for record in found}
    return [known[event_id] for event_id in ids if event_id in known]


def kept(connection: Connection, filters: Filters) -> Select[Any]:
    """Return the query of the rows of `standing` that pass the filters, for counts and sums.

    Raises:
        StoreError: A filter is not allowed.
    """
    check(filters)
    return _filtered(connection, select(standing), filters)


def check(filters: Filters) -> None:
    """Check that filters name what exists.

    Raises:
        StoreError: One does not; the message says what is allowed.
    """
    if unknown := set(filters.type) - set(ontology.types()):
        raise StoreError(f"no event type {', '.join(sorted(unknown))}; there are: {', '.join(ontology.types())}")
    if unknown := set(filters.status) - set(ontology.STATUSES):
        raise StoreError(f"no status {', '.join(sorted(unknown))}; there are: {', '.join(ontology.STATUSES)}")
    if filters.country is not None and len(filters.country) not in (2, 3):
        raise StoreError(f"{filters.country!r} is no country code; give ISO 3166 alpha-2 (IQ) or alpha-3 (IRQ)")
    if filters.box is not None:
        west, south, east, north = filters.box
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise StoreError(f"{filters.box} is no box; give west,south,east,north in degrees such as 38,29,49,38")
    beyond = [name for name in ("text", "place", "link", "box") if getattr(filters, name) is not None]
    if filters.machine and beyond:
        raise StoreError(f"what the machine coded cannot be filtered by {', '.join(beyond)}; leave `machine` out")


def with_records(page: Subquery, filters: Filters, order: Order) -> Select[Any]:
    """Return the query of the records of a page, in its order: only these are read, not all that were sorted."""
    c = page.c
    machine = (events.c.doc_id == c.doc_id) & (events.c.id == c.id)
    if filters.machine:
        return select(events.c.record).select_from(page.join(events, machine)).order_by(*_sort_keys(page, order))
    human = (verdicts.c.doc_id == c.doc_id) & (verdicts.c.id == c.id) & c.human
    found = page.outerjoin(verdicts, human).outerjoin(events, machine)
    record = func.coalesce(verdicts.c.record, events.c.record)
    return select(record).select_from(found).order_by(*_sort_keys(page, order))


def _is_broad(filters: Filters) -> bool:
    """Whether many events pass, most likely: then a page is full after a short walk along the order.

    Else it is quicker to find those that pass and to sort them; SQLite always does that, as it plans without a look at
    the limit.
    """
    broad = replace(filters, type=(), status=(), min_confidence=None, since=None, until=None)
    return broad == Filters() and (filters.since is None or filters.until is None)


def _kept(connection: Connection, filters: Filters, walked: bool) -> Subquery:
    """Return what stands, under the columns that sorting needs: what is sorted should be small."""
    c = standing.c
    names = "doc_id id human start oldest newest confidence doubt event_type country_alpha2 source".split()
    columns = _walked() if walked else None
    return _filtered(connection, select(*(c[name] for name in names)), filters, columns).subquery()


def _walked() -> Columns:
    """Return columns by which SQLite looks nothing up: https://sqlite.org/optoverview.html, "Unary plus"."""
    return {c.name: UnaryExpression(c, operator=custom_op("+"), type_=c.type) for c in standing.c}


def _coded(filters: Filters) -> Subquery:
    """Return what the machine coded, under the columns that sorting needs."""
    c = events.c
    beyond = [literal(0).label(name) for name in ("newest", "doubt")]  # only what stands is ordered by these
    oldest = func.coalesce(c.day_first, _UNDATED).label("oldest")
    query = select(c.doc_id, c.id, c.start, oldest, c.confidence, c.event_type, c.country_alpha2, c.source, *beyond)
    for role, value in (("actor", filters.actor), ("recipient", filters.recipient)):
        if value is not None:
            query = query.where(_coded_party(value, c[f"{role}_keys"], c[f"{role}_names"]))
    return _by_columns(query, dict(events.c.items()), filters).subquery()


def _filtered(
    connection: Connection, query: Select[Any], filters: Filters, columns: Columns | None = None
) -> Select[Any]:
    c = standing.c
    if filters.decided is None:
        # not `IS NULL OR IN`: nearly all pass, which an index on `act` would only slow down
        query = query.where(func.coalesce(c.act, "") != "reject")
    else:
        query = query.where(c.act.in_(KEPT) if filters.decided else c.act.is_(None))
    for role, value in (("actor", filters.actor), ("recipient", filters.recipient)):
        if value is not None:
            query = query.where(c.key.in_(_party(role, value)))
    if filters.text is not None and (found := searching.matching(connection.dialect.name, filters.text)) is not None:
        query = query.where(c.key.in_(found))
    if filters.place is not None:
        query = query.where(c.place == filters.place)
    if filters.link is not None:
        query = query.where(c.link == filters.link)
    if filters.box is not None:
        west, south, east, north = filters.box
        within = c.lon.between(west, east) if west <= east else or_(c.lon >= west, c.lon <= east)
        query = query.where(c.lat.between(south, north), within)
    return _by_columns(query, columns or dict(standing.c.items()), filters)


def _by_columns(query: Select[Any], columns: Columns, filters: Filters) -> Select[Any]:
    """Narrow a query by what `events` and `standing` both have."""
    if filters.type:
        query = query.where(columns["event_type"].in_(filters.type))
    if filters.status:
        query = query.where(columns["status"].in_(filters.status))
    if filters.country is not None:
        column = columns[f"country_alpha{len(filters.country)}"]
        query = query.where(column == filters.country.upper())
    if filters.since is not None:
        query = query.where(columns["day_last"] >= filters.since.isoformat())
    if filters.until is not None:
        query = query.where(columns["day_first"] <= filters.until.isoformat())
    if filters.source is not None:
        query = query.where(columns["source"] == rows.publication(filters.source))
    if filters.min_confidence is not None:
        query = query.where(columns["confidence"] >= filters.min_confidence)
    if filters.doc_id is not None:
        head = func.coalesce(articles.c.alias_of, articles.c.doc_id)
        query = query.where(
            columns["doc_id"] == select(head).where(articles.c.doc_id == filters.doc_id).scalar_subquery()
        )
    return query


def _party(role: str, value: str) -> Select[Any]:
    """Return the keys of the events that have a party: by its identifier, its code, or a part of its name."""
    c, name = parties.c, rows.name_pattern(value)
    wanted = [c.party == value, func.lower(c.party) == value.casefold(), func.lower(c.code) == value.casefold()]
    if name:
        wanted.append(c.folded.contains(name, autoescape=True))
    # `|| ''`: all rows are looked at, and an index on the role would only send the reader to and fro
    return select(c.key).where(c.role.concat("") == role, or_(*wanted))


def _coded_party(value: str, keys: ColumnElement[str], names: ColumnElement[str]) -> ColumnElement[bool]:
    by_key = keys.contains(rows.key_pattern(value), autoescape=True)
    name = rows.name_pattern(value)
    return or_(by_key, names.contains(name, autoescape=True)) if name else by_key


def _sort_keys(table: Subquery, order: Order) -> list[ColumnElement[Any]]:
    """Return what makes an order total."""
    c = table.c
    if order not in get_args(Order):
        raise StoreError(f"events cannot be ordered by {order!r}; allowed are {', '.join(get_args(Order))}")
    first: dict[Order, list[ColumnElement[Any]]] = {
        "document": [],
        "date": [c.oldest],
        "newest": [c.newest],
        "confidence": [-c.confidence],
        "doubt": [-c.doubt],
        "type": [c.event_type],
        "country": [func.coalesce(c.country_alpha2, _LAST)],
        "source": [func.coalesce(c.source, _LAST)],
    }
    return [*first[order], c.doc_id, c.start, c.id]
