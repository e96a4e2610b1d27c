"""Where two engines differ: filed with the coding of an article, waiting until a person has decided on the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, delete, func, insert, select

from rasad.document import Article
from rasad.store import rows
from rasad.store.rows import Record
from rasad.store.saving import checked_row
from rasad.store.schema import articles, differences, verdicts

_RANKS = {"type": 0, "status": 1, "fields": 3}  # of the kinds; `only ...` lies between


@dataclass(frozen=True, slots=True)
class Differing:
    """An event of which two engines say different things.

    Attributes:
        kind: `type`, `status`, `only ...` or `fields`.
        one: What the first engine is called, whose events are the store's.
        other: What the second is called.
        first: The first engine's record; `None` where it has no such event.
        second: The second's.
    """

    kind: str
    one: str
    other: str
    first: Record | None
    second: Record | None

    @property
    def event(self) -> Record:
        """The record that is decided on: the first engine's, where it has one."""
        found = self.first or self.second
        assert found is not None
        return found


def file(connection: Connection, article: Article, found: Sequence[Differing]) -> int:
    """Write the differences on an article in place of those that were there; return how many.

    Each record is checked as those of a coding are. Nothing is written where the article is not stored with this text,
    or is another's alias.

    Raises:
        RecordError: A record breaks the contract.
    """
    connection.execute(delete(differences).where(differences.c.doc_id == article.id))
    text_hash = rows.digest(article.text)
    c = articles.c
    here = select(c.doc_id).where(c.doc_id == article.id, c.text_hash == text_hash, c.alias_of.is_(None))
    if connection.execute(here).first() is None:
        return 0
    firsts = {d.first["id"] for d in found if d.first is not None}
    new: dict[str, dict[str, Any]] = {}
    for differing in found:
        event = differing.event
        if differing.first is None and event["id"] in firsts:
            continue  # the first engine has an event of these words and type, which is compared with another
        for record in (differing.first, differing.second):
            if record is not None:
                checked_row(record, article, text_hash)
        new[event["id"]] = {
            "doc_id": article.id,
            "event_id": event["id"],
            "text_hash": text_hash,
            "start": event["trigger"]["start"],
            "kind": differing.kind,
            "one": differing.one,
            "other": differing.other,
            "first": None if differing.first is None else rows.encode(differing.first),
            "second": None if differing.second is None else rows.encode(differing.second),
        }
    if new:
        connection.execute(insert(differences), list(new.values()))
    return len(new)


def waiting(connection: Connection, limit: int) -> list[Differing]:
    """Return the differences on events that nobody has decided on, at most `limit`.

    Those that matter most come first: types, statuses, events that only one has, then other fields; of a kind by
    article and place in it.
    """
    c = differences.c
    query = _undecided(select(c.kind, c.one, c.other, c.first, c.second))
    rank = case(_RANKS, value=c.kind, else_=2)
    found = connection.execute(query.order_by(rank, c.doc_id, c.start, c.event_id).limit(limit)).all()
    return [
        Differing(kind, one, other, *(None if text is None else rows.decode(text) for text in (first, second)))
        for kind, one, other, first, second in found
    ]


def count(connection: Connection) -> int:
    """Return how many there are of these in all."""
    return int(connection.execute(_undecided(select(func.count()).select_from(differences))).scalar_one())


def _undecided(query: Select[Any]) -> Select[Any]:
    c = differences.c
    decided = select(verdicts.c.id).where(verdicts.c.id == c.event_id, verdicts.c.text_hash == c.text_hash)
    return query.where(~decided.exists())


__all__ = ["Differing", "count", "file", "waiting"]
