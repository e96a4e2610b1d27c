"""Stage 5, attribute: who says what, and through whom."""

from __future__ import annotations

from rasad.attribute.quotes import find_quotes
from rasad.document import Document


def attribute(doc: Document) -> None:
    """Fill `doc.quotes`: one quote a cue, and one a sentence into which an open quotation goes on."""
    doc.quotes = find_quotes(doc)
