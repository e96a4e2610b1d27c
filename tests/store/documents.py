"""Coded documents as the contract has them, made by hand: what a store is fed in tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rasad.document import Article, Span
from rasad.errors import Problem
from rasad.record import event_id
from rasad.store import CodedDocument

FIRST_DAY = date(2016, 7, 1)


def article(n: int, **fields: Any) -> Article:
    """Return article number n; each has its own text, day and url."""
    text = f"تظاهر عمّال المصنع رقم {n} في البصرة أمس. وقالت الشرطة إنها اعتقلت {n % 7 + 2} أشخاص."
    values: dict[str, Any] = {
        "id": f"n{n:03d}",
        "text": text,
        "published": FIRST_DAY + timedelta(days=n),
        "title": f"تظاهرة {n}",
        "url": f"https://www.example.org/news/{n}",
        "source": "صحيفة الفرات" if n % 2 else "وكالة دجلة",
        "origin": f"news.jsonl:{n}",
        "extra": {"section": "محليات", "rank": n},
    }
    return Article(**(values | fields))


def protest(of: Article, **fields: Any) -> dict[str, Any]:
    """Return the record of the protest of an article made by `article`."""
    record = _record(of, "تظاهر", "PROTEST")
    record["actor"] = [_entity(of, "عمّال المصنع", name_en="factory workers", sector="LAB")]
    day = (of.published or FIRST_DAY) - timedelta(days=1)
    record["date"] = record["enddate"] = day.isoformat()
    record["date_info"] = _quoted(of, "أمس") | {"granularity": "day", "basis": "relative"}
    record["event_loc"] = _place(of, "البصرة")
    return record | fields


def arrest(of: Article, **fields: Any) -> dict[str, Any]:
    """Return the record of the arrests of an article made by `article`; the text does not date it."""
    record = _record(of, "اعتقلت", "COERCE")
    record["actor"] = [_entity(of, "الشرطة", code="IRQ", sector="COP", identifier_id="Q1773011")]
    record["recipient"] = [_entity(of, "أشخاص")]
    record["attribution"] = [_quoted(of, "الشرطة") | {"kind": "speaker", "identifier_id": "Q1773011"}]
    record["confidence"] = 0.8
    return record | fields


def document(n: int, coder: str = "rasad 1", **fields: Any) -> CodedDocument:
    """Return document number n with both its events."""
    of = article(n, **fields)
    return CodedDocument(of, [protest(of, coder=coder), arrest(of, coder=coder)], coder)


def batch(count: int, coder: str = "rasad 1") -> list[CodedDocument | Problem]:
    """Return what an ingest may meet: documents, shared and changed articles, broken records, problems of reading."""
    found: list[CodedDocument | Problem] = []
    for n in range(count):
        found.append(document(n, coder))
        if n % 10 == 1:  # the same text under another id
            found.append(document(n, coder, id=f"z{n}", url=f"https://other.example/{n}"))
        if n % 10 == 3:  # the same url, another text, published before
            earlier = document(n + 500, coder, id=f"y{n}", url=f"http://example.org/news/{n}/", published=FIRST_DAY)
            found.append(earlier)
        if n % 10 == 5:  # another text under the same id
            found.append(document(n + 700, coder, id=f"n{n:03d}"))
        if n % 10 == 7:
            broken = document(n + 900, coder)
            broken.records[0]["trigger"]["start"] += 1
            broken.problems.append(Problem("mentions", "too-long", broken.article.origin, "a name of 900 letters"))
            found.append(broken)
        if n % 10 == 9:
            found.append(Problem("read", "truncated", f"news.jsonl:{n}", "the line ends within a string"))
    return found


def _record(of: Article, trigger: str, event_type: str) -> dict[str, Any]:
    span = _quoted(of, trigger)
    first = of.text.index(".") + 1
    sequence, start, end = (0, 0, first) if span["start"] < first else (1, first + 1, len(of.text))
    return {
        "id": event_id(of.id, Span(span["start"], span["end"]), event_type),
        "doc_id": of.id,
        "event_type": event_type,
        "event": [event_type],
        "mode": [],
        "context": [],
        "quad_code": 4,
        "event_scale": -6.5,
        "status": "actual",
        "trigger": span,
        "actor": [],
        "recipient": [],
        "event_loc": None,
        "date": None,
        "enddate": None,
        "date_info": None,
        "size": {"dead": [], "injured": [], "arrested": [], "people": [], "amount": []},
        "attribution": [],
        "text": of.text[start:end],
        "text_info": {"sequence": sequence, "start": start, "end": end},
        "confidence": 0.6,
        "reason": [f"{trigger}: {event_type}"],
        "coder": "rasad 1",
        "cite_info": {
            "url": of.url,
            "title": of.title,
            "publication": of.source,
            "published": of.published.isoformat() if of.published else None,
            "language": of.language,
        },
    }


def _quoted(of: Article, words: str) -> dict[str, Any]:
    start = of.text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def _entity(of: Article, words: str, **fields: Any) -> dict[str, Any]:
    span = _quoted(of, words)
    names = ("identifier_id", "identifier_text", "name_en", "code", "sector", "office", "number")
    empty: dict[str, Any] = dict.fromkeys(names)
    return {"entity_text": words, "start": span["start"], "end": span["end"]} | empty | fields


def _place(of: Article, words: str) -> dict[str, Any]:
    span = _quoted(of, words)
    names = ("geonameid", "lat", "lon", "city", "province", "feature_code", "resolution", "offset")
    empty: dict[str, Any] = dict.fromkeys(names)
    named = {"resolved_place": words, "name_en": "Basra", "country_code": "IRQ", "country_alpha2": "IQ"}
    return {"extracted_place": words, "start": span["start"], "end": span["end"]} | empty | named
