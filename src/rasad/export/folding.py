"""One record for each event of an article, of all that mention it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rasad.record import SIZES, Record, link

_FIELDS = ("actor", "recipient", "event_loc", "date_info", "attribution", "mode", "context")


def folded(records: Iterable[Record]) -> Iterator[Record]:
    """Yield of each event the mention with the most fields, the first of several, in the order of their first mentions.

    A noun does not say that what was planned has happened: where some mentions are `planned`, one of these is chosen.

    Args:
        records: Those of one article come one after another, as a store and `rasad code` give them; one article's are
            held at a time.
    """
    for _, of_article in groupby(records, key=lambda record: record["doc_id"]):
        events: dict[str, list[Record]] = {}
        for record in of_article:
            events.setdefault(link(record), []).append(record)
        for told in events.values():
            yield max([r for r in told if r["status"] == "planned"] or told, key=_told)


def _told(record: Record) -> int:
    return sum(bool(record[name]) for name in _FIELDS) + sum(bool(record["size"].get(kind)) for kind in SIZES)
