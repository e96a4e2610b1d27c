"""Two codings of the same articles beside each other: what both have, where they differ, who is nearer to annotations.

Events answer each other as in `rasad.evaluate`; fields agree as they do there (phrases that share half of their words).
So what is listed as a difference is what would count as one against annotated articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from rasad.document import Article
from rasad.evaluate import paired
from rasad.evaluate.compare import FIGURES, Evaluation, Tally, evaluate, pair, same_days, shared
from rasad.evaluate.gold import GoldDocument, GoldEvent, told
from rasad.evaluate.kappa import kappa
from rasad.evaluate.paired import Interval
from rasad.record import Record

Kind = Literal["only one", "only other", "type", "status", "fields"]
KINDS: tuple[Kind, ...] = ("type", "status", "only one", "only other", "fields")  # what matters most first
_PHRASES = {"actor": "entity_text", "recipient": "entity_text", "attribution": "text"}


@dataclass(frozen=True, slots=True)
class Difference:
    """An event of which two codings say different things.

    Attributes:
        kind: `only one` or `only other` has it; both have it with another `type`, `status`, or other `fields`.
        fields: Names of the record's fields that differ; empty where only one has the event.
        one: The first coding's record.
        other: The second's.
        gold: The annotated event, where the articles are annotated and there is one.
    """

    doc_id: str
    kind: Kind
    fields: tuple[str, ...]
    one: Record | None
    other: Record | None
    gold: GoldEvent | None = None

    @property
    def shown(self) -> Record:
        """The record by which the event is placed: the first coding's where it has one."""
        found = self.one or self.other
        assert found is not None
        return found


@dataclass(slots=True)
class Comparison:
    """What two codings of the same articles come to; articles are added one by one.

    Attributes:
        against: The second coding measured against the first, by article.
        gold_one: The first coding against the annotation, by article; empty where nothing is annotated.
        gold_other: The second one.
        types: The types of both, of events whose triggers overlap.
        statuses: Their statuses.
    """

    articles: int = 0
    words: int = 0
    against: list[Evaluation] = field(default_factory=list)
    gold_one: list[Evaluation] = field(default_factory=list)
    gold_other: list[Evaluation] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    types: list[tuple[str, str]] = field(default_factory=list)
    statuses: list[tuple[str, str]] = field(default_factory=list)

    def add(
        self, article: Article, one: Sequence[Record], other: Sequence[Record], gold: GoldDocument | None = None
    ) -> None:
        """Compare the records of an article, and both with its annotation where there is one."""
        self.articles += 1
        self.words += len(article.text.split())
        first = GoldDocument(article.id, article.text, None, (), tuple(map(told, one)), ())
        self.against.append(evaluate([first], other))
        if gold is not None:
            self.gold_one.append(evaluate([gold], one))
            self.gold_other.append(evaluate([gold], other))
        pairs = pair(first.events, other)
        for a, b in pairs:
            if _overlap(one[a], other[b]):
                self.types.append((one[a]["event_type"], other[b]["event_type"]))
                self.statuses.append((one[a]["status"], other[b]["status"]))
        self.differences += differences(article.id, one, other, gold)

    def counts(self) -> dict[str, tuple[int, int, int]]:
        """Return how many events of each type the first has, the second, and both."""
        kinds = sorted({kind for evaluation in self.against for kind in evaluation.types})
        totals = {kind: _sum([e.types[kind] for e in self.against if kind in e.types]) for kind in kinds}
        return {kind: (total.gold, total.coded, total.hit) for kind, total in totals.items()}

    def agreement(self) -> dict[str, Interval]:
        """Return the F1 of either against the other by figure, those that nobody has anything of left out."""
        return {
            name: paired.f1([e.figures[name] for e in self.against])
            for name in FIGURES
            if any(e.figures[name].gold + e.figures[name].coded for e in self.against)
        }

    def gains(self) -> dict[str, tuple[Tally, Tally, Interval]]:
        """Return for each figure the sums of both against the annotation, and the difference of their F1."""
        return {
            name: (
                _sum([e.figures[name] for e in self.gold_one]),
                _sum([e.figures[name] for e in self.gold_other]),
                paired.difference([e.figures[name] for e in self.gold_one], [e.figures[name] for e in self.gold_other]),
            )
            for name in FIGURES
        }

    def kappas(self) -> dict[str, tuple[float | None, float | None]]:
        """Return observed agreement and kappa of type and of status, on events with overlapping triggers."""
        return {"type": kappa(self.types), "status": kappa(self.statuses)}

    def kinds(self) -> Counter[Kind]:
        """Return how many differences there are of each kind."""
        return Counter(difference.kind for difference in self.differences)


def differences(
    doc_id: str, one: Sequence[Record], other: Sequence[Record], gold: GoldDocument | None = None
) -> list[Difference]:
    """Return where two codings of an article differ, in the order of the text."""
    found: list[Difference] = []
    annotated = (_annotated(gold, one), _annotated(gold, other))
    pairs = pair([told(record) for record in one], other)
    for a, b in pairs:
        if fields := differing(one[a], other[b]):
            kind: Kind = "type" if "event_type" in fields else "status" if "status" in fields else "fields"
            event = annotated[0].get(a) or annotated[1].get(b)
            found.append(Difference(doc_id, kind, fields, one[a], other[b], event))
    of_one, of_other = {a for a, _ in pairs}, {b for _, b in pairs}
    found += [
        Difference(doc_id, "only one", (), record, None, annotated[0].get(number))
        for number, record in enumerate(one)
        if number not in of_one
    ]
    found += [
        Difference(doc_id, "only other", (), None, record, annotated[1].get(number))
        for number, record in enumerate(other)
        if number not in of_other
    ]
    return sorted(found, key=lambda d: (d.shown["trigger"]["start"], d.shown["trigger"]["end"], d.kind))


def differing(one: Record, other: Record) -> tuple[str, ...]:
    """Return the names of the fields in which two records of one event differ."""
    found = [name for name in ("event_type", "status") if one[name] != other[name]]
    if not _overlap(one, other):
        found.append("trigger")
    for name, key in _PHRASES.items():
        mine, theirs = ([item[key] for item in record[name]] for record in (one, other))
        if not len(mine) == len(theirs) == shared(mine, theirs):
            found.append(name)
    places = [[r["event_loc"]["extracted_place"]] if r["event_loc"] else [] for r in (one, other)]
    if not len(places[0]) == len(places[1]) == shared(*places):
        found.append("event_loc")
    days = told(one).days
    if (days is None) != (other["date"] is None) or (days is not None and not same_days(days, other)):
        found.append("date")
    return tuple(found)


def most_telling(found: Sequence[Difference]) -> list[Difference]:
    """Return differences, those first that matter most: by kind, then by how sure the surer coding is."""

    def rank(difference: Difference) -> tuple[int, float]:
        sure = max(record.get("confidence", 1.0) for record in (difference.one, difference.other) if record)
        return KINDS.index(difference.kind), -sure

    return sorted(found, key=rank)


def _annotated(gold: GoldDocument | None, records: Sequence[Record]) -> dict[int, GoldEvent]:
    """Return the annotated event that answers a record, by the record's number."""
    return {} if gold is None else {c: gold.events[g] for g, c in pair(gold.events, records)}


def _overlap(one: Record, other: Record) -> bool:
    mine, theirs = one["trigger"], other["trigger"]
    return bool(mine["start"] < theirs["end"] and theirs["start"] < mine["end"])


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(sum(t.hit for t in tallies), sum(t.gold for t in tallies), sum(t.coded for t in tallies))


__all__ = ["KINDS", "Comparison", "Difference", "differences", "differing", "most_telling"]
