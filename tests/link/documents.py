"""Documents whose names are marked by hand, as `mentions` and `events` would leave them."""

from __future__ import annotations

from datetime import date

from rasad.document import Article, Document, Event, Mention, Name, Sentence


def document(
    text: str,
    *,
    year: int | None = None,
    published: date | None = None,
    persons: tuple[str, ...] = (),
    actors: tuple[str, ...] = (),
) -> Document:
    """Return a document of one sentence: mentions of persons, and an event whose actors are the phrases, in this order.

    A phrase that occurs again after its last use is found there, so that `actors` may name the same words twice.
    `year` stands for a day in the middle of it.
    """
    doc = Document(Article("t", text, date(year, 6, 15) if year else published))
    doc.sentences = [Sentence(0, len(text), 0, 0)]
    found: list[Mention] = [Name(*_at(text, p), kind="person") for p in persons]
    doc.mentions = sorted(found, key=lambda m: m.start)
    event = Event(0, 1, 0, "CONSULT")
    last = 0
    for phrase in actors:
        start = text.index(phrase, last)
        event.actor.append(Name(start, start + len(phrase), kind="group"))
        last = start + 1
    doc.events = [event]
    return doc


def _at(text: str, phrase: str) -> tuple[int, int]:
    start = text.index(phrase)
    return start, start + len(phrase)
