"""Annotated articles, with the offsets that the annotation leaves implicit."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson

from rasad.errors import InputError
from rasad.record import Record

_SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An annotated event; `start:end` is its trigger, `sentence_start:sentence_end` its sentence."""

    event_type: str
    status: str
    sentence: int
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    trigger: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    attribution: tuple[str, ...]
    place: str | None
    when: str | None
    days: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated article."""

    id: str
    text: str
    published: str | None
    sentences: tuple[tuple[int, int], ...]
    events: tuple[GoldEvent, ...]
    quotes: tuple[dict[str, Any], ...]


def read_gold(path: Path) -> list[GoldDocument]:
    """Return the annotated articles of a file, one JSON object a line.

    Raises:
        InputError: A line is no annotated article; the message names it.
    """
    found = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", code="missing", place=str(path)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                found.append(document(orjson.loads(line)))
            except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, IndexError) as error:
                place = f"{path}:{number}"
                raise InputError(f"{place}: not an annotated article ({error!r})", code="gold", place=place) from error
    return found


def days(iso: str) -> tuple[date, date]:
    """Return first and last day of a date of the annotation guide: day, month, year, season, week or interval.

    Raises:
        ValueError: The string is none of these.
    """
    if "/" in iso:
        first, _, last = iso.partition("/")
        return days(first)[0], days(last)[1]
    if match := re.fullmatch(r"(\d{4})-W(\d\d)", iso):
        monday = date.fromisocalendar(int(match[1]), int(match[2]), 1)
        return monday, monday + timedelta(6)
    if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", iso):
        first_month, last_month = _SEASONS[match[2]]
        year = int(match[1])
        return date(year, first_month, 1), _month_end(year + (last_month < first_month), last_month)
    parts = [int(p) for p in iso.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 2:
        return date(parts[0], parts[1], 1), _month_end(parts[0], parts[1])
    return date(*parts), date(*parts)


def _month_end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(1)


def told(record: Record) -> GoldEvent:
    """Return a coded event as if it were annotated, so that another coding can be measured against it."""
    trigger, sentence, place = record["trigger"], record["text_info"], record["event_loc"]
    first, last = record["date"], record["enddate"]
    return GoldEvent(
        event_type=record["event_type"],
        status=record["status"],
        sentence=sentence["sequence"],
        sentence_start=sentence["start"],
        sentence_end=sentence["end"],
        start=trigger["start"],
        end=trigger["end"],
        trigger=trigger["text"],
        actors=tuple(entity["entity_text"] for entity in record["actor"]),
        recipients=tuple(entity["entity_text"] for entity in record["recipient"]),
        attribution=tuple(source["text"] for source in record["attribution"]),
        place=place["extracted_place"] if place else None,
        when=None,
        days=(date.fromisoformat(first), date.fromisoformat(last or first)) if first else None,
    )


def as_records(gold: GoldDocument) -> list[Record]:
    """Return annotated events as records of what the annotation says, without identities and coordinates."""
    return [_record(gold, event) for event in gold.events]


def _record(gold: GoldDocument, event: GoldEvent) -> Record:
    first, last = event.days or (None, None)
    return {
        "doc_id": gold.id,
        "event_type": event.event_type,
        "status": event.status,
        "trigger": {"text": event.trigger, "start": event.start, "end": event.end},
        "actor": [{"entity_text": phrase} for phrase in event.actors],
        "recipient": [{"entity_text": phrase} for phrase in event.recipients],
        "event_loc": {"extracted_place": event.place} if event.place else None,
        "date": first.isoformat() if first else None,
        "enddate": last.isoformat() if last else None,
        "attribution": [{"text": phrase} for phrase in event.attribution],
        "text": gold.text[event.sentence_start : event.sentence_end],
        "text_info": {"sequence": event.sentence, "start": event.sentence_start, "end": event.sentence_end},
    }


def is_annotated(row: object) -> bool:
    """Return whether a JSON object is an annotated article: it has a text, its sentences and its events."""
    return isinstance(row, dict) and all(
        isinstance(row.get(name), kind) for name, kind in (("text", str), ("sentences", list), ("events", list))
    )


def document(row: dict[str, Any]) -> GoldDocument:
    """Return an annotated article from its JSON object.

    Raises:
        KeyError: A field that the annotation needs is missing.
    """
    text, sentences = row["text"], [tuple(s) for s in row["sentences"]]
    seen: Counter[tuple[int, str]] = Counter()
    events = []
    for event in row["events"]:
        start, end = sentences[event["sentence"]]
        found = [m.start() for m in re.finditer(re.escape(event["trigger"]), text[start:end])]
        turn = seen[event["sentence"], event["trigger"]]
        seen[event["sentence"], event["trigger"]] += 1
        at = start + (found[min(turn, len(found) - 1)] if found else 0)
        events.append(
            GoldEvent(
                event_type=event["type"],
                status=event["status"],
                sentence=event["sentence"],
                sentence_start=start,
                sentence_end=end,
                start=at,
                end=at + len(event["trigger"]),
                trigger=event["trigger"],
                actors=tuple(event.get("actors") or ()),
                recipients=tuple(event.get("recipients") or ()),
                attribution=tuple(event.get("attribution") or ()),
                place=event.get("place"),
                when=event.get("when"),
                days=days(event["date"]) if event.get("date") else None,
            )
        )
    ident = str(row.get("id") or row["doc"])
    return GoldDocument(
        ident, text, row.get("published"), tuple(sentences), tuple(events), tuple(row.get("quotes", ()))
    )
