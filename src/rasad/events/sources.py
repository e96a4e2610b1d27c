"""Whose words an event is told in: the chain of the quotes around its trigger."""

from __future__ import annotations

from rasad.document import Document, Event, Source, Span


def chain(doc: Document, event: Event) -> list[Source]:
    """Return the sources from the one nearest to the fact to the outlet that passes it on; empty for the article's own.

    An event is told in a quote when its trigger lies among the reported words; a quote within a quote comes first.
    """
    around = [q for q in doc.quotes if q.sentence == event.sentence and q.contains(event) and not q.cue.overlaps(event)]
    found: list[Source] = []
    for quote in sorted(around, key=lambda q: (q.end - q.start, -q.start)):
        parts: list[tuple[Span, str]] = [(quote.speaker, "speaker")] if quote.speaker else []
        parts += [(span, "outlet") for span in quote.via]
        for span, kind in parts:
            if all(not span.overlaps(other) and doc.quote(span) != doc.quote(other) for other in found):
                found.append(Source(span.start, span.end, kind))
    return found


def labelled(doc: Document, event: Event, spans: list[Span]) -> list[Source]:
    """Return the chain from phrases labelled as sources in the event's sentence.

    A speaker whom the sentence does not name (وأضاف أن, a quotation that goes on) is taken from the quotes, and an
    outlet comes after the speaker whom it passes on.
    """
    channels = [via for quote in doc.quotes for via in quote.via]
    found = [Source(s.start, s.end, "outlet" if any(s.overlaps(v) for v in channels) else "speaker") for s in spans]
    if not spans:
        sentence = doc.sentences[event.sentence]
        carried = chain(doc, event)
        if carried and not any(sentence.contains(source) for source in carried if source.kind == "speaker"):
            return carried
    return sorted(found, key=lambda source: source.kind == "outlet")
