"""Words of a text as the party of an event."""

from __future__ import annotations

from rasad.document import Document, Name, Span


def name_of(doc: Document, span: Span) -> Name:
    """Return a span as a name, of the kind of the first mention that it holds."""
    for mention in doc.mentions:
        if isinstance(mention, Name) and span.contains(mention):
            return Name(span.start, span.end, mention.kind)
    return Name(span.start, span.end, "group")
