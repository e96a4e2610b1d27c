"""The event record of the contract: made from a coded document, and checked before anything writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from rasad import ontology
from rasad.document import Document, Event, Name, Place, Quantity, Source, Span, Time
from rasad.errors import RecordError

SIZES = ("dead", "injured", "arrested", "people", "amount")
Record = dict[str, Any]


def event_records(doc: Document, coder: str) -> list[Record]:
    """Return the records of a document's events, in the order of their triggers; each has passed `check`.

    Args:
        doc: The coded document.
        coder: Product, version, analysis backend and configuration hash.

    Raises:
        RecordError: An event breaks the contract.
    """
    records = [_record(doc, event, coder) for event in sorted(doc.events, key=lambda e: (e.start, e.end, e.event_type))]
    for record in records:
        check(record, doc.text)
    return records


def check(record: Record, text: str) -> None:
    """Check that a record says nothing that its article does not.

    Raises:
        RecordError: A span is not its quote, or a code is none of PLOVER's; the message names the field.
    """
    for path, quoted, start, end in spans(record):
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            raise RecordError(
                f"event {record.get('id')}: {path} has no valid range ({start}:{end}); it was not written"
            )
        if text[start:end] != quoted:
            raise RecordError(f"event {record.get('id')}: {path} is {quoted!r}, but text[{start}:{end}] is not")
    event_type, status = record.get("event_type"), record.get("status")
    if event_type not in ontology.types():
        raise RecordError(
            f"event {record.get('id')}: event_type {event_type!r} is none of {', '.join(ontology.types())}"
        )
    if status not in ontology.STATUSES:
        raise RecordError(f"event {record.get('id')}: status {status!r} is none of {', '.join(ontology.STATUSES)}")
    if unknown := set(record["mode"]) - set(ontology.modes(event_type)):
        raise RecordError(f"event {record.get('id')}: {event_type} has no mode {', '.join(sorted(unknown))}")
    if unknown := set(record["context"]) - set(ontology.contexts()):
        raise RecordError(f"event {record.get('id')}: PLOVER has no context {', '.join(sorted(unknown))}")
    if not isinstance(record.get("link", ""), str | None):
        raise RecordError(f"event {record.get('id')}: link {record['link']!r} is no event's id")
    if record.get("date") and not record.get("date_info"):
        raise RecordError(f"event {record.get('id')}: a date without the words that give it")


def spans(record: Record) -> Iterator[tuple[str, str, int, int]]:
    """Yield `(path, quoted words, start, end)` of every field of a record that points into the text."""
    trigger, sentence = record["trigger"], record["text_info"]
    yield "trigger", trigger["text"], trigger["start"], trigger["end"]
    yield "text", record["text"], sentence["start"], sentence["end"]
    for role in ("actor", "recipient"):
        for i, entity in enumerate(record[role]):
            yield f"{role}[{i}]", entity["entity_text"], entity["start"], entity["end"]
    if place := record["event_loc"]:
        yield "event_loc", place["extracted_place"], place["start"], place["end"]
    if day := record["date_info"]:
        yield "date_info", day["text"], day["start"], day["end"]
    for i, source in enumerate(record["attribution"]):
        yield f"attribution[{i}]", source["text"], source["start"], source["end"]
    for kind, items in record["size"].items():
        for i, item in enumerate(items):
            yield f"size.{kind}[{i}]", item["text"], item["start"], item["end"]


def link(record: Record) -> str:
    """Return the id of the event that a record mentions: of its first mention in the article, which may be the record.

    A record without one, coded before there were links or added by a person, stands for itself.
    """
    return str(record.get("link") or record["id"])


def event_id(doc_id: str, span: Span, event_type: str) -> str:
    """Return the id of an event: a hash of document, span and code."""
    key = f"{doc_id}\x1f{span.start}\x1f{span.end}\x1f{event_type}"
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:20]


def _record(doc: Document, event: Event, coder: str) -> Record:
    article, sentence = doc.article, doc.sentences[event.sentence]
    category = ontology.reduced(event.event_type, event.status)
    first = event.first or event
    since, until = event.time.dated if event.time else (None, None)
    return {
        "id": event_id(article.id, event, event.event_type),
        "doc_id": article.id,
        "link": event_id(article.id, first, first.event_type),
        "event_type": event.event_type,
        "event": [category],
        "mode": event.mode,
        "context": event.context,
        "quad_code": ontology.quad_code(category),
        "event_scale": ontology.score(category, event.mode),
        "status": event.status,
        "trigger": quoted(doc, event),
        "actor": [entity(doc, name) for name in event.actor],
        "recipient": [entity(doc, name) for name in event.recipient],
        "event_loc": place(doc, event.place) if event.place else None,
        "date": since.isoformat() if since else None,
        "enddate": until.isoformat() if until else None,
        "date_info": time(doc, event.time) if event.time else None,
        "size": {kind: [quantity(doc, q) for q in event.size.get(kind, ())] for kind in SIZES},
        "attribution": [source(doc, s) for s in event.attribution],
        "text": doc.quote(sentence),
        "text_info": {"sequence": event.sentence, "start": sentence.start, "end": sentence.end},
        "confidence": round(event.confidence, 4),
        "reason": event.reason,
        "coder": coder,
        "cite_info": {
            "url": article.url,
            "title": article.title,
            "publication": article.source,
            "published": article.published.isoformat() if article.published else None,
            "language": article.language,
        },
    }


def quoted(doc: Document, span: Span) -> Record:
    """Return a span with its words."""
    return {"text": doc.quote(span), "start": span.start, "end": span.end}


def entity(doc: Document, name: Name) -> Record:
    """Return an actor or recipient as the contract writes it."""
    return {
        "entity_text": doc.quote(name),
        "start": name.start,
        "end": name.end,
        "identifier_id": name.identifier_id,
        "identifier_text": name.identifier_text,
        "name_en": name.name_en,
        "code": name.code,
        "sector": name.sector,
        "office": name.office,
        "number": name.number,
    }


def place(doc: Document, found: Place) -> Record:
    """Return a place as the contract writes it."""
    offset = found.offset
    return {
        "extracted_place": doc.quote(found),
        "start": found.start,
        "end": found.end,
        "resolved_place": found.resolved_place,
        "name_en": found.name_en,
        "geonameid": found.geonameid,
        "lat": found.lat,
        "lon": found.lon,
        "city": found.city,
        "province": found.province,
        "country_code": found.country_code,
        "country_alpha2": found.country_alpha2,
        "feature_code": found.feature_code,
        "resolution": found.resolution,
        "radius_km": found.radius_km,
        "offset": (
            {"distance_km": offset.distance_km, "bearing": offset.bearing, "from": offset.origin} if offset else None
        ),
    }


def time(doc: Document, found: Time) -> Record:
    """Return a date's words with granularity and basis."""
    return quoted(doc, found) | {"granularity": found.granularity, "basis": found.basis}


def quantity(doc: Document, found: Quantity) -> Record:
    """Return a number of people or an amount, with its bounds and words."""
    unit = found.currency or found.unit
    return {"value": found.value, "low": found.low, "high": found.high, "unit": unit} | quoted(doc, found)


def source(doc: Document, found: Source) -> Record:
    """Return one link of a chain of attribution."""
    return quoted(doc, found) | {"kind": found.kind, "identifier_id": found.identifier_id}
