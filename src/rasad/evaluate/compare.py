"""Pairing coded events with annotated ones, and counting what agrees."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from rasad.arabic.letters import fold_word
from rasad.evaluate.gold import GoldDocument, GoldEvent
from rasad.pairing import best_first
from rasad.record import Record

FIGURES = ("trigger", "event", "status", "actors", "recipients", "place", "date", "attribution")
_ARTICLE = re.compile("^(?:[وفبك]?ال|لل)(?=..)")
_SEASON, _WEEK = range(80, 96), range(5, 9)  # lengths in days within which a season's or week's bounds may differ


@dataclass(slots=True)
class Tally:
    """Counts of one figure."""

    hit: int = 0
    gold: int = 0
    coded: int = 0

    @property
    def precision(self) -> float:
        """Share of what was coded that is right."""
        return self.hit / self.coded if self.coded else 0.0

    @property
    def recall(self) -> float:
        """Share of what was annotated that was coded."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.coded + self.gold
        return 2 * self.hit / total if total else 0.0


@dataclass(slots=True)
class Evaluation:
    """All figures of an evaluation, with the errors as lines of text."""

    figures: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIGURES})
    types: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    errors: list[str] = field(default_factory=list)
    idle_words: int = 0
    idle_events: int = 0

    @property
    def status_accuracy(self) -> float:
        """Share of the correctly typed events whose status agrees too."""
        return self.figures["status"].hit / max(1, self.figures["event"].hit)

    @property
    def false_alarms(self) -> float:
        """Events coded per 1,000 words in articles that have none."""
        return 1000 * self.idle_events / max(1, self.idle_words)


def evaluate(gold: Iterable[GoldDocument], coded: Iterable[Record]) -> Evaluation:
    """Return the figures of coded records against annotated articles."""
    by_document: dict[str, list[Record]] = defaultdict(list)
    for record in coded:
        by_document[record["doc_id"]].append(record)
    result = Evaluation()
    for document in gold:
        _compare(document, by_document.get(document.id, []), result)
    return result


def _compare(document: GoldDocument, coded: list[Record], result: Evaluation) -> None:
    if not document.events:
        result.idle_words += len(document.text.split())
        result.idle_events += len(coded)
    _count(document.events, coded, result)
    pairs = pair(document.events, coded)
    for g, c in pairs:
        event, record = document.events[g], coded[c]
        trigger = record["trigger"]
        result.figures["trigger"].hit += trigger["start"] < event.end and event.start < trigger["end"]
        if record["event_type"] == event.event_type:
            _agree(document, event, record, result)
        else:
            said = f"{event.event_type} coded {record['event_type']}: {event.trigger} / {trigger['text']}"
            result.errors.append(f"{document.id}[{event.sentence}] type {said}")
    paired_gold, paired_coded = {g for g, _ in pairs}, {c for _, c in pairs}
    for g, event in enumerate(document.events):
        if g not in paired_gold:
            said = f"missed {event.event_type}/{event.status}: {event.trigger}"
            result.errors.append(f"{document.id}[{event.sentence}] {said}")
    for c, record in enumerate(coded):
        if c not in paired_coded:
            said = f"spurious {record['event_type']}/{record['status']}: {record['trigger']['text']}"
            result.errors.append(f"{document.id} {said}")


def _count(gold: Sequence[GoldEvent], coded: Sequence[Record], result: Evaluation) -> None:
    figures = result.figures
    for name in ("trigger", "event", "status"):
        figures[name].gold += len(gold)
        figures[name].coded += len(coded)
    for event in gold:
        result.types[event.event_type].gold += 1
        for name, phrases in (
            ("actors", event.actors),
            ("recipients", event.recipients),
            ("attribution", event.attribution),
        ):
            figures[name].gold += len(phrases)
        figures["place"].gold += event.place is not None
        figures["date"].gold += event.days is not None
    for record in coded:
        result.types[record["event_type"]].coded += 1
        for name, key in (("actors", "actor"), ("recipients", "recipient"), ("attribution", "attribution")):
            figures[name].coded += len(record[key])
        figures["place"].coded += record["event_loc"] is not None
        figures["date"].coded += record["date"] is not None


def pair(gold: Sequence[GoldEvent], coded: Sequence[Record]) -> list[tuple[int, int]]:
    """Return index pairs of annotated and coded events that answer each other, best first, each used once."""
    options = []
    for g, event in enumerate(gold):
        for c, record in enumerate(coded):
            start, end = record["trigger"]["start"], record["trigger"]["end"]
            if start >= event.sentence_end or end <= event.sentence_start:
                continue
            overlap = start < event.end and event.start < end
            same_type = record["event_type"] == event.event_type
            if overlap or same_type:
                # the scorer of ../shared/score weighs type, overlap and status as 2, 1.5 and 0.5, then nearness
                worth = 4 * same_type + 3 * overlap + (record["status"] == event.status)
                options.append(((worth, -abs(start - event.start)), g, c))
    return best_first(options)


def _agree(document: GoldDocument, event: GoldEvent, record: Record, result: Evaluation) -> None:
    figures = result.figures
    figures["event"].hit += 1
    result.types[event.event_type].hit += 1
    if record["status"] == event.status:
        figures["status"].hit += 1
    else:
        said = f"status {event.status} coded {record['status']}: {event.trigger}"
        result.errors.append(f"{document.id}[{event.sentence}] {said}")
    actors, recipients = ([e["entity_text"] for e in record[role]] for role in ("actor", "recipient"))
    figures["actors"].hit += shared(event.actors, actors)
    figures["recipients"].hit += shared(event.recipients, recipients)
    figures["attribution"].hit += shared(event.attribution, [s["text"] for s in record["attribution"]])
    place = record["event_loc"]
    figures["place"].hit += bool(event.place and place and alike(event.place, place["extracted_place"]))
    figures["date"].hit += bool(event.days and record["date"] and same_days(event.days, record))


def shared(gold: Sequence[str], coded: Sequence[str]) -> int:
    """Return how many annotated phrases find a coded phrase that is alike, each used once."""
    left, hits = list(coded), 0
    for phrase in gold:
        match = next((other for other in left if alike(phrase, other)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def alike(one: str, other: str) -> bool:
    """Return whether two phrases share at least half of their words (Dice), compared folded, without the article."""
    a, b = _words(one), _words(other)
    return bool(a and b) and 2 * (a & b).total() >= 0.5 * (a.total() + b.total())


def _words(phrase: str) -> Counter[str]:
    return Counter(_ARTICLE.sub("", word) for word in re.findall(r"\w+", fold_word(phrase).lower()))


def same_days(gold: tuple[date, date], record: Record) -> bool:
    """Return whether a dated record has the same first and last day, within what seasons and weeks leave open."""
    coded = (date.fromisoformat(record["date"]), date.fromisoformat(record["enddate"] or record["date"]))
    length = (gold[1] - gold[0]).days
    slack = timedelta(22 if length in _SEASON else 2 if length in _WEEK else 0)
    return all(abs(a - b) <= slack for a, b in zip(gold, coded, strict=True))
