"""What many events come to: counts by field, over time and by place, who acts on whom, what each source reports.

All read the small rows of `standing` and `parties`, never the records.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import CTE, ColumnElement, Connection, Integer, Select, and_, bindparam, cast, desc, func, select

from rasad.errors import StoreError
from rasad.store import queries, rows
from rasad.store.queries import Filters
from rasad.store.schema import articles, decisions, events, parties, problems, runs, standing

Unit = Literal["day", "week", "month", "year"]
_LETTERS = {"year": 4, "month": 7, "day": 10}  # of an ISO day that name a period
_AT_ONCE = 500  # keys in one query: engines limit its parameters
_MOST_VALUES = 40  # of one facet
Summary = dict[str, Any]
_AGAIN = 2  # the turn of a party that its event names once more in the same role (`schema.parties`)


def _times(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(condition, Integer)), 0)


# In how many events a party acts, is acted on, and is.
_EVENTS = (
    _times(and_(parties.c.role == "actor", parties.c.turn < _AGAIN)),
    _times(and_(parties.c.role == "recipient", parties.c.turn < _AGAIN)),
    _times(parties.c.turn == 0).label("events"),
)


def counts(connection: Connection) -> dict[str, int]:
    """Return what `Store.counts` does."""
    tables = (articles, events, problems, decisions, runs)
    found = {t.name: int(connection.execute(select(func.count()).select_from(t)).scalar_one()) for t in tables}
    behind = select(func.count()).select_from(articles).where(articles.c.alias_of.is_not(None))
    aliases = int(connection.execute(behind).scalar_one())
    return {"articles": found.pop("articles") - aliases, "aliases": aliases, **found}


def count(connection: Connection, filters: Filters) -> int:
    """Return how many events pass."""
    query = queries.kept(connection, filters).with_only_columns(func.count())
    return int(connection.execute(query).scalar_one())


def facets(connection: Connection, filters: Filters) -> dict[str, list[Summary]]:
    """Return for type, status, country, source and actor the values with their counts, the most frequent first."""
    c = standing.c
    columns = {"type": c.event_type, "status": c.status, "country": c.country_alpha2, "source": c.source}
    counted: dict[str, Counter[str]] = {name: Counter() for name in columns}
    query = queries.kept(connection, filters).with_only_columns(*columns.values(), func.count())
    for *values, n in connection.execute(query.group_by(*columns.values())):  # one pass for all four
        for name, value in zip(columns, values, strict=True):
            if value is not None:
                counted[name][value] += n
    found = {name: _most(counter) for name, counter in counted.items()}
    for source in found["source"]:
        source["name"] = _source_name(connection, source["value"])
    named = actors(connection, filters, limit=_MOST_VALUES)
    found["actor"] = [{"value": row["id"], "name": row["name"], "count": row["count"]} for row in named]
    return found


def count_of(facets: dict[str, list[Summary]]) -> int:
    """Return how many events `facets` were counted over: each has one of few statuses."""
    return sum(int(status["count"]) for status in facets["status"])


def timeline(connection: Connection, filters: Filters, unit: Unit) -> list[Summary]:
    """Return `{period, type, count}` by the first day of events, in order; a week is named by its Monday.

    Raises:
        StoreError: There is no such unit.
    """
    if unit not in get_args(Unit):
        raise StoreError(f"time cannot be cut by {unit!r}; allowed are {', '.join(get_args(Unit))}")
    day = standing.c.day_first
    query = queries.kept(connection, filters).where(day.is_not(None))
    query = query.with_only_columns(day, standing.c.event_type, func.count()).group_by(day, standing.c.event_type)
    counted: Counter[tuple[str, str]] = Counter()
    for first, kind, n in connection.execute(query):
        counted[_period(first, unit), kind] += n
    return [{"period": p, "type": kind, "count": n} for (p, kind), n in sorted(counted.items())]


def places(connection: Connection, filters: Filters, limit: int) -> list[Summary]:
    """Return the places that have coordinates with how many events happened there, the most first.

    Each holds `key, name, name_en, lat, lon, resolution, radius_km, country, count`.
    """
    c = standing.c
    number = func.count().label("events")
    query = queries.kept(connection, filters).where(c.lat.is_not(None), c.place.is_not(None))
    query = query.with_only_columns(c.place, number, func.min(c.key)).group_by(c.place)
    counted = connection.execute(query.order_by(desc("events"), c.place).limit(limit)).all()
    names = ("place_name", "place_name_en", "lat", "lon", "resolution", "radius_km", "country_alpha2")
    shown = ("name", "name_en", "lat", "lon", "resolution", "radius_km", "country")
    told = select(c.key, *(c[name] for name in names))
    rows_ = _by_key(connection, told, [first for _, _, first in counted])
    return [
        {"key": place} | dict(zip(shown, rows_[first], strict=True)) | {"count": n}
        for place, n, first in counted
        if first in rows_
    ]


def actors(
    connection: Connection, filters: Filters, text: str | None = None, limit: int = 50, offset: int = 0
) -> list[Summary]:
    """Return who acts or is acted on: `id, name, name_en, code, sector, as_actor, as_recipient, count`.

    Events are counted, each once however often it names the party; one that names it in both roles counts once in
    `count` too. The most frequent come first.

    Args:
        connection: The store's.
        filters: Of which events.
        text: A part of a name, in any spelling that folds alike.
        limit: At most so many.
        offset: So many are passed over.
    """
    c = parties.c
    query = _with_parties(connection, filters)
    if text and (part := rows.name_pattern(text)):
        query = query.where(c.party.in_(_called(part)))
    query = query.with_only_columns(c.party, *_EVENTS).group_by(c.party)
    found = connection.execute(query.order_by(desc("events"), c.party).limit(limit).offset(offset)).all()
    named = _named(connection, [party_id for party_id, *_ in found])
    return [named[party_id] | _roles(*numbers) for party_id, *numbers in found]


def party(connection: Connection, party_id: str) -> Summary | None:
    """Return an actor: `id, name, name_en, code, sector, as_actor, as_recipient, count`, and `names`, `first`, `last`.

    Counted as by `actors`, over all that stands. `names` are the folded forms under which it is written, the most
    frequent first; `first` and `last` are the first and the last day of its events, `None` where none is dated.

    Returns:
        `None` where there is none of this id (`rasad.store.standing.party_id`).
    """
    c = parties.c
    mine = _with_parties(connection, Filters()).where(c.party == party_id)
    numbers = tuple(connection.execute(mine.with_only_columns(*_EVENTS)).one())
    if not numbers[-1] and connection.execute(select(c.key).where(c.party == party_id).limit(1)).first() is None:
        return None
    seen: dict[str, None] = {}
    written = _counted(mine, c.folded).limit(_MOST_VALUES)
    for folded, _ in connection.execute(written):
        seen.update(dict.fromkeys(line for line in folded.split("\n") if line))
    first, last = days(connection, select(standing).where(standing.c.key.in_(mine.with_only_columns(c.key))))
    known = _named(connection, [party_id])[party_id]  # as in lists
    return known | _roles(*numbers) | {"names": list(seen), "first": first, "last": last}


def days(connection: Connection, query: Select[Any]) -> tuple[str | None, str | None]:
    """Return the first and the last day on which events of a query of `standing` fall; `None`: none is dated."""
    bounds = query.with_only_columns(func.min(standing.c.day_first), func.max(standing.c.day_last))
    first, last = tuple(connection.execute(bounds).one())
    return first, last


def span(connection: Connection, filters: Filters) -> tuple[str | None, str | None]:
    """Return the first and the last day on which events fall that pass; `None`: none is dated."""
    return days(connection, queries.kept(connection, filters))


def actor_count(connection: Connection, text: str | None = None) -> int:
    """Return how many actors and recipients there are, with `text` those whose name holds it."""
    if text and (part := rows.name_pattern(text)):
        query = select(func.count()).select_from(_called(part).subquery())
    else:
        query = select(func.count(parties.c.party.distinct()))
    return int(connection.execute(query).scalar_one())


def placed(connection: Connection, filters: Filters) -> int:
    """Return how many events that pass have a place with coordinates."""
    query = queries.kept(connection, filters).where(standing.c.lat.is_not(None), standing.c.lon.is_not(None))
    return int(connection.execute(query.with_only_columns(func.count())).scalar_one())


def pairs(connection: Connection, filters: Filters, limit: int) -> list[Summary]:
    """Return who acts on whom: `actor, actor_name, recipient, recipient_name, type, count`, the most frequent first.

    Events are counted, each once for a pair however often it names the two.
    """
    wanted = _wanted(connection, filters)
    actor, recipient = parties.alias("doer"), parties.alias("other")
    both = wanted
    for party, role in ((actor, "actor"), (recipient, "recipient")):
        once = and_(party.c.key == wanted.c.key, party.c.role == role, party.c.turn < _AGAIN)
        both = both.join(party, once)  # type: ignore[assignment]
    told = (actor.c.party, recipient.c.party, wanted.c.event_type)
    query = select(*told, func.count().label("events")).select_from(both).group_by(*told)
    found = connection.execute(query.order_by(desc("events"), *told).limit(limit)).all()
    named = _named(connection, [party_id for one, other, _, _ in found for party_id in (one, other)])
    return [
        {
            "actor": one,
            "actor_name": named[one]["name"],
            "recipient": other,
            "recipient_name": named[other]["name"],
            "type": kind,
            "count": n,
        }
        for one, other, kind, n in found
    ]


def events_of(connection: Connection, filters: Filters, ids: tuple[str, ...]) -> dict[str, int]:
    """Return in how many of the events that pass parties are, by id, counted as by `actors`."""
    c = parties.c
    query = _with_parties(connection, filters).with_only_columns(c.party, _EVENTS[-1]).group_by(c.party)
    found: dict[str, int] = {}
    for at in range(0, len(ids), _AT_ONCE):
        for party_id, n in connection.execute(query.where(c.party.in_(ids[at : at + _AT_ONCE]))):
            found[party_id] = int(n)
    return found


def sources(connection: Connection) -> list[Summary]:
    """Return what each publication reports: `source, name, articles, first, last, events, types`, the most first."""
    c = articles.c
    told = select(c.source, func.count(), func.min(c.published), func.max(c.published))
    told = told.where(c.alias_of.is_(None)).group_by(c.source)
    kinds: dict[str | None, dict[str, int]] = {}
    query = queries.kept(connection, Filters()).with_only_columns(
        standing.c.source, standing.c.event_type, func.count()
    )
    for source, kind, n in connection.execute(query.group_by(standing.c.source, standing.c.event_type)):
        kinds.setdefault(source, {})[kind] = n
    found = [
        {
            "source": source,
            "name": _source_name(connection, source),
            "articles": n,
            "first": first,
            "last": last,
            "events": sum(kinds.get(source, {}).values()),
            "types": dict(sorted(kinds.get(source, {}).items(), key=lambda item: (-item[1], item[0]))),
        }
        for source, n, first, last in connection.execute(told)
    ]
    return sorted(found, key=lambda row: (-row["articles"], row["source"] or ""))


def _roles(acts: int, suffers: int, n: int) -> Summary:
    return {"as_actor": int(acts), "as_recipient": int(suffers), "count": int(n)}


def _with_parties(connection: Connection, filters: Filters) -> Select[Any]:
    if filters == Filters():  # all that stands: what was rejected is few
        gone = select(standing.c.key).where(standing.c.act == "reject")
        return select(parties).where(parties.c.key.not_in(gone))
    wanted = _wanted(connection, filters)
    return select(parties).select_from(wanted.join(parties, wanted.c.key == parties.c.key))


def _wanted(connection: Connection, filters: Filters) -> CTE:
    """Return the events that pass, found before anything is joined to them."""
    query = queries.kept(connection, filters).with_only_columns(standing.c.key, standing.c.event_type)
    return query.cte("wanted").prefix_with("MATERIALIZED")


def _called(part: str) -> Select[Any]:
    """Return the query of the ids of the parties one of whose names holds a folded part of a name."""
    # `|| ''`: the table is read through once, in its own order, not by the index of its ids
    return select(parties.c.party.concat("")).where(parties.c.folded.contains(part, autoescape=True)).distinct()


def _named(connection: Connection, ids: list[str]) -> dict[str, Summary]:
    """Return `id, name, name_en, code, sector` of parties by id, as the first event tells them that has them."""
    c, names = parties.c, ("name", "name_en", "code", "sector")
    first = select(func.min(c.key)).where(c.party == bindparam("party"), c.role == bindparam("role")).scalar_subquery()
    query = select(*(c[name] for name in names)).where(c.key == first, c.party == bindparam("party"))
    query = query.order_by(c.role, c.place).limit(1)
    found = {}
    for party_id in dict.fromkeys(ids):  # one by one: each is two steps down an index, however many events it has
        for role in ("actor", "recipient"):
            if row := connection.execute(query, {"party": party_id, "role": role}).first():
                found[party_id] = {"id": party_id} | dict(zip(names, row, strict=True))
                break
    return found


def _by_key(connection: Connection, query: Select[Any], keys: list[int]) -> dict[int, tuple[Any, ...]]:
    """Return the rows of a query by their first column, of which not all are asked at once."""
    found: dict[int, tuple[Any, ...]] = {}
    for at in range(0, len(keys), _AT_ONCE):
        some = query.where(standing.c.key.in_(keys[at : at + _AT_ONCE]))
        found.update((row[0], tuple(row[1:])) for row in connection.execute(some))
    return found


def _most(counter: Counter[str]) -> list[Summary]:
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    return [{"value": value, "count": n} for value, n in ordered[:_MOST_VALUES]]


def _counted(query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    number = func.count().label("events")
    return query.with_only_columns(column, number).group_by(column).order_by(desc("events"), column)


def _source_name(connection: Connection, source: str | None) -> str | None:
    """Return a publication's name as one of its articles writes it."""
    if source is None:
        return None
    query = select(articles.c.meta).where(articles.c.source == source).order_by(articles.c.published).limit(1)
    meta = connection.execute(query).scalar()
    return str(rows.decode(meta)["source"]) if meta else source


def _period(day: str, unit: Unit) -> str:
    if unit != "week":
        return day[: _LETTERS[unit]]
    date_ = date.fromisoformat(day)
    return (date_ - timedelta(days=date_.weekday())).isoformat()
