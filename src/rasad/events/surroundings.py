"""Where and when an event happens, and how many it concerns: which of the sentence's mentions are its own."""

from __future__ import annotations

from rasad.document import Document, Event, Place, Quantity, Span, Time
from rasad.events.candidates import Candidate
from rasad.events.context import Context

COUNTED = {  # unit of a quantity -> list of the record's `size`
    "dead": "dead",
    "injured": "injured",
    "arrested": "arrested",
    "person": "people",
    "displaced": "people",
    "troops": "people",
    "money": "amount",
}
_LOCATIVE = frozenset(
    "في ب الي من قرب جنوب شمال شرق غرب شمالي جنوبي شرقي غربي وسط داخل علي نحو صوب خارج قباله بين".split()
)
_TYPE_WORDS = frozenset(
    "مدينه بلده قريه محافظه منطقه ناحيه قضاء مخيم مديريه ولايه حي ضاحيه ريف العاصمه بلدتي مدينتي منطقتي".split()
)
_CASUALTY_TYPES = frozenset(("ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "AID", "RETREAT"))


def nearest(doc: Document) -> None:
    """Give each event the place and time of its sentence that stand nearest to its trigger and belong to it."""
    for event in doc.events:
        sentence = doc.sentences[event.sentence]
        inside = [m for m in doc.mentions if sentence.start <= m.start and m.end <= sentence.end]
        event.place = _place(doc, event, [m for m in inside if isinstance(m, Place)])
        event.time = _time(doc, event, [m for m in inside if isinstance(m, Time)])


def size(context: Context, candidate: Candidate) -> dict[str, list[Quantity]]:
    """Return the numbers of people and amounts in the trigger's clause, by what they count."""
    found: dict[str, list[Quantity]] = {}
    if candidate.trigger.event_type not in _CASUALTY_TYPES:
        return found
    words = context.words
    reach = context.clause(candidate, reach=16)
    clause = Span(words[reach.start].start, words[reach.stop - 1].end)
    for mention in context.mentions:
        if isinstance(mention, Quantity) and mention.unit in COUNTED and clause.contains(mention):
            found.setdefault(COUNTED[mention.unit], []).append(mention)
    return found


def _place(doc: Document, event: Event, places: list[Place]) -> Place | None:
    names = [*event.actor, *event.recipient, *event.attribution]
    own = [p for p in places if _located(doc, p) and not any(n.contains(p) for n in names)]
    if not own:
        return None
    return min(own, key=lambda p: (distance(event, p), p.start))


def _located(doc: Document, place: Place) -> bool:
    """Whether a preposition or a place type word says that something is there (في الموصل، مدينة الموصل)."""
    if place.start and doc.text[place.start - 1] in "بل":
        return True
    before = _words_before(doc, place.start)
    return any(norm in _LOCATIVE or norm in _TYPE_WORDS or norm[1:] in _TYPE_WORDS for norm in before)


def _words_before(doc: Document, at: int, count: int = 2) -> list[str]:
    """Return the folded cores of the words before a position, nearest first."""
    low, high = 0, len(doc.words)
    while low < high:
        middle = (low + high) // 2
        if doc.words[middle].start < at:
            low = middle + 1
        else:
            high = middle
    return [w.core or w.norm for w in reversed(doc.words[max(0, low - count) : low]) if w.end <= at]


def distance(event: Event, span: Span) -> int:
    """Characters between trigger and mention; what stands before the trigger counts double (Arabic puts it after)."""
    return span.start - event.end if span.start >= event.end else 2 * (event.start - span.end)


def _time(doc: Document, event: Event, times: list[Time]) -> Time | None:
    own = [t for t in times if t.granularity not in ("duration", "set", "time") and not _of_reporting(doc, event, t)]
    return min(own, key=lambda t: (distance(event, t), t.start)) if own else None


def _of_reporting(doc: Document, event: Event, time: Time) -> bool:
    """Whether a time word belongs to a reporting verb: it stands between the cue and the reported words."""
    quotes = (q for q in doc.quotes if q.sentence == event.sentence and q.contains(event))
    return any(q.cue.end <= time.start and time.end <= q.start for q in quotes)
