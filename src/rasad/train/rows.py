"""Sentences as a Hugging Face encoder sees them, with their labels; a sentence too long for it is several rows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch

from rasad import ontology
from rasad.analyse import analyse
from rasad.clean import clean
from rasad.document import Article, Document, Sentence
from rasad.encoder.pieces import best_window
from rasad.encoder.run import place_numbers
from rasad.encoder.transformer import Cutter
from rasad.evaluate import GoldDocument
from rasad.events.judges.combined import LABELS as ROLES
from rasad.train.gold import NAME_LABELS, Labelled
from rasad.train.samples import role_labels

TYPES = ontology.types()
IGNORED = -100


@dataclass(slots=True)
class Row:
    """A window of a sentence.

    Attributes:
        ids: Pieces, the marks of beginning and end among them.
        at: For each of its words the place of its first piece in `ids`.
        numbers: Which word of the sentence each is.
        kinds: The event type of each word, 0 for none.
        statuses: The status of each trigger's word, `IGNORED` elsewhere.
        events: For each event which of the words is its trigger, its type, and a role label for every word.
        names: A name's label for each word, where names were labelled.
    """

    ids: list[int]
    at: list[int]
    numbers: list[int]
    kinds: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    events: list[tuple[int, int, list[int]]] = field(default_factory=list)
    names: list[int] = field(default_factory=list)


def event_rows(gold: GoldDocument, cutter: Cutter) -> Iterator[Row]:
    """Yield the sentences of an annotated article.

    Raises:
        InputError: The text cannot be coded.
    """
    doc = Document(Article(gold.id, gold.text))
    clean(doc)
    analyse(doc, "rules")  # words alone are needed, and all engines cut the same
    for sentence in doc.sentences:
        words = doc.words_of(sentence)
        kinds, statuses = [0] * len(words), [IGNORED] * len(words)
        told: list[tuple[int, int, list[int]]] = []
        for event in gold.events:
            covered = [i for i, w in enumerate(words) if w.start < event.end and event.start < w.end]
            kind = 1 + TYPES.index(event.event_type)
            for i in covered:
                kinds[i], statuses[i] = kind, ontology.STATUSES.index(event.status)
            if covered:
                labels = role_labels(doc, sentence, covered[0], event)
                told.append((covered[0], kind, [ROLES.index(label) for label in labels]))
        for row in _rows(doc, sentence, cutter):
            row.kinds, row.statuses = [kinds[i] for i in row.numbers], [statuses[i] for i in row.numbers]
            place = {number: index for index, number in enumerate(row.numbers)}
            row.events = [(place[at], kind, [all_[i] for i in row.numbers]) for at, kind, all_ in told if at in place]
            yield row


def name_rows(text: Labelled, cutter: Cutter) -> Iterator[Row]:
    """Yield the sentences of a text with names."""
    doc, labels = text
    for sentence in doc.sentences:
        for row in _rows(doc, sentence, cutter):
            row.names = [NAME_LABELS.index(labels[sentence.first + i]) for i in row.numbers]
            yield row


def _rows(doc: Document, sentence: Sentence, cutter: Cutter) -> Iterator[Row]:
    pieces = cutter.cut(doc.text, doc.words_of(sentence))
    spans = cutter.windows(pieces)
    chosen = {number: best_window(piece, spans) for number, piece in enumerate(pieces.first) if piece >= 0}
    for index, (first, last) in enumerate(spans):
        numbers = [number for number, window in chosen.items() if window == index]
        if numbers:
            at = [len(cutter.before) + pieces.first[number] - first for number in numbers]
            yield Row(cutter.framed(pieces.ids[first:last]), at, numbers)


@dataclass(slots=True)
class Batch:
    """Rows padded to one length: pieces, which are there, and where each word's first piece stands."""

    rows: list[Row]
    ids: torch.Tensor
    mask: torch.Tensor
    at: torch.Tensor

    def labels(self, name: str) -> torch.Tensor:
        """Return a label of the words, padded with `IGNORED`."""
        out = torch.full(tuple(self.at.shape), IGNORED)
        for i, row in enumerate(self.rows):
            values = getattr(row, name)
            out[i, : len(values)] = torch.tensor(values)
        return out

    def roles(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor] | None:
        """Return for all events row, word and type; where each word stands to the trigger; labels."""
        told = [(i, *event) for i, row in enumerate(self.rows) for event in row.events]
        if not told:
            return None
        width = self.at.shape[1]
        places, labels = np.zeros((len(told), width), np.int64), torch.full((len(told), width), IGNORED)
        for number, (i, at, _, its_labels) in enumerate(told):
            numbers = self.rows[i].numbers
            places[number, : len(numbers)] = place_numbers(numbers[-1] + 1, numbers[at])[numbers]
            labels[number, : len(numbers)] = torch.tensor(its_labels)
        return torch.tensor([one[:3] for one in told]), torch.from_numpy(places), labels


def batch(rows: list[Row], padding: int) -> Batch:
    """Pad rows to one length, with the piece of this number."""
    pieces, words = max(len(r.ids) for r in rows), max(len(r.at) for r in rows)
    ids = torch.full((len(rows), pieces), padding)
    mask, at = torch.zeros((len(rows), pieces), dtype=torch.long), torch.zeros((len(rows), words), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row.ids)], mask[i, : len(row.ids)] = torch.tensor(row.ids), 1
        at[i, : len(row.at)] = torch.tensor(row.at)
    return Batch(rows, ids, mask, at)


def batches(tasks: Sequence[Sequence[Row]], size: int, rng: random.Random) -> list[list[Row]]:
    """Return the rows of each task in batches of so many, of about one length, all batches shuffled."""
    found = []
    for rows in tasks:
        order = sorted(rows, key=lambda row: len(row.ids) + rng.random() * 8)
        found += [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(found)
    return found
