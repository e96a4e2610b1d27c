"""What a model told, as events: every quotation is looked for in the article, and what is not there is refused."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rasad import ontology
from rasad.document import Document, Event, Mention, Place, Quantity, Sentence, Span, Time
from rasad.errors import Problem
from rasad.events import candidates, sources, surroundings
from rasad.events.lexicon import lexicon
from rasad.events.llm.answers import Told, shown
from rasad.events.parties import name_of
from rasad.grounding import ground
from rasad.phrases import surface_start

Kind = TypeVar("Kind", bound=Mention)

_UNDATED = ("duration", "set", "time")  # times that give no day


class Placing:
    """Turns the events of one article's answers into events of the document."""

    def __init__(self, doc: Document, label: str) -> None:
        """Take the document and what the reasons call the model."""
        self.doc, self.label = doc, label
        self.events: list[Event] = []
        self._ends = [word.end for word in doc.words]

    def add(self, told: Told, asked: Sequence[int]) -> None:
        """Add an event whose trigger stands in the article; keep a problem for every quotation that does not.

        Args:
            told: The event.
            asked: The numbers of the sentences that the model was asked about.
        """
        found = self._trigger(told, asked)
        if found is None:
            self._refuse("trigger", told.trigger, f"the {told.type} was left out")
            return
        index, span = found
        if any(e.start == span.start and e.end == span.end and e.event_type == told.type for e in self.events):
            return  # told twice
        event = Event(span.start, span.end, index, told.type, told.status)
        event.confidence = told.confidence
        event.reason = [f"{told.type}, {told.status}: read by {self.label}"]
        event.mode = [m for m in ontology.modes(told.type) if m in told.mode]
        event.context = [c for c in ontology.contexts() if c in told.context]
        if foreign := sorted(set(told.mode) - set(event.mode)):
            self._problem("llm-bad-event", f"{told.type} has no mode {', '.join(foreign)}; it was left out")
        self._name_act(event)
        self._parties(event, told)
        self._setting(event, told)
        self.events.append(event)

    def _trigger(self, told: Told, asked: Sequence[int]) -> tuple[int, Span] | None:
        """Return sentence and range of a trigger: in the sentence that was said, else in the only other that has it."""
        if told.sentence in asked and (span := self._in_sentence(told.trigger, told.sentence)):
            return told.sentence, span
        found = [(n, span) for n in asked if (span := self._in_sentence(told.trigger, n))]
        return found[0] if len(found) == 1 else None

    def _parties(self, event: Event, told: Told) -> None:
        for role, quotes, target in (
            ("actor", told.actors, event.actor),
            ("recipient", told.recipients, event.recipient),
        ):
            for span in self._spans(event, role, quotes):
                if all(not span.overlaps(other) for other in (*event.actor, *event.recipient)):
                    target.append(name_of(self.doc, span))
        event.attribution = sources.labelled(self.doc, event, list(self._spans(event, "attribution", told.attribution)))

    def _setting(self, event: Event, told: Told) -> None:
        """Give the event place, time and numbers: values come from the mentions that the quotations point to."""
        for span in self._spans(event, "place", [told.place]):
            known = self._mention(span, Place)
            event.place = known or Place(span.start, span.end, "place")
        for span in self._spans(event, "time", [told.time]):
            time = self._mention(span, Time)
            if time and time.granularity not in _UNDATED:
                event.time = time
            else:
                event.reason.append(f"time {self.doc.quote(span)}: no day follows from it")
        for span in self._spans(event, "number", told.numbers):
            number = self._mention(span, Quantity)
            kind = surroundings.COUNTED.get(number.unit) if number else None
            if number and kind and number not in event.size.get(kind, ()):
                event.size.setdefault(kind, []).append(number)

    def _spans(self, event: Event, what: str, quotes: Iterable[str]) -> Iterable[Span]:
        for quote in quotes:
            if not quote.strip():
                continue
            if span := self._near(event, quote, what):
                yield span
            else:
                self._refuse(what, quote, f"the {event.event_type} {self.doc.quote(event)} has none of it")

    def _near(self, event: Event, quote: str, what: str) -> Span | None:
        """Return a quotation in the event's sentence, else in the nearest one before or, of places and times, after."""
        if span := self._in_sentence(quote, event.sentence, near=event.start):
            return span
        before = range(event.sentence - 1, -1, -1) if what != "number" else ()
        after = range(event.sentence + 1, len(self.doc.sentences)) if what in ("place", "time") else ()
        return next((span for n in (*before, *after) if (span := self._in_sentence(quote, n))), None)

    def _in_sentence(self, quote: str, number: int, near: int | None = None) -> Span | None:
        sentence = self.doc.sentences[number]
        text = self.doc.text[sentence.start : sentence.end]
        place = ground(text, quote, None if near is None else near - sentence.start)
        return self._whole(sentence, place) if place else None

    def _whole(self, sentence: Sentence, place: tuple[int, int]) -> Span | None:
        """Return a range as records have it: without signs at its ends and particles before its first word."""
        start, end = place[0] + sentence.start, place[1] + sentence.start
        first = bisect_right(self._ends, start)
        words = [w for w in self.doc.words[first : sentence.last] if w.start < end]
        while words and words[0].kind == "sign":
            words.pop(0)
        while words and words[-1].kind == "sign":
            words.pop()
        if not words:
            return None
        start, end = max(start, surface_start(words[0])), min(end, words[-1].end)
        return Span(start, end) if start < end else None

    def _mention(self, span: Span, kind: type[Kind]) -> Kind | None:
        """Return the mention of a kind that shares most with a range."""
        shared = [
            (min(m.end, span.end) - max(m.start, span.start), m) for m in self.doc.mentions if isinstance(m, kind)
        ]
        best = max(shared, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] > 0 else None

    def _name_act(self, event: Event) -> None:
        """Give the event the vocabulary's word for its trigger, by which mentions of one event are joined."""
        sentence = self.doc.sentences[event.sentence]
        words = self.doc.words_of(sentence)
        for candidate in candidates.find(words, lexicon()):
            word = words[candidate.at]
            if candidate.trigger.event_type == event.event_type and event.overlaps(word):
                event.lemma, event.verbal = candidate.trigger.lemma, candidate.pos == "VERB"
                return
        own = next((word for word in words if word.overlaps(event)), None)
        if own:
            event.lemma, event.verbal = own.lemma or own.core or own.norm, own.pos == "VERB"

    def _refuse(self, what: str, quote: str, so: str) -> None:
        self._problem("llm-not-in-text", f"{what} {shown(quote)} does not stand in the article: {so}")

    def _problem(self, code: str, message: str) -> None:
        article = self.doc.article
        self.doc.problems.append(Problem("events", code, article.origin, message, article.id))


__all__ = ["Placing"]
