"""The labels that a user trains on: annotated articles, and words or texts with their names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from rasad import ontology
from rasad.analyse import analyse
from rasad.analyse.sentences import split
from rasad.document import Article, Document
from rasad.errors import InputError
from rasad.evaluate import GoldDocument
from rasad.evaluate.gold import document

KINDS = {"PER": "PER", "PERS": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
_KINDS_OF_MENTIONS = {"person": "PER", "organisation": "ORG", "place": "LOC"}
NAME_LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
_BUILT_IN = Path(__file__).parent / "built_in.txt"

Labelled = tuple[Document, list[str]]  # a text with its words, and a name's label for each


class Counts(NamedTuple):
    """What a file of labels holds."""

    path: str
    sha256: str
    texts: int
    labels: int


def articles(path: Path) -> list[GoldDocument]:
    """Return the annotated articles of a file, one JSON object a line; where `sentences` are missing they are cut.

    Raises:
        InputError: A line is no annotated article, names what the ontology does not have, or a trigger that its
            sentence does not hold; the message names file, line and what is allowed.
    """
    found = []
    for number, line in enumerate(_bytes(path).splitlines(), 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                row = orjson.loads(line)
                row.setdefault("sentences", list(split(row["text"])))
                found.append(document(row))
            except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
                raise InputError(f"{place}: not an annotated article ({error!r})", code="gold", place=place) from error
            _check(found[-1], place)
    if not found:
        raise InputError(f"{path} holds no annotated article, one JSON object a line", code="gold", place=str(path))
    return found


def _check(found: GoldDocument, place: str) -> None:
    """Raise where an annotation names what there is not."""
    for event in found.events:
        wrong = ""
        if event.event_type not in ontology.types():
            wrong = f"the type {event.event_type!r}; types are {', '.join(ontology.types())}"
        elif event.status not in ontology.STATUSES:
            wrong = f"the status {event.status!r}; statuses are {', '.join(ontology.STATUSES)}"
        elif not event.trigger or event.trigger not in found.text[event.sentence_start : event.sentence_end]:
            wrong = f"the trigger {event.trigger!r}, which does not stand in sentence {event.sentence}"
        if wrong:
            raise InputError(f"{place}: an event of {found.id} has {wrong}", code="gold", place=place)


def names(path: Path) -> list[Labelled]:
    """Return the labelled texts of a file: lines of `word label`, or JSON lines of a text and its names.

    A JSON line is `{"text": ..., "names": [{"start": 0, "end": 4, "kind": "person"}]}`: half-open code points, and
    kinds `person organisation place`. Of CoNLL labels PER, ORG, LOC and their like count, others are no names.

    Raises:
        InputError: A line is neither, or not one text has a name.
    """
    reader = _json_names if path.suffix in (".jsonl", ".ndjson") else _conll
    found = list(reader(path))
    if not any(label != "O" for _, labels in found for label in labels):
        message = f"{path} labels no names; kinds are {', '.join(KINDS)}, or person, organisation, place in .jsonl"
        raise InputError(message, code="names", place=str(path))
    return found


def _conll(path: Path) -> Iterator[Labelled]:
    sentence: list[tuple[str, str]] = []
    lines = _bytes(path).decode("utf-8-sig", "replace").splitlines()
    for number, line in enumerate([*lines, ""], 1):
        parts = line.split()
        if len(parts) >= 2:
            if parts[-1] != "O" and parts[-1][:2] not in ("B-", "I-"):
                message = f"{path}:{number}: {parts[-1]!r} is no label; they are O, B-KIND and I-KIND after the word"
                raise InputError(message, code="names", place=f"{path}:{number}")
            sentence.append((parts[0], parts[-1]))
        elif parts:
            message = f"{path}:{number}: a line must be a word, a blank and its label, not {line!r}"
            raise InputError(message, code="names", place=f"{path}:{number}")
        elif sentence:
            yield of_words(sentence)
            sentence = []


def of_words(sentence: Sequence[tuple[str, str]]) -> Labelled:
    """Return a sentence of words and labels as a text with its words, and the label of each."""
    spans: list[tuple[int, int, str]] = []
    at = 0
    for word, label in sentence:
        prefix, _, kind = label.partition("-")
        if kind in KINDS:
            if prefix == "I" and spans and spans[-1][2] == KINDS[kind] and spans[-1][1] == at - 1:
                spans[-1] = (spans[-1][0], at + len(word), KINDS[kind])
            else:
                spans.append((at, at + len(word), KINDS[kind]))
        at += len(word) + 1
    return _labelled(" ".join(word for word, _ in sentence), spans)


def _json_names(path: Path) -> Iterator[Labelled]:
    for number, line in enumerate(_bytes(path).splitlines(), 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                row = orjson.loads(line)
                text = row["text"]
                spans = [_span(text, name) for name in row["names"]]
            except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
                raise InputError(f"{place}: not a text with names ({error})", code="names", place=place) from error
            yield _labelled(text, spans)


def _span(text: str, name: dict[str, Any]) -> tuple[int, int, str]:
    start, end, kind = name["start"], name["end"], name["kind"]
    if kind not in _KINDS_OF_MENTIONS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(_KINDS_OF_MENTIONS)}")
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}:{end} is no range of the text's {len(text)} characters")
    return start, end, _KINDS_OF_MENTIONS[kind]


def _labelled(text: str, spans: Sequence[tuple[int, int, str]]) -> Labelled:
    doc = Document(Article("", text))
    analyse(doc, "rules")  # words alone are needed, and all engines cut the same
    labels = ["O"] * len(doc.words)
    for start, end, kind in spans:
        inside = [i for i, word in enumerate(doc.words) if word.start < end and start < word.end]
        for number, i in enumerate(inside):
            labels[i] = f"{'I' if number else 'B'}-{kind}"
    return doc, labels


def counts(path: Path, texts: int, labels: int) -> Counts:
    """Return what the model card says of a file."""
    return Counts(path.name, hashlib.sha256(_bytes(path)).hexdigest(), texts, labels)


def digest(text: str) -> str:
    """Return what `built_in.txt` knows an article by."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def built_in() -> frozenset[str]:
    """Return the digests of the articles that the built-in models were trained on (`scripts/train_events.py`)."""
    return frozenset(_BUILT_IN.read_text(encoding="utf8").split())


def write_built_in(texts: Sequence[str]) -> None:
    """Write the digests of the articles that the built-in models were trained on."""
    _BUILT_IN.write_text("".join(f"{digest(text)}\n" for text in texts), encoding="utf8")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}", code="missing", place=str(path)) from error
