"""Articles page by page, and all that is known of one event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from rasad import record as records_
from rasad.errors import NotFoundError
from rasad.store import deciding, rows, searching
from rasad.store.deciding import Decision
from rasad.store.rows import Record
from rasad.store.schema import articles, search_terms, standing

_UNDATED = "0000"  # sorts before every day: newest first puts it last


@dataclass(frozen=True, slots=True)
class Details:
    """An event with what surrounds it.

    Attributes:
        record: As it stands.
        act: The verdict on it; `None`: nobody decided.
        decisions: All that was decided on it, the oldest first.
        last: The id of the last decision in force.
        mentions: The ids of the mentions of the same event in its article, this one too, in the order of the text.
    """

    record: Record
    act: str | None
    decisions: list[Decision]
    last: str | None
    mentions: list[str]


def details(connection: Connection, event_id: str) -> Details:
    """Return an event with its decisions and the other mentions of it.

    Raises:
        NotFoundError: There is no such event.
    """
    now = deciding.standing(connection, event_id)
    if now is None:
        raise NotFoundError(f"there is no event {event_id!r} in the store")
    made = list(deciding.history(connection, event_id))
    in_force = [decision.id for decision in made if decision.undone_by is None]
    c = standing.c
    same = select(c.id).where(c.doc_id == now.record["doc_id"], c.link == records_.link(now.record))
    mentions = list(connection.execute(same.order_by(c.start, c.id)).scalars())
    return Details(now.record, now.act, made, in_force[-1] if in_force else None, mentions)


def article_list(
    connection: Connection, source: str | None, text: str | None, limit: int, after: str | None
) -> list[dict[str, Any]]:
    """Return articles, those published last first: `id, title, source, published, url, events`.

    Args:
        connection: The store's.
        source: Of this publication, in any spelling that folds alike.
        text: Words that the article holds, all of them, in any inflection.
        limit: At most so many.
        after: The id of an article: only those behind it in the same order.
    """
    c = articles.c
    day = func.coalesce(c.published, _UNDATED)
    query = select(c.doc_id, c.meta).where(c.alias_of.is_(None))
    if source is not None:
        query = query.where(c.source == rows.publication(source))
    if text and (found := searching.matching(connection.dialect.name, text)) is not None:
        held = select(search_terms.c.doc_id).where(search_terms.c.id == "", search_terms.c.key.in_(found))
        query = query.where(c.doc_id.in_(held))
    if after is not None:
        last = connection.execute(select(day, c.doc_id).where(c.doc_id == after)).first()
        if last is None:
            raise NotFoundError(f"there is no article {after!r} to go on after; give the id of the last article seen")
        query = query.where(or_(day < last[0], (day == last[0]) & (c.doc_id > last[1])))
    found_rows = connection.execute(query.order_by(day.desc(), c.doc_id).limit(limit)).all()
    counted = select(standing.c.doc_id, func.count()).where(standing.c.doc_id.in_([row[0] for row in found_rows]))
    kept = counted.where(func.coalesce(standing.c.act, "") != "reject").group_by(standing.c.doc_id)
    numbers: dict[str, int] = {row[0]: row[1] for row in connection.execute(kept)}
    shown = ("title", "source", "published", "url")
    return [
        {"id": doc_id} | {name: fields[name] for name in shown} | {"events": numbers.get(doc_id, 0)}
        for doc_id, fields in ((doc_id, rows.decode(meta)) for doc_id, meta in found_rows)
    ]


def head(connection: Connection, doc_id: str) -> str:
    """Return the id of the article that stands for an article's story: mostly its own.

    Raises:
        NotFoundError: There is no such article.
    """
    found = select(func.coalesce(articles.c.alias_of, articles.c.doc_id)).where(articles.c.doc_id == doc_id)
    standing_for = connection.execute(found).scalar()
    if standing_for is None:
        raise NotFoundError(f"there is no article {doc_id!r} in the store")
    return str(standing_for)
