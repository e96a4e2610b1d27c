"""What bears on whether an event happens at a place, or at a time, that its article names.

A place is weighed once however often it is named, by its mention that stands best: the nearest of the event's sentence,
else the last before it, else the first after it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from rasad.arabic.letters import fold_word
from rasad.document import Document, Event, Mention, Place, Time, Word
from rasad.events.dating import Dating
from rasad.events.surroundings import distance

_NEAR = (1, 2, 3, 4, 6, 8, 12, 18, 30)
_IN = frozenset(("في", "ب"))
_STOPS = frozenset("،,؛;:.-–ـ")
_NO_DAY = frozenset(("duration", "set", "time"))


class Placed(NamedTuple):
    """A mention with the number of its sentence and the indices of its words in the document."""

    mention: Mention
    sentence: int
    first: int
    last: int


class Setting:
    """The places and times of a document, ready to be weighed for its events."""

    def __init__(self, doc: Document) -> None:
        """Sort the document's mentions by sentence."""
        self.doc = doc
        self._starts = [s.start for s in doc.sentences]
        self._words = [w.start for w in doc.words]
        self.times = [self._placed(m) for m in doc.mentions if isinstance(m, Time) and m.granularity not in _NO_DAY]
        self.dating = Dating(doc, [p.mention for p in self.times if isinstance(p.mention, Time)])
        self.places: dict[str, list[Placed]] = defaultdict(list)
        for mention in doc.mentions:
            if isinstance(mention, Place):
                self.places[self.name(mention)].append(self._placed(mention))
        self._most = max((len(found) for found in self.places.values()), default=0)
        self._kinds = Counter((event.sentence, event.event_type) for event in doc.events)
        self._inside: dict[int, list[tuple[int, str]]] = defaultdict(list)  # places by sentence: start, name
        self._there: dict[str, bool] = {}  # whether a place is ever named as where something is
        self._parties: dict[int, list[Event]] = {}  # by a place's start: the events whose parties contain it
        for name, found in self.places.items():
            self._there[name] = any(self._before(p) in _IN for p in found)
            for placed in found:
                self._inside[placed.sentence].append((placed.mention.start, name))
                self._parties[placed.mention.start] = _holders(doc, placed.mention)
        for inside in self._inside.values():
            inside.sort()

    def name(self, place: Place) -> str:
        """Return the folded name of a place, without an article."""
        words = [fold_word(w) for w in self.doc.quote(place).split()]
        return " ".join(w.removeprefix("ال") for w in words)

    def best(self, event: Event, name: str) -> Placed:
        """Return the mention of a place that stands best for an event."""
        found = self.places[name]
        inside = [p for p in found if p.sentence == event.sentence]
        if inside:
            return min(inside, key=lambda p: (distance(event, p.mention), p.first))
        before = [p for p in found if p.sentence < event.sentence]
        return before[-1] if before else found[0]

    def of_place(self, event: Event, name: str) -> list[str]:
        """Return the features of a place with respect to an event."""
        placed = self.best(event, name)
        place, kind = placed.mention, event.event_type
        assert isinstance(place, Place)
        said = self.places[name]
        resolution, before = place.resolution or 0, self._before(placed)
        where = self._where(event, placed)
        named = [*event.actor, *event.recipient, *event.attribution]
        holder = next((n for n in named if n.start <= place.start and place.end <= n.end), None)
        party = "" if holder is None else "source" if holder in event.attribution else "party"
        found = [
            *self._position(event, placed, where),
            f"where={where}/{kind}",
            f"level={resolution}",
            f"level={resolution}/{where}",
            f"level={resolution}/{kind}",
            f"before={before}",
            f"before={before}/{where}",
            f"before={before}/level={resolution}",
            f"before2={self._before(placed, 2)}",
            f"party={party}/{where}",
            f"party={party}/{before}",
            f"often={min(4, len(said))}/{where}",
            f"most={len(said) == self._most}/{where}",
            f"of={min(5, len(self.places))}/{where}",
            f"first={said[0].sentence == 0}/{where}",
        ]
        dateline = self.doc.dateline and self.doc.dateline.place
        if dateline and dateline.start <= said[0].mention.start < dateline.end:
            found += [f"dateline={len(said) == 1}", f"dateline/{where}"]
        finer = [
            other
            for key, mentions in self.places.items()
            if key != name and isinstance(other := mentions[0].mention, Place)
            if other.country_code == place.country_code and (other.resolution or 0) > resolution
            if any(p.sentence == event.sentence for p in mentions)
        ]
        found.append(f"finer={bool(finer)}/{where}")
        found += self._named(event, name, placed, where)
        return [*found, *self._rank(event, placed, [self.best(event, key) for key in self.places])]

    def _named(self, event: Event, name: str, placed: Placed, where: str) -> list[str]:
        """Return how the article names a place: as a party, as where something is, beside events of this type."""
        said, level = self.places[name], getattr(placed.mention, "resolution", None) or 0
        ever = any(self._parties[p.mention.start] for p in said)
        elsewhere = sum(self._kinds[p.sentence, event.event_type] for p in said if p.sentence != event.sentence)
        found = [
            f"ever-party={ever}/{where}/level={level}",
            f"there={self._there[name]}/{where}/level={level}",
            f"echo={min(2, elsewhere)}/{where}",
        ]
        if any(other is not event for other in self._parties[placed.mention.start]):
            found.append(f"other-party/{where}")
        if where == "here":
            inside = self._inside[event.sentence]
            names = [other for _, other in inside]
            after = next((other for start, other in inside if start > event.start), None)
            found += [
                f"order={min(3, names.index(name))}/{min(4, len(names))}",
                f"first-after={after == name}/{event.event_type}",
            ]
        return found

    def of_time(self, event: Event, placed: Placed) -> list[str]:
        """Return the features of a time expression with respect to an event."""
        time = placed.mention
        assert isinstance(time, Time)
        where, kind = self._where(event, placed), event.event_type
        quotes = [q for q in self.doc.quotes if q.sentence == event.sentence and q.contains(event)]
        reporting = any(q.cue.end <= time.start and time.end <= q.start for q in quotes)
        published = self.doc.article.published
        first, last = time.dated
        side = "none" if first is None and last is None else "past"
        if published and first:
            side = "same" if first <= published <= (last or first) else side
            side = "future" if first > published else side
        words = self._between(event, placed)
        return [
            *self._position(event, placed, where),
            f"where={where}/{kind}",
            f"{time.granularity}/{time.basis}/{where}",
            f"{time.granularity}/{kind}",
            f"reporting={reporting}",
            f"reporting={reporting}/{where}",
            f"side={side}/{event.status}",
            f"side={side}/{event.status}/{where}",
            f"before={self._before(placed)}/{where}",
            f"told={bool(quotes)}/{where}",
            f"verb-between={any(w.pos == 'VERB' for w in words)}/{where}",
            f"of={min(4, len(self.times))}/{where}",
            f"lead={placed.sentence == 0}/{where}",
            *self._rank(event, placed, self.times),
            *self.dating.features(event, time, placed.sentence, where, words),
        ]

    def _position(self, event: Event, placed: Placed, where: str) -> list[str]:
        words = self._between(event, placed)
        far = next((n for n in _NEAR if len(words) <= n), 99)
        if where != "here":
            gap = event.sentence - placed.sentence
            return [f"gap={max(-3, min(8, gap))}", f"where={where}"]
        side = "<" if placed.mention.start < event.start else ">"
        stops = sum(1 for w in words if w.norm in _STOPS)
        others = sum(
            1
            for e in self.doc.events
            if e.sentence == event.sentence
            and min(event.end, placed.mention.end) <= e.start < max(event.start, placed.mention.start)
        )
        return [
            "where=here",
            f"far={side}{far}",
            f"far={side}{far}/{event.event_type}",
            f"stops={side}{min(3, stops)}",
            f"verbs={side}{min(3, sum(1 for w in words if w.pos == 'VERB'))}",
            f"others={side}{min(3, others)}",
            f"others={min(3, others)}/stops={min(3, stops)}",
        ]

    def _rank(self, event: Event, placed: Placed, rivals: Sequence[Placed]) -> list[str]:
        inside = sorted(
            (p for p in rivals if p.sentence == event.sentence), key=lambda p: (distance(event, p.mention), p.first)
        )
        if placed in inside:
            return [f"rank={min(4, inside.index(placed))}/{min(4, len(inside))}"]
        return [f"rank=out/{min(3, len(inside))}"]

    def _where(self, event: Event, placed: Placed) -> str:
        if placed.sentence == event.sentence:
            return "here"
        return "earlier" if placed.sentence < event.sentence else "later"

    def _before(self, placed: Placed, back: int = 1) -> str:
        words = self.doc.words
        if placed.first < len(words) and back == 1:
            for particle in words[placed.first].proclitics:
                if particle in ("ب", "ل"):
                    return particle
        at = placed.first - back
        return words[at].core if at >= 0 and words[at].end > self._starts[placed.sentence] else "^"

    def _between(self, event: Event, placed: Placed) -> list[Word]:
        low = bisect_left(self._words, min(event.end, placed.mention.end))
        return self.doc.words[low : bisect_left(self._words, max(event.start, placed.mention.start))]

    def _placed(self, mention: Mention) -> Placed:
        sentence = max(0, bisect_left(self._starts, mention.start + 1) - 1)
        first = max(0, bisect_left(self._words, mention.start + 1) - 1)
        return Placed(mention, sentence, first, bisect_left(self._words, mention.end))


def _holders(doc: Document, place: Mention) -> list[Event]:
    """Return the events of whose actors or recipients a place's name is part."""
    return [event for event in doc.events if any(party.contains(place) for party in (*event.actor, *event.recipient))]
