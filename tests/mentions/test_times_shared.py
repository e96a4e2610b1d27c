"""How well the grammar does on the reference data beside the project: floors that a change must not fall below."""

import json
import runpy
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rasad.document import Article, Document, Time
from rasad.mentions import times

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHARED.exists(), reason="no ../shared")]


def read(path: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SHARED / path).read_text(encoding="utf8").splitlines() if line.strip()]


def find(record: dict[str, Any]) -> list[Time]:
    published = date.fromisoformat(record["published"][:10])
    return times.find(Document(Article(record["id"], record["text"], published)))


def test_recognizers_cases() -> None:
    right = runpy.run_path(str(SHARED / "score/score_times.py"))["right"]
    cases = read("data/times/recognizers.jsonl")
    hits = 0
    for case in cases:
        expected = case["expected"]
        near = [t for t in find(case) if t.start < expected["end"] and t.end > expected["start"]]
        spans = [{"from": t.first and t.first.isoformat(), "to": t.last and t.last.isoformat()} for t in near]
        hits += any(right(span, expected["spans"]) for span in spans)
    assert hits / len(cases) >= 0.82


def dated(record: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    """Yield where each dated event's words of time stand in the text, with its ISO date."""
    seen = set()
    for event in record["events"]:
        words, iso = event.get("when"), event.get("date")
        key = (event["sentence"], words, iso)
        if words and iso and key not in seen:
            seen.add(key)
            start, end = record["sentences"][event["sentence"]]
            at = record["text"].find(words, start, end)
            at = at if at >= 0 else record["text"].find(words)
            yield at, at + len(words), iso


def test_dates_of_annotated_events() -> None:
    score = runpy.run_path(str(SHARED / "score/score_events.py"))
    hits = total = 0
    for record in read("data/events/train.jsonl"):
        mentions = [t for t in find(record) if t.dated[0] and t.dated[1]]
        for start, end, iso in dated(record):
            total += 1
            gold = score["span_of"](iso)
            near = [t for t in mentions if t.start < end and t.end > start]
            hits += any(score["same_date"](gold, (str(t.dated[0]), str(t.dated[1]))) for t in near)
    assert hits / total >= 0.89
