"""What many events come to: counts by field, over time and by place, who acts on whom, what each source reports.

All read the small rows of `standing` and `parties`, never the records.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Integer, Select, Subquery, cast, desc, func, select

from rasad.errors import StoreError
from rasad.store import queries, rows
from rasad.store.queries import Filters
from rasad.store.schema import articles, parties, standing

Unit = Literal["day", "week", "month", "year"]
_LETTERS = {"year": 4, "month": 7, "day": 10, "week": 10}  # of an ISO day that name a period
_MOST_VALUES = 40  # of one facet
Summary = dict[str, Any]


def count(connection: Connection, filters: Filters) -> int:
    """Return how many events pass."""
    query = queries.kept(connection, filters).with_only_columns(func.count())
    return int(connection.execute(query).scalar_one())


def facets(connection: Connection, filters: Filters) -> dict[str, list[Summary]]:
    """Return for type, status, country, source and actor the values with their counts, the most frequent first."""
    columns = {
        "type": standing.c.event_type,
        "status": standing.c.status,
        "country": standing.c.country_alpha2,
        "source": standing.c.source,
    }
    found: dict[str, list[Summary]] = {}
    for name, column in columns.items():
        counted = _counted(queries.kept(connection, filters), column).limit(_MOST_VALUES)
        found[name] = [{"value": value, "count": n} for value, n in connection.execute(counted) if value is not None]
    for source in found["source"]:
        source["name"] = _source_name(connection, source["value"])
    named = actors(connection, filters, limit=_MOST_VALUES)
    found["actor"] = [{"value": row["id"], "name": row["name"], "count": row["count"]} for row in named]
    return found


def timeline(connection: Connection, filters: Filters, unit: Unit) -> list[Summary]:
    """Return `{period, type, count}` by the first day of events, in order; a week is named by its Monday.

    Raises:
        StoreError: There is no such unit.
    """
    if unit not in get_args(Unit):
        raise StoreError(f"time cannot be cut by {unit!r}; allowed are {', '.join(get_args(Unit))}")
    day = standing.c.day_first
    period: ColumnElement[Any] = func.substr(day, 1, _LETTERS[unit])
    if unit == "week":
        period = _monday(connection, day)
    query = queries.kept(connection, filters).where(day.is_not(None))
    query = query.with_only_columns(period.label("period"), standing.c.event_type, func.count())
    found = connection.execute(query.group_by("period", standing.c.event_type).order_by("period", "event_type"))
    return [{"period": p, "type": t, "count": n} for p, t, n in found]


def places(connection: Connection, filters: Filters, limit: int) -> list[Summary]:
    """Return the places that have coordinates with how many events happened there, the most first.

    Each holds `key, name, name_en, lat, lon, resolution, radius_km, country, count`.
    """
    c = standing.c
    names = ("place_name", "place_name_en", "lat", "lon", "resolution", "radius_km", "country_alpha2")
    query = queries.kept(connection, filters).where(c.lat.is_not(None), c.lon.is_not(None), c.place.is_not(None))
    shown = [func.min(c[name]) for name in names]
    query = query.with_only_columns(c.place, *shown, func.count().label("events")).group_by(c.place)
    keys = ("key", "name", "name_en", "lat", "lon", "resolution", "radius_km", "country", "count")
    found = connection.execute(query.order_by(desc("events"), c.place).limit(limit))
    return [dict(zip(keys, row, strict=True)) for row in found]


def actors(
    connection: Connection, filters: Filters, text: str | None = None, limit: int = 50, offset: int = 0
) -> list[Summary]:
    """Return who acts or is acted on: `id, name, name_en, code, sector, as_actor, as_recipient, count`.

    The most frequent come first.

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
        query = query.where(c.folded.contains(part, autoescape=True))
    as_actor = func.sum(cast(c.role == "actor", Integer))
    shown = [func.min(c[name]) for name in ("name", "name_en", "code", "sector")]
    query = query.with_only_columns(c.party, *shown, as_actor, func.count().label("events")).group_by(c.party)
    keys = ("id", "name", "name_en", "code", "sector", "as_actor", "count")
    found = connection.execute(query.order_by(desc("events"), c.party).limit(limit).offset(offset))
    listed = [dict(zip(keys, row, strict=True)) for row in found]
    acts = [int(row["as_actor"]) for row in listed]
    return [row | {"as_actor": n, "as_recipient": row["count"] - n} for row, n in zip(listed, acts, strict=True)]


def party(connection: Connection, party_id: str) -> Summary | None:
    """Return an actor: `id, name, name_en, code, sector, as_actor, as_recipient, count`, and `names`, `first`, `last`.

    `names` are the folded forms under which it is written, the most frequent first; `first` and `last` are the first
    and the last day of its events, `None` where none is dated.

    Returns:
        `None` where there is none of this id (`rasad.store.standing.party_id`).
    """
    c = parties.c
    shown = [func.min(c[name]) for name in ("name", "name_en", "code", "sector")]
    query = select(*shown, func.sum(cast(c.role == "actor", Integer)), func.count()).where(c.party == party_id)
    name, name_en, code, sector, acts, n = tuple(connection.execute(query).one())
    if not n:
        return None
    seen: dict[str, None] = {}
    written = _counted(select(parties).where(c.party == party_id), c.folded).limit(_MOST_VALUES)
    for folded, _ in connection.execute(written):
        seen.update(dict.fromkeys(line for line in folded.split("\n") if line))
    mine = standing.c.key.in_(select(c.key).where(c.party == party_id))
    first, last = days(connection, select(standing).where(mine))
    known = {"id": party_id, "name": name, "name_en": name_en, "code": code, "sector": sector}
    roles = {"as_actor": int(acts), "as_recipient": n - int(acts), "count": n}
    return known | roles | {"names": list(seen), "first": first, "last": last}


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
    query = select(func.count(parties.c.party.distinct()))
    if text and (part := rows.name_pattern(text)):
        query = query.where(parties.c.folded.contains(part, autoescape=True))
    return int(connection.execute(query).scalar_one())


def placed(connection: Connection, filters: Filters) -> int:
    """Return how many events that pass have a place with coordinates."""
    query = queries.kept(connection, filters).where(standing.c.lat.is_not(None), standing.c.lon.is_not(None))
    return int(connection.execute(query.with_only_columns(func.count())).scalar_one())


def pairs(connection: Connection, filters: Filters, limit: int) -> list[Summary]:
    """Return who acts on whom: `actor, actor_name, recipient, recipient_name, type, count`, the most frequent first."""
    wanted = queries.kept(connection, filters).with_only_columns(standing.c.key, standing.c.event_type).subquery()
    actor, recipient = parties.alias("doer"), parties.alias("other")
    both = wanted.join(actor, (actor.c.key == wanted.c.key) & (actor.c.role == "actor"))
    both = both.join(recipient, (recipient.c.key == wanted.c.key) & (recipient.c.role == "recipient"))
    named = (actor.c.party, func.min(actor.c.name), recipient.c.party, func.min(recipient.c.name), wanted.c.event_type)
    query = select(*named, func.count().label("events")).select_from(both)
    query = query.group_by(actor.c.party, recipient.c.party, wanted.c.event_type)
    keys = ("actor", "actor_name", "recipient", "recipient_name", "type", "count")
    ordered = query.order_by(desc("events"), actor.c.party, recipient.c.party, wanted.c.event_type).limit(limit)
    return [dict(zip(keys, row, strict=True)) for row in connection.execute(ordered)]


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


def _with_parties(connection: Connection, filters: Filters) -> Select[Any]:
    if filters == Filters():  # all that stands: what was rejected is few
        gone = select(standing.c.key).where(standing.c.act == "reject")
        return select(parties).where(parties.c.key.not_in(gone))
    wanted: Subquery = queries.kept(connection, filters).with_only_columns(standing.c.key).subquery()
    return select(parties).join(wanted, wanted.c.key == parties.c.key)


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


def _monday(connection: Connection, day: ColumnElement[Any]) -> ColumnElement[Any]:
    if connection.dialect.name == "sqlite":
        return func.date(day, "-6 days", "weekday 1")
    return func.to_char(func.date_trunc("week", func.to_date(day, "YYYY-MM-DD")), "YYYY-MM-DD")
