"""Annotated articles with their layers: which candidates are events, and the labels of the words around a trigger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from rasad import events, record
from rasad.coder import Coder
from rasad.document import Article, Document, Sentence
from rasad.errors import RasadError
from rasad.evaluate import GoldDocument, GoldEvent
from rasad.events.candidates import Candidate
from rasad.events.context import Context, contexts
from rasad.events.judging import Judge
from rasad.events.lexicon import lexicon


@dataclass(slots=True)
class Sample:
    """An annotated article with its contexts, and for each candidate the gold event it answers."""

    gold: GoldDocument
    doc: Document
    contexts: list[Context]
    answers: list[tuple[Context, Candidate, GoldEvent | None]] = field(default_factory=list)


def analysed(
    gold: Iterable[GoldDocument], coder: Coder, say: Callable[[str], None]
) -> list[tuple[GoldDocument, Document]]:
    """Return annotated articles with all layers; says which the coder refuses, and leaves them out."""
    read = []
    for document in gold:
        published = date.fromisoformat(document.published[:10]) if document.published else None
        try:
            read.append((document, coder.document(Article(document.id, document.text, published))))
        except RasadError as error:
            say(f"left out {document.id}: {error}")
    return read


def sample_of(gold: GoldDocument, doc: Document) -> Sample:
    """Return an annotated article with its candidates and what they answer."""
    sample = Sample(gold, doc, contexts(doc, lexicon()))
    for context in sample.contexts:
        sample.answers += [(context, c, _answer(gold, context, c)) for c in context.candidates]
    return sample


def _answer(document: GoldDocument, context: Context, candidate: Candidate) -> GoldEvent | None:
    start, end = context.words[candidate.first].start, context.words[candidate.last].end
    same = [e for e in document.events if e.event_type == candidate.trigger.event_type]
    return next((e for e in same if start < e.end and e.start < end), None)


def role_labels(doc: Document, sentence: Sentence, at: int, gold: GoldEvent) -> list[str]:
    """Return the labels of a sentence's words: each gold phrase where it stands nearest to the trigger's word `at`."""
    words = doc.words_of(sentence)
    labels = ["O"] * len(words)
    text, base, trigger = doc.text, sentence.start, words[at].start
    for letter, phrases in (("S", gold.attribution), ("A", gold.actors), ("R", gold.recipients)):
        for phrase in sorted(phrases, key=len, reverse=True):
            starts = [i for i in range(base, sentence.end) if text.startswith(phrase, i)]
            for start in sorted(starts, key=lambda s: abs(s - trigger)):
                inside = [i for i, w in enumerate(words) if w.start < start + len(phrase) and start < w.end]
                if inside and all(labels[i] == "O" for i in inside):
                    labels[inside[0]] = f"B-{letter}"
                    for i in inside[1:]:
                        labels[i] = f"I-{letter}"
                    break
    return labels


def judged(data: Sequence[Sample], judge: Judge, coder: str) -> list[record.Record]:
    """Return the records that a judge makes of the articles."""
    found = []
    for sample in data:
        events.code_with(sample.doc, judge)
        found += record.event_records(sample.doc, coder)
    return found
