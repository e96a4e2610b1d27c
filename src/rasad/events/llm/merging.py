"""What is kept where one judge coded a sentence and another was asked about it too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rasad.document import Event, Span
from rasad.pairing import best_first

Spans = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Merged:
    """The events that stand, in the order of the text, and what came of those of the first judge.

    Attributes:
        counts: `same`, `changed`, `added`, `dropped`, `sure`, and `changed: FIELD` for each field that changed.
    """

    events: list[Event] = field(default_factory=list)
    counts: dict[str, float] = field(default_factory=dict)

    def count(self, name: str) -> None:
        """Count one more."""
        self.counts[name] = self.counts.get(name, 0) + 1


@dataclass(frozen=True, slots=True)
class Names:
    """What reasons call the two judges."""

    base: str
    asked: str


def merge(coded: Sequence[Event], told: Sequence[Event], sure: Callable[[Event], bool], names: Names) -> Merged:
    """Return what stands of the events of sentences that both judges read.

    What the asked one tells stands in place of what the base coded: an event told otherwise is changed, one not told is
    dropped, one told beside them is added. Events of which the base is sure stay as they are. Every event's first
    reason says which judge it is from.

    Args:
        coded: The base's events of these sentences.
        told: The asked judge's events of these sentences.
        sure: Whether an event of the base's stays whatever is told.
        names: What the reasons call the judges.
    """
    merged = Merged()
    pairs = dict(best_first(_options(coded, told)))
    kept = {_key(event) for event in coded if sure(event)}
    for number, event in enumerate(coded):
        other = told[pairs[number]] if number in pairs else None
        if sure(event):
            merged.count("sure")
            agrees = "tells it too" if other and other.event_type == event.event_type else "does not tell it so"
            _say(event, f"from {names.base}, which is sure; {names.asked} {agrees}")
            merged.events.append(event)
        elif other is None or _key(other) in kept:  # told as an event of which the base is sure anyway
            merged.count("dropped")
        elif fields := list(differing(event, other)):
            merged.count("changed")
            for name in fields:
                merged.count(f"changed: {name}")
            had = f"{event.event_type}, {event.status} at {event.confidence:.2f}"
            _say(other, f"from {names.asked}; {names.base} had {had}, with another {', '.join(fields)}")
            merged.events.append(other)
        else:
            merged.count("same")
            _say(other, f"from {names.base} at {event.confidence:.2f} and {names.asked}, which agree")
            merged.events.append(other)
    new = [event for number, event in enumerate(told) if number not in pairs.values()]
    for event in new:
        if not any(_key(event) == _key(known) for known in merged.events):
            merged.count("added")
            _say(event, f"from {names.asked}; {names.base} has no such event")
            merged.events.append(event)
    merged.events.sort(key=_key)
    return merged


def leave(events: Sequence[Event], why: str) -> None:
    """Let the first reason of events say that they stand as they were coded."""
    for event in events:
        _say(event, why)


def differing(one: Event, other: Event) -> Iterator[str]:
    """Yield the names of the record's fields in which two events differ."""
    for name in ("event_type", "status", "mode", "context"):
        if getattr(one, name) != getattr(other, name):
            yield name
    for name, spans, others in (
        ("trigger", [one], [other]),
        ("actor", one.actor, other.actor),
        ("recipient", one.recipient, other.recipient),
        ("event_loc", _some(one.place), _some(other.place)),
        ("attribution", one.attribution, other.attribution),
        ("size", _sizes(one), _sizes(other)),
    ):
        if _places(spans) != _places(others):
            yield name
    if (one.time.dated if one.time else None) != (other.time.dated if other.time else None):
        yield "date"


def _options(coded: Sequence[Event], told: Sequence[Event]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """Yield what may be one event: overlapping triggers, or the same type told elsewhere in the sentence."""
    for c, event in enumerate(coded):
        for t, other in enumerate(told):
            overlap, same = event.overlaps(other), event.event_type == other.event_type
            if event.sentence == other.sentence and (overlap or same):
                yield (4 * same + 3 * overlap, -abs(event.start - other.start)), c, t


def _say(event: Event, what: str) -> None:
    event.reason = [what, *event.reason]


def _key(event: Event) -> tuple[int, int, str]:
    return event.start, event.end, event.event_type


def _some(span: Span | None) -> list[Span]:
    return [] if span is None else [span]


def _sizes(event: Event) -> list[Span]:
    return [number for kind in sorted(event.size) for number in event.size[kind]]


def _places(spans: Sequence[Span]) -> Spans:
    return tuple(sorted((span.start, span.end) for span in spans))


__all__ = ["Merged", "Names", "differing", "leave", "merge"]
