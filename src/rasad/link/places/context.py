"""Which countries and divisions an article speaks of, and where: the evidence for its ambiguous names."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from rasad import gazetteer
from rasad.document import Document
from rasad.gazetteer.words import doubt
from rasad.link.places.reading import Reading, Words

_DATELINE = 3  # times that a dateline's place counts
_NEAR = 90  # characters within which one place says something of another
DOMINANT = 8  # a place so many times as populous as its namesake is meant where nothing speaks for either


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that name a country (`admin1` empty) or a place of one of its divisions."""

    start: int
    end: int
    country: str
    admin1: str
    adjective: bool


@dataclass(slots=True)
class Context:
    """The marks of an article by position, and how often each country is named."""

    marks: list[Mark]
    counts: Counter[str] = field(default_factory=Counter)
    text: str = ""

    def near(self, start: int, end: int) -> list[Mark]:
        """Return the marks within reach of a range, not in it, and in the same paragraph."""
        first = bisect_left(self.marks, start - _NEAR, key=lambda m: m.end)
        found = []
        for mark in self.marks[first:]:
            if mark.start > end + _NEAR:
                break
            if mark.start >= end or mark.end <= start:
                between = self.text[min(end, mark.end) : max(start, mark.start)]
                if "\n" not in between:
                    found.append(mark)
        return found

    def share(self, country: str | None) -> float:
        """Return how often a country is named, as a share of the most named one."""
        most = max(self.counts.values(), default=0)
        return self.counts[country] / most if most and country else 0.0


def context(doc: Document, readings: list[Reading], text: Words) -> Context:
    """Return what an article says of countries: by their names, nationalities, and places that are beyond doubt."""
    marks = [mark for reading in readings if (mark := _mark(reading))]
    taken = {i for r in readings for i in range(r.first, r.last)}
    for index, word in enumerate(text.words):
        if index not in taken and (alpha2 := _nationality(word)):
            marks.append(Mark(text.starts[index], text.ends[index], alpha2, "", True))
    marks.sort(key=lambda m: (m.start, m.end))
    found = Context(marks, Counter(m.country for m in marks), doc.text)
    if doc.dateline and (at := doc.dateline.place):
        for mark in marks:
            if mark.start < at.end and at.start < mark.end:
                found.counts[mark.country] += _DATELINE - 1
    return found


def _nationality(word: str) -> str | None:
    found = gazetteer.nationality(word)
    if found is None and word[:1] in "وبلف" and len(word) > 4:
        rest = "ا" + word[1:] if word.startswith("لل") else word[1:]
        found = gazetteer.nationality(rest)
    return found


def _mark(reading: Reading) -> Mark | None:
    place = reading.place
    if reading.territory:
        return Mark(place.start, place.end, reading.territory, "", False)
    record = sure(reading)
    if record is None or record.country is None:
        return None
    return Mark(place.start, place.end, record.country, record.admin1, False)


def sure(reading: Reading) -> gazetteer.Record | None:
    """Return the record of a name that needs no evidence, `None` where it does.

    A name is beyond doubt where all its bearers lie in one country and it is no ordinary word, or where one of
    them is so much larger than the others (`DOMINANT`).
    """
    records = reading.records
    if not records or doubt(reading.name) > 2:
        return None
    first = records[0]
    towns = [r for r in records if r.kind == "settlement"]
    if all(r.country == first.country for r in records):
        large = not towns or len(towns) < len(records) or towns[0].seat or towns[0].population >= _LARGE
        return first if large else None
    if first.kind == "country" and (not towns or len({r.country for r in records if r.kind != "settlement"}) == 1):
        return first
    if first.kind in ("division", "region"):
        rivals = [r for r in towns if r.country != first.country]
        own = max((r.population for r in towns if r.country == first.country), default=_LARGE)
        others = {r.country for r in records if r.kind != "settlement"}
        return first if len(others) == 1 and all(r.population * DOMINANT <= own for r in rivals) else None
    return first if len(records) > 1 and dominates(records[0], records[1:]) else None


_LARGE = 100_000  # people


def dominates(record: gazetteer.Record, others: tuple[gazetteer.Record, ...]) -> bool:
    """Return whether a place is so large beside its namesakes that it is meant where nothing else is said."""
    return record.population >= _LARGE and all(
        record.population >= DOMINANT * o.population and o.kind == "settlement" for o in others
    )
