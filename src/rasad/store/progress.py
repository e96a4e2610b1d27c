"""Whether something has arrived in a store, and which ingests are under way: what a page asks again and again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from rasad.store import rows
from rasad.store.schema import articles, decisions, events, problems, runs


def revision(connection: Connection) -> str:
    """Return what differs whenever something was stored, coded anew, decided, or undone."""
    counts = [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (articles, events, problems)]
    made = connection.execute(select(func.count(), func.max(decisions.c.undone_at)).select_from(decisions)).one()
    begun = connection.execute(select(func.count(), func.max(runs.c.finished)).select_from(runs)).one()
    return rows.digest(*(str(part) for part in (*counts, *made, *begun)))[:16]


def unfinished(connection: Connection, since: str) -> list[dict[str, Any]]:
    """Return the ingests that began after a moment (ISO) and have not told their end, the newest first.

    One that was killed never tells it: ask for those of late.
    """
    wanted = select(runs.c.id, runs.c.started, runs.c.coder, runs.c.input)
    wanted = wanted.where(runs.c.finished.is_(None), runs.c.started >= since)
    return [dict(row) for row in connection.execute(wanted.order_by(runs.c.started.desc(), runs.c.id)).mappings()]
