"""Which ingests are under way, by whichever process: what a page asks again and again."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, exists, select

from rasad.store.schema import runs


def unfinished(connection: Connection, since: str) -> list[dict[str, Any]]:
    """Return id, start and input of the ingests that began after a moment (ISO) and still run, the newest first.

    One that was killed never tells its end: it counts as ended once the same input was taken up again.
    """
    later = runs.alias()
    again = exists().where(later.c.input == runs.c.input, later.c.started > runs.c.started)
    wanted = select(runs.c.id, runs.c.started, runs.c.input).where(runs.c.finished.is_(None), runs.c.started >= since)
    found = connection.execute(wanted.where(~again).order_by(runs.c.started.desc(), runs.c.id))
    return [dict(row) for row in found.mappings()]
