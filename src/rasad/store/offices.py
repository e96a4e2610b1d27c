"""The offices under which an actor appears, as the newest of its events' records have them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from rasad.store import queries, rows, standing
from rasad.store.queries import Filters
from rasad.store.schema import parties
from rasad.store.schema import standing as stands

NEWEST = 500  # events of an actor whose records are read


@dataclass(slots=True)
class _Office:
    """An office with the forms in which it is written, and the days of publication of the articles that do."""

    forms: Counter[str] = field(default_factory=Counter)
    days: set[str] = field(default_factory=set)
    count: int = 0


def offices(connection: Connection, party_id: str, newest: int = NEWEST) -> dict[str, Any]:
    """Return the offices of an actor, the most frequent first, of the events published last that it is in.

    Args:
        connection: The store's.
        party_id: The actor (`rasad.store.standing.party_id`).
        newest: At most so many events are read: an actor may be in thousands.

    Returns:
        `offices`: `{office, count, first, last}`: its words in the form that is most frequent, how many events have it,
        and the first and the last ISO day on which these were published, `None` where no day is known.
        `offices_of`: how many events were read; `None`: all that the actor is in.
    """
    mine = select(parties.c.key).where(parties.c.party == party_id)
    query = select(stands).where(stands.c.key.in_(mine), func.coalesce(stands.c.act, "") != "reject")
    query = query.order_by(stands.c.newest, stands.c.doc_id, stands.c.start, stands.c.id).limit(newest + 1)
    page = queries.with_records(query.subquery(), Filters(), "newest")
    found: dict[str, _Office] = {}
    texts = connection.execute(page).scalars().all()
    for text in texts[:newest]:
        record = rows.decode(text)
        held = [e["office"] for e in (*record["actor"], *record["recipient"]) if _held(e, party_id)]
        published = (record["cite_info"].get("published") or "")[:10]
        for folded, form in {rows.name_pattern(office) or office: office for office in held}.items():
            office = found.setdefault(folded, _Office())
            office.forms[form] += 1
            office.count += 1
            office.days |= {published} - {""}
    told = [_told(office) for office in found.values()]
    return {
        "offices": sorted(told, key=lambda row: (-row["count"], row["office"])),
        "offices_of": newest if len(texts) > newest else None,
    }


def _held(entity: dict[str, Any], party_id: str) -> bool:
    return bool(entity.get("office")) and standing.party_id(entity) == party_id


def _told(office: _Office) -> dict[str, Any]:
    form = min(office.forms, key=lambda f: (-office.forms[f], f))
    first, last = (min(office.days), max(office.days)) if office.days else (None, None)
    return {"office": form, "count": office.count, "first": first, "last": last}


__all__ = ["NEWEST", "offices"]
