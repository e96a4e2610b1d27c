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
from rasad.document import Document, Word
from rasad.encoder.vocabulary import Vocabulary, parts
from rasad.evaluate import GoldDocument, GoldEvent
from rasad.events.context import contexts
from rasad.events.judges.combined import LABELS as ROLE_LABELS
from rasad.events.lexicon import lexicon
from rasad.events.marks import TYPES, WIDTH, marks_of

LONGEST = 120
IGNORED = -100


@dataclass(slots=True)
class Row:
    """A sentence.

    Attributes:
        ids: `(words, 5)`: word parts (`Vocabulary.ids`).
        marks: `(words, WIDTH)`: what other stages know of each word (`rasad.encoder.marks`).
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


def event_rows(gold: GoldDocument, doc: Document, vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield the sentences of an annotated article."""
    marks = marks_of(doc, contexts(doc, lexicon()))
    for index, sentence in enumerate(doc.sentences):
        words = doc.words[sentence.first : sentence.last][:LONGEST]
        row = Row(ids_of(words, vocabulary), marks[sentence.first : sentence.first + len(words)])
        row.kinds, row.statuses = [0] * len(words), [IGNORED] * len(words)
        row.key = (gold.id, index)
        for event in gold.events:
            covered = [i for i, w in enumerate(words) if w.start < event.end and event.start < w.end]
            for i in covered:
                row.kinds[i] = 1 + TYPES.index(event.event_type)
                row.statuses[i] = ontology.STATUSES.index(event.status)
            if covered:
                labels = role_labels(doc.text, words, words[covered[0]].start, event)
                row.events.append((covered[0], 1 + TYPES.index(event.event_type), labels))
        yield row


def ids_of(words: Sequence[Word], vocabulary: Vocabulary) -> np.ndarray:
    """Return the word parts' numbers of a sentence."""
    return np.array([vocabulary.ids(*parts(w)) for w in words], np.int64).reshape(len(words), 5)


def role_labels(text: str, words: Sequence[Word], trigger: int, gold: GoldEvent) -> list[int]:
    """Return the role labels of a sentence's words: each gold phrase where it stands nearest to the trigger."""
    labels = ["O"] * len(words)
    if not words:
        return []
    first, last = words[0].start, words[-1].end
    for letter, phrases in (("S", gold.attribution), ("A", gold.actors), ("R", gold.recipients)):
        for phrase in sorted(phrases, key=len, reverse=True):
            starts = [i for i in range(first, last) if text.startswith(phrase, i)]
            for start in sorted(starts, key=lambda s: abs(s - trigger)):
                inside = [i for i, w in enumerate(words) if w.start < start + len(phrase) and start < w.end]
                if inside and all(labels[i] == "O" for i in inside):
                    labels[inside[0]] = f"B-{letter}"
                    for i in inside[1:]:
                        labels[i] = f"I-{letter}"
                    break
    return [ROLE_LABELS.index(x) for x in labels]


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


def batch(rows: list[Row]) -> Batch:
    """Pad sentences."""
    lengths = [len(r.ids) for r in rows]
    longest = max(lengths)
    ids = np.zeros((len(rows), longest, 5), np.int64)
    marks = np.zeros((len(rows), longest, WIDTH), np.float32)
    back = np.tile(np.arange(longest), (len(rows), 1))
    mask = np.zeros((len(rows), longest), bool)
    for i, (row, n) in enumerate(zip(rows, lengths, strict=True)):
        ids[i, :n], marks[i, :n], mask[i, :n] = row.ids, row.marks, True
        back[i, :n] = np.arange(n)[::-1]
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
