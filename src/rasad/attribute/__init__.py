"""Stage 5, attribute: who says what, and through whom."""

from __future__ import annotations

from rasad.attribute import speakers
from rasad.attribute.quotes import find_quotes
from rasad.document import Document


def attribute(doc: Document, engine: str = "crf") -> None:
    """Fill `doc.quotes`: one quote a cue, and one a sentence into which an open quotation goes on.

    Args:
        doc: A document with sentences, words and mentions.
        engine: The engine that analysed it; with `rules` no trained model tells the speakers.
    """
    doc.quotes = find_quotes(doc, None if engine == "rules" else speakers.tagger())
