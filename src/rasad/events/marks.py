"""What the other stages know of each word, as numbers beside the encoder's view of it.

Which event types the vocabulary sees in a word and how surely, of which mention it is part, and which part of a quote.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rasad import ontology
from rasad.document import Document, Span, Word
from rasad.events.context import Context, once

TYPES = ontology.types()  # that an encoder is trained on; one that was trained before a type was added has fewer
_WEIGHT = {"sure": 1.0, "likely": 0.7, "weak": 0.4}
_KINDS = {"person": 0, "organisation": 1, "group": 1, "place": 2, "time": 3, "quantity": 4}
_PARTS = {"speaker": 0, "via": 1, "cue": 2, "told": 3}
_COUNT = 5  # of the numbers in _KINDS
WIDTH = len(TYPES) + _COUNT + len(_PARTS)


def marks_of(doc: Document, contexts: Sequence[Context], types: Sequence[str] = TYPES) -> NDArray[np.float32]:
    """Return an array `(words of the document, WIDTH)`, or as much narrower as the encoder knows fewer types."""
    marks = np.zeros((len(doc.words), len(types) + _COUNT + len(_PARTS)), np.float32)
    for context in contexts:
        for candidate in context.candidates:
            if candidate.trigger.event_type not in types:
                continue
            column = types.index(candidate.trigger.event_type)
            at = slice(context.sentence.first + candidate.first, context.sentence.first + candidate.last + 1)
            marks[at, column] = np.maximum(marks[at, column], _WEIGHT[candidate.trigger.strength])
    starts = np.array([w.start for w in doc.words])
    for mention in once(doc.mentions):
        marks[_covered(starts, doc.words, mention), len(types) + _KINDS[mention.kind]] = 1.0
    for quote in doc.quotes:
        spans: list[tuple[Span, str]] = [(quote, "told"), (quote.cue, "cue"), *((via, "via") for via in quote.via)]
        spans += [(quote.speaker, "speaker")] if quote.speaker else []
        for span, part in spans:
            marks[_covered(starts, doc.words, span), len(types) + _COUNT + _PARTS[part]] = 1.0
    return marks


def _covered(starts: NDArray[np.int64], words: Sequence[Word], span: Span) -> slice:
    """Return the range of the words that a span overlaps."""
    first = int(np.searchsorted(starts, span.start, side="right")) - 1
    if first >= 0 and words[first].end <= span.start:
        first += 1
    return slice(max(0, first), int(np.searchsorted(starts, span.end, side="left")))
