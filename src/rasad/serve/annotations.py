"""People's decisions as training data: articles annotated as `contract/annotation_guide.md` has it, one object each."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from rasad.analyse import sentences
from rasad.document import Article
from rasad.record import Record
from rasad.store import Filters, Store, review


def annotated(store: Store, *, partial: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the articles that people decided on, annotated with the events that they let stand.

    Args:
        store: The store.
        partial: Whether articles count in which some event was decided on by nobody; these events are left out, so
            that a model which learns from such an article learns that they are none.
    """
    for doc_id in store.ask(review.decided_articles, complete=not partial):
        yield annotation(store.article(doc_id), store.events(Filters(doc_id=doc_id, decided=True)))


def annotation(article: Article, records: Iterable[Record]) -> dict[str, Any]:
    """Return an article with its events in the annotation format, as `rasad evaluate` and the trainers read it.

    Offsets of `sentences` are half-open code points; an event's `sentence` is its place in that list.
    """
    spans = list(sentences.split(article.text)) or [(0, len(article.text))]
    return {
        "id": article.id,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "text": article.text,
        "sentences": spans,
        "events": [_event(record, spans) for record in sorted(records, key=lambda r: r["trigger"]["start"])],
        "quotes": [],
    }


def _event(record: Record, spans: list[tuple[int, int]]) -> dict[str, Any]:
    place, day, trigger = record["event_loc"] or {}, record["date_info"] or {}, record["trigger"]
    within = [i for i, (start, end) in enumerate(spans) if start <= trigger["start"] and trigger["end"] <= end]
    return {
        "sentence": within[0] if within else record["text_info"]["sequence"],
        "type": record["event_type"],
        "status": record["status"],
        "trigger": trigger["text"],
        "actors": [e["entity_text"] for e in record["actor"]],
        "recipients": [e["entity_text"] for e in record["recipient"]],
        "place": place.get("extracted_place"),
        "place_country": place.get("country_alpha2"),
        "when": day.get("text"),
        "date": _days(record["date"], record["enddate"]),
        "attribution": [s["text"] for s in record["attribution"]],
    }


def _days(first: str | None, last: str | None) -> str | None:
    """Return days as the guide writes them: a day, a month, a year, or an interval; `None` where one end is open."""
    if first is None or last is None:
        return None
    if first == last:
        return first
    since, until = date.fromisoformat(first), date.fromisoformat(last)
    if since.day == 1 and until.day == monthrange(until.year, until.month)[1]:
        if (since.year, since.month) == (until.year, until.month):
            return first[:7]
        if since.year == until.year and (since.month, until.month) == (1, 12):
            return first[:4]
    return f"{first}/{last}"
