"""A record as a person wants it: words marked in the text become fields, resolved as the coder resolves them.

Nothing is typed free. Marked words are read by the stages that read the coder's own: an actor gets its identity, a
place its coordinates, a time its days. What these do not know stays null.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from rasad import link, ontology
from rasad import record as records
from rasad.coder import Coder
from rasad.document import Article, Document, Event, Name, Place, Quantity, Source, Span, Time
from rasad.errors import InputError, RecordError
from rasad.record import Record

Field = Literal[
    "trigger", "actor", "recipient", "event_loc", "date_info", "attribution",
    "size.dead", "size.injured", "size.arrested", "size.people", "size.amount",
]  # fmt: skip
FIELDS = get_args(Field)
_SINGLE = ("trigger", "event_loc", "date_info")
PERSON = "person"  # begins the `coder` of a record that a person added


@dataclass(frozen=True, slots=True)
class Marked:
    """Words marked in the text: a half-open range of its code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """What a person changes; what is not named stays.

    Attributes:
        fields: All words that a field shall have, such as `actor` or `size.dead`; none: it is emptied.
        event_type: The type; another one empties `mode`.
    """

    fields: dict[Field, list[Marked]] = field(default_factory=dict)
    event_type: str | None = None
    status: str | None = None
    mode: list[str] | None = None
    context: list[str] | None = None


def corrected(coder: Coder, article: Article, record: Record, change: Change) -> Record:
    """Return a record with a change made; its id and its `link` stay.

    Raises:
        RecordError: A mark lies outside the text, or the record would break the contract.
    """
    new = copy.deepcopy(record)
    doc = _document(coder, article)
    for name, marked in change.fields.items():
        _apply(doc, new, name, marked)
    _code(new, change)
    records.check(new, article.text)
    return new


def added(coder: Coder, article: Article, change: Change, who: str) -> Record:
    """Return the record of an event that the coder missed: its trigger marked, with its type and status.

    Raises:
        RecordError: Trigger or type are missing, or the record would break the contract.
    """
    triggers = change.fields.get("trigger", [])
    if len(triggers) != 1 or not change.event_type:
        raise RecordError("an event is added by marking its trigger once and giving its event_type")
    doc = _document(coder, article)
    span = _span(doc, "trigger", triggers[0])
    sentence = next((i for i, s in enumerate(doc.sentences) if s.start <= span.start and span.end <= s.end), None)
    if sentence is None:
        raise RecordError(f"the trigger {doc.quote(span)!r} does not lie in one sentence; mark words of one sentence")
    if change.event_type not in ontology.types():
        raise RecordError(f"event_type {change.event_type!r} is none of {', '.join(ontology.types())}")
    event = Event(span.start, span.end, sentence, change.event_type, change.status or "actual", confidence=1.0)
    event.reason = [f"added by {who}"]
    doc.events = [event]
    (new,) = records.event_records(doc, f"{PERSON} {who}")
    for name, marked in change.fields.items():
        if name != "trigger":
            _apply(doc, new, name, marked)
    _code(new, change)
    records.check(new, article.text)
    return new


def _document(coder: Coder, article: Article) -> Document:
    """Return the article with its layers; of one that the coder refuses, the text alone with one sentence."""
    try:
        return coder.document(article)
    except InputError:
        from rasad.document import Sentence

        return Document(replace(article), sentences=[Sentence(0, len(article.text), 0, 0)])


def _apply(doc: Document, record: Record, name: Field, marked: list[Marked]) -> None:
    """Set a field to the words marked for it; of what it holds already nothing is read again."""
    if name not in FIELDS:
        raise RecordError(f"there is no field {name!r} to mark; there are: {', '.join(FIELDS)}")
    spans = [_span(doc, name, words) for words in marked]
    if name in _SINGLE:
        if len(spans) > 1 or (name == "trigger" and not spans):
            raise RecordError(f"{name}: {len(spans)} ranges are marked; an event has one")
        _set(doc, record, name, spans[0] if spans else None)
        return
    holder, key = (record["size"], name[5:]) if name.startswith("size.") else (record, name)
    held = {(item["start"], item["end"]): item for item in holder[key]}
    holder[key] = [held.get((span.start, span.end)) or _value(doc, name, span) for span in spans]


def _set(doc: Document, record: Record, name: str, span: Span | None) -> None:
    held = record[name]
    if held and span and (held["start"], held["end"]) == (span.start, span.end):
        return
    value = _value(doc, name, span) if span else None
    if name == "date_info":
        first, last = (value.pop("first"), value.pop("last")) if value else (None, None)
        record["date"], record["enddate"] = first, last
    record[name] = value


def _value(doc: Document, name: str, span: Span) -> Record:
    if name == "trigger":
        return records.quoted(doc, span)
    if name in ("actor", "recipient"):
        return records.entity(doc, _entity(doc, span))
    if name == "event_loc":
        return records.place(doc, _place(doc, span))
    if name == "date_info":
        return _time(doc, span)
    if name == "attribution":
        return records.source(doc, _source(doc, span))
    return _quantity(doc, span)


def _span(doc: Document, name: str, marked: Marked) -> Span:
    start, end, text = marked.start, marked.end, doc.text
    if not 0 <= start < end <= len(text):
        raise RecordError(f"{name}: {start}:{end} is no range of the text, which has {len(text)} characters")
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise RecordError(f"{name}: only blanks are marked at {marked.start}:{marked.end}; mark words")
    return Span(start, end)


def _entity(doc: Document, span: Span) -> Name:
    kind = next((m.kind for m in doc.mentions if isinstance(m, Name) and _same(m, span)), "group")
    name = Name(span.start, span.end, kind)
    _resolved(doc, span, actor=[name])
    return name


def _place(doc: Document, span: Span) -> Place:
    known = [m for m in doc.mentions if isinstance(m, Place) and _same(m, span)]
    if known:
        return known[0]
    place = Place(span.start, span.end, "place")
    doc.mentions.append(place)
    link.resolve_places(doc)
    return place


def _time(doc: Document, span: Span) -> Record:
    """Return the marked words as a time; where no time expression is the marked words, without days."""
    inside = [m for m in doc.mentions if isinstance(m, Time) and span.contains(m)]
    found = max(inside, key=lambda m: m.end - m.start, default=None)
    first, last = found.dated if found else (None, None)
    granularity, basis = (found.granularity, found.basis) if found else ("open", "explicit")
    told = records.quoted(doc, span) | {"granularity": granularity, "basis": basis}
    return told | {"first": first.isoformat() if first else None, "last": last.isoformat() if last else None}


def _source(doc: Document, span: Span) -> Source:
    kind = next((s.kind for e in doc.events for s in e.attribution if _same(s, span)), "speaker")
    source = Source(span.start, span.end, kind)
    _resolved(doc, span, attribution=[source])
    return source


def _quantity(doc: Document, span: Span) -> Record:
    inside = [m for m in doc.mentions if isinstance(m, Quantity) and span.contains(m)]
    found = max(inside, key=lambda m: m.end - m.start, default=None)
    read: dict[str, Any] = records.quantity(doc, found) if found else {"value": None, "low": None, "high": None}
    return {"unit": None} | read | records.quoted(doc, span)


def _resolved(doc: Document, span: Span, **fields: Any) -> None:
    """Let the article say who is meant: an event that holds the name is read along with those that were coded."""
    doc.events.append(Event(span.start, span.end, 0, "CONSULT", **fields))
    link.resolve(doc)
    doc.events.pop()


def _same(one: Span, other: Span) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _code(record: Record, change: Change) -> None:
    """Set type, status, modes and contexts, with all that follows from them by PLOVER's tables."""
    if change.event_type and change.event_type != record["event_type"]:
        record["event_type"], record["mode"] = change.event_type, []
    if change.status:
        record["status"] = change.status
    if change.mode is not None:
        record["mode"] = change.mode
    if change.context is not None:
        record["context"] = change.context
    if record["event_type"] not in ontology.types() or record["status"] not in ontology.STATUSES:
        return  # `check` says what is allowed
    category = ontology.reduced(record["event_type"], record["status"])
    record["event"], record["quad_code"] = [category], ontology.quad_code(category)
    record["event_scale"] = ontology.score(category, record["mode"])
