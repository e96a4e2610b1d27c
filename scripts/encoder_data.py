"""Sentences as the encoder sees them, with their labels: events and roles, trees, names."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from rasad import ontology
from rasad.analyse.engines import crf
from rasad.analyse.words import tokens
from rasad.document import Word
from rasad.encoder.vocabulary import Vocabulary, parts
from rasad.evaluate import GoldEvent
from rasad.events.context import Context
from rasad.events.judges.combined import LABELS as ROLE_LABELS
from rasad.events.marks import TYPES, WIDTH, marks_of
from rasad.train.samples import Sample, role_labels

LONGEST = 120
IGNORED = -100


@dataclass(slots=True)
class Row:
    """A sentence.

    Attributes:
        ids: `(words, 5)`: word parts (`Vocabulary.ids`).
        marks: `(words, WIDTH)`: what other stages know of each word (`rasad.events.marks`).
        kinds: The event type of each word, 0 for none.
        statuses: The status of each trigger word, `IGNORED` elsewhere.
        events: For each event the index of its trigger's word, its type, and a role label for every word.
        tags, heads, relations: A tree over written words; head 0 is the root.
        names: A name label for each word.
    """

    ids: np.ndarray
    marks: np.ndarray
    kinds: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    events: list[tuple[int, int, list[int]]] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    relations: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    key: tuple[str, int] = ("", 0)


def event_rows(sample: Sample, vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the sentences of an annotated article."""
    marks = marks_of(sample.doc, sample.contexts)
    for context in sample.contexts:
        row = _row(context, marks, vocabulary)
        count = len(row.ids)
        row.kinds, row.statuses = [0] * count, [IGNORED] * count
        row.key = (sample.gold.id, context.index)
        for event in sample.gold.events:
            covered = [i for i, w in enumerate(context.words[:count]) if w.start < event.end and event.start < w.end]
            for i in covered:
                row.kinds[i] = 1 + TYPES.index(event.event_type)
                row.statuses[i] = ontology.STATUSES.index(event.status)
            if covered:
                row.events.append(_roles(context, covered[0], event, count))
        yield row


def party_rows(sample: Sample, vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the sentences of a text whose events are labelled with actors and recipients only."""
    marks = marks_of(sample.doc, sample.contexts)
    for context in sample.contexts:
        row = _row(context, marks, vocabulary)
        count = len(row.ids)
        row.kinds, row.statuses = [IGNORED] * count, [IGNORED] * count
        told = {c.at: g for other, c, g in sample.answers if other is context and g is not None and c.at < count}
        row.events = [_roles(context, at, event, count) for at, event in told.items()]
        if row.events:
            yield row


def _row(context: Context, marks: np.ndarray, vocabulary: Vocabulary) -> Row:
    words = context.words[:LONGEST]
    first = context.sentence.first
    return Row(ids_of(words, vocabulary), marks[first : first + len(words)])


def _roles(context: Context, at: int, event: GoldEvent, count: int) -> tuple[int, int, list[int]]:
    labels = [ROLE_LABELS.index(label) for label in role_labels(context.doc, context.sentence, at, event)[:count]]
    return at, 1 + TYPES.index(event.event_type), labels


def ids_of(words: Sequence[Word], vocabulary: Vocabulary) -> np.ndarray:
    """Return the word parts' numbers of a sentence."""
    return np.array([vocabulary.ids(*parts(w)) for w in words], np.int64).reshape(len(words), 5)


def bare_row(surfaces: Iterable[str], vocabulary: Vocabulary) -> Row:
    """Return a sentence of written words without marks."""
    found = []
    for surface in surfaces:
        kind = next(iter(tokens(surface, 0, len(surface))), ("sign", 0, 0))[0]
        if kind == "arabic":
            cut = crf.cut(surface)
            found.append(vocabulary.ids(cut.core, cut.proclitics, cut.enclitic))
        else:
            found.append(vocabulary.ids("0" if kind == "number" else surface, (), ""))
    ids = np.array(found[:LONGEST], np.int64).reshape(-1, 5)
    return Row(ids, np.zeros((len(ids), WIDTH), np.float32))


def name_rows(path: Path, vocabulary: Vocabulary, labels: dict[str, int]) -> Iterator[Row]:
    """Yield the sentences of a file of `word label` lines; `labels` numbers those that count, others are 0."""
    words: list[tuple[str, str]] = []
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        pieces = line.split()
        if len(pieces) == 2:
            words.append((pieces[0], pieces[1]))
        elif not pieces and words:
            row = bare_row([w for w, _ in words], vocabulary)
            row.names = [labels.get(label, 0) for _, label in words][:LONGEST]
            yield row
            words = []


@dataclass(slots=True)
class Batch:
    """Sentences padded to one length; `back[s, t]` is where word t of sentence s stands read from its end."""

    rows: list[Row]
    ids: torch.Tensor
    marks: torch.Tensor
    back: torch.Tensor
    mask: torch.Tensor

    def labels(self, name: str) -> torch.Tensor:
        """Return a label of the rows, padded with `IGNORED`."""
        out = torch.full(self.mask.shape, IGNORED)
        for i, row in enumerate(self.rows):
            values = getattr(row, name)
            out[i, : len(values)] = torch.tensor(values)
        return out


def batch(rows: list[Row], forget: float = 0.0) -> Batch:
    """Pad sentences; so large a share of the words, by chance, loses what the event vocabulary sees in them."""
    lengths = [len(r.ids) for r in rows]
    longest = max(lengths)
    ids = np.zeros((len(rows), longest, 5), np.int64)
    marks = np.zeros((len(rows), longest, WIDTH), np.float32)
    back = np.tile(np.arange(longest), (len(rows), 1))
    mask = np.zeros((len(rows), longest), bool)
    for i, (row, n) in enumerate(zip(rows, lengths, strict=True)):
        ids[i, :n], marks[i, :n], mask[i, :n] = row.ids, row.marks, True
        back[i, :n] = np.arange(n)[::-1]
    if forget:
        known = torch.rand(marks.shape[:2]).numpy() >= forget
        marks[..., : len(TYPES)] *= known[..., None]
    return Batch(rows, *map(torch.from_numpy, (ids, marks, back, mask)))


def batches(rows: list[Row], words: int, rng: random.Random) -> list[list[Row]]:
    """Return shuffled batches of about so many words, of sentences about as long as each other."""
    order = sorted(rows, key=lambda r: len(r.ids) + rng.random() * 6)
    found: list[list[Row]] = [[]]
    size = 0
    for row in order:
        if not len(row.ids):
            continue
        if size + len(row.ids) > words and found[-1]:
            found.append([])
            size = 0
        found[-1].append(row)
        size += len(row.ids)
    rng.shuffle(found)
    return found
